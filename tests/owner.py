"""The owner of the data, who may change anything: what verification is there to show."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_owner(*tables: str) -> Iterator[None]:
    """Changes by somebody who takes the guards of these tables away and puts them back as they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        marks = ",".join(["%s"] * len(tables))
        query = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})"
        taken = cursor.execute(query, tables).fetchall()
        for name, _body in taken:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, body in taken:
            cursor.execute(body)
