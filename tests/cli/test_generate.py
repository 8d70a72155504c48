"""The demo ward: what the article says is true of its records, and the same seed makes the same ward."""

import json
from datetime import date

import pytest

from nennep.cli.generate.people import content
from nennep.core.text import nfc


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def test_the_branches_add_up_to_the_article():
    branches = content("branches")["branch"]
    kinds = [branch["kind"] for branch in branches]

    assert len(branches) == 13 and sum(branch["members"] for branch in branches) == 558
    assert kinds.count("street_block") == 8 and kinds.count("unstated") == 2
    assert branches[6]["members"] == 108 == max(branch["members"] for branch in branches)


@pytest.mark.parametrize("name", ["names", "branches", "months", "words", "oversight"])
def test_texts_are_written_in_one_form(name):
    assert all(text == nfc(text) and "uỷ" not in text for text in strings(content(name)))


@pytest.mark.slow
@pytest.mark.django_db
def test_one_month_of_the_ward_is_the_same_from_the_same_seed(monkeypatch):
    from django.db import connection, transaction

    from nennep.cli.generate import months, ward
    from nennep.cli.generate.ward import generate_ward
    from nennep.core import audit
    from nennep.core.models import AuditHead
    from nennep.meetings.models import Meeting

    small = {"branch": [row | {"members": min(row["members"], 60) // 2} for row in content("branches")["branch"]]}
    monkeypatch.setattr(ward, "content", lambda name: small if name == "branches" else content(name))
    monkeypatch.setattr(months, "BY_GROUPS", {"2022-01"})
    seen = []
    for _run in range(2 if connection.vendor == "sqlite" else 1):  # the dice are Python's: thrown twice once
        with transaction.atomic():
            made = generate_ward(seed=7, code="thu", until=date(2022, 1, 20), say=lambda _words: None)
            assert audit.first_broken_link(made.ward.pk) is None
            held = Meeting.objects.filter(ward=made.ward, parent=None, month=date(2022, 1, 1)).exclude(state="planned")
            by_groups = held.get(mode="by_groups")
            parts = sum(part.present_count for part in by_groups.group_meetings.all())
            assert (held.count(), by_groups.present_count) == (13, parts)
            seen.append((AuditHead.objects.get(ward_id=made.ward.pk).hash, json.dumps(made.manifest())))
            transaction.set_rollback(True)
    assert len(set(seen)) == 1
