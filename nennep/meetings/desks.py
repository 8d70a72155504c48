"""The page of the desk: who may be picked as a speaker, what is still missing before closing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core import written
from nennep.core.components import Fact, TaskListItem, Tone
from nennep.core.refusals import NotFound
from nennep.decisions.models import Motion, MotionState, Resolution, ResolutionState, Task
from nennep.decisions.queries import TaskLine
from nennep.meetings import access
from nennep.meetings.hall import must_count_heads
from nennep.meetings.lists import guests
from nennep.meetings.models import Attendance, AttendanceStatus, Guest, Meeting, MeetingState, Opinion, OpinionKind
from nennep.meetings.queries import Desk, DeskItem, desk, group_meetings, rules_of
from nennep.meetings.steps import MATTER_QUALITY
from nennep.organisation.headcount import Headcount, Lines, headcount
from nennep.organisation.models import Person

S = AttendanceStatus
PERSON, GUEST = "speaker", "guest"
groups = group_meetings


@dataclass(frozen=True)
class OpinionLine:
    """One opinion as the record shows it: who, what kind, when, in which group."""

    opinion: Opinion
    who: str
    note: str


@dataclass(frozen=True)
class LastTask:
    """One of last month's tasks with its mark and word, and what its form starts from."""

    task: Task
    tone: Tone
    state: str
    kept: dict[str, Any]


@dataclass(frozen=True)
class DeskPage:
    """The desk with all that its forms offer."""

    desk: Desk
    head: Headcount
    speakers: list[tuple[str, str]]
    people: list[Person]
    note: dict[str, Any]
    items: list[TaskListItem]
    opinions: list[OpinionLine]
    last_tasks: list[LastTask]
    official: str
    probationary: str
    spoke: str
    following: DeskItem | None
    closing: list[TaskListItem]
    elapsed: int

    @property
    def absent(self) -> int:
        return self.head.excused + self.head.unexcused

    @property
    def running(self) -> bool:
        return any(each.tone == "doing" for each in self.desk.items)

    @property
    def current(self) -> DeskItem | None:
        return self.desk.current


def desk_page(meeting: Meeting, *, now: datetime, chosen: UUID | None) -> DeskPage:
    """Everything the desk shows: a fixed number of queries for any number of people and opinions."""
    root = meeting.parent or meeting
    shown = desk(meeting, now=now, chosen=chosen)
    lines = _lines(meeting)
    item = shown.current.item if shown.current else None
    alike = Counter((each.grade, each.listed_as, each.status) for each in lines)
    head = headcount([Lines(*key, count) for key, count in alike.items()], rules_of(root))
    return DeskPage(
        desk=shown,
        head=head,
        speakers=_speakers(lines, guests(meeting)),
        people=[line.person for line in lines],
        items=_items(meeting, shown, now),
        opinions=_opinions(root, shown.current),
        last_tasks=[_last_task(line) for line in shown.last_tasks],
        official=f"{head.official_present}/{head.official_expected}",
        probationary=f"{head.probationary_present}/{head.probationary_expected}",
        spoke=f"{root.speakers_count}/{root.present_count}",
        note={"content": item.content, "conclusion": item.conclusion, "seen": item.revision} if item else {},
        following=_following(shown),
        closing=closing_path(
            meeting,
            unknown=head.unknown,
            uncounted=must_count_heads(meeting, lines),
            motions=shown.motions,
            resolution=shown.resolution,
        ),
        elapsed=_minutes_since(shown.current, now),
    )


TASK_TONES: dict[str, Tone] = {"done_late": "done", "dropped": "plain"}


def _last_task(line: TaskLine) -> LastTask:
    task = line.task
    tone = TASK_TONES.get(line.tone) or cast(Tone, line.tone)
    state = task.get_state_display()
    if line.tone == "late":
        state = _("Quá hạn, %(state)s") % {"state": state.lower()}
    return LastTask(task, tone, state, {"state": task.state, "text": task.result, "seen": task.revision})


