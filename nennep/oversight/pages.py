"""What the pages of visits, petitions and inspections show, put into words and shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nennep.core import written
from nennep.core.components import CountTab, TimelineEvent
from nennep.core.periods import Month
from nennep.core.refusals import NotFound
from nennep.meetings.models import HELD_STATES, Meeting, MeetingState
from nennep.organisation.actors import CHARGE, Actor
from nennep.organisation.models import Person, Unit
from nennep.oversight import access, petitions
from nennep.oversight.checklists import Checklist, checklists
from nennep.oversight.inspections import InspectionPage, tone_of
from nennep.oversight.models import (
    Addressee,
    Inspection,
    Petition,
    PetitionKind,
    RaisedIn,
    Sample,
    Visit,
)
from nennep.oversight.visits import Calendar, CalendarLine
from nennep.rulebook.queries import Value, rules_on

# Visits -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VisitLine:
    """One meeting of a branch in my charge, in words."""

    meeting: Meeting
    title: str
    note: str
    tone: str
    state: str
    may_attend: bool
    has_sheet: bool


@dataclass(frozen=True)
class CalendarPage:
    """What is asked first: the meeting that is on or was just held; then what comes, then what was."""

    first: VisitLine | None
    coming: list[VisitLine]
    past: list[VisitLine]

    @property
    def to_take_along(self) -> list[VisitLine]:
        """Whose sheets a device keeps before somebody goes to the hall: the first, and what else is open or next."""
        lines = [self.first] if self.first else []
        return lines + [line for line in self.coming if line.has_sheet][:3]


def calendar(found: Calendar) -> CalendarPage:
    """One question on top: were you at this meeting, or which one is next."""
    coming = [_visit_line(line) for line in found.coming]
    past = [_visit_line(line) for line in found.past]
    open_now = [line for line in coming if line.may_attend]
    first = open_now[0] if open_now else next((line for line in coming if line.tone != "missing"), None)
    return CalendarPage(first, [line for line in coming if line is not first], past)


def _visit_line(line: CalendarLine) -> VisitLine:
    meeting = line.meeting
    words = f"◆ {meeting.topic}" if meeting.topic else str(meeting.get_kind_display())
    when = f"{written.long_date(meeting.starts_at)}, {written.clock(meeting.starts_at)}"
    return VisitLine(
        meeting=meeting,
        title=f"{meeting.unit.short_name} · {when}",
        note=f"{words} · {meeting.place}",
        tone=line.tone,
        state=_visit_words(line),
        may_attend=line.may_attend,
        has_sheet=line.visit is not None or (line.meeting.state != MeetingState.CANCELLED and not line.is_over),
    )


def _visit_words(line: CalendarLine) -> str:
    if line.meeting.state == MeetingState.CANCELLED:
        return _("không họp, ghi chú vẫn giữ") if line.visit else _("không họp")
    if line.visit and line.visit.sent_at:
        return _("đã gửi phiếu dự")
    if line.visit:
        return _("đã dự, chưa gửi phiếu")
    if line.named:
        return _("biên bản ghi đồng chí có dự")
    if line.meeting.state in HELD_STATES:
        return _("chưa ghi đồng chí dự")
    return _("hôm nay") if line.may_attend else _("sắp tới")


def checklist_of(thing: Visit | Sample) -> Checklist:
    """The questions by which a sheet or a sample was written."""
    return checklists()[thing.checklist]


@dataclass(frozen=True)
class SheetLine:
    """One sheet in the office's list: how many of its questions were ticked, whether it reports a problem."""

    visit: Visit
    seen: str
    tone: str


def sheet_lines(visits: Sequence[Visit]) -> list[SheetLine]:
    lines = []
    for visit in visits:
        questions = len(checklist_of(visit).items)
        full = len(visit.ticked) >= questions
        lines.append(SheetLine(visit, f"{len(visit.ticked)}/{questions}", "done" if full else "doing"))
    return lines


# Petitions ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PetitionLine:
    petition: Petition
    title: str
    note: str
    tone: str
    state: str


