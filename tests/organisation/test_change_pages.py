"""Pages on which changes are recorded and seen: what people type, what is refused at which field, what whom sees."""

from datetime import date

import pytest
from django.urls import reverse

from nennep.directives.documents import sheet_sample
from nennep.organisation import actions
from nennep.organisation.models import (
    Charge,
    Duty,
    MemberChange,
    Membership,
    Person,
    Placement,
    Post,
    ResidenceComment,
    ResidenceContact,
    UnitChange,
    WorkingRules,
)
from nennep.organisation.queries import branch_list, branches
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2022, 3, 3)
FIRST = date(2022, 4, 1)
PAPER = {"number": "12-QĐ/ĐU", "dated_on": "01/03/2022"}


@pytest.fixture(autouse=True)
def third_of_march(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(TODAY, 9) - make.timezone.now()).total_seconds())


@pytest.fixture
def unit():
    return make.branch(members=5, groups=2)


@pytest.fixture
def other(unit):
    return make.branch(unit.ward, members=4)


def sign_in(client, actor):
    client.force_login(make.account(Person.objects.get(pk=actor.person_id)))
    return client


@pytest.fixture
def office(client, unit):
    return sign_in(client, make.actor("office", of=unit))


@pytest.fixture
def secretary(client, unit):
    return sign_in(client, make.actor("secretary", of=unit))


def step(name, thing, **words):
    kind = "person" if isinstance(thing, Person) else "unit"
    return reverse(f"organisation:change_{'member' if kind == 'person' else kind}", args=[thing.pk, name])


def errors(answer):
    """The sentences at the fields of the answer's form."""
    return {field: list(said) for field, said in answer.context["form"].errors.items()}


# The office records -------------------------------------------------------------------------------


def test_the_office_moves_a_member_and_the_time_line_tells_it(office, unit, other):
    person = make.member(unit)
    words = {"unit": other.pk, "on": "01/04/2022", **PAPER}

    answer = office.post(step("chuyen-chi-bo", person), words, follow=True)

    assert "Đã ghi chuyển chi bộ." in answer.content.decode()
    page = office.get(reverse("organisation:person", args=[person.pk])).content.decode()
    assert f"{unit.name} → {other.name} · hiệu lực 01/04/2022 · theo 12-QĐ/ĐU ngày 01/03/2022" in page
    assert Placement.objects.get(person=person, unit=other).valid_from == FIRST


def test_what_is_taken_back_stays_on_the_time_line(office, unit, other):
    person = make.member(unit)
    office.post(step("chuyen-chi-bo", person), {"unit": other.pk, "on": "01/04/2022", **PAPER})
    change = MemberChange.objects.get(person=person)

    refused = office.post(reverse("organisation:withdraw_member", args=[change.pk]), {"note": ""})
    office.post(reverse("organisation:withdraw_member", args=[change.pk]), {"note": "Ghi nhầm người"})

    assert refused.status_code == 422 and errors(refused) == {"note": ["Ghi vì sao rút lại."]}
    page = office.get(reverse("organisation:person", args=[person.pk])).content.decode()
    assert "ĐÃ RÚT LẠI ngày 03/03/2022" in page and "Rút lại quyết định: Chuyển chi bộ" in page
    assert [each.person for each in branch_list(unit, FIRST) if each.person == person] == [person]


