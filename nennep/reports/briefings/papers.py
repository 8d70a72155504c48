"""The briefing on paper and on the wall: the pack as a report, the minutes, the slides; the same words in each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nennep.core.digests import content_hash
from nennep.core.documents.blocks import (
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    SignatureBlock,
    Table,
)
from nennep.core.documents.pptx import Deck, Slide, render_pptx
from nennep.core.documents.wording import clock_time, place_and_date, short_date, symbol
from nennep.organisation.models import Ward
from nennep.reports.briefings.sections import SECTIONS
from nennep.reports.briefings.stored import KeptContent, KeptSentence, KeptTable, from_data
from nennep.reports.models import Briefing
from nennep.rulebook.queries import document_format, rules_on

BODY_CODE = "ĐU"


@dataclass(frozen=True)
class PaperSection:
    """One section as it goes on paper: its figures and the office's words."""

    title: str
    content: list[KeptContent]
    words: str


def sections_of(briefing: Briefing) -> list[PaperSection]:
    """The sections in their order; of a closed briefing as they were kept with its minutes."""
    if briefing.content:
        return [
            PaperSection(each["title"], from_data(each["content"]), each["words"])
            for each in briefing.content["sections"]
        ]
    kept = {section.key: section for section in briefing.sections.all()}
    return [
        PaperSection(each.title, from_data(kept[each.key].content), kept[each.key].words)
        for each in SECTIONS
        if each.key in kept
    ]


def briefings_that_do_not_fit(ward_id: UUID) -> list[Briefing]:
    """Closed briefings whose minutes no longer give the hash that was signed: for `nennep verify`."""
    closed = Briefing.objects.filter(ward=ward_id, content__isnull=False).order_by("month")
    return [each for each in closed if content_hash(each.content) != each.sha256]


def committee(ward: Ward) -> str:
    """ "ĐẢNG ỦY PHƯỜNG ĐỨC THẮNG"."""
    return f"ĐẢNG ỦY {ward.name.upper()}"


def subject(briefing: Briefing) -> str:
    return f"giao ban tháng {briefing.month:%m/%Y}: chất lượng sinh hoạt chi bộ"


def pack_document(briefing: Briefing, ward: Ward, *, signer: str, is_deputy: bool) -> OfficialDocument:
    """The pack as the ward committee's report (báo cáo giao ban); its number is left for the office's book."""
    on = briefing.figures_on
    return OfficialDocument(
        higher_body=ward.parent_name.upper(),
        body_name=committee(ward),
        symbol="…-BC/ĐU",
        place_and_date=place_and_date(ward.place, on),
        kind="BÁO CÁO",
        subject=subject(briefing),
        blocks=[Paragraph(f"Số liệu lấy ngày {short_date(on)}."), *_sections(sections_of(briefing))],
        format=document_format(on),
        right=SignatureBlock(["T/M ĐẢNG ỦY", "PHÓ BÍ THƯ" if is_deputy else "BÍ THƯ"], signer),
        recipients=("Các đồng chí dự giao ban;", "Lưu Văn phòng Đảng ủy."),
        title=f"Báo cáo {subject(briefing)}",
    )


def _sections(sections: Iterable[PaperSection]) -> Iterator[Block]:
    for section in sections:
        yield Heading(1, section.title)
        yield from (_block(each) for each in section.content)
        yield from (Paragraph(line.strip()) for line in section.words.splitlines() if line.strip())


def _block(each: KeptContent) -> Block:
    return Paragraph(each.text) if isinstance(each, KeptSentence) else table_block(each)


def table_block(each: KeptTable) -> Table:
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in each.rows]
    return Table(each.head, rows, each.widths, each.numeric, each.caption)


# The minutes --------------------------------------------------------------------------------------


def minutes_document(briefing: Briefing, ward: Ward) -> OfficialDocument:
    """The minutes of the conference (biên bản hội nghị giao ban), from what was kept when it was closed."""
    content = briefing.content
    assert content is not None
    starts = datetime.fromisoformat(content["starts_at"])
    rules = rules_on(starts.date())
    return OfficialDocument(
        higher_body=ward.parent_name.upper(),
        body_name=committee(ward),
        symbol=symbol(content["number"], "BB", BODY_CODE, rules.document.number_digits),
        place_and_date=place_and_date(ward.place, starts.date()),
        kind="BIÊN BẢN",
        subject=f"Hội nghị giao ban tháng {briefing.month:%m/%Y}",
        blocks=list(_minutes(content, starts)),
        format=document_format(starts.date()),
        left=SignatureBlock(["NGƯỜI GHI BIÊN BẢN"], content["minute_taker"], _signed(briefing.taker_signed_at)),
        right=SignatureBlock(["CHỦ TRÌ HỘI NGHỊ"], content["chair"], _signed(briefing.chair_signed_at)),
        footer=f"Mã kiểm tra: {briefing.sha256[:16]}",
        seal=briefing.sha256,
        title=f"Biên bản giao ban tháng {briefing.month:%m/%Y}",
    )


