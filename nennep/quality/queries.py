"""Everything asked of scoring: which rubric applies, both sheets side by side, the tables of month and year."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from nennep.core.periods import Month
from nennep.meetings.models import HELD_STATES, Meeting, MeetingState
from nennep.organisation.models import Person, Unit, holding_on
from nennep.quality.comparing import Compared, Given, compare, is_undisputed
from nennep.quality.evidence import Evidences, evidence_of, facts_of, suggestion
from nennep.quality.models import Rubric, Score, ScoreSheet, Side
from nennep.quality.points import Standing
from nennep.quality.rubrics import Scheme
from nennep.quality.words import written

# Which rubric -----------------------------------------------------------------------------------------


def draft_of(rubric: Rubric) -> Rubric | None:
    """The version of a rubric that is still being written."""
    return Rubric.objects.filter(ward=rubric.ward_id, code=rubric.code, adopted_at__isnull=True).first()


def rubrics_of(ward_id: UUID) -> list[Rubric]:
    """All rubrics of a ward: those in use first, then drafts, then the past."""
    found = list(Rubric.objects.filter(ward=ward_id).order_by("code", "-version", "pk"))
    return sorted(found, key=lambda each: (each.valid_to is not None, each.adopted_at is None))


def rubric_on(adopted: Iterable[Rubric], branch_kind: str, meeting_kind: str, on: date) -> Rubric | None:
    """Of a ward's adopted rubrics the one for a kind of branch and of meeting on a day.

    Where several fit, one made for certain kinds of branch goes before one for all, then the newest.
    """
    fitting = [
        each
        for each in adopted
        if each.valid_from and each.valid_from <= on and (each.valid_to is None or on < each.valid_to)
        if each.suits(branch_kind, meeting_kind)
    ]
    return max(fitting, key=lambda each: (bool(each.branch_kinds), each.valid_from, each.version), default=None)


def adopted_rubrics(ward_id: UUID, *, on: date | None = None) -> list[Rubric]:
    """The rubrics that a ward adopted; on a day, those that hold then."""
    found = Rubric.objects.filter(ward=ward_id, adopted_at__isnull=False)
    if on is not None:
        found = found.filter(holding_on(on))
    return list(found.order_by("valid_from", "pk"))


def rubrics_for(meetings: Sequence[Meeting]) -> dict[UUID, Rubric | None]:
    """By which version each meeting of a ward is judged: that of its sheets, else the one adopted for its day.

    A sheet keeps the version it was begun under, whatever is adopted afterwards: two queries for any number.
    """
    if not meetings:
        return {}
    ward_id = meetings[0].ward_id
    sheets = ScoreSheet.objects.filter(ward=ward_id, meeting__in=[meeting.pk for meeting in meetings])
    frozen = dict(sheets.order_by("pk").values_list("meeting_id", "rubric_id"))
    every = {each.pk: each for each in adopted_rubrics(ward_id)}
    return {
        meeting.pk: every.get(frozen[meeting.pk])
        if meeting.pk in frozen
        else rubric_on(every.values(), meeting.unit.branch_kind, meeting.kind, _day(meeting))
        for meeting in meetings
    }


def rubric_for(meeting: Meeting) -> Rubric | None:
    """By which version one meeting is judged, or nothing where the ward adopted none for it."""
    return rubrics_for([meeting])[meeting.pk]


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts_at)


def wanted_by(scheme: Scheme) -> set[str]:
    """The measures that a rubric looks at."""
    wanted = {key for criterion in scheme.criteria for key in criterion.measures}
    wanted |= {criterion.applies.measure for criterion in scheme.criteria if criterion.applies}
    return wanted | {cap.when.measure for cap in scheme.caps if cap.when}


# Sheets -----------------------------------------------------------------------------------------------


def sheet_of(meeting: Meeting, side: str, *, lock: bool = False) -> ScoreSheet | None:
    """The sheet of one side, if it was begun."""
    sheets = ScoreSheet.objects.filter(ward=meeting.ward_id, meeting=meeting, side=side)
    sheets = sheets.select_related("rubric", "motion", "scorer")
    return (sheets.select_for_update(of=("self",)) if lock else sheets).first()


def sheets_of(meeting: Meeting) -> dict[str, ScoreSheet]:
    """The sheets of a meeting by side, with their scores."""
    return sheets_by_meeting([meeting])[meeting.pk]


def sheets_by_meeting(meetings: Sequence[Meeting]) -> dict[UUID, dict[str, ScoreSheet]]:
    """The sheets of some meetings, with their scores: two queries for any number of them."""
    found: dict[UUID, dict[str, ScoreSheet]] = {meeting.pk: {} for meeting in meetings}
    if meetings:
        sheets = ScoreSheet.objects.filter(ward=meetings[0].ward_id, meeting__in=list(found))
        for sheet in sheets.select_related("rubric", "motion", "scorer").prefetch_related("scores").order_by("pk"):
            found[sheet.meeting_id][sheet.side] = sheet
    return found


def is_submitted(sheet: ScoreSheet | None) -> bool:
    """Whether a sheet was handed in, and where the branch voted on it, passed."""
    if sheet is None or sheet.submitted_at is None:
        return False
    return sheet.motion is None or bool(sheet.motion.passed)


def shown(sheets: Mapping[str, ScoreSheet]) -> dict[str, ScoreSheet]:
    """The sheets that the other side may see: handed in, put to the vote, or decided; a draft is its writer's own."""
    return {
        side: sheet
        for side, sheet in sheets.items()
        if sheet.side == Side.WARD or sheet.motion is not None or is_submitted(sheet)
    }


