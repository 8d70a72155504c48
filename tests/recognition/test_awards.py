"""Awards: decision or source, recipients, who can be put forward, money, badges; their pages and what they refuse."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.organisation.models import Person
from nennep.recognition import actions, queries
from nennep.recognition.models import Award, Recipient
from nennep.rulebook.awards import award_kinds, badge_rules, bonus_of
from tests import make

pytestmark = pytest.mark.django_db
NEXT = make.at(date(2023, 1, 20))


@pytest.fixture
def unit():
    return make.branch(members=3, groups=1)


def award(unit, *, year=2022, kind="ward_certificate", at=NEXT, **given) -> Award:
    decided = {"number": f"12-QĐ/ĐU/{year}", "decided_on": date(2023, 1, 10), "issuer": "Đảng ủy phường"}
    words = {"merit": f"Tiêu biểu năm {year}", **decided, **given}
    return actions.record_award(unit.ward_id, year=year, kind=kind, **words, by=make.office(unit.ward), at=at)


def commend(given: Award, **whom) -> None:
    actions.commend(given, **whom, by=make.office(given.ward), at=NEXT)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.sentence


# Recording ----------------------------------------------------------------------------------------


def test_an_award_names_branches_and_members_with_the_branch_they_were_in(unit):
    hoa = make.member(unit, "Vũ Thị Hoa")
    given = award(unit, units=[unit])
    commend(given, person=hoa)

    assert [(each.name, each.unit) for each in Recipient.objects.order_by("pk")] == [
        (unit.name, unit),
        ("Vũ Thị Hoa", unit),
    ]
    names = AuditEvent.objects.filter(ward_id=unit.ward_id, name__startswith="recognition.").order_by("sequence")
    assert [event.name.split(".")[-1] for event in names] == ["recorded", "commended", "commended"]


def test_what_is_only_told_stands_without_names_and_with_its_source(unit):
    given = award(unit, number="", decided_on=None, issuer="", told_by="ảnh lễ trao thưởng", unnamed="tập thể, cá nhân")

    assert (given.told_by, given.unnamed, given.recipients.count()) == ("ảnh lễ trao thưởng", "tập thể, cá nhân", 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            {"number": ""},
            "Ghi số và ngày quyết định. Nếu chỉ biết qua bài viết, ảnh, sổ cũ thì ghi nguồn ấy ở ô “Nguồn kể lại”.",
        ),
        ({"decided_on": None}, "Ghi số và ngày quyết định. Nếu chỉ biết qua bài viết"),
        (
            {"ceremony_on": date(2023, 1, 9)},
            "Ngày trao 09/01/2023 trước ngày quyết định 10/01/2023. Kiểm tra lại hai ngày.",
        ),
        ({"decided_on": date(2023, 2, 1)}, "Ngày quyết định 01/02/2023 chưa đến. Ghi khi đã có quyết định."),
        ({"kind": "la"}, "Chọn hình thức khen thưởng trong danh sách."),
    ],
)
def test_what_does_not_hold_together_is_refused_and_nothing_is_kept(unit, words, sentence):
    assert sentence in refusal(lambda: award(unit, **words))
    assert Award.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_award(unit):
    key = make.person(unit.ward).pk
    assert award(unit, id=key) == award(unit, id=key)
    assert Award.objects.count() == 1


def test_nobody_is_named_twice_from_elsewhere_or_against_the_kind(unit):
    hoa, given = make.member(unit, "Vũ Thị Hoa"), award(unit)
    commend(given, person=hoa)
    stranger = make.member(make.branch(make.ward(), members=0), "Lê Văn Xa")
    nowhere = make.person(unit.ward, "Đỗ Văn Đâu")

    assert refusal(lambda: commend(given, person=hoa)) == "Vũ Thị Hoa đã có tên trong lần khen thưởng này."
    for person in (stranger, nowhere):
        assert "không thuộc phường vào ngày quyết định" in refusal(lambda person=person: commend(given, person=person))
    group = unit.party_groups.get()
    assert refusal(lambda: commend(given, unit=group)).startswith(
        f"Giấy khen của Đảng ủy phường không dành cho {group.name}."
    )
    commend(award(unit, kind="group_praise"), unit=group)
    assert Recipient.objects.count() == 2


def test_withdrawn_stays_to_be_read_and_counts_for_nothing(unit):
    given = award(unit, units=[unit])
    by = make.office(unit.ward)
    assert refusal(lambda: actions.withdraw_award(given, reason=" ", on=make.DAY, by=by, at=NEXT)) == (
        "Ghi lý do thu hồi."
    )
    actions.withdraw_award(given, reason="Sai đối tượng", on=date(2023, 2, 1), by=by, at=NEXT)

    assert queries.told(unit.ward_id, 2022) == []
    assert Award.objects.get().withdraw_reason == "Sai đối tượng"
    assert "đã thu hồi" in refusal(lambda: commend(given, person=make.member(unit)))


def test_the_database_refuses_what_must_never_be(unit):
    given = award(unit)
    for broken in ({"number": ""}, {"ceremony_on": date(2022, 1, 1)}, {"withdrawn_on": date(2023, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.filter(pk=given.pk).update(**broken)


# Who can be put forward ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "put_forward"),
    [
        (range(2018, 2023), True),
        (range(2019, 2023), False),  # four years
        ((2016, 2017, 2018, 2020, 2021, 2022), False),  # a year between
        (range(2015, 2023), True),
    ],
)
def test_five_years_running_put_a_branch_and_a_member_forward(unit, years, put_forward):
    hoa = make.member(unit, "Vũ Thị Hoa")
    for year in years:
        commend(award(unit, year=year, units=[unit]), person=hoa)
    found = queries.candidates(unit.ward_id, 2022)

    assert [each.name for each in found] == ([unit.name, "Vũ Thị Hoa"] if put_forward else [])
    assert all([award.year for award in each.because] == list(range(2018, 2023)) for each in found)


def test_who_has_it_already_had_one_withdrawn_or_moved_away_is_not_put_forward(unit):
    names = ("Vũ Thị Hoa", "Lê Văn Nam", "Đỗ Thị Mai")
    hoa, nam, mai = (make.member(unit, name) for name in names)
    for year in range(2018, 2023):
        given = award(unit, year=year)
        for person in (hoa, nam, mai):
            commend(given, person=person)
    commend(award(unit, year=2022, kind="above_certificate"), person=nam)
    make.organisation.transfer_out(
        mai, elsewhere="Đảng bộ quận Ba Đình", on=date(2022, 6, 15), decision=make.organisation.Decision("1", make.DAY),
        by=make.office(unit.ward), at=NEXT,
    )  # fmt: skip

    assert [each.name for each in queries.candidates(unit.ward_id, 2022)] == ["Vũ Thị Hoa"]
    actions.withdraw_award(given, reason="Hủy", on=make.DAY, by=make.office(unit.ward), at=NEXT)
    assert queries.candidates(unit.ward_id, 2022) == []


@pytest.mark.parametrize(
    ("kind", "whom", "on", "amount"),
    [
        ("ward_certificate", "member", date(2023, 1, 10), 447_000),  # 0,3 × 1.490.000
        ("ward_certificate", "branch", date(2024, 7, 1), 1_404_000),  # 0,6 × 2.340.000
        ("province_diploma", "member", date(2024, 6, 30), 2_700_000),  # 1,5 × 1.800.000
        ("group_praise", "party_group", date(2024, 7, 1), None),
    ],
)
def test_the_money_is_a_multiple_of_the_base_salary_of_the_day(kind, whom, on, amount):
    bonus = bonus_of(award_kinds()[kind], whom, on)
    assert (bonus.amount if bonus else None) == amount


# Badges -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "handed_over"),
    [
        (date(2023, 1, 1), date(2023, 2, 3)),
        (date(2023, 2, 3), date(2023, 2, 3)),
        (date(2023, 2, 4), date(2023, 5, 19)),
        (date(2023, 11, 8), date(2024, 2, 3)),
    ],
)
def test_a_badge_is_handed_over_on_the_first_of_the_days_after_the_years_are_full(due, handed_over):
    assert badge_rules().handed_over_on(due) == handed_over


def test_badges_of_a_year_count_from_the_day_of_admission(unit):
    make.member(unit, "Vũ Thị Hoa", joined=date(1993, 5, 20))
    make.member(unit, "Lê Văn Nam", joined=date(1983, 2, 3))
    make.member(unit, "Đỗ Thị Mai", joined=date(1992, 5, 20))  # thirty-one years
    leap = make.member(unit, "Bùi Văn Nhuận", joined=date(1968, 2, 29))
    gone = make.member(unit, "Trần Văn Đi", joined=date(1993, 3, 3))
    make.organisation.transfer_out(
        gone, elsewhere="Đảng bộ quận Ba Đình", on=date(2022, 6, 15),
        decision=make.organisation.Decision("1", make.DAY), by=make.office(unit.ward), at=NEXT,
    )  # fmt: skip
    lines = queries.badges_of_year(unit.ward_id, 2023, date(2023, 1, 1))

    assert [(each.person.full_name, each.years, each.due_on, each.handed_over_on) for each in lines] == [
        ("Lê Văn Nam", 40, date(2023, 2, 3), date(2023, 2, 3)),
        ("Bùi Văn Nhuận", 55, date(2023, 2, 28), date(2023, 5, 19)),
        ("Vũ Thị Hoa", 30, date(2023, 5, 20), date(2023, 9, 2)),
    ]
    assert badge_rules().next_step(leap.memberships.get().admitted_on, date(2023, 3, 1)) == (60, date(2028, 2, 29))


# Pages --------------------------------------------------------------------------------------------


@pytest.fixture
def office(client, unit, settings):
    settings.CLOCK_OFFSET_SECONDS = int((NEXT - make.timezone.now()).total_seconds())
    client.force_login(make.account(Person.objects.get(pk=make.actor("office", of=unit).person_id)))
    return client


TYPED = {
    "kind": "ward_certificate",
    "merit": "Tiêu biểu năm 2022",
    "issuer": "Đảng ủy phường",
    "number": "12-QĐ/ĐU",
    "decided_on": "10/01/2023",
}


def test_the_office_records_an_award_names_a_member_and_takes_the_list(office, unit):
    hoa = make.member(unit, "Vũ Thị Hoa")
    answer = office.post(reverse("recognition:award_add", args=[2022]), TYPED | {"units": [str(unit.pk)]})
    given = Award.objects.get()
    assert answer.url == reverse("recognition:award", args=[given.pk])
    assert "Vũ Thị Hoa" in office.get(f"{answer.url}?unit={unit.pk}").content.decode()
    office.post(reverse("recognition:commend", args=[given.pk]) + f"?unit={unit.pk}", {"person": str(hoa.pk)})
    shown = office.get(answer.url).content.decode()

    assert "Vũ Thị Hoa" in shown and "447.000 đ (0,3 × lương cơ sở 1.490.000 đ)" in shown
    address = reverse("recognition:awards", args=[2022])
    assert "Quyết định số 12-QĐ/ĐU ngày 10/01/2023" in office.get(address).content.decode()
    taken = office.post(address, {"xuat": "csv", "reason": "Gửi Ban Tổ chức"}).content.decode("utf-8-sig")
    assert [unit.name in line or "Vũ Thị Hoa" in line for line in taken.splitlines()[1:]] == [True, True]


def test_bad_input_keeps_what_was_typed(office):
    answer = office.post(
        reverse("recognition:award_add", args=[2022]), TYPED | {"ceremony_on": "09/01/2023", "decided_on": "10/01/2023"}
    )
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert "Ngày trao 09/01/2023 trước ngày quyết định 10/01/2023. Kiểm tra lại hai ngày." in shown
    assert "12-QĐ/ĐU" in shown and "Tiêu biểu năm 2022" in shown


def test_a_member_sees_what_they_received_and_no_more(client, unit, settings):
    """Who else received the same award is not shown: a list of awards is a list of members."""
    settings.CLOCK_OFFSET_SECONDS = int((NEXT - make.timezone.now()).total_seconds())
    hoa = make.member(unit, "Vũ Thị Hoa", joined=date(1984, 5, 20))
    own, others = award(unit), award(unit, kind="special", units=[unit])
    far = make.branch(unit.ward, members=0)
    for person in (hoa, make.member(far, "Lê Văn Xa")):
        commend(own, person=person)
    client.force_login(make.account(hoa))

    shown = client.get(reverse("recognition:award", args=[own.pk])).content.decode()
    assert "Vũ Thị Hoa" in shown and "Lê Văn Xa" not in shown
    page = client.get(reverse("organisation:myself")).content.decode()
    received = reverse("recognition:of_person", args=[hoa.pk])
    assert received in page
    listed = client.get(received).content.decode()
    assert "Giấy khen của Đảng ủy phường, 2022" in listed and "Khen thưởng đột xuất" not in listed
    assert "đủ 40 năm tuổi đảng ngày 20/05/2024" in page
    assert client.get(reverse("recognition:award", args=[others.pk])).status_code == 404
    shown = client.get(reverse("recognition:awards", args=[2022])).content.decode()
    assert "Giấy khen của Đảng ủy phường" in shown and "Khen thưởng đột xuất" not in shown
    assert client.post(reverse("recognition:withdraw", args=[own.pk]), {"reason": "x"}).status_code == 404


def test_an_officer_sees_the_recipients_of_the_own_branch(client, unit, settings):
    settings.CLOCK_OFFSET_SECONDS = int((NEXT - make.timezone.now()).total_seconds())
    given, far = award(unit), make.branch(unit.ward, members=0)
    for person in (make.member(unit, "Vũ Thị Hoa"), make.member(far, "Lê Văn Xa")):
        commend(given, person=person)
    client.force_login(make.account(Person.objects.get(pk=make.actor("secretary", of=unit).person_id)))
    for address in (reverse("recognition:award", args=[given.pk]), reverse("recognition:awards", args=[2022])):
        shown = client.get(address).content.decode()
        assert "Vũ Thị Hoa" in shown and "Lê Văn Xa" not in shown


def test_the_rules_page_tells_what_awards_ask_for_and_by_which_source(office):
    shown = office.get(reverse("rulebook:index")).content.decode()
    for words in (
        "Được Đảng ủy phường khen 5 năm liền · dành cho: Chi bộ: 1,0 × lương cơ sở",
        "Đảng viên: 0,3 × lương cơ sở",
        "Từ 01/07/2024: 2.340.000 đ",
        "Huy hiệu Đảng trao khi đủ 30, 40, 45",
    ):
        assert words in shown


def test_pages_ask_the_same_for_one_and_for_thirty(office, unit, django_assert_max_num_queries):
    for count in (1, 29):
        for number in range(count):
            commend(
                award(unit, year=1993, number=f"{count}-{number}"),
                person=make.member(unit, "", joined=date(1993, 3, 1 + number)),
            )
        with django_assert_max_num_queries(11):
            office.get(reverse("recognition:awards", args=[1993]))
        with django_assert_max_num_queries(8):
            office.get(reverse("recognition:badges", args=[2023]))
