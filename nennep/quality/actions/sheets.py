"""Score sheets: the branch's, the committee member's, what the ward decides; every lost point has its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Changed, Refused
from nennep.core.written import moment
from nennep.meetings import actions as meetings
from nennep.meetings.actions.steps import locked, note
from nennep.meetings.models import HELD_STATES, Meeting, MeetingState
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person
from nennep.quality.comparing import Given, is_undisputed
from nennep.quality.evidence import Evidences, evidence_of, facts_of, suggestion
from nennep.quality.models import Rubric, Score, ScoreSheet, Side
from nennep.quality.points import Result, Standing, judge
from nennep.quality.queries import (
    compared,
    given_on,
    is_submitted,
    rubric_for,
    seen_of,
    sheet_of,
    sheets_of,
    wanted_by,
)
from nennep.quality.rubrics import Criterion, Scheme
from nennep.quality.words import written

SCORABLE = (*HELD_STATES, MeetingState.IN_SESSION)


class NoRubric(Refused):
    message = _("Chưa có bộ tiêu chí cho tháng %(month)s.")


class RubricReplaced(Refused):
    message = _("Bộ tiêu chí vừa đổi sang “%(rubric)s”. Tải lại trang để chấm theo bản đang áp dụng.")


class TooEarly(Refused):
    message = _("Chấm điểm từ khi buổi sinh hoạt bắt đầu.")


class SheetSettled(Refused):
    message = _("Phường đã chốt điểm buổi này lúc %(moment)s; phần đồng chí vừa nhập chưa lưu. Cần đổi, báo Văn phòng.")


class ScoreVoted(Refused):
    message = _("Chi bộ đã biểu quyết điểm tự chấm. Điểm đã thông qua không đổi nữa.")


class ScoreBeingVoted(Refused):
    message = _("Điểm tự chấm đang được biểu quyết. Chốt kết quả, rồi sửa nếu chi bộ không thông qua.")


class SheetIncomplete(Refused):
    message = _("Còn %(count)s tiêu chí chưa cho điểm: %(keys)s. Cho điểm đủ, rồi gửi.")


class _AtCriterion(Refused):
    """A refusal that belongs to one criterion's field."""

    part = ""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key=key, **values)
        self.field = f"{self.part}:{key}"


class LostPointWithoutReason(_AtCriterion):
    part = "reason"
    message = _("Ghi lý do trừ %(lost)s điểm ở tiêu chí %(key)s.")


class ChangeWithoutReason(_AtCriterion):
    part = "reason"
    message = _("Tiêu chí %(key)s hệ thống tính %(measured)s điểm. Ghi vì sao cho điểm khác.")


class PointsOutOfRange(_AtCriterion):
    part = "points"
    message = _("Tiêu chí %(key)s từ 0 đến %(most)s điểm.")


class NotReportedYet(Refused):
    message = _("Chi bộ chưa gửi biên bản lên phường. Nhận biên bản, rồi chốt điểm.")


class ScorerNotOfThisBranch(Refused):
    field = "scorer"
    message = _("Đồng chí %(name)s không có trong danh sách buổi sinh hoạt. Chọn người trong danh sách.")


# Writing a sheet --------------------------------------------------------------------------------------


@transaction.atomic
def assign_scorer(meeting: Meeting, *, scorer: Person | None, by: Actor, at: datetime) -> ScoreSheet:
    """Say who follows the meeting and scores it for the branch (phân công theo dõi, chấm điểm).

    Source: 42-HD/BTCTW 2025, section 5, step 1; Nghệ An 08-QĐ/TU; domain.md 2.3, 2.5.
    """
    meeting = locked(meeting.pk)
    if scorer and not meeting.whole_roll.filter(person=scorer).exists():
        raise ScorerNotOfThisBranch(name=scorer.full_name)
    sheet = _writable(meeting, Side.BRANCH, _rubric(meeting))
    if sheet.scorer_id == (scorer.pk if scorer else None) and not sheet._state.adding:
        return sheet
    before, sheet.scorer = sheet.scorer_id, scorer
    sheet.save()
    note("quality.scorer.assigned", sheet, meeting, by=by, at=at, before=before, after=sheet.scorer_id)
    return sheet


