"""Design rule 1, proven: no change of people or units, whatever comes after whatever, alters a day before it.

Random sequences of decisions on a small ward. The ordinary run tries some; NENNEP_SEQUENCES=5000 tries that many.
"""

import os
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nennep.core.refusals import Refused
from nennep.organisation import actions
from nennep.organisation.actions import Dates, NewUnit
from nennep.organisation.headcount import is_expected
from nennep.organisation.models import MemberChange, Person, Unit, UnitChange, UnitKind, holding_on
from nennep.organisation.queries import branch_list, branches, members_by_branch, party_groups
from nennep.rulebook.queries import rules_on
from tests import make

SEQUENCES = int(os.environ.get("NENNEP_SEQUENCES", "80"))
FIRST, MIDDLE, LAST = date(2022, 1, 1), date(2022, 12, 31), date(2023, 12, 31)
PAPER = make.paper(date(2021, 12, 1))
OLD = Dates(date(2000, 1, 1), official_on=date(2001, 1, 1))
seen: Counter[str] = Counter()


class Town:
    """A ward of three branches, one with party groups, and people outside it; built once, rolled back each time."""

    def __init__(self) -> None:
        self.ward = make.ward()
        self.units = [make.branch(self.ward, members=4, groups=2), *(make.branch(self.ward) for _each in range(2))]
        self.young = [make.member(unit, probationary=True) for unit in self.units]
        self.empty = make.branch(self.ward, members=0)
        self.outside = [make.person(self.ward) for _each in range(2)]
        self.people = [*Person.objects.filter(ward=self.ward, placements__isnull=False).distinct().order_by("pk")]
        for kind, someone in zip(("exempt", "suspended", "away"), self.people[:3], strict=True):
            make.standing(someone, kind)  # so that the ways back are tried as often as the ways there
        self.people += self.outside
        self.by = {"by": make.office(self.ward), "at": make.at(date(2022, 1, 2))}

    def person(self, number: int) -> Person:
        return self.people[number % len(self.people)]

    def excepted(self, kind: str, number: int, on: date) -> Person:
        """Somebody exempt, suspended or away on that day, so that the way back is tried too; else anybody."""
        found = Person.objects.filter(holding_on(on, "standings__"), standings__kind=kind, ward=self.ward)
        return found.order_by("pk").first() or self.person(number)

    def unit(self, number: int, on: date | None = None) -> Unit:
        units = list(Unit.objects.filter(ward=self.ward, kind=UnitKind.BRANCH).order_by("pk"))
        if on and number % 5:  # mostly one that stands on that day
            units = [unit for unit in units if unit.holds_on(on)] or units
        return units[number % len(units)]

    def lists(self, days: list[date]) -> dict[date, object]:
        """Who is listed, expected, called what and counted where, on some days: what reports and rolls stand on."""
        return {day: self.list_of(day) for day in days}

    def list_of(self, day: date) -> object:
        rules = rules_on(day)
        lists = []
        for unit in branches(self.ward.pk, day):
            members = [(each.person.pk, each.grade, each.listed_as, each.group_id) for each in branch_list(unit, day)]
            expected = sum(is_expected(listed_as, came=False, rules=rules) for _p, _g, listed_as, _u in members)
            groups = [(group.pk, group.name) for group in party_groups(unit, day)]
            lists.append((unit.pk, unit.name, members, expected, groups))
        counted = {unit: sorted(people) for unit, people in members_by_branch(self.ward.pk, day).items()}
        return lists, counted


def _of_unit(unit: Unit, day: date) -> list[Person]:
    return [each.person for each in branch_list(unit, day)]


class NothingYet(Refused):
    message = "Chưa có việc nào để rút lại."


def _withdraw(town: Town, a: int, b: int, on: date) -> MemberChange | UnitChange:
    kind, action = (
        (MemberChange, actions.withdraw_member_change) if b % 2 else (UnitChange, actions.withdraw_unit_change)
    )
    changes = list(kind.objects.filter(ward=town.ward).order_by("-recorded_at", "-pk"))
    if not changes:
        raise NothingYet
    return action(changes[a % min(len(changes), 3)], on=on, **town.by)


def _split(town: Town, a: int, b: int, on: date) -> None:
    unit = town.unit(a, on)
    people = _of_unit(unit, on)[: 1 + b % 3]
    new = NewUnit(f"Chi bộ tách {a}-{b}-{on:%m%d}", "T")
    actions.split_unit(unit, new=new, people=people, on=on, decision=PAPER, **town.by)


