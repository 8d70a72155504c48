"""What becomes of a meeting when it is judged: the branch's vote on its own score, the steps to scored and settled.

The rooms that judge meetings call these; how points come about is theirs.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.meetings.actions.session import put_to_vote
from nennep.meetings.actions.steps import advance, locked, locked_in_session, note
from nennep.meetings.models import Meeting, MeetingState, SelfScore
from nennep.meetings.steps import MATTER_QUALITY
from nennep.organisation.actors import Actor


class SelfScoreVoted(Refused):
    message = _("Chi bộ đã biểu quyết thông qua %(points)s điểm, xếp loại %(band)s. Điểm đã thông qua không đổi nữa.")


@transaction.atomic
def record_self_score(
    meeting: Meeting,
    *,
    points: Decimal,
    total: Decimal,
    band: str,
    rubric: str,
    shortcomings: str,
    text: str,
    by: Actor,
    at: datetime,
) -> SelfScore:
    """Put the branch's own score to the vote (biểu quyết điểm tự chấm); once passed, the minutes will say it.

    No regulation that we read gives this vote a threshold of its own; it is carried like the passing of the minutes,
    by those present. A score that was voted down may be put again; one that was passed stays.
    Source: 42-HD/BTCTW 2025, section 5; domain.md 2.3.
    """
    meeting = locked_in_session(meeting.pk)
    before = SelfScore.objects.select_related("motion").filter(ward=meeting.ward_id, meeting=meeting).first()
    if before and before.motion.passed:
        if (before.points, before.band) == (points, band):
            return before
        raise SelfScoreVoted(points=before.points, band=before.band)
    motion = put_to_vote(meeting, matter=MATTER_QUALITY, text=text, by=by, at=at)
    said = {"points": points, "total": total, "band": band, "rubric": rubric, "shortcomings": shortcomings}
    score, _is_new = SelfScore.objects.update_or_create(
        ward_id=meeting.ward_id, meeting=meeting, defaults={**said, "motion": motion, "recorded_at": at}
    )
    note("meetings.self_score.proposed", score, meeting, by=by, at=at, after={"points": str(points), "band": band})
    return score


@transaction.atomic
def record_scored(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """The committee member's sheet is there (đã chấm); a record that has not reached the ward yet waits."""
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.REPORTED:
        advance(meeting, MeetingState.SCORED, by=by, at=at)


@transaction.atomic
def record_settled(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """The ward has decided (đã chốt); a meeting it decides on without a second sheet is scored by that."""
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.REPORTED:
        advance(meeting, MeetingState.SCORED, by=by, at=at)
    advance(meeting, MeetingState.SETTLED, by=by, at=at)