def _minutes(content: dict[str, Any], starts: datetime) -> Iterator[Block]:
    yield Heading(1, "Thời gian, địa điểm, thành phần")
    yield Paragraph(f"Hội nghị bắt đầu {clock_time(starts)}, ngày {short_date(starts.date())}, tại {content['place']}.")
    yield Paragraph(f"Chủ trì: đồng chí {content['chair']}. Thư ký: đồng chí {content['minute_taker']}.")
    present, absent = content["present"], content["absent"]
    yield Paragraph(f"Có mặt {len(present)}/{len(present) + len(absent)} đồng chí được triệu tập.")
    rows = [[str(place), name, office] for place, (name, office) in enumerate(present, start=1)]
    yield Table(("TT", "Họ và tên", "Chức vụ"), rows, (6, 34, 60), caption="Các đồng chí có mặt")
    if absent:
        yield Paragraph("Vắng: " + "; ".join(f"{name} ({office})" for name, office in absent) + ".")
    yield Heading(1, "Nội dung báo cáo tại hội nghị")
    sections = [PaperSection(each["title"], from_data(each["content"]), each["words"]) for each in content["sections"]]
    for section in sections:
        yield Heading(2, section.title)
        yield from (Paragraph(each.text) for each in section.content if isinstance(each, KeptSentence))
        yield from (Paragraph(line.strip()) for line in section.words.splitlines() if line.strip())
    yield Heading(1, "Diễn biến hội nghị")
    yield from (Paragraph(line.strip()) for line in content["course"].splitlines() if line.strip())
    yield Heading(1, "Kết luận, biện pháp")
    yield from _decisions(content["decisions"])
    closed = datetime.fromisoformat(content["closed_at"])
    yield Paragraph(f"Hội nghị kết thúc {clock_time(closed)} cùng ngày.")


def _decisions(decisions: list[dict[str, str]]) -> Iterator[Block]:
    rows = remedy_rows(decisions)
    if not rows:
        yield Paragraph("Hội nghị không giao việc nào.")
        return
    yield Table(REMEDY_COLUMNS, rows, (6, 46, 34, 14), caption="Việc được giao")


REMEDY_COLUMNS = ("TT", "Việc", "Người thực hiện", "Hạn")


def remedy_rows(decisions: list[dict[str, str]]) -> list[list[str]]:
    """Each remedy once; where every branch has it, that is said instead of a list of thirteen lines."""
    alike: dict[tuple[str, str], list[dict[str, str]]] = {}
    for each in decisions:
        alike.setdefault((each["description"], each["due_on"]), []).append(each)
    return [
        [str(place), words, _whose(group), short_date(date.fromisoformat(due))]
        for place, ((words, due), group) in enumerate(alike.items(), start=1)
    ]


def _whose(group: list[dict[str, str]]) -> str:
    if len(group) == 1:
        return f"{group[0]['assignee']}, {group[0]['unit']}"
    return f"{len(group)} chi bộ, mỗi chi bộ một đồng chí"


def _signed(at: datetime | None) -> str:
    from nennep.core.written import moment

    return f"Đã ký trên hệ thống {moment(at)}" if at else ""


# The slides ---------------------------------------------------------------------------------------


def slides(briefing: Briefing, ward: Ward) -> bytes:
    """One slide a section, its sentences large; tables stay on paper, except small ones."""
    pages = [_slide(section) for section in sections_of(briefing)]
    title = f"Giao ban tháng {briefing.month:%m/%Y}"
    deck = Deck(title, "Chất lượng sinh hoạt chi bộ: kết quả, tồn tại, biện pháp", committee(ward), pages)
    return render_pptx(deck)


def _slide(section: PaperSection) -> Slide:
    said = [each.text for each in section.content if isinstance(each, KeptSentence)]
    words = [line.strip() for line in section.words.splitlines() if line.strip()]
    tables = [table_block(each) for each in section.content if isinstance(each, KeptTable)]
    notes = [*said, *words]
    for table in tables:
        notes += [table.caption, *(" · ".join(row) for row in table.rows)]
    small = tables[0] if tables and len(said) + len(words) <= 3 else None
    return Slide(section.title, [*said, *words], small, notes)
