"""Who sees which figures: everybody who may, beside somebody who may not."""

import pytest

from nennep.core.refusals import NotFound
from nennep.reports import access
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("position", ["office", "ward_secretary"])
def test_ward_staff_see_everything(position):
    branch = make.branch()
    actor = make.actor(position, of=branch)

    rights = access.rights_of(actor)

    assert rights.ward
    assert access.get_board_units(actor) is None
    assert rights.may_open(None, naming_people=True)


def test_an_officer_sees_the_own_branch_with_its_members_and_no_other():
    branch, other = make.branch(), make.branch()
    rights = access.rights_of(make.actor("secretary", of=branch))

    assert rights.totals == frozenset({branch.pk})
    assert rights.may_open(branch.pk, naming_people=True)
    assert not rights.may_open(other.pk, naming_people=False)
    assert not rights.may_open(None, naming_people=False)


def test_a_committee_member_sees_the_branches_in_charge_but_no_list_of_members():
    branch = make.branch()
    rights = access.rights_of(make.charge(branch))

    assert rights.may_open(branch.pk, naming_people=False)
    assert not rights.may_open(branch.pk, naming_people=True)
    assert not rights.ward


def test_a_member_sees_totals_of_the_own_branch_only():
    branch = make.branch()
    rights = access.rights_of(make.own(make.member(branch)))

    assert rights.totals == frozenset({branch.pk})
    assert not rights.may_open(branch.pk, naming_people=False)


def test_the_operator_of_the_system_sees_nothing():
    actor = make.actor("operator", of=make.branch())

    assert not access.rights_of(actor).board
    for refused in (
        lambda: access.get_board_units(actor),
        lambda: access.require_ward(actor),
        lambda: access.require_rows(actor, None, naming_people=False),
    ):
        with pytest.raises(NotFound):
            refused()
