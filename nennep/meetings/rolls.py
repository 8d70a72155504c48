"""The page of the roll: tabs, search, what one tap sends, why the denominator is what it is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from nennep.core import written
from nennep.core.components import CountTab
from nennep.core.refusals import NotFound
from nennep.core.text import fold
from nennep.meetings import access
from nennep.meetings.actions import Mark
from nennep.meetings.actions.roll import UnknownPerson
from nennep.meetings.hall import must_count_heads, note_of, shared_devices
from nennep.meetings.models import (
    AbsenceReason,
    Attendance,
    AttendanceStatus,
    Guest,
    ListedAs,
    Meeting,
)
from nennep.meetings.overview import mark_before
from nennep.meetings.queries import RollLine, roll_call, rules_of
from nennep.organisation.actors import Actor
from nennep.organisation.headcount import Headcount, Lines, headcount
from nennep.organisation.models import Grade, Unit
from nennep.organisation.queries import group_of_each, party_groups
from nennep.rulebook.queries import Value

S = AttendanceStatus
OPEN, PRESENT, ABSENT, OTHERS, GUESTS = "chua-ghi", "co-mat", "vang", "khac", "khach"
IN_TAB = {
    OPEN: {S.UNKNOWN},
    PRESENT: {S.PRESENT},
    ABSENT: {S.EXCUSED, S.UNEXCUSED},
    OTHERS: {S.EXEMPT, S.ELSEWHERE},
}
MAY_BE_ABSENT = frozenset({ListedAs.MEMBER, ListedAs.TEMPORARY})
TONES: dict[str, str] = {
    S.PRESENT: "done",
    S.EXCUSED: "late",
    S.UNEXCUSED: "missing",
    S.EXEMPT: "plain",
    S.ELSEWHERE: "plain",
}


# What one tap says --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tap:
    """One tap on a row: which line, the revision seen, what to write."""

    number: int
    seen: int
    status: str
    reason: str = ""


def tap_of(data: Mapping[str, Any]) -> Tap | None:
    """The tap in a post: "p=12.0" marks number 12 present, "u=12.1.excused.sick" writes back what was there."""
    try:
        if "p" in data:
            number, seen = data["p"].split(".")
            return Tap(int(number), int(seen), S.PRESENT)
        number, seen, status, reason = data["u"].split(".")
        return Tap(int(number), int(seen), S(status).value, reason and AbsenceReason(reason).value)
    except (KeyError, ValueError):
        return None


def number_asked(data: Mapping[str, Any]) -> str:
    """Whatever a broken tap named, for the sentence that refuses it."""
    return str(data.get("p") or data.get("u") or data.get("v") or "?").split(".")[0][:12]


def is_new(tap: Tap) -> bool:
    """Whether a tap marked somebody present; taking back is not offered twice."""
    return tap.status == S.PRESENT


def before(line: Attendance, tap: Tap) -> str:
    """What a tap is taken back to: what stood before it, also where the tap came twice and changed nothing now."""
    status, reason = line.status, line.reason
    if (status, reason) == (tap.status, tap.reason):
        was = mark_before(line)
        status, reason = was.get("status", S.UNKNOWN), was.get("reason", "")
    return f"{status}.{reason}"


def line_at(actor: Actor, meeting: Meeting, number: int) -> Attendance:
    """The line with this number; an unknown one is refused with a sentence, not with a page that is not there."""
    try:
        return access.get_line(actor, meeting, number)
    except NotFound:
        raise UnknownPerson(number=number) from None


@dataclass(frozen=True)
class Told:
    """Two people marked one line differently: what each wrote."""

    name: str
    number: int
    seen: int
    who: str
    at: datetime
    theirs: str
    mine: str
    mine_value: str


def told(line: Attendance, tap: Tap, who: str, at: datetime) -> Told:
    reason = f" ({AbsenceReason(tap.reason).label})" if tap.reason else ""
    return Told(
        name=line.person.full_name,
        number=line.number,
        seen=line.revision,
        who=who,
        at=timezone.localtime(at),
        theirs=words_of(line.status, line.reason),
        mine=f"{S(tap.status).label}{reason}",
        mine_value=f"{line.number}.{line.revision}.{tap.status}.{tap.reason}",
    )


# One row ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of the page, its words made once: a list of 108 asks nothing and computes nothing."""

    number: int
    name: str
    note: str
    value: str
    """"12.0": number and revision, what the buttons send."""
    words: str
    tone: str
    status: str
    may_be_absent: bool


