"""Themes of the generated ward: each year's orientation, the branches' plans, the ward's word on them."""

from datetime import date, timedelta
from random import Random
from typing import Any

from nennep.cli.generate import evening
from nennep.cli.generate.people import content
from nennep.cli.generate.ward import Branch, GeneratedWard
from nennep.core.periods import Period
from nennep.organisation.actors import actor_of
from nennep.planning import actions
from nennep.planning.models import PlannedTopic, Shortcoming, TopicOrientation
from nennep.planning.periods import QUARTERS, quarter_span
from nennep.reports.actions import rebuild
from nennep.reports.pages import told_shortcomings
from nennep.reports.records import Records

RETURNED_FIRST = {3, 9}
"""Positions of branches whose first plan the ward returned."""
WITHOUT_A_DATE = {5, 11}
"""Positions of branches that forgot to fix the day of their theme in the running quarter."""


def plan_themes(made: GeneratedWard, year: int, *, until: date) -> None:
    """The ward suggests, the branches plan, the ward approves: all in January, before the month's meetings."""
    random = Random(f"{made.ward.code}-themes-{year}")
    begin = date(year, 1, 1) if year > 2022 else date(2021, 12, 20)
    told = _tell(made, year - 1, begin) if year > 2022 else {}
    suggestions = [_suggest(made, year, row, told, begin) for row in content("themes")[str(year)]]
    actions.issue_orientation(made.ward.pk, year=year, by=made.office, at=evening(begin, 10))
    for position, branch in enumerate(made.branches, start=1):
        _plan(made, branch, year, suggestions, random, begin, late=position in RETURNED_FIRST)
        if year == until.year:
            _fix_days(made, branch, year, until, random, forgets=position in WITHOUT_A_DATE)


def topic_of(branch: Branch, year: int, quarter: int) -> PlannedTopic | None:
    """The theme that a branch planned for a quarter."""
    topics = PlannedTopic.objects.filter(
        plan__unit=branch.unit, plan__year=year, quarter=quarter, removed_at__isnull=True, held_on__isnull=True
    )
    return topics.order_by("pk").first()


def _tell(made: GeneratedWard, year: int, begin: date) -> dict[str, Shortcoming]:
    rebuild(made.ward.pk)
    records = Records(made.ward, Period.year(year), on=begin)
    told = told_shortcomings(records)
    at = evening(begin, 8)
    return {
        each["source"]: actions.tell_shortcoming(made.ward.pk, year=year, by=made.office, at=at, **each)
        for each in told
    }


def _suggest(
    made: GeneratedWard, year: int, row: dict[str, Any], told: dict[str, Shortcoming], begin: date
) -> tuple[int, TopicOrientation]:
    shortcoming = told.get(row.get("source", ""))
    suggestion = actions.suggest_topic(
        made.ward.pk,
        year=year,
        title=row["title"],
        basis=row["basis"],
        grounds=shortcoming.text if shortcoming else row.get("grounds", row["title"]),
        branch_kinds=row.get("kinds", ()),
        shortcoming=shortcoming,
        by=made.office,
        at=evening(begin, 9),
    )
    return row["quarter"], suggestion


def _plan(
    made: GeneratedWard,
    branch: Branch,
    year: int,
    suggestions: list[tuple[int, TopicOrientation]],
    random: Random,
    begin: date,
    *,
    late: bool,
) -> None:
    assert branch.secretary is not None
    at = evening(begin + timedelta(days=2), 20)
    by = actor_of(branch.secretary, on=at.date())
    for quarter in QUARTERS:
        suits = [each for number, each in suggestions if number == quarter and each.suits(branch.kind)]
        topic = actions.add_topic(branch.unit, year=year, quarter=quarter, suggestion=suits[0], by=by, at=at)
        author = random.choice([branch.secretary, *branch.people[:8]])
        actions.change_topic(
            topic,
            title=topic.title,
            author=author,
            draft_due=quarter_span(year, quarter)[1] - timedelta(days=40),
            meets_on=None,
            seen=topic.revision,
            by=by,
            at=at,
        )
    plan = actions.plan_of(branch.unit, year)
    actions.submit_plan(plan, by=by, at=at)
    if late:
        remark = "Đề nghị bổ sung người viết có kinh nghiệm cùng tham gia chuyên đề quý III."
        actions.return_plan(plan, remark=remark, by=made.office, at=at + timedelta(hours=14))
        actions.submit_plan(plan, by=by, at=at + timedelta(hours=24))
    actions.approve_plan(plan, by=made.office, at=at + timedelta(hours=40))


def _fix_days(made: GeneratedWard, branch: Branch, year: int, until: date, random: Random, *, forgets: bool) -> None:
    """The day of the running quarter's theme; two branches have not thought of it yet."""
    quarter = (until.month - 1) // 3 + 1
    topic = topic_of(branch, year, quarter)
    if topic is None or forgets or branch.secretary is None:
        return
    at = evening(date(year, 1, 20), 20)
    actions.change_topic(
        topic,
        title=topic.title,
        author=topic.author,
        draft_due=date(year, 3 * quarter, 1) + timedelta(days=random.randint(0, 4)),
        meets_on=date(year, 3 * quarter, random.randint(16, 26)),
        reason="Ghi ngày sinh hoạt chuyên đề.",
        seen=topic.revision,
        by=actor_of(branch.secretary, on=at.date()),
        at=at,
    )
