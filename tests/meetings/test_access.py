"""Whose meeting it is: a ward never reaches into another one, whatever the post."""

import pytest

from nennep.core.refusals import NotFound
from nennep.meetings import access, actions
from nennep.meetings.checks import minutes_that_do_not_fit
from nennep.meetings.models import Signature
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("position", ["office", "ward_secretary", "secretary"])
def test_no_post_of_another_ward_opens_a_meeting(position):
    meeting, elsewhere = make.meeting(state="signed"), make.branch()
    actor = make.actor(position, of=elsewhere)

    assert access.rights_on(meeting, actor) == access.MeetingRights()
    with pytest.raises(NotFound):
        access.get_meeting(actor, meeting.pk, right="read")


def test_whoever_has_left_the_branch_no_longer_adds_to_its_signed_minutes():
    meeting = make.meeting(state="signed")
    chair = meeting.chair
    before = access.rights_on(meeting, make.own(chair))
    chair.posts.update(valid_to=make.DAY)
    chair.placements.update(valid_to=make.DAY)

    after = access.rights_on(meeting, make.own(chair))

    assert (before.amend, before.sign) == (True, True)
    assert after == access.MeetingRights()


def test_an_invitation_ends_with_membership():
    meeting = make.meeting(state="convened")
    guest = meeting.invitations.exclude(person=meeting.chair).first().person
    assert access.get_invitation(make.own(guest), meeting.pk).person == guest
    guest.placements.update(valid_to=make.DAY)

    for ask in (access.get_invitation, access.get_own_line):
        with pytest.raises(NotFound):
            ask(make.own(guest), meeting.pk)


def test_a_group_leader_reaches_neither_opinions_of_other_groups_nor_the_branchs_guests():
    meeting = make.meeting(make.branch(members=6, groups=2), groups=True)
    make.mark_all(meeting)
    by, at = make.actor("secretary", of=meeting.unit), meeting.starts_at
    one, other = meeting.group_meetings.select_related("parent", "unit").order_by("unit__position")
    item = meeting.agenda.get(part="discussion")
    here = one.roll.select_related("person").first().person
    mine = actions.record_opinion(item, text="Của tổ 1", speaker=here, meeting=one, by=by, at=at)
    guest = actions.add_guest(meeting, name="Khách", by=by, at=at)

    assert access.get_opinion(one, mine.pk) == mine
    for ask in (lambda: access.get_opinion(other, mine.pk), lambda: access.get_guest(one, guest.pk)):
        with pytest.raises(NotFound):
            ask()


def test_verify_names_minutes_whose_signatures_lie_on_another_hash():
    meeting = make.meeting(state="closed")
    by = make.own(meeting.minute_taker)
    actions.sign_minutes(meeting, role="minute_taker", by=by, at=make.EVENING)
    assert minutes_that_do_not_fit(meeting.ward_id) == []

    minutes = meeting.minutes
    changed = dict(minutes.content, place="Nơi khác")
    from nennep.core.digests import content_hash

    type(minutes).objects.filter(pk=minutes.pk).update(content=changed, sha256=content_hash(changed))

    assert Signature.objects.count() == 1
    (found,) = minutes_that_do_not_fit(meeting.ward_id)
    assert found.endswith("chữ ký trên mã khác")
