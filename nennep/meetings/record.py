"""The record of a meeting: everything the minutes say, read once from the rows and kept as plain data.

Field by field after domain.md 3.2 and 3.3. The frozen minutes hold exactly this, so a document made
ten years later says the same words.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from nennep.core.documents.wording import short_date
from nennep.core.periods import Month
from nennep.core.refusals import NotFound
from nennep.decisions.models import Motion, Resolution, ResolutionState, Task, TaskReport, TaskState
from nennep.decisions.queries import Opening, tasks_before_each
from nennep.directives.models import Directive, wordy
from nennep.meetings.models import (
    HELD_STATES,
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Meeting,
    MeetingKind,
    MeetingMode,
    Minutes,
    Opinion,
    OpinionKind,
    SelfScore,
)
from nennep.organisation.headcount import Headcount, Lines, headcount
from nennep.planning.models import MeetingDay, PlanState
from nennep.planning.queries import meeting_day_of
from nennep.rulebook.queries import rules_on

S = AttendanceStatus


def minutes_of(meeting: Meeting) -> dict[str, Any]:
    """The content of the minutes as they were closed; refuses where the meeting has none yet."""
    minutes = Minutes.objects.filter(ward=meeting.ward_id, meeting=meeting).first()
    if minutes is None:
        raise NotFound
    return minutes.content


def minutes_content(meeting: Meeting, *, number: int | None) -> dict[str, Any]:
    """What the minutes say if they were closed now: about ten queries for any number of people."""
    roll = list(
        Attendance.objects.filter(ward=meeting.ward_id, root=meeting).select_related("person").order_by("number")
    )
    opinions = list(
        Opinion.objects.filter(ward=meeting.ward_id, root=meeting, removed_at__isnull=True)
        .select_related("speaker", "guest", "meeting__unit")
        .order_by("said_at", "pk")
    )
    resolution = Resolution.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk).exclude(
        state=ResolutionState.REJECTED
    )
    return {
        "number": number,
        "ward": {
            "name": meeting.ward.party_name,
            "place": meeting.ward.place,
            "parent": meeting.ward.parent_name,
        },
        "unit": meeting.unit.as_of(timezone.localdate(meeting.starts_at)).name,
        "kind": meeting.kind,
        "mode": meeting.mode,
        "month": meeting.month.isoformat(),
        "topic": meeting.topic,
        "theme": _theme(meeting),
        "place": meeting.place,
        "opened_at": _moment(meeting.opened_at),
        "closed_at": _moment(meeting.closed_at),
        "chair": _name(meeting.chair),
        "minute_taker": _name(meeting.minute_taker),
        "fees": meeting.fee_note,
        "attendance": _attendance(meeting, roll),
        "groups": _groups(meeting, roll),
        "guests": [
            {"name": guest.name, "office": guest.office}
            for guest in meeting.guests.filter(removed_at__isnull=True).order_by("pk")
        ],
        "papers": [paper.title for paper in meeting.papers.filter(removed_at__isnull=True).order_by("pk")],
        "last_tasks": _last_tasks(meeting),
        "items": _items(meeting, opinions),
        "praised": _words(opinions, OpinionKind.PRAISE),
        "reminded": _words(opinions, OpinionKind.REMINDER),
        "reserved": _words(opinions, OpinionKind.RESERVED),
        "tasks": _new_tasks(meeting),
        "votes": [_vote(motion) for motion in _motions(meeting)],
        "resolution": resolution_content(resolution.first()),
        "score": _score(meeting),
    }


def _theme(meeting: Meeting) -> dict[str, Any] | None:
    """Where the theme stands in the branch's yearly plan (domain.md 3.3); none for a theme outside of it."""
    topic = meeting.planned_topic
    if topic is None:
        return None
    plan = topic.plan
    approved = plan.decided_at if plan.state == PlanState.APPROVED else None
    return {
        "year": plan.year,
        "quarter": topic.quarter,
        "approved_on": _day(approved),
        "author": _name(topic.author),
        "drafted_on": _day(topic.drafted_at),
    }


def last_tasks(meeting: Meeting) -> list[Task]:
    """The tasks with which a meeting opens: since the branch last held a regular meeting."""
    return last_tasks_of([meeting])[meeting.pk]


def last_tasks_of(meetings: Sequence[Meeting]) -> dict[UUID, list[Task]]:
    """The tasks with which each of some meetings of a ward opens: two queries for any number of them."""
    if not meetings:
        return {}
    held = Meeting.objects.filter(
        ward=meetings[0].ward_id,
        unit__in={meeting.unit_id for meeting in meetings},
        kind=MeetingKind.REGULAR,
        starts_at__lt=max(meeting.starts_at for meeting in meetings),
        state__in=HELD_STATES,
    )
    of_unit: dict[UUID, list[datetime]] = defaultdict(list)
    for unit_id, starts_at in held.order_by("starts_at", "pk").values_list("unit_id", "starts_at"):
        of_unit[unit_id].append(starts_at)
    openings = {}
    for meeting in meetings:
        before = timezone.localdate(meeting.starts_at)
        earlier = [each for each in of_unit[meeting.unit_id] if each < meeting.starts_at]
        openings[meeting.pk] = Opening(meeting.unit_id, timezone.localdate(earlier[-1]) if earlier else before, before)
    return tasks_before_each(meetings[0].ward_id, openings)


