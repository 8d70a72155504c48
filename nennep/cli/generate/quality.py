"""How the generated ward judges its meetings: a rubric of its era, two sheets a meeting, decisions in the month after.

Shortcomings vary by branch and month; here and there the committee member saw it otherwise; the last months still wait.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from nennep.cli.generate import evening
from nennep.cli.generate.people import content
from nennep.cli.generate.ward import FIRST_DAY, Branch, GeneratedWard
from nennep.core.periods import Month
from nennep.decisions import actions as decisions
from nennep.decisions.queries import electorate
from nennep.meetings import actions as meetings
from nennep.meetings.models import Meeting, MeetingKind, MeetingState
from nennep.organisation.actors import Actor
from nennep.quality import actions, queries, shipped
from nennep.quality.actions.sheets import reason_of
from nennep.quality.comparing import Given
from nennep.quality.evidence import Evidences, evidence_of, suggestion
from nennep.quality.models import Side
from nennep.quality.rubrics import Criterion

RUBRIC = "thu-12-hd-2018"
SEEN_OTHERWISE = 0.05
"""How often the committee member judges one criterion otherwise than the branch."""


class Scores:
    """The scoring of a ward while it is walked through its months."""

    def __init__(self, made: GeneratedWard, until: date) -> None:
        self.made, self.until = made, until
        self.random = Random(f"{made.ward.code}-quality")
        self.words: dict[str, Any] = content("quality")
        at = evening(FIRST_DAY, 8)
        rubric = actions.keep_rubric(made.ward.pk, data=shipped.data_of(RUBRIC), by=made.office, at=at)
        self.rubric = actions.adopt_rubric(rubric, valid_from=FIRST_DAY, by=made.office, at=at)

    def in_session(self, meeting: Meeting, parts: list[Meeting], by: Actor, at: datetime) -> None:
        """The branch scores itself and votes on it, before the minutes are read."""
        if meeting.kind != MeetingKind.REGULAR or self._was_forgotten(meeting):
            return
        meeting = Meeting.objects.select_related("unit").get(pk=meeting.pk)
        evidence = evidence_of([meeting], now=at)[meeting.pk]
        given = {each.key: self._by_branch(each, evidence) for each in self.rubric.scheme.criteria}
        self._write(meeting, Side.BRANCH, given, by=by, at=at)
        sheet = actions.propose_self_score(meeting, by=by, at=at)
        self._count(sheet.motion, parts, by, at + timedelta(minutes=1))

    def after(self, branch: Branch, meeting: Meeting) -> None:
        """The committee member in charge scores on the days after; now and then not at all."""
        meeting = Meeting.objects.select_related("unit").get(pk=meeting.pk)
        if meeting.kind != MeetingKind.REGULAR or branch.charge is None or self._was_forgotten(meeting):
            return
        if self.random.random() < 0.04:
            return
        ended = meeting.closed_at
        at = ended + timedelta(days=self.random.choice([2, 3, 4]), hours=self.random.randint(8, 20)) if ended else None
        if at is None or timezone.localdate(at) >= self.until:
            return
        person = branch.charge
        by = Actor(person.ward_id, person.pk, person.full_name, timezone.localdate(at))
        evidence = evidence_of([meeting], now=at)[meeting.pk]
        branch_gave = queries.given_on(queries.sheet_of(meeting, Side.BRANCH))
        given = {each.key: self._by_charge(each, evidence, branch_gave) for each in self.rubric.scheme.criteria}
        self._write(meeting, Side.CHARGE, given, by=by, at=at)
        actions.submit_sheet(meeting, Side.CHARGE, by=by, at=at)

    def _was_forgotten(self, meeting: Meeting) -> bool:
        """The largest branch has not scored last month's meeting yet: what a visitor of the demo may do."""
        largest = self.made.branches[6].unit.pk
        return meeting.unit_id == largest and meeting.period == Month.of(self.until).previous

    def decide(self, month: Month, *, only_some: bool) -> None:
        """The ward decides on a month's meetings: those that agree in one step, then the others one by one."""
        at = evening(month.next.day(9), 10)
        if at.date() >= self.until:
            return
        reported = Meeting.objects.filter(
            ward=self.made.ward,
            month=month.first,
            kind=MeetingKind.REGULAR,
            state__in=[MeetingState.REPORTED, MeetingState.SCORED],
        )
        found = list(reported.select_related("unit").order_by("unit__position", "pk"))
        found = found[: len(found) // 2] if only_some else found
        left = actions.decide_undisputed(found, by=self.made.office, at=at).left
        for meeting in left:
            side = queries.compared([meeting], now=at)[meeting.pk]
            if not only_some and queries.is_submitted(side.sheets.get(Side.BRANCH)):
                self._settle(side, at + timedelta(minutes=20))

    def _settle(self, side: queries.SideBySide, at: datetime) -> None:
        given = {}
        for line in side.lines:
            proposed = line.proposed
            if proposed.points is not None and proposed.points < line.criterion.most and not proposed.reason:
                proposed = Given(proposed.points, reason_of(line.criterion, proposed.points, side.evidence))
            given[line.criterion.key] = proposed
        actions.decide_score(
            side.meeting,
            given=given,
            shortcomings=side.sheets[Side.BRANCH].shortcomings,
            rubric_id=side.rubric.pk,
            seen=queries.seen_of(side.sheets),
            by=self.made.office,
            at=at,
        )

    # What each gives --------------------------------------------------------------------------

    def _by_branch(self, criterion: Criterion, evidence: Evidences) -> Given:
        measured = suggestion(criterion, evidence)
        if measured is not None:
            return Given(measured, reason_of(criterion, measured, evidence))
        return self._judged(criterion, chance=0.16)

    def _by_charge(self, criterion: Criterion, evidence: Evidences, branch: dict[str, Given]) -> Given:
        measured = suggestion(criterion, evidence)
        if measured is not None:
            return Given(measured, reason_of(criterion, measured, evidence))
        if self.random.random() < SEEN_OTHERWISE:
            return self._judged(criterion, chance=1)
        return branch.get(criterion.key, Given(criterion.most))

    def _judged(self, criterion: Criterion, *, chance: float) -> Given:
        """Full marks mostly; else the next level or a point or two less, with words from the list."""
        reasons = self.words["reasons"].get(criterion.key)
        if not reasons or self.random.random() >= chance:
            return Given(criterion.most)
        lower = [level.points for level in criterion.levels if level.points < criterion.most]
        points = max(lower) if lower else criterion.most - self.random.choice([1, 1, 2])
        return Given(Decimal(points), self.random.choice(reasons))

    def _write(self, meeting: Meeting, side: str, given: dict[str, Given], *, by: Actor, at: datetime) -> None:
        lost = [each.reason for each in given.values() if each.reason]
        remedies = self.random.sample(self.words["remedies"], 1) if lost and side == Side.BRANCH else []
        words = "\n".join([*(f"{reason[0].upper()}{reason[1:]}." for reason in lost[:2]), *remedies])
        actions.record_scores(
            meeting,
            side,
            given=given,
            shortcomings=words if side == Side.BRANCH else "",
            rubric_id=self.rubric.pk,
            seen=0,
            by=by,
            at=at,
        )

    def _count(self, motion: Any, parts: list[Meeting], by: Actor, at: datetime) -> None:
        """Everybody present agrees."""
        sub_totals = []
        for part in parts:
            lines = part.roll.values_list("grade", "listed_as", "status")
            voters = electorate((grade, footing, status == "present") for grade, footing, status in lines)
            sub_totals.append(decisions.Part(part.unit, voters, voters.present, 0, 0))
        meetings.record_count(
            motion,
            in_favour=motion.present_count,
            against=0,
            abstained=0,
            seen=motion.revision,
            by=by,
            at=at,
            parts=sub_totals,
        )
