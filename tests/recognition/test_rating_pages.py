"""The pages of the yearly rating, as each person walks through them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nennep.recognition.actions import ratings as rating
from nennep.recognition.models import Rating, RatingBallot
from nennep.recognition.queries import ratings as rated
from tests import make
from tests.meetings.pages import text_of

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 20)
COUNT = {
    "held_on": "05/12/2022", "summoned": "5", "present": "5", "issued": "5", "cast": "5", "valid": "5",
    "tellers": "Nguyễn Văn An\nTrần Thị Bưởi\nLê Đức Cường",
}  # fmt: skip


@pytest.fixture(autouse=True)
def january(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(ON, 9) - make.timezone.now()).total_seconds())


@pytest.fixture
def unit():
    return make.branch(members=4)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(make.account(person))
    return client


def as_role(position, unit) -> Client:
    return signed_in(make.Person.objects.get(pk=make.actor(position, of=unit).person_id))


def at(name, *args) -> str:
    return reverse(f"recognition:{name}", args=args)


def opened(unit):
    by, moment = make.office(unit.ward), make.at(ON)
    year = rating.open_rating(unit.ward_id, year=2022, by=by, at=moment)
    rating.begin_files(year, unit, by=by, at=moment)
    return year


def files(unit) -> list[Rating]:
    return list(Rating.objects.filter(unit=unit, person__isnull=False, is_current=True).order_by("person__name_key"))


def votes(unit, **more) -> dict[str, str]:
    """The count of everybody: all ballots for "hoàn thành tốt", unless said otherwise."""
    fields = dict(COUNT)
    for each in files(unit):
        fields[f"{each.pk}-good"] = "5"
    return fields | more


def test_from_opening_the_year_to_the_decision(unit):
    office, secretary = as_role("office", unit), as_role("secretary", unit)
    office.post(at("rating_open", 2022), {"cap_base": "good"})
    page = secretary.get(at("rating_branch", 2022, unit.pk))
    secretary.post(at("rating_begin", 2022, unit.pk))
    secretary.post(at("rating_begin", 2022, unit.pk))  # a second press makes no second file
    counted = secretary.post(at("rating_count", 2022, unit.pk), votes(unit), follow=True)
    offered = office.get(at("rating_decide", 2022, unit.pk)).content.decode()
    classes = {str(each.pk): "good" for each in Rating.objects.filter(unit=unit)}
    decided = office.post(
        at("rating_decide", 2022, unit.pk), {"number": "05-QĐ/ĐU", "decided_on": "10/01/2023", **classes}, follow=True
    )

    assert "Còn 4 đồng chí thuộc diện xếp loại chưa có phiếu." in text_of(page)
    assert len(files(unit)) == 4 and Rating.objects.filter(unit=unit, person__isnull=True).count() == 1
    assert "Đã ghi kết quả kiểm phiếu." in text_of(counted) and "phiếu: HTTNV 5" in text_of(counted)
    assert offered.count("selected") >= 4  # what the ballot proposes is chosen already
    assert "Đã ghi quyết định xếp loại." in text_of(decided)
    assert {each.decided for each in Rating.objects.filter(unit=unit)} == {"good"}
    assert "quyết định 5/5" in text_of(office.get(at("ratings", 2022)))


def test_a_member_rates_oneself_beside_what_the_records_show_and_adds_a_statement(unit):
    make.meeting(unit, state="reported", day=date(2022, 3, 3))
    opened(unit)
    own = files(unit)[0]
    client, address = signed_in(own.person), at("rating_file", own.pk)

    before = text_of(client.get(address))
    client.post(at("rating_self", own.pk), {"self_class": "good", "seen": "0"})
    client.post(at("rating_state", own.pk), {"text": "Tôi đề nghị xem lại"})
    after = text_of(client.get(address))
    nothing = client.post(at("rating_self", own.pk), {"seen": "1"})

    assert "1/1 buổi" in before
    assert "Tự xếp loại Hoàn thành tốt nhiệm vụ" in after and "20/01/2023: Tôi đề nghị xem lại" in after
    assert nothing.status_code == 422 and "Chọn một trong bốn mức xếp loại." in text_of(nothing)


def test_nobody_opens_anothers_file_and_nobody_else_rates_for_one(unit):
    opened(unit)
    one, other = files(unit)[:2]
    plain = next(each.person for each in files(unit) if not each.person.posts.exists())
    theirs = next(each for each in (one, other) if each.person_id != plain.pk)
    member, secretary = signed_in(plain), as_role("secretary", unit)

    assert member.get(at("rating_file", theirs.pk)).status_code == 404
    assert member.get(at("rating_branch", 2022, unit.pk)).status_code == 404
    assert secretary.post(at("rating_self", plain.ratings.get().pk), {"self_class": "good"}).status_code == 404
    assert signed_in(make.member(make.branch(unit.ward))).get(at("rating_file", one.pk)).status_code == 404


def test_home_leads_each_to_what_waits_for_them_and_no_longer_when_it_is_done(unit):
    year, own = opened(unit), files(unit)[0]
    client = signed_in(own.person)

    before = client.get("/").content.decode()
    client.post(at("rating_self", own.pk), {"self_class": "good", "seen": "0"})
    after = client.get("/").content.decode()
    branch = at("rating_branch", 2022, unit.pk)
    secretary = as_role("secretary", unit) if not own.person.posts.exists() else client

    assert at("rating_file", own.pk) in before and at("rating_file", own.pk) not in after
    assert branch in secretary.get("/").content.decode()
    rating.decide(
        year, classes={each.pk: "good" for each in Rating.objects.filter(unit=unit)}, number="05-QĐ/ĐU",
        decided_on=date(2023, 1, 10), by=make.office(unit.ward), at=make.at(ON),
    )  # fmt: skip
    assert branch not in secretary.get("/").content.decode()


def test_a_count_that_does_not_add_up_keeps_every_number_typed(unit):
    opened(unit)
    secretary, first = as_role("secretary", unit), files(unit)[0]
    address = at("rating_count", 2022, unit.pk)

    more_cast = secretary.post(address, votes(unit, cast="6"))
    too_many = secretary.post(address, votes(unit, **{f"{first.pk}-done": "3"}))
    words = secretary.post(address, votes(unit, **{f"{first.pk}-done": "ba"}))
    two_tellers = secretary.post(address, votes(unit, tellers="An\nBình"))

    assert "Số phiếu chưa khớp" in text_of(more_cast) and 'value="6"' in more_cast.content.decode()
    assert "bốn mức cộng lại 8 phiếu, nhiều hơn 5 phiếu hợp lệ" in text_of(too_many)
    assert "Ghi bằng chữ số, ví dụ 12." in text_of(words) and 'value="ba"' in words.content.decode()
    assert "ít nhất 3 đồng chí" in text_of(two_tellers)
    assert not RatingBallot.objects.exists()


def test_over_the_cap_is_told_with_both_bases_and_what_was_chosen_stays(unit):
    opened(unit)
    office = as_role("office", unit)
    chosen = {str(each.pk): "excellent" for each in files(unit)}

    answer = office.post(
        at("rating_decide", 2022, unit.pk), {"number": "05-QĐ/ĐU", "decided_on": "10/01/2023", **chosen}
    )

    assert answer.status_code == 422 and "Có 4 trường hợp hoàn thành xuất sắc; nhiều nhất là 0" in text_of(answer)
    assert 'value="05-QĐ/ĐU"' in answer.content.decode() and answer.content.decode().count("selected") >= 4
    assert not Rating.objects.exclude(decided="").exists()


def test_rated_again_for_a_reason_and_the_earlier_stays_to_be_read(unit):
    year, office = opened(unit), as_role("office", unit)
    first = files(unit)[0]
    rating.decide(
        year, classes={first.pk: "good"}, number="05-QĐ/ĐU", decided_on=date(2023, 1, 10),
        by=make.office(unit.ward), at=make.at(ON),
    )  # fmt: skip
    paper = {"number": "07-QĐ/ĐU", "decided_on": "19/01/2023", "decided": "done"}

    silent = office.post(at("rating_again", first.pk), paper)
    again = office.post(at("rating_again", first.pk), {**paper, "reason": "Phát hiện vi phạm"}, follow=True)
    earlier = office.get(at("rating_file", first.pk))

    assert silent.status_code == 422 and "Ghi lý do xếp loại lại." in text_of(silent)
    assert "Phát hiện vi phạm" in text_of(again) and "đã xếp loại lại" in text_of(again)
    assert "Kết quả này đã được xếp loại lại; giữ để đọc." in text_of(earlier)


def test_who_is_not_rated_stands_with_the_reason(unit):
    exempt = make.member(unit, "Đỗ Thị Miễn")
    make.standing(exempt, "exempt")
    opened(unit)

    page = text_of(as_role("secretary", unit).get(at("rating_branch", 2022, unit.pk)))

    assert "Đỗ Thị Miễn Được miễn công tác và sinh hoạt" in page
    assert not Rating.objects.filter(person=exempt).exists()


def test_a_branch_that_ended_after_the_year_is_still_rated_for_it(unit):
    other = make.branch(unit.ward, members=2)
    year = opened(unit)
    other.valid_to = date(2023, 1, 5)
    other.save(update_fields=["valid_to"])

    assert [each.unit for each in rated.states_of(year)] == [unit, other]


@pytest.mark.parametrize("members", [3, 40])
def test_pages_ask_the_same_for_few_and_for_many(members, django_assert_max_num_queries):
    unit = make.branch(members=members)
    opened(unit)
    office = as_role("office", unit)
    for name, args in (("ratings", [2022]), ("rating_branch", [2022, unit.pk]), ("rating_count", [2022, unit.pk])):
        with django_assert_max_num_queries(20):
            assert office.get(at(name, *args)).status_code == 200
