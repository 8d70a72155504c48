"""Signed minutes, their signatures and addenda are immutable in the database itself (security.md A3).

Triggers look at their own row only. On SQLite `recursive_triggers` makes REPLACE fire them too.
"""

from django.db import migrations

FROZEN = {
    "meetings_minutes": "OLD.frozen_at IS NOT NULL",
    "meetings_signature": "",
    "meetings_addendum": "",
}
SENTENCE = "Biên bản đã ký không sửa, không xóa được."


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, condition in FROZEN.items():
        for statement in (_sqlite if vendor == "sqlite" else _postgresql)(table, condition):
            schema_editor.execute(statement)


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in FROZEN:
        for event in ("update", "delete"):
            on = "" if vendor == "sqlite" else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER {table}_frozen_{event}{on}")


def _sqlite(table, condition):
    when = f"WHEN {condition} " if condition else ""
    for event in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_frozen_{event} BEFORE {event.upper()} ON {table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


def _postgresql(table, condition):
    yield (
        "CREATE OR REPLACE FUNCTION nennep_frozen() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$ LANGUAGE plpgsql"
    )
    when = f"WHEN ({condition}) " if condition else ""
    for event in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_frozen_{event} BEFORE {event.upper()} ON {table} "
            f"FOR EACH ROW {when}EXECUTE FUNCTION nennep_frozen()"
        )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
