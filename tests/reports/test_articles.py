"""What public articles tell of three other places, entered as an office enters it and told again by the program.

The facts and what cannot be held stand in docs/articles.md. Names of people and numbers of branches are made up here:
the articles give none, and a list needs them.
"""

from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest

from nennep.core.documents.text import plain_text
from nennep.core.periods import Month, Period
from nennep.directives.models import Directive
from nennep.meetings import actions as meetings
from nennep.meetings.documents import minutes_document
from nennep.meetings.models import Meeting
from nennep.organisation import actions as organisation
from nennep.organisation.imports import command
from nennep.organisation.models import Unit, Ward
from nennep.quality import queries as quality
from nennep.reports import actions
from nennep.reports.models import SourceStatement
from nennep.reports.records import Records
from nennep.rulebook.queries import regulations_on
from tests import make
from tests.quality import worlds
from tests.reports.test_year_report import report_of, words

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "data" / "articles"
TRUNG_SON, NAM_HONG, DONG_TRUNG = date(2025, 9, 8), date(2021, 4, 1), date(2021, 10, 11)


# Trung Sơn commune, Phú Thọ (baophutho.vn, 8/9/2025)


@pytest.fixture
def trung_son(tmp_path) -> Ward:
    """24 branches from a file; 280 members from another, spread over them, for the article does not say how."""
    ward = make.ward()
    Ward.objects.filter(pk=ward.pk).update(name="Xã Trung Sơn", party_name="Đảng bộ xã Trung Sơn", place="Trung Sơn")
    ward.refresh_from_db()
    by, begin = make.office(ward, TRUNG_SON), date(2025, 7, 1)
    at = make.at(TRUNG_SON, 9)
    organisation.begin_ward_term(ward.pk, name="2025–2030", valid_from=begin, valid_to=None, by=by, at=at)
    command.import_units(ward, FILES / "trung-son-branches.csv", dry_run=False, on=begin, by=by, at=at)
    names = list(Unit.objects.filter(ward=ward).order_by("position").values_list("name", flat=True))
    rows = [
        f"{number};Đảng Viên {_letters(number)};1970;3/2/2000;3/2/2001;{unit}"
        for number, unit in enumerate(islice(cycle(names), 280), start=1)
    ]
    members = tmp_path / "members.csv"
    head = "STT;Họ và tên;Năm sinh;Ngày vào Đảng;Chính thức;Chi bộ"
    members.write_text("\n".join([head, *rows]), "utf-8-sig")
    told = command.import_members(ward, members, dry_run=False, on=TRUNG_SON, by=by, at=at)
    assert "Đã nhận 280 dòng." in told.words
    return ward


def _letters(number: int) -> str:
    """A made-up given name for each number, so that no two are taken for one person."""
    vowels, ends = "aeiouy", "bcdghklmnpqrstvx"
    return f"{ends[number % 16]}{vowels[number // 16 % 6]}{ends[number // 96 % 16]}".capitalize()


def test_trung_son_has_280_members_in_nine_office_and_fifteen_rural_branches(trung_son):
    told = words(report_of(trung_son, year=2025, on=date(2026, 1, 5)))

    assert "24 chi bộ" in told and "280 đảng viên" in told
    assert "9 chi bộ ngành và 15 chi bộ thôn, xóm" in told, "branches of offices are told among those of sectors"


def test_the_kinds_of_trung_son_add_up_to_what_the_article_states(trung_son):
    stated = {"branches": 24, "members": 280, "branches.office": 9, "branches.village": 15}
    for figure, value in stated.items():
        SourceStatement.objects.create(
            ward=trung_son, source="baophutho.vn", published_on=TRUNG_SON, sentence="", figure=figure, value=value
        )

    assert report_of(trung_son, year=2025, on=date(2026, 1, 5)).findings == ()


def test_committee_members_of_trung_son_are_in_charge_of_every_branch(trung_son):
    """How many of them there are the article does not say: here one for each branch."""
    by, at = make.office(trung_son, TRUNG_SON), make.at(TRUNG_SON)
    for unit in Unit.objects.filter(ward=trung_son):
        organisation.put_in_charge(make.person(trung_son), unit, valid_from=TRUNG_SON, by=by, at=at)

    told = words(report_of(trung_son, year=2025, on=date(2026, 1, 5)))

    assert "100% (24/24) chi bộ có đảng ủy viên phụ trách" in told


# Street block 5, Nam Hồng ward, Hà Tĩnh (namhong.hatinh.gov.vn, 2/4/2021)


