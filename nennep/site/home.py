"""Việc của tôi (S1): what waits for one person, put together from the rooms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core.written import long_date
from nennep.decisions.access import with_rights
from nennep.decisions.queries import TaskLine, tasks_of
from nennep.directives.models import Reader
from nennep.directives.queries import asked_of, readings_of, standing_of, unfinished
from nennep.meetings.models import Invitation, Meeting, MeetingState
from nennep.meetings.waiting import (
    groups_to_run,
    invitations_of,
    meetings_to_work_on,
    next_meeting_of,
    waits_for_others,
)
from nennep.organisation.actors import CHARGE, MEMBER, OFFICERS, Actor
from nennep.organisation.imports.steps import unfinished_imports
from nennep.organisation.queries import branches
from nennep.oversight.access import petitions_visible_to
from nennep.oversight.petitions import counts_of as waiting_counts
from nennep.oversight.visits import calendar_of
from nennep.planning.models import PlannedTopic
from nennep.planning.queries import themes_to_write, units_without_a_date
from nennep.quality.queries import meetings_to_score, to_score_for, waiting_to_decide
from nennep.recognition.queries.ratings import work_of
from nennep.reports.access import briefings_heard_by, may_consolidate
from nennep.site.setup.steps import is_set_up, may_set_up

GROUP_OFFICERS = ("group_leader", "group_deputy")
PASS_ON_AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, where to go, how urgent in mark and word."""

    text: str
    note: str
    url: str
    tone: str
    state: str


@dataclass(frozen=True)
class Home:
    """The home page of one person."""

    invitations: list[Waiting]
    work: list[Waiting]
    tasks: list[Waiting]
    next_meeting: str

    @property
    def is_empty(self) -> bool:
        return not (self.invitations or self.work or self.tasks)


def home_of(actor: Actor, *, now: datetime) -> Home:
    """Invitations first, then meetings to prepare, run or sign, then tasks: five queries at most."""
    officer_in = actor.units_as(*OFFICERS)
    upcoming = None
    units = actor.units_as(*OFFICERS, MEMBER, CHARGE)
    if units:
        upcoming = next_meeting_of(actor.ward_id, units, now=now)
    board = _board() if actor.is_ward_staff or actor.units_as(CHARGE) else []
    board += _in_charge(actor, now) + _briefed(actor) + _petitions(actor, timezone.localdate(now))
    return Home(
        invitations=[_invitation(each) for each in invitations_of(actor.person_id, actor.ward_id, now=now)],
        work=_setting_up(actor)
        + _consolidating(actor)
        + board
        + _imports(actor)
        + _scores(actor, timezone.localdate(now))
        + _late_quarters(actor, officer_in, timezone.localdate(now))
        + _to_pass_on(actor, officer_in, timezone.localdate(now))
        + [_meeting(each, actor) for each in meetings_to_work_on(actor.ward_id, officer_in, actor.person_id, now=now)]
        + _groups(actor, now)
        + _ratings(actor, officer_in),
        tasks=[_task(line) for line in _own_tasks(actor, timezone.localdate(now))]
        + [_theme(topic, timezone.localdate(now)) for topic in themes_to_write(actor.person_id, actor.ward_id)]
        + [_reading(each, timezone.localdate(now)) for each in readings_of(actor.person_id, actor.ward_id)],
        next_meeting=_when(upcoming) if upcoming else "",
    )


def _setting_up(actor: Actor) -> list[Waiting]:
    """The office of a ward without any meeting goes on setting it up."""
    if not may_set_up(actor) or is_set_up(actor.ward_id):
        return []
    return [
        Waiting(
            text=_("Thiết lập phường"),
            note=_("Chi bộ, đảng viên, bí thư, thẻ đăng nhập, lịch tháng đầu"),
            url=reverse("site:setup"),
            tone="doing",
            state=_("đang dở"),
        )
    ]


