"""Trying a rubric on last year's meetings before adopting it (chấm thử): what the records give, the rest left open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from nennep.meetings.models import Meeting
from nennep.quality.evidence import evidence_of, facts_of, suggestion
from nennep.quality.points import Result, Standing, judge, standing_of
from nennep.quality.queries import wanted_by
from nennep.quality.rubrics import Criterion, Scheme


@dataclass(frozen=True)
class Tried:
    """One meeting under the rubric: what the records decide, and the sum if everything else got full marks."""

    meeting: Meeting
    measured: Decimal
    measurable: Decimal
    """The maximum of the criteria that the records decided here."""
    at_best: Result
    lost: list[tuple[Criterion, Decimal]]


@dataclass(frozen=True)
class Trial:
    """A rubric tried on some meetings."""

    lines: list[Tried]
    measured_by_records: list[Criterion]
    """Criteria that the records decided in at least one meeting; all others a person has to judge."""
    left_open: list[Criterion]

    @property
    def bands(self) -> Counter[str]:
        """How many meetings would be in which band, at best."""
        return Counter(line.at_best.band.name if line.at_best.band else "" for line in self.lines)

    @property
    def lost(self) -> list[tuple[Criterion, int]]:
        """On which criteria points would be lost, the most often first."""
        times = Counter(criterion.key for line in self.lines for criterion, _points in line.lost)
        by_key = {criterion.key: criterion for criterion in self.measured_by_records}
        return [(by_key[key], count) for key, count in times.most_common()]


def try_rubric(scheme: Scheme, meetings: Sequence[Meeting], *, now: datetime) -> Trial:
    """Score meetings by what their records say under a rubric that nobody adopted yet; nothing is kept."""
    suiting = [
        meeting
        for meeting in meetings
        if meeting.kind in scheme.meeting_kinds
        if not scheme.branch_kinds or meeting.unit.branch_kind in scheme.branch_kinds
    ]
    evidence = evidence_of(suiting, now=now, wanted=wanted_by(scheme))
    lines, decided = [], set()
    for meeting in suiting:
        proof = evidence[meeting.pk]
        facts = facts_of(proof)
        counting = [each for each in scheme.criteria if standing_of(each, facts) == Standing.COUNTS]
        measured = {each.key: points for each in counting if (points := suggestion(each, proof)) is not None}
        decided |= set(measured)
        weighing = [each for each in counting if each.weighs and each.key in measured]
        given = {each.key: measured.get(each.key, each.most) for each in scheme.criteria}
        lines.append(
            Tried(
                meeting,
                sum((measured[each.key] for each in weighing), Decimal(0)),
                sum((each.most for each in weighing), Decimal(0)),
                judge(scheme, facts, given),
                [(each, each.most - measured[each.key]) for each in weighing if measured[each.key] < each.most],
            )
        )
    by_records = [each for each in scheme.criteria if each.key in decided]
    return Trial(lines, by_records, [each for each in scheme.criteria if each.key not in decided])