def _items(meeting: Meeting, shown: Desk, now: datetime) -> list[TaskListItem]:
    """The agenda as lines that open each item, with minutes gone and planned."""
    address = reverse("meetings:desk", args=[meeting.pk])
    return [
        TaskListItem(
            each.item.title,
            f"{address}?muc={each.item.pk}#pane-record",
            cast(Tone, each.tone),
            f"{_minutes_since(each, now)}/{each.item.minutes_planned}'" if each.item.started_at else "",
        )
        for each in shown.items
    ]


def _opinions(root: Meeting, current: DeskItem | None) -> list[OpinionLine]:
    """What was said under the item, the latest first."""
    return [_opinion(opinion, root) for opinion in reversed(current.opinions)] if current else []


def _opinion(opinion: Opinion, root: Meeting) -> OpinionLine:
    person = opinion.speaker or opinion.guest
    kind = opinion.get_kind_display() if opinion.kind != OpinionKind.OPINION else ""
    group = opinion.meeting.unit.name if opinion.meeting_id != root.pk else ""
    notes = [written.clock(opinion.said_at), kind, group]
    return OpinionLine(opinion, str(person), " · ".join(note for note in notes if note))


def speakers(meeting: Meeting) -> list[tuple[str, str]]:
    """Who may be picked under "Người phát biểu": people on the roll, then guests."""
    return _speakers(_lines(meeting), guests(meeting))


def person_or_guest(meeting: Meeting, who: dict[str, UUID]) -> dict[str, Any]:
    """The person on the roll, or the guest, that a form named by key."""
    if GUEST in who:
        return {GUEST: access.get_guest(meeting, who[GUEST])}
    line = (
        Attendance.objects.filter(ward=meeting.ward_id, root=meeting.root_id, person=who[PERSON])
        .select_related("person")
        .first()
    )
    if line is None:
        raise NotFound
    return {PERSON: line.person}


def kind_for(who: dict[str, UUID], kind: str) -> str:
    """A guest's words are a guest's opinion, whatever was ticked; a member's never are."""
    if GUEST in who:
        return OpinionKind.GUEST
    return OpinionKind.OPINION if kind == OpinionKind.GUEST else kind


def closing_path(
    meeting: Meeting, *, unknown: int, uncounted: bool, motions: list[Motion], resolution: Resolution | None
) -> list[TaskListItem]:
    """The five steps to the end: roll complete, resolution, reading, passing the minutes, closing."""

    def step(label: str, tone: Tone, state: str, name: str) -> TaskListItem:
        return TaskListItem(label, reverse(f"meetings:{name}", args=[meeting.pk]), tone, state)

    roll = step(
        _("Điểm danh đủ"),
        "todo" if unknown else "done",
        _("còn %(count)s chưa ghi") % {"count": unknown} if unknown else _("đủ"),
        "roll",
    )
    count = [step(_("Đếm trong hội trường"), "todo", _("chưa"), "roll")] if uncounted else []
    if meeting.parent_id:
        return [roll, *count, step(_("Kết thúc phần sinh hoạt của tổ"), "todo", _("chưa"), "close")]
    passed = meeting.minutes_passed_at is not None
    return [
        roll,
        *count,
        step(_("Nghị quyết: biểu quyết"), *_resolution_state(motions, resolution), "vote"),
        step(_("Chấm điểm, nơi có bộ tiêu chí"), *_score_state(motions), "vote"),
        step(_("Đọc biên bản"), "done" if passed else "todo", _("đã đọc") if passed else _("chưa"), "read"),
        step(
            _("Biểu quyết thông qua biên bản"),
            "done" if passed else "todo",
            _("đã thông qua") if passed else _("chưa"),
            "vote",
        ),
        step(_("Kết thúc buổi sinh hoạt"), "todo", _("chưa"), "close"),
    ]


