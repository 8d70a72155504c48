"""A ward with an adopted rubric, and its meetings scored by the road people walk."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nennep.meetings import actions as meetings
from nennep.meetings.models import Meeting, MeetingState
from nennep.organisation.actors import Actor
from nennep.organisation.models import Charge, Unit, Ward
from nennep.quality import actions, queries, shipped
from nennep.quality.comparing import Given
from nennep.quality.models import Rubric, ScoreSheet
from tests import make

FROM = date(2022, 1, 1)
SMALL = {
    "code": "nho",
    "title": "Bộ tiêu chí nhỏ",
    "issuer": "Đảng ủy phường",
    "source": "để thử",
    "confidence": "M",
    "group": [{"key": "1", "title": "Dự họp", "max": 40}, {"key": "2", "title": "Nội dung", "max": 60}],
    "criterion": [
        {
            "key": "1",
            "group": "1",
            "text": "Tỷ lệ dự",
            "max": 40,
            "kind": "computed",
            "measure": "attendance_percent",
            "level": [
                {"points": 40, "from": 90, "text": "từ 90%"},
                {"points": 20, "below": 90, "text": "dưới 90%"},
            ],
        },
        {"key": "2", "group": "2", "text": "Nội dung", "max": 60, "kind": "number"},
    ],
    "band": [{"name": "Tốt", "from": 90}, {"name": "Khá", "from": 70}, {"name": "Kém", "from": 0}],
}
"""Two criteria: what the records measure, and what a person judges."""


def adopted(of: Ward, data: Any = None, *, valid_from: date = FROM) -> Rubric:
    """A rubric of the ward, in force."""
    by, when = make.office(of), make.at(FROM)
    rubric = actions.keep_rubric(of.pk, data=data or SMALL, by=by, at=when)
    return actions.adopt_rubric(rubric, valid_from=valid_from, by=by, at=when)


def adopted_from_file(of: Ward, code: str) -> Rubric:
    return adopted(of, shipped.data_of(code))


def running(absent: int = 0, members: int = 3, *, day: date = make.DAY, of: Any = None) -> Meeting:
    """A meeting in session, everybody marked."""
    meeting = make.meeting(of or make.branch(members=members), day=day)
    marks = [
        meetings.Mark(line.number, "excused", "travel")
        for line in meeting.whole_roll.exclude(person=meeting.chair_id).order_by("number")[:absent]
    ]
    if marks:
        meetings.mark_many(meeting, marks, by=secretary(meeting), at=meeting.starts_at)
    make.mark_all(meeting)
    meeting.refresh_from_db()
    return meeting


def secretary(meeting: Meeting) -> Actor:
    return make.actor("secretary", of=meeting.unit)


def late(meeting: Meeting) -> Any:
    """Towards the end of a meeting."""
    return meeting.starts_at + timedelta(minutes=75)


def give(points: int | str | None, reason: str = "") -> Given:
    return Given(None if points is None else Decimal(str(points)), reason)


def score(meeting: Meeting, side: str, given: dict[str, Given], *, by: Actor | None = None, **more: Any) -> ScoreSheet:
    """One side writes its sheet."""
    sheet = queries.sheet_of(meeting, side)
    rubric = queries.rubric_for(meeting)
    assert rubric is not None
    words = {"shortcomings": "", "rubric_id": rubric.pk, "seen": sheet.revision if sheet else 0} | more
    return actions.record_scores(meeting, side, given=given, by=by or secretary(meeting), at=late(meeting), **words)


def voted(meeting: Meeting, given: dict[str, Given], *, passes: bool = True) -> ScoreSheet:
    """The branch scores itself and votes on it."""
    score(meeting, "branch", given)
    by, when = secretary(meeting), late(meeting)
    sheet = actions.propose_self_score(meeting, by=by, at=when)
    motion = sheet.motion
    assert motion is not None
    counts = {"in_favour": motion.present_count, "against": 0, "abstained": 0}
    if not passes:
        counts = {"in_favour": 0, "against": motion.present_count, "abstained": 0}
    meetings.record_count(motion, **counts, seen=motion.revision, by=by, at=when)
    found = queries.sheet_of(meeting, "branch")
    assert found is not None
    return found


def reported(meeting: Meeting) -> Meeting:
    return make.walk(meeting, until=MeetingState.REPORTED)


def in_charge(of: Unit) -> Actor:
    held = Charge.objects.filter(unit=of, valid_to__isnull=True).select_related("person").first()
    return make.own(held.person) if held else make.charge(of)


def by_charge(meeting: Meeting, given: dict[str, Given]) -> ScoreSheet:
    """The committee member in charge scores and hands in."""
    by = in_charge(meeting.unit)
    score(meeting, "charge", given, by=by)
    return actions.submit_sheet(meeting, "charge", by=by, at=late(meeting))


def both(given: dict[str, Given], other: dict[str, Given] | None = None, **more: Any) -> Meeting:
    """A reported meeting with both sheets handed in, under the small rubric where the ward has no other."""
    meeting = running(**more)
    if not queries.adopted_rubrics(meeting.ward_id):
        adopted(meeting.ward)
    voted(meeting, given)
    reported(meeting)
    by_charge(meeting, other or given)
    meeting.refresh_from_db()
    return meeting


def decide(meeting: Meeting, given: dict[str, Given], **more: Any) -> ScoreSheet:
    """The ward decides on one meeting."""
    rubric = queries.rubric_for(meeting)
    assert rubric is not None
    words = {"rubric_id": rubric.pk, "seen": queries.seen_of(queries.sheets_of(meeting)), "shortcomings": ""} | more
    at = meeting.starts_at + timedelta(days=5)
    return actions.decide_score(meeting, given=given, by=make.office(meeting.ward), at=at, **words)
