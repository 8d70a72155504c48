"""The pages and commands of the level above, as its office uses them."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nennep.cli import main
from nennep.organisation import founding
from nennep.organisation.models import Post
from nennep.reports.models import ReceivedPackage, TrustedKey
from nennep.reports.upward import keys
from tests import make
from tests.reports.test_consolidation import AT, ON, receive, sealed, sender

pytestmark = pytest.mark.django_db
ROOT = "/bao-cao/tong-hop/"


@pytest.fixture
def level(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.CLOCK_OFFSET_SECONDS = int((AT - make.timezone.now()).total_seconds())
    return founding.found_level(
        code="lam-dong", name="Đảng bộ tỉnh", full_name="Trần Văn Tổng", phone="", on=ON, at=AT
    ).ward


@pytest.fixture
def office(level, client):
    client.force_login(make.account(Post.objects.get(ward=level, position="superior_office").person))
    return client


def upload(*packages):
    return [
        SimpleUploadedFile(f"{place}.json", each if isinstance(each, bytes) else json.dumps(each).encode())
        for place, each in enumerate(packages)
    ]


def text(answer) -> str:
    return answer.content.decode()


def test_a_key_is_pasted_or_comes_in_a_file_and_its_fingerprint_is_shown(office, level):
    pasted, filed = sender(level, trusted=False), sender(level, trusted=False)
    of = {unit: keys.public_key(unit.ward.code) for unit in (pasted, filed)}
    words = {"name": "Phường Một", "code": pasted.ward.code, "public": keys.written(of[pasted])}
    office.post(f"{ROOT}khoa/", words)
    printed = f"Khóa công khai (public key): {keys.written(of[filed])}\nMã khóa (key id): x\n"
    file = SimpleUploadedFile("khoa.txt", printed.encode())
    office.post(f"{ROOT}khoa/", {"name": "Phường Hai", "code": filed.ward.code, "file": file})
    page = text(office.get(f"{ROOT}khoa/"))

    assert all(keys.fingerprint(key) in page for key in of.values())
    assert TrustedKey.objects.count() == 2


def test_a_wrong_key_is_said_at_the_field_with_what_was_typed(office):
    answer = office.post(f"{ROOT}khoa/", {"name": "Phường Một", "code": "mot", "public": "không phải khóa"})

    assert answer.status_code == 422
    assert "Đây không phải khóa công khai" in text(answer) and "không phải khóa" in text(answer)
    assert "Dán khóa công khai" in text(office.post(f"{ROOT}khoa/", {"name": "Phường Một", "code": "mot"}))


def test_a_key_is_withdrawn_on_the_page(office, level):
    sender(level)
    key = TrustedKey.objects.get()
    office.post(f"{ROOT}khoa/{key.pk}/thoi-dung/")

    assert "thôi dùng từ" in text(office.get(f"{ROOT}khoa/"))


def test_many_packages_at_once_and_one_bad_file_does_not_keep_the_others_out(office, level):
    one, two = sender(level), sender(level)
    answer = office.post(f"{ROOT}nhan/", {"file": upload(sealed(one), b"{}", sealed(two))})

    assert answer.status_code == 422 and "1.json: Tệp không phải gói số liệu" in text(answer)
    assert ReceivedPackage.objects.count() == 2
    assert "Chọn tệp" in text(office.post(f"{ROOT}nhan/", {}))
    answer = office.post(f"{ROOT}nhan/", {"file": upload(sealed(one))}, follow=True)
    assert "đã nhận trước đây, không có gì mới" in text(answer)


def test_the_period_says_who_is_missing_and_what_to_do(office, level):
    receive(level, sealed(sender(level, name="Phường Đã Gửi")))
    sender(level, name="Phường Còn Thiếu")
    page = text(office.get(f"{ROOT}2022/"))

    assert "1/2 phường đã gửi; còn thiếu: Phường Còn Thiếu" in page
    assert "nhắc phường chưa gửi" in page and "nennep export package" in page


def test_a_running_period_urges_nobody(office, level):
    sender(level)
    page = text(office.get(f"{ROOT}2023/"))

    assert "Kỳ này chưa kết thúc" in page and "nhắc phường chưa gửi" not in page


def test_from_the_total_to_the_wards_to_the_package_with_its_hash(office, level):
    package = sealed(sender(level))
    made = receive(level, package).package
    rows = f"{ROOT}2022/bao-cao/regular_held/"

    assert rows in text(office.get(f"{ROOT}2022/bao-cao/"))
    assert f"{ROOT}goi/{made.pk}/" in text(office.get(rows))
    assert package["sha256"] in text(office.get(f"{ROOT}goi/{made.pk}/"))
    assert office.get(f"{ROOT}goi/{made.pk}/tai-ve/").json() == package


def test_a_revised_package_shows_what_changed_and_why(office, level):
    unit = sender(level)
    first = sealed(unit)
    receive(level, first)
    make.meeting(unit, state="reported", day=date(2022, 4, 3))
    made = receive(level, sealed(unit, after=first, reason="Bổ sung tháng 4")).package
    page = text(office.get(f"{ROOT}goi/{made.pk}/"))

    assert "Bổ sung tháng 4" in page and "Khác với lần trước" in page and "8,3% (1/12)" in page


def test_hosted_wards_are_taken_with_one_button_and_refused_without_any(office, level):
    unit = sender(level, trusted=False)
    assert "Không có phường nào trên máy này" in text(office.post(f"{ROOT}2022/lay/", follow=True))
    founding.put_under(unit.ward, level, by=make.office(unit.ward), at=AT)

    assert "Đã lấy số liệu mới của 1 phường" in text(office.post(f"{ROOT}2022/lay/", follow=True))
    assert "lấy trực tiếp" in text(office.get(f"{ROOT}2022/"))
    assert "chưa kết thúc" in text(office.post(f"{ROOT}2023/lay/", follow=True))


@pytest.mark.parametrize("address", ["2022-01..2022-05/", "2022/bao-cao/khong-co/", "2022/tai-ve/pdf/", "2022-13/"])
def test_what_is_not_there_is_not_there(office, level, address):
    assert office.get(f"{ROOT}{address}").status_code == 404


def test_the_files_say_how_complete_they_are(office, level):
    receive(level, sealed(sender(level)))
    sender(level, name="Phường Còn Thiếu")

    assert "1/2 phường đã gửi" in office.get(f"{ROOT}2022/tai-ve/json/").json()["content"]["head"]
    assert office.get(f"{ROOT}2022/tai-ve/xlsx/").content.startswith(b"PK")


def test_home_and_menu_lead_there_and_nothing_of_a_hosted_ward_is_shown(office, level):
    unit = sender(level, trusted=False)
    founding.put_under(unit.ward, level, by=make.office(unit.ward), at=AT)
    home = text(office.get("/"))

    assert ROOT in home
    assert unit.name not in home
    for address in ("/bao-cao/", f"/to-chuc/chi-bo/{unit.pk}/", "/bao-cao/nam/2022/"):
        assert office.get(address).status_code == 404


def test_the_office_of_a_ward_does_not_see_the_level_above(client, level):
    client.force_login(make.account(make.member(make.branch())))
    assert client.get(ROOT).status_code == 404


# Commands -----------------------------------------------------------------------------------------


def test_the_commands_walk_the_whole_way(level, settings, tmp_path, capsys):
    settings.CLOCK_OFFSET_SECONDS = int((AT - make.timezone.now()).total_seconds())
    unit, late = sender(level, trusted=False), sender(level)
    code, good, bad = unit.ward.code, tmp_path / "tot.json", tmp_path / "xau.json"
    bad.write_text("{}")
    assert (
        main(
            [
                "import",
                "key",
                keys.written(keys.public_key(code)),
                "--ward",
                code,
                "--name",
                "Một",
                "--level",
                "lam-dong",
            ]
        )
        == 0
    )
    assert keys.fingerprint(keys.public_key(code)) in capsys.readouterr().out
    assert main(["export", "package", "--ward", code, "--period", "2022", "-o", str(good)]) == 0

    assert main(["import", "package", str(bad), str(good), "--level", "lam-dong"]) == 1
    said = capsys.readouterr()
    assert "✓" in said.out and "Tệp không phải gói số liệu" in said.err
    assert main(["import", "package", str(good), "--level", "lam-dong", "--period", "2022"]) == 0
    assert "không có gì mới" in capsys.readouterr().out

    out = tmp_path / "tong-hop.json"
    assert main(["report", "consolidated", "--level", "lam-dong", "--period", "2022", "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["content"]["missing"] == [
        {"code": late.ward.code, "name": late.ward.name}
    ]
    assert (
        main(["report", "consolidated", "--level", "lam-dong", "--period", "2022", "-o", str(tmp_path / "a.pdf")]) == 1
    )


def test_a_level_is_made_and_a_ward_put_under_it_on_the_command_line(settings, tmp_path, capsys):
    settings.HOME = tmp_path
    unit = make.branch()
    words = ["--code", "tinh", "--name", "Đảng bộ tỉnh", "--full-name", "Trần Văn Tổng"]

    assert main(["level", "create", *words]) == 0
    assert "Mã đăng nhập lần đầu" in capsys.readouterr().out
    assert main(["level", "host", "--ward", unit.ward.code, "--under", "tinh"]) == 0
    unit.ward.refresh_from_db()
    assert unit.ward.parent_code == "tinh"
    assert main(["level", "create", *words]) == 1
