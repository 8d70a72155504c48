"""Who is expected and who came: one function, domain.md 1.4."""

from hypothesis import given
from hypothesis import strategies as st

from nennep.organisation.headcount import Lines, headcount
from nennep.organisation.models import Grade, ListedAs
from nennep.rulebook.queries import rules_on
from tests.make import DAY

RULES = rules_on(DAY)


def count(*lines: tuple[str, str, str, int]):
    return headcount([Lines(*line) for line in lines], RULES)


def test_the_exempt_count_only_when_they_come():
    head = count(
        ("official", "member", "present", 8),
        ("official", "exempt", "exempt", 2),
        ("official", "exempt", "present", 1),
    )

    assert (head.listed, head.expected, head.present) == (11, 9, 9)


def test_those_away_and_on_special_duty_are_not_expected():
    head = count(
        ("official", "member", "present", 5),
        ("official", "away", "elsewhere", 2),
        ("official", "special_duty", "elsewhere", 1),
    )

    assert (head.expected, head.present, head.elsewhere) == (5, 5, 3)


def test_the_suspended_never_count():
    assert count(("official", "suspended", "elsewhere", 1)).expected == 0


def test_excused_and_unexcused_stay_in_the_denominator():
    head = count(
        ("official", "member", "present", 90),
        ("official", "member", "excused", 8),
        ("probationary", "member", "unexcused", 2),
    )

    assert (head.expected, head.present, head.excused, head.unexcused) == (100, 90, 8, 2)
    assert (head.official_expected, head.probationary_expected) == (98, 2)


def test_nobody_is_nothing():
    assert (count().expected, count().present) == (0, 0)


lines = st.lists(
    st.builds(
        Lines,
        st.sampled_from(Grade.values),
        st.sampled_from(ListedAs.values),
        st.sampled_from(["unknown", "present", "excused", "unexcused", "exempt", "elsewhere"]),
        st.integers(1, 50),
    )
)


@given(lines)
def test_never_more_present_than_expected_nor_expected_than_listed(roll):
    head = headcount(roll, RULES)

    assert 0 <= head.present <= head.expected <= head.listed


@given(lines, lines)
def test_groups_add_up_to_the_branch(first, second):
    one, two, both = headcount(first, RULES), headcount(second, RULES), headcount(first + second, RULES)

    assert (one.expected + two.expected, one.present + two.present) == (both.expected, both.present)
