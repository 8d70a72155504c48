"""What is outstanding in a ward on a day, whom it waits for, and why: one function a kind of thing.

Each function asks a fixed number of questions for any number of branches, and leaves out what is done.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from nennep.core.documents.wording import short_date
from nennep.decisions.models import Task, TaskState
from nennep.directives.models import Dissemination, Method, Reader, wordy
from nennep.meetings.deadlines import invite_due, papers_due, record_due
from nennep.meetings.models import Invitation, Meeting, MeetingState, Reply, SignatureRole
from nennep.organisation.models import Person, Post, WorkingRules, holding_on
from nennep.organisation.queries import branches, heads_of
from nennep.oversight.models import Addressee, Petition, Visit
from nennep.planning.models import PlannedTopic
from nennep.planning.periods import ROMAN, quarter_of
from nennep.planning.queries import theme_date_limit, units_without_a_date
from nennep.rulebook.queries import rules_on

LOOK_BACK = timedelta(days=120)
"""Things that have been outstanding for longer are a matter for talking, not for reminding."""
LOOK_AHEAD = timedelta(days=31)
READING_LOOK = timedelta(days=10)
"""A document has thousands of readers: they are looked up only round its day."""


@dataclass(frozen=True)
class Due:
    """One thing outstanding: by when, for whom, why they."""

    subject_id: UUID
    unit_id: UUID
    text: str
    why: str
    address: str
    due_on: date
    people: tuple[UUID, ...]


Source = Callable[[UUID, date], list[Due]]


def due_of(source: str, ward_id: UUID, on: date) -> list[Due]:
    """Everything of one kind that is outstanding on a day."""
    return SOURCES[source](ward_id, on)


def tasks(ward_id: UUID, on: date) -> list[Due]:
    """Tasks not yet done, with whoever carries them out."""
    found = Task.objects.filter(
        ward=ward_id, state__in=[TaskState.OPEN, TaskState.UNDER_WAY], due_on__range=_window(on)
    )
    return [
        Due(
            subject_id=task.pk,
            unit_id=_branch_of(task.unit),
            text=task.description[:250],
            why=f"Đồng chí được giao việc này ngày {short_date(task.assigned_on)}.",
            address=reverse("decisions:report", args=[task.pk]),
            due_on=task.due_on,
            people=(task.assignee_id,),
        )
        for task in found.select_related("unit").order_by("due_on", "pk")
    ]


def papers(ward_id: UUID, on: date) -> list[Due]:
    """Meetings that are coming and have no papers yet."""
    return [
        _of_meeting(
            meeting,
            f"Đưa tài liệu buổi sinh hoạt {_when(meeting)}",
            "Đồng chí chuẩn bị buổi sinh hoạt của chi bộ; tài liệu phải tới đảng viên trước buổi họp.",
            "meetings:papers",
            due_on=papers_due(meeting.starts_at),
        )
        for meeting in _coming(ward_id, on).filter(papers_ahead_at__isnull=True)
    ]


def invitations(ward_id: UUID, on: date) -> list[Due]:
    """Meetings that are coming and to which nobody was invited yet."""
    return [
        _of_meeting(
            meeting,
            f"Gửi giấy mời buổi sinh hoạt {_when(meeting)}",
            "Đồng chí triệu tập buổi sinh hoạt của chi bộ.",
            "meetings:invite",
            due_on=invite_due(meeting.starts_at),
        )
        for meeting in _coming(ward_id, on).filter(convened_at__isnull=True)
    ]


def replies(ward_id: UUID, on: date) -> list[Due]:
    """Invitations without an answer the day before the meeting."""
    found = Invitation.objects.filter(
        ward=ward_id,
        reply=Reply.NONE,
        meeting__state=MeetingState.CONVENED,
        meeting__starts_at__date=on + timedelta(days=1),
    )
    return [
        Due(
            subject_id=invitation.pk,
            unit_id=invitation.meeting.unit_id,
            text=f"Trả lời giấy mời sinh hoạt {_when(invitation.meeting)}",
            why=f"Đồng chí được mời ngày {short_date(timezone.localdate(invitation.sent_at))} và chưa trả lời.",
            address=reverse("meetings:invitation", args=[invitation.meeting_id]),
            due_on=on,
            people=(invitation.person_id,),
        )
        for invitation in found.select_related("meeting").order_by("pk")
    ]


def signatures(ward_id: UUID, on: date) -> list[Due]:
    """Minutes of closed meetings that wait for a signature, with whoever still has to sign."""
    found = Meeting.objects.filter(ward=ward_id, parent__isnull=True, state=MeetingState.CLOSED)
    result = []
    for meeting in found.prefetch_related("minutes__signatures").order_by("starts_at", "pk"):
        signed = {each.role for each in meeting.minutes.signatures.all()}
        waiting = {
            SignatureRole.CHAIR: meeting.chair_id,
            SignatureRole.MINUTE_TAKER: meeting.minute_taker_id,
        }
        people = tuple(dict.fromkeys(p for role, p in waiting.items() if role not in signed and p))
        text = f"Ký biên bản buổi sinh hoạt {_when(meeting)}"
        why = "Đồng chí chủ trì hoặc ghi biên bản buổi này và chưa ký."
        result.append(
            _of_meeting(
                meeting,
                text,
                why,
                "meetings:sign",
                due_on=record_due(meeting.starts_at, meeting.closed_at),
                people=people,
            )
        )
    return result


def records(ward_id: UUID, on: date) -> list[Due]:
    """Signed minutes that have not gone to the ward."""
    found = Meeting.objects.filter(ward=ward_id, parent__isnull=True, state=MeetingState.SIGNED)
    return [
        _of_meeting(
            meeting,
            f"Gửi lên phường biên bản buổi sinh hoạt {_when(meeting)}",
            "Biên bản đã đủ chữ ký; đồng chí báo cáo lên phường.",
            "meetings:sign",
            due_on=record_due(meeting.starts_at, meeting.closed_at),
        )
        for meeting in found.order_by("starts_at", "pk")
    ]


def theme_drafts(ward_id: UUID, on: date) -> list[Due]:
    """Themes whose draft has not been handed in."""
    found = PlannedTopic.objects.filter(
        ward=ward_id,
        draft__isnull=True,
        held_on__isnull=True,
        removed_at__isnull=True,
        author__isnull=False,
        draft_due__range=_window(on),
    )
    return [
        Due(
            subject_id=topic.pk,
            unit_id=topic.plan.unit_id,
            text=f"Nộp bản thảo chuyên đề: {topic.title}"[:300],
            why=f"Đồng chí được phân công viết chuyên đề quý {ROMAN[topic.quarter]}.",
            address=reverse("planning:topic", args=[topic.pk]),
            due_on=topic.draft_due,
            people=(topic.author_id,),
        )
        for topic in found.select_related("plan").order_by("draft_due", "pk")
        if topic.draft_due and topic.author_id
    ]


def theme_dates(ward_id: UUID, on: date) -> list[Due]:
    """Branches whose quarter has passed its middle without a day for a theme."""
    year, quarter = quarter_of(on)
    limit = theme_date_limit(year, quarter)
    return [
        Due(
            subject_id=unit.pk,
            unit_id=unit.pk,
            text=f"Định ngày sinh hoạt chuyên đề quý {ROMAN[quarter]}/{year}",
            why="Quý đã qua nửa mà chi bộ chưa định ngày sinh hoạt chuyên đề.",
            address=reverse("planning:plan", args=[year, unit.pk]),
            due_on=limit,
            people=(),
        )
        for unit in units_without_a_date(ward_id, branches(ward_id, on), on)
    ]


def working_rules(ward_id: UUID, on: date) -> list[Due]:
    """Working rules (quy chế làm việc) whose review is due and which still stand."""
    found = WorkingRules.objects.filter(holding_on(on), ward=ward_id, review_on__range=_window(on))
    return [
        Due(
            subject_id=rule.pk,
            unit_id=rule.unit_id,
            text=f"Rà soát Quy chế làm việc số {rule.number}",
            why="Quy chế làm việc của chi bộ đến hạn rà soát.",
            address=reverse("organisation:branch", args=[rule.unit_id]),
            due_on=rule.review_on,
            people=(),
        )
        for rule in found.order_by("review_on", "pk")
        if rule.review_on
    ]


def disseminations(ward_id: UUID, on: date) -> list[Due]:
    """Documents that branches have not passed on to everybody yet."""
    found = _asked(ward_id).filter(reached__lt=F("expected"), due_on__range=_window(on))
    return [
        _of_dissemination(
            each,
            f"Quán triệt {each.directive.label}: còn {each.expected - each.reached} đồng chí",
            "Phường giao chi bộ quán triệt văn bản này; đồng chí là bí thư chi bộ.",
            each.due_on,
        )
        for each in found.order_by("due_on", "pk")
    ]


def directive_plans(ward_id: UUID, on: date) -> list[Due]:
    """Plans that the ward asked for with a document and that have not come."""
    found = _asked(ward_id).filter(plan__isnull=True, plan_due_on__range=_window(on))
    why = "Phường giao chi bộ xây dựng kế hoạch thực hiện văn bản này."
    return [
        _of_dissemination(each, f"Gửi phường kế hoạch thực hiện {each.directive.label}", why, each.plan_due_on)
        for each in found.order_by("plan_due_on", "pk")
    ]


def directive_reports(ward_id: UUID, on: date) -> list[Due]:
    """Reports that the ward asked for with a document and that have not come."""
    found = _asked(ward_id).filter(report__isnull=True, report_due_on__range=_window(on))
    why = "Phường yêu cầu chi bộ báo cáo kết quả thực hiện văn bản này."
    return [
        _of_dissemination(each, f"Gửi phường báo cáo kết quả {each.directive.label}", why, each.report_due_on)
        for each in found.order_by("report_due_on", "pk")
    ]


def readings(ward_id: UUID, on: date) -> list[Due]:
    """Documents that single members have not read yet: given for reading, or missed when their branch took them up."""
    begun = Q(dissemination__method=Method.SELF_READING) | Q(dissemination__taken_up_on__isnull=False)
    found = Reader.objects.filter(
        begun,
        ward=ward_id,
        reached_on__isnull=True,
        left_on__isnull=True,
        dissemination__ended_on__isnull=True,
        dissemination__due_on__range=(on - READING_LOOK, on + READING_LOOK),
    ).select_related("dissemination__directive")
    return [
        Due(
            subject_id=reader.pk,
            unit_id=reader.unit_id,
            text=f"Đọc {reader.dissemination.directive.label}",
            why="Văn bản này được quán triệt đến toàn thể đảng viên của chi bộ và đồng chí chưa xác nhận đã đọc.",
            address=reverse("directives:read", args=[reader.dissemination.directive_id]),
            due_on=reader.dissemination.due_on,
            people=(reader.person_id,),
        )
        for reader in found.defer(*wordy("dissemination__directive")).order_by("dissemination__due_on", "pk")
    ]


def unanswered(ward_id: UUID, on: date) -> list[Due]:
    """Petitions that wait for an answer: the office sees that one comes, the branch's own officers answer theirs."""
    found = Petition.objects.filter(ward=ward_id, answered_on__isnull=True, due_on__range=_window(on))
    office = office_of(ward_id, on)
    heads = heads_of(ward_id, on)
    return [
        Due(
            subject_id=petition.pk,
            unit_id=petition.unit_id,
            text=f"Trả lời kiến nghị: {petition.text}"[:250],
            why=f"{petition.unit.name} nêu ngày {short_date(petition.raised_on)}; chi bộ chờ trả lời.",
            address=reverse("oversight:petition", args=[petition.pk]),
            due_on=petition.due_on,
            people=_answerers(petition, office, heads),
        )
        for petition in found.select_related("unit").order_by("due_on", "pk")
    ]


