"""The pages: what they show to whom, and how much they ask of the database."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from nennep.core import clock
from nennep.core.periods import Period
from nennep.organisation import actions as organisation
from nennep.organisation.models import Person, Unit
from nennep.oversight import actions as oversight
from nennep.reports import actions, pages
from nennep.reports.indicators import INDICATORS
from nennep.reports.models import SourceStatement
from nennep.reports.records import Records
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2022, 4, 20)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def branch() -> Unit:
    unit = make.branch(members=3)
    make.meeting(unit, state="reported", day=date(2022, 3, 3))
    make.meeting(unit, state="reported", kind="thematic", day=date(2022, 3, 9))
    return unit


def sign_in(client, actor):
    client.force_login(make.account(Person.objects.get(pk=actor.person_id)))
    return client


@pytest.fixture
def office(client, branch):
    return sign_in(client, make.actor("office", of=branch))


def test_every_cell_of_the_grid_opens_its_meeting(office, branch):
    page = office.get(reverse("reports:board")).content.decode()

    for meeting in branch.meetings.all():
        assert reverse("meetings:show", args=[meeting.pk]) in page


def test_the_board_asks_at_most_twelve_queries_however_many_branches(office, branch, django_assert_max_num_queries):
    for _each in range(12):
        make.meeting(make.branch(branch.ward, members=2), state="reported")
    SourceStatement.objects.create(
        ward=branch.ward, source="Bài báo", published_on=TODAY, sentence="…", figure="members", value=558
    )
    actions.refresh(branch.ward_id, until=TODAY)

    with django_assert_max_num_queries(12):
        page = office.get(reverse("reports:board"))

    assert "558 ≠ 27" in page.content.decode()


def test_the_board_names_whose_turn_it_is_in_as_many_queries_for_thirteen_branches_as_for_one(
    office, branch, django_assert_max_num_queries
):
    for more, waiting in ((1, 1), (12, 13)):
        for _each in range(more):
            make.meeting(make.branch(branch.ward, members=2), state="closed")
        actions.refresh(branch.ward_id, until=TODAY)

        with django_assert_max_num_queries(13):
            page = office.get(reverse("reports:board")).content.decode()

        assert page.count("Người ghi biên bản, Chủ trì hội nghị") == waiting
    assert "Đến lượt" in page


def test_an_empty_ward_is_told_the_next_step(client):
    branch = make.branch()
    office = sign_in(client, make.actor("office", of=branch))

    assert "Chưa có buổi nào." in office.get(reverse("reports:board")).content.decode()


def test_the_year_report_links_each_figure_to_its_rows_and_they_to_the_minutes(office, branch):
    report = office.get(reverse("reports:year_report", args=[2022])).content.decode()
    rows_url = f"{reverse('reports:rows', args=['attendance'])}?ky=2022"
    assert f'href="{rows_url}"' in report

    rows = office.get(rows_url).content.decode()

    for meeting in branch.meetings.all():
        assert reverse("meetings:minutes", args=[meeting.pk]) in rows


@pytest.mark.parametrize("format", ["docx", "pdf", "xlsx", "json", "md"])
def test_the_report_downloads_in_every_format(office, format):
    response = office.get(reverse("reports:download", args=[2022, format]))

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{format}"')


def test_the_grid_downloads_as_a_workbook(office):
    assert office.post(reverse("reports:export"), {"xuat": "xlsx"}).content.startswith(b"PK")


@pytest.mark.parametrize("query", ["?nam=22", "?nam=abcd", "?nam=9999", "?thang=2022-13", "?thang=x", "?nam=0000"])
def test_a_wrong_period_in_the_address_is_a_page_that_is_not_there(office, query):
    assert office.get(reverse("reports:board") + query).status_code == 404


@pytest.mark.parametrize("query", ["?ky=20", "?ky=2022-Q5", "?ky=2022-00", "?ky=0000", "?chi-bo=x"])
def test_a_wrong_address_of_rows_is_a_page_that_is_not_there(office, query):
    assert office.get(reverse("reports:rows", args=["attendance"]) + query).status_code == 404


def test_an_unknown_indicator_branch_or_format_is_not_there(office):
    assert office.get(reverse("reports:rows", args=["nothing"])).status_code == 404
    assert office.get(reverse("reports:indicator", args=["nothing"])).status_code == 404
    assert office.get(f"{reverse('reports:rows', args=['attendance'])}?chi-bo={uuid4()}").status_code == 404
    assert office.get(reverse("reports:download", args=[2022, "exe"])).status_code == 404


def test_every_indicator_has_rows_and_a_definition(office):
    for indicator in INDICATORS:
        assert office.get(f"{reverse('reports:rows', args=[indicator.id])}?ky=2022").status_code == 200
        assert office.get(reverse("reports:indicator", args=[indicator.id])).status_code == 200


def test_members_are_named_to_the_office_and_the_branchs_officers_only(client, branch):
    name = make.member(branch, "Hoàng Thị Tường Vi").full_name
    url = f"{reverse('reports:rows', args=['members'])}?ky=2022&chi-bo={branch.pk}"

    assert name in sign_in(client, make.actor("secretary", of=branch)).get(url).content.decode()
    assert sign_in(client, make.charge(branch)).get(url).status_code == 404
    assert sign_in(client, make.own(make.member(branch))).get(url).status_code == 404


def test_a_foreign_branch_is_not_there(client, branch):
    other = make.branch(branch.ward)
    url = f"{reverse('reports:rows', args=['attendance'])}?ky=2022&chi-bo={branch.pk}"

    assert sign_in(client, make.actor("secretary", of=other)).get(url).status_code == 404
    board = client.get(reverse("reports:board")).content.decode()
    assert other.short_name in board
    assert branch.short_name not in board


def test_the_wards_report_is_the_ward_staffs(client, branch):
    urls = [
        reverse("reports:year_report", args=[2022]),
        reverse("reports:download", args=[2022, "json"]),
        reverse("reports:findings", args=[2022]),
    ]

    for actor in (make.actor("secretary", of=branch), make.charge(branch), make.actor("operator", of=branch)):
        reader = sign_in(client, actor)
        assert [reader.get(url).status_code for url in urls] == [404, 404, 404]


def test_a_finding_shows_both_figures_and_the_sentence(office, branch):
    SourceStatement.objects.create(
        ward=branch.ward,
        source="Bài báo",
        published_on=TODAY,
        sentence="Tổng số 558 đảng viên.",
        figure="members",
        value=558,
    )

    page = office.get(reverse("reports:findings", args=[2022])).content.decode()

    assert "558 ≠ 3" in page
    assert "Tổng số 558 đảng viên." in page


def test_a_visit_of_an_earlier_month_is_not_credited_to_whoever_has_the_charge_now():
    unit, change = make.branch(members=3), date(2022, 4, 1)
    before = Person.objects.get(pk=make.charge(unit).person_id)
    after, by = make.person(unit.ward), make.office(unit.ward)
    meeting = make.meeting(unit)
    oversight.attend(meeting, before, by=make.own(before), at=make.EVENING)
    make.walk(meeting, until="reported")
    organisation.end_charge(unit.charges.get(), on=change, by=by, at=make.at(change))
    organisation.put_in_charge(after, unit, valid_from=change, by=by, at=make.at(change))
    actions.refresh(unit.ward_id, until=TODAY)

    (now,) = pages.charge_grid(Records(unit.ward, Period.year(2022), on=TODAY), 2022).rows
    (later,) = pages.charge_grid(Records(unit.ward, Period.year(2022), on=date(2023, 2, 1)), 2022).rows

    assert now.cells[2].title == "Tháng 03/2022: đảng ủy viên phụ trách dự 1/1 buổi"
    assert now.label == f"{unit.short_name} · hiện nay: đ/c {after.full_name}"
    assert later.label == f"{unit.short_name} · ngày 31/12/2022: đ/c {after.full_name}"
