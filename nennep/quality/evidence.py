"""What the records say of meetings, measure by measure, with the words and the page that prove it.

Words are Vietnamese in every language of the interface: they become reasons on sheets that are printed and signed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from nennep.core.documents.wording import share
from nennep.decisions.models import Task, TaskState
from nennep.meetings.models import (
    HELD_STATES,
    Attendance,
    AttendanceStatus,
    Meeting,
    MeetingKind,
    MeetingState,
    Opinion,
    OpinionKind,
)
from nennep.meetings.record import last_tasks_of
from nennep.meetings.steps import HAS_A_RECORD
from nennep.organisation.models import Post
from nennep.quality.measures import MEASURES
from nennep.quality.points import Facts, suggested
from nennep.quality.rubrics import Criterion

LEADERS = ("secretary", "deputy_secretary", "branch_committee_member")
COUNTED = (*HELD_STATES, MeetingState.IN_SESSION)


@dataclass(frozen=True)
class Evidence:
    """One measure of one meeting: its value, the sentence, and where the rows are; no value where not known yet."""

    measure: str
    value: Fraction | None
    words: str
    address: str
    is_final: bool = True
    """Whether it stays so; the length of a running meeting does not."""


Evidences = Mapping[str, Evidence]


def facts_of(evidence: Evidences) -> Facts:
    """The values alone, as arithmetic takes them."""
    return {key: each.value for key, each in evidence.items()}


def suggestion(criterion: Criterion, evidence: Evidences) -> Decimal | None:
    """The points that the records give; while a measure may still grow, only full marks are given for it."""
    points = suggested(criterion, facts_of(evidence))
    own = evidence.get(criterion.measure)
    if points is not None and points < criterion.most and own and not own.is_final:
        return None
    return points


def evidence_of(
    meetings: Sequence[Meeting], *, now: datetime, wanted: Collection[str] = tuple(MEASURES)
) -> Mapping[UUID, Evidences]:
    """The measures of some meetings of one ward, each with its proof: at most six queries for any number of them."""
    found: dict[UUID, dict[str, Evidence]] = {meeting.pk: {} for meeting in meetings}
    if not meetings:
        return found
    runs = _longest_runs(meetings) if "excused_in_a_row" in wanted else {}
    said = _praise_reminders(meetings) if "praise_reminders" in wanted else {}
    others = _same_month(meetings) if {"thematic", "combined"} & set(wanted) else {}
    posts = _leaders(meetings) if "leaders" in wanted else {}
    tasks = last_tasks_of(meetings) if "tasks_done_percent" in wanted else {}
    for meeting in meetings:
        lines = [
            *_of_the_row(meeting, now),
            _run(meeting, runs.get(meeting.pk, 0)),
            _praised(meeting, said.get(meeting.pk, 0)),
            *_thematic(meeting, others.get((meeting.unit_id, meeting.month), [])),
            _led(meeting, posts.get(meeting.unit_id, [])),
            _tasks(meeting, tasks.get(meeting.pk, [])),
        ]
        found[meeting.pk] = {line.measure: line for line in lines if line.measure in wanted}
    return found


def _page(meeting: Meeting, name: str = "") -> str:
    name = name or ("minutes" if meeting.state in HAS_A_RECORD else "show")
    return reverse(f"meetings:{name}", args=[meeting.pk])


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts_at)


# The meeting's own row ------------------------------------------------------------------------------


def _of_the_row(meeting: Meeting, now: datetime) -> Iterable[Evidence]:
    yield _length(meeting, now)
    yield Evidence("members", Fraction(meeting.listed_count), f"{meeting.listed_count} đồng chí", _page(meeting))
    yield from _attendance(meeting)
    yield _papers(meeting)
    yield _speakers(meeting)
    yield _reported(meeting)


def _length(meeting: Meeting, now: datetime) -> Evidence:
    if meeting.opened_at is None:
        return Evidence("minutes", None, "chưa bắt đầu", _page(meeting))
    minutes = max(0, int(((meeting.closed_at or now) - meeting.opened_at).total_seconds() // 60))
    ended = meeting.closed_at is not None
    words = f"{minutes} phút" if ended else f"đã họp {minutes} phút"
    return Evidence("minutes", Fraction(minutes), words, _page(meeting), ended)


def _attendance(meeting: Meeting) -> Iterable[Evidence]:
    page = _page(meeting, "roll")
    if meeting.unknown_count or not meeting.expected_count:
        words = f"còn {meeting.unknown_count} đồng chí chưa điểm danh"
        yield Evidence("attendance_percent", None, words, page)
        yield Evidence("unexcused", None, words, page)
        return
    present, expected = meeting.present_count, meeting.expected_count
    yield Evidence("attendance_percent", Fraction(100 * present, expected), f"dự {share(present, expected)}", page)
    absent = meeting.unexcused_count
    words = f"{absent} đồng chí vắng không lý do" if absent else "không ai vắng không lý do"
    yield Evidence("unexcused", Fraction(absent), words, page)


def _papers(meeting: Meeting) -> Evidence:
    if meeting.papers_ahead_at is None:
        return Evidence("papers_days_ahead", Fraction(0), "không có tài liệu", _page(meeting, "show"))
    days = max(0, (_day(meeting) - timezone.localdate(meeting.papers_ahead_at)).days)
    words = f"tài liệu gửi trước {days} ngày" if days else "tài liệu gửi trong ngày họp"
    return Evidence("papers_days_ahead", Fraction(days), words, _page(meeting, "show"))


def _speakers(meeting: Meeting) -> Evidence:
    if not meeting.present_count:
        return Evidence("speakers_percent", None, "chưa điểm danh", _page(meeting))
    spoke, present = meeting.speakers_count, meeting.present_count
    return Evidence(
        "speakers_percent", Fraction(100 * spoke, present), f"{share(spoke, present)} phát biểu", _page(meeting)
    )


def _reported(meeting: Meeting) -> Evidence:
    if meeting.reported_at is None:
        return Evidence("report_days", None, "chưa báo cáo phường", _page(meeting))
    ended = timezone.localdate(meeting.closed_at or meeting.starts_at)
    days = max(0, (timezone.localdate(meeting.reported_at) - ended).days)
    words = f"báo cáo sau {days} ngày" if days else "báo cáo trong ngày"
    return Evidence("report_days", Fraction(days), words, _page(meeting))


# Rows of the roll, of opinions, of posts, of tasks ----------------------------------------------------


def _longest_runs(meetings: Sequence[Meeting]) -> dict[UUID, int]:
    """How many regular meetings of the year in a row somebody was excused from, up to and with each meeting.

    Only runs that still go on at the meeting count, so that one long absence is not held against every later month.
    Whoever is not expected (exempt, elsewhere) neither lengthens a run nor ends it.
    Source: 12-HD/BTCTW (2018), "vắng có lý do quá 3 lần liên tiếp trong năm"; domain.md 2.1.
    """
    ward_id, units = meetings[0].ward_id, {meeting.unit_id for meeting in meetings}
    lines = Attendance.objects.filter(
        ward=ward_id,
        root__unit__in=units,
        root__kind=MeetingKind.REGULAR,
        root__state__in=COUNTED,
        root__month__year__in={meeting.month.year for meeting in meetings},
        status__in=[AttendanceStatus.EXCUSED, AttendanceStatus.PRESENT, AttendanceStatus.UNEXCUSED],
    )
    rows = lines.order_by("root__starts_at", "root_id").values_list(
        "root_id", "root__unit_id", "root__month", "person_id", "status"
    )
    running: dict[tuple[UUID, int, UUID], int] = defaultdict(int)
    longest: dict[UUID, int] = defaultdict(int)
    for root_id, unit_id, month, person_id, status in rows:
        who = (unit_id, month.year, person_id)
        running[who] = running[who] + 1 if status == AttendanceStatus.EXCUSED else 0
        longest[root_id] = max(longest[root_id], running[who])
    return longest


def _run(meeting: Meeting, times: int) -> Evidence:
    words = f"có đồng chí vắng có lý do {times} kỳ liên tiếp" if times > 1 else "không ai vắng có lý do liên tiếp"
    return Evidence("excused_in_a_row", Fraction(times), words, _page(meeting, "roll"))


def _praise_reminders(meetings: Sequence[Meeting]) -> dict[UUID, int]:
    opinions = Opinion.objects.filter(
        ward=meetings[0].ward_id,
        root__in=[meeting.pk for meeting in meetings],
        kind__in=[OpinionKind.PRAISE, OpinionKind.REMINDER],
        removed_at__isnull=True,
    )
    return dict(opinions.order_by().values_list("root_id").annotate(Count("pk")))


def _praised(meeting: Meeting, times: int) -> Evidence:
    words = f"{times} lượt biểu dương, nhắc nhở" if times else "chưa ghi biểu dương, nhắc nhở"
    return Evidence("praise_reminders", Fraction(times), words, _page(meeting))


def _same_month(meetings: Sequence[Meeting]) -> dict[tuple[UUID, date], list[tuple[str, date]]]:
    """The kinds and days of the meetings that a branch holds in a month."""
    found: dict[tuple[UUID, date], list[tuple[str, date]]] = defaultdict(list)
    rows = Meeting.objects.filter(
        ward=meetings[0].ward_id,
        parent__isnull=True,
        unit__in={meeting.unit_id for meeting in meetings},
        month__in={meeting.month for meeting in meetings},
        state__in=COUNTED,
    )
    for unit_id, month, kind, starts_at in rows.order_by("pk").values_list("unit_id", "month", "kind", "starts_at"):
        found[unit_id, month].append((kind, timezone.localdate(starts_at)))
    return found


def _thematic(meeting: Meeting, held: list[tuple[str, date]]) -> Iterable[Evidence]:
    count = sum(kind == MeetingKind.THEMATIC for kind, _on in held)
    words = f"{count} buổi chuyên đề trong tháng" if count else "tháng không có chuyên đề"
    yield Evidence("thematic", Fraction(count), words, _page(meeting))
    together = len({kind for kind, on in held if on == _day(meeting)}) > 1
    words = "thường kỳ và chuyên đề cùng ngày" if together else "không họp gộp"
    yield Evidence("combined", Fraction(int(together)), words, _page(meeting))


def _leaders(meetings: Sequence[Meeting]) -> dict[UUID, list[Post]]:
    posts = Post.objects.filter(
        ward=meetings[0].ward_id, unit__in={meeting.unit_id for meeting in meetings}, position__in=LEADERS
    )
    found: dict[UUID, list[Post]] = defaultdict(list)
    for post in posts.order_by("pk"):
        if post.unit_id:
            found[post.unit_id].append(post)
    return found


def _led(meeting: Meeting, posts: list[Post]) -> Evidence:
    count = len({post.person_id for post in posts if post.holds_on(_day(meeting))})
    words = f"{count} đồng chí trong chi ủy" if count > 1 else "chi bộ chỉ có bí thư"
    return Evidence("leaders", Fraction(count), words, _page(meeting, "show"))


def _tasks(meeting: Meeting, found: list[Task]) -> Evidence:
    """Last month's tasks that were done by the day of the meeting, whatever became of the others since."""
    day = _day(meeting)
    tasks = [task for task in found if task.state != TaskState.DROPPED]
    if not tasks:
        return Evidence("tasks_done_percent", None, "tháng trước không giao nhiệm vụ", _page(meeting))
    done = sum(task.finished_on is not None and task.finished_on <= day for task in tasks)
    words = f"xong {share(done, len(tasks))} nhiệm vụ tháng trước"
    return Evidence("tasks_done_percent", Fraction(100 * done, len(tasks)), words, _page(meeting))