def given_on(sheet: ScoreSheet | None) -> dict[str, Given]:
    """What a sheet says of the criteria that count."""
    if sheet is None:
        return {}
    return {
        score.key: Given(score.points, score.reason)
        for score in sheet.scores.all()
        if score.standing == Standing.COUNTS and (score.points is not None or score.reason)
    }


def seen_of(sheets: Mapping[str, ScoreSheet]) -> str:
    """The revisions of both sheets as one word: what the ward had on the table when it decided."""
    return ".".join(str(sheets[side].revision) if side in sheets else "-" for side in (Side.BRANCH, Side.CHARGE))


@dataclass(frozen=True)
class SideBySide:
    """Both sheets of a meeting, criterion by criterion, with the records of today."""

    meeting: Meeting
    rubric: Rubric
    sheets: Mapping[str, ScoreSheet]
    lines: list[Compared]
    evidence: Evidences

    @property
    def both_submitted(self) -> bool:
        return is_submitted(self.sheets.get(Side.BRANCH)) and is_submitted(self.sheets.get(Side.CHARGE))

    @property
    def is_undisputed(self) -> bool:
        """Whether the ward may decide without looking further: reported, both in, nothing differs."""
        ready = self.meeting.state in {MeetingState.REPORTED, MeetingState.SCORED}
        return ready and self.both_submitted and is_undisputed(self.lines)

    @property
    def difference_count(self) -> int:
        return sum(line.differs for line in self.lines)


def compared(meetings: Sequence[Meeting], *, now: datetime) -> dict[UUID, SideBySide]:
    """Both sides of some meetings; those without a rubric are left out."""
    rubrics = rubrics_for(meetings)
    judged = [meeting for meeting in meetings if rubrics[meeting.pk]]
    wanted = {key for rubric in rubrics.values() if rubric for key in wanted_by(rubric.scheme)}
    evidence, sheets = evidence_of(judged, now=now, wanted=wanted), sheets_by_meeting(judged)
    found = {}
    for meeting in judged:
        rubric, mine = rubrics[meeting.pk], sheets[meeting.pk]
        assert rubric is not None
        sides = [given_on(shown(mine).get(side)) for side in (Side.BRANCH, Side.CHARGE)]
        proof = evidence[meeting.pk]
        measured = {criterion.key: suggestion(criterion, proof) for criterion in rubric.scheme.criteria}
        lines = compare(rubric.scheme, *sides, facts=facts_of(proof), measured=measured)
        found[meeting.pk] = SideBySide(meeting, rubric, mine, lines, evidence[meeting.pk])
    return found


