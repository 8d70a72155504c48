"""The pages of themes: a branch's four quarters, the ward's view over all branches, what happened to a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core import written
from nennep.core.components import GridCell, GridRow, TimelineEvent, Tone, YearGrid
from nennep.core.models import AuditEvent
from nennep.organisation.models import BranchKind, Unit
from nennep.planning.models import Basis, PlannedTopic, PlanState, ThematicPlan, TopicOrientation
from nennep.planning.periods import QUARTERS, ROMAN, quarter_of
from nennep.planning.queries import (
    QuarterState,
    orientation_of,
    plan_if_any,
    plans_of,
    state_of_quarter,
    topics_of,
)

PLAN_TONES: dict[str, Tone] = {
    PlanState.DRAFT: "doing",
    PlanState.SUBMITTED: "waiting",
    PlanState.RETURNED: "late",
    PlanState.APPROVED: "done",
}
QUARTER_TONES: dict[QuarterState, Tone] = {
    QuarterState.HELD: "done",
    QuarterState.DATED: "doing",
    QuarterState.PLANNED: "todo",
    QuarterState.LATE: "late",
    QuarterState.MISSING: "missing",
    QuarterState.EMPTY: "plain",
}
QUARTER_WORDS = {
    QuarterState.HELD: gettext_lazy("đã sinh hoạt"),
    QuarterState.DATED: gettext_lazy("đã có ngày"),
    QuarterState.PLANNED: gettext_lazy("chưa có ngày"),
    QuarterState.LATE: gettext_lazy("quá giữa quý chưa có ngày"),
    QuarterState.MISSING: gettext_lazy("không sinh hoạt"),
    QuarterState.EMPTY: gettext_lazy("chưa chọn"),
}


@dataclass(frozen=True)
class TopicCard:
    """One theme in its quarter."""

    topic: PlannedTopic
    note: str
    tone: Tone
    state: str


@dataclass(frozen=True)
class QuarterCard:
    """One quarter of a plan."""

    number: int
    name: str
    topics: list[TopicCard]
    tone: Tone
    state: str


@dataclass(frozen=True)
class PlanBoard:
    """A branch's plan for a year: four quarters, and the ward's suggestions not taken up yet."""

    unit: Unit
    year: int
    plan: ThematicPlan | None
    quarters: list[QuarterCard]
    suggestions: list[TopicOrientation]
    tone: Tone
    state: str

    @property
    def is_empty(self) -> bool:
        return not any(card.topics for card in self.quarters)

    @property
    def asks_reason(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.APPROVED

    @property
    def may_change_now(self) -> bool:
        return self.plan is None or self.plan.state != PlanState.SUBMITTED

    @property
    def may_submit(self) -> bool:
        return self.plan is not None and self.plan.state in {PlanState.DRAFT, PlanState.RETURNED}


def plan_board(unit: Unit, year: int, *, today: date) -> PlanBoard:
    """The board of four quarters (S12): three queries for any number of themes."""
    plan = plan_if_any(unit, year)
    topics = topics_of(plan) if plan else []
    chosen = {topic.suggestion_id for topic in topics}
    state = PlanState(plan.state) if plan else PlanState.DRAFT
    return PlanBoard(
        unit=unit,
        year=year,
        plan=plan,
        quarters=[_quarter(year, number, topics, today) for number in QUARTERS],
        suggestions=[
            each
            for each in orientation_of(unit.ward_id, year, issued_only=True)
            if each.suits(unit.branch_kind) and each.pk not in chosen
        ],
        tone=PLAN_TONES[state],
        state=str(state.label) if plan else _("Chưa lập"),
    )


def _quarter(year: int, number: int, topics: list[PlannedTopic], today: date) -> QuarterCard:
    state = state_of_quarter(year, number, topics, today)
    return QuarterCard(
        number=number,
        name=quarter_name(number),
        topics=[_topic(topic, today) for topic in topics if topic.quarter == number],
        tone=QUARTER_TONES[state],
        state=str(QUARTER_WORDS[state]),
    )


def _topic(topic: PlannedTopic, today: date) -> TopicCard:
    parts = []
    if topic.author:
        parts.append(_("đ/c %(name)s viết") % {"name": topic.author.full_name})
    if topic.draft_due and not topic.draft_id:
        parts.append(_("bản thảo trước %(day)s") % {"day": written.short_date(topic.draft_due)})
    if topic.draft_id and not topic.final_id:
        parts.append(_("đã có bản thảo"))
    if topic.final_id:
        parts.append(_("đã có bản hoàn chỉnh"))
    tone, state = topic_state(topic, today)
    return TopicCard(topic, " · ".join(parts), tone, state)


def topic_state(topic: PlannedTopic, today: date) -> tuple[Tone, str]:
    """Held on a day, planned for a day, waiting for its draft, or without a day."""
    if topic.held_on:
        return "done", _("đã sinh hoạt %(day)s") % {"day": written.short_date(topic.held_on)}
    if topic.draft_due and not topic.draft_id and topic.draft_due < today:
        return "late", _("quá hạn bản thảo")
    if topic.meets_on:
        return "doing", _("họp %(day)s") % {"day": written.short_date(topic.meets_on)}
    return "todo", _("chưa có ngày")


def quarter_name(number: int) -> str:
    return _("Quý %(number)s") % {"number": ROMAN[number]}


# The ward's view ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class WardThemes:
    """All branches of the ward in a year: their plans, their quarters."""

    grid: YearGrid
    waiting: list[tuple[Unit, ThematicPlan]]
    late: list[Unit]
    approved: int
    branches: int


def ward_themes(ward_id: UUID, units: Sequence[Unit], year: int, *, today: date) -> WardThemes:
    """The year's plans of some branches: two queries for any number of them."""
    plans = plans_of(ward_id, year)
    rows, late = [], []
    for unit in units:
        plan, topics = plans.get(unit.pk, (None, []))
        url = reverse("planning:plan", args=[year, unit.pk])
        cells = [_plan_cell(unit, plan, url)]
        for number in QUARTERS:
            state = state_of_quarter(year, number, topics, today)
            cells.append(_quarter_cell(unit, number, state, topics, url))
            if state == QuarterState.LATE and (year, number) == quarter_of(today):
                late.append(unit)
        rows.append(GridRow(unit.short_name, url, cells))
    columns = [_("Kế hoạch"), *(quarter_name(number) for number in QUARTERS)]
    caption = _("Kế hoạch sinh hoạt chuyên đề năm %(year)s") % {"year": year}
    found = [(unit, plans[unit.pk][0]) for unit in units if unit.pk in plans]
    return WardThemes(
        grid=YearGrid(caption, columns, rows, corner=_("Chi bộ")),
        waiting=[(unit, plan) for unit, plan in found if plan.state == PlanState.SUBMITTED],
        late=late,
        approved=sum(plan.state == PlanState.APPROVED for _unit, plan in found),
        branches=len(units),
    )


