"""nennep manage …: Django's own commands in this installation."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run_words(words: list[str]) -> int:
    """Hand the words over to Django as they are."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nennep manage", *words])
    return 0