def _answerers(petition: Petition, office: tuple[UUID, ...], heads: dict[UUID, Person]) -> tuple[UUID, ...]:
    if petition.addressee != Addressee.BRANCH:
        return office
    head = heads.get(petition.unit_id)
    return (head.pk,) if head else ()


def answers_to_judge(ward_id: UUID, on: date) -> list[Due]:
    """Answers of which the branch has not said whether they do."""
    found = Petition.objects.filter(ward=ward_id, verdict="", answered_on__gt=on - LOOK_BACK)
    return [
        Due(
            subject_id=petition.pk,
            unit_id=petition.unit_id,
            text=f"Đánh giá trả lời kiến nghị: {petition.text}"[:250],
            why="Kiến nghị của chi bộ đã được trả lời; chi bộ ghi đồng tình hay kiến nghị lại.",
            address=reverse("oversight:petition", args=[petition.pk]),
            due_on=petition.answered_on + timedelta(days=rules_on(petition.answered_on).petition.judge_days),
            people=(),
        )
        for petition in found.order_by("answered_on", "pk")
        if petition.answered_on
    ]


def sheets(ward_id: UUID, on: date) -> list[Due]:
    """Sheets begun and not sent, with whoever was there."""
    found = Visit.objects.filter(ward=ward_id, sent_at__isnull=True, attended_at__date__gt=on - LOOK_BACK)
    return [
        Due(
            subject_id=visit.pk,
            unit_id=visit.unit_id,
            text=f"Gửi phiếu dự sinh hoạt {_when(visit.meeting)}",
            why="Đồng chí đã ghi dự buổi sinh hoạt của chi bộ mình phụ trách, phiếu chưa gửi.",
            address=reverse("oversight:sheet", args=[visit.meeting_id]),
            due_on=_sheet_due(visit),
            people=(visit.person_id,),
        )
        for visit in found.select_related("meeting").order_by("attended_at", "pk")
    ]


