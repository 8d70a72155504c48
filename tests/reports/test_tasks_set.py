"""The tasks of a year: set by the office, announced by the report before, shown by the year's own figures."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nennep.core.models import AuditEvent
from nennep.core.periods import Month, Period
from nennep.reports import actions
from nennep.reports.actions.tasks_set import SetTask, TasksChanged
from nennep.reports.documents import render
from nennep.reports.models import YearTask
from nennep.reports.records import Records
from nennep.reports.tasks_set import tasks_of, version_of
from nennep.reports.year_report import year_report
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 4, 10)
TASKS = [SetTask("Học tập nghị quyết.", ("reach",)), SetTask("Giữ nền nếp sinh hoạt", ("regular_held", "attendance"))]


@pytest.fixture
def unit():
    return make.branch(members=4)


def set_tasks(unit, tasks=TASKS, year=2022, seen=None):
    kept = version_of(tasks_of(unit.ward_id, year)) if seen is None else seen
    return actions.set_year_tasks(unit.ward_id, year, tasks, seen=kept, by=make.office(unit.ward), at=make.at(ON))


def report_of(unit, year):
    actions.refresh(unit.ward_id, until=ON)
    return year_report(Records(unit.ward, Period.year(year), on=ON))


def part(report, title):
    found = [each for section in report.sections for each in section.parts if each.title == title]
    return [sentence.text for each in found for sentence in each.content]


def office_client(unit, settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(ON, 9) - make.timezone.now()).total_seconds())
    client, office = Client(), make.actor("office", of=unit)
    client.force_login(make.account(make.Person.objects.get(pk=office.person_id)))
    return client


def sent(*tasks, seen):
    """The page's form as a browser sends it."""
    fields = {"seen": seen, "form-TOTAL_FORMS": str(len(tasks)), "form-INITIAL_FORMS": "0"}
    for place, (text, first) in enumerate(tasks):
        fields |= {f"form-{place}-text": text, f"form-{place}-first": first, f"form-{place}-second": ""}
    return fields


def test_the_report_before_announces_them_and_the_years_own_shows_them_by_its_figures(unit):
    make.meeting(unit, state="reported")
    set_tasks(unit)

    before, own = report_of(unit, 2021), report_of(unit, 2022)

    assert part(before, "Nhiệm vụ trọng tâm năm sau") == [
        "Năm 2022, Đảng ủy phường tập trung 2 nhiệm vụ:",
        "(1) Học tập nghị quyết.",
        "(2) Giữ nền nếp sinh hoạt.",
    ]
    first, second = part(own, "Thực hiện nhiệm vụ trọng tâm của năm")
    assert first.startswith("(1) Học tập nghị quyết: ") and first.endswith("chưa có số liệu.")
    assert "100% (1/1)" in second and "100% (4/4)" in second
    figures = {each["indicator"] for each in json.loads(render(own, "json"))["figures"]}
    assert {"regular_held", "attendance"} <= figures


def test_a_year_without_tasks_has_neither_part_nor_an_empty_heading(unit):
    report = report_of(unit, 2022)

    assert "Phương hướng, nhiệm vụ" not in [section.title for section in report.sections]


def test_a_task_that_no_record_shows_says_so(unit):
    set_tasks(unit, [SetTask("Xây dựng nếp sống văn hóa")])

    assert part(report_of(unit, 2022), "Thực hiện nhiệm vụ trọng tâm của năm") == [
        "(1) Xây dựng nếp sống văn hóa: hệ thống không có số liệu về việc này."
    ]


def test_the_same_list_twice_is_kept_once_and_nobody_overwrites_another(unit):
    first_seen = version_of([])
    set_tasks(unit)
    set_tasks(unit, seen=first_seen)  # a second press
    with pytest.raises(TasksChanged):
        set_tasks(unit, [SetTask("Khác")], seen=first_seen)

    assert [task.text for task in tasks_of(unit.ward_id, 2022)] == ["Học tập nghị quyết.", "Giữ nền nếp sinh hoạt"]
    assert AuditEvent.objects.filter(name="reports.year_tasks.set").count() == 1


def test_the_office_sets_them_on_a_page_and_a_refusal_keeps_what_was_typed(unit, settings):
    client, address = office_client(unit, settings), reverse("reports:year_tasks", args=[2023])
    seen = version_of([])

    done = client.post(address, sent(("Giữ nền nếp", "regular_held"), ("", ""), seen=seen), follow=True)
    refused = client.post(address, sent(("Bản khác", ""), seen=seen))
    page = client.get(address).content.decode()

    assert "Đã lưu nhiệm vụ trọng tâm năm 2023." in done.content.decode()
    assert "Nhiệm vụ trọng tâm năm sau" in done.content.decode()
    assert refused.status_code == 422 and "vừa được người khác sửa" in refused.content.decode()
    assert "Bản khác" in refused.content.decode() and "Giữ nền nếp" in page
    assert [(task.text, task.shown_by) for task in YearTask.objects.all()] == [("Giữ nền nếp", ["regular_held"])]


def test_a_figure_that_is_not_on_the_list_is_refused_at_its_field(unit, settings):
    client, address = office_client(unit, settings), reverse("reports:year_tasks", args=[2023])

    answer = client.post(address, sent(("Giữ nền nếp", "khong-co"), seen=version_of([])))

    assert answer.status_code == 422 and not YearTask.objects.exists()
    assert "govuk-error-message" in answer.content.decode() and "Giữ nền nếp" in answer.content.decode()


def test_a_month_in_the_middle_of_the_year_counts_what_is_over(unit):
    make.meeting(unit, state="reported")
    set_tasks(unit, [SetTask("Giữ nền nếp", ("regular_held",))])
    own = report_of(unit, 2022)

    assert own.counted and own.counted.last == Month(2022, 3)
    assert "100% (1/1)" in part(own, "Thực hiện nhiệm vụ trọng tâm của năm")[0]