def _merge(town: Town, a: int, b: int, on: date) -> None:
    units = [town.unit(a, on), town.unit(b, on)]
    if b % 2:
        actions.merge_units(units[:1], into=units[1], on=on, decision=PAPER, **town.by)
    else:
        new = NewUnit(f"Chi bộ hợp nhất {a}-{b}-{on:%m%d}", "H")
        actions.merge_units(units, new=new, on=on, decision=PAPER, **town.by)


def _group(town: Town, a: int, b: int, on: date) -> None:
    groups = list(Unit.objects.filter(ward=town.ward, kind=UnitKind.PARTY_GROUP).order_by("pk"))
    group = groups[a % len(groups)]
    people = _of_unit(group.parent, on)
    if people:
        actions.put_in_group([people[b % len(people)]], group, on=on, **town.by)


def _rename(town: Town, a: int, b: int, on: date) -> None:
    actions.rename_unit(
        town.unit(a, on), name=f"Chi bộ tên {b}-{on:%m%d}", short_name="Tên", on=on, decision=PAPER, **town.by
    )


def _divide(town: Town, a: int, b: int, on: date) -> None:
    names = [f"Tổ {b}-{on:%m%d}-{place}" for place in range(2)]
    actions.divide_into_groups(town.unit(a, on), groups=names, on=on, decision=PAPER, **town.by)


def _stay(town: Town, a: int, b: int, on: date) -> None:
    until = on + timedelta(days=92 + b * 20)
    unit = town.unit(b, on) if b % 3 else None
    actions.stay_elsewhere(
        town.person(a), on=on, until=until, unit=unit, elsewhere="Đảng bộ khác", decision=PAPER, **town.by
    )


def _come(town: Town, a: int, b: int, on: date) -> None:
    actions.transfer_in(
        town.outside[a % 2], town.unit(b, on), on=on, elsewhere="Đảng bộ khác", dates=OLD, decision=PAPER, **town.by
    )


def _exempt(town: Town, a: int, b: int, on: date) -> None:
    until = on + timedelta(days=30 * b) if b % 2 else None
    actions.exempt_member(town.person(a), on=on, until=until, reason="age", decision=PAPER, **town.by)


def _visit(town: Town, a: int, b: int, on: date) -> None:
    until = on + timedelta(days=100 + b)
    actions.stay_here(
        town.outside[a % 2], town.unit(b, on), on=on, until=until, elsewhere="Nơi khác", dates=OLD, decision=PAPER,
        **town.by,
    )  # fmt: skip


