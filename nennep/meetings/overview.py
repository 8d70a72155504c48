"""A meeting at a glance: what is prepared, what is due when, the one next step, what happened so far."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nennep.core import written
from nennep.core.audit import TAKEN_OUT
from nennep.core.components import Fact, TaskListItem, TimelineEvent, Tone
from nennep.core.models import AuditEvent
from nennep.decisions.models import Resolution
from nennep.decisions.queries import resolution_of
from nennep.meetings.access import MeetingRights
from nennep.meetings.deadlines import invite_due, papers_due, record_due
from nennep.meetings.models import AgendaItem, Attendance, Meeting, MeetingState, Paper
from nennep.meetings.queries import history, rules_of
from nennep.meetings.steps import BEFORE_THE_MEETING, FROZEN, HAS_A_RECORD

S = MeetingState


@dataclass(frozen=True)
class NextStep:
    """The one main button of a meeting's page; a step that needs nothing typed is posted at once."""

    text: str
    url: str
    post: bool = False


def next_step(meeting: Meeting, may: MeetingRights, *, invited: bool) -> NextStep | None:
    """What this reader is to do next with a meeting, by its state and their rights."""

    def to(name: str) -> str:
        return reverse(f"meetings:{name}", args=[meeting.pk])

    if meeting.state == S.PLANNED and may.prepare:
        return NextStep(_("Tiếp tục chuẩn bị"), to("prepare"))
    if meeting.state == S.PREPARED and may.prepare:
        return NextStep(_("Gửi giấy mời"), to("invite"))
    if meeting.state in {S.CONVENED, S.IN_SESSION} and may.run:
        return NextStep(_("Vào bàn điều hành"), to("desk"))
    if meeting.state == S.CONVENED and invited:
        return NextStep(_("Trả lời giấy mời"), to("invitation"))
    if meeting.parent_id:
        return None
    if meeting.state == S.CLOSED and may.sign:
        return NextStep(_("Ký biên bản"), to("sign"))
    if meeting.state == S.SIGNED and may.report:
        return NextStep(_("Gửi lên phường"), to("report"), post=True)
    if meeting.state in FROZEN or (meeting.state == S.CLOSED and may.watch):
        return NextStep(_("Xem biên bản"), to("minutes"))
    return None


def checklist(
    meeting: Meeting,
    *,
    items: list[AgendaItem],
    papers: list[Paper],
    resolution: Resolution | None,
    on: date,
    may: MeetingRights,
) -> list[TaskListItem]:
    """How far the preparation is: day, agenda, chair, papers, draft, invitations (S4, "before")."""
    link = may.prepare and meeting.state in BEFORE_THE_MEETING
    invited = meeting.convened_at is not None

    def item(label: str, tone: Tone, state: str, address: str, note: str = "") -> TaskListItem:
        url = reverse(f"meetings:{address}", args=[meeting.pk]) if link and address else ""
        return TaskListItem(label, url, tone, state, note)

    minutes = sum(each.minutes_planned for each in items)
    paper_day, invite_day = papers_due(meeting.starts_at), invite_due(meeting.starts_at)
    return [
        item(_("Ngày, giờ, nơi họp"), "done", _("đã có"), "reschedule", when_and_where(meeting)),
        item(
            _("Chương trình"),
            "done" if items else "todo",
            ngettext("%(count)s mục", "%(count)s mục", len(items)) % {"count": len(items)},
            "agenda",
            _("Dự kiến %(minutes)s phút; quy định ít nhất %(least)s phút")
            % {"minutes": minutes, "least": rules_of(meeting).meeting.minimum_minutes},
        ),
        item(_("Chủ trì, thư ký"), *_officers(meeting), "appoint", _officer_names(meeting)),
        item(
            _("Tài liệu"),
            "done" if papers else _late_or_todo(paper_day, on),
            ngettext("%(count)s tài liệu", "%(count)s tài liệu", len(papers)) % {"count": len(papers)}
            if papers
            else _("chưa có"),
            "papers",
            _("Gửi trước ngày %(day)s") % {"day": written.short_date(paper_day)} if not papers else "",
        ),
        item(
            _("Dự thảo nghị quyết"),
            "done" if resolution else "todo",
            resolution.symbol or _("đã soạn") if resolution else _("chưa soạn"),
            "draft",
        ),
        item(
            _("Giấy mời"),
            "done" if invited else _late_or_todo(invite_day, on),
            _("đã gửi %(moment)s") % {"moment": written.moment(meeting.convened_at)}
            if meeting.convened_at
            else _("chưa gửi"),
            "replies" if invited else "invite",
            _("Gửi trước ngày %(day)s") % {"day": written.short_date(invite_day)} if not invited else "",
        ),
    ]


