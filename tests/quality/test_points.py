"""Properties of the arithmetic: never above the maximum, bands cover everything, re-scaling is fair."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nennep.quality import shipped
from nennep.quality.bands import band_of
from nennep.quality.checks import faults_of
from nennep.quality.comparing import Given, compare, is_undisputed
from nennep.quality.measures import MEASURES
from nennep.quality.points import best, judge, standing_of, suggested
from nennep.quality.rubrics import parse
from tests.quality.worlds import SMALL

SCHEMES = shipped.all_schemes()
facts = st.dictionaries(
    st.sampled_from(sorted(MEASURES)),
    st.one_of(st.none(), st.fractions(min_value=0, max_value=200, max_denominator=200)),
)
shares = st.lists(st.integers(0, 4), min_size=40, max_size=40)


def quarters(scheme, parts) -> dict[str, Decimal]:
    """Some quarters of each criterion's points."""
    return {each.key: each.most * part / 4 for each, part in zip(scheme.criteria, parts, strict=False)}


@given(st.sampled_from(SCHEMES), facts, shares)
@settings(max_examples=200, deadline=None)
def test_a_sum_is_never_below_nought_nor_above_the_total(scheme, found, parts):
    result = judge(scheme, found, quarters(scheme, parts))

    assert 0 <= result.points <= scheme.total
    assert result.earned <= result.possible
    assert result.band is not None


@given(st.sampled_from(SCHEMES), facts)
@settings(max_examples=200, deadline=None)
def test_full_marks_reach_the_total_in_every_meeting_of_a_rubric_without_warnings(scheme, found):
    assert faults_of(scheme) == []
    assert best(scheme, found).points == scheme.total


@given(st.sampled_from(SCHEMES), facts)
@settings(max_examples=200, deadline=None)
def test_what_the_records_give_is_never_more_than_the_criterion_has(scheme, found):
    for criterion in scheme.criteria:
        points = suggested(criterion, found)
        assert points is None or 0 <= points <= criterion.most


@given(st.sampled_from(SCHEMES), facts, shares, st.integers(0, 39))
@settings(max_examples=200, deadline=None)
def test_giving_a_criterion_more_never_makes_the_sum_smaller(scheme, found, parts, place):
    given_points = quarters(scheme, parts)
    criterion = scheme.criteria[place % len(scheme.criteria)]
    more = given_points | {criterion.key: criterion.most}

    assert judge(scheme, found, more).points >= judge(scheme, found, given_points).points


@given(st.sampled_from(SCHEMES), st.decimals(0, 100, places=2), st.sets(st.sampled_from(["G1", "G2", "G3", "G4"])))
def test_every_number_of_points_has_exactly_one_band(scheme, points, missed):
    band = band_of(scheme, points, not_full=missed)

    assert band is not None
    assert points >= band.least


@given(st.integers(0, 60), st.integers(1, 59))
def test_what_is_left_out_rescales_the_rest_in_proportion(points, most):
    """One criterion left out: whoever has the share p of the rest has the share p of the whole, rounded down."""
    rest = {"key": "2", "group": "2", "text": "Còn lại", "max": 100 - most, "kind": "number"}
    left_out = {
        "key": "1", "group": "1", "text": "Chuyên đề", "max": most, "kind": "number",
        "applies": {"measure": "thematic", "from": 1}, "otherwise": "excluded",
    }  # fmt: skip
    scheme = parse(SMALL | {"criterion": [left_out, rest], "group": [{"key": k, "title": k} for k in "12"]})
    mine = min(Decimal(points), Decimal(100 - most))
    result = judge(scheme, {"thematic": Fraction(0)}, {"2": mine})

    exact = Fraction(mine) * 100 / (100 - most)
    assert 0 <= exact - Fraction(result.points) < Fraction(1, 100)


def test_nobody_crosses_a_line_by_rounding():
    """85,499… of 95 is 89,999…: rounded down to 89,99 it stays Khá."""
    scheme = next(each for each in SCHEMES if each.code == "an-phu-2025")
    full = {each.key: each.most for each in scheme.criteria}
    result = judge(scheme, {"thematic": Fraction(0)}, full | {"7": Decimal("20.49"), "4b": Decimal("10")})

    assert (result.points, result.band.name) == (Decimal("89.98"), "Khá")  # 85,49 × 100 : 95 = 89,989…


@pytest.mark.parametrize(
    ("otherwise", "points", "band"), [("full", "100", "Tốt"), ("excluded", "100", "Tốt"), ("zero", "60", "Kém")]
)
def test_the_three_policies_for_what_does_not_apply(otherwise, points, band):
    first = SMALL["criterion"][0] | {"applies": {"measure": "thematic", "from": 1}, "otherwise": otherwise}
    scheme = parse(SMALL | {"criterion": [first, SMALL["criterion"][1]]})
    result = judge(scheme, {"thematic": Fraction(0)}, {"2": Decimal(60)})

    assert (result.points, result.band.name, result.is_complete) == (Decimal(points), band, True)


def test_where_the_records_do_not_say_whether_a_criterion_applies_it_does():
    first = SMALL["criterion"][0] | {"applies": {"measure": "thematic", "from": 1}, "otherwise": "zero"}
    scheme = parse(SMALL | {"criterion": [first, SMALL["criterion"][1]]})

    assert standing_of(scheme.criteria[0], {}) == "counts"


SMALL_SCHEME = parse(SMALL)


@pytest.mark.parametrize(
    ("branch", "charge", "measured", "agrees"),
    [
        ((40, 60), (40, 60), 40, True),
        ((40, 60), (40, 55), 40, False),
        ((40, 60), (40, None), 40, False),
        ((40, 60), (40, 60), 20, False),  # both say 40 where the records say 20, and nobody says why
        ((40, 60), (40, 60), None, True),
    ],
)
def test_when_two_sheets_agree(branch, charge, measured, agrees):
    def sheet(points):
        return {key: Given(None if p is None else Decimal(p)) for key, p in zip("12", points, strict=True)}

    known = {"1": None if measured is None else Decimal(measured)}
    lines = compare(SMALL_SCHEME, sheet(branch), sheet(charge), facts={}, measured=known)

    assert is_undisputed(lines) is agrees


def test_a_reason_makes_points_against_the_records_a_persons_word():
    said = {"1": Given(Decimal(40), "Hai đồng chí dự ở tổ khác, điểm danh nhầm"), "2": Given(Decimal(60))}
    lines = compare(SMALL_SCHEME, said, said, facts={}, measured={"1": Decimal(20)})

    assert is_undisputed(lines)
    assert lines[0].proposed == said["1"]