def petition_lines(found: Iterable[Petition], today: date) -> list[PetitionLine]:
    """Each petition in words: what, whose, to whom, by when, how it stands."""
    lines = []
    for each in found:
        state = petitions.state_of(each, today)
        when = _("hạn %(due)s") % {"due": written.short_date(each.due_on)}
        if each.answered_on:
            when = _("trả lời %(day)s") % {"day": written.short_date(each.answered_on)}
        note = " · ".join([each.unit.short_name, str(each.get_kind_display()), str(each.get_addressee_display()), when])
        lines.append(PetitionLine(each, _short(each.text), note, state.tone, state.words))
    return lines


def _short(text: str, limit: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rsplit(' ', 1)[0]}…"


def known_state(asked: str) -> str:
    """The part of the list asked for, or those that wait."""
    known = {petitions.WAITING, petitions.LATE, petitions.ANSWERED, petitions.ALL}
    return asked if asked in known else petitions.WAITING


def uuid_of(text: str) -> UUID | None:
    """A key in an address; nonsense is a page that is not there."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def petition_tabs(counts: petitions.Counts, state: str, unit_id: UUID | None) -> list[CountTab]:
    parts = (
        (petitions.WAITING, _("Chờ trả lời"), counts.waiting),
        (petitions.LATE, _("Quá hạn"), counts.late),
        (petitions.ANSWERED, _("Đã trả lời"), counts.answered),
        (petitions.ALL, _("Tất cả"), counts.all),
    )
    return [CountTab(label, count, _list_url(key, unit_id), key == state) for key, label, count in parts]


def unit_tabs(units: list[Unit], unit_id: UUID | None, state: str) -> list[CountTab]:
    """One branch or all; nothing where there is only one."""
    if len(units) < 2:
        return []
    tabs = [CountTab(_("Tất cả chi bộ"), None, _list_url(state, None), unit_id is None)]
    return tabs + [CountTab(unit.short_name, None, _list_url(state, unit.pk), unit.pk == unit_id) for unit in units]


def _list_url(state: str, unit_id: UUID | None) -> str:
    query = {"loc": state} | ({"chi-bo": str(unit_id)} if unit_id else {})
    return f"{reverse('oversight:petitions')}?{urlencode(query)}"


def visit_named(actor: Actor, key: str) -> Visit | None:
    """The sheet from which a petition is raised, for whoever wrote it."""
    visit_id = uuid_of(key)
    if visit_id is None:
        return None
    visit = access.get_visit(actor, visit_id)
    if visit.person_id != actor.person_id:
        raise NotFound
    return visit


def only_unit_of(visit: Visit | None, units: list[Unit]) -> list[Unit]:
    return [visit.unit] if visit else units


def petition_begun(visit: Visit | None, units: list[Unit]) -> dict[str, Any]:
    """What the form starts from: the words of a sheet, the branch where there is only one."""
    begun: dict[str, Any] = {"kind": PetitionKind.PETITION, "addressee": Addressee.WARD}
    if visit:
        return begun | {"unit": str(visit.unit_id), "text": visit.problems}
    return begun | ({"unit": str(units[0].pk)} if len(units) == 1 else {})


def origin_of(visit: Visit | None, person: Person | None) -> dict[str, Any]:
    """Where a petition comes from: a visit with its meeting, or a member."""
    if visit:
        return {"raised_in": RaisedIn.VISIT, "visit": visit, "meeting": visit.meeting, "raised_by": person}
    return {"raised_in": RaisedIn.MEMBER, "raised_by": person}


@dataclass(frozen=True)
class PetitionPage:
    state: petitions.PetitionState
    origin: str
    meeting_url: str
    chain: list[tuple[Petition, petitions.PetitionState]]
    timeline: list[TimelineEvent]
    rule: Value


def petition_page(petition: Petition, actor: Actor, today: date) -> PetitionPage:
    """Everything the page of a petition shows."""
    chain = petitions.chain_of(petition)
    rules = rules_on(petition.raised_on)
    above = petition.addressee == Addressee.ABOVE
    may_open = actor.is_ward_staff or bool(
        actor.units_as("secretary", "deputy_secretary", CHARGE, "member") & {petition.unit_id}
    )
    return PetitionPage(
        state=petitions.state_of(petition, today),
        origin=_origin(petition),
        meeting_url=reverse("meetings:show", args=[petition.meeting_id]) if petition.meeting_id and may_open else "",
        chain=[(each, petitions.state_of(each, today)) for each in chain] if len(chain) > 1 else [],
        timeline=_timeline(petition),
        rule=rules.source_of("petition.answer_days_above" if above else "petition.answer_days"),
    )


def _origin(petition: Petition) -> str:
    day = written.short_date(petition.raised_on)
    where = petition.get_raised_in_display()
    if petition.raised_by:
        words = _("Đ/c %(name)s nêu ngày %(day)s, %(where)s")
        return words % {"name": petition.raised_by.full_name, "day": day, "where": where}
    return _("Nêu ngày %(day)s, %(where)s") % {"day": day, "where": where}


EVENTS = {
    "oversight.petition.raised": lambda: _("vào sổ"),
    "oversight.petition.addressed": lambda: _("chuyển nơi trả lời"),
    "oversight.petition.answered": lambda: _("ghi trả lời"),
    "oversight.petition.judged": lambda: _("ghi đánh giá của chi bộ"),
}


def _timeline(petition: Petition) -> list[TimelineEvent]:
    return [
        TimelineEvent(timezone.localtime(event.at), event.by_name, EVENTS[event.name]())
        for event in petitions.history(petition)
        if event.name in EVENTS
    ]


# Inspections and samples --------------------------------------------------------------------------


@dataclass(frozen=True)
class InspectionLine:
    inspection: Inspection
    note: str
    tone: str
    state: str


def inspection_as_typed(page: InspectionPage) -> dict[str, Any]:
    """What the form of an inspection held when it was last sent."""
    one = page.inspection
    words = {name: getattr(one, name) for name in ("kind", "title", "scope", "begins_on", "ends_on")}
    heads, team = ([each.person_id for each in page.team if each.is_head == is_head] for is_head in (True, False))
    return words | {"units": [unit.pk for unit in page.units], "head": heads[0], "team": team, "seen": one.revision}


def inspection_lines(found: Iterable[Inspection], today: date) -> list[InspectionLine]:
    return [_with_people(inspection_line(each, today)) for each in found]


def inspection_line(inspection: Inspection, today: date) -> InspectionLine:
    """One inspection in words: when, how it stands."""
    span = f"{written.short_date(inspection.begins_on)} – {written.short_date(inspection.ends_on)}"
    tone = tone_of(inspection, today)
    words = _("quá hạn kết luận") if tone == "late" else str(inspection.get_state_display())
    return InspectionLine(inspection, f"{inspection.get_kind_display()} · {span}", tone, words)


def _with_people(line: InspectionLine) -> InspectionLine:
    """The branches and the head, read already with the programme."""
    units = ", ".join(each.unit.short_name for each in line.inspection.units.all())
    heads = [each.person.full_name for each in line.inspection.team.all() if each.is_head]
    note = " · ".join([line.note, units, *(_("trưởng đoàn đ/c %(name)s") % {"name": name} for name in heads)])
    return InspectionLine(line.inspection, note, line.tone, line.state)


def programme_years(year: int, today: date) -> list[CountTab]:
    years = sorted({year - 1, year, year + 1} & set(range(2000, today.year + 2)))
    return [
        CountTab(_("Năm %(year)s") % {"year": each}, None, reverse("oversight:programme", args=[each]), each == year)
        for each in years
    ]


def draw_begun(today: date, seed: int) -> dict[str, Any]:
    """What the form of a sample starts from: the last finished months."""
    last = Month.of(today).previous
    first = last.previous.previous
    return {"first_month": f"{first.first:%m/%Y}", "last_month": f"{last.first:%m/%Y}", "size": 5, "seed": seed}
