"""The regulations and the values the program works with, by date. Code asks here; no number stands elsewhere."""

import datetime
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from nennep.core.documents.blocks import Format
from nennep.rulebook.shares import Share


@dataclass(frozen=True)
class Regulation:
    """A rule of the Party: who issued it, when it held, what replaced it, how sure we are."""

    number: str
    issuer: str
    kind: str
    date: datetime.date
    subject: str
    field: str
    in_force_from: datetime.date
    confidence: str
    in_force_to: datetime.date | None = None
    replaced_by: str = ""
    note: str = ""

    def holds_on(self, day: datetime.date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day < self.in_force_to)


@dataclass(frozen=True)
class Value:
    """One value of a rule set with its source and confidence (V read, S secondary, M not verified)."""

    key: str
    title: str
    unit: str
    value: Any
    source: str
    confidence: str
    note: str = ""

    @property
    def shown(self) -> str:
        """The value as a page writes it."""
        if isinstance(self.value, Share):
            share = f"{self.value.fraction.numerator}/{self.value.fraction.denominator}"
            return f"≥ {share}" if self.value.inclusive else f"> {share}"
        if isinstance(self.value, bool):
            return "có" if self.value else "không"
        if isinstance(self.value, frozenset | tuple):
            return ", ".join(str(each) for each in sorted(self.value))
        return str(self.value)


@dataclass(frozen=True)
class MeetingRules:
    minimum_minutes: int
    minimum_minutes_combined: int
    regular_per_month: int
    thematic_per_quarter: int
    thematic_date_by_day: int


@dataclass(frozen=True)
class PreparationRules:
    invite_days: int


@dataclass(frozen=True)
class PaperRules:
    lead_days: int


@dataclass(frozen=True)
class RecordRules:
    report_days: int


@dataclass(frozen=True)
class AttendanceRules:
    line: Share
    excluded_standings: frozenset[str]
    count_temporary_here: bool
    excused_in_a_row_max: int


@dataclass(frozen=True)
class MembershipRules:
    absent_months_for_removal: int
    youngest_age: int
    probation_months: int
    temporary_stay_min_months: int
    temporary_stay_max_months: int
    transfer_working_days: int


@dataclass(frozen=True)
class VoteRules:
    resolution: Share
    procedure: Share
    admission: Share
    expulsion: Share
    election: Share
    congress_quorum: Share
    quorum_warning: Share

    def threshold(self, key: str) -> Share:
        """The threshold a motion names: "resolution", "admission"…"""
        share = getattr(self, key)
        assert isinstance(share, Share)
        return share


@dataclass(frozen=True)
class PartyGroupRules:
    max_per_year: int
    min_branch_size: int


@dataclass(frozen=True)
class PetitionRules:
    answer_days: int
    answer_days_above: int
    judge_days: int


@dataclass(frozen=True)
class VisitRules:
    send_days: int


@dataclass(frozen=True)
class UnitRules:
    consent_above_members: int
    committee_from_members: int
    committee_max: int


@dataclass(frozen=True)
class PrivacyRules:
    smallest_group: int


@dataclass(frozen=True)
class DocumentRules:
    margins_mm: tuple[int, ...]
    font_pt: int
    line_pt: int
    indent_mm: int
    number_digits: int


@dataclass(frozen=True)
class Rules:
    """The rule set of a day: `rules.attendance.line`, `rules.vote.resolution`…"""

    name: str
    title: str
    valid_from: date
    meeting: MeetingRules
    preparation: PreparationRules
    papers: PaperRules
    record: RecordRules
    attendance: AttendanceRules
    membership: MembershipRules
    vote: VoteRules
    party_groups: PartyGroupRules
    petition: PetitionRules
    visit: VisitRules
    unit: UnitRules
    privacy: PrivacyRules
    document: DocumentRules
    values: tuple[Value, ...]

    def source_of(self, key: str) -> Value:
        """The value with its source and confidence, for pages that explain a figure."""
        return next(value for value in self.values if value.key == key)


_GROUPS = {
    "meeting": MeetingRules,
    "preparation": PreparationRules,
    "papers": PaperRules,
    "record": RecordRules,
    "attendance": AttendanceRules,
    "membership": MembershipRules,
    "vote": VoteRules,
    "party_groups": PartyGroupRules,
    "petition": PetitionRules,
    "visit": VisitRules,
    "unit": UnitRules,
    "privacy": PrivacyRules,
    "document": DocumentRules,
}


def rules_on(day: date) -> Rules:
    """The rule set in force on a day; before the first set, the first."""
    sets = rule_sets()
    return next((rules for rules in reversed(sets) if rules.valid_from <= day), sets[0])


@cache
def rule_sets() -> tuple[Rules, ...]:
    """All rule sets, oldest first."""
    data = tomllib.loads(_read("rules.toml"))
    sets: list[Rules] = []
    before: dict[str, Value] = {}
    for head in data["set"]:
        values = {row["key"]: _value(row, head["name"], before) for row in data["value"]}
        groups: dict[str, dict[str, Any]] = {name: {} for name in _GROUPS}
        for key, value in values.items():
            group, _dot, name = key.partition(".")
            groups[group][name] = value.value
        made = {name: kind(**groups[name]) for name, kind in _GROUPS.items()}
        sets.append(Rules(**head, **made, values=tuple(values.values())))
        before = values
    return tuple(sets)


@cache
def all_regulations() -> tuple[Regulation, ...]:
    """Every regulation the program knows, by field and date."""
    data = tomllib.loads(_read("regulations.toml"))
    regulations = [Regulation(**row) for row in data["regulation"]]
    return tuple(sorted(regulations, key=lambda rule: (rule.field, rule.date, rule.number)))


@dataclass(frozen=True)
class MemberDuties:
    """The four duties of a member (bốn nhiệm vụ của người đảng viên), in short, with their source."""

    source: str
    confidence: str
    items: tuple[str, ...]


@cache
def member_duties() -> MemberDuties:
    """What every member has to do (domain.md 1.1, Điều lệ Đảng, Điều 2)."""
    row = tomllib.loads(_read("duties.toml"))["duties"]
    return MemberDuties(row["source"], row["confidence"], tuple(row["items"]))


def regulations_on(day: date) -> list[Regulation]:
    """The regulations in force on a day."""
    return [regulation for regulation in all_regulations() if regulation.holds_on(day)]


def _value(row: dict[str, Any], set_name: str, before: dict[str, Value]) -> Value:
    stated = row["in"][set_name]
    if stated == "same":
        return before[row["key"]]
    return Value(
        key=row["key"],
        title=row["title"],
        unit=row["unit"],
        value=_typed(stated),
        source=stated["source"],
        confidence=stated["confidence"],
        note=stated.get("note", ""),
    )


def _typed(stated: dict[str, Any]) -> Any:
    value = stated["value"]
    if "inclusive" in stated:
        return Share.parse(value, inclusive=stated["inclusive"])
    if isinstance(value, list):
        return frozenset(value) if isinstance(value[0], str) else tuple(value)
    return value


def _read(name: str) -> str:
    return files("nennep.rulebook").joinpath("data", name).read_text("utf-8")


def document_format(on: date) -> Format:
    """The sheet of an official document on a day: margins, size of letters, line, indent (domain.md 3.1)."""
    rules = rules_on(on).document
    return Format(rules.margins_mm, rules.font_pt, rules.line_pt, rules.indent_mm)