def days_early(meeting: Meeting, today: date) -> int:
    """How many days before its day the meeting would begin today; none on the day itself and after."""
    return max(0, (timezone.localdate(meeting.starts_at) - today).days)


def time_left(meeting: Meeting, now: datetime) -> str:
    """How long until the planned beginning, in words; nothing once it is past."""
    days = (timezone.localdate(meeting.starts_at) - timezone.localdate(now)).days
    minutes = int((meeting.starts_at - now).total_seconds() // 60)
    if days > 0:
        words = ngettext("Còn %(count)s ngày tới buổi họp.", "Còn %(count)s ngày tới buổi họp.", days)
        return words % {"count": days}
    if minutes > 0:
        words = ngettext("Còn %(count)s phút tới giờ họp.", "Còn %(count)s phút tới giờ họp.", minutes)
        return words % {"count": minutes}
    return ""


def heads(meeting: Meeting) -> list[Fact]:
    """Who chairs and, for a branch meeting, who takes the minutes."""
    nobody = _("chưa chọn")
    rows = [Fact(_("Chủ trì"), str(meeting.chair or nobody))]
    if meeting.parent_id is None:
        rows.append(Fact(_("Thư ký"), str(meeting.minute_taker or nobody)))
    return rows


def may_close(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.IN_SESSION and (
        meeting.parent_id is not None or meeting.minutes_passed_at is not None
    )


def _score_state(motions: list[Motion]) -> tuple[Tone, str]:
    """How far the branch's vote on its own score is; where no rubric applies there is none, and closing goes on."""
    votes = [motion for motion in motions if motion.matter == MATTER_QUALITY]
    if not votes:
        return "todo", _("chưa biểu quyết")
    if votes[-1].state == MotionState.OPEN:
        return "doing", _("đang biểu quyết")
    return ("done", _("đã thông qua")) if votes[-1].passed else ("missing", _("không thông qua"))


def _resolution_state(motions: list[Motion], resolution: Resolution | None) -> tuple[Tone, str]:
    if any(motion.matter == "resolution" and motion.state == MotionState.OPEN for motion in motions):
        return "doing", _("đang biểu quyết")
    if resolution is None:
        return "todo", _("chưa có dự thảo")
    states: dict[str, tuple[Tone, str]] = {
        ResolutionState.DRAFT: ("todo", _("chưa biểu quyết")),
        ResolutionState.ADOPTED: ("done", resolution.symbol),
        ResolutionState.REJECTED: ("missing", _("không thông qua")),
    }
    return states[resolution.state]


def _lines(meeting: Meeting) -> list[Attendance]:
    lines = Attendance.objects.filter(ward=meeting.ward_id, root=meeting.root_id).select_related("person")
    if meeting.parent_id:
        lines = lines.filter(meeting=meeting)
    return list(lines.order_by("number"))


def _speakers(lines: list[Attendance], visitors: list[Guest]) -> list[tuple[str, str]]:
    people = [(f"{PERSON}:{line.person_id}", _speaker(line)) for line in lines]
    return people + [(f"{GUEST}:{guest.pk}", _("%(name)s (khách)") % {"name": guest.name}) for guest in visitors]


def _speaker(line: Attendance) -> str:
    if line.status == S.PRESENT:
        return f"{line.person.full_name} ({line.person.birth_year or '—'})"
    return _("%(name)s (chưa ghi có mặt)") % {"name": line.person.full_name}


def _following(shown: Desk) -> DeskItem | None:
    """The item after the one that runs, or the first one."""
    running = next((place for place, each in enumerate(shown.items) if each.tone == "doing"), None)
    if running is not None:
        return shown.items[running + 1] if running + 1 < len(shown.items) else None
    return next((each for each in shown.items if each.tone == "todo"), None)


def _minutes_since(item: DeskItem | None, now: datetime) -> int:
    if item is None or item.item.started_at is None:
        return 0
    return max(0, int(((item.item.finished_at or now) - item.item.started_at).total_seconds() // 60))
