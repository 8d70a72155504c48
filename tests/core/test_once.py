"""The same key twice makes one; the same key with anything else is refused, never dropped."""

from datetime import timedelta

import pytest

from nennep.core.ids import uuid7
from nennep.core.once import SentBefore
from nennep.decisions.models import Task
from nennep.directives import actions as directives
from nennep.directives.models import Directive
from nennep.meetings import actions
from nennep.meetings.models import Guest, Opinion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    return make.meeting(make.branch(members=4), state="in_session")


def say(meeting, **more):
    make.mark_all(meeting)
    by = more.pop("by", make.actor("secretary", of=meeting.unit))
    said = {"text": "Đề nghị lắp thêm đèn", "speaker": meeting.whole_roll.order_by("number")[0].person} | more
    return actions.record_opinion(meeting.agenda.get(part="discussion"), by=by, at=meeting.starts_at, **said)


def test_an_opinion_sent_twice_is_written_once(evening):
    key = uuid7()

    assert say(evening, id=key) == say(evening, id=key, text=" Đề nghị lắp thêm đèn")
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("other", ["text", "speaker", "author", "item"])
def test_other_words_under_the_same_key_are_refused(evening, other):
    key = uuid7()
    first = say(evening, id=key)
    changed = {
        "text": {"text": "Đề nghị sửa cống"},
        "speaker": {"speaker": evening.whole_roll.order_by("number")[1].person},
        "author": {"by": make.actor("deputy_secretary", of=evening.unit)},
    }
    with pytest.raises(SentBefore, match="chưa được ghi"):
        if other == "item":
            words = {"text": first.text, "speaker": first.speaker, "id": key, "at": evening.starts_at}
            by = make.actor("secretary", of=evening.unit)
            actions.record_opinion(evening.agenda.get(part="documents"), by=by, **words)
        else:
            say(evening, id=key, **changed[other])


def issue(ward, **more):
    words = {"kind": "TB", "subject": "Lịch trực", "dated_on": make.DAY} | more
    return directives.issue_directive(ward.pk, by=make.office(ward), at=make.EVENING, **words)


def test_the_key_of_somebody_elses_thing_opens_nothing():
    branch = make.branch()
    make.ward_term(branch.ward)
    key = uuid7()
    issue(branch.ward, id=key)

    with pytest.raises(SentBefore):
        issue(branch.ward, id=key, unit=branch)
    with pytest.raises(SentBefore):
        issue(make.branch().ward, id=key)
    assert Directive.objects.count() == 1


def test_a_guest_and_a_task_of_another_meeting_are_not_taken_for_this_ones(evening):
    other = make.meeting(make.branch(members=4), state="in_session")
    guest, task = uuid7(), uuid7()

    def both(meeting):
        by, at = make.actor("secretary", of=meeting.unit), meeting.starts_at
        who = meeting.whole_roll.order_by("number")[0].person
        due = (at + timedelta(days=20)).date()
        yield lambda: actions.add_guest(meeting, name="Ông Ba", by=by, at=at, id=guest)
        yield lambda: actions.assign_task(
            meeting, description="Vận động 3 hộ", assignee=who, due_on=due, by=by, at=at, id=task
        )

    for act in both(evening):
        assert act() == act()
    for act in both(other):
        with pytest.raises(SentBefore):
            act()
    assert (Guest.objects.count(), Task.objects.count()) == (1, 1)