STEPS = {
    "move": lambda t, a, b, on: actions.move_member(t.person(a), t.unit(b, on), on=on, decision=PAPER, **t.by),
    "out": lambda t, a, b, on: actions.transfer_out(t.person(a), on=on, elsewhere="X", decision=PAPER, **t.by),
    "in": _come,
    "admit": lambda t, a, b, on: actions.admit_to_party(t.outside[a % 2], t.unit(b, on), on=on, decision=PAPER, **t.by),
    "recognise": lambda t, a, b, on: actions.recognise_member(t.young[a % 3], on=on, decision=PAPER, **t.by),
    "stay away": _stay,
    "stay here": _visit,
    "end stay": lambda t, a, b, on: actions.end_stay(t.excepted("away", a, on), on=on, **t.by),
    "exempt": _exempt,
    "return": lambda t, a, b, on: actions.return_member(t.excepted("exempt", a, on), on=on, **t.by),
    "suspend": lambda t, a, b, on: actions.suspend_member(t.person(a), on=on, decision=PAPER, **t.by),
    "reinstate": lambda t, a, b, on: actions.reinstate_member(
        t.excepted("suspended", a, on), on=on, decision=PAPER, **t.by
    ),
    "strike off": lambda t, a, b, on: actions.strike_off(t.person(a), on=on, decision=PAPER, **t.by),
    "die": lambda t, a, b, on: actions.record_death(t.person(a), on=on, **t.by),
    "group": _group,
    "divide": _divide,
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "dissolve": lambda t, a, b, on: actions.dissolve_unit(
        t.empty if a % 2 else t.unit(b, on), on=on, decision=PAPER, **t.by
    ),
    "move out": lambda t, a, b, on: actions.move_unit_out(t.unit(a, on), ward="X", on=on, decision=PAPER, **t.by),
    "withdraw": _withdraw,
}
step = st.tuples(
    st.sampled_from([*STEPS, "move", "merge", "withdraw", "withdraw"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.dates(FIRST, LAST),
)


def _attempt(town: Town, name: str, a: int, b: int, on: date) -> date | None:
    """The day from which the step counts, or nothing if it was refused; what takes back counts from what it takes."""
    try:
        with transaction.atomic():
            made = STEPS[name](town, a, b, on)
    except Refused as refusal:
        assert refusal.sentence
        return None
    seen[name] += 1
    return made.effective_on if name == "withdraw" else on


@pytest.mark.django_db
def test_no_sequence_of_changes_alters_a_day_before_it():
    town = Town()
    as_built: dict[date, object] = {}

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate, Phase.shrink] if SEQUENCES <= 500 else [Phase.generate],
    )
    @given(st.lists(step, min_size=3, max_size=7), st.dates(FIRST, MIDDLE), st.integers(0, 1))
    def walk(steps, probe, just_before):
        day = steps[-1][3] - timedelta(days=1) if just_before else probe
        point = transaction.savepoint()
        try:
            if day not in as_built:
                as_built[day] = town.list_of(day)
            known, is_fresh = as_built[day], True
            for name, a, b, on in steps:
                if not is_fresh and (on <= day or name == "withdraw"):
                    # What follows may rightly change the day: first see that nothing before it did.
                    assert town.list_of(day) == known, f"a change after {day} reached back: {steps}"
                    is_fresh = True
                since = _attempt(town, name, a, b, on)
                if since and since <= day:
                    known = town.list_of(day)
                    _adds_up(known)
                else:
                    is_fresh = False
            assert town.list_of(day) == known, f"a change after {day} reached back: {steps}"
        finally:
            transaction.savepoint_rollback(point)

    walk()
    assert len(seen) > len(STEPS) / 2, f"hardly anything was tried: {seen}"
    if "NENNEP_SEQUENCES" in os.environ:
        print(f"{SEQUENCES} sequences, {sum(seen.values())} changes made: {dict(seen.most_common())}")
        assert set(seen) == set(STEPS), f"never tried: {set(STEPS) - set(seen)}"


def _adds_up(answer) -> None:
    """Nobody stands on two lists as one of their own, and the branches add up to the ward."""
    lists, counted = answer
    at_home = [
        person
        for _u, _n, members, _e, _g in lists
        for person, _grade, listed, _group in members
        if listed not in ("temporary", "suspended")  # suspended, one is called so also where one stays for a time
    ]
    assert len(at_home) == len(set(at_home)), "two official places on one day"
    everybody = [person for people in counted.values() for person in people]
    assert len(everybody) == len(set(everybody))


@pytest.mark.django_db
def test_whatever_was_done_last_can_be_taken_back_and_leaves_nothing_behind():
    town = Town()
    days = [date(2022, 5, 15), date(2023, 2, 15), LAST]

    @settings(
        max_examples=min(SEQUENCES, 1000) // 3, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.lists(step, max_size=3), step)
    def walk(earlier, last):
        point = transaction.savepoint()
        try:
            for each in earlier:
                _attempt(town, *each)
            before = town.lists(days)
            kinds = {
                kind: set(kind.objects.filter(ward=town.ward).values_list("pk", flat=True))
                for kind in (MemberChange, UnitChange)
            }
            if last[0] == "withdraw" or not _attempt(town, *last):
                return
            for kind, action in (
                (MemberChange, actions.withdraw_member_change),
                (UnitChange, actions.withdraw_unit_change),
            ):
                for change in kind.objects.filter(ward=town.ward).exclude(pk__in=kinds[kind]):
                    action(change, on=last[3], **town.by)
            assert town.lists(days) == before
        finally:
            transaction.savepoint_rollback(point)

    walk()


@pytest.mark.django_db
def test_the_guard_can_fail():
    """A change that reached back is seen: otherwise the walk above would prove nothing."""
    town = Town()
    day = date(2022, 6, 1)
    before = town.lists([day])
    place = town.units[1].placements.filter(kind="official").first()
    place.valid_to = date(2022, 5, 1)
    place.save()
    assert town.lists([day]) != before
