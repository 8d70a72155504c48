"""What the pages of scoring show: the sheet to fill, both sheets side by side (S7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nennep.core import written as dates
from nennep.core.components import Cell, Column, DataTable, TableRow, Tone
from nennep.meetings.models import HELD_STATES, Meeting, MeetingState
from nennep.quality.access import SheetRights
from nennep.quality.comparing import Compared, Given
from nennep.quality.evidence import Evidence, facts_of
from nennep.quality.measures import MEASURES
from nennep.quality.models import ScoreSheet, Side
from nennep.quality.points import Result, Standing, judge
from nennep.quality.queries import SideBySide, given_on, is_submitted
from nennep.quality.words import written

STANDING_WORDS = {
    Standing.FULL: gettext_lazy("Không áp dụng ở buổi này: tính điểm tối đa."),
    Standing.EXCLUDED: gettext_lazy("Không áp dụng ở buổi này: bỏ ra, phần còn lại quy về tổng điểm."),
    Standing.ZERO: gettext_lazy("Không áp dụng ở buổi này: tính 0 điểm."),
}


@dataclass(frozen=True)
class Proof:
    """One measure beside a criterion, with the page that proves it."""

    title: str
    words: str
    address: str


@dataclass(frozen=True)
class CriterionCard:
    """One criterion to be scored: a card on a phone, with its place among all."""

    title: str
    place: str
    hint: str
    proofs: list[Proof]
    measured: str
    other: str
    """What the other side gave, where the reader decides between two."""
    apart: str
    tone: Tone
    state: str
    points: Any
    reason: Any


@dataclass(frozen=True)
class GroupOfCards:
    """A heading of the rubric with its criteria."""

    title: str
    note: str
    cards: list[CriterionCard]


def disputed(groups: list[GroupOfCards]) -> tuple[list[GroupOfCards], list[GroupOfCards], int]:
    """The cards on which something differs, then the others, with their number: the ward looks at the first."""
    apart = [_only(group, [card for card in group.cards if card.state]) for group in groups]
    rest = [_only(group, [card for card in group.cards if not card.state]) for group in groups]
    count = sum(len(each.cards) for each in rest)
    return [each for each in apart if each.cards], [each for each in rest if each.cards], count


def _only(group: GroupOfCards, cards: list[CriterionCard]) -> GroupOfCards:
    return GroupOfCards(group.title, group.note, cards)


def cards(page: SideBySide, rows: list[Any], *, both: bool = False) -> list[GroupOfCards]:
    """The criteria under their headings; `both` shows what the two sides gave."""
    scheme, count = page.rubric.scheme, len(rows)
    groups = []
    for group in scheme.groups:
        mine = [
            _card(page, row, f"{place}/{count}", both=both)
            for place, row in enumerate(rows, start=1)
            if row.compared.criterion.group == group.key
        ]
        note = _("Tối đa %(most)s điểm") % {"most": written(group.most)} if group.most is not None else ""
        if mine:
            groups.append(GroupOfCards(f"{group.key}. {group.title}", note, mine))
    return groups


def _card(page: SideBySide, row: Any, place: str, *, both: bool) -> CriterionCard:
    line: Compared = row.compared
    criterion = line.criterion
    tone, state = _state(line) if both else ("", "")
    return CriterionCard(
        title=f"{criterion.key} · {criterion.text}",
        place=place,
        hint=criterion.hint,
        proofs=[_proof(page.evidence[key]) for key in criterion.measures if key in page.evidence],
        measured=written(line.measured) if line.measured is not None else "",
        other=_both(line) if both else "",
        apart=_apart(line),
        tone=tone,
        state=state,
        points=row.points,
        reason=row.reason,
    )


def _apart(line: Compared) -> str:
    return str(STANDING_WORDS.get(line.standing, ""))


def _proof(evidence: Evidence) -> Proof:
    return Proof(str(MEASURES[evidence.measure].title), evidence.words, evidence.address)


def _state(line: Compared) -> tuple[Tone, str]:
    if line.differs:
        return "finding", _("hai phiếu lệch nhau")
    if line.against_records:
        return "finding", _("khác hệ thống tính")
    return "", ""


def _both(line: Compared) -> str:
    said = []
    for words, given in ((_("Chi bộ"), line.branch), (_("Cấp ủy viên"), line.charge)):
        if given.points is not None:
            said.append(f"{words}: {written(given.points)}" + (f" ({given.reason})" if given.reason else ""))
    return " · ".join(said)


# Sums -------------------------------------------------------------------------------------------------


def total_of(page: SideBySide, given: Mapping[str, Given]) -> Result:
    """What was given so far, added up."""
    points = {key: each.points for key, each in given.items()}
    return judge(page.rubric.scheme, facts_of(page.evidence), points)


def sum_words(page: SideBySide, given: Mapping[str, Given]) -> str:
    """ "Cộng 96/100 – Tốt", or how many criteria are still open."""
    result = total_of(page, given)
    if not result.is_complete:
        done = len(result.lines) - len(result.open_keys)
        return _("Đã chấm %(done)s/%(all)s tiêu chí.") % {"done": done, "all": len(result.lines)}
    total = written(page.rubric.scheme.total)
    words = f"{written(result.points)}/{total} – {result.band.name if result.band else ''}"
    if result.is_rescaled:
        return _("Cộng %(points)s (đạt %(earned)s trên %(possible)s điểm áp dụng, quy về %(total)s).") % {
            "points": words,
            "earned": written(result.earned),
            "possible": written(result.possible),
            "total": total,
        }
    return _("Cộng %(points)s.") % {"points": words}


def headline(sheets: Mapping[str, ScoreSheet]) -> str:
    """ "Cộng 96 – Tốt · cấp ủy viên 93, lệch 3" (S7)."""
    branch, charge, ward = (sheets.get(side) for side in (Side.BRANCH, Side.CHARGE, Side.WARD))
    parts = []
    if ward and ward.points is not None:
        parts.append(_("Phường chốt %(points)s – %(band)s") % {"points": written(ward.points), "band": ward.band})
    if branch and branch.points is not None:
        parts.append(
            _("Chi bộ tự chấm %(points)s – %(band)s") % {"points": written(branch.points), "band": branch.band}
        )
    if charge and charge.points is not None:
        parts.append(_("cấp ủy viên %(points)s") % {"points": written(charge.points)})
    text = " · ".join(parts)
    if branch and charge and branch.points is not None and charge.points is not None:
        gap = abs(branch.points - charge.points)
        text += _(", lệch %(gap)s") % {"gap": written(gap)} if gap else _(", không lệch")
    return text


# Side by side -----------------------------------------------------------------------------------------


def comparison(page: SideBySide) -> DataTable:
    """Both sheets and the ward's, criterion by criterion; differences are marked by a sign and a word."""
    ward = given_on(page.sheets.get(Side.WARD))
    columns = [Column(_("Tiêu chí")), Column(_("Tối đa"), number=True), Column(_("Hệ thống tính"), number=True)]
    columns += [Column(_("Chi bộ"), number=True), Column(_("Cấp ủy viên"), number=True)]
    columns += [Column(_("Phường"), number=True)] if Side.WARD in page.sheets else []
    rows = []
    for line in page.lines:
        tone, state = _state(line)
        criterion = line.criterion
        cells: list[Cell | str] = [
            Cell(f"{criterion.key} {criterion.text}", tone=tone, note=state or _apart(line)),
            written(criterion.most),
            Cell(written(line.measured) if line.measured is not None else "–", note=_words(page, line)),
            _given(line.branch),
            _given(line.charge),
        ]  # fmt: skip
        if Side.WARD in page.sheets:
            cells.append(_given(ward.get(criterion.key, Given(None))))
        rows.append(TableRow(cells, tone=tone))
    return DataTable(_("Đối chiếu hai phiếu"), columns, rows)


