"""The spreadsheets that offices really send, each with its expected outcome."""

import json
from datetime import date
from pathlib import Path

import pytest

from nennep.core.sheets import read_book
from nennep.organisation import actions
from nennep.organisation.imports import fates
from nennep.organisation.imports.layout import Layout, lay_out
from nennep.organisation.imports.members import Reader
from nennep.organisation.imports.rows import raw_rows
from nennep.organisation.imports.unit_names import branches_by_name
from nennep.organisation.models import Unit
from tests import make

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[1] / "data" / "spreadsheets"
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))
ON = date(2022, 12, 31)
TOLD = ("full_name", "sex", "birth", "joined", "official", "status", "card", "phone", "unit")
NAMES = [
    *(f"Chi bộ Tổ dân phố số {number}" for number in range(1, 9)),
    "Chi bộ Trường Tiểu học",
    "Chi bộ Công an phường",
    "Chi bộ Trạm Y tế",
    "Chi bộ số 12",
    "Chi bộ số 13",
]


@pytest.fixture
def ward():
    of = make.ward()
    for place, name in enumerate(NAMES):
        short = name.removeprefix("Chi bộ ").replace("Tổ dân phố", "TDP")
        actions.found_unit(
            of.pk,
            name=name,
            short_name=short,
            position=place,
            valid_from=make.BEGIN,
            by=make.office(of),
            at=make.EVENING,
        )
    return of


def rows_of(ward, name: str) -> tuple[Layout, list[dict]]:
    layout = lay_out(read_book(CASES / name))
    raw = raw_rows(layout)
    branches = branches_by_name(Unit.objects.filter(ward=ward), ward.place)
    reader = Reader(layout.columns, branches, raw.names, ON)
    rows = [reader.read(each) for each in raw.rows]
    return layout, [fates.report(each) for each in fates.judge(rows, fates.Register(ward.pk, on=ON))]


@pytest.mark.parametrize("name", [name for name, case in EXPECTED.items() if "people" in case])
def test_a_file_of_an_office_gives_the_people_in_it(ward, name):
    layout, rows = rows_of(ward, name)

    found = [{field: row["person"][field] for field in TOLD} for row in rows]
    assert found == [{field: person[field] for field in TOLD} for person in EXPECTED[name]["people"]]
    assert sum(row["fate"] == "error" for row in rows) == EXPECTED[name]["rejected"]
    assert {row["fate"] for row in rows} <= {"new", "error"}
    assert layout.encoding == EXPECTED[name].get("encoding", "Unicode")


def test_errors_stand_at_their_cells_and_a_twin_beside_the_row_above(ward):
    case = EXPECTED["05-errors-and-twins.xlsx"]

    _layout, rows = rows_of(ward, "05-errors-and-twins.xlsx")

    cells = [[row["row"], problem["cell"]] for row in rows for problem in row["problems"]]
    assert cells == [[number, f"{column}{number}"] for number, column, _what in case["errors"]]
    assert [[row["twins"][0]["row"], row["row"]] for row in rows if row["fate"] == "twin"] == case["twins"]
    assert sum(row["fate"] == "new" for row in rows) == case["good"]


def test_a_heading_of_two_rows_begins_with_the_first(ward):
    layout, _rows = rows_of(ward, "01-two-row-header.xlsx")

    assert (layout.heading.first + 1, layout.heading.last + 1) == (5, 6)
    assert [layout.mapping[name] for name in ("birth_male", "birth_female", "joined", "official")] == list("CDEF")
