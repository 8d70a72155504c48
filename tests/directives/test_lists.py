"""Lists of readers follow people: each member counts once, nobody is lost, and past reports stay as they were."""

from datetime import date

import pytest

from nennep.core.periods import Period
from nennep.core.refusals import Refused
from nennep.directives import actions, queries
from nennep.directives.models import Directive, Dissemination
from nennep.organisation import actions as organisation
from nennep.organisation.models import Person, Unit
from nennep.reports.records import Records
from tests import make
from tests.directives.test_cascade import MORNING, TODAY, counts, meeting_about

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2023, 1, 5)


def two_branches() -> tuple[Unit, Unit, Directive]:
    ward = make.ward()
    return make.branch(ward, members=3), make.branch(ward, members=2), make.directive(ward)


def somebody(of: Unit) -> Person:
    return of.placements.exclude(person__posts__position="secretary").first().person


def move(person: Person, to: Unit, on: date) -> None:
    by = make.office(to.ward)
    organisation.end_placement(person.placements.get(), on=on, by=by, at=MORNING)
    organisation.place_member(person, to, valid_from=on, by=by, at=MORNING)


def renew(unit: Unit, on: date = TODAY) -> None:
    actions.renew_readers(unit.ward_id, by=make.office(unit.ward), at=make.at(on, hour=9))


def coverage(directive: Directive, on: date = TODAY) -> tuple[int, int]:
    found = queries.coverage_of(directive, None, on)
    return found.reached, found.expected


def reach(unit: Unit, on: date = NEXT_YEAR, *, year: int = 2022) -> str:
    return Records(unit.ward, Period.year(year), on=on).figure("reach").text


def tell(dissemination: Dissemination, on: date) -> None:
    people = [reader.person_id for reader in dissemination.readers.all()]
    by = make.office(dissemination.ward)
    actions.tell_again(dissemination, people, on=on, by=by, at=make.at(on))


def test_who_was_told_in_one_branch_is_not_asked_again_in_the_next():
    here, there, directive = two_branches()
    make.dissemination(directive, here, there)
    meeting_about(directive, here, present=3)
    moves = somebody(here)
    move(moves, there, date(2022, 3, 5))

    renew(there)

    assert coverage(directive) == (3, 5)
    assert queries.readings_of(moves.pk, here.ward_id) == []


def test_who_moves_untold_is_asked_in_the_new_branch_also_after_the_day():
    here, there, directive = two_branches()
    make.dissemination(directive, here, there, due_on=date(2022, 3, 8))
    moves = somebody(here)
    move(moves, there, date(2022, 3, 9))

    renew(there)
    renew(there)  # the next morning changes nothing

    assert coverage(directive) == (0, 5)
    assert counts(Dissemination.objects.get(unit=there)) == (0, 3)
    assert counts(Dissemination.objects.get(unit=here)) == (0, 2)


def test_who_comes_back_is_asked_where_they_were_asked_before():
    here, _there, directive = two_branches()
    asked = make.dissemination(directive, here, due_on=date(2022, 3, 20))
    make.standing(somebody(here), "suspended", valid_from=date(2022, 3, 1), valid_to=date(2022, 4, 1))

    renew(here)
    meanwhile = counts(asked)
    renew(here, date(2022, 4, 2))

    assert (meanwhile, counts(asked)) == ((0, 2), (0, 3))


def test_a_guest_from_another_branch_is_told_for_the_branch_they_belong_to():
    host, home, directive = two_branches()
    guest = somebody(home)
    organisation.place_member(
        guest, host, kind="temporary", valid_from=date(2022, 1, 1), by=make.office(host.ward), at=MORNING
    )
    make.dissemination(directive, host, home)

    meeting_about(directive, host, present=4)

    assert counts(Dissemination.objects.get(unit=home)) == (1, 2)
    assert coverage(directive) == (4, 5)


def test_asking_again_after_the_ward_had_given_it_up_keeps_who_was_told():
    here, _there, directive = two_branches()
    first = make.dissemination(directive, here)
    meeting_about(directive, here, present=2)
    actions.withdraw(first, by=make.office(here.ward), at=MORNING)

    again = make.dissemination(directive, here, day=TODAY)

    assert counts(again) == (2, 3)
    assert coverage(directive) == (2, 3)


@pytest.mark.parametrize("day", [date(2022, 1, 31), date(2022, 3, 11)])
def test_nobody_was_told_before_it_was_asked_nor_tomorrow(day):
    here, _there, directive = two_branches()
    asked = make.dissemination(directive, here)
    people = [reader.person_id for reader in asked.readers.all()]

    with pytest.raises(Refused) as refusal:
        actions.tell_again(asked, people, on=day, by=make.office(here.ward), at=MORNING)

    assert refusal.value.field == "on"
    assert refusal.value.sentence == "Ngày truyền đạt lại phải từ ngày giao 01/02/2022 đến hôm nay. Nhập lại ngày."
    assert counts(asked) == (0, 3)


def test_a_branch_that_ends_later_changes_no_report_of_the_year_before():
    here, there, directive = two_branches()
    make.dissemination(directive, here, there)
    meeting_about(directive, here, present=3)
    meeting_about(directive, there, present=2)
    before = reach(here)

    for each in there.placements.select_related("person"):
        move(each.person, here, date(2023, 6, 1))
    organisation.dissolve_unit(there, on=date(2023, 6, 1), by=make.office(here.ward), at=make.at(date(2023, 6, 1)))
    renew(here, date(2023, 6, 2))

    assert (before, reach(here, date(2023, 6, 5))) == ("100% (5/5)", "100% (5/5)")
    assert coverage(directive, date(2023, 6, 5)) == (5, 5)


def test_somebody_who_comes_the_next_year_changes_no_report_of_the_year_before():
    here, _there, directive = two_branches()
    asked = make.dissemination(directive, here, due_on=date(2023, 3, 31), day=date(2022, 12, 1))
    tell(asked, date(2022, 12, 20))
    before = reach(here)
    joins = make.member(here)
    joins.placements.update(valid_from=date(2023, 2, 1))

    renew(here, date(2023, 2, 2))

    assert counts(asked) == (3, 4)
    assert (before, reach(here, date(2023, 2, 5))) == ("100% (3/3)", "100% (3/3)")


def test_a_replaced_document_owes_nothing_once_the_new_one_took_its_place():
    here, there, old = two_branches()
    new = make.directive(here.ward, subject="Bản mới")
    make.dissemination(old, here, there)
    meeting_about(old, here, present=3)
    by = make.office(here.ward)
    actions.replace_directive(old, new=new, on=TODAY, due_on=date(2022, 4, 15), by=by, at=MORNING)
    for each in Dissemination.objects.filter(directive=new):
        tell(each, date(2022, 4, 1))

    records = Records(here.ward, Period.year(2022), on=NEXT_YEAR)

    assert records.figure("reach").text == "100% (8/8)"  # 3 of the old one, 5 of the new one
    assert records.figure("branches_passed_on").text == "100% (2/2)"
    assert records.reach_late().numerator == 0
