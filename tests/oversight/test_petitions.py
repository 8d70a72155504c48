"""Petitions: from the desk, a visit or a member to the answer, judged, raised again; nothing disappears."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nennep.cli.background import one_round
from nennep.core import exports
from nennep.core.refusals import Changed
from nennep.meetings import actions as meetings
from nennep.meetings.models import Meeting
from nennep.meetings.record import minutes_of
from nennep.oversight import actions, petitions
from nennep.oversight.actions.petitions import (
    AgainWithoutWords,
    AlreadyAnswered,
    AlreadyJudged,
    AnswerWithoutWords,
    NotAnswered,
    PetitionWithoutWords,
    RaisedTooEarly,
    raise_petition,
)
from nennep.oversight.due import due_of
from nennep.oversight.models import Petition, Reminder
from tests import make

pytestmark = pytest.mark.django_db
DAY, NEXT = make.DAY, date(2022, 4, 3)


@pytest.fixture
def unit():
    return make.branch(members=4)


def raised(unit, text="Lắp đèn ngõ 44", **given):
    words = {"raised_in": "member", "raised_on": DAY, "by": make.office(unit.ward), "at": make.EVENING} | given
    return actions.raise_petition(unit, text=text, **words)


def answered(petition, text="Đã lắp xong", on=DAY + timedelta(days=5)):
    by = make.office(petition.unit.ward, on)
    return actions.answer_petition(petition, answer=text, seen=petition.revision, by=by, at=make.at(on))


def client_of(person, settings, on=DAY):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(on, 21) - make.timezone.now()).total_seconds())
    client = Client()
    client.force_login(make.account(person))
    return client


def secretary_of(unit):
    return unit.posts.get(position="secretary").person


def test_words_at_the_desk_become_a_petition_when_the_meeting_has_ended_and_only_once(unit):
    meeting = make.meeting(unit)
    make.mark_all(meeting)
    item = meeting.agenda.get(part="discussion")
    secretary = make.actor("secretary", of=unit)
    speaker = meeting.whole_roll.first().person
    meetings.record_opinion(item, text="Sửa cống", speaker=speaker, kind="petition", by=secretary, at=make.EVENING)

    before = actions.take_up_petitions(unit.ward_id, on=DAY, at=make.EVENING)
    make.walk(meeting, until="closed")
    taken = [actions.take_up_petitions(unit.ward_id, on=DAY, at=make.EVENING) for _run in range(2)]

    petition = Petition.objects.get()
    assert (before, taken) == (0, [1, 0])
    assert (petition.text, petition.raised_by, petition.meeting, petition.raised_in) == (
        "Sửa cống", speaker, meeting, "meeting"
    )  # fmt: skip
    assert Meeting.objects.get(pk=meeting.pk).speakers_count == 1
    assert "Sửa cống" in str(minutes_of(meeting))


def test_the_background_takes_petitions_up_and_looking_at_the_list_writes_nothing(unit, settings):
    meeting = make.meeting(unit)
    make.mark_all(meeting)
    secretary, speaker = make.actor("secretary", of=unit), meeting.whole_roll.first().person
    item = meeting.agenda.get(part="discussion")
    meetings.record_opinion(item, text="Sửa cống", speaker=speaker, kind="petition", by=secretary, at=make.EVENING)
    make.walk(meeting, until="closed")
    client, address = client_of(secretary_of(unit), settings), reverse("oversight:petitions")

    client.get(address)
    looked_at = Petition.objects.count()
    one_round({DAY})

    assert looked_at == 0
    assert "Sửa cống" in client.get(address).content.decode()


def test_who_takes_petitions_up_second_finds_what_the_first_one_took(unit, monkeypatch):
    meeting = make.meeting(unit)
    make.mark_all(meeting)
    secretary, speaker = make.actor("secretary", of=unit), meeting.whole_roll.first().person
    item = meeting.agenda.get(part="discussion")
    meetings.record_opinion(item, text="Sửa cống", speaker=speaker, kind="petition", by=secretary, at=make.EVENING)
    make.walk(meeting, until="closed")
    tried = []

    def refused_once(*args, **words):
        tried.append(1)
        if len(tried) == 1:
            raise IntegrityError
        return raise_petition(*args, **words)

    monkeypatch.setattr("nennep.oversight.actions.petitions.raise_petition", refused_once)

    assert actions.take_up_petitions(unit.ward_id, on=DAY, at=make.EVENING) == 1
    assert len(tried) == 2


def test_the_day_an_answer_is_due_is_the_rulebooks(unit):
    ward, above = raised(unit), raised(unit, addressee="above")

    assert (ward.due_on, above.due_on) == (DAY + timedelta(days=15), DAY + timedelta(days=30))
    readdressed = actions.address_petition(ward, addressee="above", seen=0, by=make.office(unit.ward), at=make.EVENING)
    assert readdressed.due_on == DAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("given", "refusal", "sentence"),
    [
        ({"text": "  "}, PetitionWithoutWords, "Nhập nội dung kiến nghị, khó khăn hoặc vướng mắc."),
        ({"raised_on": DAY + timedelta(days=1)}, RaisedTooEarly, "Ngày nêu 04/03/2022 chưa tới."),
    ],
)
def test_bad_petitions_are_refused_with_a_sentence(unit, given, refusal, sentence):
    with pytest.raises(refusal) as refused:
        raised(unit, **given)
    assert sentence in refused.value.sentence


def test_an_answer_has_words_comes_once_and_is_not_lost_to_another(unit):
    petition, by = raised(unit), make.office(unit.ward)

    with pytest.raises(AnswerWithoutWords):
        actions.answer_petition(petition, answer=" ", seen=0, by=by, at=make.EVENING)
    first = actions.answer_petition(petition, answer="Đã lắp", seen=0, by=by, at=make.EVENING)
    again = actions.answer_petition(petition, answer="Đã lắp", seen=0, by=by, at=make.EVENING)
    with pytest.raises(AlreadyAnswered):
        actions.answer_petition(petition, answer="Chưa lắp", seen=1, by=by, at=make.EVENING)

    assert first.revision == again.revision == 1
    with pytest.raises(Changed):
        actions.address_petition(raised(unit), addressee="above", seen=9, by=by, at=make.EVENING)


def test_what_does_not_satisfy_is_raised_again_and_the_chain_is_kept(unit):
    petition, by = raised(unit), make.actor("secretary", of=unit)
    with pytest.raises(NotAnswered):
        actions.judge_answer(petition, verdict="satisfied", seen=0, by=by, at=make.EVENING)
    petition = answered(petition)
    judge = {"seen": petition.revision, "by": by, "at": make.at(DAY + timedelta(days=31))}
    with pytest.raises(AgainWithoutWords):
        actions.judge_answer(petition, verdict="again", **judge)
    for _retry in range(2):
        actions.judge_answer(petition, verdict="again", text="Đèn lại hỏng", **judge)
    with pytest.raises(AlreadyJudged):
        actions.judge_answer(petition, verdict="satisfied", **judge)

    second = Petition.objects.get(previous=petition)
    assert [each.text for each in petitions.chain_of(petition)] == ["Lắp đèn ngõ 44", "Đèn lại hỏng"]
    assert petitions.chain_of(second) == petitions.chain_of(petition)


def test_the_database_itself_keeps_answers_and_verdicts_whole(unit):
    petition = raised(unit)
    for broken in ({"answer": "Có"}, {"verdict": "again", "verdict_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Petition.objects.filter(pk=petition.pk).update(**broken)


# The next meeting opens with them -----------------------------------------------------------------


def opening_of(meeting):
    return meeting.agenda.filter(part="petitions", removed_at=None).first()


def test_the_next_meeting_opens_with_answers_received_and_what_still_waits(unit):
    make.meeting(unit, state="reported")
    old = answered(raised(unit, "Việc cũ", raised_on=date(2022, 1, 10)), "Xong từ lâu", on=date(2022, 2, 1))
    first, second = raised(unit), raised(unit, "Mua loa", addressee="branch")
    coming = make.meeting(unit, state="planned", day=NEXT)

    answered(first)
    item = opening_of(coming)

    assert item.title == "Kết quả trả lời kiến nghị của chi bộ"
    assert item.content.splitlines() == [
        "Đã trả lời ngày 08/03/2022: “Lắp đèn ngõ 44” – Đã lắp xong",
        "Đang chờ Chi ủy, bí thư chi bộ trả lời, hạn 18/03/2022: “Mua loa”",
    ]
    assert old.answer not in item.content
    answered(second, "Đã mua", on=date(2022, 3, 20))
    assert "Đã mua" in opening_of(coming).content and opening_of(coming).position == item.position
    before = coming.agenda.get(part="last_month").position
    assert opening_of(coming).position == before + 1


def test_a_meeting_planned_after_the_answer_gets_it_from_the_daily_round(unit):
    answered(raised(unit))
    coming = make.meeting(unit, state="planned", day=NEXT)
    assert opening_of(coming) is None

    for _round in range(2):
        actions.remind(unit.ward_id, on=DAY + timedelta(days=8), at=make.at(DAY + timedelta(days=8)))

    assert "Đã lắp xong" in opening_of(coming).content
    assert coming.agenda.filter(part="petitions").count() == 1


def test_what_the_secretary_wrote_or_struck_out_stays(unit):
    first, second = raised(unit), raised(unit, "Mua loa")
    coming = make.meeting(unit, state="planned", day=NEXT)
    answered(first)
    item, secretary = opening_of(coming), make.actor("secretary", of=unit)
    mine = "Bí thư nói thêm về đèn ngõ."
    kept = "\n".join([line for line in item.content.splitlines() if "Mua loa" not in line] + [mine])
    meetings.change_item(item, content=kept, seen=item.revision, by=secretary, at=make.EVENING)

    third = raised(unit, "Vá ổ gà")
    actions.open_meetings_with_petitions(unit.ward_id, on=DAY, at=make.EVENING)

    content = opening_of(coming).content
    assert mine in content and third.text in content and second.text not in content


def test_a_meeting_that_passed_its_minutes_or_had_the_item_struck_off_is_left_alone(unit):
    petition = raised(unit)
    coming = make.meeting(unit, state="planned", day=NEXT)
    actions.open_meetings_with_petitions(unit.ward_id, on=DAY, at=make.EVENING)
    meetings.remove_item(opening_of(coming), by=make.actor("secretary", of=unit), at=make.EVENING)

    answered(petition)

    assert opening_of(coming) is None


# Reminding ----------------------------------------------------------------------------------------


def test_the_office_is_urged_for_the_wards_answers_and_the_secretary_for_the_branchs(unit):
    office = make.actor("office", of=unit)
    mine, theirs = raised(unit), raised(unit, "Mua loa", addressee="branch")
    on = DAY + timedelta(days=15)

    actions.remind(unit.ward_id, on=on, at=make.at(on))
    answered(mine, on=on)
    actions.remind(unit.ward_id, on=on + timedelta(days=1), at=make.at(on + timedelta(days=1)))

    urged = {each.subject_id: (each.person_id, each.settled_on) for each in Reminder.objects.filter(rule="petition")}
    assert urged == {
        mine.pk: (office.person_id, on + timedelta(days=1)),
        theirs.pk: (secretary_of(unit).pk, None),
    }


def test_the_branch_has_thirty_five_days_to_judge_an_answer(unit):
    answered(raised(unit), on=date(2022, 3, 8))

    (due,) = due_of("answers_to_judge", unit.ward_id, date(2022, 3, 9))

    assert due.due_on == date(2022, 4, 12)


# Pages --------------------------------------------------------------------------------------------


def test_a_member_sends_one_sees_only_the_own_and_the_secretary_sees_all(unit, settings):
    member = make.member(unit)
    other = raised(unit, "Của chi bộ")
    client = client_of(member, settings)
    missing = client.post(reverse("oversight:petition_add"), {"unit": unit.pk, "kind": "petition", "text": ""})
    client.post(
        reverse("oversight:petition_add"),
        {"unit": unit.pk, "kind": "problem", "text": "Vướng sổ hộ", "addressee": "ward"},
    )

    own = client.get(reverse("oversight:petitions")).content.decode()
    all_of_branch = client_of(secretary_of(unit), settings).get(reverse("oversight:petitions")).content.decode()

    assert missing.status_code == 422 and "Nhập nội dung kiến nghị" in missing.content.decode()
    assert "Vướng sổ hộ" in own and "Của chi bộ" not in own
    assert "Vướng sổ hộ" in all_of_branch and "Của chi bộ" in all_of_branch
    assert client.get(reverse("oversight:petition", args=[other.pk])).status_code == 404


def test_the_office_answers_the_branch_judges(unit, settings):
    petition, office = raised(unit), make.actor("office", of=unit)
    make.meeting(unit, state="planned", day=NEXT)
    clerk = client_of(make.Person.objects.get(pk=office.person_id), settings, on=DAY + timedelta(days=2))
    answer = reverse("oversight:answer", args=[petition.pk])
    assert clerk.post(answer, {"answer": "", "seen": "0"}).status_code == 422
    clerk.post(answer, {"answer": "Đã chuyển điện lực, xong trước 10/4", "seen": "0"})

    secretary = client_of(secretary_of(unit), settings, on=DAY + timedelta(days=20))
    refused = secretary.post(reverse("oversight:judge", args=[petition.pk]), {"verdict": "again", "seen": "1"})
    secretary.post(reverse("oversight:judge", args=[petition.pk]), {"verdict": "satisfied", "seen": "1"})

    petition.refresh_from_db()
    assert "Ghi rõ điều chi bộ kiến nghị lại." in refused.content.decode()
    assert (petition.answered_by_id, petition.verdict) == (office.person_id, "satisfied")


def rows_of(book):
    sheet = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    return [row for row in sheet if isinstance(row[0], int | float)]


def test_the_register_holds_every_petition_with_its_chain(unit, settings):
    petition = answered(raised(unit, "=HYPERLINK(1)"))
    actions.judge_answer(
        petition, verdict="again", text="Lại nêu", seen=1, by=make.actor("secretary", of=unit),
        at=make.at(DAY + timedelta(days=31)),
    )  # fmt: skip
    office = make.actor("office", of=unit)
    client = client_of(make.Person.objects.get(pk=office.person_id), settings, on=DAY + timedelta(days=60))

    address = reverse("oversight:petitions")
    asked = client.post(f"{address}?loc=tat-ca", {"xuat": "xlsx"})
    book = client.post(f"{address}?loc=tat-ca", {"xuat": "xlsx", "reason": "Giao ban tháng 5"})
    part = client.post(address, {"xuat": "xlsx", "reason": "Giao ban tháng 5"})

    assert [(row[0], row[6], row[12]) for row in rows_of(book)] == [(1, "=HYPERLINK(1)", ""), (2, "Lại nêu", 1)]
    assert "Dùng danh sách này để làm gì?" in asked.content.decode()
    assert [(row[0], row[12]) for row in rows_of(part)] == [(2, 1)], "numbers are those of the whole register"
    assert [(each.reason, each.row_count) for each in exports.taken_out(unit.ward_id)] == [
        ("Giao ban tháng 5", 1), ("Giao ban tháng 5", 2)
    ]  # fmt: skip


def test_a_member_who_sees_only_the_own_petitions_takes_no_register_out(unit, settings):
    client, address = client_of(make.member(unit), settings), reverse("oversight:petitions")

    shown, asked = client.get(address), client.post(address, {"xuat": "xlsx", "reason": "Giao ban tháng 5"})

    assert "xuat" not in shown.content.decode()
    assert asked["Content-Type"].startswith("text/html")
    assert not exports.taken_out(unit.ward_id).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_number_of_questions_for_any_number_of_petitions(
    count, unit, settings, django_assert_max_num_queries
):
    for number in range(count):
        raised(unit, f"Việc {number}")
    office = make.actor("office", of=unit)
    client = client_of(make.Person.objects.get(pk=office.person_id), settings)

    with django_assert_max_num_queries(16):
        assert client.get(reverse("oversight:petitions")).status_code == 200


def test_what_was_raised_at_the_desk_is_on_every_list_as_soon_as_the_meeting_is_closed(unit, settings):
    meeting, coming = make.meeting(unit), make.meeting(unit, state="planned", day=DAY + timedelta(days=30))
    make.mark_all(meeting)
    secretary, speaker = make.actor("secretary", of=unit), meeting.whole_roll.first().person
    item = meeting.agenda.get(part="discussion")
    meetings.record_opinion(item, text="Sửa cống", speaker=speaker, kind="petition", by=secretary, at=make.EVENING)
    for what in ("resolution", "minutes"):
        make.vote(meeting, what)
    client = client_of(secretary_of(unit), settings)

    answer = client.post(reverse("meetings:close", args=[meeting.pk]))

    assert answer.status_code == 302
    assert "Sửa cống" in client.get(reverse("oversight:petitions")).content.decode()
    opening = coming.agenda.get(part="petitions", removed_at__isnull=True)
    assert "Sửa cống" in opening.content