@pytest.mark.parametrize(
    ("name", "words", "field", "said"),
    [
        ("chuyen-chi-bo", {"unit": "own"}, "unit", "đang sinh hoạt chính thức tại"),
        ("chuyen-chi-bo", {"unit": "other", "number": ""}, "number", "Nhập số quyết định"),
        ("chuyen-chi-bo", {"unit": "other", "dated_on": "31/12/2022"}, "dated_on", "chưa tới"),
        ("chuyen-chi-bo", {"unit": "other", "on": "31/02/2022"}, "on", "31/02/2022 không có trong lịch"),
        ("chuyen-chi-bo", {"unit": ""}, "unit", "Chọn chi bộ."),
        ("chuyen-chi-bo", {"unit": "other", "on": "01/01/2019"}, "on", "không sinh hoạt chính thức ở chi bộ nào"),
        ("chuyen-di", {"elsewhere": ""}, "elsewhere", "Ghi tên tổ chức đảng"),
        ("tam-thoi-di", {"unit": "other", "until": "01/05/2022"}, "until", "từ 3 tháng trở lên"),
        ("tam-thoi-di", {"unit": "other", "until": "01/01/2030"}, "until", "không quá 24 tháng"),
        ("tam-thoi-di", {"unit": "own", "until": "01/12/2022"}, "unit", "Chọn chi bộ khác"),
        ("mien", {"reason": ""}, "reason", "Chọn lý do miễn"),
        ("mien", {"reason": "treatment"}, "until", "phải có thời hạn"),
        ("mien", {"reason": "age", "until": "01/01/2022"}, "until", "trước ngày bắt đầu"),
        ("tro-lai", {}, "on", "không thuộc diện được miễn"),
        ("het-dinh-chi", {}, "on", "không bị đình chỉ"),
        ("thoi-tam-thoi", {}, "on", "không sinh hoạt tạm thời ở đâu"),
    ],
)
def test_what_cannot_be_recorded_of_a_member_is_said_at_its_field(office, unit, other, name, words, field, said):
    person = make.member(unit)
    units = {"own": unit.pk, "other": other.pk}
    words = {"on": "01/04/2022", **PAPER} | {key: units.get(value, value) for key, value in words.items()}

    answer = office.post(step(name, person), words)

    assert answer.status_code == 422
    assert list(errors(answer)) == [field] and said in errors(answer)[field][0]
    assert not MemberChange.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("name", "words", "field", "said"),
    [
        ("doi-ten", {"name": "taken"}, "name", "Đặt tên khác"),
        ("giai-the", {}, "on", "còn 5 đảng viên"),
        ("chia-to", {"groups": "Tổ A\nTổ A"}, "groups", "có hai lần"),
        ("chia-tach", {"name": "Chi bộ mới", "branch_kind": "unstated"}, "people", "Chọn các đồng chí"),
        ("chuyen-dang-bo", {"ward": ""}, "ward", "Ghi tên đảng bộ"),
        (
            "dai-hoi",
            {"name": "2022–2027", "until": "01/01/2022", "secretary": "first"},
            "until",
            "trước ngày",
        ),
        (
            "dai-hoi",
            {"name": "2022–2027", "until": "01/04/2027", "secretary": ""},
            "secretary",
            "Chọn một đồng chí",
        ),
    ],
)
def test_what_cannot_be_recorded_of_a_branch_is_said_at_its_field(office, unit, other, name, words, field, said):
    known = {"taken": other.name, "first": branch_list(unit, TODAY)[0].person.pk}
    words = {"on": "01/04/2022", **PAPER} | {key: known.get(value, value) for key, value in words.items()}

    answer = office.post(step(name, unit), words)

    assert answer.status_code == 422
    assert list(errors(answer)) == [field] and said in errors(answer)[field][0]


def test_merging_on_a_page_and_its_refusals(office, unit, other):
    words = {"units": [unit.pk], "into": unit.pk, "branch_kind": "unstated", "on": "01/04/2022", **PAPER}
    itself = office.post(reverse("organisation:merge"), words)
    alone = office.post(reverse("organisation:merge"), words | {"into": ""})
    nameless = office.post(reverse("organisation:merge"), words | {"units": [unit.pk, other.pk], "into": ""})

    assert "không thể nhập vào chính mình" in errors(itself)["units"][0]
    assert "ít nhất hai chi bộ" in errors(alone)["units"][0]
    assert errors(nameless) == {"name": ["Nhập tên tổ chức."]}
    assert not UnitChange.objects.filter(kind="merged").exists()

    office.post(reverse("organisation:merge"), words | {"units": [unit.pk, other.pk], "into": "", "name": "Chi bộ mới"})

    assert [each.name for each in branches(unit.ward_id, FIRST)] == ["Chi bộ mới"]
    assert len(branches(unit.ward_id, TODAY)) == 2


