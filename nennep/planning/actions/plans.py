"""A branch's thematic plan: four quarters, who writes what by when, the ward's word, and what came of it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.models import Upload
from nennep.core.once import made_before, once_more
from nennep.core.refusals import Changed, Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Unit
from nennep.planning.models import PlannedTopic, PlanState, ThematicPlan, TopicOrientation
from nennep.planning.periods import QUARTERS, ROMAN, quarter_of, quarter_span
from nennep.rulebook.queries import rules_on


class TitleMissing(Refused):
    field = "title"
    message = _("Nhập tên chuyên đề.")


class DateOutsideQuarter(Refused):
    field = "meets_on"
    message = _(
        "Ngày %(day)s không thuộc quý %(quarter)s/%(year)s. Nhập ngày trong quý, hoặc chuyển chuyên đề sang quý khác."
    )


class DraftAfterMeeting(Refused):
    field = "draft_due"
    message = _("Hạn nộp bản thảo phải trước ngày sinh hoạt %(day)s.")


class ReasonForChangeMissing(Refused):
    field = "reason"
    message = _("Kế hoạch đã được phường duyệt. Ghi lý do thay đổi.")


class QuarterEmpty(Refused):
    message = _("%(quarters)s chưa đủ chuyên đề. Mỗi quý cần ít nhất %(least)s chuyên đề, rồi gửi phường duyệt.")


class AuthorMissing(Refused):
    message = _("Chuyên đề “%(title)s” chưa có người viết. Chọn người viết, rồi gửi phường duyệt.")


class WaitingForWard(Refused):
    message = _("Kế hoạch đang chờ phường duyệt. Phường duyệt hoặc trả lại rồi mới sửa được.")


class NotSubmitted(Refused):
    message = _("Kế hoạch đang ở bước “%(state)s”, chưa duyệt được. Tải lại trang để xem bước hiện tại.")


class RemarkMissing(Refused):
    field = "remark"
    message = _("Ghi nhận xét để chi bộ biết cần sửa gì.")


class TopicHeld(Refused):
    message = _("Chuyên đề đã sinh hoạt ngày %(day)s, không đổi được nữa.")


class NoDraftYet(Refused):
    field = "remarks"
    message = _("Chưa có bản thảo để góp ý.")


@transaction.atomic
def plan_of(unit: Unit, year: int) -> ThematicPlan:
    """The plan of a branch for a year, begun where there is none yet."""
    plan, _is_new = ThematicPlan.objects.get_or_create(ward_id=unit.ward_id, unit=unit, year=year)
    return plan


@once_more
@transaction.atomic
def add_topic(
    unit: Unit,
    *,
    year: int,
    quarter: int,
    title: str = "",
    suggestion: TopicOrientation | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> PlannedTopic:
    """Place a theme in a quarter: one the ward suggested, or the branch's own. The same id twice makes one."""
    title = title.strip() or (suggestion.title if suggestion else "")
    whose = {"plan__unit": unit, "plan__year": year}
    existing = made_before(PlannedTopic, id, quarter=quarter, title=title, suggestion=suggestion, **whose)
    if existing:
        return existing
    if not title:
        raise TitleMissing
    plan = _open_plan(plan_of(unit, year), reason=reason, at=at)
    topic = PlannedTopic.objects.create(
        id=id or uuid7(), ward_id=unit.ward_id, plan=plan, quarter=quarter, title=title, suggestion=suggestion
    )
    _note("planning.topic.added", topic, by=by, at=at, after=_told(topic), reason=reason)
    return topic


