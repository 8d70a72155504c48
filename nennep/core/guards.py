"""What the database itself refuses to change: signed minutes, adopted resolutions, the audit log (security.md A3, A4).

Guards are triggers that look at their own row only. They are put in place after every `migrate`, so that a table that
was built anew has them again, and `nennep verify` compares each with what it must be. They stop accidents and careless
hands; whoever owns the database can take them away, and against that stand hashes, printed pages and copies elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTION = "nennep_guarded"
_BODY = "BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END"


@dataclass(frozen=True)
class Guard:
    """One table whose rows stand for ever, from the moment they are `frozen` (always, where nothing is said)."""

    table: str
    sentence: str
    frozen: str = ""
    """A condition on one column of the row, as SQL."""
    but_for: tuple[str, ...] = ()
    """Columns that may change all the same, such as the day on which something ceases to hold."""
    keys: tuple[tuple[str, ...], ...] = (("id",),)
    """What makes a row the same row: SQLite's REPLACE would take the old one away unseen."""


AUDIT = (
    Guard(
        "core_auditevent", "Nhật ký chỉ ghi thêm, không sửa, không xóa được.", keys=(("id",), ("ward_id", "sequence"))
    ),
)


def keep(guards: tuple[Guard, ...]) -> Callable[..., None]:
    """What a room connects to `post_migrate`: its guards stand after every migration."""

    def put(*, using: str, **_about: Any) -> None:
        connection = connections[using]
        tables = connection.introspection.table_names()
        there = [guard for guard in guards if guard.table in tables]
        if there and broken(connection, there):
            _put(connection, there)

    return put


def broken(connection: BaseDatabaseWrapper, guards: list[Guard] | tuple[Guard, ...]) -> list[str]:
    """The guards that are missing, asleep or not what they must be, by name: for `nennep verify`."""
    wanted = {name: body for guard in guards for name, body in _triggers(connection, guard)}
    there = _there(connection)
    wrong = sorted(name for name, body in wanted.items() if there.get(name) != body)
    if connection.vendor == "postgresql" and _function(connection) != _BODY:
        wrong.append(FUNCTION)
    return wrong


def _put(connection: BaseDatabaseWrapper, guards: list[Guard]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger AS $${_BODY}$$ LANGUAGE plpgsql")
        for guard in guards:
            on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            for name, body in _triggers(connection, guard):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
                cursor.execute(body)


def _triggers(connection: BaseDatabaseWrapper, guard: Guard) -> Iterator[tuple[str, str]]:
    kept = _kept(connection, guard) if guard.but_for else []
    return _of_sqlite(guard, kept) if connection.vendor == "sqlite" else _of_postgresql(guard, kept)


def _kept(connection: BaseDatabaseWrapper, guard: Guard) -> list[str]:
    """The columns that may not change where some may."""
    with connection.cursor() as cursor:
        there = connection.introspection.get_table_description(cursor, guard.table)
    return [column.name for column in there if column.name not in guard.but_for]


def _either(held: str, changed: str) -> str:
    """When a row held fast is changed; brackets only where both are asked, as PostgreSQL tells a trigger."""
    return f"{held} AND ({changed})" if held and changed else held or changed


def _of_sqlite(guard: Guard, kept: list[str]) -> Iterator[tuple[str, str]]:
    table = guard.table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"
    held = f"OLD.{guard.frozen}" if guard.frozen else ""
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in kept)
    for event, condition in (("update", _either(held, changed)), ("delete", held)):
        name = f"{table}_frozen_{event}"
        when = f"WHEN {condition} " if condition else ""
        yield name, f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} {when}{refuse}"
    same = " OR ".join("(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in guard.keys)
    held = f" AND {guard.frozen}" if guard.frozen else ""
    name = f"{table}_frozen_insert"
    once = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE ({same}){held})"
    yield name, f"CREATE TRIGGER {name} BEFORE INSERT ON {table} {once} {refuse}"


def _of_postgresql(guard: Guard, kept: list[str]) -> Iterator[tuple[str, str]]:
    """In the words in which PostgreSQL itself tells a trigger, so that both can be compared."""
    run = f"EXECUTE FUNCTION {FUNCTION}('{guard.sentence}')"
    held = f"old.{guard.frozen}" if guard.frozen else ""
    changed = " OR ".join(f"old.{column} IS DISTINCT FROM new.{column}" for column in kept)
    for event, condition in (("update", _either(held, changed)), ("delete", held)):
        name = f"{guard.table}_frozen_{event}"
        when = f"WHEN ({condition}) " if condition else ""
        yield name, f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {guard.table} FOR EACH ROW {when}{run}"
    name = f"{guard.table}_frozen_truncate"
    yield name, f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT {run}"


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of the database as it tells them itself; one that sleeps is not there."""
    catalogue = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgrelid IN"
        " (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name: body.replace("::text", "") for name, body in cursor.fetchall()}


def _function(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = %s AND pronamespace = current_schema()::regnamespace",
            [FUNCTION],
        )
        return "|".join(row[0] for row in cursor.fetchall())
