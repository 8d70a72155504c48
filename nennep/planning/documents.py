"""The branch's thematic plan and the ward's orientation in their official form (domain.md 3.1, 3.9).

Texts of these documents are Vietnamese in every language of the interface: they are what is signed.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.documents.blocks import (
    Block,
    Heading,
    Listing,
    OfficialDocument,
    Paragraph,
    SignatureBlock,
    Table,
)
from nennep.core.documents.wording import place_and_date, short_date
from nennep.core.exports import ListTable
from nennep.core.refusals import NotFound
from nennep.organisation.models import Post, Unit, Ward, holding_on
from nennep.planning.boards import kinds_in_words
from nennep.planning.models import Basis, MeetingDay, PlannedTopic, PlanState, ThematicPlan, TopicOrientation
from nennep.planning.periods import ROMAN
from nennep.planning.queries import orientation_of, plan_if_any, topics_of
from nennep.rulebook.queries import document_format


def plan_document(unit: Unit, year: int, *, today: date) -> OfficialDocument:
    """A branch's thematic plan (kế hoạch sinh hoạt chuyên đề); where there is none yet, it is not found."""
    plan = plan_if_any(unit, year)
    if plan is None:
        raise NotFound
    topics, ward, day = topics_of(plan), unit.ward, _sent_on(plan)
    return OfficialDocument(
        higher_body=ward.party_name.upper(),
        body_name=unit.name.upper(),
        symbol="…-KH/CB",
        place_and_date=place_and_date(ward.place, day) if day else f"{ward.place}, ngày … tháng … năm …",
        kind="KẾ HOẠCH" if plan.state == PlanState.APPROVED else "DỰ THẢO KẾ HOẠCH",
        subject=f"sinh hoạt chuyên đề năm {year}",
        blocks=[*_plan_blocks(topics, year), *_approval(plan)],
        format=document_format(day or today),
        right=SignatureBlock(["T/M CHI BỘ", "BÍ THƯ"], _holder(ward.pk, "secretary", day, unit) if day else ""),
        recipients=["Đảng ủy phường (báo cáo),", "Các đồng chí đảng viên trong chi bộ,", "Lưu Chi bộ."],
    )


def _plan_blocks(topics: list[PlannedTopic], year: int) -> Iterator[Block]:
    yield Heading(1, "Mục đích, yêu cầu")
    yield Paragraph(
        f"Chủ động nội dung sinh hoạt chuyên đề năm {year}, mỗi quý ít nhất một chuyên đề; mỗi chuyên đề có người "
        "viết, có bản thảo gửi trước, sau sinh hoạt có kết luận và phân công thực hiện."
    )
    yield Heading(1, "Nội dung")
    rows = [
        [
            f"Quý {ROMAN[topic.quarter]}",
            topic.title,
            topic.author.full_name if topic.author else "",
            short_date(topic.draft_due) if topic.draft_due else "",
            short_date(topic.meets_on) if topic.meets_on else "",
            topic.suggestion.title if topic.suggestion else "Chi bộ đề xuất",
        ]
        for topic in topics
    ]
    head = ["Quý", "Chuyên đề", "Người viết", "Hạn bản thảo", "Ngày sinh hoạt", "Theo gợi ý của phường"]
    yield Table(head, rows, widths=[2, 6, 4, 3, 3, 5])
    yield Heading(1, "Tổ chức thực hiện")
    yield Paragraph(
        "Người viết gửi bản thảo đúng hạn để chi ủy góp ý trước khi sinh hoạt. Bí thư theo dõi, báo cáo Đảng ủy phường "
        "khi có thay đổi."
    )


def _sent_on(plan: ThematicPlan) -> date | None:
    """The day on which the secretary signed a plan by sending it; a draft, or one that was returned, has none."""
    if plan.submitted_at is None or plan.state not in {PlanState.SUBMITTED, PlanState.APPROVED}:
        return None
    return timezone.localdate(plan.submitted_at)


