"""The year report says what the records say, with every figure on its rows."""

import io
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from nennep.core.documents.text import plain_text
from nennep.core.periods import Period
from nennep.meetings import actions as meetings
from nennep.meetings.actions import Mark
from nennep.organisation import actions as organisation
from nennep.organisation.models import Ward
from nennep.reports import actions, documents
from nennep.reports.models import SourceStatement
from nennep.reports.records import Records
from nennep.reports.year_report import YearReport, year_report
from tests import make

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2023, 1, 5)
SENTENCE = "Đảng bộ có 13 chi bộ trực thuộc; trong đó có 08 chi bộ Tổ dân phố và 03 chi bộ ngành."


def report_of(ward: Ward, *, year: int = 2022, on: date = NEW_YEAR) -> YearReport:
    actions.refresh(ward.pk, until=on)
    return year_report(Records(ward, Period.year(year), on=on))


def words(report: YearReport) -> str:
    return plain_text(documents.official_document(report))


def stated(ward: Ward, **figures: int) -> None:
    for figure, value in figures.items():
        SourceStatement.objects.create(
            ward=ward,
            source="Cổng thông tin phường",
            published_on=date(2023, 5, 17),
            sentence=SENTENCE,
            figure=figure.replace("__", "."),
            value=value,
        )


def thirteen_branches() -> Ward:
    ward = make.ward()
    for kind in ["street_block"] * 8 + ["school", "police", "health"] + ["unstated"] * 2:
        make.branch(ward, members=1, kind=kind)
    return ward


def test_eight_and_three_are_not_thirteen_and_both_figures_are_kept():
    ward = thirteen_branches()
    stated(ward, branches=13, branches__street_block=8, branches__sector=3, members=13)

    report = report_of(ward)

    (finding,) = report.findings
    assert finding.short == "8 + 3 = 11 ≠ 13"
    assert [unit.branch_kind for unit in finding.units] == ["unstated", "unstated"]
    assert "8 chi bộ tổ dân phố, 3 chi bộ ngành và 2 chi bộ chưa rõ loại hình" in words(report)
    assert SENTENCE in words(report)


def test_a_source_that_agrees_with_the_records_is_no_finding():
    ward = make.ward()
    for kind in ["street_block"] * 2 + ["school"]:
        make.branch(ward, members=2, kind=kind)
    stated(ward, branches=3, branches__street_block=2, branches__sector=1, members=6)

    assert report_of(ward).findings == ()


def test_a_source_that_states_other_members_is_shown_with_both_numbers():
    ward = make.branch(members=4).ward
    stated(ward, members=558)

    (finding,) = report_of(ward).findings

    assert (finding.short, finding.counted.numerator) == ("558 ≠ 4", 4)


def test_a_roll_that_does_not_add_up_to_the_counters_is_a_finding():
    meeting = make.meeting(make.branch(members=3), state="reported")
    type(meeting).objects.filter(pk=meeting.pk).update(present_count=2)

    (finding,) = report_of(meeting.ward).findings

    assert finding.meeting_id == meeting.pk
    assert "điểm danh cộng được 3/3, buổi ghi 2/3" in finding.sentence


def test_twelve_of_thirteen_is_never_written_as_all():
    ward = thirteen_branches()
    for unit in list(make.Unit.objects.filter(ward=ward).order_by("position"))[:12]:
        organisation.adopt_working_rules(
            unit,
            number="01-QC/CB",
            issued_on=date(2021, 1, 5),
            review_on=None,
            by=make.office(ward),
            at=make.at(date(2021, 1, 5)),
        )

    assert "92,3% (12/13) chi bộ đã xây dựng và có quy chế làm việc còn hiệu lực." in words(report_of(ward))


def test_months_and_quarters_that_are_missing_are_named():
    branch = make.branch(members=3)
    make.meeting(branch, state="reported", day=date(2022, 1, 3))
    for month in (2, 3, 5, 6):
        make.meeting(branch, state="reported", day=date(2022, month, 3))

    text = words(report_of(branch.ward, on=date(2022, 7, 4)))

    assert "Chế độ sinh hoạt thường kỳ hằng tháng được thực hiện 83,3% (5/6) kỳ phải sinh hoạt." in text
    assert f"16,7% (1/6) kỳ chưa có buổi sinh hoạt thường kỳ: {branch.name} (tháng 04/2022)." in text
    assert "100% (2/2) quý của chi bộ chưa có sinh hoạt chuyên đề" in text
    assert "0% (0/1) chi bộ thực hiện đủ chế độ" in text


def test_a_branch_founded_within_a_quarter_owes_no_theme_for_it():
    branch = make.branch(members=3)
    make.Unit.objects.filter(pk=branch.pk).update(valid_from=date(2022, 2, 10))
    for month in (3, 4, 5, 6):
        make.meeting(branch, state="reported", day=date(2022, month, 3))

    assert "100% (1/1) quý của chi bộ chưa có sinh hoạt chuyên đề" in words(report_of(branch.ward, on=date(2022, 7, 4)))


def test_attendance_under_the_line_is_said_with_its_branch():
    branch = make.branch(members=4)
    meeting = make.meeting(branch)
    secretary = make.actor("secretary", of=branch)
    absent = meeting.whole_roll.exclude(person=meeting.chair).last()
    marks = [Mark(absent.number, "unexcused")]
    meetings.mark_many(meeting, marks, by=secretary, at=meeting.starts_at)
    make.mark_all(meeting)
    make.vote(meeting, "minutes")
    meetings.close_meeting(meeting, by=secretary, at=make.at(hour=21))

    text = words(report_of(branch.ward, on=date(2022, 4, 2)))

    assert "75% (3/4) lượt phải dự, chưa đạt mức trên 85% theo 12-HD/BTCTW (2018)." in text
    assert f"{branch.name} có tỷ lệ dự dưới mức: 75% (3/4)." in text