@transaction.atomic
def record_scores(
    meeting: Meeting,
    side: str,
    *,
    given: Mapping[str, Given],
    shortcomings: str,
    rubric_id: UUID,
    seen: int,
    by: Actor,
    at: datetime,
) -> ScoreSheet:
    """Write what one side gives for each criterion (chấm điểm); some may still be open.

    Points outside a criterion's range, a rubric that was replaced meanwhile, a sheet already voted on or decided are
    refused; what somebody else wrote after revision `seen` is handed back.
    """
    meeting = locked(meeting.pk)
    rubric = _rubric(meeting)
    sheet = _writable(meeting, side, rubric)
    if rubric.pk != rubric_id:
        raise RubricReplaced(rubric=str(rubric))
    _require_in_range(rubric.scheme, given)
    if not sheet._state.adding and (given_on(sheet), sheet.shortcomings) == (_said(given), shortcomings):
        return sheet
    if sheet.revision != seen:
        raise Changed(sheet)
    before = _brief(sheet)
    sheet.shortcomings, sheet.revision, sheet.submitted_at, sheet.motion = shortcomings, seen + 1, None, None
    if side != Side.BRANCH:
        sheet.scorer_id = by.person_id
    _write(sheet, rubric.scheme, given, _evidence(meeting, rubric.scheme, at))
    note("quality.sheet.scored", sheet, meeting, by=by, at=at, before=before, after=_brief(sheet))
    return sheet


@transaction.atomic
def accept_measured(meeting: Meeting, side: str, *, rubric_id: UUID, seen: int, by: Actor, at: datetime) -> ScoreSheet:
    """Agree to everything that the records measured (đồng ý phần hệ thống tính); what is lost has their words.

    What a person gave already stays, measured or not.
    """
    meeting = locked(meeting.pk)
    rubric = _rubric(meeting)
    evidence = _evidence(meeting, rubric.scheme, at)
    sheet = sheet_of(meeting, side)
    given = dict(given_on(sheet)) if sheet else {}
    for criterion in rubric.scheme.criteria:
        measured = suggestion(criterion, evidence)
        if measured is not None and given.get(criterion.key, Given(None)).points is None:
            given[criterion.key] = Given(measured, reason_of(criterion, measured, evidence))
    shortcomings = sheet.shortcomings if sheet else ""
    return record_scores(
        meeting, side, given=given, shortcomings=shortcomings, rubric_id=rubric_id, seen=seen, by=by, at=at
    )


def reason_of(criterion: Criterion, points: Decimal, evidence: Evidences) -> str:
    """Why the records take points off: their own words."""
    if points == criterion.most:
        return ""
    found = [evidence[key].words for key in criterion.measures if key in evidence]
    return "; ".join(found)[:500]


# Handing it in ----------------------------------------------------------------------------------------


@transaction.atomic
def propose_self_score(meeting: Meeting, *, by: Actor, at: datetime) -> ScoreSheet:
    """Put the branch's score to the vote (gửi biểu quyết): complete, with a reason for every lost point.

    From here the minutes know it; whether it passed is read from the vote. Put twice, it is one vote.
    Source: 42-HD/BTCTW 2025, section 5, steps 2 and 3; domain.md 2.3.
    """
    meeting = locked(meeting.pk)
    running = sheet_of(meeting, Side.BRANCH)
    if running and running.motion and running.motion.passed is None:
        return running
    sheet = _to_submit(meeting, Side.BRANCH)
    if is_submitted(sheet):
        return sheet
    scheme = sheet.rubric.scheme
    assert sheet.points is not None
    points = f"{written(sheet.points)}/{written(sheet.total)}"
    score = meetings.record_self_score(
        meeting,
        points=sheet.points,
        total=sheet.total,
        band=sheet.band,
        rubric=rubric_in_words(scheme),
        shortcomings=sheet.shortcomings or lost_in_words(sheet),
        text=f"Thông qua điểm tự chấm buổi sinh hoạt: {points} điểm, xếp loại {sheet.band}",
        by=by,
        at=at,
    )
    sheet.motion, sheet.submitted_at = score.motion, at
    sheet.save(update_fields=["motion", "submitted_at"])
    note("quality.sheet.proposed", sheet, meeting, by=by, at=at, after=_brief(sheet))
    return sheet


@transaction.atomic
def submit_sheet(meeting: Meeting, side: str, *, by: Actor, at: datetime) -> ScoreSheet:
    """Hand a sheet in (gửi phiếu): the committee member's, or a branch's that was not voted on in the meeting."""
    meeting = locked(meeting.pk)
    sheet = _to_submit(meeting, side)
    if sheet.submitted_at:
        return sheet
    sheet.submitted_at = at
    sheet.save(update_fields=["submitted_at"])
    note("quality.sheet.submitted", sheet, meeting, by=by, at=at, after=_brief(sheet))
    if side == Side.CHARGE:
        meetings.record_scored(meeting, by=by, at=at)
    return sheet