def _last_tasks(meeting: Meeting) -> list[dict[str, Any]]:
    """Those tasks, each with how it stood when the period began: "new" if it was given only then."""
    begins, tasks = _period_begins(meeting), last_tasks(meeting)
    reports = TaskReport.objects.filter(ward=meeting.ward_id, task__in=[task.pk for task in tasks]).order_by("at", "pk")
    stood = {each.task_id: each.state for each in reports if timezone.localdate(each.at) <= begins}
    return [
        _task(task)
        | {"state_at_start": "new" if task.assigned_on >= begins else stood.get(task.pk, str(TaskState.OPEN))}
        for task in tasks
    ]


def _period_begins(meeting: Meeting) -> date:
    """The day of the regular meeting before this one; its own day where there was none."""
    previous = (
        Meeting.objects.filter(
            ward=meeting.ward_id,
            unit=meeting.unit_id,
            kind=MeetingKind.REGULAR,
            starts_at__lt=meeting.starts_at,
            state__in=HELD_STATES,
        )
        .order_by("-starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    return timezone.localdate(previous or meeting.starts_at)


def _attendance(meeting: Meeting, roll: list[Attendance]) -> dict[str, Any]:
    rules = rules_on(timezone.localdate(meeting.starts_at))
    head = headcount((Lines(line.grade, line.listed_as, line.status, 1) for line in roll), rules)
    return {
        **_counts(head),
        **_absent(roll),
        "exempt_names": [line.person.full_name for line in roll if line.status == S.EXEMPT],
        "exempt_who_came": [
            line.person.full_name for line in roll if line.listed_as == "exempt" and line.status == S.PRESENT
        ],
        "elsewhere_names": _not_here(roll, "away"),
        "special_duty_names": _not_here(roll, "special_duty"),
        "suspended_names": _not_here(roll, "suspended"),
        "temporary_names": [line.person.full_name for line in roll if line.listed_as == "temporary"],
    }


def _absent(roll: list[Attendance]) -> dict[str, Any]:
    return {
        "excused_names": [
            {"name": line.person.full_name, "reason": line.get_reason_display()}
            for line in roll
            if line.status == S.EXCUSED
        ],
        "unexcused_names": [line.person.full_name for line in roll if line.status == S.UNEXCUSED],
    }


def _not_here(roll: list[Attendance], footing: str) -> list[str]:
    """Who is listed on a footing by which they are not expected, and did not come."""
    return [line.person.full_name for line in roll if line.listed_as == footing and line.status == S.ELSEWHERE]


def _counts(head: Headcount) -> dict[str, int]:
    return {
        "listed": head.listed,
        "expected": head.expected,
        "present": head.present,
        "official_present": head.official_present,
        "probationary_present": head.probationary_present,
        "excused": head.excused,
        "unexcused": head.unexcused,
        "exempt": head.exempt,
        "elsewhere": head.elsewhere,
    }


def _groups(meeting: Meeting, roll: list[Attendance]) -> list[dict[str, Any]]:
    """Each party group's part: its roll adds up into the branch's."""
    if meeting.mode != MeetingMode.BY_GROUPS:
        return []
    rules = rules_on(timezone.localdate(meeting.starts_at))
    parts = meeting.group_meetings.select_related("unit", "chair").order_by("unit__position", "pk")
    return [
        {
            "unit": part.unit.as_of(timezone.localdate(part.starts_at)).name,
            "leader": _name(part.chair),
            "opened_at": _moment(part.opened_at),
            "closed_at": _moment(part.closed_at),
            "place": part.place,
            **_counts(headcount((Lines(line.grade, line.listed_as, line.status, 1) for line in lines), rules)),
            **_absent(lines),
        }
        for part in parts
        for lines in [[line for line in roll if line.meeting_id == part.pk]]
    ]


def _items(meeting: Meeting, opinions: list[Opinion]) -> list[dict[str, Any]]:
    said: dict[Any, list[dict[str, Any]]] = {}
    for opinion in opinions:
        if opinion.kind not in {OpinionKind.PRAISE, OpinionKind.REMINDER}:
            said.setdefault(opinion.item_id, []).append(_opinion(opinion, meeting))
    passed_on = {item.pk: item.directive for item in items_that_pass_on(meeting)}
    items = meeting.agenda.filter(removed_at__isnull=True).select_related("presenter").order_by("position", "pk")
    return [
        {
            "part": item.part,
            "title": item.title,
            "presenter": _name(item.presenter),
            "content": item.content,
            "opinions": said.get(item.pk, []),
            "conclusion": item.conclusion,
            "document": _document(passed_on.get(item.pk)),
        }
        for item in items
    ]


def items_that_pass_on(meeting: Meeting) -> list[AgendaItem]:
    """The items under which a document was passed on, with it.

    An item that nobody began, in a meeting whose items were begun one by one, was not taken up.
    """
    items = meeting.agenda.filter(removed_at__isnull=True)
    if items.filter(started_at__isnull=False).exists():
        items = items.filter(started_at__isnull=False)
    with_document = items.filter(directive__isnull=False).select_related("directive").defer(*wordy("directive"))
    return list(with_document.order_by("position", "pk"))


def items_left_out(meeting: Meeting) -> list[AgendaItem]:
    """The items with a document that nobody began, in a meeting whose items were begun one by one."""
    with_document = meeting.agenda.filter(removed_at__isnull=True, directive__isnull=False)
    counted = {item.pk for item in items_that_pass_on(meeting)}
    return [item for item in with_document.order_by("position", "pk") if item.pk not in counted]


def _document(directive: Directive | None) -> str:
    """ "Đề án 11-ĐA/TU ngày 10/01/2022 của Thành ủy Hà Nội"; empty where nothing was passed on."""
    if directive is None:
        return ""
    day = f" ngày {short_date(directive.dated_on)}" if directive.dated_on else ""
    return f"{directive.label}{day} của {directive.issuer}"


def _opinion(opinion: Opinion, root: Meeting) -> dict[str, Any]:
    return {
        "speaker": opinion.speaker.full_name if opinion.speaker else opinion.guest.name if opinion.guest else "",
        "is_guest": opinion.guest_id is not None,
        "reserved": opinion.kind == OpinionKind.RESERVED,
        "petition": opinion.kind == OpinionKind.PETITION,
        "group": opinion.meeting.unit.name if opinion.meeting_id != root.pk else "",
        "text": opinion.text,
    }


def _words(opinions: list[Opinion], kind: str) -> list[dict[str, str]]:
    return [
        {"name": opinion.speaker.full_name, "text": opinion.text}
        for opinion in opinions
        if opinion.kind == kind and opinion.speaker
    ]


def _new_tasks(meeting: Meeting) -> list[dict[str, Any]]:
    """What was assigned here, each with the regular meeting at which it is reported on."""
    tasks = Task.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk).select_related("assignee")
    meets = meeting_day_of(meeting.unit, timezone.localdate(meeting.starts_at))
    return [
        _task(task) | {"report_in": _report_in(task, meeting, meets).first.isoformat()}
        for task in tasks.order_by("due_on", "pk")
    ]


def _report_in(task: Task, meeting: Meeting, meets: MeetingDay | None) -> Month:
    """The month whose regular meeting is the first on or after the day the task is due; never this one's."""
    month = Month.of(task.due_on)
    if meets is None or month.day(meets.day) < task.due_on:
        month = month.next
    return max(month, meeting.period.next)


def _task(task: Task) -> dict[str, Any]:
    return {
        "description": task.description,
        "assignee": task.assignee.full_name,
        "due_on": task.due_on.isoformat(),
        "expected_result": task.expected_result,
        "state": task.state,
        "finished_on": task.finished_on.isoformat() if task.finished_on else None,
        "result": task.result,
    }


def _motions(meeting: Meeting) -> list[Motion]:
    motions = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk).prefetch_related("tallies__unit")
    return list(motions.order_by("opened_at", "pk"))