def test_somebody_new_comes_by_a_paper_and_a_second_press_enters_nobody_twice(office, unit):
    id = make.uuid7()
    words = {
        "id": id,
        "full_name": "Đinh Thị Mới",
        "birth": "1971",
        "unit": unit.pk,
        "on": "03/03/2022",
        "elsewhere": "Đảng bộ phường Cổ Nhuế",
        "admitted_on": "03/02/1995",
        "official_on": "03/02/1996",
        **PAPER,
    }
    address = reverse("organisation:take_in", args=["chuyen-den"])
    for _press in range(2):
        office.post(address, words)
    unborn = office.post(address, words | {"id": make.uuid7(), "birth": "30/02/1971"})

    someone = Person.objects.get(full_name="Đinh Thị Mới")
    assert (someone.birth_year, Membership.objects.get(person=someone).official_on) == (1971, date(1996, 2, 3))
    assert "30/02/1971 không có trong lịch" in unborn.content.decode()


def test_a_branch_is_renamed_and_its_signed_minutes_keep_the_old_name(office, unit, other):
    meeting, old = make.meeting(unit, state="reported", day=date(2022, 2, 3)), unit.name
    make.meeting(other, state="planned")
    office.post(step("doi-ten", unit), {"name": "Chi bộ Tân Phong", "on": "03/03/2022", **PAPER})

    minutes = office.get(reverse("meetings:minutes", args=[meeting.pk])).content.decode()
    page = office.get(reverse("organisation:unit", args=[unit.pk])).content.decode()
    listed = office.get(reverse("meetings:list")).content.decode()

    assert old in minutes and "Tân Phong" not in minutes
    assert "<h1>Chi bộ Tân Phong</h1>" in page and f"{old} → Chi bộ Tân Phong" in page
    assert f"{unit.short_name} · " in listed and "Tân Phong · " not in listed


def test_the_tree_as_of_a_day(office, unit, other):
    by = {"by": make.office(unit.ward), "at": make.at(TODAY)}
    new = actions.NewUnit("Chi bộ Tân Phong", "TP")
    actions.merge_units([unit, other], new=new, on=FIRST, decision=make.paper(TODAY), **by)
    address = reverse("organisation:tree")

    then, later = (office.get(f"{address}?ngay={day}").content.decode() for day in ("31/03/2022", "01/04/2022"))
    nonsense = office.get(f"{address}?ngay=31/02/2022")

    assert unit.name in then and "Tân Phong" not in then
    assert "Tân Phong" in later and unit.name not in later
    assert nonsense.status_code == 422 and "31/02/2022 không có trong lịch" in nonsense.content.decode()


def test_posts_and_charges_on_pages(office, unit):
    someone, committee = make.member(unit), make.actor("committee_member", of=unit)
    words = {"person": someone.pk, "place": unit.pk, "position": "deputy_secretary", "valid_from": "03/03/2022"}
    office.post(reverse("organisation:appoint", args=[unit.pk]), words)
    wrong = office.post(reverse("organisation:appoint", args=[unit.pk]), words | {"position": "group_leader"})
    second = office.post(reverse("organisation:appoint", args=[unit.pk]), words | {"position": "secretary"})
    post = Post.objects.get(person=someone)
    early = office.post(reverse("organisation:end_post", args=[post.pk]), {"valid_to": "01/01/2022"})
    office.post(reverse("organisation:end_post", args=[post.pk]), {"valid_to": "01/05/2022"})
    put = {"person": committee.person_id, "kind": "substitute", "valid_from": "03/03/2022"}
    for_ever = office.post(reverse("organisation:charge", args=[unit.pk]), put)
    office.post(reverse("organisation:charge", args=[unit.pk]), put | {"valid_to": "01/06/2022"})

    assert list(errors(wrong)) == ["position"] and list(errors(second)) == ["person"]
    assert list(errors(early)) == ["valid_to"] and list(errors(for_ever)) == ["valid_to"]
    post.refresh_from_db()
    assert post.valid_to == date(2022, 5, 1)
    assert Charge.objects.get(unit=unit).kind == "substitute"


