"""The way back: what one tap took away comes back, and a tap that came twice is taken back to what stood before."""

import re

import pytest

from nennep.meetings import actions
from nennep.meetings.models import AgendaItem, Attendance, Opinion
from tests import make
from tests.meetings.pages import Reader, errors_of, text_of, that_evening  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_evening")]


@pytest.fixture
def meeting():
    return make.meeting(make.branch(members=5))


@pytest.fixture
def secretary(meeting):
    return Reader(make.actor("secretary", of=meeting.unit))


def way_back(page: str) -> tuple[str, dict[str, str]]:
    """Where the undo bar posts, and what."""
    bar = re.search(r'class="undo-bar".*?<form method="post" action="([^"]+)".*?</form>', page, re.S)
    assert bar, "an undo bar stands on the page"
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', bar[0]))
    fields.pop("csrfmiddlewaretoken", None)
    return bar[1], fields


def test_an_item_taken_off_the_agenda_comes_back_at_its_place(meeting, secretary):
    item = meeting.agenda.get(part="discussion")
    secretary.post("item_remove", meeting.pk, item.pk)
    page = secretary.get("agenda", meeting.pk)
    url, fields = way_back(page.content.decode())
    assert f"Đã bỏ mục “{item.title}”." in text_of(page)

    for _twice in range(2):
        secretary.client.post(url, fields)

    assert AgendaItem.objects.get(pk=item.pk).removed_at is None
    assert "Đã hoàn tác." in text_of(secretary.get("agenda", meeting.pk))


def test_an_opinion_taken_out_comes_back_and_its_speaker_counts_again(meeting, secretary):
    make.mark_all(meeting)
    by, item = make.actor("secretary", of=meeting.unit), meeting.agenda.get(part="discussion")
    who = meeting.whole_roll.order_by("number")[0].person
    opinion = actions.record_opinion(item, text="Lắp đèn", speaker=who, by=by, at=meeting.starts_at)
    secretary.post("opinion_remove", meeting.pk, opinion.pk)
    meeting.refresh_from_db()
    assert meeting.speakers_count == 0

    secretary.client.post(*way_back(secretary.get("desk", meeting.pk).content.decode()))

    meeting.refresh_from_db()
    assert Opinion.objects.get(pk=opinion.pk).removed_at is None
    assert meeting.speakers_count == 1


def test_a_group_marked_by_mistake_is_taken_back_from_the_bar(meeting, secretary):
    secretary.post("mark_group", meeting.pk, group="all")
    url, fields = way_back(secretary.get("roll", meeting.pk).content.decode())
    secretary.client.post(url, fields)

    assert not Attendance.objects.filter(root=meeting, status="present").exists()


def test_a_double_tap_is_taken_back_to_the_reason_that_stood_there(meeting, secretary):
    line = meeting.whole_roll.order_by("number")[0]
    by, at = make.actor("secretary", of=meeting.unit), meeting.starts_at
    actions.mark_attendance(line, status="excused", reason="sick", seen=0, by=by, at=at)
    for _twice in range(2):
        row = secretary.post("mark", meeting.pk, htmx=True, p=f"{line.number}.1").content.decode()
    undo = re.search(r"name=u value=(\S+?)>", row)
    assert undo

    secretary.post("mark", meeting.pk, htmx=True, u=undo[1])

    line.refresh_from_db()
    assert (line.status, line.reason) == ("excused", "sick")


def test_the_confirmation_names_who_was_chosen(secretary, meeting):
    people = [line.person for line in meeting.whole_roll.order_by("number")[:2]]
    secretary.post("appoint", meeting.pk, chair=people[0].pk, minute_taker=people[1].pk)
    page = text_of(secretary.get("prepare", meeting.pk))

    assert f"chủ trì {people[0].full_name}, thư ký {people[1].full_name}" in page


def test_a_number_out_of_range_is_answered_by_a_sentence_with_the_limit_that_names_its_field(meeting, secretary):
    make.mark_all(meeting)
    by = make.actor("secretary", of=meeting.unit)
    motion = actions.put_to_vote(meeting, matter="other", text="Việc chung", by=by, at=meeting.starts_at)
    page = secretary.get("vote", meeting.pk).content.decode()
    assert not re.search(r'<input[^>]*(type="number"|\bmin=|\bmax=)', page), "the browser's own bubbles"

    answer = secretary.post("vote_count", meeting.pk, motion.pk, in_favour="-1", against="99999", abstained="x", seen=0)

    words = "Nhập số phiếu bằng chữ số, từ 0 đến 5000; không có thì nhập 0."
    assert errors_of(answer) == [f"{label}: {words}" for label in ("Đồng ý", "Không đồng ý", "Ý kiến khác")]