def row_of(line: RollLine, group: str) -> Row:
    notes = [str(line.birth_year or ""), group]
    if line.grade == Grade.PROBATIONARY:
        notes.append(str(Grade.PROBATIONARY.label))
    if line.listed_as != ListedAs.MEMBER:
        notes.append(str(ListedAs(line.listed_as).label))
    notes.append(note_of(line))
    return Row(
        number=line.number,
        name=line.name,
        note=" · ".join(filter(None, notes)),
        value=f"{line.number}.{line.revision}",
        words=words_of(line.status, line.reason) if line.status != S.UNKNOWN else "",
        tone=TONES.get(line.status, ""),
        status=line.status,
        may_be_absent=line.listed_as in MAY_BE_ABSENT,
    )


def words_of(status: str, reason: str) -> str:
    """ "Vắng có lý do (Ốm)"."""
    words = str(S(status).label)
    return f"{words} ({AbsenceReason(reason).label})" if reason else words


# The page -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupButton:
    """ "Cả tổ 3 có mặt": a party group with people not marked yet; without groups, all the rest."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class RollPage:
    """All that the page of the roll shows."""

    rows: list[Row]
    tabs: list[CountTab]
    tab: str
    asked: str
    guests: list[Guest]
    groups: list[GroupButton]
    head: Headcount
    why: list[str]
    source: Value
    about: Row | None
    asked_about: dict[str, Any] | None
    shared_devices: list[str]
    """Members who recorded themselves from one and the same device, a line a device."""
    asks_heads: bool
    """Somebody recorded themselves, and nobody counted the heads yet."""
    heads: dict[str, Any]


def roll_page(meeting: Meeting, *, tab: str, asked: str, line: int | None) -> RollPage:
    """The roll in one tab, or whoever `asked` finds in all of them; `line` is asked why absent."""
    call = roll_call(meeting)
    groups = _groups(meeting)
    counts = _counts(call.lines, len(call.guests))
    tab = tab if tab in counts else (OPEN if counts[OPEN] else PRESENT)
    rules, head = rules_of(meeting), _head(call.lines, meeting)
    shown = [each for each in call.lines if each.status in IN_TAB.get(tab, set())] if not asked else []
    if asked:
        words = fold(asked).split()
        shown = [each for each in call.lines if _fits(each, words)]
    about = next((each for each in call.lines if each.number == line), None)
    return RollPage(
        rows=[row_of(each, _group_name(each, groups)) for each in shown],
        tabs=_tabs(counts, tab if not asked else ""),
        tab=tab,
        asked=asked,
        guests=call.guests if tab == GUESTS and not asked else [],
        groups=_buttons(call.lines, groups),
        head=head,
        why=_why(call.lines, head, meeting),
        source=rules.source_of("attendance.excluded_standings"),
        about=row_of(about, _group_name(about, groups)) if about else None,
        asked_about={"number": about.number, "seen": about.revision} if about else None,
        shared_devices=shared_devices(call.lines),
        asks_heads=must_count_heads(meeting, call.lines),
        heads={"count": meeting.heads_counted, "remark": meeting.heads_remark},
    )


def row_page(meeting: Meeting, tap: Tap, *, tab: str) -> dict[str, Any]:
    """One row as it is now, how to take the tap back, and the counts of the whole roll."""
    call = roll_call(meeting)
    counts = _counts(call.lines, len(call.guests))
    line = next((each for each in call.lines if each.number == tap.number), None)
    row = row_of(line, _group_name(line, _groups(meeting))) if line else None
    return {
        "row": row,
        "rows": [row] if row else [],
        "tabs": _tabs(counts, tab if tab in counts else OPEN),
        "head": _head(call.lines, meeting),
    }


def marks_for_group(meeting: Meeting, data: Mapping[str, Any]) -> list[Mark]:
    """Marks for everybody of a party group who is not marked yet, or for those whose marks are taken back."""
    call = roll_call(meeting)
    if "undo" in data:
        asked = {int(number) for number in data["undo"].split(",") if number.isdigit()}
        return [
            Mark(each.number, S.UNKNOWN) for each in call.lines if each.number in asked and each.status == S.PRESENT
        ]
    groups, key = _groups(meeting), data.get("group", "")
    return [
        Mark(each.number, S.PRESENT)
        for each in call.lines
        if each.is_open and (key == "all" or _group_key(each, groups) == key)
    ]


# Party groups -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Groups:
    """Who belongs to which party group on the day of the meeting: the group's place by person."""

    names: dict[str, str]
    of_person: dict[UUID, str]