# The branch works ---------------------------------------------------------------------------------


def test_several_members_are_put_into_a_group_and_taken_out_again(secretary, unit):
    people = [each.person for each in branch_list(unit, TODAY)]
    group = unit.party_groups.order_by("position").last()
    words = {"selected": [people[0].pk, people[1].pk], "do": "group", "group": group.pk, "batch": make.uuid7()}
    before = [each.group_id for each in branch_list(unit, TODAY)]

    for _press in range(2):
        answer = secretary.post(reverse("organisation:bulk", args=[unit.pk]), words)
    after = [each.group_id for each in branch_list(unit, TODAY)]
    page = secretary.get(answer.headers["Location"]).content.decode()
    secretary.post(reverse("organisation:undo", args=[unit.pk]), {"batch": words["batch"]})

    assert after[:2] == [group.pk, group.pk] and after[2:] == before[2:]
    assert "Hoàn tác" in page
    assert [each.group_id for each in branch_list(unit, TODAY)] == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"do": "group", "selected": []}, "Chọn ít nhất một đồng chí."),
        ({"do": "group", "group": ""}, "Chọn tổ đảng."),
        ({"do": "duty", "duty": ""}, "Ghi nhiệm vụ."),
    ],
)
def test_a_bulk_step_that_says_too_little(secretary, unit, words, said):
    person = branch_list(unit, TODAY)[0].person
    answer = secretary.post(reverse("organisation:bulk", args=[unit.pk]), {"selected": [person.pk]} | words)

    assert answer.status_code == 422 and said in answer.content.decode()


def test_somebody_of_another_branch_cannot_be_ticked(secretary, unit, other):
    stranger = branch_list(other, TODAY)[0].person
    words = {"selected": [stranger.pk], "do": "duty", "duty": "Việc"}

    answer = secretary.post(reverse("organisation:bulk", args=[unit.pk]), words)

    assert answer.status_code == 422 and not Duty.objects.filter(person=stranger).exists()


def test_the_year_of_duties_in_one_table_and_one_tap_to_take_it(client, unit):
    secretary = sign_in(client, make.actor("secretary", of=unit))
    person = make.member(unit)
    table = reverse("organisation:duties", args=[unit.pk, 2022])
    secretary.post(table, {f"duty-{person.pk}": "Vận động 3 hộ thu gom rác"})
    duty = Duty.objects.get(person=person)

    client.force_login(make.account(person))
    mine = client.get(reverse("organisation:myself")).content.decode()
    client.post(reverse("organisation:take_duty", args=[duty.pk]))
    taken = client.get(reverse("organisation:myself")).content.decode()
    client.post(reverse("organisation:duty_result", args=[duty.pk, "2022-02"]), {"text": "Đã vận động 2 hộ", "seen": 0})
    shown = client.get(reverse("organisation:myself")).content.decode()

    assert "Tôi đã nhận nhiệm vụ" in mine and "Tôi đã nhận nhiệm vụ" not in taken
    assert "đã nhận 03/03/2022" in taken
    assert "02/2022: Đã vận động 2 hộ" in shown


def test_nobody_takes_another_members_duty(client, unit):
    person = make.member(unit)
    by = {"by": make.office(unit.ward), "at": make.at(TODAY)}
    duty = actions.assign_duty(person, unit, year=2022, description="Việc", assigned_on=TODAY, **by)
    sign_in(client, make.actor("secretary", of=unit))

    assert client.post(reverse("organisation:take_duty", args=[duty.pk])).status_code == 404
    duty.refresh_from_db()
    assert duty.acknowledged_on is None


