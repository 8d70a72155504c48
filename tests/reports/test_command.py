"""nennep report: a file in the asked format, a sentence for what is not there."""

import json
from pathlib import Path

import pytest

from nennep.cli import main
from tests import make

pytestmark = pytest.mark.django_db


def test_the_year_report_is_written_in_the_format_of_its_ending(tmp_path: Path, capsys):
    meeting = make.meeting(make.branch(members=3), state="reported")
    file = tmp_path / "bao-cao.json"
    words = ["report", "year", "--ward", meeting.ward.code, "--year", "2022", "--on", "2023-01-05", "-o", str(file)]

    assert main(words) == 0

    assert json.loads(file.read_text())["counted_to"] == "2022-12"
    assert str(file) in capsys.readouterr().out


def test_an_unknown_ward_is_answered_with_a_sentence(tmp_path: Path, capsys):
    words = ["report", "year", "--ward", "khong-co", "--year", "2022", "-o", str(tmp_path / "a.pdf")]

    assert main(words) == 1

    assert capsys.readouterr().err.strip() == "Không có phường “khong-co”. Các phường đang có: –."


def test_an_unknown_ending_is_answered_with_a_sentence(tmp_path: Path, capsys):
    ward = make.ward()
    words = ["report", "year", "--ward", ward.code, "--year", "2022", "-o", str(tmp_path / "a.doc")]

    assert main(words) == 1

    assert ".docx, .pdf, .xlsx, .md" in capsys.readouterr().err
