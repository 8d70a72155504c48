"""The door: one answer for unknown and wrong, growing waits instead of lock-outs, a strong hash."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client

from nennep.accounts import devices, throttle
from nennep.accounts.models import FailedSignIns
from nennep.core import audit
from nennep.core.models import AuditEvent
from tests import make

pytestmark = pytest.mark.django_db
UNKNOWN = "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra chữ hoa, chữ thường rồi nhập lại."


@pytest.fixture
def account():
    return make.account(make.member(make.branch()), login="bithu1")


def sign_in(client: Client, name: str, password: str, **more):
    return client.post("/dang-nhap/", {"login_name": name, "password": password, **more})


def test_signing_in_leads_home_and_out_again_forgets(client, account):
    answer = sign_in(client, "BITHU1 ", "mat-khau-thu-1")
    left = client.post("/dang-nhap/thoat/")

    assert (answer.status_code, answer.url) == (302, "/")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").url.startswith("/dang-nhap/")


@pytest.mark.parametrize("name", ["bithu1", "khong-co-ai"])
def test_unknown_and_wrong_get_the_same_answer(client, account, name):
    answer = sign_in(client, name, "sai")

    assert answer.status_code == 422
    assert UNKNOWN in answer.content.decode()


def test_a_link_elsewhere_is_not_followed_after_signing_in(client, account):
    answer = sign_in(client, "bithu1", "mat-khau-thu-1", next="https://evil.example/")

    assert answer.url == "/"


def test_after_five_failures_one_waits_and_the_sentence_says_how_long(client, account):
    for _try in range(5):
        sign_in(client, "bithu1", "sai")

    answer = sign_in(client, "bithu1", "mat-khau-thu-1")

    assert answer.status_code == 422 and "Chờ 15 giây" in answer.content.decode()


def begin(name: str, address: str, **more) -> int:
    return throttle.begin_try(name, address, **({"at": make.EVENING} | more))


def test_waits_grow_to_five_minutes_and_not_further():
    now, waits = make.EVENING, []
    for _try in range(20):
        waits.append(begin("bithu1", "10.0.0.1", at=now))
        now += timedelta(seconds=waits[-1])

    assert waits[:10] == [0, 0, 0, 0, 0, 15, 0, 30, 0, 60]
    assert max(waits) == 300


def test_a_try_is_counted_before_it_is_looked_at():
    looked_at = [begin("bithu1", f"10.0.0.{number}") for number in range(24)].count(0)

    assert looked_at == throttle.FREE_TRIES


def test_strangers_who_guess_keep_nobody_waiting_on_a_device_that_was_here_before(client, account):
    sign_in(client, "bithu1", "mat-khau-thu-1")
    client.post("/dang-nhap/thoat/")
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    for _try in range(7):
        sign_in(stranger, "bithu1", "sai")

    shut = sign_in(stranger, "bithu1", "mat-khau-thu-1")
    at_home = sign_in(client, "BITHU1", "mat-khau-thu-1")

    assert (shut.status_code, at_home.status_code) == (422, 302)


def test_a_known_device_is_held_back_by_its_own_counter_and_a_forged_one_is_a_stranger(client, account):
    sign_in(client, "bithu1", "mat-khau-thu-1")
    client.post("/dang-nhap/thoat/")
    for _try in range(5):
        sign_in(client, "bithu1", "sai")
    forged = Client()
    forged.cookies[devices.COOKIE] = "eyJhIjoiYiJ9:abc:def"

    assert "Chờ 15 giây" in sign_in(client, "bithu1", "mat-khau-thu-1").content.decode()
    assert sign_in(forged, "bithu1", "mat-khau-thu-1").status_code == 302


def test_a_shared_device_is_not_remembered(client, account):
    sign_in(client, "bithu1", "mat-khau-thu-1", shared_device="on")

    assert devices.COOKIE not in client.cookies


def test_who_signed_in_and_out_and_what_was_refused_is_in_the_log_without_what_was_typed(client, account):
    for name in ("bithu1", "mat-khau-thu-1"):
        sign_in(client, name, "sai")
    sign_in(client, "bithu1", "mat-khau-thu-1")
    client.post("/dang-nhap/thoat/")

    told = AuditEvent.objects.filter(name__startswith="accounts.").order_by("sequence")
    person = account.person
    assert list(told.values_list("name", "object_id", "by_id")) == [
        ("accounts.sign_in_refused", person.pk, None),
        ("accounts.sign_in_refused", person.ward_id, None),
        ("accounts.signed_in", person.pk, person.pk),
        ("accounts.signed_out", person.pk, person.pk),
    ]
    assert not any("mat-khau" in str(row) for row in told.values_list())
    assert audit.first_broken_link(person.ward_id) is None


def test_another_account_from_another_place_is_not_slowed():
    for _try in range(10):
        begin("bithu1", "10.0.0.1")

    assert begin("bithu2", "10.0.0.2") == 0


def test_ipv6_neighbours_count_as_one_address():
    for number in range(40):
        begin(f"ai{number}", f"2001:db8::{number:x}")

    assert begin("moi", "2001:db8::ffff") > 0


def test_one_who_signs_in_opens_the_shared_address_of_a_hall_again():
    for number in range(40):
        begin(f"ai{number}", "10.0.0.1")
    shut = begin("bithu1", "10.0.0.1")

    throttle.forget_failures("bithu2", "10.0.0.1")

    assert shut > 0
    assert begin("bithu1", "10.0.0.1") == 0
    assert throttle.forget_old(at=make.EVENING + timedelta(hours=2)) > 30


def test_neither_names_nor_addresses_are_kept_in_the_clear():
    begin("0912345678", "10.0.0.1", device="may")

    assert all(
        "0912345678" not in key and "10.0" not in key for key in FailedSignIns.objects.values_list("key", flat=True)
    )


@pytest.mark.real_passwords
def test_passwords_are_hashed_with_argon2id():
    hashed = make_password("mat-khau-thu-1")

    assert hashed.startswith("argon2$argon2id$") and "m=19456,t=2,p=1" in hashed
    assert identify_hasher(hashed).algorithm == "argon2"


def test_a_new_password_needs_the_old_one(client, account):
    client.force_login(account)

    wrong = client.post("/dang-nhap/mat-khau/", {"current": "sai", "new": "mot-cau-dai-de-nho"})
    short = client.post("/dang-nhap/mat-khau/", {"current": "mat-khau-thu-1", "new": "ngan"})
    right = client.post("/dang-nhap/mat-khau/", {"current": "mat-khau-thu-1", "new": "mot-cau-dai-de-nho"})

    assert "Mật khẩu đang dùng không đúng" in wrong.content.decode()
    assert (wrong.status_code, short.status_code, right.status_code) == (422, 422, 302)


def test_a_script_is_told_plainly_that_the_session_ended(client):
    answer = client.post("/dang-nhap/mat-khau/", headers={"HX-Request": "true"})

    assert answer.status_code == 401


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page_and_says_that_nothing_was_saved(client, account):
    sent = client.post("/nhiem-vu/", {"text": "x"}, headers={"Referer": "http://testserver/nhiem-vu/?loc=toi"})
    door = client.get(sent.url)

    assert "Nội dung vừa gửi chưa được lưu" in door.content.decode()
    assert door.context["next"] == "/nhiem-vu/?loc=toi"


@pytest.mark.parametrize("page", ["http://evil.example/x/", "http://testserver/dang-nhap/", ""])
def test_a_page_that_is_not_ours_is_not_gone_back_to(client, page):
    sent = client.post("/nhiem-vu/", headers={"Referer": page} if page else {})

    assert sent.url == "/dang-nhap/?next=%2Fnhiem-vu%2F&chua-luu=1"


class Hours:
    """The clock of the house, moved by hand."""

    def __init__(self, settings) -> None:
        self.settings, self.begin = settings, settings.CLOCK_OFFSET_SECONDS

    def after(self, minutes: float) -> None:
        self.settings.CLOCK_OFFSET_SECONDS = self.begin + int(minutes * 60)


@pytest.fixture
def hours(settings):
    return Hours(settings)


def is_in(client: Client, **more) -> bool:
    return client.get("/", **more).status_code == 200


def test_on_a_shared_device_the_sign_in_ends_with_the_browser(client, account):
    sign_in(client, "bithu1", "mat-khau-thu-1", shared_device="on")

    assert client.cookies["nennep"]["max-age"] == "", "a cookie of this browser session only"


def test_on_a_shared_device_only_time_without_use_ends_the_sign_in(client, account, hours):
    sign_in(client, "bithu1", "mat-khau-thu-1", shared_device="on")
    for minutes in (10, 20, 30):
        hours.after(minutes)
        assert is_in(client), f"used every ten minutes, {minutes} minutes on"

    hours.after(46)
    assert not is_in(client)


def test_what_an_open_page_asks_by_itself_is_no_use(client, account, hours):
    sign_in(client, "bithu1", "mat-khau-thu-1", shared_device="on")
    hours.after(10)
    assert is_in(client, headers={"HX-Request": "true"})

    hours.after(16)
    assert not is_in(client)


def test_use_is_written_down_once_a_minute_at_most(client, account, hours):
    sign_in(client, "bithu1", "mat-khau-thu-1", shared_device="on")
    client.get("/")
    before = client.session["shared-device-used-at"]
    hours.after(0.5)
    client.get("/")
    unchanged = client.session["shared-device-used-at"]
    hours.after(2)
    client.get("/")

    assert unchanged == before
    assert client.session["shared-device-used-at"] > before


def test_an_own_device_stays_signed_in(client, account, hours):
    sign_in(client, "bithu1", "mat-khau-thu-1")
    hours.after(60)

    assert is_in(client)