def _words(page: SideBySide, line: Compared) -> str:
    proof = page.evidence.get(line.criterion.measure)
    return proof.words if proof else ""


def _given(given: Given) -> Cell:
    return Cell(written(given.points) if given.points is not None else "–", note=given.reason)


# Where a sheet stands -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetState:
    """One side's sheet in a line: how far it is."""

    title: str
    tone: Tone
    state: str
    note: str


def states(meeting: Meeting, sheets: Mapping[str, ScoreSheet]) -> list[SheetState]:
    """The three sides of a meeting, as far as each is."""
    return [_sheet_state(meeting, Side(side), sheets.get(side)) for side in (Side.BRANCH, Side.CHARGE, Side.WARD)]


def _sheet_state(meeting: Meeting, side: Side, sheet: ScoreSheet | None) -> SheetState:
    tone, state = state_of(side, sheet)
    note = ""
    if sheet and sheet.points is not None and (sheet.submitted_at or sheet.motion):
        note = f"{written(sheet.points)}/{written(sheet.total)} – {sheet.band}"
    if sheet and sheet.motion and sheet.motion.passed is not None:
        note += " · " + _("biểu quyết %(share)s") % {
            "share": dates.share(sheet.motion.in_favour, sheet.motion.present_count)
        }
    elif side == Side.BRANCH and sheet and sheet.submitted_at and sheet.motion is None:
        note += " · " + _("gửi sau buổi họp, chi bộ chưa biểu quyết")
    if sheet and sheet.scorer and not sheet.submitted_at and side == Side.BRANCH:
        note = _("Đ/c %(name)s theo dõi, chấm") % {"name": sheet.scorer.full_name}
    return SheetState(str(side.label), tone, state, note)


