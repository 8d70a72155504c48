"""The rulebook: every value sourced, the right set on every day."""

from datetime import date
from fractions import Fraction

import pytest

from nennep.rulebook.queries import all_regulations, regulations_on, rule_sets, rules_on


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2018, 7, 6), "2018"),
        (date(2022, 3, 3), "2018"),
        (date(2025, 10, 27), "2018"),
        (date(2025, 10, 28), "2025"),
        (date(2026, 7, 25), "2025"),
        (date(2026, 7, 26), "2026"),
        (date(2010, 1, 1), "2018"),
    ],
)
def test_the_set_in_force(day, name):
    assert rules_on(day).name == name


def test_every_value_has_a_source_and_a_confidence():
    for rules in rule_sets():
        for value in rules.values:
            assert value.source and value.confidence in {"V", "S", "M"}, value.key


def test_the_line_of_attendance_is_over_85_then_at_least_90_percent():
    old, new = rules_on(date(2022, 1, 1)).attendance.line, rules_on(date(2026, 1, 1)).attendance.line

    assert (old.fraction, old.is_met(85, 100), old.is_met(86, 100)) == (Fraction(17, 20), False, True)
    assert (new.fraction, new.is_met(90, 100), new.is_met(89, 100)) == (Fraction(9, 10), True, False)


def test_what_replaces_a_regulation_is_known_and_begins_when_it_ends():
    by_number = {regulation.number: regulation for regulation in all_regulations()}
    for regulation in all_regulations():
        if regulation.replaced_by:
            successor = by_number[regulation.replaced_by]
            assert regulation.in_force_to and successor.in_force_from >= regulation.in_force_from


def test_conclusion_18_is_of_2017():
    conclusion = next(each for each in all_regulations() if each.number == "18-KL/TW")

    assert conclusion.date == date(2017, 9, 22)


def test_two_guides_number_12_are_two_documents():
    assert {each.number for each in regulations_on(date(2022, 6, 1)) if each.number.startswith("12-HD")} == {
        "12-HD/BTCTW (2018)",
        "12-HD/BTCTW (2022)",
    }
