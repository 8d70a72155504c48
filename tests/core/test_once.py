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
from nennep.organisation import actions as organisation
from nennep.oversight import actions as oversight
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


def test_a_petition_of_another_branch_under_the_same_key_is_refused_and_not_lost_behind_a_success():
    unit, other, key = make.branch(members=4), make.branch(members=4), uuid7()

    def ask(unit, text):
        by = make.office(unit.ward)
        words = {"raised_in": "member", "raised_on": make.DAY, "by": by, "at": make.EVENING}
        return oversight.raise_petition(unit, text=text, id=key, **words)

    assert ask(unit, "một") == ask(unit, "một ")
    for unit_, text in ((other, "hai"), (unit, "hai"), (other, "một")):
        with pytest.raises(SentBefore):
            ask(unit_, text)


def test_a_change_of_members_says_the_same_under_the_same_key():
    unit, key = make.branch(members=4), uuid7()
    one, two = [each.person for each in unit.placements.order_by("pk")[:2]]
    by = {"by": make.office(unit.ward), "at": make.EVENING}
    made = organisation.record_death(one, on=make.DAY, id=key, **by)

    assert organisation.record_death(one, on=make.DAY, id=key, **by) == made
    for person, day in ((two, make.DAY), (one, make.DAY - timedelta(days=1))):
        with pytest.raises(SentBefore):
            organisation.record_death(person, on=day, id=key, **by)


def test_a_unit_renamed_under_the_key_of_another_one_is_refused():
    one, two, key = make.branch(members=1), make.branch(members=1), uuid7()
    paper = organisation.Decision("12-QĐ/ĐU", make.DAY)

    def rename(unit, name):
        by = {"by": make.office(unit.ward), "at": make.EVENING}
        return organisation.rename_unit(unit, name=name, short_name="", on=make.DAY, decision=paper, id=key, **by)

    assert rename(one, "Chi bộ Hoa Sữa") == rename(one, "Chi bộ Hoa Sữa")
    for unit, name in ((two, "Chi bộ Hoa Sữa"), (one, "Chi bộ Hoa Sen")):
        with pytest.raises(SentBefore):
            rename(unit, name)
