"""Setting up a ward: each step's page, what it refuses, and that the list reads its state from what is there."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nennep.accounts.models import Account
from nennep.organisation import founding
from nennep.organisation.models import Person, Post, Term, Ward
from nennep.planning.queries import meeting_days
from tests import make

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Phường Đức Thắng",
    "parent_name": "Đảng bộ thành phố Hà Nội",
    "full_name": "Nguyễn Thị Vân",
    "phone": "0912345678",
    "password": "một câu ngắn dễ nhớ",
}


@pytest.fixture(autouse=True)
def that_evening(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.EVENING - make.timezone.now()).total_seconds())


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def office_of(unit) -> Client:
    client = Client()
    client.force_login(make.account(Person.objects.get(pk=make.actor("office", of=unit).person_id)))
    return client


def states(client: Client) -> dict[str, str]:
    """Each step of the list with the word of its state."""
    items = client.get(reverse("site:setup")).context["items"]
    return {item.label: item.state for item in items}


# A new installation -------------------------------------------------------------------------------


def test_the_page_of_a_new_installation_opens_once_to_whoever_has_the_key(client, home):
    address = reverse("site:begin", args=[founding.new_key(home)])
    assert (home / founding.KEY_FILE).stat().st_mode & 0o077 == 0
    assert client.get(address).status_code == 200
    assert client.get(reverse("site:begin", args=["doan-mo"])).status_code == 404
    answer = client.post(address, WORDS)

    assert (answer.status_code, answer.url) == (302, reverse("site:setup"))
    assert Ward.objects.get().code == "duc-thang"
    assert Account.objects.get().login_name == "0912345678"
    assert Client().get(address).status_code == 404
    assert not (home / founding.KEY_FILE).exists()


def test_without_a_key_file_no_key_opens(client, home):
    assert client.get("/khoi-tao/x/").status_code == 404
    founding.new_key(home)
    make.ward()
    assert client.get(reverse("site:begin", args=[founding.new_key(home)])).status_code == 404


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"name": ""}, "Nhập tên phường."),
        ({"parent_name": " "}, "Nhập tên Đảng bộ cấp trên, in ở đầu văn bản."),
        ({"full_name": ""}, "Nhập họ và tên cán bộ Văn phòng."),
        ({"code": "đức thắng"}, "Mã phường chỉ gồm chữ không dấu, số và gạch nối, ví dụ duc-thang."),
        ({"birth_year": "75"}, "Năm sinh là bốn chữ số, ví dụ 1975."),
        ({"password": ""}, "Đặt mật khẩu."),
    ],
)
def test_bad_words_are_refused_at_their_field_and_nothing_is_made(client, home, words, sentence):
    answer = client.post(reverse("site:begin", args=[founding.new_key(home)]), WORDS | words)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (Ward.objects.count(), Account.objects.count()) == (0, 0)


def test_a_code_that_is_taken_is_refused(home):
    words = {"party_name": "", "parent_name": "x", "place": "", "office_phone": "", "on": make.DAY, "at": make.EVENING}
    founding.found_ward(code="", name="Phường Đức Thắng", **words)
    with pytest.raises(founding.WardCodeTaken) as refusal:
        founding.found_ward(code="Duc-Thang", name="Khác", **words)
    assert refusal.value.sentence == "Mã phường “duc-thang” đã có. Chọn mã khác."


@pytest.mark.parametrize(
    ("name", "code"), [("Phường Đức Thắng", "duc-thang"), ("Xã Ô Diên", "o-dien"), ("Phường", "phuong"), ("12", "12")]
)
def test_a_code_follows_from_the_name(name, code):
    assert founding.code_for(name) == code


# The list -----------------------------------------------------------------------------------------


def test_the_list_tells_how_far_each_step_is(client):
    unit = make.branch(members=0)
    client = office_of(unit)
    before = states(client)
    make.member(unit)
    make.actor("secretary", of=unit)
    after = states(client)

    assert before["Các chi bộ"] == "xong" and before["Đảng viên"] == "chưa"
    assert before["Bí thư, phó bí thư chi bộ"] == "chưa" and before["Ngày sinh hoạt của từng chi bộ"] == "xong"
    assert after["Đảng viên"] == after["Bí thư, phó bí thư chi bộ"] == "xong"
    assert "Thiết lập phường" in client.get("/").content.decode()


def test_the_list_asks_as_often_for_thirty_branches_as_for_one(django_assert_max_num_queries):
    unit = make.branch(members=1)
    client = office_of(unit)
    for more in (0, 30):
        for _each in range(more):
            make.branch(unit.ward, members=1)
        with django_assert_max_num_queries(13):
            client.get(reverse("site:setup"))


def test_once_something_is_planned_home_no_longer_asks_to_go_on(client):
    unit = make.branch(members=3)
    make.meeting(unit, state="planned")
    assert "Thiết lập phường" not in office_of(unit).get("/").content.decode()


# Steps --------------------------------------------------------------------------------------------


def test_rules_are_looked_at_once():
    unit = make.branch(members=1)
    client = office_of(unit)
    assert states(client)["Bộ quy định áp dụng"] == "chưa"
    assert client.post(reverse("site:setup_rules")).status_code == 302
    assert states(client)["Bộ quy định áp dụng"] == "xong"


def test_the_office_gets_a_telephone_and_a_second_person():
    unit = make.branch(members=1)
    client = office_of(unit)
    address = reverse("site:setup_office")
    assert "Nhập số điện thoại." in client.post(address, {"office_phone": ""}).content.decode()
    client.post(address, {"office_phone": "024 1"})
    client.post(address, {"full_name": "Trần Văn Hùng"})

    assert Ward.objects.get(pk=unit.ward_id).office_phone == "024 1"
    assert Post.objects.filter(ward=unit.ward, position="office").count() == 2
    assert states(client)["Văn phòng Đảng ủy"] == "xong"


def heads(client: Client, **words):
    return client.post(reverse("site:setup_heads"), {"term_from": "1/1/2022", "term_to": "1/1/2027", **words})


def test_heads_are_chosen_from_the_members_and_get_a_term():
    unit = make.branch(members=0)
    one, other = make.member(unit), make.member(unit)
    client = office_of(unit)
    Term.objects.filter(unit=unit).delete()
    words = {f"secretary-{unit.pk}": str(one.pk), f"deputy_secretary-{unit.pk}": str(other.pk)}

    same = heads(client, **{name: str(one.pk) for name in words})
    assert "được chọn cả bí thư và phó bí thư. Chọn hai đồng chí khác nhau." in same.content.decode()
    assert not Term.objects.filter(unit=unit).exists()
    assert heads(client, **words).status_code == 302
    assert heads(client, **words).status_code == 422, "nothing is left to choose"
    assert {(p.position, p.person) for p in unit.posts.all()} == {("secretary", one), ("deputy_secretary", other)}
    assert Term.objects.get(unit=unit).name == "2022–2027"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"term_to": "1/1/2021"}, "Ngày hết nhiệm kỳ phải sau ngày bắt đầu."),
        ({"term_from": "31/02/2022"}, "Ngày 31/02/2022 không có trong lịch."),
        ({}, "Chọn ít nhất một bí thư hoặc phó bí thư."),
    ],
)
def test_heads_say_what_is_missing(words, sentence):
    unit = make.branch(members=0)
    make.member(unit)
    answer = heads(office_of(unit), **words)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_nobody_from_another_branch_is_chosen():
    unit, stranger = make.branch(members=0), make.member(make.branch(members=0))
    make.member(unit)
    answer = heads(office_of(unit), **{f"secretary-{unit.pk}": str(stranger.pk)})

    assert "Chọn lại đồng chí trong danh sách của chi bộ." in answer.content.decode()


def test_days_are_written_for_all_and_one_differs():
    first = make.branch(members=0)
    units = [make.organisation.found_unit(
        first.ward_id, name=f"Chi bộ {n}", short_name=f"{n}", position=500 + n, valid_from=make.BEGIN,
        by=make.office(first.ward), at=make.EVENING) for n in range(3)]  # fmt: skip
    client = office_of(first)
    words = {"day": "3", "at": "19h30", "place": "Nhà văn hóa", "valid_from": "1/3/2022", f"day-{units[1].pk}": "31"}
    address = reverse("site:setup_days")

    assert "Ngày sinh hoạt là số từ 1 đến 31." in client.post(address, words | {"day": "32"}).content.decode()
    assert (
        "Ghi ngày sinh hoạt của ít nhất một chi bộ."
        in client.post(address, {"valid_from": "1/3/2022"}).content.decode()
    )
    assert "ghi đủ ngày, giờ và nơi họp" in client.post(address, words | {"place": ""}).content.decode()
    assert client.post(address, words).status_code == 302
    days = {day.unit_id: day.day for day in meeting_days(first.ward_id, date(2022, 3, 1))}
    assert [days[unit.pk] for unit in units] == [3, 31, 3]
