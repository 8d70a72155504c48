"""Reports of months, quarters, half-years and stretches of months: only theirs, beside what went before."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from nennep.cli import main
from nennep.core.documents.text import plain_text
from nennep.core.periods import Period
from nennep.organisation.models import Person, Unit, Ward
from nennep.reports import actions, documents
from nennep.reports.records import Records
from nennep.reports.sentences import ReportTable, Said
from nennep.reports.year_report import YearReport, year_report
from tests import make

pytestmark = pytest.mark.django_db

ON = date(2023, 1, 5)


def met(*days: date) -> Unit:
    """A branch of three that met on these days."""
    unit = make.branch(members=3)
    for day in days:
        make.meeting(unit, state="reported", day=day)
    return unit


def report_of(ward: Ward, key: str, *, on: date = ON) -> YearReport:
    actions.refresh(ward.pk, until=on)
    return year_report(Records(ward, Period.parse(key), on=on))


def words(report: YearReport) -> str:
    return plain_text(documents.official_document(report))


def comparison_of(report: YearReport) -> dict[str, tuple[str, ...]]:
    contents = [part.content for section in report.sections for part in section.parts]
    tables = [each for content in contents for each in content if isinstance(each, ReportTable)]
    return {
        str(title): tuple(cell.text if isinstance(cell, Said) else cell for cell in cells)
        for table in tables
        if table.caption.startswith("Biểu 4")
        for title, *cells in table.rows
    }


def test_a_quarter_counts_the_meetings_of_its_own_months():
    unit = met(date(2022, 3, 3), date(2022, 4, 3), date(2022, 5, 3))

    report = report_of(unit.ward, "2022-Q2")

    assert "sinh hoạt chi bộ quý 2/2022" in words(report)
    assert "hằng tháng được thực hiện 66,7% (2/3) kỳ phải sinh hoạt" in words(report)
    assert f"kỳ chưa có buổi sinh hoạt thường kỳ: {unit.name} (tháng 06/2022)" in words(report)


def test_a_quarter_stands_beside_the_one_before_it():
    unit = met(date(2022, 3, 3), date(2022, 4, 3), date(2022, 5, 3))  # on record from March on

    compared = comparison_of(report_of(unit.ward, "2022-Q2"))

    assert compared["Sinh hoạt thường kỳ"] == ("66,7% (2/3)", "100% (1/1)", "thấp hơn")


def test_without_meetings_before_nothing_is_compared():
    assert comparison_of(report_of(met(date(2022, 4, 3)).ward, "2022-Q2")) == {}


def test_a_running_period_is_compared_with_the_same_months_of_the_one_before():
    unit = met(date(2021, 1, 3), date(2021, 6, 3), date(2022, 1, 3))

    report = report_of(unit.ward, "2022", on=date(2022, 2, 3))

    assert comparison_of(report)["Sinh hoạt thường kỳ"] == ("100% (1/1)", "100% (1/1)", "bằng")
    assert "Biểu 4. So sánh với tháng 01 năm 2021" in words(report)


def test_the_figures_of_the_period_before_lead_to_their_own_rows():
    unit = make.branch(members=3)
    earlier = make.meeting(unit, state="reported", day=date(2022, 3, 3))
    make.meeting(unit, state="reported", day=date(2022, 4, 3))

    figures = documents.report_data(report_of(unit.ward, "2022-Q2"))["figures"]

    (before,) = [each for each in figures if (each["indicator"], each["period"]) == ("papers", "2022-Q1")]
    assert before["row_ids"] == [str(earlier.pk)]


def test_the_office_opens_a_stretch_of_months_and_takes_it_out(client):
    unit = met(date(2022, 3, 3))
    person = Person.objects.get(pk=make.actor("office", of=unit).person_id)
    client.force_login(make.account(person))

    asked = client.get(reverse("reports:periods"), {"tu": "2026-01", "den": "2025-12"})
    assert "Chọn tháng cuối không trước tháng đầu." in asked.content.decode()
    chosen = client.get(reverse("reports:periods"), {"tu": "2025-03", "den": "2025-05"})
    assert chosen.headers["Location"] == "/bao-cao/ky/2025-03..2025-05/"
    address = "/bao-cao/ky/2022-03..2022-05/"
    assert "từ tháng 03/2022 đến tháng 05/2022" in client.get(address).content.decode()
    assert json.loads(client.get(f"{address}tai-ve/json/").content)["period"] == "2022-03..2022-05"
    assert client.get("/bao-cao/ky/2022/").headers["Location"] == "/bao-cao/nam/2022/"
    assert client.get("/bao-cao/ky/2098-Q1/").status_code == 404
    assert client.get("/bao-cao/ky/2022-Q7/").status_code == 404


def test_the_command_writes_a_quarter_and_refuses_other_words(tmp_path: Path, capsys):
    ward = met(date(2022, 3, 3)).ward
    file = tmp_path / "quy.json"
    begin = ["report", "period", "--ward", ward.code, "--on", "2023-01-05", "-o", str(file)]

    assert main([*begin, "--period", "2022-Q1"]) == 0
    assert json.loads(file.read_text())["period"] == "2022-Q1"
    assert main([*begin, "--period", "2022-Q9"]) == 1
    assert "Ghi kỳ như 2022-03, 2022-Q1" in capsys.readouterr().err
