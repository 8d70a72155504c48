"""How far a ward is set up: every step's state is read from what is there, nothing is remembered beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.accounts.queries import accounts_of_ward
from nennep.core import written
from nennep.core.components import TaskListItem, Tone
from nennep.core.models import AuditEvent
from nennep.core.periods import Month
from nennep.meetings.models import Meeting
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Post, Unit, UnitKind, Ward, holding_on
from nennep.planning.queries import meeting_days
from nennep.quality.models import Rubric

RULES_SEEN = "rulebook.rules.accepted"


# The list -----------------------------------------------------------------------------------------


def may_set_up(actor: Actor) -> bool:
    """The ward office takes its ward in."""
    return actor.holds("office")


@dataclass(frozen=True)
class Counts:
    """What is there of each thing, in a handful of queries."""

    officers: int
    branches: int
    members: int
    led: int
    with_day: int
    accounts: int
    meetings: int
    rules_seen: bool
    rubrics: int
    """Adopted and holding today."""
    drafts: int


def counts_of(ward_id: UUID, on: date) -> Counts:
    today = holding_on(on)
    branches = Unit.objects.filter(today, ward=ward_id, kind=UnitKind.BRANCH)
    posts = Post.objects.filter(today, ward=ward_id).aggregate(
        officers=Count("person", filter=Q(position="office"), distinct=True),
        led=Count("unit", filter=Q(position="secretary", unit__kind=UnitKind.BRANCH), distinct=True),
    )
    return Counts(
        officers=posts["officers"],
        branches=branches.count(),
        members=Person.objects.filter(ward=ward_id, memberships__ended_on__isnull=True, memberships__isnull=False)
        .distinct()
        .count(),
        led=posts["led"],
        with_day=len(meeting_days(ward_id, on)),
        accounts=accounts_of_ward(ward_id),
        meetings=Meeting.objects.filter(ward=ward_id, parent__isnull=True).count(),
        rules_seen=AuditEvent.objects.filter(ward_id=ward_id, object_id=ward_id, name=RULES_SEEN).exists(),
        **Rubric.objects.filter(ward=ward_id).aggregate(
            rubrics=Count("pk", filter=today & Q(adopted_at__isnull=False)),
            drafts=Count("pk", filter=Q(adopted_at__isnull=True)),
        ),
    )


def is_set_up(ward_id: UUID) -> bool:
    """Whether the ward has planned anything yet: until then the office starts from the list."""
    return Meeting.objects.filter(ward=ward_id).exists()


def task_list(ward: Ward, on: date) -> list[TaskListItem]:
    """The steps in their order, each with how far it is."""
    counts = counts_of(ward.pk, on)
    return [step(ward, counts, on) for step in STEPS]


def _item(label: str, url: str, done: bool, begun: bool, note: str) -> TaskListItem:
    tone: Tone = "done" if done else "doing" if begun else "todo"
    state = _("xong") if done else _("đang dở") if begun else _("chưa")
    return TaskListItem(label, url, tone, state, note)


def _of(part: int, whole: int) -> str:
    return _("%(part)s/%(whole)s chi bộ") % {"part": part, "whole": whole}


def _office(ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    done = counts.officers > 1 and bool(ward.office_phone)
    note = _("Hai cán bộ Văn phòng thì mất mật khẩu còn có người cấp lại.") if counts.officers < 2 else ""
    note = note or ("" if ward.office_phone else _("Chưa ghi điện thoại Văn phòng."))
    return _item(_("Văn phòng Đảng ủy"), reverse("site:setup_office"), done, True, note)


def _branches(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    words = ngettext("%(count)s chi bộ", "%(count)s chi bộ", counts.branches) % {"count": counts.branches}
    note = words if counts.branches else _("Dán từ bảng tính, mỗi dòng một chi bộ.")
    return _item(_("Các chi bộ"), reverse("organisation:import_units"), counts.branches > 0, False, note)


def _members(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    words = ngettext("%(count)s đảng viên", "%(count)s đảng viên", counts.members) % {"count": counts.members}
    note = words if counts.members else _("Nhập tệp Excel đang dùng, hệ thống tự nhận cột.")
    return _item(_("Đảng viên"), reverse("organisation:imports"), counts.members > 0, False, note)


def _heads(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    done = 0 < counts.branches <= counts.led
    note = _of(counts.led, counts.branches) if counts.branches else _("Sau khi có chi bộ và đảng viên.")
    return _item(_("Bí thư, phó bí thư chi bộ"), reverse("site:setup_heads"), done, counts.led > 0, note)


def _rules(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    note = "" if counts.rules_seen else _("Thời lượng, tỷ lệ, thời hạn lấy từ quy định nào.")
    return _item(_("Bộ quy định áp dụng"), reverse("site:setup_rules"), counts.rules_seen, False, note)


def _rubric(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    label, begun = _("Bộ tiêu chí chấm điểm"), counts.drafts > 0
    url = reverse("quality:rubrics" if begun or counts.rubrics else "quality:rubric_enter")
    note = _("Chọn một bộ có sẵn hoặc nhập tệp của phường, rồi áp dụng từ một ngày.")
    if begun:
        note = _("Bản thảo chưa áp dụng. Mở ra, xem lại, rồi áp dụng từ một ngày.")
    return _item(label, url, counts.rubrics > 0, begun, "" if counts.rubrics else note)


def _days(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    done = 0 < counts.branches <= counts.with_day
    note = _of(counts.with_day, counts.branches) if counts.branches else _("Sau khi có chi bộ.")
    return _item(_("Ngày sinh hoạt của từng chi bộ"), reverse("site:setup_days"), done, counts.with_day > 0, note)


def _cards(_ward: Ward, counts: Counts, _on: date) -> TaskListItem:
    done = counts.led > 0 and counts.accounts >= counts.led + counts.officers
    note = ngettext("%(count)s tài khoản", "%(count)s tài khoản", counts.accounts) % {"count": counts.accounts}
    return _item(_("Thẻ đăng nhập lần đầu"), reverse("accounts:cards"), done, counts.accounts > counts.officers, note)


def _plan(_ward: Ward, counts: Counts, on: date) -> TaskListItem:
    month = Month.of(on).next
    url = f"{reverse('meetings:plan')}?thang={month}"
    label = _("Lịch sinh hoạt tháng %(month)s") % {"month": written.month(month)}
    note = _("Lập một lần từ ngày sinh hoạt, rồi dời buổi trùng lễ, Tết.")
    if counts.meetings:
        note = ngettext("%(count)s buổi", "%(count)s buổi", counts.meetings) % {"count": counts.meetings}
    return _item(label, url, counts.meetings > 0, False, note)


STEPS: tuple[Callable[[Ward, Counts, date], TaskListItem], ...] = (
    _office,
    _branches,
    _members,
    _heads,
    _rules,
    _rubric,
    _days,
    _cards,
    _plan,
)