def _consolidating(actor: Actor) -> list[Waiting]:
    """The office of the level above starts from the figures that wards send."""
    if not may_consolidate(actor):
        return []
    return [
        Waiting(
            text=_("Tổng hợp số liệu các phường"),
            note=_("Phường nào đã gửi, còn thiếu phường nào, tổng là bao nhiêu"),
            url=reverse("reports:superior"),
            tone="",
            state="",
        )
    ]


def _board() -> list[Waiting]:
    """Whoever looks after several branches starts from the board, then asks what gets better or worse."""
    return [
        Waiting(
            text=_("Bảng theo dõi các chi bộ"),
            note=_("Tháng này họp đến đâu, biên bản nào còn chờ, số liệu nào chưa khớp"),
            url=reverse("reports:board"),
            tone="",
            state="",
        ),
        Waiting(
            text=_("Tốt lên hay kém đi, vì sao"),
            note=_("Mỗi chi bộ so với chính mình trước đây, theo thứ tự cố định; không xếp hạng."),
            url=reverse("reports:trends"),
            tone="",
            state="",
        ),
    ]


def _imports(actor: Actor) -> list[Waiting]:
    """Lists of members on their way in that this person brought and has not finished with."""
    if not actor.holds("office"):
        return []
    return [
        Waiting(
            text=_("Nhập từ Excel: %(name)s") % {"name": made.upload.name},
            note=made.fault,
            url=reverse("organisation:import", args=[made.pk]),
            tone="late" if made.fault else "doing",
            state=made.get_state_display(),
        )
        for made in unfinished_imports(actor.ward_id, actor.person_id)
    ]


SCORED_BACK = timedelta(days=45)


def _scores(actor: Actor, today: date) -> list[Waiting]:
    """Meetings to score for the branch or as committee member; how many wait for the ward's decision."""
    lines = [_score(each, "quality:self") for each in to_score_for(actor.ward_id, actor.person_id)]
    for side, units, address in (
        ("branch", actor.units_as(*OFFICERS), "quality:self"),
        ("charge", actor.units_as(CHARGE), "quality:charge"),
    ):
        found = meetings_to_score(actor.ward_id, units, side, since=today - SCORED_BACK)
        lines += [_score(each, address) for each in found]
    waiting = waiting_to_decide(actor.ward_id) if actor.is_ward_staff else 0
    if waiting:
        words = _("%(count)s buổi đã có phiếu, chờ phường chốt") % {"count": waiting}
        lines.append(Waiting(_("Chốt điểm sinh hoạt"), words, reverse("quality:board"), "waiting", _("chờ chốt")))
    return lines


def _score(meeting: Meeting, address: str) -> Waiting:
    return Waiting(
        text=_("Chấm điểm buổi %(when)s") % {"when": _when(meeting)},
        note=meeting.unit.short_name,
        url=reverse(address, args=[meeting.pk]),
        tone="todo",
        state=_("chưa chấm"),
    )


def _in_charge(actor: Actor, now: datetime) -> list[Waiting]:
    """The meeting of a branch in my charge that is on or was just held, to be noted with one tap."""
    units = actor.units_as(CHARGE)
    if not units:
        return []
    found = calendar_of(actor.ward_id, actor.person_id, units, now=now)
    lines = [line for line in found.coming if line.tone != "missing"][: len(units)]
    return [
        Waiting(
            text=_("Dự sinh hoạt: %(when)s") % {"when": _when(line.meeting)},
            note=line.meeting.unit.short_name,
            url=reverse("oversight:calendar"),
            tone=line.tone,
            state=_("đã dự") if line.visit else _("hôm nay") if line.may_attend else _("sắp tới"),
        )
        for line in lines
    ]


def _briefed(actor: Actor) -> list[Waiting]:
    """The last briefing that this person was summoned to; the office has its own list."""
    if actor.is_ward_staff:
        return []
    last = briefings_heard_by(actor).only("month").first()
    if last is None:
        return []
    return [
        Waiting(
            text=str(last),
            note=_("Kết luận, việc được giao, số liệu đã báo cáo"),
            url=reverse("reports:briefing_read", args=[last.pk]),
            tone="",
            state="",
        )
    ]