def prepared_words(meeting: Meeting) -> str:
    """What is said once a meeting is prepared: done, and what may still be added."""
    missing = []
    if meeting.minute_taker_id is None:
        missing.append(_("thư ký"))
    if meeting.papers_ahead_at is None:
        missing.append(_("tài liệu"))
    if resolution_of(meeting.pk, meeting.ward_id) is None:
        missing.append(_("dự thảo nghị quyết"))
    if not missing:
        return _("Đã ghi chuẩn bị xong.")
    return _("Đã ghi chuẩn bị xong; còn thiếu %(what)s.") % {"what": ", ".join(missing)}


def facts(meeting: Meeting, may: MeetingRights) -> list[Fact]:
    """The short facts of a meeting, as far as they are known."""
    rows = [
        Fact(_("Thời gian"), f"{written.clock(meeting.starts_at)}, {written.long_date(meeting.starts_at)}"),
        Fact(_("Nơi họp"), meeting.place),
        Fact(_("Hình thức"), meeting.get_mode_display()),
        Fact(_("Chủ trì"), meeting.chair.full_name if meeting.chair else _("chưa chọn")),
        Fact(_("Thư ký"), meeting.minute_taker.full_name if meeting.minute_taker else _("chưa chọn")),
    ]
    if meeting.topic:
        rows.insert(0, Fact(_("Chuyên đề"), meeting.topic))
    if meeting.state in HAS_A_RECORD:
        rows.append(
            Fact(
                _("Có mặt"),
                written.share(meeting.present_count, meeting.expected_count),
                reverse("meetings:roll", args=[meeting.pk]) if may.watch else "",
            )
        )
        rows.append(Fact(_("Kết thúc"), written.moment(meeting.closed_at) if meeting.closed_at else ""))
    if meeting.state in {S.CLOSED, S.SIGNED} and meeting.parent_id is None:
        rows.append(
            Fact(_("Hạn báo cáo lên phường"), written.long_date(record_due(meeting.starts_at, meeting.closed_at)))
        )
    if meeting.reported_at:
        rows.append(Fact(_("Đã báo cáo"), written.moment(meeting.reported_at)))
    if meeting.state == S.CANCELLED:
        rows.append(Fact(_("Lý do không họp"), meeting.cancel_reason))
    return rows


def when_and_where(meeting: Meeting) -> str:
    """One line for lists and messages: "Thứ Ba, 03/02/2026, 19:30 – Nhà văn hóa số 2"."""
    return f"{written.long_date(meeting.starts_at)}, {written.clock(meeting.starts_at)} – {meeting.place}"


def words_to_send(meeting: Meeting) -> str:
    """What may be sent outside the log-in: no Party body, no topic, no person (security.md)."""
    day = f"{timezone.localtime(meeting.starts_at):%d/%m}"
    return _("Mời đồng chí xem lịch %(day)s, %(time)s.") % {
        "day": day,
        "time": written.clock(meeting.starts_at),
    }


def calendar_entry(meeting: Meeting, *, at: datetime) -> str:
    """The meeting for a reader's own calendar (RFC 5545): a time and nothing else, since calendars travel."""
    minutes = rules_of(meeting).meeting.minimum_minutes
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Nen Nep//vi",
        "BEGIN:VEVENT",
        f"UID:{meeting.pk}",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(meeting.starts_at)}",
        f"DURATION:PT{minutes}M",
        "SUMMARY:" + _("Lịch %(time)s") % {"time": written.clock(meeting.starts_at)},
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*lines, ""])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


# What happened ------------------------------------------------------------------------------------

