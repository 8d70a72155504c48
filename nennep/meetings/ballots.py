"""The page of a vote: who may vote, how many it needs, the groups' sub-totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nennep.core import written
from nennep.decisions.actions import Part
from nennep.decisions.models import Motion, MotionState, Resolution, ResolutionState
from nennep.decisions.queries import electorate, least_in_favour, motions_of, resolution_of
from nennep.decisions.thresholds import PROCEDURE, Electorate
from nennep.meetings.models import Attendance, AttendanceStatus, Meeting
from nennep.meetings.queries import rules_of, tallies_of, voters_by_group
from nennep.rulebook.queries import Value

COUNTS = ("in_favour", "against", "abstained")


@dataclass(frozen=True)
class Settled:
    """A vote that was counted, with the groups' parts."""

    motion: Motion
    words: str
    parts: list[str]

    @property
    def tone(self) -> str:
        return "done" if self.motion.passed else "missing"


@dataclass(frozen=True)
class VotePage:
    """What is voted on now, what it needs, and what was voted before."""

    open: Motion | None
    needed: int
    settled: list[Settled]
    resolution: Resolution | None
    unknown: int
    now: Electorate
    source: Value

    @property
    def of_those_present(self) -> bool:
        """Whether the vote is on how the meeting runs: then those present decide."""
        return self.open is not None and self.open.threshold == PROCEDURE


@dataclass(frozen=True)
class Proposal:
    """A matter that may be put to the vote next, with the question ready."""

    matter: str
    label: str
    text: str

    @property
    def fields(self) -> dict[str, str]:
        return {"matter": self.matter, "text": self.text}


def vote_page(meeting: Meeting) -> VotePage:
    """The motions of a meeting and its electorate as the roll stands now."""
    motions = list(motions_of(meeting.pk, meeting.ward_id))
    open_motion = next((motion for motion in motions if motion.state == MotionState.OPEN), None)
    voters = [
        (grade, footing, status == AttendanceStatus.PRESENT)
        for grade, footing, status in Attendance.objects.filter(ward=meeting.ward_id, root=meeting).values_list(
            "grade", "listed_as", "status"
        )
    ]
    return VotePage(
        open=open_motion,
        needed=least_in_favour(open_motion) if open_motion else 0,
        settled=[_settled(motion) for motion in motions if motion.state == MotionState.SETTLED],
        resolution=resolution_of(meeting.pk, meeting.ward_id),
        unknown=meeting.unknown_count,
        now=electorate(voters),
        source=rules_of(meeting).source_of("vote.resolution"),
    )


def proposals(meeting: Meeting, page: VotePage) -> list[Proposal]:
    """What may be put to the vote next: the drafted resolution, then the minutes."""
    found = []
    if page.resolution and page.resolution.state == ResolutionState.DRAFT:
        text = _("Thông qua nghị quyết: %(subject)s") % {"subject": page.resolution.subject}
        found.append(Proposal("resolution", _("Thông qua nghị quyết"), text))
    if meeting.minutes_passed_at is None:
        text = _("Thông qua biên bản buổi sinh hoạt")
        found.append(Proposal("minutes", _("Thông qua biên bản"), text))
    return found


def part_forms(
    meeting: Meeting, form: type[Any], data: Mapping[str, Any] | None = None
) -> list[tuple[Meeting, Electorate, Any]]:
    """A form for each party group's sub-total, with who may vote there."""
    return [
        (part, electorate(lines), form(data, prefix=f"to{part.unit.position}", initial={"against": 0, "abstained": 0}))
        for part, lines in voters_by_group(meeting)
    ]


def whole_count(data: Mapping[str, Any], parts: Sequence[tuple[Meeting, Electorate, Any]]) -> Mapping[str, Any]:
    """The branch's count: as typed, or where the groups counted, their sum."""
    if not parts or not all(form.is_valid() for _part, _voters, form in parts):
        return data
    sums = {name: sum(form.cleaned_data[name] for _part, _voters, form in parts) for name in COUNTS}
    return {"seen": data.get("seen", ""), **sums}


def parts(forms: Sequence[tuple[Meeting, Electorate, Any]]) -> list[Part]:
    """The groups' sub-totals as decisions takes them."""
    return [Part(part.unit, voters, *(form.cleaned_data[name] for name in COUNTS)) for part, voters, form in forms]


def result_words(motion: Motion) -> str:
    """ "Được thông qua: đồng ý 95,9% (94/98)", of those by whom the vote was judged."""
    share = written.share(motion.in_favour, motion.base_count)
    if motion.passed:
        return _("Được thông qua: đồng ý %(share)s.") % {"share": share}
    return _("Không được thông qua: đồng ý %(share)s.") % {"share": share}


def _settled(motion: Motion) -> Settled:
    words = _("không đồng ý %(against)s, ý kiến khác %(abstained)s; có mặt %(present)s.") % {
        "against": motion.against,
        "abstained": motion.abstained,
        "present": motion.present_count,
    }
    tallies = [
        f"{tally.unit.name}: {tally.in_favour}/{tally.against}/{tally.abstained}" for tally in tallies_of(motion)
    ]
    return Settled(motion, f"{result_words(motion)} {words[0].upper()}{words[1:]}", tallies)
