"""The rubrics that come with the program: files anybody can read and copy."""

from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.quality.rubrics import Scheme, parse, read_file


class NoSuchRubric(Refused):
    message = _("Không có bộ tiêu chí kèm phần mềm mang mã “%(code)s”.")


@cache
def all_data() -> tuple[dict[str, Any], ...]:
    """The data of all of them, in the order of their files."""
    folder = files("nennep.quality").joinpath("data/rubrics")
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(read_file(each.read_text("utf-8")) for each in found)


def data_of(code: str) -> dict[str, Any]:
    """The data of one by its code."""
    for data in all_data():
        if data["code"] == code:
            return data
    raise NoSuchRubric(code=code)


def all_schemes() -> list[Scheme]:
    """All of them, in the order of their files."""
    return [parse(data) for data in all_data()]