def test_two_officers_writing_the_table_at_once_lose_nothing(secretary, unit):
    person = make.member(unit)
    by = {"by": make.office(unit.ward), "at": make.at(TODAY)}
    actions.assign_duty(person, unit, year=2022, description="Việc cũ", assigned_on=TODAY, **by)
    line = actions.Assigned(person, "Việc của phó bí thư", 0)
    actions.assign_duties(unit, year=2022, lines=[line], on=TODAY, **by)
    address = reverse("organisation:duties", args=[unit.pk, 2022])
    mine = {f"duty-{person.pk}": "Việc của bí thư", f"seen-{person.pk}": "0"}

    refused = secretary.post(address, mine)
    said = refused.content.decode()
    secretary.post(address, mine | {f"seen-{person.pk}": "1"})

    assert refused.status_code == 422 and "Việc của phó bí thư" in said and "Việc của bí thư" in said
    assert Duty.objects.get(person=person).description == "Việc của bí thư"


def test_working_rules_with_their_file(secretary, unit):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def words():
        file = SimpleUploadedFile("quy-che.xlsx", sheet_sample())
        return {"number": "05-QC/CB", "issued_on": "01/03/2022", "review_on": "01/03/2023", "file": file}

    address = reverse("organisation:working_rules", args=[unit.pk])
    secret = secretary.post(address, words() | {"classified": "yes"})
    early = secretary.post(address, words() | {"classified": "no", "review_on": "01/02/2022"})
    secretary.post(address, words() | {"classified": "no"})
    older = secretary.post(address, words() | {"classified": "no", "issued_on": "01/02/2022", "number": "04"})

    rules = WorkingRules.objects.get(unit=unit, valid_to=None)
    file = secretary.get(reverse("organisation:rules_file", args=[rules.pk]))
    assert secret.status_code == 422
    assert list(errors(early)) == ["review_on"] and list(errors(older)) == ["issued_on"]
    assert b"".join(file.streaming_content) == sheet_sample()


def test_rules_due_for_review_are_said_on_the_branchs_page(secretary, unit):
    by = {"by": make.office(unit.ward), "at": make.at(TODAY)}
    actions.adopt_working_rules(unit, number="01", issued_on=make.BEGIN, review_on=date(2022, 3, 3), **by)

    page = secretary.get(reverse("organisation:unit", args=[unit.pk])).content.decode()

    assert "Quy chế làm việc đến hạn xem lại" in page
    assert "Ngày 3 hằng tháng, 19:30, Nhà văn hóa." in page, "the meeting day stands here, put in by the site"


def test_members_in_contact_at_home_and_the_printed_comment(secretary, unit):
    words = {
        "id": make.uuid7(),
        "full_name": "Lý Thị Nơi Cư Trú",
        "birth": "1980",
        "workplace": "Đảng bộ Bệnh viện E",
        "kind": "introduced",
        "on": "01/02/2022",
    }
    for _press in range(2):
        secretary.post(reverse("organisation:introduce", args=[unit.pk]), words)
    contact = ResidenceContact.objects.get(unit=unit)
    address = reverse("organisation:comment", args=[contact.pk, 2022])
    comment = {"sessions_called": 2, "sessions_attended": 3, "text": "Gương mẫu.", "seen": 0}
    too_many = secretary.post(address, comment)
    secretary.post(address, comment | {"sessions_attended": 2})
    conflict = secretary.post(address, comment | {"sessions_attended": 1, "text": "Khác"})
    files = [
        secretary.get(reverse("organisation:comment_file", args=[contact.pk, 2022, format])).content
        for format in ("docx", "pdf")
    ]

    assert list(errors(too_many)) == ["sessions_attended"]
    assert conflict.status_code == 422 and "Gương mẫu." in conflict.content.decode()
    assert ResidenceComment.objects.get().signed_by == Post.objects.get(unit=unit, position="secretary").person
    assert files[0].startswith(b"PK") and files[1].startswith(b"%PDF")
    assert contact.person not in [each.person for each in branch_list(unit, TODAY)], "not on the branch's list"


# Lists --------------------------------------------------------------------------------------------