def _groups(meeting: Meeting) -> _Groups:
    if meeting.parent_id:
        return _Groups({}, {})
    day = timezone.localdate(meeting.starts_at)
    units: dict[UUID, Unit] = {unit.pk: unit for unit in party_groups(meeting.unit, day)}
    if not units:
        return _Groups({}, {})
    positions = {unit_id: str(unit.position) for unit_id, unit in units.items()}
    of_person = {person: positions[group] for person, group in group_of_each(meeting.unit, day).items()}
    return _Groups({str(unit.position): unit.short_name for unit in units.values()}, of_person)


def _group_key(line: RollLine, groups: _Groups) -> str:
    return groups.of_person.get(line.person_id, "")


def _group_name(line: RollLine, groups: _Groups) -> str:
    return groups.names.get(_group_key(line, groups), "")


def _buttons(lines: list[RollLine], groups: _Groups) -> list[GroupButton]:
    waiting: dict[str, int] = {}
    for line in lines:
        if line.is_open:
            key = _group_key(line, groups)
            waiting[key] = waiting.get(key, 0) + 1
    if not groups.names:
        count = waiting.get("", 0)
        return [GroupButton("all", "", count)] if count else []
    return [GroupButton(key, name, waiting[key]) for key, name in groups.names.items() if waiting.get(key)]


# Counting -----------------------------------------------------------------------------------------


def _fits(line: RollLine, words: list[str]) -> bool:
    """Every word asked begins a word of the name, without marks."""
    name = line.search_key.split()
    return all(any(part.startswith(word) for part in name) for word in words)


def _counts(lines: list[RollLine], guests: int) -> dict[str, int]:
    counts = {tab: sum(line.status in statuses for line in lines) for tab, statuses in IN_TAB.items()}
    return counts | {GUESTS: guests}


def _tabs(counts: dict[str, int], current: str) -> list[CountTab]:
    labels = {
        OPEN: _("Chưa ghi"),
        PRESENT: _("Có mặt"),
        ABSENT: _("Vắng"),
        OTHERS: _("Miễn, nơi khác"),
        GUESTS: _("Khách"),
    }
    return [
        CountTab(label, counts[tab], f"?loc={tab}", tab == current)
        for tab, label in labels.items()
        if counts[tab] or tab != OTHERS
    ]


def _head(lines: list[RollLine], meeting: Meeting) -> Headcount:
    alike = Counter((each.grade, each.listed_as, each.status) for each in lines)
    return headcount([Lines(*key, count) for key, count in alike.items()], rules_of(meeting))


def _why(lines: list[RollLine], head: Headcount, meeting: Meeting) -> list[str]:
    """How the denominator comes about, footing by footing, in whole sentences."""
    count = Counter(line.listed_as for line in lines)
    came = Counter(line.listed_as for line in lines if line.status == S.PRESENT)
    sentences = [
        _("Danh sách chi bộ ngày %(day)s: %(count)s đồng chí.")
        % {"day": written.short_date(meeting.starts_at), "count": head.listed}
    ]
    for footing in (
        ListedAs.EXEMPT,
        ListedAs.AWAY,
        ListedAs.SPECIAL_DUTY,
        ListedAs.SUSPENDED,
        ListedAs.TEMPORARY,
    ):
        if count[footing]:
            words = _("%(footing)s: %(count)s đồng chí, trong đó %(came)s đến dự.")
            sentences.append(words % {"footing": footing.label, "count": count[footing], "came": came[footing]})
    sentences.append(_("Phải dự: %(count)s đồng chí.") % {"count": head.expected})
    return sentences
