"""nennep migrate: the database as this version wants it."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No words needed."""


def run(args: argparse.Namespace) -> int:
    prepare(verbosity=1)
    return 0


def prepare(*, verbosity: int = 0) -> None:
    """Create or upgrade the database, and gather scripts and styles for serving."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("collectstatic", interactive=False, verbosity=0)


def is_current() -> bool:
    """Whether the database is there and has everything that this version wants."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