def _sheet_due(visit: Visit) -> date:
    there = timezone.localdate(visit.attended_at)
    return there + timedelta(days=rules_on(there).visit.send_days)


def visits_called_off(ward_id: UUID, on: date) -> list[Due]:
    """Visits to meetings that were called off: the office is told, and finds out what happened."""
    found = Visit.objects.filter(ward=ward_id, meeting__state=MeetingState.CANCELLED, noted_at__isnull=True)
    office = office_of(ward_id, on)
    return [
        Due(
            subject_id=visit.pk,
            unit_id=visit.unit_id,
            text=f"Làm rõ: {visit.unit.short_name} ghi không họp {_when(visit.meeting)}, phiếu dự ghi có dự",
            why=f"Đồng chí {visit.person.full_name} ghi đã dự buổi sinh hoạt này.",
            address=reverse("oversight:sheets"),
            due_on=timezone.localdate(visit.attended_at),
            people=office,
        )
        for visit in found.select_related("meeting", "unit", "person").order_by("attended_at", "pk")
    ]


SOURCES: dict[str, Source] = {
    "tasks": tasks,
    "papers": papers,
    "invitations": invitations,
    "replies": replies,
    "signatures": signatures,
    "records": records,
    "theme_drafts": theme_drafts,
    "theme_dates": theme_dates,
    "working_rules": working_rules,
    "disseminations": disseminations,
    "directive_plans": directive_plans,
    "directive_reports": directive_reports,
    "readings": readings,
    "unanswered": unanswered,
    "answers_to_judge": answers_to_judge,
    "sheets": sheets,
    "visits_called_off": visits_called_off,
}


