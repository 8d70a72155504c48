"""The first draft of a resolution (dự thảo nghị quyết): filled from the records, for people to correct."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nennep.core import written
from nennep.decisions.models import Task, TaskState
from nennep.decisions.queries import resolution_of, task_tone
from nennep.meetings.models import Meeting, MeetingKind
from nennep.meetings.record import last_tasks

TEXTS = ("subject", "review", "direction", "implementation")


def kept(meeting: Meeting, today: date) -> dict[str, Any]:
    """What the form of the draft starts from: the draft as it is, or the first one, and the revision seen."""
    resolution = resolution_of(meeting.pk, meeting.ward_id)
    return {**texts(meeting, today), "seen": resolution.revision if resolution else 0}


def texts(meeting: Meeting, today: date) -> dict[str, str]:
    """The four texts as they are kept; where nobody wrote yet, those of the first draft."""
    resolution = resolution_of(meeting.pk, meeting.ward_id)
    return {name: getattr(resolution, name) for name in TEXTS} if resolution else first_draft(meeting, today)


def first_draft(meeting: Meeting, today: date) -> dict[str, str]:
    """Subject, a review of last month's tasks as they stand today, and who carries it out."""
    return {
        "subject": _subject(meeting),
        "review": "\n".join(_review(meeting, today)),
        "direction": "",
        "implementation": _(
            "Chi ủy, các đồng chí đảng viên trong chi bộ tổ chức thực hiện nghị quyết này và báo cáo kết quả "
            "tại buổi sinh hoạt tháng sau."
        ),
    }


def _subject(meeting: Meeting) -> str:
    if meeting.kind == MeetingKind.THEMATIC:
        return _("Chuyên đề: %(topic)s") % {"topic": meeting.topic}
    return _("Lãnh đạo thực hiện nhiệm vụ tháng %(month)s") % {"month": written.month(meeting.month)}


def _review(meeting: Meeting, today: date) -> list[str]:
    tasks = last_tasks(meeting)
    if not tasks:
        return []
    done = sum(task.state == TaskState.DONE for task in tasks)
    first = _("Các việc giao từ buổi trước: hoàn thành %(share)s.") % {"share": written.share(done, len(tasks))}
    return [first, *(_line(task, today) for task in tasks)]


def _line(task: Task, today: date) -> str:
    words = {
        "what": task.description.rstrip(". "),
        "who": task.assignee.full_name,
        "due": written.short_date(task.due_on),
        "result": task.result.rstrip(". "),
        "state": task.get_state_display().lower(),
    }
    if task.state == TaskState.DONE and task.result:
        return _("%(what)s (đ/c %(who)s): %(result)s.") % words
    if task_tone(task, today) == "late":
        return _("%(what)s (đ/c %(who)s): quá hạn %(due)s, %(state)s.") % words
    return _("%(what)s (đ/c %(who)s): %(state)s, hạn %(due)s.") % words
