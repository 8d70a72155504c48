"""Adopted rubrics are immutable in the database itself, but for their last day. Triggers look at their own row only."""

from django.db import migrations

SENTENCE = "Bộ tiêu chí đã áp dụng không sửa, không xóa được."
KEPT = ("content", "sha256", "code", "version", "branch_kinds", "meeting_kinds", "valid_from", "adopted_at")
FROZEN = {
    "quality_rubric": ("OLD.adopted_at IS NOT NULL AND ({changed})", "OLD.adopted_at IS NOT NULL"),
}


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, (on_update, on_delete) in FROZEN.items():
        differs = "COALESCE(CAST(OLD.{0} AS text), '') <> COALESCE(CAST(NEW.{0} AS text), '')"
        changed = " OR ".join(differs.format(column) for column in KEPT)
        for event, condition in (("update", on_update.format(changed=changed)), ("delete", on_delete)):
            for statement in (_sqlite if vendor == "sqlite" else _postgresql)(table, event, condition):
                schema_editor.execute(statement)


def thaw(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in FROZEN:
        for event in ("update", "delete"):
            on = "" if vendor == "sqlite" else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER {table}_frozen_{event}{on}")


def _sqlite(table, event, condition):
    yield (
        f"CREATE TRIGGER {table}_frozen_{event} BEFORE {event.upper()} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )


def _postgresql(table, event, condition):
    yield (
        "CREATE OR REPLACE FUNCTION nennep_quality_frozen() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {table}_frozen_{event} BEFORE {event.upper()} ON {table} "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION nennep_quality_frozen()"
    )


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
