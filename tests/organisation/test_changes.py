"""Changes of people and units: each from a day on, by a paper, on the time line, and the days before untouched."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.organisation import actions
from nennep.organisation.actions import Dates, NewUnit
from nennep.organisation.models import MemberChange, Placement, Post, Standing, Unit, UnitChange
from nennep.organisation.queries import branch_list, branches, in_charge_of, members_by_branch, party_groups
from tests import make

pytestmark = pytest.mark.django_db
FIRST = date(2022, 4, 1)
BEFORE = date(2022, 3, 31)
PAPER = make.paper()
OLD = Dates(date(2000, 1, 1), official_on=date(2001, 1, 1))


@pytest.fixture
def ward():
    return make.ward()


@pytest.fixture
def unit(ward):
    return make.branch(ward, members=5)


@pytest.fixture
def other(ward):
    return make.branch(ward, members=4)


def by(unit):
    return {"by": make.office(unit.ward), "at": make.EVENING}


def names(unit, on):
    return sorted((each.person.pk, each.grade, each.listed_as) for each in branch_list(unit, on))


def everybody(unit, on):
    return {each.person.pk: (each.grade, each.listed_as) for each in branch_list(unit, on)}


# Members ------------------------------------------------------------------------------------------


def test_a_member_moves_on_a_day_and_the_day_before_is_as_it_was(unit, other):
    person = make.member(unit)
    before = names(unit, BEFORE), names(other, BEFORE)

    actions.move_member(person, other, on=FIRST, decision=PAPER, **by(unit))

    assert (names(unit, BEFORE), names(other, BEFORE)) == before
    assert person.pk not in everybody(unit, FIRST)
    assert everybody(other, FIRST)[person.pk] == ("official", "member")


def test_moving_ends_the_group_and_the_posts_of_the_old_branch(ward, other):
    unit = make.branch(ward, members=4, groups=2)
    leader = Post.objects.filter(unit__parent=unit, position="group_leader").first().person

    actions.move_member(leader, other, on=FIRST, decision=PAPER, **by(unit))

    assert not Post.objects.filter(person=leader, valid_to=None).exists()
    assert [place.unit for place in Placement.objects.filter(person=leader, valid_to=None)] == [other]


def test_a_change_sent_twice_is_recorded_once(unit, other):
    person, id = make.member(unit), make.uuid7()

    for _retry in range(2):
        actions.move_member(person, other, on=FIRST, decision=PAPER, id=id, **by(unit))

    assert MemberChange.objects.filter(person=person).count() == 1
    assert AuditEvent.objects.filter(name="organisation.member.moved").count() == 1


def test_admission_begins_probation_with_the_ceremony_and_recognition_comes_a_year_later(unit):
    person = make.person(unit.ward)
    actions.admit_to_party(person, unit, on=date(2022, 3, 20), decision=make.paper(date(2022, 3, 1)), **by(unit))

    with pytest.raises(actions.ProbationNotOver, match="20/03/2023"):
        actions.recognise_member(person, on=date(2023, 3, 19), decision=PAPER, **by(unit))
    actions.recognise_member(person, on=date(2023, 3, 20), decision=PAPER, **by(unit))

    grades = {day: everybody(unit, day).get(person.pk, ("–",))[0] for day in (date(2022, 3, 19), date(2022, 3, 20))}
    assert grades == {date(2022, 3, 19): "–", date(2022, 3, 20): "probationary"}
    assert everybody(unit, date(2023, 3, 19))[person.pk][0] == "probationary"
    assert everybody(unit, date(2023, 3, 20))[person.pk][0] == "official"


def test_who_left_and_came_back_keeps_both_stays_apart(unit, other):
    person = make.member(unit)
    out = {"elsewhere": "Đảng bộ phường khác", "decision": PAPER}
    actions.transfer_out(person, on=FIRST, **out, **by(unit))
    again = Dates(date(2022, 8, 1), official_on=None)
    actions.transfer_in(person, other, on=date(2022, 9, 1), dates=again, **out, **by(unit))

    assert everybody(unit, BEFORE)[person.pk][0] == "official"
    assert everybody(other, date(2022, 9, 1))[person.pk][0] == "probationary"
    assert person.pk not in everybody(unit, date(2022, 6, 1))


@pytest.mark.parametrize("leave", ["strike_off", "expel_member", "record_death"])
def test_leaving_ends_everything_a_member_holds(unit, leave):
    secretary = make.Person.objects.get(pk=make.actor("secretary", of=unit).person_id)
    paper = {} if leave == "record_death" else {"decision": PAPER}

    getattr(actions, leave)(secretary, on=FIRST, **paper, **by(unit))

    assert not Post.objects.filter(person=secretary, valid_to=None).exists()
    assert secretary.pk in everybody(unit, BEFORE) and secretary.pk not in everybody(unit, FIRST)
    assert secretary.pk not in members_by_branch(unit.ward_id, FIRST)[unit.pk]


def test_a_stay_of_less_than_three_months_is_an_excuse_not_a_transfer(unit, other):
    person = make.member(unit)
    with pytest.raises(actions.StayTooShort, match="3 tháng"):
        actions.stay_elsewhere(person, on=FIRST, until=date(2022, 6, 30), unit=other, decision=PAPER, **by(unit))

    actions.stay_elsewhere(person, on=FIRST, until=date(2022, 7, 1), unit=other, decision=PAPER, **by(unit))

    assert everybody(unit, FIRST)[person.pk][1] == "away"
    assert everybody(other, FIRST)[person.pk][1] == "temporary"
    assert everybody(unit, date(2022, 7, 1))[person.pk][1] == "member"
    assert person.pk not in everybody(other, date(2022, 7, 1))


def test_a_stay_that_ends_early(unit, other):
    person = make.member(unit)
    actions.stay_elsewhere(person, on=FIRST, until=date(2022, 12, 1), unit=other, decision=PAPER, **by(unit))

    actions.end_stay(person, on=date(2022, 6, 1), **by(unit))

    assert everybody(unit, date(2022, 5, 31))[person.pk][1] == "away"
    assert everybody(unit, date(2022, 6, 1))[person.pk][1] == "member"
    with pytest.raises(actions.NoStayThen):
        actions.end_stay(person, on=date(2022, 6, 1), **by(unit))


def test_exemption_for_other_reasons_than_age_needs_a_period(unit):
    person = make.member(unit)
    with pytest.raises(actions.ExemptionNeedsPeriod, match="thời hạn") as refused:
        actions.exempt_member(person, on=FIRST, reason="maternity", decision=PAPER, **by(unit))
    assert refused.value.field == "until"

    actions.exempt_member(person, on=FIRST, reason="age", decision=PAPER, **by(unit))
    assert everybody(unit, FIRST)[person.pk][1] == "exempt"
    with pytest.raises(actions.StandingOverlaps):
        actions.exempt_member(person, on=date(2022, 5, 1), reason="age", decision=PAPER, **by(unit))

    actions.return_member(person, on=date(2022, 6, 1), **by(unit))
    assert everybody(unit, date(2022, 5, 31))[person.pk][1] == "exempt"
    assert everybody(unit, date(2022, 6, 1))[person.pk][1] == "member"


def test_suspension_and_reinstatement(unit):
    person = make.member(unit)
    actions.suspend_member(person, on=FIRST, decision=PAPER, **by(unit))
    actions.reinstate_member(person, on=date(2022, 5, 1), decision=PAPER, **by(unit))

    listed = [everybody(unit, day)[person.pk][1] for day in (BEFORE, FIRST, date(2022, 5, 1))]
    assert listed == ["member", "suspended", "member"]


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (actions.Decision("", make.DAY), "number"),
        (actions.Decision("12", None), "dated_on"),
        (actions.Decision("12", date(2022, 3, 4)), "dated_on"),  # signed tomorrow
    ],
)
def test_a_change_without_a_signed_paper_is_refused_at_its_field(unit, other, decision, field):
    with pytest.raises(Refused) as refused:
        actions.move_member(make.member(unit), other, on=FIRST, decision=decision, **by(unit))
    assert refused.value.field == field and refused.value.sentence


def test_nobody_has_two_official_places(unit, other):
    person = make.member(unit)
    with pytest.raises(actions.PlacedElsewhere):
        actions.place_member(person, other, valid_from=FIRST, **by(unit))
    actions.move_member(person, other, on=FIRST, decision=PAPER, **by(unit))

    with pytest.raises(actions.PlacedLater, match="01/04/2022"):  # a move dated before one already recorded
        actions.move_member(person, other, on=date(2022, 2, 1), decision=PAPER, **by(unit))
    with pytest.raises(actions.SameBranch):
        actions.move_member(person, other, on=FIRST, decision=PAPER, **by(unit))


def test_nobody_is_placed_in_a_branch_that_is_not_there_then(ward, unit):
    late = actions.found_unit(ward.pk, name="Chi bộ mới", short_name="Mới", valid_from=date(2022, 6, 1), **by(unit))
    with pytest.raises(actions.UnitNotThere):
        actions.move_member(make.member(unit), late, on=FIRST, decision=PAPER, **by(unit))


# Taking back --------------------------------------------------------------------------------------


def test_a_move_taken_back_leaves_every_list_as_before_and_both_lines_on_the_register(unit, other):
    person = make.member(unit)
    days = [BEFORE, FIRST, date(2022, 8, 1)]
    before = [(names(unit, day), names(other, day)) for day in days]
    change = actions.move_member(person, other, on=FIRST, decision=PAPER, **by(unit))

    actions.withdraw_member_change(change, on=date(2022, 4, 10), **by(unit))

    assert [(names(unit, day), names(other, day)) for day in days] == before
    kinds = MemberChange.objects.filter(person=person).order_by("recorded_at", "pk").values_list("kind", flat=True)
    assert list(kinds) == ["moved", "withdrawn"]
    assert Placement.objects.filter(person=person, unit=other).exists(), "nothing is deleted"


def test_what_later_changes_stand_on_cannot_be_taken_back_first(unit, other):
    person = make.member(unit)
    moved = actions.move_member(person, other, on=FIRST, decision=PAPER, **by(unit))
    died = actions.record_death(person, on=date(2022, 5, 1), **by(unit))
    with pytest.raises(actions.BuiltUpon):
        actions.withdraw_member_change(moved, on=date(2022, 5, 2), **by(unit))

    actions.withdraw_member_change(died, on=date(2022, 5, 2), **by(unit))
    actions.withdraw_member_change(moved, on=date(2022, 5, 2), **by(unit))
    assert person.pk in everybody(unit, date(2022, 6, 1))
    with pytest.raises(actions.WithdrawnAlready):
        actions.withdraw_member_change(moved, on=date(2022, 5, 2), **by(unit))


# Units --------------------------------------------------------------------------------------------


def test_two_branches_merge_into_a_new_one(ward, unit, other):
    make.standing(make.member(unit), "exempt")
    stays = make.member(unit)
    actions.stay_elsewhere(stays, on=date(2022, 2, 1), until=date(2022, 12, 1), unit=other, decision=PAPER, **by(unit))
    before, then = {}, {}
    for each in (unit, other):
        before[each.pk] = names(each, BEFORE)
        then |= everybody(each, BEFORE) | {stays.pk: ("official", "member")}

    change = actions.merge_units(
        [unit, other], new=NewUnit("Chi bộ hợp nhất", "HN", "street_block"), on=FIRST, decision=PAPER, **by(unit)
    )

    new = change.parts.get(side="to").unit
    assert {each.pk: names(each, BEFORE) for each in (unit, other)} == before
    assert everybody(new, FIRST) == then, "who stayed in the other half is at home now"
    assert everybody(unit, FIRST) == everybody(other, FIRST) == {}
    assert [each.name for each in branches(ward.pk, FIRST)] == ["Chi bộ hợp nhất"]
    assert [each.pk for each in branches(ward.pk, BEFORE)] == [unit.pk, other.pk]
    assert not Post.objects.filter(unit__in=[unit, other], valid_to=None).exists()
    secretary = branch_list(new, FIRST)[0].person
    actions.appoint(secretary, "secretary", unit=new, valid_from=FIRST, **by(unit))  # the running term goes on


def test_a_branch_is_taken_into_another_and_that_is_taken_back(ward, unit, other):
    days = [BEFORE, FIRST, date(2023, 1, 1)]
    before = [(names(unit, day), names(other, day)) for day in days]
    change = actions.merge_units([unit], into=other, on=FIRST, decision=PAPER, **by(unit))
    assert len(branch_list(other, FIRST)) == 9

    actions.withdraw_unit_change(change, on=date(2022, 4, 5), **by(unit))

    assert [(names(unit, day), names(other, day)) for day in days] == before
    assert Post.objects.filter(unit=unit, position="secretary", valid_to=None).count() == 1
    assert UnitChange.objects.filter(ward=ward, kind="withdrawn").count() == 1


def test_merging_needs_two_and_never_the_same(unit, other):
    with pytest.raises(actions.MergedIntoItself):
        actions.merge_units([unit, other], into=unit, on=FIRST, decision=PAPER, **by(unit))
    with pytest.raises(actions.NothingToMerge):
        actions.merge_units([unit, unit], new=NewUnit("Mới", "M"), on=FIRST, decision=PAPER, **by(unit))
    with pytest.raises(actions.UnitNameMissing):
        actions.merge_units([unit, other], new=NewUnit(" ", ""), on=FIRST, decision=PAPER, **by(unit))


def test_a_branch_splits_and_its_lists_add_up(ward):
    unit = make.branch(ward, members=6, groups=2)
    people = [each.person for each in branch_list(unit, BEFORE)]
    change = actions.split_unit(
        unit, new=NewUnit("Chi bộ tách", "Tách"), people=people[:2], on=FIRST, decision=PAPER, **by(unit)
    )

    new = change.parts.exclude(unit=unit).get().unit
    assert {each.person for each in branch_list(new, FIRST)} == set(people[:2])
    assert {each.person for each in branch_list(unit, FIRST)} == set(people[2:])
    assert all(each.group_id is None for each in branch_list(new, FIRST))
    assert len(branch_list(unit, BEFORE)) == 6
    with pytest.raises(actions.EverybodySplitOff):
        actions.split_unit(
            new, new=NewUnit("Chi bộ khác", "K"), people=people[:2], on=date(2022, 5, 1), decision=PAPER, **by(unit)
        )


def test_a_branch_with_members_is_not_dissolved(unit):
    with pytest.raises(actions.MembersLeft, match="5 đảng viên"):
        actions.dissolve_unit(unit, on=FIRST, decision=PAPER, **by(unit))


def test_dissolving_an_empty_branch_ends_its_posts_and_it_stays_in_the_past(ward, unit, other):
    for each in branch_list(unit, BEFORE):
        actions.move_member(each.person, other, on=FIRST, decision=PAPER, **by(unit))
    actions.dissolve_unit(unit, on=FIRST, decision=PAPER, **by(unit))

    assert unit.pk in {each.pk for each in branches(ward.pk, BEFORE)}
    assert unit.pk not in {each.pk for each in branches(ward.pk, FIRST)}
    with pytest.raises(actions.NotThereThen):
        actions.rename_unit(unit, name="Khác", short_name="K", on=FIRST, decision=PAPER, **by(unit))


def test_a_renamed_branch_keeps_its_old_name_in_the_past(ward, unit):
    old = unit.name
    actions.rename_unit(unit, name="Chi bộ Tân Phong", short_name="TP", on=FIRST, decision=PAPER, **by(unit))
    actions.rename_unit(
        Unit.objects.get(pk=unit.pk), name="Chi bộ Tân Hòa", short_name="TH", on=date(2022, 6, 1), decision=PAPER,
        **by(unit),
    )  # fmt: skip

    called = [branches(ward.pk, day)[0].name for day in (BEFORE, FIRST, date(2022, 6, 1))]
    assert called == [old, "Chi bộ Tân Phong", "Chi bộ Tân Hòa"]
    with pytest.raises(actions.RenamedLater):
        actions.rename_unit(unit, name="Lùi", short_name="L", on=date(2022, 5, 1), decision=PAPER, **by(unit))


def test_a_new_name_does_not_move_a_branch_in_the_lists_of_the_past(unit, ward):
    """A split branch stands at the place of the one it came from: which of both is first was told by their names."""
    people = [each.person for each in branch_list(unit, FIRST)]
    actions.split_unit(unit, new=NewUnit("A", "A"), people=people[:2], on=FIRST, decision=PAPER, **by(unit))
    before = [each.pk for each in branches(ward.pk, FIRST)]
    actions.rename_unit(unit, name="0", short_name="0", on=date(2022, 5, 1), decision=PAPER, **by(unit))
    actions.rename_unit(
        Unit.objects.exclude(pk=unit.pk).get(ward=ward, name="A"), name="1", short_name="1", on=date(2022, 5, 1),
        decision=PAPER, **by(unit),
    )  # fmt: skip

    assert [each.pk for each in branches(ward.pk, FIRST)] == before
    assert before[0] == unit.pk


def test_a_branch_divides_into_groups_and_members_are_put_into_them(unit):
    change = actions.divide_into_groups(
        unit, groups=["Tổ đảng số 1", "Tổ đảng số 2"], on=FIRST, decision=PAPER, **by(unit)
    )
    one, two = party_groups(unit, FIRST)
    people = [each.person for each in branch_list(unit, FIRST)]

    actions.put_in_group(people[:3], one, on=FIRST, **by(unit))
    moved = actions.put_in_group(people[2:], two, on=date(2022, 5, 1), **by(unit))

    groups = {day: [each.group_id for each in branch_list(unit, day)] for day in (FIRST, date(2022, 5, 1))}
    assert groups[FIRST] == [one.pk] * 3 + [None] * 2
    assert groups[date(2022, 5, 1)] == [one.pk] * 2 + [two.pk] * 3
    for each in moved:
        actions.withdraw_member_change(each, on=date(2022, 5, 1), **by(unit))
    assert [each.group_id for each in branch_list(unit, date(2022, 5, 1))] == groups[FIRST]
    assert change.parts.filter(side="to").count() == 2


def test_a_branch_goes_to_another_ward_and_everything_of_it_closes(unit):
    actions.move_unit_out(unit, ward="Đảng bộ phường Đông Ngạc", on=FIRST, decision=PAPER, **by(unit))

    assert branches(unit.ward_id, FIRST) == []
    assert len(branch_list(unit, BEFORE)) == 5 and branch_list(unit, FIRST) == []
    assert members_by_branch(unit.ward_id, FIRST) == {}


# Posts and charges --------------------------------------------------------------------------------


def test_a_congress_ends_the_old_posts_and_begins_a_term(unit):
    people = [each.person for each in branch_list(unit, BEFORE)]
    held = Post.objects.get(unit=unit, position="secretary").person
    chosen = [person for person in people if person != held]

    actions.hold_congress(
        unit,
        name="2022–2027",
        on=FIRST,
        until=date(2027, 4, 1),
        secretary=chosen[0],
        deputies=[chosen[1]],
        decision=PAPER,
        **by(unit),
    )

    holds = [make.own(held, on=day).holds("secretary", unit=unit.pk) for day in (BEFORE, FIRST)]
    assert holds == [True, False]
    assert make.own(chosen[0], on=FIRST).holds("secretary", unit=unit.pk)


@pytest.mark.parametrize(
    ("elected", "refusal"),
    [
        ({"secretary": None}, actions.SecretaryMissing),
        ({"secretary": 0, "deputies": [0]}, actions.ElectedTwice),
        ({"secretary": 0, "members": [1]}, actions.TooFewForACommittee),
        ({"secretary": 5}, actions.NotAnOfficialMemberHere),
    ],
)
def test_what_a_congress_cannot_elect(unit, other, elected, refusal):
    people = [each.person for each in branch_list(unit, BEFORE)] + [make.member(other)]
    chosen = {
        key: [people[each] for each in value] if isinstance(value, list) else None if value is None else people[value]
        for key, value in elected.items()
    }
    with pytest.raises(refusal):
        actions.hold_congress(
            unit, name="2022–2027", on=FIRST, until=date(2027, 4, 1), decision=PAPER, **chosen, **by(unit)
        )


def test_who_is_in_charge_main_first_then_shared_then_substitute(unit, other):
    main, shared, substitute = (make.person(unit.ward) for _each in range(3))
    actions.put_in_charge(substitute, unit, kind="substitute", valid_from=FIRST, valid_to=date(2022, 6, 1), **by(unit))
    actions.put_in_charge(shared, unit, kind="shared", valid_from=FIRST, **by(unit))
    actions.put_in_charge(main, unit, valid_from=make.BEGIN, **by(unit))
    actions.put_in_charge(main, other, valid_from=make.BEGIN, **by(unit))  # several branches after a merger

    assert [charge.person for charge in in_charge_of(unit, FIRST)] == [main, shared, substitute]
    assert [charge.person for charge in in_charge_of(unit, date(2022, 6, 1))] == [main, shared]
    with pytest.raises(actions.ChargeTaken):
        actions.put_in_charge(make.person(unit.ward), unit, valid_from=FIRST, **by(unit))
    with pytest.raises(actions.SubstituteNeedsPeriod):
        actions.put_in_charge(make.person(unit.ward), unit, kind="substitute", valid_from=FIRST, **by(unit))


def test_one_secretary_at_a_time_also_before_a_future_one(unit):
    now = Post.objects.get(unit=unit, position="secretary")
    actions.end_post(now, on=date(2022, 6, 1), **by(unit))
    someone = make.member(unit)
    actions.appoint(someone, "secretary", unit=unit, valid_from=date(2022, 6, 1), **by(unit))

    with pytest.raises(actions.HeadInPlace):
        actions.appoint(make.member(unit), "secretary", unit=unit, valid_from=date(2022, 5, 1), **by(unit))


def test_standing_rows_that_were_never_taken_up_hold_on_no_day(unit):
    person = make.member(unit)
    change = actions.suspend_member(person, on=FIRST, decision=PAPER, **by(unit))
    actions.withdraw_member_change(change, on=FIRST, **by(unit))

    assert Standing.objects.filter(person=person).count() == 1
    actions.suspend_member(person, on=FIRST, decision=PAPER, **by(unit))  # may be decided again


@pytest.mark.parametrize("of", ["main", "substitute"])
def test_charges_of_a_branch_are_given_one_after_the_other(of):
    """The branch is locked before anybody looks whether its charge is free (SQLite locks as a whole)."""
    unit = make.branch(members=1)
    one, two = make.person(unit.ward), make.person(unit.ward)
    charge = actions.put_in_charge(one, unit, valid_from=make.DAY, **by(unit))
    asking, end = by(unit), make.DAY + timedelta(days=9)
    with CaptureQueriesContext(connection) as asked, suppress(Refused):
        if of == "main":
            actions.put_in_charge(two, unit, valid_from=make.DAY, **asking)
        else:
            actions.stand_in(charge, two, valid_from=make.DAY, valid_to=end, **asking)
    names = ("organisation_unit", "organisation_charge")
    tables = [each["sql"] for each in asked if any(f'FROM "{name}"' in each["sql"] for name in names)]

    assert 'FROM "organisation_unit"' in tables[0]
    assert connection.vendor == "sqlite" or tables[0].endswith("FOR NO KEY UPDATE")
