"""First-log-in cards: they work once, for 72 hours, and nobody learns anything from the database or the door."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nennep.accounts import actions, codes
from nennep.accounts.documents import cards_pdf
from nennep.accounts.models import Account, FirstCode
from nennep.accounts.names import login_name_for
from nennep.core.models import AuditEvent
from nennep.organisation.models import Person
from tests import make

pytestmark = pytest.mark.django_db
NEW = "hoa sữa tháng mười"


@pytest.fixture
def someone():
    return make.member(make.branch(members=1), "Đặng Thị Hoà")


@pytest.fixture
def that_evening(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.EVENING - make.timezone.now()).total_seconds())


def issue(*people, at=make.EVENING):
    return actions.issue_first_codes(people, by=make.office(people[0].ward), at=at)


def take(code: str, at=make.EVENING + timedelta(hours=1)):
    return actions.take_first_code(code, password=NEW, at=at)


def test_a_card_opens_the_account_once_with_ones_own_password(someone):
    [card] = issue(someone)
    account = take(card.code)

    assert account.person == someone and account.check_password(NEW)
    with pytest.raises(actions.CodeUsed) as refusal:
        take(card.code)
    assert refusal.value.sentence == (
        "Mã này đã được dùng lúc 20:30, 03/03/2022. Nếu không phải đồng chí dùng, gọi ngay Văn phòng."
    )


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', ' ')} "])
def test_a_code_may_be_typed_as_people_type(someone, typed):
    [card] = issue(someone)
    assert take(typed(card.code)).person == someone


def test_letters_that_look_like_digits_are_read_as_digits():
    assert codes.key_of("O" * 26) == codes.key_of("0" * 26)
    assert codes.key_of("I" * 26) == codes.key_of("l" * 26) == codes.key_of("1" * 26)


def test_a_card_holds_for_72_hours_to_the_minute(someone):
    [first] = issue(someone)
    with pytest.raises(actions.CodeExpired) as refusal:
        take(first.code, at=make.EVENING + timedelta(hours=72))
    assert refusal.value.sentence == "Mã này hết hạn lúc 19:30, 06/03/2022. Gọi Văn phòng xin thẻ mới."
    assert take(first.code, at=make.EVENING + timedelta(hours=72, minutes=-1))


def test_a_newer_card_ends_the_older_and_the_old_password_stays_until_then(someone):
    account = make.account(someone)
    [older] = issue(someone)
    [newer] = issue(someone, at=make.EVENING + timedelta(minutes=5))

    with pytest.raises(actions.CodeReplaced):
        take(older.code)
    account.refresh_from_db()
    assert account.check_password("mat-khau-thu-1")
    assert take(newer.code) == account


@pytest.mark.parametrize("typed", ["", "ABC", "7KQ2M", "U" * 26, "0" * 27, "<script>", "đ" * 26, "=1+1", "0" * 26])
def test_nonsense_is_one_sentence(typed):
    with pytest.raises(actions.CodeUnknown) as refusal:
        take(typed)
    assert "Đối chiếu từng nhóm chữ trên thẻ" in refusal.value.sentence


def test_an_account_that_was_closed_does_not_open(someone):
    [card] = issue(someone)
    Account.objects.update(is_active=False)
    with pytest.raises(actions.CodeUnknown):
        take(card.code)


def test_codes_have_128_bits_and_are_kept_only_as_a_hash(someone):
    made = {codes.new_code() for _each in range(200)}
    assert len(made) == 200 and all(len(codes.plain(code)) == 26 for code in made)
    assert {code[0] for code in made} <= set("01234567")  # 26 letters of five bits, the first of three

    [card] = issue(someone)
    kept = " ".join(f"{row}" for row in FirstCode.objects.values()) + " ".join(
        f"{event.before} {event.after} {event.object_label}" for event in AuditEvent.objects.all()
    )
    assert card.code not in kept and codes.plain(card.code) not in kept


def test_the_log_knows_who_printed_and_who_used_a_card(someone):
    [card] = issue(someone)
    take(card.code)
    events = AuditEvent.objects.filter(name__startswith="accounts.").order_by("sequence")
    assert [(event.name, event.by_name) for event in events] == [
        ("accounts.account.opened", "Văn phòng"),
        ("accounts.card.issued", "Văn phòng"),
        ("accounts.card.used", "Đặng Thị Hoà"),
    ]


def test_log_in_names_are_telephones_or_letters_and_never_twice(someone):
    def name(phone: str, *taken: str) -> str:
        someone.phone = phone
        return login_name_for(someone, taken=lambda each: each in taken)

    assert name("0912 345 678") == "0912345678"
    assert name("0912345678", "0912345678") == "hoadt"
    assert name("") == "hoadt"
    assert name("", "hoadt", "hoadt2") == "hoadt3"


def test_two_who_share_a_telephone_get_two_accounts():
    unit = make.branch(members=0)
    people = [make.member(unit, name) for name in ("Lê Thị Sen", "Lê Văn Sen")]
    Person.objects.update(phone="0912345678")
    for person in people:
        person.refresh_from_db()

    assert [card.login_name for card in issue(*people)] == ["0912345678", "senlv"]


# Pages --------------------------------------------------------------------------------------------


def post(client: Client, code: str, password: str = NEW):
    return client.post(reverse("accounts:first"), {"code": code, "password": password})


def test_the_page_signs_in_and_says_the_log_in_name(client, someone, that_evening):
    [card] = issue(someone)
    assert card.code in client.get(reverse("accounts:first"), {"ma": card.code}).content.decode()
    answer = post(client, card.code)

    assert (answer.status_code, answer.url) == (302, "/")
    assert f"đăng nhập bằng tên {card.login_name}" in client.get("/").content.decode()


def test_a_weak_password_is_refused_and_the_card_is_not_used_up(client, someone, that_evening):
    [card] = issue(someone)
    assert post(client, card.code, "12345").status_code == 422
    assert post(client, card.code).status_code == 302


def test_guessing_is_slowed_down_as_at_the_door(client, someone, that_evening):
    for _try in range(5):
        assert "Mã này không đúng" in post(client, codes.new_code()).content.decode()
    [card] = issue(someone)
    answer = post(client, card.code)

    assert answer.status_code == 422
    assert "Đã thử nhiều lần chưa đúng." in answer.content.decode()
    assert FirstCode.objects.get().used_at is None


def test_the_office_prints_cards_and_nobody_else(client, that_evening):
    unit = make.branch(members=2)
    office = make.actor("office", of=unit)
    secretary = make.actor("secretary", of=unit)
    client.force_login(make.account(Person.objects.get(pk=office.person_id)))
    shown = client.get(reverse("accounts:cards")).content.decode()
    nobody = client.post(reverse("accounts:cards"), {})
    answer = client.post(reverse("accounts:cards"), {"people": [str(secretary.person_id)]})

    assert "Bí thư chi bộ" in shown
    assert "Chọn ít nhất một đồng chí để in thẻ." in nobody.content.decode()
    assert answer.content.startswith(b"%PDF") and answer.headers["Cache-Control"] == "no-store"
    assert FirstCode.objects.get().account.person_id == secretary.person_id
    client.force_login(Account.objects.get(person=secretary.person_id))
    assert client.post(reverse("accounts:cards"), {"people": [str(secretary.person_id)]}).status_code == 404


def test_a_person_of_another_ward_is_not_on_the_list(client, that_evening):
    unit, stranger = make.branch(members=2), make.member(make.branch(members=0))
    office = make.actor("office", of=unit)
    client.force_login(make.account(Person.objects.get(pk=office.person_id)))
    answer = client.post(reverse("accounts:cards"), {"people": [str(stranger.pk)]})

    assert (answer.status_code, FirstCode.objects.count()) == (422, 0)
    assert "Chọn lại các đồng chí trong danh sách." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_often_for_thirty_as_for_one(client, that_evening, django_assert_max_num_queries, count):
    unit = make.branch(members=count)
    office = make.actor("office", of=unit)
    client.force_login(make.account(Person.objects.get(pk=office.person_id)))
    with django_assert_max_num_queries(14):
        assert client.get(reverse("accounts:cards_of_branch", args=[unit.pk])).status_code == 200


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext on this machine (poppler-utils)")
def test_nine_cards_take_two_sheets_and_every_letter_is_there(someone, tmp_path):
    other = make.member(make.branch(members=0), "Nguyễn Thị Ẫm Ễnh Ặc Ỹ")
    cards = issue(someone, other) * 5
    content = cards_pdf(someone.ward, cards[:9], address="http://127.0.0.1/dang-nhap/lan-dau/", places={})
    sheet = tmp_path / "the.pdf"
    sheet.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True).stdout

    assert text.count("\f") == 2
    assert "Nguyễn Thị Ẫm Ễnh Ặc Ỹ" in " ".join(text.split())
    assert text.count(cards[0].code) == 5 and text.count(cards[1].code) == 4
