"""A signed briefing, and the sections of a closed one, are immutable in the database itself (security.md A3).

Triggers look at their own row only. On SQLite `recursive_triggers` makes REPLACE fire them too.
"""

from django.db import migrations

TABLES = ("reports_briefing", "reports_briefingsection")
CONDITION = "OLD.frozen_at IS NOT NULL"
SENTENCE = "Biên bản giao ban đã ký không sửa, không xóa được."


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for statement in (_sqlite if vendor == "sqlite" else _postgresql)(table):
            schema_editor.execute(statement)


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for event in ("update", "delete"):
            on = "" if vendor == "sqlite" else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER {table}_frozen_{event}{on}")


def _sqlite(table):
    for event in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_frozen_{event} BEFORE {event.upper()} ON {table} WHEN {CONDITION} "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


def _postgresql(table):
    yield (
        "CREATE OR REPLACE FUNCTION nennep_frozen_briefing() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$ LANGUAGE plpgsql"
    )
    for event in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_frozen_{event} BEFORE {event.upper()} ON {table} "
            f"FOR EACH ROW WHEN ({CONDITION}) EXECUTE FUNCTION nennep_frozen_briefing()"
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_briefings")]
    operations = [migrations.RunPython(freeze, thaw)]