def _plan_cell(unit: Unit, plan: ThematicPlan | None, url: str) -> GridCell:
    if plan is None:
        return GridCell("", "plain", url, _("%(unit)s: chưa lập kế hoạch") % {"unit": unit.name})
    words = f"{unit.name}: {plan.get_state_display()}"
    if plan.changed_at:
        words += _(", đã đổi sau khi duyệt")
    return GridCell("", PLAN_TONES[plan.state], url, words)


def _quarter_cell(unit: Unit, number: int, state: QuarterState, topics: list[PlannedTopic], url: str) -> GridCell:
    titles = "; ".join(topic.title for topic in topics if topic.quarter == number)
    words = f"{unit.name}, {quarter_name(number)}: {QUARTER_WORDS[state]}"
    return GridCell("", QUARTER_TONES[state], url, f"{words}. {titles}" if titles else words)


# What happened ------------------------------------------------------------------------------------

EVENT_WORDS = {
    "planning.topic.added": gettext_lazy("Thêm chuyên đề “%(label)s”"),
    "planning.topic.changed": gettext_lazy("Sửa chuyên đề “%(label)s”"),
    "planning.topic.moved": gettext_lazy("Chuyển chuyên đề “%(label)s” sang quý khác"),
    "planning.topic.removed": gettext_lazy("Bỏ chuyên đề “%(label)s”"),
    "planning.topic.drafted": gettext_lazy("Nộp bản thảo “%(label)s”"),
    "planning.topic.remarked": gettext_lazy("Góp ý bản thảo “%(label)s”"),
    "planning.topic.finished": gettext_lazy("Nộp bản hoàn chỉnh “%(label)s”"),
    "planning.topic.held": gettext_lazy("Đã sinh hoạt chuyên đề “%(label)s”"),
}
STEP_WORDS = {
    PlanState.SUBMITTED: gettext_lazy("Gửi phường duyệt"),
    PlanState.APPROVED: gettext_lazy("Phường duyệt kế hoạch"),
    PlanState.RETURNED: gettext_lazy("Phường trả lại kế hoạch"),
}


def timeline_of(events: Sequence[AuditEvent]) -> list[TimelineEvent]:
    """What happened to a plan, in sentences."""
    return [TimelineEvent(at=each.at, who=each.by_name, text=_sentence(each)) for each in events]


def _sentence(event: AuditEvent) -> str:
    after: Any = event.after or {}
    if event.name == "planning.plan.stepped":
        words = str(STEP_WORDS[PlanState(after["state"])])
        return f"{words}: {after['remark']}" if after["remark"] and after["state"] != PlanState.SUBMITTED else words
    words = str(EVENT_WORDS[event.name]) % {"label": event.object_label}
    reason = after.get("reason") if isinstance(after, dict) else ""
    return _("%(words)s (lý do: %(reason)s)") % {"words": words, "reason": reason} if reason else words


# Orientation --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SuggestionLine:
    """One suggestion with the kinds of branch it is for."""

    suggestion: TopicOrientation
    kinds: str
    is_issued: bool


def suggestions_by_basis(suggestions: Sequence[TopicOrientation]) -> list[tuple[str, list[SuggestionLine]]]:
    """The three sources of the ward's orientation, each with its suggestions."""
    return [
        (str(basis.label), [_suggestion(each) for each in suggestions if each.basis == basis])
        for basis in Basis
        if any(each.basis == basis for each in suggestions)
    ]


def _suggestion(suggestion: TopicOrientation) -> SuggestionLine:
    return SuggestionLine(suggestion, kinds_in_words(suggestion.branch_kinds), suggestion.issued_at is not None)


def kinds_in_words(kinds: Sequence[str]) -> str:
    if not kinds:
        return _("mọi loại hình chi bộ")
    return ", ".join(str(BranchKind(kind).label) for kind in kinds)