def state_of(side: Side, sheet: ScoreSheet | None) -> tuple[Tone, str]:
    """How far a sheet is, as mark and word."""
    if sheet is None:
        return "todo", _("chưa chấm") if side != Side.WARD else _("chưa chốt")
    if sheet.side == Side.WARD:
        return "done", _("đã chốt")
    if sheet.motion and sheet.motion.passed is None:
        return "waiting", _("đang biểu quyết")
    if sheet.motion and not sheet.motion.passed:
        return "late", _("biểu quyết không thông qua")
    if is_submitted(sheet):
        return "done", _("đã thông qua") if sheet.motion else _("đã gửi")
    return "doing", _("đang chấm")


def differences_words(page: SideBySide) -> str:
    """ "2 tiêu chí lệch nhau"; empty where nothing can differ yet."""
    if not page.both_submitted:
        return ""
    count = page.difference_count
    if not count:
        return _("Hai phiếu không lệch.")
    return ngettext("%(count)s tiêu chí lệch nhau.", "%(count)s tiêu chí lệch nhau.", count) % {"count": count}


def may_be_decided(meeting: Meeting) -> bool:
    return meeting.state in {MeetingState.REPORTED, MeetingState.SCORED}


def theirs(page: SideBySide, side: str) -> list[str]:
    """What is stored now of a sheet that somebody else wrote meanwhile, a line a criterion."""
    stored = given_on(page.sheets.get(side))
    return [
        f"{key}: {written(given.points) if given.points is not None else '–'}"
        + (f" ({given.reason})" if given.reason else "")
        for key, given in stored.items()
    ]


@dataclass(frozen=True)
class NextStep:
    """The one main button of a meeting's scoring page."""

    text: str
    name: str


def next_step(meeting: Meeting, may: SheetRights, sheets: Mapping[str, ScoreSheet]) -> NextStep | None:
    """What this reader is to do next: decide, score as committee member, score for the branch."""
    if Side.WARD in sheets or meeting.state not in {MeetingState.IN_SESSION, *HELD_STATES}:
        return None
    if may.decide and may_be_decided(meeting):
        return NextStep(_("Chốt điểm"), "decide")
    if may.charge and not is_submitted(sheets.get(Side.CHARGE)):
        return NextStep(_("Chấm điểm"), "charge")
    branch = sheets.get(Side.BRANCH)
    if may.score and not is_submitted(branch) and not (branch and branch.motion and branch.motion.passed is None):
        return NextStep(_("Tự chấm điểm"), "self")
    return None