def _petitions(actor: Actor, today: date) -> list[Waiting]:
    """Petitions that wait for this person: for the office the answers, for officers what they think of them."""
    if not (actor.is_ward_staff or actor.units_as(*OFFICERS)):
        return []
    counts = waiting_counts(petitions_visible_to(actor), today)
    count = counts.waiting if actor.is_ward_staff else counts.to_judge
    if not count:
        return []
    words = (
        ngettext("%(count)s kiến nghị chờ trả lời", "%(count)s kiến nghị chờ trả lời", count)
        if actor.is_ward_staff
        else ngettext("%(count)s kiến nghị đã có trả lời", "%(count)s kiến nghị đã có trả lời", count)
    )
    late = actor.is_ward_staff and counts.late
    return [
        Waiting(
            text=words % {"count": count},
            note="" if actor.is_ward_staff else _("Chi bộ ghi đồng tình, hoặc kiến nghị lại"),
            url=reverse("oversight:petitions") + ("" if actor.is_ward_staff else "?loc=da-tra-loi"),
            tone="late" if late else "todo",
            state=_("%(count)s quá hạn") % {"count": counts.late} if late else _("cần làm"),
        )
    ]


def _invitation(invitation: Invitation) -> Waiting:
    answered = invitation.reply != "none"
    return Waiting(
        text=_("Giấy mời: %(when)s") % {"when": _when(invitation.meeting)},
        note=invitation.meeting.place,
        url=reverse("meetings:invitation", args=[invitation.meeting_id]),
        tone="done" if answered else "todo",
        state=invitation.get_reply_display() if answered else _("chưa trả lời"),
    )


def _meeting(meeting: Meeting, actor: Actor) -> Waiting:
    signs = actor.person_id in {meeting.chair_id, meeting.minute_taker_id}
    place, words = {
        MeetingState.PLANNED: ("meetings:prepare", _("cần chuẩn bị")),
        MeetingState.PREPARED: ("meetings:prepare", _("cần gửi giấy mời")),
        MeetingState.CONVENED: ("meetings:desk", _("sẵn sàng")),
        MeetingState.IN_SESSION: ("meetings:desk", _("đang họp")),
        MeetingState.CLOSED: ("meetings:sign", _("chờ ký biên bản")),
        MeetingState.SIGNED: ("meetings:sign", _("chờ gửi lên phường")),
    }[MeetingState(meeting.state)]
    if meeting.state == MeetingState.CONVENED and not signs and not actor.holds(*OFFICERS, unit=meeting.unit_id):
        place = "meetings:show"
    others = waits_for_others(meeting, actor.person_id)
    if others:
        words = _("chờ đ/c %(names)s ký") % {"names": ", ".join(others)}
    tone = "doing" if meeting.state in {MeetingState.CONVENED, MeetingState.IN_SESSION} else "todo"
    return Waiting(
        text=f"{meeting.get_kind_display()} · {_when(meeting)}",
        note=meeting.unit.short_name,
        url=reverse(place, args=[meeting.pk]),
        tone=tone,
        state=words,
    )


def _groups(actor: Actor, now: datetime) -> list[Waiting]:
    """The parts of meetings that this leader's party groups hold."""
    groups = actor.units_as(*GROUP_OFFICERS)
    parts = groups_to_run(actor.ward_id, groups, now=now) if groups else []
    return [
        Waiting(
            text=_("Sinh hoạt tổ · %(when)s") % {"when": _when(part)},
            note=part.unit.name,
            url=reverse("meetings:desk", args=[part.pk]),
            tone="doing",
            state=_("đang họp") if part.state == MeetingState.IN_SESSION else _("sẵn sàng"),
        )
        for part in parts
    ]