@transaction.atomic
def change_topic(
    topic: PlannedTopic,
    *,
    title: str,
    author: Person | None,
    draft_due: date | None,
    meets_on: date | None,
    reason: str = "",
    seen: int,
    by: Actor,
    at: datetime,
) -> PlannedTopic:
    """Say who writes a theme, by when, and on which day the branch takes it up.

    After the ward's approval every change gives a reason; a day where there was none is no change of the plan.
    Refuses a day outside the quarter, and a draft due on the day itself or after it.
    """
    topic = _locked(topic)
    if not title.strip():
        raise TitleMissing
    before = _told(topic)
    after = {
        **before,
        "title": title,
        "author": author and author.full_name,
        "draft_due": draft_due,
        "meets_on": meets_on,
    }
    if before == after:
        return topic
    if topic.revision != seen:
        raise Changed(topic)
    if meets_on and quarter_of(meets_on) != (topic.plan.year, topic.quarter):
        raise DateOutsideQuarter(day=meets_on.strftime("%d/%m/%Y"), quarter=topic.quarter, year=topic.plan.year)
    if meets_on and draft_due and draft_due >= meets_on:
        raise DraftAfterMeeting(day=meets_on.strftime("%d/%m/%Y"))
    only_dated = topic.meets_on is None and {**before, "meets_on": meets_on} == after
    _open_plan(topic.plan, reason=reason, at=at, is_change=not only_dated)
    topic.title, topic.author, topic.draft_due, topic.meets_on = title, author, draft_due, meets_on
    _save(topic)
    _note("planning.topic.changed", topic, by=by, at=at, before=before, after=after, reason=reason)
    return topic


@transaction.atomic
def move_topic(
    topic: PlannedTopic, *, quarter: int, reason: str = "", seen: int, by: Actor, at: datetime
) -> PlannedTopic:
    """Move a theme to another quarter; a day that no longer fits is cleared."""
    topic = _locked(topic)
    if topic.quarter == quarter:
        return topic
    if topic.revision != seen:
        raise Changed(topic)
    _open_plan(topic.plan, reason=reason, at=at)
    before, topic.quarter = topic.quarter, quarter
    first, last = quarter_span(topic.plan.year, quarter)
    if topic.meets_on and not first <= topic.meets_on <= last:
        topic.meets_on = topic.draft_due = None
    _save(topic)
    _note("planning.topic.moved", topic, by=by, at=at, before=before, after=quarter, reason=reason)
    return topic


