"""Small questions of the pages: what a list may be narrowed by, who may be picked, who is in which group."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nennep.core import exports, written
from nennep.core.components import Cell, Column, DataTable, TableRow, Tone
from nennep.core.documents.wording import short_date
from nennep.core.periods import Month
from nennep.meetings import access
from nennep.meetings.models import (
    Attendance,
    Guest,
    Invitation,
    Meeting,
    MeetingKind,
    MeetingMode,
    MeetingState,
)
from nennep.meetings.queries import TONES, MeetingLine, PlanLine, invitations, meeting_lines, month_plan
from nennep.meetings.steps import BEFORE_THE_MEETING
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Unit
from nennep.organisation.queries import branch_list, branches, party_groups


def years_and_units(meetings: QuerySet[Meeting]) -> tuple[list[int], list[Unit]]:
    """The years in which these meetings fall, the latest first, and the branches that hold them."""
    years = sorted({day.year for day in meetings.order_by().dates("month", "year")}, reverse=True)
    units = Unit.objects.filter(pk__in=meetings.order_by().values("unit")).order_by("position", "pk")
    return years, list(units)


def narrowed(meetings: QuerySet[Meeting], *, year: int | None, unit_id: UUID | None) -> QuerySet[Meeting]:
    """Some of the meetings: of one year, of one branch."""
    if year:
        meetings = meetings.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))
    return meetings.filter(unit=unit_id) if unit_id else meetings


def thematic(ward_id: UUID, month: Month) -> list[MeetingLine]:
    """The thematic meetings of a month."""
    meetings = Meeting.objects.filter(ward=ward_id, month=month.first, kind=MeetingKind.THEMATIC, parent__isnull=True)
    return meeting_lines(meetings)


PAGE = 100


@dataclass(frozen=True)
class ListLine:
    """One line of a list, its words made once."""

    id: UUID
    text: str
    note: str
    tone: Tone
    state: str


@dataclass(frozen=True)
class ListPage:
    """A hundred meetings, and whether there are more before and after."""

    lines: list[ListLine]
    previous: int | None
    next: int | None


def page_of(meetings: QuerySet[Meeting], number: int, *, many_units: bool) -> ListPage:
    """One page of a list, the latest meetings first; one query."""
    found = meeting_lines(meetings, limit=number * PAGE + 1)
    lines = found[(number - 1) * PAGE : number * PAGE]
    return ListPage(
        [_line(line, many_units) for line in lines],
        number - 1 if number > 1 else None,
        number + 1 if len(found) > number * PAGE else None,
    )


def meetings_table(meetings: QuerySet[Meeting]) -> exports.ListTable:
    """The whole list as a file: day, branch, kind, theme, state, who was here; one query."""
    head = [_("TT"), _("Chi bộ"), _("Loại"), _("Tháng"), _("Chuyên đề"), _("Thời gian"), _("Tình trạng")]
    head += [_("Có mặt"), _("Phải dự")]
    rows = [
        [
            line.unit,
            line.kind_words,
            f"{line.month:%m/%Y}",
            line.topic,
            written.moment(line.starts_at),
            line.state_words,
            line.present if line.held else "",
            line.expected if line.held else "",
        ]
        for line in meeting_lines(meetings)
    ]
    return exports.ListTable(_("Buổi sinh hoạt"), head, exports.numbered(rows))


def _line(line: MeetingLine, many_units: bool) -> ListLine:
    text = f"◆ {line.topic}" if line.topic else f"{line.kind_words} {line.month:%m/%Y}"
    note = written.moment(line.starts_at)
    if line.held:
        share = written.share(line.present, line.expected)
        note = _("%(moment)s · có mặt %(share)s") % {"moment": note, "share": share}
    tone = cast(Tone, line.tone)
    return ListLine(line.id, f"{line.unit} · {text}" if many_units else text, note, tone, line.state_words)


def plan_of(units: list[Unit], month: Month, *, may: bool) -> dict[str, Any]:
    """The month's plan as a table: each branch's day, with the way to move or cancel it."""
    lines = month_plan(units, month)
    address, add = reverse("meetings:plan"), reverse("meetings:add")
    columns = [_("Chi bộ"), _("Thời gian"), _("Nơi họp"), _("Tình trạng"), _("Đổi ngày"), _("Không họp")]
    caption = _("Buổi thường kỳ của từng chi bộ")
    return {
        "missing": sum(line.meeting is None and line.left_out_on is None for line in lines) if may else 0,
        "here": f"{address}?thang={month}",
        "previous_url": f"{address}?thang={month.previous}",
        "next_url": f"{address}?thang={month.next}",
        "add_url": f"{add}?thang={month}",
        "table": DataTable(caption, [Column(label) for label in columns], [_plan_row(line) for line in lines]),
    }


def _plan_row(line: PlanLine) -> TableRow:
    meeting = line.meeting
    if meeting is None:
        state = Cell(_("chưa lập lịch"), tone="todo")
        if line.left_out_on:
            words = _("không lập được: ngày %(day)s ngoài nhiệm kỳ hoặc sau khi chi bộ kết thúc")
            state = Cell(words % {"day": short_date(line.left_out_on)}, tone="late")
        return TableRow([line.unit.short_name, "", "", state, "", ""])
    when = f"{written.clock(meeting.starts_at)}, {written.long_date(meeting.starts_at)}"
    movable = meeting.state in BEFORE_THE_MEETING
    move = Cell(_("Đổi ngày"), reverse("meetings:reschedule", args=[meeting.pk])) if movable else ""
    cancel = Cell(_("Không họp"), reverse("meetings:cancel", args=[meeting.pk])) if movable else ""
    state = Cell(meeting.get_state_display(), tone=cast(Tone, TONES[MeetingState(meeting.state)]))
    show = reverse("meetings:show", args=[meeting.pk])
    return TableRow([line.unit.short_name, when, meeting.place, state, move, cancel], url=show)


def may_split(meeting: Meeting) -> bool:
    """Whether party groups could hold this meeting: it is not convened, and the branch has groups."""
    if meeting.mode == MeetingMode.BY_GROUPS or meeting.convened_at is not None:
        return False
    return bool(party_groups(meeting.unit, timezone.localdate(meeting.starts_at)))


def units_to_plan(actor: Actor) -> list[Unit]:
    """The branches for which somebody may put a meeting on the calendar; the office for all."""
    return branches(actor.ward_id, actor.on) if access.may_plan_ward(actor) else access.units_to_plan(actor)


def is_invited(meeting: Meeting, actor: Actor) -> bool:
    """Whether this reader has an invitation to the meeting."""
    return Invitation.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id, person=actor.person_id).exists()


def people_to_pick(meeting: Meeting) -> list[Person]:
    """Who may chair, present, be assigned: the roll once it is written, before that the branch's list."""
    if meeting.convened_at is None:
        unit = meeting.parent.unit if meeting.parent else meeting.unit
        return [member.person for member in branch_list(unit, timezone.localdate(meeting.starts_at))]
    lines = Attendance.objects.filter(ward=meeting.ward_id, root=meeting.root_id).select_related("person")
    return [line.person for line in lines.order_by("number")]


def guests(meeting: Meeting) -> list[Guest]:
    """Who is here without being on the list."""
    found = Guest.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id, removed_at__isnull=True)
    return list(found.order_by("pk"))


def without_answer(meeting: Meeting) -> list[Person]:
    """Who has not answered the invitation, by given name, with a telephone where there is one."""
    silent = invitations(meeting).filter(replied_at__isnull=True)
    return [row.person for row in silent.select_related("person").order_by("person__name_key", "pk")]