def _vote(motion: Motion) -> dict[str, Any]:
    return {
        "matter": motion.matter,
        "text": motion.text,
        "method": motion.method,
        "electorate": motion.electorate_count,
        "present": motion.present_count,
        "in_favour": motion.in_favour,
        "against": motion.against,
        "abstained": motion.abstained,
        "passed": motion.passed,
        "parts": [
            {
                "unit": part.unit.name,
                "in_favour": part.in_favour,
                "against": part.against,
                "abstained": part.abstained,
            }
            for part in sorted(motion.tallies.all(), key=lambda part: part.unit.position)
        ],
    }


def resolution_content(resolution: Resolution | None) -> dict[str, Any] | None:
    """What the minutes say of the resolution; the same words as long as it stands."""
    if resolution is None:
        return None
    return {
        "symbol": resolution.symbol,
        "kind": resolution.kind,
        "subject": resolution.subject,
        "review": resolution.review,
        "direction": resolution.direction,
        "implementation": resolution.implementation,
    }


def _score(meeting: Meeting) -> dict[str, Any] | None:
    """The points and the band that the branch voted itself; nothing where it voted on none, or against them."""
    score = SelfScore.objects.filter(ward=meeting.ward_id, meeting=meeting, motion__passed=True)
    found = score.select_related("motion").first()
    if found is None:
        return None
    return {
        "points": f"{found.points.normalize():f}",
        "total": f"{found.total.normalize():f}",
        "band": found.band,
        "rubric": found.rubric,
        "shortcomings": [line.strip() for line in found.shortcomings.splitlines() if line.strip()],
        "in_favour": found.motion.in_favour,
        "voters": found.motion.present_count,
    }


def _name(person: Any) -> str:
    return person.full_name if person else ""


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def _moment(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else None
