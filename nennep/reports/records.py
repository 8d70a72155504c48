"""The records of a ward over a period, read as they are needed: figures come from here, with rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from nennep.core.documents.wording import short_date
from nennep.core.periods import Month, Period
from nennep.meetings.models import MeetingMode
from nennep.organisation.models import Charge, Duty, Unit, UnitKind, Ward, WorkingRules, holding_on
from nennep.organisation.queries import members_by_branch
from nennep.planning.models import MeetingDay, PlanState, ThematicPlan
from nennep.quality.queries import Outcome, outcomes
from nennep.reports.facts import MeetingFacts, TaskFacts, meeting_facts, owes_theme, task_facts
from nennep.reports.followed import Followed
from nennep.reports.indicators import BY_ID, FOLLOWED, Evidence, Figure, Indicator, Row
from nennep.reports.models import BranchMonth
from nennep.reports.reach import DirectiveFacts, Reach, ReachFacts
from nennep.rulebook.queries import Rules, rules_on

JUDGED = ("quality", "quality_gap")
"""Indicators that are read from score sheets."""
LATE = "late"
"""What addresses call the documents that are overdue."""


class Records:
    """What figures of a ward and period stand on, as known `on` a day; each kind is read once, when needed.

    `units` keeps it to the branches a reader may see. Summaries must be fresh (`actions.refresh`).
    """

    def __init__(self, ward: Ward, period: Period, *, on: date, units: Iterable[UUID] | None = None) -> None:
        self.ward = ward
        self.period = period
        self.counted = period.until(on)
        """The finished part of the period; figures of meetings count only this."""
        self.on = on
        self.day = min(on, period.last.last)
        """The day on which standing things (members, rules, charges) are looked at."""
        self._units = None if units is None else frozenset(units)

    # What is read

    @cached_property
    def branches(self) -> list[Unit]:
        """Branches that existed on any day of the period, in their fixed order."""
        begun = Q(valid_from__lte=self.day)
        not_over = Q(valid_to__isnull=True) | Q(valid_to__gt=self.period.first.first)
        units = Unit.objects.filter(begun & not_over, self._of_units("pk"), ward=self.ward, kind=UnitKind.BRANCH)
        return [unit.as_of(self.day) for unit in units.order_by("position", "pk")]

    @cached_property
    def branches_now(self) -> list[Unit]:
        """Branches that exist on the day of the report."""
        return [unit for unit in self.branches if unit.holds_on(self.day)]

    @cached_property
    def stored_months(self) -> list[BranchMonth]:
        """The summaries of the whole period, of running months too."""
        return [row for row in self._read_months if Month.of(row.month) in self.period]

    @cached_property
    def _read_months(self) -> list[BranchMonth]:
        """The summaries of the period and of the one before, which it is compared with."""
        first, last = self.period.before.first.first, self.period.last.first
        rows = BranchMonth.objects.filter(self._of_units("unit"), ward=self.ward, month__gte=first, month__lte=last)
        return list(rows.order_by("month", "unit__position", "pk"))

    @cached_property
    def kept_months(self) -> frozenset[date]:
        """The months of which there are records at all."""
        return frozenset(row.month for row in self.stored_months)

    @cached_property
    def months(self) -> list[BranchMonth]:
        """The summaries of the months that count."""
        counted = self.counted
        return [row for row in self.stored_months if counted and Month.of(row.month) in counted]

    @cached_property
    def calendar(self) -> list[MeetingFacts]:
        """All branch meetings of the period, planned ones too, without what was decided at them."""
        months = Q(month__gte=self.period.first.first, month__lte=self.period.last.first)
        return meeting_facts(self.ward.pk, months & self._of_units("unit"), decided=False)

    @cached_property
    def meetings(self) -> list[MeetingFacts]:
        """The branch meetings of the counted months, whatever became of them."""
        if self.counted is None:
            return []
        months = Q(month__gte=self.counted.first.first, month__lte=self.counted.last.first)
        return meeting_facts(self.ward.pk, months & self._of_units("unit"))

    @cached_property
    def tasks(self) -> list[TaskFacts]:
        """Tasks due in the counted months."""
        if self.counted is None:
            return []
        due = Q(due_on__gte=self.counted.first.first, due_on__lte=self.counted.last.last)
        tasks = task_facts(self.ward.pk, due)
        return [task for task in tasks if self._units is None or task.unit_id in self._units]

    @cached_property
    def members(self) -> dict[UUID, list[UUID]]:
        """Person ids by branch on the day of the report."""
        members = members_by_branch(self.ward.pk, self.day)
        return {unit.pk: members.get(unit.pk, []) for unit in self.branches_now}

    @cached_property
    def charges(self) -> dict[UUID, Charge]:
        """Who is in charge of each branch on the day of the report."""
        charges = Charge.objects.filter(holding_on(self.day), self._of_units("unit"), ward=self.ward)
        by_rank = charges.select_related("person").order_by("-kind", "valid_from", "pk")
        return {charge.unit_id: charge for charge in by_rank}  # the main one comes last and stands

    @cached_property
    def working_rules(self) -> dict[UUID, WorkingRules]:
        """The working rules in force in each branch on the day of the report."""
        rules = WorkingRules.objects.filter(holding_on(self.day), self._of_units("unit"), ward=self.ward)
        return {rule.unit_id: rule for rule in rules.order_by("issued_on", "pk")}

    @cached_property
    def thematic_plans(self) -> dict[UUID, ThematicPlan]:
        """The thematic plans of the year that the ward had approved by the day of the report."""
        plans = ThematicPlan.objects.filter(self._of_units("unit"), ward=self.ward, year=self.period.last.year)
        approved = plans.filter(state=PlanState.APPROVED, decided_at__date__lte=self.day)
        return {plan.unit_id: plan for plan in approved}

    @cached_property
    def outcomes(self) -> dict[UUID, Outcome]:
        """How the meetings of the counted months were judged, by meeting."""
        if self.counted is None:
            return {}
        return {each.meeting_id: each for each in outcomes(self.ward.pk, self.counted.first, self.counted.last)}

    @cached_property
    def party_groups(self) -> dict[UUID, list[Unit]]:
        """The party groups of each branch on the day of the report."""
        groups: dict[UUID, list[Unit]] = defaultdict(list)
        units = Unit.objects.filter(holding_on(self.day), self._of_units("parent"), ward=self.ward)
        for unit in units.filter(kind=UnitKind.PARTY_GROUP).order_by("position", "pk"):
            groups[unit.parent_id].append(unit.as_of(self.day))  # type: ignore[index]
        return groups

    @cached_property
    def duties(self) -> dict[UUID, bool]:
        """Members with a duty of the year, and whether they acknowledged it by the day of the report."""
        rows = Duty.objects.filter(ward=self.ward, year=self.period.last.year, assigned_on__lte=self.day)
        rows = rows.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=self.day))
        acknowledged: dict[UUID, bool] = {}
        for person_id, on in rows.order_by().values_list("person_id", "acknowledged_on"):
            acknowledged[person_id] = acknowledged.get(person_id, False) or (on is not None and on <= self.day)
        return acknowledged

    @cached_property
    def reach(self) -> Reach:
        """The register, disseminations and conferences of the period."""
        return Reach(self.ward.pk, self.period, day=self.day, units=self._units)

    @cached_property
    def followed(self) -> Followed:
        """Petitions, visits, inspections, reminders, briefings and awards of the period."""
        return Followed(self.ward.pk, self.period, day=self.day, on=self.on, units=self._units)

    @cached_property
    def meeting_days(self) -> dict[UUID, list[MeetingDay]]:
        """The days on which branches meet by their own rule, over the whole period."""
        rules: dict[UUID, list[MeetingDay]] = defaultdict(list)
        for rule in MeetingDay.objects.filter(self._of_units("unit"), ward=self.ward).order_by("valid_from", "pk"):
            rules[rule.unit_id].append(rule)
        return rules

    @cached_property
    def rule_sets(self) -> list[Rules]:
        """The rule sets in force over the counted months, in order: a year may stand under two."""
        found: dict[str, Rules] = {}
        for month in self.counted.months if self.counted else ():
            for day in (month.first, month.last):
                rules = rules_on(day)
                found.setdefault(rules.name, rules)
        return list(found.values()) or [rules_on(self.day)]

    def is_line_met(self, unit_id: UUID | None) -> bool:
        """Whether attendance met the line of each rule set, over the meetings held under it (domain.md 0.1)."""
        present: dict[str, int] = defaultdict(int)
        expected: dict[str, int] = defaultdict(int)
        for meeting in self._meetings_of(unit_id):
            if meeting.is_held:
                present[meeting.rules.name] += meeting.present
                expected[meeting.rules.name] += meeting.expected
        return all(
            rules.attendance.line.is_met(present[rules.name], expected[rules.name])
            for rules in self.rule_sets
            if expected[rules.name]
        )

    @cached_property
    def before(self) -> "Records | None":
        """As many months right before, as far as the period itself is counted; nothing without a meeting in them."""
        if self.counted is None:
            return None
        earlier = Records(self.ward, self.counted.back(self.period.length), on=self.on, units=self._units)
        earlier._read_months = self._read_months
        return earlier if any(row.held for row in earlier.months) else None

    # The same by branch: a report asks for each figure of each of them

    def _meetings_of(self, unit_id: UUID | None) -> Sequence[MeetingFacts]:
        return self.meetings if unit_id is None else self._meetings_by_unit.get(unit_id, ())

    def _months_of(self, unit_id: UUID | None) -> Sequence[BranchMonth]:
        return self.months if unit_id is None else self._months_by_unit.get(unit_id, ())

    @cached_property
    def _meetings_by_unit(self) -> dict[UUID, list[MeetingFacts]]:
        found: dict[UUID, list[MeetingFacts]] = {}
        for meeting in self.meetings:
            found.setdefault(meeting.unit_id, []).append(meeting)
        return found

    @cached_property
    def _months_by_unit(self) -> dict[UUID, list[BranchMonth]]:
        found: dict[UUID, list[BranchMonth]] = {}
        for row in self.months:
            found.setdefault(row.unit_id, []).append(row)
        return found

    @cached_property
    def _branches_by_id(self) -> dict[UUID, list[Unit]]:
        return {unit.pk: [unit] for unit in self.branches}

    @cached_property
    def _regular_of(self) -> dict[tuple[UUID, date], MeetingFacts]:
        """The regular meeting of each month of each branch; one that was held before one that was not."""
        found: dict[tuple[UUID, date], MeetingFacts] = {}
        for meeting in self.calendar:
            cell = (meeting.unit_id, meeting.month)
            if meeting.is_regular and (cell not in found or meeting.is_held):
                found[cell] = meeting
        return found

    @cached_property
    def _themes_of(self) -> dict[tuple[UUID, Month], MeetingFacts]:
        """The last thematic meeting of each quarter of each branch."""
        found: dict[tuple[UUID, Month], MeetingFacts] = {}
        for meeting in self.calendar:
            if meeting.is_held and not meeting.is_regular:
                month = Month.of(meeting.month)
                found[meeting.unit_id, Period.quarter(month.year, month.quarter).first] = meeting
        return found

    # Figures

    def figure(self, indicator_id: str, unit_id: UUID | None = None, period: Period | None = None) -> Figure:
        """A figure of the ward or of one branch, for the period or a part of it."""
        indicator = BY_ID[indicator_id]

        def read_rows() -> Sequence[Row]:
            return self.rows(indicator, unit_id, period)

        if indicator.part_field:
            months = [row for row in self._months_of(unit_id) if _in(row, period)]
            part = sum(getattr(row, indicator.part_field) for row in months)
            whole = sum(getattr(row, indicator.whole_field) for row in months) if indicator.is_share else None
        else:
            rows = read_rows()
            part = sum(row.part for row in rows)
            whole = sum(row.whole for row in rows) if indicator.is_share else None
        return Figure(indicator, period or self.period, part, whole, unit_id, read_rows=read_rows)

    def branches_of_kind(self, choice: str, kinds: Iterable[str]) -> Figure:
        """How many branches are of certain kinds; `choice` names them in addresses."""
        wanted = frozenset(kinds)
        of_kind = {unit.pk for unit in self.branches_now if unit.branch_kind in wanted}
        rows = [row for row in self.rows(BY_ID["branches_of_kind"]) if row.unit_id in of_kind]
        indicator = BY_ID["branches_of_kind"]
        return Figure(indicator, self.period, len(rows), None, choice=choice, read_rows=lambda: rows)

    def themes_from(self, basis: str) -> Figure:
        """How many thematic meetings took up a theme that the ward suggested on one basis."""
        whole = self.figure("themes_oriented")
        rows = [row for row in whole.rows() if row.part and self._basis_of[row.id] == basis]
        return Figure(whole.indicator, self.period, len(rows), None, choice=basis, read_rows=lambda: rows)

    def reach_of(self, directives: Collection[DirectiveFacts]) -> Figure:
        """How far some documents got: sums over the branches that passed them on. The first names them in addresses."""
        wanted = {each.id for each in directives}
        rows = [row for row in self.rows(BY_ID["reach"]) if self._directive_of[row.id] in wanted]
        part, whole = sum(row.part for row in rows), sum(row.whole for row in rows)
        key = ",".join(str(each.id) for each in directives)
        return Figure(BY_ID["reach"], self.period, part, whole, choice=key, read_rows=lambda: rows)

    def reach_late(self) -> Figure:
        """Whom documents had not reached although their day had passed."""
        late = {
            each.id for each in self.reach.disseminations if each.due_on < self.day and each.reached < each.expected
        }
        rows = [replace(row, part=row.whole - row.part) for row in self.rows(BY_ID["reach"]) if row.id in late]
        part, whole = sum(row.part for row in rows), sum(row.whole for row in rows)
        return Figure(BY_ID["reach"], self.period, part, whole, wanting=True, choice=LATE, read_rows=lambda: rows)

    def seen_at_visits(self, key: str, unit_id: UUID | None = None) -> Figure:
        """On how many sheets one of their questions was ticked."""
        rows = self.followed.rows(BY_ID["visit_seen"], unit_id, None, key)
        part, whole = sum(row.part for row in rows), sum(row.whole for row in rows)
        return Figure(BY_ID["visit_seen"], self.period, part, whole, unit_id, choice=key, read_rows=lambda: rows)

    @cached_property
    def _directive_of(self) -> dict[UUID, UUID]:
        return {each.id: each.directive_id for each in self.reach.disseminations}

    @cached_property
    def _basis_of(self) -> dict[UUID, str]:
        return {meeting.id: meeting.theme_basis for meeting in self.meetings}

    def wanting(self, indicator_id: str) -> Figure:
        """What is missing of a share of the ward: its complement, with the rows that fall short."""
        figure = self.figure(indicator_id)

        def read_rows() -> Sequence[Row]:
            return [replace(row, part=row.whole - row.part) for row in figure.rows()]

        missing = (figure.denominator or 0) - figure.numerator
        return replace(figure, numerator=missing, wanting=True, read_rows=read_rows)

    def rows(self, indicator: Indicator, unit_id: UUID | None = None, period: Period | None = None) -> list[Row]:
        """The evidence of a figure; parts and wholes add up to it."""
        if indicator.evidence in FOLLOWED:
            return self.followed.rows(indicator, unit_id, period)
        readers = {
            Evidence.MEETING: self._meeting_rows,
            Evidence.BRANCH_MONTH: self._month_rows,
            Evidence.BRANCH_QUARTER: self._quarter_rows,
            Evidence.TASK: self._task_rows,
            Evidence.MEMBER: self._member_rows,
            Evidence.BRANCH: self._branch_rows,
            Evidence.DISSEMINATION: self._dissemination_rows,
            Evidence.DIRECTIVE: self._directive_rows,
            Evidence.CONFERENCE: self._conference_rows,
        }
        return readers[indicator.evidence](indicator, unit_id, period)

    def _meeting_rows(self, indicator: Indicator, unit_id: UUID | None, period: Period | None) -> list[Row]:
        rows = []
        for meeting in self._meetings_of(unit_id):
            if not meeting.is_held or not _in(meeting, period):
                continue
            if indicator.id in JUDGED:
                rows += self._judged_rows(meeting, indicator)
                continue
            part, whole = _parts(meeting, indicator)
            if indicator.id == "regular_on_day":
                part, whole = self._on_day(meeting)
            if part or whole:
                rows.append(self._meeting_row(meeting, part, whole))
        return rows

    def _judged_rows(self, meeting: MeetingFacts, indicator: Indicator) -> list[Row]:
        """How the ward, or both sides, judged a meeting; nothing where they did not yet."""
        outcome = self.outcomes.get(meeting.id)
        if outcome is None or (outcome.gap if indicator.id == "quality_gap" else outcome.ward) is None:
            return []
        part = int(outcome.gap != 0) if indicator.id == "quality_gap" else int(outcome.is_top)
        row = self._meeting_row(meeting, part, 1)
        return [replace(row, note=f"{row.note}; {outcome.words}")]

    def _on_day(self, meeting: MeetingFacts) -> tuple[int, int]:
        """Whether a regular meeting was held by the day of the branch's own rule in its month."""
        month = Month.of(meeting.month)
        rule = next((each for each in self.meeting_days[meeting.unit_id] if each.holds_on(month.first)), None)
        late = rule is not None and meeting.day > month.day(rule.day)
        return int(meeting.is_regular and not late), int(meeting.is_regular)

    def _meeting_row(self, meeting: MeetingFacts, part: int, whole: int) -> Row:
        return Row(
            kind="meeting",
            id=meeting.id,
            unit_id=meeting.unit_id,
            label=meeting.topic,
            part=part,
            whole=whole,
            month=meeting.month,
            meeting_id=meeting.id,
            minutes_number=meeting.minutes_number,
            note=short_date(meeting.day) + (", có phần bổ sung biên bản" if meeting.addenda else ""),
        )

    def _month_rows(self, indicator: Indicator, unit_id: UUID | None, period: Period | None) -> list[Row]:
        """A month with its meeting; a month without one stands for itself."""
        rows = []
        for row in self._months_of(unit_id):
            if not _in(row, period) or not row.regular_due:
                continue
            found = self._regular_of.get((row.unit_id, row.month))
            if row.regular_held and found:
                rows.append(self._meeting_row(found, row.regular_held, row.regular_due))
            else:
                meeting_id = found.id if found else None
                rows.append(_branch_month(row, row.regular_held, row.regular_due, meeting_id))
        return rows

    def _quarter_rows(self, indicator: Indicator, unit_id: UUID | None, period: Period | None) -> list[Row]:
        """A finished quarter of a branch: owed as `owes_theme` says, or if it met on a theme anyway."""
        months: dict[UUID, list[BranchMonth]] = defaultdict(list)
        for row in self._months_of(unit_id):
            if _in(row, period):
                months[row.unit_id].append(row)
        rows = []
        for quarter in self.counted.quarters if self.counted else ():
            needed = rules_on(quarter.first.first).meeting.thematic_per_quarter
            for unit in self.branches if unit_id is None else self._branches_by_id.get(unit_id, ()):
                of_quarter = [row for row in months[unit.pk] if Month.of(row.month) in quarter]
                held = sum(row.thematic_held for row in of_quarter)
                theme = self._themes_of.get((unit.pk, quarter.first))
                if held >= needed and theme:
                    rows.append(self._meeting_row(theme, 1, 1))
                elif of_quarter and owes_theme(unit, quarter, self.kept_months):
                    rows.append(_branch_month(of_quarter[-1], 0, 1, theme.id if theme else None))
        return rows

    def _task_rows(self, indicator: Indicator, unit_id: UUID | None, period: Period | None) -> list[Row]:
        rows = []
        for task in self.tasks:
            if unit_id not in (None, task.unit_id) or (period and Month.of(task.due_on) not in period):
                continue
            counts = task.counts
            part, whole = counts[indicator.part_field], counts["tasks_due"]
            if indicator.id == "tasks_overdue":
                part = int(task.is_overdue(self.on))
            month = Month.of(task.due_on).first
            rows.append(Row("task", task.id, task.unit_id, task.description, part, whole, month, task.meeting_id))
        return rows

    def _member_rows(self, indicator: Indicator, unit_id: UUID | None, _period: Period | None) -> list[Row]:
        rows = []
        for unit in self.branches_now:
            if unit_id not in (None, unit.pk):
                continue
            for person_id in self.members[unit.pk]:
                part = 1
                if indicator.id == "duties_assigned":
                    part = int(person_id in self.duties)
                elif indicator.id == "duties":
                    part = int(self.duties.get(person_id, False))
                rows.append(Row("member", person_id, unit.pk, "", part, 1))
        return rows

    def _dissemination_rows(self, indicator: Indicator, unit_id: UUID | None, _period: Period | None) -> list[Row]:
        labels = self.reach.directives
        return [
            Row(
                "dissemination",
                each.id,
                each.unit_id,
                labels[each.directive_id].label,
                each.reached,
                each.expected,
                directive_id=each.directive_id,
            )
            for each in self.reach.disseminations
            if unit_id in (None, each.unit_id)
        ]

    def _directive_rows(self, indicator: Indicator, unit_id: UUID | None, _period: Period | None) -> list[Row]:
        if unit_id is not None:
            return []
        return [
            Row("directive", each.id, None, each.label, 1, 1, note=each.subject, directive_id=each.id)
            for each in self.reach.issued
        ]

    def _conference_rows(self, indicator: Indicator, unit_id: UUID | None, _period: Period | None) -> list[Row]:
        if unit_id is not None:
            return []
        return [
            Row(
                "conference",
                each.id,
                None,
                each.title,
                each.present if indicator.is_share else 1,
                each.listed if indicator.is_share else 1,
                note=short_date(each.day),
            )
            for each in self.reach.conferences
        ]

    def _branch_rows(self, indicator: Indicator, unit_id: UUID | None, _period: Period | None) -> list[Row]:
        readers = {
            "branches_complete": self._complete_rows,
            "attendance_met": self._attendance_rows,
            "people_in_charge": self._charge_rows,
            "party_groups": self._group_rows,
            "branches_passed_on": self._passed_on_rows,
        }
        if indicator.id in readers:
            return readers[indicator.id](unit_id)
        rows = []
        for unit in self.branches_now:
            if unit_id in (None, unit.pk):
                part, note = self._standing(indicator.id, unit)
                rows.append(Row("branch", unit.pk, unit.pk, unit.name, part, 1, note=note))
        return rows

    def _standing(self, indicator_id: str, unit: Unit) -> tuple[int, str]:
        """Whether a branch has what the indicator asks for on the day of the report, and which."""
        if indicator_id == "working_rules":
            rule = self.working_rules.get(unit.pk)
            return int(rule is not None), rule.number if rule else ""
        if indicator_id == "charges":
            charge = self.charges.get(unit.pk)
            return int(charge is not None), charge.person.full_name if charge else ""
        if indicator_id == "thematic_plans":
            plan = self.thematic_plans.get(unit.pk)
            return int(plan is not None), str(plan.get_state_display()) if plan else ""
        return 1, str(unit.get_branch_kind_display())

    def _complete_rows(self, unit_id: UUID | None) -> list[Row]:
        """A branch is complete when neither a month nor a quarter is missing."""
        dues: dict[UUID, list[Row]] = defaultdict(list)
        for indicator_id in ("regular_held", "thematic_coverage"):
            for row in self.rows(BY_ID[indicator_id], unit_id):
                assert row.unit_id is not None
                dues[row.unit_id].append(row)
        return [
            Row(
                "branch",
                unit.pk,
                unit.pk,
                unit.name,
                int(all(row.part >= row.whole for row in dues[unit.pk])),
                1,
            )
            for unit in self.branches
            if unit.pk in dues
        ]

    def _attendance_rows(self, unit_id: UUID | None) -> list[Row]:
        """Branches that met, judged by the line of attendance of the rule set of each meeting."""
        rows = []
        for unit in self.branches:
            if unit_id not in (None, unit.pk):
                continue
            figure = self.figure("attendance", unit.pk)
            if figure.denominator:
                met = int(self.is_line_met(unit.pk))
                rows.append(Row("branch", unit.pk, unit.pk, unit.name, met, 1, note=figure.text))
        return rows

    def _charge_rows(self, unit_id: UUID | None) -> list[Row]:
        """Each person in charge once, with the branches."""
        names = {unit.pk: unit.name for unit in self.branches}
        people: dict[UUID, list[Charge]] = defaultdict(list)
        for unit in self.branches:
            charge = self.charges.get(unit.pk)
            if charge and unit_id in (None, unit.pk):
                people[charge.person_id].append(charge)
        return [
            Row(
                kind="member",
                id=person_id,
                unit_id=charges[0].unit_id,
                label=charges[0].person.full_name,
                part=1,
                whole=1,
                note=", ".join(names[charge.unit_id] for charge in charges),
            )
            for person_id, charges in people.items()
        ]

    def _passed_on_rows(self, unit_id: UUID | None) -> list[Row]:
        """A branch has passed everything on when each of its documents reached everybody."""
        names = {unit.pk: unit.name for unit in self.branches}
        asked: dict[UUID, list[ReachFacts]] = defaultdict(list)
        for each in self.reach.disseminations:
            if each.unit_id in names and unit_id in (None, each.unit_id):
                asked[each.unit_id].append(each)
        return [
            Row(
                "branch",
                unit.pk,
                unit.pk,
                unit.name,
                int(all(each.reached == each.expected for each in asked[unit.pk])),
                1,
                note=f"{sum(e.reached for e in asked[unit.pk])}/{sum(e.expected for e in asked[unit.pk])} lượt",
            )
            for unit in self.branches
            if unit.pk in asked
        ]

    def _group_rows(self, unit_id: UUID | None) -> list[Row]:
        return [
            Row("party_group", group.pk, unit.pk, group.name, 1, 1)
            for unit in self.branches_now
            if unit_id in (None, unit.pk)
            for group in self.party_groups.get(unit.pk, [])
        ]

    def _of_units(self, column: str) -> Q:
        return Q() if self._units is None else Q(**{f"{column}__in": self._units})


def _parts(meeting: MeetingFacts, indicator: Indicator) -> tuple[int, int]:
    if indicator.id == "regular_on_day":
        return 0, 0  # asks for the branch's own rule as well
    if indicator.id == "by_groups":
        return int(meeting.mode == MeetingMode.BY_GROUPS), 1
    if indicator.id == "themes_oriented":
        return int(meeting.theme_basis != ""), int(not meeting.is_regular)
    if indicator.id == "charge_words":
        return meeting.charge_words, 0
    if indicator.id == "charge_kept":
        return meeting.charge_kept, 1
    if indicator.id == "amended":
        return int(meeting.addenda > 0), 0
    if indicator.id == "decisions_passed":
        return meeting.motions_passed, meeting.motions
    counts = meeting.counts
    return counts[indicator.part_field], counts[indicator.whole_field] if indicator.is_share else 0


def _in(row: BranchMonth | MeetingFacts, period: Period | None) -> bool:
    return period is None or Month.of(row.month) in period


def _branch_month(row: BranchMonth, part: int, whole: int, meeting_id: UUID | None) -> Row:
    return Row("branch_month", row.pk, row.unit_id, "", part, whole, row.month, meeting_id)