def rubric_in_words(scheme: Scheme) -> str:
    """ "Chấm điểm … (08-KH/ĐU)": how minutes name a rubric."""
    return f"{scheme.title} ({scheme.number})" if scheme.number else scheme.title


def lost_in_words(sheet: ScoreSheet) -> str:
    """The reasons for lost points, a line each: what to mend next time where nobody wrote anything else."""
    scores = sheet.scores.exclude(reason="").order_by("pk")
    return "\n".join(f"Tiêu chí {score.key}: {score.reason}" for score in scores if score.lost)


# Deciding ---------------------------------------------------------------------------------------------


@transaction.atomic
def decide_score(
    meeting: Meeting,
    *,
    given: Mapping[str, Given],
    shortcomings: str,
    rubric_id: UUID,
    seen: str,
    by: Actor,
    at: datetime,
) -> ScoreSheet:
    """The ward decides the points and the band (chốt điểm); every sheet of the meeting is frozen with it.

    `seen` names the revisions of the sheets that were on the table: if a branch or committee member changed theirs
    since, refuses and shows them as they are now. Deciding twice changes nothing.
    Source: 42-HD/BTCTW 2025, section 5, step 4; domain.md 2.3.
    """
    meeting = locked(meeting.pk)
    sheets = sheets_of(meeting)
    decided = sheets.get(Side.WARD)
    if decided and decided.settled_at:
        return decided
    if meeting.state not in {MeetingState.REPORTED, MeetingState.SCORED}:
        raise NotReportedYet
    rubric = _rubric(meeting)
    if rubric.pk != rubric_id:
        raise RubricReplaced(rubric=str(rubric))
    if seen_of(sheets) != seen:
        raise Changed(sheets)
    _require_in_range(rubric.scheme, given)
    sheet = ScoreSheet(
        ward_id=meeting.ward_id, meeting=meeting, rubric=rubric, side=Side.WARD, scorer_id=by.person_id,
        shortcomings=shortcomings,
    )  # fmt: skip
    result = _write(sheet, rubric.scheme, given, _evidence(meeting, rubric.scheme, at))
    _require_whole(sheet, result)
    _freeze(meeting, sheet, list(sheets.values()), at)
    note("quality.sheet.settled", sheet, meeting, by=by, at=at, after=_brief(sheet))
    meetings.record_settled(meeting, by=by, at=at)
    return sheet


@dataclass(frozen=True)
class Decided:
    """What became of deciding many at once: the meetings that were settled, and those left since they changed."""

    settled: list[Meeting]
    left: list[Meeting]


@transaction.atomic
def decide_undisputed(found: Sequence[Meeting], *, by: Actor, at: datetime) -> Decided:
    """Decide in one step on meetings whose two sheets agree (chốt các buổi không lệch).

    Each is looked at again under its lock: one whose sheets differ by now is left as it is and named.
    """
    settled, left = [], []
    for meeting in found:
        meeting = locked(meeting.pk)
        lines = compared([meeting], now=at).get(meeting.pk)
        ready = meeting.state in {MeetingState.REPORTED, MeetingState.SCORED}
        if lines is None or not ready or not is_undisputed(lines.lines) or not lines.both_submitted:
            if meeting.state != MeetingState.SETTLED:
                left.append(meeting)
            continue
        given = {line.criterion.key: line.proposed for line in lines.lines}
        words = lines.sheets[Side.BRANCH].shortcomings
        decide_score(
            meeting,
            given=given,
            shortcomings=words,
            rubric_id=lines.rubric.pk,
            seen=seen_of(lines.sheets),
            by=by,
            at=at,
        )
        settled.append(meeting)
    return Decided(settled, left)


# What they share --------------------------------------------------------------------------------------


def _rubric(meeting: Meeting) -> Rubric:
    rubric = rubric_for(meeting)
    if rubric is None:
        raise NoRubric(month=meeting.month.strftime("%m/%Y"))
    return rubric


def _writable(meeting: Meeting, side: str, rubric: Rubric) -> ScoreSheet:
    """The sheet of a side, new or as it is, if it may still be written."""
    sheet = sheet_of(meeting, side, lock=True)
    sheet = sheet or ScoreSheet(ward_id=meeting.ward_id, meeting=meeting, rubric=rubric, side=side)
    decided = sheet_of(meeting, Side.WARD)
    if decided and decided.settled_at:
        raise SheetSettled(moment=moment(decided.settled_at))
    if meeting.state not in SCORABLE:
        raise TooEarly
    if sheet.motion and sheet.motion.passed:
        raise ScoreVoted
    if sheet.motion and sheet.motion.passed is None:
        raise ScoreBeingVoted
    return sheet


