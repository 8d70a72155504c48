"""Who votes and what passes: the worked examples of domain.md 1.4, then properties."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nennep.decisions.thresholds import Electorate, electorate, is_passed
from nennep.rulebook.queries import rule_sets, rules_on
from nennep.rulebook.shares import Share
from tests.make import DAY

HALF = Share(Fraction(1, 2), inclusive=False)
TWO_THIRDS = Share(Fraction(2, 3), inclusive=True)


def test_members_away_on_business_stay_in_the_electorate():
    """22 members, 20 official and 2 probationary; 4 absent on business, 3 of them official: the rate is on 20."""
    roll = [("official", "member", True)] * 17 + [("official", "member", False)] * 3
    roll += [("probationary", "member", True), ("probationary", "member", False)]

    assert electorate(roll) == Electorate(entitled=20, present=17)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        (("official", "member", False), True),
        (("probationary", "member", True), False),
        (("official", "exempt", True), True),
        (("official", "exempt", False), False),
        (("official", "away", True), False),
        (("official", "temporary", True), False),
        (("official", "suspended", True), False),
        (("official", "special_duty", False), True),
    ],
)
def test_who_belongs_to_the_electorate(line, counts):
    assert electorate([line]).entitled == counts


@pytest.mark.parametrize(
    ("in_favour", "of", "threshold", "passes"),
    [
        (11, 20, HALF, True),
        (10, 20, HALF, False),
        (10, 19, HALF, True),
        (0, 0, HALF, False),
        (14, 21, TWO_THIRDS, True),
        (13, 20, TWO_THIRDS, False),
        (67, 100, TWO_THIRDS, True),
        (66, 100, TWO_THIRDS, False),
    ],
)
def test_what_passes(in_favour, of, threshold, passes):
    assert is_passed(in_favour, electorate=of, threshold=threshold) == passes


def test_a_resolution_needs_more_than_half_of_everybody_even_if_few_came():
    threshold = rules_on(DAY).vote.threshold("resolution")

    assert not is_passed(10, electorate=20, threshold=threshold)
    assert is_passed(11, electorate=20, threshold=threshold)


@given(st.integers(1, 600), st.sampled_from([HALF, TWO_THIRDS]))
def test_the_least_number_shown_is_the_least_that_passes(whole, threshold):
    least = threshold.least(whole)

    assert threshold.is_met(least, whole) and not threshold.is_met(least - 1, whole)


def test_every_rule_set_has_every_threshold():
    for rules in rule_sets():
        for key in ("resolution", "admission", "expulsion", "election", "congress_quorum"):
            assert rules.vote.threshold(key).least(3) >= 2