@pytest.fixture
def nam_hong() -> Meeting:
    """The meeting of the evening of 1 April 2021, with guests and eleven opinions."""
    unit = make.branch(members=6)
    meeting = make.meeting(unit, day=NAM_HONG)
    by = make.actor("secretary", of=unit)
    make.mark_all(meeting)
    for name, office in (
        ("Đại biểu Thường trực", "Ban Thường vụ Đảng ủy phường"),
        ("Bí thư chi bộ bạn", "Bí thư chi bộ trực thuộc"),
    ):
        meetings.add_guest(meeting, name=name, office=office, by=by, at=meeting.starts_at)
    item = meeting.agenda.filter(removed_at=None).first()
    speakers = cycle(line.person for line in meeting.whole_roll.select_related("person"))
    for number, speaker in enumerate(islice(speakers, 11), start=1):
        meetings.record_opinion(item, text=f"Ý kiến {number}", speaker=speaker, by=by, at=meeting.starts_at)
    return make.walk(meeting, until="reported")


def test_the_minutes_of_nam_hong_name_the_evening_and_the_guests(nam_hong):
    minutes = plain_text(minutes_document(nam_hong))

    assert "19 giờ 30" in minutes and "01 tháng 4 năm 2021" in minutes
    assert "Ban Thường vụ Đảng ủy phường" in minutes and "Bí thư chi bộ trực thuộc" in minutes


def test_eleven_opinions_of_members_are_counted_at_nam_hong(nam_hong):
    actions.refresh(nam_hong.ward_id, until=date(2022, 1, 5))
    records = Records(nam_hong.ward, Period.year(2021), on=date(2022, 1, 5))

    april = records.figure("opinions", nam_hong.unit_id, Period.month(Month(2021, 4)))

    assert april.text == "11"


def test_what_nam_hong_went_by_stands_in_the_rules_or_the_register(nam_hong):
    """The guidance is among the program's regulations; the other two a ward enters as documents it received."""
    central = {"issuer": "Bộ Chính trị", "kind": "QĐi", "dated_on": date(2016, 7, 25), "symbol": "29-QĐ/TW"}
    province = {"issuer": "Tỉnh ủy Hà Tĩnh", "kind": "QĐi", "dated_on": date(2019, 12, 5), "symbol": "1193-QĐ/TU"}
    entered = [make.directive(nam_hong.ward, **given) for given in (central, province)]

    assert "12-HD/BTCTW (2018)" in {regulation.number for regulation in regulations_on(NAM_HONG)}
    found = Directive.objects.filter(ward=nam_hong.ward, direction="received", dated_on__lt=NAM_HONG)
    assert set(found) == set(entered)


# Đồng Trung branch, Đồng Thành commune, Nghệ An (baonghean.vn, October 2021)


@pytest.fixture
def dong_trung() -> Meeting:
    """The meeting of the afternoon of 11 October 2021 in a branch of 13, one of nine rural ones, under rubric D."""
    ward = make.ward()
    unit, *_others = (make.branch(ward, members=each, kind="village") for each in (13, *[1] * 8))
    worlds.adopted(ward, worlds.shipped.data_of("nghe-an-2021"), valid_from=date(2021, 9, 15))
    meeting = make.meeting(unit, day=DONG_TRUNG, state="planned")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=make.at(DONG_TRUNG, 14))
    meeting.refresh_from_db()
    make.walk(meeting, until="in_session")
    by = make.actor("secretary", of=unit)
    make.mark_all(meeting)
    for office in ("Ban Tổ chức Tỉnh ủy", "Thường trực Huyện ủy", "Ban Tổ chức Huyện ủy"):
        meetings.add_guest(meeting, name="Đại biểu", office=office, by=by, at=meeting.starts_at)
    for number in range(1, 4):
        meetings.add_guest(
            meeting, name=f"Bí thư {number}", office="Bí thư Đảng ủy xã bạn", by=by, at=meeting.starts_at
        )
    meetings.assign_task(
        meeting, description="Nhiệm vụ tháng 11", assignee=meeting.minute_taker, due_on=date(2021, 11, 10),
        by=by, at=meeting.starts_at,
    )  # fmt: skip
    return meeting


def test_dong_trung_has_13_members_and_is_one_of_nine_rural_branches(dong_trung):
    records = Records(dong_trung.ward, Period.year(2021), on=date(2022, 1, 5))

    assert records.figure("members", dong_trung.unit_id).numerator == 13
    assert records.branches_of_kind("village", ["village"]).numerator == 9


def test_dong_trung_scores_under_the_rubric_of_nghe_an(dong_trung):
    rubric = quality.rubric_for(dong_trung)

    assert rubric is not None and rubric.code == "nghe-an-2021"
    assert rubric.scheme.bands[0].least == 80


def test_the_minutes_of_dong_trung_name_the_observers_and_the_tasks_set(dong_trung):
    minutes = plain_text(minutes_document(make.walk(dong_trung, until="closed")))

    for words_of in ("Ban Tổ chức Tỉnh ủy", "Thường trực Huyện ủy", "Ban Tổ chức Huyện ủy", "Bí thư Đảng ủy xã bạn"):
        assert words_of in minutes
    assert "14 giờ 30" in minutes and "Nhiệm vụ tháng 11" in minutes
