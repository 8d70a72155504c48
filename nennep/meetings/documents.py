"""Minutes and resolution in their official form (domain.md 3.1, 3.2, 3.3, 3.6), from the frozen record.

Texts of these documents are Vietnamese in every language of the interface: they are what is signed.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from nennep.core.documents.blocks import (
    Block,
    Heading,
    Listing,
    OfficialDocument,
    Opinion,
    Paragraph,
    SignatureBlock,
)
from nennep.core.documents.wording import (
    clock_time,
    document_date,
    number,
    place_and_date,
    share,
    short_date,
    symbol,
)
from nennep.core.refusals import NotFound
from nennep.decisions.models import DocumentKind, Resolution, ResolutionState
from nennep.meetings.models import Meeting, MeetingKind, Minutes, SignatureRole
from nennep.meetings.record import minutes_content
from nennep.meetings.steps import MATTER_AGENDA, PROCEDURAL
from nennep.meetings.tables import day, group_lines, group_table, last_tasks_table, moment, task_table, with_reason
from nennep.organisation.models import Post, holding_on
from nennep.planning.periods import ROMAN
from nennep.rulebook.queries import document_format, rules_on

BODY_CODE = "CB"
NOT_EXPECTED = {
    "elsewhere_names": "Sinh hoạt tạm thời nơi khác:",
    "special_duty_names": "Làm nhiệm vụ đặc thù:",
    "suspended_names": "Đang đình chỉ sinh hoạt:",
}
METHODS = {"show_of_hands": "giơ tay", "paper": "phiếu giấy"}


def minutes_document(meeting: Meeting) -> OfficialDocument:
    """The minutes (biên bản): from the frozen content once closed, from the records while still open."""
    minutes = Minutes.objects.filter(ward=meeting.ward_id, meeting=meeting).first()
    content = minutes.content if minutes else minutes_content(meeting, number=None)
    day = timezone.localdate(meeting.starts_at)
    digits = rules_on(day).document.number_digits
    signed = _signatures(minutes)
    return OfficialDocument(
        higher_body=content["ward"]["name"].upper(),
        body_name=content["unit"].upper(),
        symbol=symbol(minutes.number, "BB", BODY_CODE, digits) if minutes else "",
        place_and_date="",
        kind="BIÊN BẢN",
        subject=_subject(content),
        blocks=list(minutes_blocks(content)),
        annexes=list(annexes(minutes)),
        format=document_format(day),
        left=SignatureBlock(["NGƯỜI GHI BIÊN BẢN"], content["minute_taker"], signed.get("minute_taker", "")),
        right=SignatureBlock(["CHỦ TRÌ HỘI NGHỊ"], content["chair"], signed.get("chair", "")),
        footer=f"Mã kiểm tra SHA-256: {minutes.sha256}" if minutes else "Dự thảo, chưa thông qua",
        seal=minutes.sha256 if minutes else "",
    )


def minutes_blocks(content: dict[str, Any]) -> Iterator[Block]:
    """The words of the minutes, in the order of domain.md 3.2; for paper and for reading aloud."""
    yield from _opening(content)
    yield Heading(1, "Thành phần dự")
    yield from _attendance(content)
    yield Heading(1, "Nội dung và diễn biến")
    yield from _course(content)
    if content["praised"] or content["reminded"]:
        yield Heading(1, "Biểu dương, nhắc nhở")
        yield Listing([f"Biểu dương đồng chí {each['name']}: {each['text']}" for each in content["praised"]])
        yield Listing([f"Nhắc nhở đồng chí {each['name']}: {each['text']}" for each in content["reminded"]])
    if content["tasks"]:
        yield Heading(1, "Phân công nhiệm vụ")
        yield task_table(content["tasks"])
    yield Heading(1, "Biểu quyết")
    yield from _votes(content["votes"])
    yield from _self_score(content.get("score"))
    yield from _ending(content)


def annexes(minutes: Minutes | None) -> Iterator[Block]:
    """What was added to the minutes afterwards, each with its writer, moment and own hash: nobody signed it before."""
    if minutes is None:
        return
    for addendum in minutes.addenda.select_related("written_by").order_by("number"):
        moment = timezone.localtime(addendum.written_at)
        when = f"{moment:%H:%M}, {document_date(moment.date())}"
        yield Paragraph(f"PHẦN BỔ SUNG SỐ {addendum.number}", bold=True)
        yield Paragraph(addendum.text)
        yield Paragraph(addendum.reason, lead="Lý do:")
        yield Paragraph(f"đồng chí {addendum.written_by.full_name}, lúc {when}.", lead="Người lập:")
        yield Paragraph(addendum.sha256, lead="Mã kiểm tra SHA-256 của phần bổ sung:")


def resolution_document(meeting: Meeting) -> OfficialDocument:
    """The resolution (nghị quyết) of a meeting; a draft says so. Refuses where there is none."""
    resolution = (
        Resolution.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk)
        .exclude(state=ResolutionState.REJECTED)
        .select_related("motion")
        .first()
    )
    if resolution is None:
        raise NotFound
    minutes = Minutes.objects.filter(ward=meeting.ward_id, meeting=meeting).first()
    content = minutes.content if minutes else minutes_content(meeting, number=None)
    day = resolution.adopted_on or timezone.localdate(meeting.starts_at)
    digits = rules_on(day).document.number_digits
    return OfficialDocument(
        higher_body=content["ward"]["name"].upper(),
        body_name=content["unit"].upper(),
        symbol=symbol(resolution.number, resolution.kind, BODY_CODE, digits) if resolution.number else "",
        place_and_date=place_and_date(content["ward"]["place"], day),
        kind=DocumentKind(resolution.kind).label.upper() if resolution.number else "DỰ THẢO NGHỊ QUYẾT",
        subject=resolution.subject,
        blocks=list(_resolution_blocks(resolution, content)),
        format=document_format(day),
        right=SignatureBlock(["T/M CHI BỘ", _chair_title(meeting)], content["chair"]),
        recipients=[
            "Đảng ủy phường (báo cáo),",
            "Đồng chí đảng ủy viên phụ trách chi bộ,",
            "Các đồng chí đảng viên trong chi bộ,",
            "Lưu Chi bộ.",
        ],
        footer="" if resolution.number else "Dự thảo, chưa thông qua",
    )


def _resolution_blocks(resolution: Resolution, content: dict[str, Any]) -> Iterator[Block]:
    yield Paragraph(_resolution_preamble(content))
    yield Heading(1, "Kiểm điểm việc thực hiện nhiệm vụ thời gian qua")
    yield from _lines(resolution.review)
    if content["last_tasks"]:
        head, caption = "Nhiệm vụ trong nghị quyết trước", "Kết quả thực hiện nghị quyết trước"
        yield last_tasks_table(content, head=head, caption=caption, with_due=False)
    for word, names in (("Biểu dương", content["praised"]), ("Nhắc nhở", content["reminded"])):
        yield from (Paragraph(f"{word} đồng chí {each['name']}: {each['text']}") for each in names)
    yield Heading(1, "Nhiệm vụ thời gian tới")
    yield from _lines(resolution.direction)
    if content["tasks"]:
        yield task_table(content["tasks"])
    yield Heading(1, "Tổ chức thực hiện")
    yield from _lines(resolution.implementation)
    votes = [vote for vote in content["votes"] if vote["matter"] == "resolution" and vote["passed"]]
    for vote in votes[-1:]:
        yield Paragraph(
            f"Nghị quyết được chi bộ thông qua với {share(vote['in_favour'], vote['electorate'])} "
            "đảng viên chính thức được triệu tập tán thành."
        )


def _resolution_preamble(content: dict[str, Any]) -> str:
    count = content["attendance"]
    opened = moment(content["opened_at"])
    when = document_date(opened.date()) if opened else "…"
    words = (
        f"Ngày họp: {when}, tại {content['place']}. Tổng số đảng viên {number(count['listed'])} đồng chí; "
        f"có mặt {share(count['present'], count['expected'])}; vắng có lý do {count['excused']}; "
        f"vắng không lý do {count['unexcused']}; được miễn {count['exempt']}. "
        f"{_length(content)}"
        f"Chủ trì: đồng chí {content['chair']}. Thư ký: đồng chí {content['minute_taker']}."
    )
    if passed := _agenda_passed(content):
        words = f"{words} Chương trình {passed}."
    if content["topic"]:
        words = f"Chuyên đề: {content['topic']}. {words}"
    return f"{words} Sau khi thảo luận, chi bộ quyết nghị:"


def _length(content: dict[str, Any]) -> str:
    """ "Thời lượng 95 phút. ", once the meeting has ended."""
    opened, closed = moment(content["opened_at"]), moment(content["closed_at"])
    return f"Thời lượng {(closed - opened) // timedelta(minutes=1)} phút. " if opened and closed else ""


def _agenda_passed(content: dict[str, Any]) -> str:
    """With how many votes the agenda was passed; empty where nobody voted on it."""
    votes = [vote for vote in content["votes"] if vote["matter"] == MATTER_AGENDA and vote["passed"]]
    return f"được thông qua với {_in_favour(votes[-1])} tán thành" if votes else ""


def _opening(content: dict[str, Any]) -> Iterator[Block]:
    opened = moment(content["opened_at"])
    when = f"{clock_time(opened)}, {document_date(opened.date())}" if opened else "…"
    yield Paragraph(f"Hồi {when}, tại {content['place']}, {content['unit']} tổ chức {_kind(content)}.")
    if content["topic"]:
        yield Paragraph(content["topic"], lead="Chuyên đề:")
    yield from _theme(content.get("theme"))
    yield Paragraph(f"Đồng chí {content['chair']}.", lead="Chủ trì:")
    yield Paragraph(f"Đồng chí {content['minute_taker']}.", lead="Thư ký:")
    passed = _agenda_passed(content)
    words = f"{len(content['items'])} nội dung" + (f", {passed}" if passed else "")
    yield Paragraph(f"{words}.", lead="Chương trình:")


def _theme(theme: dict[str, Any] | None) -> Iterator[Block]:
    """Of a theme from the yearly plan (domain.md 3.3): where it is planned, who wrote it, when the draft was sent."""
    if theme is None:
        return
    words = f"Kế hoạch sinh hoạt chuyên đề năm {theme['year']} của chi bộ, quý {ROMAN[theme['quarter']]}"
    approved = f", Đảng ủy phường duyệt ngày {day(theme['approved_on'])}" if theme["approved_on"] else ""
    yield Paragraph(f"{words}{approved}.", lead="Thực hiện:")
    if theme["author"]:
        yield Paragraph(f"Đồng chí {theme['author']}.", lead="Người viết chuyên đề:")
    if theme["drafted_on"]:
        yield Paragraph(f"{day(theme['drafted_on'])}.", lead="Bản thảo gửi ngày:")


def _attendance(content: dict[str, Any]) -> Iterator[Block]:
    count = content["attendance"]
    yield Paragraph(
        f"{number(count['listed'])} đồng chí trong danh sách; phải dự {number(count['expected'])}.",
        lead="Tổng số đảng viên:",
    )
    yield Paragraph(
        f"{share(count['present'], count['expected'])}; chính thức {count['official_present']}, "
        f"dự bị {count['probationary_present']}.",
        lead="Có mặt:",
    )
    yield Paragraph(_names(count["excused"], with_reason(count["excused_names"])), lead="Vắng có lý do:")
    yield Paragraph(_names(count["unexcused"], count["unexcused_names"]), lead="Vắng không lý do:")
    yield Paragraph(_names(count["exempt"], count["exempt_names"]), lead="Được miễn, không dự:")
    if count["exempt_who_came"]:
        names = count["exempt_who_came"]
        yield Paragraph(_names(len(names), names), lead="Được miễn, vẫn đến dự:")
    for key, lead in NOT_EXPECTED.items():
        if names := count.get(key):  # minutes frozen before the list was told apart have one key only
            yield Paragraph(_names(len(names), names), lead=lead)
    if count["temporary_names"]:
        names = count["temporary_names"]
        yield Paragraph(_names(len(names), names), lead="Sinh hoạt tạm thời tại chi bộ:")
    guests = [f"{each['name']}{', ' + each['office'] if each['office'] else ''}" for each in content["guests"]]
    if guests:
        yield Paragraph("; ".join(guests) + ".", lead="Đại biểu, khách mời:")
    if content["groups"]:
        yield group_table(content["groups"])
        yield from group_lines(content["groups"])
    if content["fees"]:
        yield Paragraph(content["fees"], lead="Tình hình nộp đảng phí:")


def _course(content: dict[str, Any]) -> Iterator[Block]:
    if content["papers"]:
        yield Paragraph("; ".join(content["papers"]) + ".", lead="Tài liệu:")
    for item in content["items"]:
        document = item.get("document", "")  # minutes frozen before documents were passed on have none
        said = item["content"] or item["opinions"] or item["conclusion"] or document
        if not said and item["part"] != "last_month":
            continue
        presenter = f" (đồng chí {item['presenter']} trình bày)" if item["presenter"] else ""
        yield Heading(2, item["title"] + presenter)
        if document:
            yield Paragraph(f"Chi bộ nghe phổ biến, quán triệt {document}.")
        yield from _lines(item["content"])
        if item["part"] == "last_month" and content["last_tasks"]:
            yield last_tasks_table(content, head="Việc", caption="Kết quả nhiệm vụ tháng trước", with_due=True)
        for opinion in item["opinions"]:
            kind = " (bảo lưu)" if opinion["reserved"] else " (khách mời)" if opinion["is_guest"] else ""
            kind = kind or (" (kiến nghị)" if opinion.get("petition") else "")
            group = f" ({opinion['group']})" if opinion["group"] else ""
            yield Opinion(f"{opinion['speaker']}{kind}{group}", opinion["text"])
        if item["conclusion"]:
            yield Paragraph(item["conclusion"], lead="Kết luận:")


def _votes(votes: list[dict[str, Any]]) -> Iterator[Block]:
    if not votes:
        yield Paragraph("Không có nội dung biểu quyết.")
    for vote in votes:
        against, abstained = vote["against"], vote["abstained"]
        result = "thông qua" if vote["passed"] else "không thông qua"
        yield Paragraph(
            f"{METHODS[vote['method']]}; có quyền biểu quyết {vote['electorate']} đồng chí, có mặt "
            f"{vote['present']}; tán thành {_in_favour(vote)}, không tán thành "
            f"{against}, ý kiến khác {abstained}. Kết quả: {result}.",
            lead=f"{vote['text']}:",
        )
        if vote["parts"]:
            parts = [
                f"{part['unit']}: {part['in_favour']}/{part['against']}/{part['abstained']}" for part in vote["parts"]
            ]
            yield Paragraph("; ".join(parts) + ".", lead="Theo tổ đảng (tán thành/không tán thành/ý kiến khác):")


def _in_favour(vote: dict[str, Any]) -> str:
    """The share by which a vote was judged: of those entitled, or in matters of procedure of those present."""
    if vote["matter"] in PROCEDURAL:
        return f"{share(vote['in_favour'], vote['present'])} đồng chí có mặt"
    return share(vote["in_favour"], vote["electorate"])


def _self_score(score: dict[str, Any] | None) -> Iterator[Block]:
    """Part 12 of the minutes; minutes of before there was any scoring have none."""
    if not score:
        return
    yield Heading(1, "Chấm điểm, xếp loại buổi sinh hoạt")
    yield Paragraph(
        f"Chi bộ tự chấm {_points(score['points'])}/{_points(score['total'])} điểm, xếp loại {score['band']}, "
        f"theo {score['rubric']}; {share(score['in_favour'], score['voters'])} đồng chí có mặt biểu quyết đồng ý."
    )
    if score["shortcomings"]:
        yield Paragraph("Hạn chế cần khắc phục ở buổi sau:")
        yield Listing(score["shortcomings"])


def _points(text: str) -> str:
    return number(Decimal(f"{Decimal(text):f}"))


def _ending(content: dict[str, Any]) -> Iterator[Block]:
    closed = moment(content["closed_at"])
    if closed:
        yield Paragraph(
            f"Biên bản đã được đọc trước chi bộ và thông qua. Buổi sinh hoạt kết thúc hồi {clock_time(closed)}, "
            f"{document_date(closed.date())}."
        )


def _lines(text: str) -> Iterator[Block]:
    yield from (Paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _names(count: int, names: list[str]) -> str:
    return f"{count} đồng chí: {', '.join(names)}." if names else f"{count} đồng chí."


def _kind(content: dict[str, Any]) -> str:
    month = date.fromisoformat(content["month"])
    if content["kind"] == MeetingKind.THEMATIC:
        return f"sinh hoạt chuyên đề quý {(month.month - 1) // 3 + 1} năm {month.year}"
    groups = " theo tổ đảng" if content["groups"] else ""
    return f"sinh hoạt thường kỳ tháng {month:%m} năm {month.year}{groups}"


def _subject(content: dict[str, Any]) -> str:
    words = _kind(content)
    return words[0].upper() + words[1:]


def _chair_title(meeting: Meeting) -> str:
    posts = Post.objects.filter(
        holding_on(timezone.localdate(meeting.starts_at)),
        ward=meeting.ward_id,
        unit=meeting.unit_id,
        person=meeting.chair_id,
    )
    return "PHÓ BÍ THƯ" if posts.filter(position="deputy_secretary").exists() else "BÍ THƯ"


def _signatures(minutes: Minutes | None) -> dict[str, str]:
    if minutes is None:
        return {}
    return {str(SignatureRole(signature.role)): _signed(signature.signed_at) for signature in minutes.signatures.all()}


def _signed(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"Đã ký trên hệ thống lúc {local:%H:%M}, {short_date(local.date())}"
