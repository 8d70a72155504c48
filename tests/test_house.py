"""What import-linter cannot see: foreign keys, templates and addresses name their target in a string."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Model

HOUSE = Path(__file__).resolve().parent.parent
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}
FLOORS = [re.findall(r"\w+", line) for line in reversed(CONTRACTS["ladder"]["layers"])]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

NAMED = re.compile(r"""["'](?P<room>[a-z]+)(?:/[\w/.-]+\.html|:[a-z]\w*)["']""")
"""A template ("core/page.html") or an address ("meetings:desk") named in a string."""

INLINE = {
    "a style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script": re.compile(r"<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
}
NOT_OF_ONE_WARD = {
    "organisation.Ward": "is the ward",
    "accounts.Account": "is found by its log-in name before anybody knows the ward; its person has one",
    "core.Lease": "is held by a process for work in all wards",
    "accounts.FailedSignIns": "counts names and addresses that may belong to nobody",
}


def stands_on(room: str, target: str) -> bool:
    """Whether `room` may name something of `target`: itself, or a room on a lower floor."""
    return room == target or FLOOR[target] < FLOOR[room]


def named_above(room: str, text: str) -> list[str]:
    """Everything of a higher room that `text`, a file of `room`, names in a string."""
    return [found[0] for found in NAMED.finditer(text) if found["room"] in FLOOR and not stands_on(room, found["room"])]


def inline(text: str) -> list[str]:
    """What the content security policy would refuse to run or to paint."""
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def files(*endings: str) -> Iterator[tuple[str, Path]]:
    """Every file of a room with one of the endings, beside the room's name."""
    for path in sorted((HOUSE / "nennep").rglob("*")):
        room = path.relative_to(HOUSE / "nennep").parts[0]
        if path.suffix in endings and room in FLOOR:
            yield room, path


def tables() -> list[type[Model]]:
    """Our tables, those included that Django makes for many-to-many relations."""
    every = apps.get_models(include_auto_created=True)
    return sorted((m for m in every if m.__module__.startswith("nennep.")), key=lambda m: m._meta.label)


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def column_names(model: type[Model], names: tuple[str, ...] | list[str]) -> list[str]:
    return [model._meta.get_field(name.lstrip("-")).attname for name in names]


# --- the ladder ---------------------------------------------------------------------------------------------


def test_the_ladder_is_the_one_of_the_design():
    assert [" ".join(rooms) for rooms in FLOORS] == [
        "core",
        "rulebook",
        "organisation",
        "accounts",
        "decisions",
        "directives",
        "planning",
        "meetings",
        "quality",
        "oversight",
        "recognition",
        "reports",
        "site api cli",
    ]


def test_every_room_is_held_to_the_order_inside_a_room():
    faces = set(FLOORS[-1])
    with_tables_or_pages = {
        room for room, path in files(".py") if path.stem in {"models", "actions", "queries", "urls"}
    }
    listed = {container.removeprefix("nennep.") for container in CONTRACTS["room"]["containers"]}
    assert with_tables_or_pages - faces - {"core"} == listed


def test_no_foreign_key_reaches_up_the_ladder():
    reaching = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in tables()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model.__module__.startswith("nennep.")
        and not stands_on(room_of(model), room_of(field.related_model))
    ]
    assert reaching == []


def test_nothing_named_in_a_string_stands_higher():
    reaching = [
        f"{path.relative_to(HOUSE)}: {name}"
        for room, path in files(".py", ".html", ".txt")
        for name in named_above(room, path.read_text("utf-8"))
    ]
    assert reaching == []


@pytest.mark.parametrize(
    "text",
    [
        '{% extends "reports/board.html" %}',
        '{% include "meetings/_line.html" with line=line %}',
        "{% url 'reports:board' year=2022 %}",
        'return redirect("site:home")',
    ],
)
def test_a_name_from_above_is_seen(text):
    assert named_above("planning", text) == [re.findall(r"""["'].*?["']""", text)[0]]


def test_names_from_below_and_from_the_own_room_are_fine():
    text = '{% extends "core/page.html" %}{% include "meetings/_line.html" %}{% url "decisions:mine" %}'
    assert named_above("meetings", text) == []


# --- pages --------------------------------------------------------------------------------------------------


def test_no_template_holds_style_or_script_of_its_own():
    holding = [
        f"{path.relative_to(HOUSE)}: {what}"
        for _room, path in files(".html")
        for what in inline(path.read_text("utf-8"))
    ]
    assert holding == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('<p style="color: red">', ["a style"]),
        ("<style>p {}</style>", ["a style"]),
        ('<button type="button" onclick="go()">', ["a handler"]),
        ('<a href="javascript:go()">', ["a script"]),
        ("<script>go()</script>", ["a script"]),
        ('<script type="module" src="{% static "core/core.js" %}"></script>', []),
        ('<p data-style="wide">onclick = chờ</p>', []),
    ],
)
def test_style_and_script_inside_a_template_are_seen(text, seen):
    assert inline(text) == seen


# --- tables -------------------------------------------------------------------------------------------------


def test_every_table_of_a_wards_data_names_its_ward():
    without = {
        model._meta.label
        for model in tables()
        if "ward_id" not in {field.attname for field in model._meta.concrete_fields}
    }
    assert without == set(NOT_OF_ONE_WARD)


def test_keys_are_made_by_the_application():
    """No identity columns: a phone with no network makes rows, and tables can be spread by ward."""
    made_by_the_database = [
        model._meta.label for model in tables() if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    ]
    others = {
        model._meta.label
        for model in tables()
        if not isinstance(model._meta.pk, models.UUIDField | models.OneToOneField)
    }
    assert (made_by_the_database, others) == ([], {"accounts.FailedSignIns", "core.Lease"})


def test_indexes_and_unique_constraints_begin_with_the_ward():
    beginning_otherwise = [
        f"{model._meta.label}: {rule.name}"
        for model in tables()
        if model._meta.label not in NOT_OF_ONE_WARD
        for rule in [*model._meta.indexes, *model._meta.constraints]
        if isinstance(rule, models.Index | models.UniqueConstraint)
        and column_names(model, rule.fields)[:1] != ["ward_id"]
    ]
    assert beginning_otherwise == []


def test_what_a_key_made_before_is_looked_up_in_one_place():
    """`core.once` compares what was sent; a look by the key alone would drop words behind a success."""
    found = [path for _room, path in files(".py") if "if id else None" in path.read_text("utf-8")]

    assert found == [HOUSE / "nennep/core/once.py"]