# What reports ask -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """One held meeting as it was judged: points of both sides and what the ward decided, as far as they are there."""

    meeting_id: UUID
    unit_id: UUID
    month: date
    kind: str
    branch: Decimal | None
    charge: Decimal | None
    ward: Decimal | None
    band: str
    is_top: bool

    @property
    def is_settled(self) -> bool:
        return self.ward is not None

    @property
    def words(self) -> str:
        """ "chi bộ 96, cấp ủy viên 93, phường 94 – Tốt": for rows of evidence, in the language of documents."""
        sides = (("chi bộ", self.branch), ("cấp ủy viên", self.charge), ("phường", self.ward))
        said = ", ".join(f"{side} {written(points)}" for side, points in sides if points is not None)
        return f"{said} – {self.band}" if self.band else said

    @property
    def gap(self) -> Decimal | None:
        """By how much the branch gave itself more (or less) than its committee member did."""
        return None if self.branch is None or self.charge is None else self.branch - self.charge


def outcomes(ward_id: UUID, first: Month, last: Month, *, units: Collection[UUID] | None = None) -> list[Outcome]:
    """Every held meeting of some months with its points and band, in the fixed order of branches: three queries.

    `units` keeps it to some branches. What reports call "quality" is counted from these rows.
    """
    meetings = Meeting.objects.filter(
        ward=ward_id, parent__isnull=True, month__gte=first.first, month__lte=last.first, state__in=HELD_STATES
    )
    if units is not None:
        meetings = meetings.filter(unit__in=units)
    rows = list(
        meetings.order_by("month", "unit__position", "starts_at", "pk").values_list("pk", "unit_id", "month", "kind")
    )
    found = ScoreSheet.objects.filter(ward=ward_id, meeting__in=meetings.order_by().values("pk"))
    sheets: dict[UUID, dict[str, ScoreSheet]] = defaultdict(dict)
    for sheet in found.select_related("motion", "rubric").order_by("pk"):
        if sheet.side == Side.WARD or is_submitted(sheet):
            sheets[sheet.meeting_id][sheet.side] = sheet
    return [_outcome(row, sheets.get(row[0], {})) for row in rows]


def _outcome(row: tuple[UUID, UUID, date, str], sheets: Mapping[str, ScoreSheet]) -> Outcome:
    points = {side: sheets[side].points if side in sheets else None for side in Side}
    ward = sheets.get(Side.WARD)
    return Outcome(
        *row,
        branch=points[Side.BRANCH],
        charge=points[Side.CHARGE],
        ward=points[Side.WARD],
        band=ward.band if ward else "",
        is_top=bool(ward and ward.rubric.scheme.bands and ward.band == ward.rubric.scheme.bands[0].name),
    )


@dataclass(frozen=True)
class Lost:
    """One criterion on which points were lost, by how many branches, with their reasons."""

    key: str
    text: str
    points: Decimal
    times: int
    reasons: tuple[tuple[UUID, str], ...]
    """Pairs of the meeting and the reason."""


def lost_points(ward_id: UUID, first: Month, last: Month) -> list[Lost]:
    """The criteria on which the ward decided that points were lost, the most often lost first (tồn tại)."""
    scores = Score.objects.filter(
        ward=ward_id,
        sheet__side=Side.WARD,
        sheet__settled_at__isnull=False,
        sheet__meeting__month__gte=first.first,
        sheet__meeting__month__lte=last.first,
        standing=Standing.COUNTS,
    ).select_related("sheet__rubric")
    grouped: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for score in scores.order_by("sheet__meeting__month", "sheet__meeting__unit__position", "pk"):
        if score.lost:
            text = score.sheet.rubric.scheme.criterion(score.key).text
            grouped[score.key, text].append(score)
    found = [
        Lost(
            key,
            text,
            sum((each.most - (each.points or 0) for each in lost), Decimal(0)),
            len(lost),
            tuple((each.sheet.meeting_id, each.reason) for each in lost),
        )
        for (key, text), lost in grouped.items()
    ]
    return sorted(found, key=lambda each: (-each.times, -each.points, each.key))