def _ratings(actor: Actor, officer_in: set[UUID]) -> list[Waiting]:
    """The running yearly rating: the own file to fill, the branches whose files still wait."""
    work = work_of(actor.ward_id, actor.person_id, officer_in)
    if work is None:
        return []
    title = _("Xếp loại năm %(year)s") % {"year": work.year}
    lines = []
    if work.own:
        address = reverse("recognition:rating_file", args=[work.own.pk])
        lines.append(Waiting(_("Tự xếp loại năm %(year)s") % {"year": work.year}, "", address, "todo", _("chưa xong")))
    for unit in work.branches:
        address = reverse("recognition:rating_branch", args=[work.year, unit.pk])
        lines.append(Waiting(title, unit.short_name, address, "doing", _("đang dở")))
    return lines


def _own_tasks(actor: Actor, today: date) -> list[TaskLine]:
    """What this person is to do and may still report on: who left a branch left its tasks there."""
    found = tasks_of(actor.person_id, actor.ward_id, today)
    return [line for line, rights in with_rights(found, actor) if rights.report]


def _task(line) -> Waiting:  # type: ignore[no-untyped-def]
    late = line.tone == "late"
    return Waiting(
        text=line.task.description,
        note=_("Hạn %(day)s") % {"day": line.task.due_on.strftime("%d/%m/%Y")},
        url=reverse("decisions:report", args=[line.task.pk]),
        tone="late" if late else "todo",
        state=_("quá hạn") if late else _("chưa xong"),
    )


def _theme(topic: PlannedTopic, today: date) -> Waiting:
    late = topic.draft_due is not None and topic.draft_due < today
    note = _("Hạn bản thảo %(day)s") % {"day": topic.draft_due.strftime("%d/%m/%Y")} if topic.draft_due else ""
    return Waiting(
        text=_("Viết chuyên đề: %(title)s") % {"title": topic.title},
        note=note,
        url=reverse("planning:topic", args=[topic.pk]),
        tone="late" if late else "todo",
        state=_("quá hạn") if late else _("chưa xong"),
    )


def _reading(reader: Reader, today: date) -> Waiting:
    standing = standing_of(reader.dissemination, today)
    directive = reader.dissemination.directive
    return Waiting(
        text=_("Đọc: %(label)s") % {"label": directive.label},
        note=directive.subject,
        url=reverse("directives:read", args=[directive.pk]),
        tone=standing.tone,
        state=standing.words,
    )


def _to_pass_on(actor: Actor, officer_in: set[UUID], today: date) -> list[Waiting]:
    """Documents that branches of this officer have to pass on within the month, or should have by now."""
    if not officer_in:
        return []
    found = unfinished(actor.ward_id, officer_in, today + PASS_ON_AHEAD)
    lines = []
    for each in found:
        standing = standing_of(each, today)
        owed = [asked for asked in asked_of(each, today) if asked.document is None]
        worst = next((asked.standing for asked in owed if asked.standing.tone == "late"), standing)
        if each.is_complete and owed:
            worst = owed[0].standing
        lines.append(
            Waiting(
                text=_("Quán triệt: %(label)s") % {"label": each.directive.label},
                note=_("%(reached)s/%(expected)s đồng chí") % {"reached": each.reached, "expected": each.expected}
                + "".join(f" · {asked.what}: {asked.standing.words}" for asked in owed),
                url=reverse("directives:coverage", args=[each.directive_id, each.unit_id]),
                tone=worst.tone,
                state=worst.words,
            )
        )
    return lines


def _late_quarters(actor: Actor, officer_in: set[UUID], today: date) -> list[Waiting]:
    """Branches of this officer whose quarter has passed its middle without a day for a theme."""
    if not officer_in:
        return []
    units = [unit for unit in branches(actor.ward_id, today) if unit.pk in officer_in]
    return [
        Waiting(
            text=_("Định ngày sinh hoạt chuyên đề quý này"),
            note=unit.short_name,
            url=reverse("planning:plan", args=[today.year, unit.pk]),
            tone="late",
            state=_("quá giữa quý"),
        )
        for unit in units_without_a_date(actor.ward_id, units, today)
    ]


def _when(meeting: Meeting) -> str:
    local = timezone.localtime(meeting.starts_at)
    return f"{long_date(local.date())}, {local:%H:%M}"