def _approval(plan: ThematicPlan) -> Iterator[Block]:
    """The ward's approval (domain.md 3.9), and that the plan was changed since."""
    sent = _sent_on(plan)
    if sent is None:
        return
    words = f"chưa; chi bộ gửi ngày {short_date(sent)}."
    if plan.state == PlanState.APPROVED and plan.decided_at:
        words = " ".join(filter(None, (f"ngày {short_date(timezone.localdate(plan.decided_at))}.", plan.remark)))
        if plan.changed_at and plan.changed_at > plan.decided_at:
            words += f" Chi bộ điều chỉnh ngày {short_date(timezone.localdate(plan.changed_at))}."
    yield Paragraph(words, lead="Đảng ủy phường phê duyệt:")


def orientation_document(ward_id: UUID, year: int) -> OfficialDocument:
    """The ward's orientation (gợi ý, định hướng nội dung sinh hoạt chuyên đề), from what was issued, as a guidance
    (hướng dẫn) of the day on which the last of it was issued."""
    suggestions = orientation_of(ward_id, year, issued_only=True)
    if not suggestions:
        raise NotFound
    ward = Ward.objects.get(pk=ward_id)
    day = max(timezone.localdate(each.issued_at) for each in suggestions if each.issued_at)
    with translation.override("vi"):
        blocks = list(_orientation_blocks(suggestions, year))
    return OfficialDocument(
        higher_body=ward.parent_name.upper(),
        body_name=f"ĐẢNG ỦY {ward.name.upper()}",
        symbol="…-HD/ĐU",
        place_and_date=place_and_date(ward.place, day),
        kind="HƯỚNG DẪN",
        subject=f"định hướng nội dung sinh hoạt chuyên đề năm {year}",
        blocks=blocks,
        format=document_format(day),
        right=SignatureBlock(["T/M ĐẢNG ỦY", "BÍ THƯ"], _holder(ward_id, "ward_secretary", day)),
        recipients=["Các chi bộ trực thuộc,", "Các đồng chí đảng ủy viên phụ trách chi bộ,", "Lưu Văn phòng Đảng ủy."],
    )


def _orientation_blocks(suggestions: list[TopicOrientation], year: int) -> Iterator[Block]:
    yield Paragraph(
        f"Đảng ủy phường gợi ý nội dung sinh hoạt chuyên đề năm {year} để các chi bộ lựa chọn, vận dụng phù hợp với "
        "loại hình và tình hình của mình:"
    )
    for basis in Basis:
        mine = [each for each in suggestions if each.basis == basis]
        if not mine:
            continue
        yield Heading(1, f"Từ {str(basis.label)[0].lower()}{str(basis.label)[1:]}")
        for each in mine:
            yield Paragraph(f"Căn cứ: {each.grounds}", lead=f"{each.title}.")
            if each.branch_kinds:
                yield Listing([f"Phù hợp với chi bộ: {kinds_in_words(each.branch_kinds)}"])


def _holder(ward_id: UUID, position: str, on: date, unit: Unit | None = None) -> str:
    post = Post.objects.filter(holding_on(on), ward=ward_id, unit=unit, position=position).select_related("person")
    found = post.first()
    return found.person.full_name if found else ""


def days_table(days: Iterable[MeetingDay]) -> ListTable:
    """The meeting day of each branch."""
    head = [_("TT"), _("Chi bộ"), _("Ngày hằng tháng"), _("Giờ"), _("Nơi họp"), _("Từ ngày")]
    rows = [[each.unit.name, each.day, f"{each.at:%H:%M}", each.place, exports.day(each.valid_from)] for each in days]
    return ListTable(_("Ngày sinh hoạt của các chi bộ"), head, exports.numbered(rows))


def library_table(topics: Iterable[PlannedTopic], seen: Collection[UUID] | None) -> ListTable:
    """Themes of past years; conclusions only of the branches whose plans the reader may open."""
    rows = [
        [
            topic.plan.unit.name,
            exports.day(topic.held_on),
            topic.title,
            topic.conclusion if seen is None or topic.plan.unit_id in seen else "",
        ]
        for topic in topics
    ]
    head = [_("TT"), _("Chi bộ"), _("Ngày sinh hoạt"), _("Chuyên đề"), _("Kết luận")]
    return ListTable(_("Thư viện chuyên đề"), head, exports.numbered(rows))