@transaction.atomic
def remove_topic(topic: PlannedTopic, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Take a theme out of the plan; one that was held stays."""
    topic = _locked(topic)
    if topic.removed_at is None:
        _open_plan(topic.plan, reason=reason, at=at)
        topic.removed_at = at
        _save(topic)
        _note("planning.topic.removed", topic, by=by, at=at, before=_told(topic), reason=reason)


@transaction.atomic
def submit_plan(plan: ThematicPlan, *, by: Actor, at: datetime) -> ThematicPlan:
    """Send the plan to the ward (gửi phường duyệt): every quarter has its themes, every theme its author."""
    plan = _locked_plan(plan)
    if plan.state == PlanState.SUBMITTED:
        return plan
    if plan.state == PlanState.APPROVED:
        raise NotSubmitted(state=plan.get_state_display())
    topics = list(plan.topics.filter(removed_at__isnull=True).order_by("quarter", "pk"))
    least = rules_on(date(plan.year, 1, 1)).meeting.thematic_per_quarter
    short = [number for number in QUARTERS if sum(each.quarter == number for each in topics) < least]
    if short:
        raise QuarterEmpty(
            quarters=", ".join(str(_("Quý %(number)s") % {"number": ROMAN[n]}) for n in short), least=least
        )
    without = next((each for each in topics if each.author_id is None and each.held_on is None), None)
    if without:
        raise AuthorMissing(title=without.title)
    return _step(plan, PlanState.SUBMITTED, by=by, at=at)


@transaction.atomic
def approve_plan(plan: ThematicPlan, *, remark: str = "", by: Actor, at: datetime) -> ThematicPlan:
    """The ward approves a plan (phê duyệt kế hoạch)."""
    return _decide(plan, PlanState.APPROVED, remark, by=by, at=at)


@transaction.atomic
def return_plan(plan: ThematicPlan, *, remark: str, by: Actor, at: datetime) -> ThematicPlan:
    """The ward returns a plan with what to mend."""
    if not remark.strip():
        raise RemarkMissing
    return _decide(plan, PlanState.RETURNED, remark, by=by, at=at)


@transaction.atomic
def hand_in_draft(topic: PlannedTopic, *, file: Upload, by: Actor, at: datetime) -> PlannedTopic:
    """The author hands in a draft; a newer one takes the place of the older."""
    topic = _locked(topic)
    topic.draft, topic.drafted_at = file, at
    _save(topic)
    _note("planning.topic.drafted", topic, by=by, at=at, after=file.name)
    return topic


@transaction.atomic
def remark_on_draft(topic: PlannedTopic, *, remarks: str, by: Actor, at: datetime) -> PlannedTopic:
    """The branch committee says what the author should mend (góp ý bản thảo)."""
    topic = _locked(topic)
    if topic.draft_id is None:
        raise NoDraftYet
    before, topic.remarks = topic.remarks, remarks
    _save(topic)
    _note("planning.topic.remarked", topic, by=by, at=at, before=before, after=remarks)
    return topic


@transaction.atomic
def hand_in_final(topic: PlannedTopic, *, file: Upload, by: Actor, at: datetime) -> PlannedTopic:
    """The final text, before the meeting or completed after it."""
    topic = PlannedTopic.objects.select_for_update(of=("self",)).select_related("plan").get(pk=topic.pk)
    topic.final, topic.finished_at = file, at
    _save(topic)
    _note("planning.topic.finished", topic, by=by, at=at, after=file.name)
    return topic


@transaction.atomic
def record_held(
    topic: PlannedTopic, *, held_on: date, conclusion: str, address: str, by: Actor, at: datetime
) -> PlannedTopic:
    """A meeting that took up this theme was closed: when, what was concluded, where its minutes are read."""
    topic = PlannedTopic.objects.select_for_update(of=("self",)).select_related("plan").get(pk=topic.pk)
    topic.held_on, topic.conclusion, topic.record_address = held_on, conclusion, address
    topic.meets_on = topic.meets_on or held_on
    _save(topic)
    _note("planning.topic.held", topic, by=by, at=at, after={"held_on": held_on, "conclusion": conclusion})
    return topic


def _locked(topic: PlannedTopic) -> PlannedTopic:
    topic = (
        PlannedTopic.objects.select_for_update(of=("self",))
        .select_related("plan", "plan__unit", "author")
        .get(pk=topic.pk)
    )
    if topic.held_on:
        raise TopicHeld(day=topic.held_on.strftime("%d/%m/%Y"))
    return topic


def _locked_plan(plan: ThematicPlan) -> ThematicPlan:
    return ThematicPlan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)


def _open_plan(plan: ThematicPlan, *, reason: str, at: datetime, is_change: bool = True) -> ThematicPlan:
    """The plan, if it may be changed now; an approved one asks for a reason and remembers that it changed."""
    plan = _locked_plan(plan)
    if plan.state == PlanState.SUBMITTED:
        raise WaitingForWard
    if plan.state == PlanState.APPROVED and is_change:
        if not reason.strip():
            raise ReasonForChangeMissing
        plan.changed_at = at
        plan.save(update_fields=["changed_at"])
    return plan


def _decide(plan: ThematicPlan, state: PlanState, remark: str, *, by: Actor, at: datetime) -> ThematicPlan:
    plan = _locked_plan(plan)
    if plan.state == state:
        return plan
    if plan.state != PlanState.SUBMITTED:
        raise NotSubmitted(state=plan.get_state_display())
    plan.remark = remark
    return _step(plan, state, by=by, at=at)


def _step(plan: ThematicPlan, state: PlanState, *, by: Actor, at: datetime) -> ThematicPlan:
    before, plan.state = plan.state, state
    if state == PlanState.SUBMITTED:
        plan.submitted_at = at
    else:
        plan.decided_at = at
    plan.revision += 1
    plan.save()
    audit.record(
        "planning.plan.stepped",
        plan,
        by=by,
        at=at,
        unit_id=plan.unit_id,
        before=before,
        after={"state": state, "remark": plan.remark},
    )
    return plan


def _save(topic: PlannedTopic) -> None:
    topic.revision += 1
    topic.save()


def _told(topic: PlannedTopic) -> dict[str, object]:
    return {
        "title": topic.title,
        "quarter": topic.quarter,
        "author": topic.author and topic.author.full_name,
        "draft_due": topic.draft_due,
        "meets_on": topic.meets_on,
    }


def _note(
    name: str,
    topic: PlannedTopic,
    *,
    by: Actor,
    at: datetime,
    before: object = None,
    after: object = None,
    reason: str = "",
) -> None:
    after = {"what": after, "reason": reason} if reason else after
    audit.record(name, topic, by=by, at=at, unit_id=topic.plan.unit_id, before=before, after=after)