SENTENCES = {
    "meetings.meeting.planned": gettext_lazy("đưa buổi sinh hoạt vào lịch"),
    "meetings.meeting.rescheduled": gettext_lazy("đổi ngày, giờ hoặc nơi họp"),
    "meetings.meeting.split": gettext_lazy("chuyển sang sinh hoạt theo tổ đảng"),
    "meetings.meeting.appointed": gettext_lazy("phân công chủ trì, thư ký"),
    "meetings.meeting.convened": gettext_lazy("gửi giấy mời"),
    "meetings.fees.noted": gettext_lazy("ghi tình hình nộp đảng phí"),
    "meetings.minutes.passed": gettext_lazy("ghi biên bản đã được thông qua"),
    "meetings.roll.marked": gettext_lazy("điểm danh nhiều đồng chí một lần"),
}
STEP_SENTENCES = {
    S.PREPARED: gettext_lazy("ghi đã chuẩn bị xong"),
    S.PLANNED: gettext_lazy("mở lại phần chuẩn bị"),
    S.IN_SESSION: gettext_lazy("bắt đầu buổi sinh hoạt"),
    S.CLOSED: gettext_lazy("kết thúc buổi sinh hoạt"),
    S.SIGNED: gettext_lazy("ký biên bản; biên bản đủ hai chữ ký"),
    S.REPORTED: gettext_lazy("gửi lên phường"),
    S.CANCELLED: gettext_lazy("ghi không họp"),
}


def timeline(meeting: Meeting) -> list[TimelineEvent]:
    """Who did what with this meeting, in sentences, newest first."""
    return [
        TimelineEvent(timezone.localtime(event.at), event.by_name, sentence)
        for event in history(meeting)
        if (sentence := _sentence(event))
    ]


def _sentence(event: AuditEvent) -> str:
    if event.name == "meetings.meeting.stepped":
        return str(STEP_SENTENCES.get(str(event.after), ""))  # type: ignore[call-overload]
    return str(SENTENCES.get(event.name, ""))


@dataclass(frozen=True)
class Change:
    """Who last changed something, and when."""

    who: str
    at: datetime


def last_change(thing: Any) -> Change:
    """The last change to one row, by the log; lines of a roll are also marked many at a time, under their meeting."""
    own = Q(object_id=thing.pk)
    if isinstance(thing, Attendance):
        own |= Q(object_id=thing.root_id, name__in=["meetings.roll.marked", "meetings.meeting.stepped"])
    event = (
        AuditEvent.objects.filter(own, ward_id=thing.ward_id)
        .exclude(name=TAKEN_OUT)
        .order_by("-sequence")
        .values_list("by_name", "at")
        .first()
    )
    assert event is not None, "every row is written with an entry in the log"
    return Change(*event)


def mark_before(line: Attendance) -> dict[str, str]:
    """Status and reason that stood on a line of the roll before it was last marked by hand, by the log."""
    event = AuditEvent.objects.filter(
        ward_id=line.ward_id, object_id=line.pk, name="meetings.attendance.marked"
    ).order_by("-sequence")
    return event.values_list("before", flat=True).first() or {}


def roll_change(meeting: Meeting) -> str:
    """How the list of the day differs from the one of the invitation, in a sentence; nothing where it does not."""
    event = AuditEvent.objects.filter(
        ward_id=meeting.ward_id, object_id=meeting.root_id, name="meetings.roll.renewed"
    ).order_by("-sequence")
    after = event.values_list("after", flat=True).first()
    if not after:
        return ""
    parts = [
        words % {"names": ", ".join(after[key])}
        for key, words in (
            ("added", _("thêm %(names)s")),
            ("removed", _("bớt %(names)s")),
            ("other", _("đổi diện hoặc tổ: %(names)s")),
        )
        if after[key]
    ]
    return _("Danh sách ngày họp khác ngày mời: %(changes)s.") % {"changes": "; ".join(parts)}


def touched_since(thing: Any, *, event: str, seen: int) -> set[str]:
    """Which boxes of one row were changed after the revision `seen`: each change is one entry in the log."""
    events = AuditEvent.objects.filter(ward_id=thing.ward_id, object_id=thing.pk, name=event)
    later = events.order_by("-sequence").values_list("before", "after")[: max(thing.revision - seen, 0)]
    return {name for before, after in later for name in _different(before or {}, after or {})}


def _different(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in after if after[name] != before.get(name)}


def _officers(meeting: Meeting) -> tuple[Tone, str]:
    named = (meeting.chair_id is not None) + (meeting.minute_taker_id is not None)
    tones: tuple[Tone, ...] = ("todo", "doing", "done")
    return tones[named], f"{named}/2"


def _officer_names(meeting: Meeting) -> str:
    names = [person.full_name for person in (meeting.chair, meeting.minute_taker) if person]
    return ", ".join(names)


def _late_or_todo(day: date, on: date) -> Tone:
    return "late" if on > day else "todo"
