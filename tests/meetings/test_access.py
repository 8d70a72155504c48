"""Whose meeting it is: a ward never reaches into another one, whatever the post."""

import pytest

from nennep.core.refusals import NotFound
from nennep.meetings import access
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("position", ["office", "ward_secretary", "secretary"])
def test_no_post_of_another_ward_opens_a_meeting(position):
    meeting, elsewhere = make.meeting(state="signed"), make.branch()
    actor = make.actor(position, of=elsewhere)

    assert access.rights_on(meeting, actor) == access.MeetingRights()
    with pytest.raises(NotFound):
        access.get_meeting(actor, meeting.pk, right="read")
