"""The full-text index of the database over the tokens of the search entries that the application makes.

SQLite keeps it in an FTS5 table without content of its own, PostgreSQL in a GIN index over the same tokens: both
answer "which entries have all of these tokens", so both answer alike.
"""

from django.db import migrations

SQLITE = (
    "CREATE UNIQUE INDEX core_search_place ON core_searchentry (number)",
    "CREATE VIRTUAL TABLE core_search USING fts5("
    "tokens, content='', contentless_delete=1, detail=none, prefix='6 7 8 9', tokenize=\"ascii tokenchars '_'\")",
    "CREATE TRIGGER core_search_insert AFTER INSERT ON core_searchentry BEGIN "
    "INSERT INTO core_search (rowid, tokens) VALUES (NEW.number, NEW.tokens); END",
    "CREATE TRIGGER core_search_update AFTER UPDATE ON core_searchentry BEGIN "
    "DELETE FROM core_search WHERE rowid = OLD.number; "
    "INSERT INTO core_search (rowid, tokens) VALUES (NEW.number, NEW.tokens); END",
    "CREATE TRIGGER core_search_delete AFTER DELETE ON core_searchentry BEGIN "
    "DELETE FROM core_search WHERE rowid = OLD.number; END",
)
SQLITE_BACK = (
    *(f"DROP TRIGGER core_search_{event}" for event in ("insert", "update", "delete")),
    "DROP TABLE core_search",
    "DROP INDEX core_search_place",
)
POSTGRESQL = (
    "CREATE INDEX core_search ON core_searchentry USING gin "
    "(array_to_tsvector(string_to_array(tokens, ' '))) WITH (fastupdate = off)",
)
POSTGRESQL_BACK = ("DROP INDEX core_search",)


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
