"""What may never change: the database refuses it, and whoever gets past the database is named by verify."""

import pytest
from django.db import DatabaseError, connection, transaction

from nennep.cli.verify import missing_guards
from nennep.core import guards
from nennep.decisions.guards import GUARDS as OF_DECISIONS
from nennep.decisions.models import Resolution
from nennep.meetings import actions
from nennep.meetings.checks import minutes_that_do_not_fit, resolutions_that_do_not_fit
from nennep.meetings.guards import GUARDS as OF_MEETINGS
from nennep.meetings.models import Addendum, Minutes, Signature
from nennep.quality.guards import GUARDS as OF_QUALITY
from nennep.quality.models import Rubric
from tests import make
from tests.owner import as_owner
from tests.quality import worlds

pytestmark = pytest.mark.django_db
ALL = (*guards.AUDIT, *OF_DECISIONS, *OF_MEETINGS)
WITH_QUALITY = (*ALL, *OF_QUALITY)
only = pytest.mark.skipif
SQLITE, POSTGRESQL = connection.vendor == "sqlite", connection.vendor == "postgresql"


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def recorded():
    """A reported meeting with an adopted resolution and an addendum."""
    meeting = make.meeting(state="reported")
    by = make.actor("secretary", of=meeting.unit)
    actions.add_addendum(meeting, text="Ghi thêm", reason=" Ghi thiếu", by=by, at=make.at(hour=23))
    return meeting


def faults(meeting) -> list[str]:
    found = minutes_that_do_not_fit(meeting.ward_id) + resolutions_that_do_not_fit(meeting.ward_id)
    return [each.rpartition(": ")[2] for each in found]


def test_a_record_that_nobody_touched_fits():
    meeting = recorded()

    assert Resolution.objects.filter(state="adopted").exists()
    assert faults(meeting) == [] and guards.broken(connection, WITH_QUALITY) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_resolution SET direction = 'sửa' WHERE state = 'adopted'",
        "DELETE FROM core_auditevent",
        "UPDATE core_auditevent SET name = 'x'",
        "UPDATE meetings_addendum SET text = 'x'",
        "UPDATE meetings_signature SET role = 'x'",
    ],
)
def test_the_database_refuses_to_change_what_stands(statement):
    recorded()

    with pytest.raises(DatabaseError):
        run(statement)


def test_a_draft_may_still_be_written():
    make.meeting()

    assert Resolution.objects.filter(state="draft").update(subject="Khác") == 1


@only(not SQLITE, reason="INSERT OR REPLACE is SQLite's")
@pytest.mark.parametrize("table", [guard.table for guard in ALL])
def test_replace_is_refused_also_where_it_fires_no_trigger_of_its_own(table):
    recorded()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        with pytest.raises(DatabaseError):
            run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@only(not POSTGRESQL, reason="TRUNCATE is PostgreSQL's")
@pytest.mark.parametrize("table", [guard.table for guard in ALL])
def test_truncate_is_refused(table):
    make.ward()

    with pytest.raises(DatabaseError, match="không sửa, không xóa được"):
        run(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("table", "tamper", "says"),
    [
        (
            "decisions_resolution",
            lambda: Resolution.objects.filter(state="adopted").update(direction="sửa"),
            "khác với biên bản",
        ),
        ("meetings_minutes", lambda: Minutes.objects.update(number=777), "số khác với nội dung"),
        (
            "meetings_addendum",
            lambda: Addendum.objects.update(text="sửa"),
            "phần bổ sung khác mã hoặc không có trong nhật ký",
        ),
        (
            "meetings_signature",
            lambda: Signature.objects.filter(role="chair").update(person=make.person(make.ward())),
            "người ký khác với nhật ký",
        ),
    ],
)
def test_who_gets_past_the_guards_is_named(table, tamper, says):
    meeting = recorded()
    with as_owner(table):
        tamper()

    assert faults(meeting) == [says]


def test_a_forged_addendum_is_named():
    meeting = recorded()
    first = Addendum.objects.get()
    Addendum.objects.create(
        ward_id=first.ward_id,
        minutes=first.minutes,
        number=2,
        text="Bịa",
        reason="Bịa",
        written_by=first.written_by,
        written_at=first.written_at,
        sha256="deadbeef",
    )

    assert faults(meeting) == ["phần bổ sung khác mã hoặc không có trong nhật ký"]


@only(not SQLITE, reason="the catalogue of SQLite")
def test_a_trigger_with_an_empty_body_is_no_guard():
    name = "meetings_minutes_frozen_update"
    run(f"DROP TRIGGER {name}")
    run(f"CREATE TRIGGER {name} BEFORE UPDATE ON meetings_minutes WHEN 0 BEGIN SELECT 1; END")

    assert guards.broken(connection, ALL) == [name]


@only(not POSTGRESQL, reason="the catalogue of PostgreSQL")
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "ALTER TABLE meetings_minutes DISABLE TRIGGER meetings_minutes_frozen_update",
            "meetings_minutes_frozen_update",
        ),
        (
            "CREATE OR REPLACE FUNCTION nennep_guarded() RETURNS trigger AS $$BEGIN RETURN NEW; END$$ LANGUAGE plpgsql",
            "nennep_guarded",
        ),
    ],
)
def test_a_guard_that_sleeps_is_no_guard(statement, says):
    run(statement)

    assert guards.broken(connection, ALL) == [says]


def test_a_migration_puts_the_guards_back():
    run("DROP TRIGGER core_auditevent_frozen_update" + ("" if SQLITE else " ON core_auditevent"))
    was = guards.broken(connection, ALL)

    guards.keep(ALL)(using="default")

    assert was == ["core_auditevent_frozen_update"] and guards.broken(connection, ALL) == []


@pytest.mark.parametrize(
    "change", ["code = 'x'", "title = 'x'", "sha256 = 'x'", "adopted_at = NULL, valid_from = NULL", "revision = 7"]
)
def test_of_an_adopted_rubric_the_last_day_alone_may_change(change):
    rubric = worlds.adopted(make.ward())
    Rubric.objects.filter(pk=rubric.pk).update(valid_to=rubric.valid_from)

    with pytest.raises(DatabaseError, match="Bộ tiêu chí đã áp dụng"):
        run(f"UPDATE quality_rubric SET {change}")
    with pytest.raises(DatabaseError, match="Bộ tiêu chí đã áp dụng"):
        run("DELETE FROM quality_rubric")


@only(not SQLITE, reason="INSERT OR REPLACE is SQLite's")
def test_an_adopted_rubric_is_not_replaced():
    worlds.adopted(make.ward())

    with pytest.raises(DatabaseError, match="Bộ tiêu chí đã áp dụng"):
        run("INSERT OR REPLACE INTO quality_rubric SELECT * FROM quality_rubric")


@pytest.mark.parametrize("event", ["update", "delete"])
def test_a_rubric_without_its_guard_is_named_and_guarded_again(event):
    name = f"quality_rubric_frozen_{event}"
    run(f"DROP TRIGGER {name}" + ("" if SQLITE else " ON quality_rubric"))

    assert missing_guards(connection) == [name]
    guards.keep(OF_QUALITY)(using="default")
    assert missing_guards(connection) == []
