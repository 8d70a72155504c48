"""The register of petitions as a spreadsheet; reminders, visits and inspections as lists to be taken out."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.documents.wording import short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.exports import ListTable
from nennep.organisation.models import Ward
from nennep.oversight.checklists import checklists
from nennep.oversight.inspections import tone_of
from nennep.oversight.models import Inspection, Petition, Reminder, Visit
from nennep.oversight.petitions import state_of

HEAD = (
    "TT",
    "Ngày nêu",
    "Chi bộ",
    "Người nêu",
    "Nêu ở đâu",
    "Loại",
    "Nội dung",
    "Nơi trả lời",
    "Hạn",
    "Trả lời",
    "Ngày trả lời",
    "Tình trạng",
    "Kiến nghị lại của số",
)
WIDTHS = (5, 11, 18, 22, 20, 11, 46, 22, 11, 46, 12, 22, 10)


def petitions_table(ward: Ward, register: QuerySet[Petition], shown: QuerySet[Petition], on: date) -> ListTable:
    """The register (sổ theo dõi kiến nghị) in the order in which petitions were raised: what the page shows of it.

    Each keeps the number it has in the whole register, so that a part of it still tells what was raised again.
    """
    found = list(register.select_related("unit", "raised_by").order_by("raised_on", "entered_at", "pk"))
    number = {petition.pk: place for place, petition in enumerate(found, start=1)}
    kept = set(shown.order_by().values_list("pk", flat=True))
    rows = [_row(number, petition, on) for petition in found if petition.pk in kept]
    name = _("Sổ theo dõi kiến nghị, khó khăn, vướng mắc")
    return ListTable(name, HEAD, rows, of_people=True, xlsx=partial(_petitions_xlsx, ward, rows, on))


def _petitions_xlsx(ward: Ward, rows: Sequence[tuple[object, ...]], on: date) -> bytes:
    title = f"SỔ THEO DÕI KIẾN NGHỊ, KHÓ KHĂN, VƯỚNG MẮC – {ward.party_name.upper()}"
    notes = (f"Lập ngày {short_date(on)}. Kiến nghị không xóa; kiến nghị lại ghi dòng mới, dẫn về dòng cũ.",)
    return render_xlsx([Sheet("Kiến nghị", title, HEAD, rows, WIDTHS, notes)])


def _row(number: dict[UUID, int], petition: Petition, on: date) -> tuple[object, ...]:
    return (
        number[petition.pk],
        short_date(petition.raised_on),
        petition.unit.name,
        petition.raised_by.full_name if petition.raised_by else "",
        str(petition.get_raised_in_display()),
        str(petition.get_kind_display()),
        petition.text,
        str(petition.get_addressee_display()),
        short_date(petition.due_on),
        petition.answer,
        short_date(petition.answered_on) if petition.answered_on else "",
        state_of(petition, on).words,
        number.get(petition.previous_id, "") if petition.previous_id else "",
    )


def sheets_table(visits: Iterable[Visit]) -> ListTable:
    """The sheets of visits (phiếu dự sinh hoạt) that reached the office."""
    head = [_("TT"), _("Ngày"), _("Chi bộ"), _("Đồng chí dự"), _("Đến"), _("Về"), _("Đúng trình tự")]
    head += [_("Nhận xét tại buổi"), _("Việc cần báo cáo")]
    rows = [
        [
            exports.day(timezone.localdate(visit.meeting.starts_at)),
            visit.unit.name,
            visit.person.full_name,
            *(f"{moment:%H:%M}" if moment else "" for moment in (visit.came_at, visit.left_at)),
            f"{len(visit.ticked)}/{len(checklists()[visit.checklist].items)}",
            visit.remarks,
            visit.problems,
        ]
        for visit in visits
    ]
    return ListTable(_("Phiếu dự sinh hoạt"), head, exports.numbered(rows), of_people=True)


def programme_table(year: int, found: Iterable[Inspection], on: date) -> ListTable:
    """The year's programme of inspections (chương trình kiểm tra, giám sát) and how each stands."""
    head = [_("TT"), _("Loại"), _("Nội dung"), _("Phạm vi"), _("Chi bộ"), _("Đoàn"), _("Từ ngày"), _("Đến ngày")]
    head += [_("Tình trạng"), _("Kết luận"), _("Ngày kết luận")]
    rows = [
        [
            str(each.get_kind_display()),
            each.title,
            each.scope,
            ", ".join(part.unit.short_name for part in each.units.all()),
            ", ".join(part.person.full_name for part in each.team.all()),
            exports.day(each.begins_on),
            exports.day(each.ends_on),
            str(_("quá hạn kết luận") if tone_of(each, on) == "late" else each.get_state_display()),
            each.conclusion or each.drop_reason,
            exports.day(each.concluded_on),
        ]
        for each in found
    ]
    name = _("Chương trình kiểm tra, giám sát năm %(year)s") % {"year": year}
    return ListTable(name, head, exports.numbered(rows), of_people=True)


def reminders_table(found: Iterable[Reminder], *, with_names: bool) -> ListTable:
    """Who was reminded of what and what became of it; one's own list needs no names."""
    head = [_("TT"), *[_("Đồng chí")] * with_names, _("Chi bộ"), _("Việc"), _("Hạn"), _("Nhắc ngày"), _("Kết quả")]
    rows: list[list[Any]] = [
        [
            *[each.person.full_name] * with_names,
            each.unit.short_name if each.unit else "",
            each.text,
            exports.day(each.due_on),
            exports.day(each.reminded_on),
            each.outcome,
        ]
        for each in found
    ]
    return ListTable(_("Nhắc việc, đôn đốc"), head, exports.numbered(rows), of_people=with_names)