def office_of(ward_id: UUID, on: date) -> tuple[UUID, ...]:
    """Who works in the ward office on a day."""
    posts = Post.objects.filter(holding_on(on), ward=ward_id, unit__isnull=True, position="office")
    return tuple(posts.order_by("pk").values_list("person_id", flat=True))


# Parts --------------------------------------------------------------------------------------------


def _asked(ward_id: UUID):  # type: ignore[no-untyped-def]
    """What branches are asked to do with documents and has not ended."""
    found = Dissemination.objects.filter(ward=ward_id, ended_on__isnull=True)
    return found.select_related("directive").defer(*wordy("directive"))


def _of_dissemination(dissemination: Dissemination, text: str, why: str, due_on: date | None) -> Due:
    assert due_on is not None
    address = reverse("directives:coverage", args=[dissemination.directive_id, dissemination.unit_id])
    return Due(dissemination.pk, dissemination.unit_id, text, why, address, due_on, ())


def _coming(ward_id: UUID, on: date):  # type: ignore[no-untyped-def]
    """Branch meetings that have not begun, as far as reminding looks ahead."""
    states = [MeetingState.PLANNED, MeetingState.PREPARED, MeetingState.CONVENED]
    when = Q(starts_at__date__gte=on, starts_at__date__lte=on + LOOK_AHEAD)
    return Meeting.objects.filter(when, ward=ward_id, parent__isnull=True, state__in=states).order_by("starts_at", "pk")


def _of_meeting(meeting: Meeting, text: str, why: str, page: str, *, due_on: date, people: Iterable[UUID] = ()) -> Due:
    address = reverse(page, args=[meeting.pk])
    return Due(meeting.pk, meeting.unit_id, text, why, address, due_on, tuple(people))


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts_at)


def _when(meeting: Meeting) -> str:
    return f"ngày {short_date(_day(meeting))}"


def _window(on: date) -> tuple[date, date]:
    return on - LOOK_BACK, on + LOOK_AHEAD


def _branch_of(unit) -> UUID:  # type: ignore[no-untyped-def]
    return unit.parent_id or unit.pk