def bands_counted(rows: Iterable[Outcome]) -> Counter[str]:
    """How many meetings the ward put into each band."""
    return Counter(row.band for row in rows if row.is_settled)


# What waits -------------------------------------------------------------------------------------------


def waiting_to_decide(ward_id: UUID) -> int:
    """How many reported meetings have a handed-in sheet and wait for the ward: one query."""
    sheets = ScoreSheet.objects.filter(
        ward=ward_id,
        submitted_at__isnull=False,
        settled_at__isnull=True,
        meeting__state__in=[MeetingState.REPORTED, MeetingState.SCORED],
    )
    return sheets.values("meeting").distinct().count()


def meetings_to_score(ward_id: UUID, units: set[UUID], side: str, *, since: date) -> list[Meeting]:
    """Held meetings since a day of some branches, for which one side has not handed in its sheet: two queries."""
    if not units:
        return []
    scored = ScoreSheet.objects.filter(ward=ward_id, side=side, submitted_at__isnull=False)
    meetings = Meeting.objects.filter(
        ward=ward_id,
        unit__in=units,
        parent__isnull=True,
        starts_at__date__gte=since,
        state__in=HELD_STATES,
    ).exclude(state=MeetingState.SETTLED)
    found = list(
        meetings.exclude(pk__in=scored.values("meeting")).select_related("unit").order_by("-starts_at", "pk")[:20]
    )
    rubrics = rubrics_for(found)
    return [meeting for meeting in found if rubrics[meeting.pk]]


def to_score_for(ward_id: UUID, person_id: UUID | None) -> list[Meeting]:
    """Meetings in session that this person was assigned to follow and score."""
    if person_id is None:
        return []
    sheets = ScoreSheet.objects.filter(
        ward=ward_id, side=Side.BRANCH, scorer=person_id, motion__isnull=True, submitted_at__isnull=True
    )
    running = sheets.filter(meeting__state=MeetingState.IN_SESSION).select_related("meeting__unit")
    return [sheet.meeting for sheet in running.order_by("pk")]


def meetings_of_year(ward_id: UUID, year: int) -> list[Meeting]:
    """The held meetings of a year, in the fixed order of branches."""
    found = Meeting.objects.filter(ward=ward_id, parent__isnull=True, month__year=year, state__in=HELD_STATES)
    return list(found.select_related("unit").order_by("unit__position", "month", "starts_at", "pk"))


def branches_between(ward_id: UUID, first: Month, last: Month, units: Collection[UUID] | None = None) -> list[Unit]:
    """The branches that existed on a day of some months, in their fixed order."""
    found = Unit.objects.filter(ward=ward_id, kind="branch", valid_from__lte=last.last)
    if units is not None:
        found = found.filter(pk__in=units)
    found = found.exclude(valid_to__lte=first.first)
    return list(found.order_by("position", "pk"))


def public(sheets: Mapping[str, ScoreSheet]) -> dict[str, ScoreSheet]:
    """What every member of the branch may see: what it voted itself, and what the ward decided."""
    voted = {
        side: sheet for side, sheet in sheets.items() if side == Side.BRANCH and sheet.motion and is_submitted(sheet)
    }
    return voted | {side: sheet for side, sheet in sheets.items() if side == Side.WARD}


def shortcomings_of(sheets: Mapping[str, ScoreSheet]) -> str:
    """What to mend next time, in the words of the ward, else of the branch."""
    for side in (Side.WARD, Side.BRANCH):
        if side in sheets and sheets[side].shortcomings:
            return sheets[side].shortcomings
    return ""


def revision_of(meeting: Meeting, side: str) -> int:
    """The revision of a side's sheet; nought where it was not begun."""
    sheet = sheet_of(meeting, side)
    return sheet.revision if sheet else 0


def possible_scorers(meeting: Meeting) -> list[Person]:
    """Who is listed at a meeting: one of them may follow and score."""
    people = Person.objects.filter(ward=meeting.ward_id, attendances__root=meeting)
    return list(people.order_by("name_key", "pk"))
