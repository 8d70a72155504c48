"""Packages upward: what they tell, that nobody's name is in them, and that a changed one is refused."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from nennep.cli import main
from nennep.core.digests import content_hash
from nennep.core.refusals import Refused
from nennep.organisation.models import Person
from nennep.reports.upward import keys, sealing
from nennep.reports.upward.package import period_of
from nennep.reports.upward.shape import fits, schema
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 5)
AT = make.at(ON, hour=9)


@pytest.fixture
def unit(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    made = make.branch(members=4)
    make.meeting(made, state="reported", day=date(2022, 3, 3))
    keys.create(made.ward.code)
    return made


def seal(unit, period="2022", after=None, reason="Chi bộ bổ sung biên bản"):
    return sealing.seal(unit.ward, period, after=after, reason=reason, on=ON, at=AT)


def check(unit, package, **chosen):
    public = keys.written(keys.public_key(unit.ward.code))
    file = package if isinstance(package, bytes) else json.dumps(package).encode()
    return sealing.check(file, **{"public": public, "ward": unit.ward.code, "period": "2022"} | chosen)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.sentence


def figure(package, indicator: str, branch=None) -> tuple[int, int | None]:
    [found] = [
        each
        for each in package["content"]["figures"]
        if (each["indicator"], each["branch"]) == (indicator, branch and str(branch.pk))
    ]
    return found["numerator"], found["denominator"]


def test_a_package_tells_the_figures_of_the_ward_and_of_each_branch_and_passes_its_own_check(unit):
    package = seal(unit)

    assert figure(package, "regular_held") == figure(package, "regular_held", unit) == (1, 10)
    assert check(unit, package) == package
    assert fits(package, schema())


def test_no_name_of_a_person_is_in_a_package(unit):
    text = json.dumps(seal(unit), ensure_ascii=False)
    names = list(Person.objects.values_list("full_name", "pk"))

    assert names and not [name for name, key in names if name in text or str(key) in text]


def test_a_branch_of_two_tells_nothing_about_its_people_and_the_sum_does_not_give_it_away(unit):
    small = make.branch(unit.ward, members=2)
    package = seal(unit)
    told = {each["branch"] for each in package["content"]["figures"] if each["indicator"] == "members"}

    assert package["content"]["withheld"] == sorted([str(unit.pk), str(small.pk)])
    assert told == {None}


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2022", "2022-01", "2022-12"),
        ("2022-H2", "2022-07", "2022-12"),
        ("2022-Q1", "2022-01", "2022-03"),
        ("2022-05", "2022-05", "2022-05"),
    ],
)
def test_periods_are_years_halves_quarters_and_months(key, first, last):
    period = period_of(key)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize("key", ["", "2022-H3", "2022-Q5", "2022-13", "0000", "2022-01..2022-02", "2022\n"])
def test_another_period_is_answered_with_a_sentence(key):
    assert refusal(lambda: period_of(key)).startswith("Không có kỳ")


def test_a_period_that_runs_is_not_told(unit):
    assert refusal(lambda: seal(unit, "2023-01")).startswith("Kỳ 2023-01 chưa kết thúc")


def test_a_later_package_names_the_one_it_replaces(unit):
    first = seal(unit)
    make.meeting(unit, state="reported", day=date(2022, 4, 3))
    second = seal(unit, after=first)

    assert (second["content"]["revision"], second["content"]["replaces"]) == (2, first["sha256"])
    assert (first["content"]["reason"], second["content"]["reason"]) == ("", "Chi bộ bổ sung biên bản")
    assert figure(second, "regular_held") == (2, 10)


def test_a_later_package_without_a_reason_is_not_made(unit):
    assert refusal(lambda: seal(unit, after=seal(unit), reason=" ")).startswith("Gói này thay gói trước. Ghi lý do")


def test_a_changed_figure_is_refused_even_with_a_hash_that_fits_it(unit):
    package = seal(unit)
    package["content"]["figures"][0]["numerator"] += 1
    assert refusal(lambda: check(unit, package)).startswith("Nội dung gói không khớp chữ ký")
    package["sha256"] = content_hash(package["content"])
    assert refusal(lambda: check(unit, package)).startswith("Nội dung gói không khớp chữ ký")


def test_another_key_is_refused_and_after_a_rotation_the_old_public_half_still_checks(unit):
    package, old = seal(unit), keys.written(keys.public_key(unit.ward.code))
    keys.rotate(unit.ward.code)

    assert refusal(lambda: check(unit, package)).startswith(f"Gói ký bằng khóa {package['signature']['key_id']}")
    assert check(unit, package, public=old) == package


def test_another_ward_another_period_and_a_newer_version_are_told_apart(unit):
    package = seal(unit)
    assert "không phải “an-phu”" in refusal(lambda: check(unit, package, ward="an-phu"))
    assert "kỳ 2022, không phải kỳ 2021" in refusal(lambda: check(unit, package, period="2021"))
    package["content"] = {"version": 2, "something": "new"}
    assert refusal(lambda: check(unit, package)).startswith("Gói số liệu do phiên bản mới hơn lập (dạng 2)")


@pytest.mark.parametrize(
    "file", [b"", b"[", b"[" * 100_000, b"{}", b"[1]", b"\xff\xfe", b'{"content": {"version": true}}']
)
def test_what_is_no_package_is_answered_with_a_sentence(unit, file):
    assert refusal(lambda: check(unit, file)).startswith("Tệp không phải gói số liệu")


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_signs_that_nothing_can_keep_are_no_package(unit, sign):
    package = seal(unit)
    package["content"]["branches"][0]["name"] = sign
    assert refusal(lambda: check(unit, package)).startswith("Tệp không phải gói số liệu")


def test_a_truncated_and_a_huge_file_are_answered_with_a_sentence(unit):
    whole = json.dumps(seal(unit)).encode()
    assert refusal(lambda: check(unit, whole[:-20])).startswith("Tệp không phải gói số liệu")
    assert refusal(lambda: check(unit, b" " * (sealing.MOST_BYTES + 1))).startswith("Tệp lớn hơn 20 MB")


def test_another_wards_records_are_not_in_a_package(unit):
    before = seal(unit)["content"]["figures"]
    make.meeting(make.branch(make.ward(), members=5), state="reported", day=date(2022, 3, 4))
    assert seal(unit)["content"]["figures"] == before


def test_only_the_service_reads_the_key_and_a_second_one_is_not_made_by_mistake(unit, settings):
    file = settings.HOME / "keys" / f"{unit.ward.code}.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "đã có khóa ký" in refusal(lambda: keys.create(unit.ward.code))


def test_the_command_line_writes_the_package_with_a_workbook_beside_it(unit, tmp_path: Path, capsys):
    words = ["export", "package", "--ward", unit.ward.code, "--period", "2022"]
    first, second = tmp_path / "1.json", tmp_path / "2.json"

    assert main([*words, "-o", str(first)]) == 0
    assert main([*words, "--after", str(first), "--reason", "Bổ sung", "-o", str(second)]) == 0
    assert check(unit, second.read_bytes())["content"]["revision"] == 2
    assert first.with_suffix(".xlsx").read_bytes().startswith(b"PK")
    assert main(["key", "show", "--ward", unit.ward.code]) == 0
    assert keys.fingerprint(keys.public_key(unit.ward.code)) in capsys.readouterr().out


def test_without_a_key_the_sentence_names_the_command(settings, tmp_path):
    settings.HOME = tmp_path
    made = make.branch(members=4)
    assert refusal(lambda: seal(made)) == (
        f"Phường “{made.ward.code}” chưa có khóa ký. Người vận hành chạy: nennep key create --ward {made.ward.code}"
    )