def test_filters_stand_in_the_address_and_counts_in_the_tabs(office, unit, other):
    make.standing(make.member(unit, "Hoàng Văn Miễn"), "exempt")
    make.member(other, "Hoàng Thị Dự", probationary=True)
    address = reverse("organisation:members")

    everybody = office.get(address).context["roster"]
    exempt = office.get(f"{address}?loai=mien").context["roster"]
    probationary = office.get(f"{address}?loai=du-bi&q=hoang").context["roster"]
    one = office.get(f"{address}?chi-bo={other.pk}").context["roster"]

    assert {str(tab.label): tab.count for tab in everybody.tabs} == {
        "Tất cả": 11, "Chính thức": 10, "Dự bị": 1, "Được miễn": 1, "Chưa có tổ": 1,
    }  # fmt: skip
    assert [str(row.cells[0]) for row in exempt.table.rows] == ["Hoàng Văn Miễn"]
    assert [str(row.cells[0]) for row in probationary.table.rows] == ["Hoàng Thị Dự"]
    assert one.count == 5


@pytest.mark.parametrize("more", [1, 30])
def test_the_number_of_questions_of_each_page(office, unit, other, more, django_assert_max_num_queries):
    person = make.member(unit)
    for _each in range(more):
        someone = make.member(unit)
        make.standing(someone, "exempt")
        change = actions.suspend_member(
            person, on=TODAY, decision=make.paper(TODAY), by=make.office(unit.ward), at=make.at(TODAY)
        )
        actions.withdraw_member_change(change, on=TODAY, by=make.office(unit.ward), at=make.at(TODAY))
    pages = {
        reverse("organisation:members"): 11,
        reverse("organisation:branch", args=[unit.pk]): 12,
        reverse("organisation:unit", args=[unit.pk]): 16,
        reverse("organisation:person", args=[person.pk]): 12,
        reverse("organisation:tree"): 11,
        reverse("organisation:duties", args=[unit.pk, 2022]): 9,
    }
    for address in pages:
        office.get(address)
    for address, most in pages.items():
        with django_assert_max_num_queries(most):
            office.get(address)


# The year of one person ---------------------------------------------------------------------------


def _months(unit, person, *statuses):
    from nennep.meetings.models import Attendance

    for number, status in enumerate(statuses, start=1):
        meeting = make.meeting(unit, state="reported", day=date(2022, number, 3))
        reason = "travel" if status == "excused" else ""
        Attendance.objects.filter(root=meeting, person=person).update(status=status, reason=reason)


def test_three_months_without_a_reason_are_said_on_the_persons_page(office, unit, settings):
    person = make.member(unit)
    _months(unit, person, "unexcused", "present", "unexcused")
    settings.CLOCK_OFFSET_SECONDS = int((make.at(date(2022, 5, 1), 9) - make.timezone.now()).total_seconds())
    address = reverse("organisation:person", args=[person.pk])
    two = office.get(address).content.decode()
    meeting = make.meeting(unit, state="reported", day=date(2022, 4, 3))
    meeting.whole_roll.filter(person=person).update(status="unexcused", reason="")
    three = office.get(address).content.decode()

    assert "Dự sinh hoạt năm 2022" in two and "Vắng không lý do nhiều tháng" not in two
    assert "Vắng không lý do 3 tháng trong năm (tháng 01, 03, 04)" in three and "Điều 8" in three


def test_more_than_three_excused_in_a_row(office, unit, settings):
    from nennep.meetings.strips import StripLine, absences_of

    def lines(*statuses):
        return [
            StripLine(unit.pk, "regular", date(2022, n, 1), date(2022, n, 3), status)
            for n, status in enumerate(statuses, start=1)
        ]

    three = absences_of(lines("excused", "excused", "excused", "present", "excused"), TODAY)
    four = absences_of(lines("present", "excused", "excused", "excused", "excused"), TODAY)

    assert (three.excused_in_a_row, three.is_away_too_often) == (3, False)
    assert (four.excused_in_a_row, four.is_away_too_often, four.row_from) == (4, True, date(2022, 2, 3))
