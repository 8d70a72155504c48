"""Lists of members: the order of the dictionary from the database itself, search without marks, what whom may see."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from nennep.core.refusals import Refused
from nennep.organisation import actions
from nennep.organisation.models import Person, Placement
from nennep.organisation.queries import branch_list, member_lines
from tests import make

pytestmark = pytest.mark.django_db
NAMES = [
    "Vũ Thị Yến",
    "Nguyễn Văn An",
    "Trần Thị An",
    "Lê Đức Ân",
    "Đỗ Thị Ánh",
    "Phạm Văn Đạt",
    "Bùi Dũng",
    "Đặng Thị Hoà",
]
IN_ORDER = [
    "Trần Thị An",
    "Nguyễn Văn An",
    "Đỗ Thị Ánh",
    "Lê Đức Ân",
    "Bùi Dũng",
    "Phạm Văn Đạt",
    "Đặng Thị Hoà",
    "Vũ Thị Yến",
]


@pytest.fixture
def unit():
    made = make.branch(members=0)
    for name in NAMES:
        make.member(made, name)
    return made


def test_the_database_orders_people_by_given_name(unit):
    ordered = Person.objects.filter(ward=unit.ward).order_by("name_key").values_list("full_name", flat=True)

    assert list(ordered) == IN_ORDER
    assert [member.person.full_name for member in branch_list(unit, make.DAY)] == IN_ORDER


@pytest.mark.parametrize("typed", ["hoa", "HÒA", "hoà", "dang", unicodedata.normalize("NFD", "Đặng Thị Hòa")])
def test_a_name_is_found_however_it_is_typed(unit, typed):
    found = [line.person.full_name for line in member_lines(unit, make.DAY, search=typed)]

    assert "Đặng Thị Hoà" in found and len(found) < len(NAMES)


def test_a_name_typed_decomposed_is_kept_composed(unit):
    someone = make.member(unit, unicodedata.normalize("NFD", "Nguyễn Thị Thuỳ"))

    assert Person.objects.get(pk=someone.pk).full_name == unicodedata.normalize("NFC", "Nguyễn Thị Thuỳ")


def test_one_official_place_on_any_day(unit):
    someone = Person.objects.get(full_name="Bùi Dũng")

    with pytest.raises(Refused) as refusal:
        make.organisation.place_member(
            someone, make.branch(unit.ward), valid_from=date(2022, 1, 1), by=make.office(unit.ward), at=make.EVENING
        )
    assert f"đang sinh hoạt tại {unit.name}" in refusal.value.sentence
    assert Placement.objects.filter(person=someone).count() == 1


def test_a_second_secretary_and_a_day_outside_the_term_are_refused(unit):
    by, people = make.office(unit.ward), list(Person.objects.filter(ward=unit.ward)[:3])
    actions.appoint(people[0], "secretary", unit=unit, valid_from=make.BEGIN, by=by, at=make.EVENING)

    with pytest.raises(Refused) as second:
        actions.appoint(people[1], "secretary", unit=unit, valid_from=make.DAY, by=by, at=make.EVENING)
    with pytest.raises(Refused) as outside:
        actions.appoint(people[2], "deputy_secretary", unit=unit, valid_from=date(2031, 1, 1), by=by, at=make.EVENING)

    assert people[0].full_name in second.value.sentence
    assert "Ngày 01/01/2031 nằm ngoài nhiệm kỳ" in outside.value.sentence


def test_members_see_names_and_officers_see_more(client, unit):
    member, officer = make.member(unit, "Lê Thị Thành Viên"), make.actor("secretary", of=unit)
    address = reverse("organisation:branch", args=[unit.pk])
    client.force_login(make.account(member))
    seen_by_member = client.get(address).content.decode()
    client.force_login(make.account(Person.objects.get(pk=officer.person_id)))
    seen_by_officer = client.get(address).content.decode()

    assert "Bùi Dũng" in seen_by_member and "1950" not in seen_by_member
    assert "1950" in seen_by_officer


@pytest.mark.parametrize("more", [1, 30])
def test_the_number_of_questions_does_not_depend_on_the_number_of_members(
    client, unit, more, django_assert_max_num_queries
):
    for _each in range(more):
        make.member(unit)
    officer = make.actor("secretary", of=unit)
    client.force_login(make.account(Person.objects.get(pk=officer.person_id)))
    client.get(reverse("organisation:branch", args=[unit.pk]))

    with django_assert_max_num_queries(11):
        client.get(reverse("organisation:branch", args=[unit.pk]))


def test_the_list_leaves_as_a_spreadsheet_for_the_office_only(client, unit):
    office = make.actor("office", of=unit)
    client.force_login(make.account(Person.objects.get(pk=office.person_id)))

    asked = client.post(reverse("organisation:export"), {"xuat": "xlsx"})
    answer = client.post(reverse("organisation:export"), {"xuat": "xlsx", "reason": "Đối chiếu sổ đảng viên"})

    assert "Dùng danh sách này để làm gì?" in asked.content.decode()
    assert answer.content.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]