def test_a_year_without_anything_says_so_and_divides_nothing():
    ward = make.ward()

    text = words(report_of(ward))

    assert "Quy chế làm việc và phân công nhiệm vụ: chưa có số liệu." in text
    assert "Tỷ lệ dự sinh hoạt: chưa có số liệu." in text
    assert "%" not in text.partition("Số liệu kèm theo")[0]


def test_the_largest_branch_and_its_party_groups_come_from_the_records():
    ward = make.ward()
    make.branch(ward, members=2)
    large = make.branch(ward, members=6, groups=2)
    make.meeting(large, state="reported", groups=True)

    text = words(report_of(ward))

    assert (
        f"{large.name} là chi bộ có số lượng đảng viên đông nhất với 6 đảng viên, chia thành 2 tổ đảng; "
        "trong kỳ đã có 1 buổi sinh hoạt của chi bộ được tổ chức theo tổ đảng." in text
    )


def test_committee_members_are_counted_once_each():
    ward = make.ward()
    for _each in range(2):
        make.charge(make.branch(ward, members=1))

    assert "Đảng ủy phân công 2 đồng chí đảng ủy viên" in words(report_of(ward))
    assert "100% (2/2) chi bộ có đảng ủy viên phụ trách, mỗi đồng chí phụ trách một chi bộ." in words(report_of(ward))


def test_a_running_year_counts_only_finished_months():
    meeting = make.meeting(make.branch(members=3), state="reported")

    report = report_of(meeting.ward, on=date(2022, 4, 20))

    assert report.subject == "tình hình và chất lượng sinh hoạt chi bộ năm 2022 (đến hết tháng 03/2022)"
    assert "100% (1/1) kỳ phải sinh hoạt." in words(report)


def test_a_past_year_reads_the_same_after_later_changes():
    branch = make.branch(members=3)
    make.meeting(branch, state="reported")
    before = words(report_of(branch.ward))

    make.member(branch)
    make.Person.objects.last().placements.update(valid_from=date(2023, 1, 2))
    make.meeting(branch, state="reported", day=date(2023, 1, 3))

    assert words(report_of(branch.ward)) == before


def test_every_figure_is_the_sum_of_its_rows():
    ward = make.ward()
    for day in (3, 4):
        unit = make.branch(ward, members=day, groups=2 if day == 4 else 0)
        make.charge(unit)
        make.meeting(unit, state="reported", day=date(2022, 2, day))
        make.meeting(unit, state="closed", kind="thematic", day=date(2022, 3, day))

    for figure in report_of(ward).figures:
        rows = figure.rows()
        assert sum(row.part for row in rows) == figure.numerator, figure
        if figure.denominator is not None:
            assert sum(row.whole for row in rows) == figure.denominator, figure


def test_json_carries_parts_indicator_and_rows_and_no_names_of_members():
    branch = make.branch(members=3)
    meeting = make.meeting(branch, state="reported")

    data = json.loads(documents.render(report_of(branch.ward), "json"))

    attendance = next(each for each in data["figures"] if each["indicator"] == "attendance" and not each["unit"])
    assert (attendance["numerator"], attendance["denominator"]) == (3, 3)
    assert (attendance["text"], attendance["row_ids"]) == ("100% (3/3)", [str(meeting.pk)])
    assert data["indicators"]["attendance"]["source"] == "12-HD/BTCTW (2018)"
    text = json.dumps(data, ensure_ascii=False)
    assert not [line.person.full_name for line in meeting.whole_roll.all() if line.person.full_name in text]


def test_all_formats_say_the_same_words():
    ward = make.branch(members=3).ward
    make.actor("ward_secretary", of=make.Unit.objects.get(ward=ward))
    report = report_of(ward)
    text = words(report)

    assert "ĐẢNG BỘ QUẬN" in text
    assert f"ĐẢNG ỦY {ward.name.upper()}" in text
    assert "T/M ĐẢNG ỦY\nBÍ THƯ" in text
    markdown = documents.render(report, "md").decode()
    for line in text.splitlines():
        if line.startswith("Đảng bộ phường"):
            assert line in markdown
    assert documents.render(report, "docx").startswith(b"PK")
    assert documents.render(report, "pdf").startswith(b"%PDF")


def test_the_workbook_keeps_parts_in_columns_of_their_own():
    meeting = make.meeting(make.branch(members=3), state="reported")

    book = CalamineWorkbook.from_filelike(io.BytesIO(documents.render(report_of(meeting.ward), "xlsx")))

    assert book.sheet_names == ["Báo cáo", "Biểu 1", "Biểu 2", "Biểu 3", "Chỉ tiêu"]
    head, row = book.get_sheet_by_name("Biểu 1").to_python()[2:4]
    cells = dict(zip(head, row, strict=True))
    assert (cells["Chi bộ"], cells["Tỷ lệ dự"], cells["Tỷ lệ dự: trên"]) == (meeting.unit.name, 3, 3)


def test_the_number_of_queries_does_not_depend_on_branches(django_assert_max_num_queries):
    ward = make.ward()
    for _each in range(4):
        make.meeting(make.branch(ward, members=2), state="closed")
    actions.refresh(ward.pk, until=NEW_YEAR)

    with django_assert_max_num_queries(40):
        documents.render(year_report(Records(ward, Period.year(2022), on=NEW_YEAR)), "json")
