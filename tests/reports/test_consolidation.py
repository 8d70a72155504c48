"""What the level above does with packages: takes in, refuses, keeps every revision, adds up, names who is missing."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.organisation import founding
from nennep.organisation.actors import machine
from nennep.reports.models import ReceivedPackage, TrustedKey
from nennep.reports.upward import consolidated, files, keys, receiving, sealing, trust
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 5)
AT = make.at(ON, hour=9)


@pytest.fixture
def level(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return make.ward()


def by(level):
    return machine(level.pk, on=ON, name="Văn phòng cấp trên")


def sender(level, *, held: int = 1, name: str = "", trusted: bool = True):
    """A ward elsewhere with one branch that met `held` times, and its key entered here."""
    unit = make.branch(members=4)
    for month in range(1, held + 1):
        make.meeting(unit, state="reported", day=date(2022, month, 3))
    keys.create(unit.ward.code)
    if trusted:
        enter(level, unit.ward.code, name or unit.ward.name)
    return unit


def enter(level, code, name, public=""):
    public = public or keys.written(keys.public_key(code))
    return trust.enter_key(level, code=code, name=name, public=public, by=by(level), at=AT)


def sealed(unit, after=None, period="2022", reason="Chi bộ bổ sung biên bản"):
    return sealing.seal(unit.ward, period, after=after, reason=reason, on=ON, at=AT)


def receive(level, package, **words):
    file = package if isinstance(package, bytes) else json.dumps(package).encode()
    return receiving.receive(level, file, **words, by=by(level), at=AT)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.sentence


def report(level, period="2022"):
    return consolidated.consolidated(level, period, on=ON)


def total(level, indicator):
    line = consolidated.line_of(report(level), indicator)
    return line.numerator, line.denominator


# Keys ---------------------------------------------------------------------------------------------


def test_a_key_is_entered_once_and_belongs_to_one_ward(level):
    unit = sender(level)
    again = enter(level, unit.ward.code, unit.ward.name)
    public = keys.written(keys.public_key(unit.ward.code))

    assert list(TrustedKey.objects.all()) == [again]
    assert "đã nhập cho phường" in refusal(lambda: enter(level, "an-phu", "Phường An Phú", public))
    assert list(AuditEvent.objects.filter(name="reports.trusted_key.entered").values_list("by_name", flat=True)) == [
        "Văn phòng cấp trên"
    ]


@pytest.mark.parametrize(
    ("code", "name", "public", "said"),
    [
        ("Đức Thắng", "Phường", "", "Mã phường chỉ gồm"),
        ("duc-thang", " ", "", "Nhập tên phường"),
        ("duc-thang", "Phường", "abc", "Đây không phải khóa công khai"),
    ],
)
def test_what_is_no_key_of_a_ward_is_answered_with_a_sentence(level, code, name, public, said):
    assert refusal(lambda: enter(level, code, name, public or "A" * 43 + "=")).startswith(said)


def test_nothing_new_is_taken_with_a_withdrawn_key_and_what_was_taken_stays(level):
    unit = sender(level)
    first = sealed(unit)
    receive(level, first)
    trust.withdraw_key(TrustedKey.objects.get(), by=by(level), at=AT)

    assert "đã thôi dùng" in refusal(lambda: receive(level, sealed(unit, after=first)))
    assert not receive(level, first).is_new
    assert total(level, "regular_held")[0] == 1


def test_a_withdrawn_key_does_not_come_back(level):
    unit = sender(level)
    trust.withdraw_key(TrustedKey.objects.get(), by=by(level), at=AT)

    assert "không dùng lại được" in refusal(lambda: enter(level, unit.ward.code, unit.ward.name))
    assert consolidated.overview(level, "2022", on=ON).senders == ()


def test_after_a_change_of_keys_both_keys_prove_what_they_signed(level):
    unit = sender(level)
    old = sealed(unit, period="2022-Q1")
    keys.rotate(unit.ward.code)
    enter(level, unit.ward.code, unit.ward.name)

    assert [receive(level, each).is_new for each in (old, sealed(unit))] == [True, True]


# Taking in ----------------------------------------------------------------------------------------


def test_a_package_is_kept_as_it_was_signed_and_the_same_file_is_nothing_new(level):
    unit = sender(level)
    package = sealed(unit)
    first, second = receive(level, package), receive(level, package)
    [kept] = ReceivedPackage.objects.all()

    assert (first.is_new, second.is_new, second.package) == (True, False, kept)
    told = {"content": kept.content, "sha256": kept.sha256, "signature": kept.signature}
    public = keys.written(keys.public_key(unit.ward.code))
    assert sealing.check(json.dumps(told).encode(), public=public, ward=unit.ward.code, period="2022") == package
    assert receiving.packages_that_do_not_fit(level.pk) == []


def test_neither_a_package_nor_a_key_is_changed_or_removed_in_the_database(level):
    receive(level, sealed(sender(level)))
    for rows, change in (
        (ReceivedPackage.objects.all(), {"sha256": "0" * 64}),
        (TrustedKey.objects.all(), {"public": "x"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_revised_package_stands_beside_the_older_with_reason_and_differences(level):
    unit = sender(level)
    first = sealed(unit)
    receive(level, first)
    make.meeting(unit, state="reported", day=date(2022, 4, 3))
    receive(level, sealed(unit, after=first, reason="Bổ sung biên bản tháng 4"))
    old, new = ReceivedPackage.objects.order_by("revision")
    changed = {each.title: (each.before, each.after) for each in consolidated.differences(old, new) if not each.branch}
    held = next(each["title"] for each in new.content["indicators"] if each["id"] == "regular_held")

    assert new.content["reason"] == "Bổ sung biên bản tháng 4"
    assert changed[held] == ((1, 12), (2, 12))
    assert total(level, "regular_held") == (2, 12)


def test_an_older_revision_that_arrives_late_does_not_take_the_place_of_the_newer(level):
    unit = sender(level)
    first = sealed(unit)
    make.meeting(unit, state="reported", day=date(2022, 4, 3))
    receive(level, sealed(unit, after=first))
    receive(level, first)

    assert total(level, "regular_held") == (2, 12)


def test_a_forged_package_is_refused_and_not_kept(level):
    package = sealed(sender(level))
    package["content"]["figures"][0]["numerator"] += 1

    assert refusal(lambda: receive(level, package)).startswith("Nội dung gói không khớp chữ ký")
    assert not ReceivedPackage.objects.exists()


def test_a_newer_version_an_unknown_key_and_what_is_no_package_say_what_to_do(level):
    unit = sender(level, trusted=False)
    package = sealed(unit)

    assert "so dấu khóa, nhập khóa ở trang Khóa của các phường" in refusal(lambda: receive(level, package))
    newer = package | {"content": {"version": 2}}
    assert "Nâng cấp phần mềm ở đây rồi nhận lại" in refusal(lambda: receive(level, newer))
    assert "Xin phường gửi lại tệp JSON" in refusal(lambda: receive(level, b"PK\x03\x04"))


def test_one_ward_cannot_send_for_another(level):
    unit, other = sender(level), sender(level)
    (keys._file(other.ward.code)).write_bytes(keys._file(unit.ward.code).read_bytes())

    assert f"không phải “{unit.ward.code}”" in refusal(lambda: receive(level, sealed(other)))


def test_another_period_than_the_one_waited_for_is_refused(level):
    package = sealed(sender(level))
    assert "kỳ 2022, không phải kỳ 2022-Q1" in refusal(lambda: receive(level, package, period="2022-Q1"))


def test_a_second_first_package_and_one_that_replaces_another_are_refused(level):
    unit = sender(level)
    receive(level, sealed(unit))
    make.meeting(unit, state="reported", day=date(2022, 4, 3))
    second_first = sealed(unit)

    assert "Lần 1 của phường" in refusal(lambda: receive(level, second_first))
    assert "thay một gói khác" in refusal(lambda: receive(level, sealed(unit, after=second_first)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content["figures"].append(content["figures"][0]), "Gói ghi một số liệu hai lần"),
        (lambda content: content.update(period="2022-13"), "Không có kỳ"),
    ],
)
def test_a_signed_package_that_cannot_be_added_up_is_refused(level, change, said):
    unit = sender(level)
    package = sealed(unit)
    change(package["content"])
    package["sha256"] = sealing.content_hash(package["content"])
    package["signature"]["value"] = keys.sign(unit.ward.code, package["sha256"])[1]

    assert refusal(lambda: receive(level, package)).startswith(said)


# Many wards ---------------------------------------------------------------------------------------


def test_totals_are_sums_of_parts_and_wholes_never_means_of_percentages(level):
    small, large = sender(level, held=1), sender(level, held=9)
    make.meeting(make.branch(large.ward, members=4), state="reported", day=date(2022, 1, 3))
    for unit in (small, large):
        receive(level, sealed(unit))
    parts = {each.sender.code: (each.numerator, each.denominator) for each in line(level, "regular_held").parts}
    sums = tuple(map(sum, zip(*parts.values(), strict=True)))

    assert total(level, "regular_held") == sums
    assert sums[0] * 2 * parts[small.ward.code][1] != sums[1] * parts[small.ward.code][0]


def line(level, indicator):
    return consolidated.line_of(report(level), indicator)


def test_who_is_missing_stands_in_the_head_and_wards_stand_by_name(level):
    sent = sender(level, name="Phường Bình An")
    sender(level, name="Phường Ân Thi")
    make.branch()  # a ward that nobody expects
    receive(level, sealed(sent))
    seen = consolidated.overview(level, "2022", on=ON)

    assert seen.head == "1/2 phường đã gửi; còn thiếu: Phường Ân Thi"
    assert [each.name for each in seen.senders] == ["Phường Ân Thi", "Phường Bình An"]


def test_findings_of_wards_are_told_ward_by_ward(level):
    unit = sender(level)
    package = sealed(unit)
    of_all = next(each for each in package["content"]["figures"] if each["indicator"] == "regular_held")
    of_all["numerator"] = of_all["denominator"] + 1
    package["content"]["findings"] = [{"title": "11 và 13 chi bộ", "count": 2}]
    package["sha256"] = sealing.content_hash(package["content"])
    package["signature"]["value"] = keys.sign(unit.ward.code, package["sha256"])[1]
    receive(level, package)

    for seen in (consolidated.overview(level, "2022", on=ON), report(level).overview):
        assert [(each.sender.code, each.title, each.count) for each in seen.mismatches] == [
            (unit.ward.code, "11 và 13 chi bộ", 2)
        ]
    assert [each.code for each in line(level, "regular_held").impossible] == [unit.ward.code]


def test_a_figure_of_another_kind_is_not_added_and_the_ward_is_named(level):
    plain, odd = sender(level), sender(level)
    receive(level, sealed(plain))
    package = sealed(odd)
    for each in package["content"]["figures"]:
        if each["indicator"] == "regular_held":
            each["denominator"] = None
    package["sha256"] = sealing.content_hash(package["content"])
    package["signature"]["value"] = keys.sign(odd.ward.code, package["sha256"])[1]
    receive(level, package)

    assert total(level, "regular_held") == (1, 12)
    assert [each.code for each in line(level, "regular_held").silent] == [odd.ward.code]


def test_the_data_lead_from_each_figure_to_the_packages_and_carry_no_percentage(level):
    unit = sender(level)
    sender(level, name="Phường Chưa Gửi")
    package = sealed(unit)
    receive(level, package)
    data = files.as_data(report(level))["content"]
    told = next(each for each in data["figures"] if each["indicator"] == "regular_held")

    assert (data["expected"], data["sent"], [each["name"] for each in data["missing"]]) == (2, 1, ["Phường Chưa Gửi"])
    assert told["wards"] == [{"ward": unit.ward.code, "numerator": 1, "denominator": 12, "package": package["sha256"]}]
    assert files.render(report(level), "xlsx").startswith(b"PK")


def test_the_overview_asks_the_database_as_often_for_many_wards_as_for_one(level):
    def asked(query) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            query(level, "2022", on=ON)
        return len(seen)

    receive(level, sealed(sender(level)))
    one = [asked(consolidated.overview), asked(consolidated.consolidated)]
    for _more in range(4):
        receive(level, sealed(sender(level)))

    assert [asked(consolidated.overview), asked(consolidated.consolidated)] == one == [3, 3]


# Wards on the same machine ------------------------------------------------------------------------


def take(level):
    return receiving.take_hosted(level, "2022", on=ON, by=by(level), at=AT)


def put_under(unit, level):
    return founding.put_under(unit.ward, level, by=by(unit.ward), at=AT)


def test_a_hosted_ward_gives_the_same_figures_as_its_package_elsewhere(level):
    elsewhere, unit = make.ward(), sender(level, held=3, trusted=False)
    put_under(unit, level)
    take(level)
    enter(elsewhere, unit.ward.code, unit.ward.name)
    receive(elsewhere, sealed(unit))
    here, there = (files.as_data(report(each))["content"] for each in (level, elsewhere))
    plain = [
        [(each["indicator"], each["numerator"], each["denominator"]) for each in data["figures"]]
        for data in (here, there)
    ]

    assert plain[0] == plain[1] and len(plain[0]) > 20
    assert here["findings"] == there["findings"]


def test_taking_again_is_nothing_new_until_the_records_change(level):
    unit = sender(level, trusted=False)
    put_under(unit, level)
    again = [take(level)[0].is_new, take(level)[0].is_new]
    make.meeting(unit, state="reported", day=date(2022, 4, 3))
    [changed] = take(level)

    assert again == [True, False]
    assert (changed.is_new, changed.package.revision, total(level, "regular_held")) == (True, 2, (2, 12))


def test_only_wards_put_under_the_level_are_taken_and_they_need_no_key(level):
    own, stranger = sender(level, trusted=False), sender(level, trusted=False)
    assert refusal(lambda: take(level)).startswith("Không có phường nào trên máy này")
    put_under(own, level)
    take(level)

    assert [each.code for each in ReceivedPackage.objects.all()] == [own.ward.code]
    assert "ở ngay trên máy này" in refusal(lambda: enter(level, own.ward.code, own.ward.name))
    assert stranger.ward.parent_code == ""
    assert "chính mình" in refusal(lambda: put_under(own, own.ward))