def _to_submit(meeting: Meeting, side: str) -> ScoreSheet:
    """The sheet of a side, complete and with every reason; or as it is, if it was handed in already."""
    sheet = sheet_of(meeting, side, lock=True)
    if sheet and is_submitted(sheet):
        return sheet
    sheet = _writable(meeting, side, _rubric(meeting))
    scheme = sheet.rubric.scheme
    if sheet._state.adding:
        raise SheetIncomplete(count=len(scheme.criteria), keys=", ".join(each.key for each in scheme.criteria))
    scores = {score.key: score for score in sheet.scores.all()}
    left_open = [each.key for each in scheme.criteria if each.key not in scores or scores[each.key].points is None]
    if left_open:
        raise SheetIncomplete(count=len(left_open), keys=", ".join(left_open))
    for criterion in scheme.criteria:
        _require_reason(scores[criterion.key])
    return sheet


def _require_reason(score: Score) -> None:
    assert score.points is not None
    if score.standing != Standing.COUNTS or score.reason:
        return
    if score.points < score.most:
        raise LostPointWithoutReason(score.key, lost=written(score.most - score.points))
    if score.measured is not None and score.points != score.measured:
        raise ChangeWithoutReason(score.key, measured=written(score.measured))


def _require_in_range(scheme: Scheme, given: Mapping[str, Given]) -> None:
    for criterion in scheme.criteria:
        points = given.get(criterion.key, Given(None)).points
        if points is not None and not 0 <= points <= criterion.most:
            raise PointsOutOfRange(criterion.key, most=written(criterion.most))


def _require_whole(sheet: ScoreSheet, result: Result) -> None:
    if result.open_keys:
        raise SheetIncomplete(count=len(result.open_keys), keys=", ".join(result.open_keys))
    for score in sheet.scores.all():
        _require_reason(score)


def _evidence(meeting: Meeting, scheme: Scheme, at: datetime) -> Evidences:
    return evidence_of([meeting], now=at, wanted=wanted_by(scheme))[meeting.pk]


def _write(sheet: ScoreSheet, scheme: Scheme, given: Mapping[str, Given], evidence: Evidences) -> Result:
    """Save the sheet with its sum, and a score for each criterion."""
    result = judge(scheme, facts_of(evidence), {key: each.points for key, each in given.items()})
    sheet.total = scheme.total
    sheet.points = result.points if result.is_complete else None
    sheet.band = result.band.name if result.is_complete and result.band else ""
    sheet.save()
    scores = []
    for line in result.lines:
        criterion, mine = line.criterion, given.get(line.criterion.key, Given(None))
        counts = line.standing == Standing.COUNTS
        scores.append(
            Score(
                ward_id=sheet.ward_id,
                sheet=sheet,
                key=criterion.key,
                standing=line.standing,
                most=criterion.most,
                points=line.points,
                measured=suggestion(criterion, evidence) if counts else None,
                reason=mine.reason.strip() if counts else "",
                evidence=[
                    {"measure": key, "words": evidence[key].words, "address": evidence[key].address}
                    for key in criterion.measures
                    if key in evidence
                ],
            )
        )
    Score.objects.bulk_create(
        scores,
        update_conflicts=True,
        unique_fields=["ward", "sheet", "key"],
        update_fields=["standing", "most", "points", "measured", "reason", "evidence"],
    )
    return result


def _freeze(meeting: Meeting, decided: ScoreSheet, others: Sequence[ScoreSheet], at: datetime) -> None:
    """Nothing of a decided meeting changes any more; a draft that was never handed in stays a draft."""
    handed_in = [sheet.pk for sheet in others if is_submitted(sheet)] + [decided.pk]
    Score.objects.filter(ward=meeting.ward_id, sheet__in=handed_in).update(settled_at=at)
    decided.submitted_at = decided.settled_at = at
    decided.save(update_fields=["submitted_at", "settled_at"])
    ScoreSheet.objects.filter(ward=meeting.ward_id, meeting=meeting, settled_at__isnull=True).update(settled_at=at)


def _said(given: Mapping[str, Given]) -> dict[str, Given]:
    """What was given, without what was left empty: as `given_on` reads it back."""
    said = {key: Given(each.points, each.reason.strip()) for key, each in given.items()}
    return {key: each for key, each in said.items() if each.points is not None or each.reason}


def _brief(sheet: ScoreSheet) -> dict[str, str]:
    """What the audit log says of a sheet: its sum and band, never the reasons with their names."""
    return {"side": sheet.side, "points": str(sheet.points), "band": sheet.band, "revision": str(sheet.revision)}
