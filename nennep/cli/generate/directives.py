"""The article's chain in the generated ward: documents entered and issued, conferences, branches passing them on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from nennep.cli.generate import evening
from nennep.cli.generate.people import content
from nennep.cli.generate.ward import Branch, GeneratedWard
from nennep.core.periods import Month
from nennep.directives import actions
from nennep.directives.models import Conference, Directive, Dissemination, Method, Reader
from nennep.directives.queries import to_pass_on
from nennep.meetings import actions as meetings
from nennep.meetings.models import AgendaItem, Meeting
from nennep.organisation.actors import Actor, actor_of

AUDIENCE = ["committee_member", "secretary", "deputy_secretary"]
TAUGHT_AFTER = timedelta(days=8)
"""How long after its meeting a secretary has told those who were absent."""
SLOW_READERS = 0.45
"""How likely a member has not yet opened a document given for reading."""


class Cascade:
    """The documents of a ward while it is walked through its months."""

    def __init__(self, made: GeneratedWard, until: date) -> None:
        self.made, self.until = made, until
        self.random = Random(f"{made.ward.code}-directives")
        self.directives: dict[str, Directive] = {}
        self.leaves: dict[UUID, set[int]] = {}
        """Documents that some branches forgot: their positions."""
        self.later: list[tuple[date, Callable[[], None]]] = []
        """What happens on a day to come, so that the audit log is written in the order of days."""

    def month(self, month: Month) -> None:
        """What the office does in a month: the register, conferences, telling branches; before it, what fell due."""
        self.run_until(month.first)
        for row in content("directives")["directive"]:
            if Month.of(row.get("entered") or row["issued"]) == month:
                self._enter(row)
        for row in content("directives")["conference"]:
            if Month.of(row["day"]) == month and row["day"] < self.until:
                self._confer(row)
        for row in content("directives")["directive"]:
            assign = row.get("assign")
            if assign and Month.of(assign["on"]) == month:
                self._assign(self.directives[row["key"]], assign)

    def _enter(self, row: dict[str, Any]) -> None:
        by, parent = self.made.office, self.directives.get(row.get("parent", ""))
        words = {name: row[name].strip() for name in ("summary", "tasks") if name in row}
        if "issued" in row:
            directive = actions.issue_directive(
                self.made.ward.pk,
                kind=row["kind"],
                subject=row["subject"],
                dated_on=row["issued"],
                parent=parent,
                by=by,
                at=evening(row["issued"], 10),
                **words,
            )
        else:
            directive = actions.receive_directive(
                self.made.ward.pk,
                issuer=row["issuer"],
                kind=row["kind"],
                symbol=row["symbol"],
                subject=row["subject"],
                dated_on=row.get("dated"),
                received_on=row["entered"] if "dated" in row else None,
                parent=parent,
                by=by,
                at=evening(row["entered"], 10),
                **words,
            )
        for question in row.get("questions", ()):
            actions.ask_question(directive, by=by, at=evening(row.get("entered") or row["issued"], 11), **question)
        self.directives[row["key"]] = directive

    def _confer(self, row: dict[str, Any]) -> None:
        by, day = self.made.office, row["day"]
        conference: Conference = actions.call_conference(
            self.made.ward.pk,
            title=row["title"],
            starts_at=evening(day, 8),
            place="Hội trường Ủy ban nhân dân phường",
            audience=AUDIENCE,
            directives=[self.directives[key] for key in row["directives"]],
            by=by,
            at=evening(day - timedelta(days=5), 9),
        )
        people = list(conference.seats.order_by("pk").values_list("person_id", flat=True))
        present = [person_id for person_id in people if self.random.random() < 0.95]
        actions.call_the_roll(conference, present, by=by, at=evening(day, 8, 10))
        actions.close_conference(conference, by=by, at=evening(day, 11))

    def _assign(self, directive: Directive, row: dict[str, Any]) -> None:
        chosen = [self.made.branches[place - 1] for place in row.get("units", ())] or self.made.branches
        at = evening(row["on"], 9)
        actions.assign_directive(
            directive,
            units=[branch.unit for branch in chosen],
            method=row["method"],
            due_on=row["due"],
            plan_due_on=row.get("plan_due"),
            report_due_on=row.get("report_due"),
            by=self.made.office,
            at=at,
        )
        self.leaves[directive.pk] = set(row.get("leaves", ()))
        for place, branch in enumerate(chosen, start=1):
            asked = Dissemination.objects.select_related("directive").get(directive=directive, unit=branch.unit)
            if asked.plan_due_on and (asked.plan_due_on < self.until or place % 4 == 1):
                day = min(asked.plan_due_on, self.until) - timedelta(days=place % 5 + 1)
                self._on(day, partial(self._answer, asked, branch, "KH", day))
            if asked.report_due_on and asked.report_due_on < self.until:
                day = asked.report_due_on - timedelta(days=place % 6 + 1)
                self._on(day, partial(self._answer, asked, branch, "BC", day))
            if row["method"] == Method.SELF_READING:
                self._read(asked, row["on"])

    def _answer(self, asked: Dissemination, branch: Branch, kind: str, day: date) -> None:
        """The branch's plan, or its report, that was asked for with the document."""
        words = "thực hiện" if kind == "KH" else "kết quả thực hiện"
        actions.issue_directive(
            self.made.ward.pk,
            unit=branch.unit,
            kind=kind,
            subject=f"{words} {asked.directive.label}",
            dated_on=day,
            fulfils=asked,
            by=self._secretary(branch, day),
            at=evening(day, 20),
        )

    def _read(self, asked: Dissemination, begin: date) -> None:
        """Members who read and answered by themselves."""
        questions = list(asked.directive.questions.order_by("position"))
        days = (self.until - begin).days
        for reader in asked.readers.select_related("person").order_by("person__name_key", "pk"):
            if self.random.random() < SLOW_READERS:
                continue
            day = begin + timedelta(days=self.random.randint(1, max(1, days - 1)))
            answers = {each.pk: self._choice(each) for each in questions}
            at = evening(day, self.random.randint(18, 21))
            by = actor_of(reader.person, on=day)
            self._on(day, partial(_acknowledge, reader, answers, by, at))

    def _choice(self, question: Any) -> int:
        if self.random.random() < 0.88:
            return question.answer
        return self.random.randrange(len(question.choices))

    # At meetings ----------------------------------------------------------------------------------

    def into_the_agenda(self, branch: Branch, meeting: Meeting, by: Actor, at: datetime) -> None:
        """The documents that wait for this branch's meeting, unless it forgot them."""
        place = self.made.branches.index(branch) + 1
        for each in to_pass_on(self.made.ward.pk, branch.unit.pk):
            forgets = place in self.leaves.get(each.directive_id, ())
            first_time = each.taken_up_on is None
            if each.method == Method.BRANCH_MEETING and first_time and not forgets:
                meetings.add_directive(meeting, each.directive, by=by, at=at)

    def taken_up(self, branch: Branch, item: AgendaItem, day: date) -> str:
        """What the minutes say of it; who was absent will be told in the days after."""
        asked = Dissemination.objects.filter(directive=item.directive_id, unit=branch.unit, ended_on__isnull=True)
        for each in asked:
            self._on(day + TAUGHT_AFTER, partial(self._tell_again, each, branch, day + TAUGHT_AFTER))
        return "Bí thư truyền đạt nội dung chính và những việc chi bộ phải làm; đảng viên trao đổi, liên hệ."

    def _tell_again(self, asked: Dissemination, branch: Branch, day: date) -> None:
        missed = asked.readers.filter(reached_on__isnull=True).order_by("person__name_key")
        people = list(missed.values_list("person", flat=True))
        if people:
            actions.tell_again(asked, people, on=day, by=self._secretary(branch, day), at=evening(day, 20))

    # Days to come ---------------------------------------------------------------------------------

    def _on(self, day: date, act: Callable[[], None]) -> None:
        self.later.append((day, act))

    def run_until(self, day: date) -> None:
        """Everything that falls before a day, in the order of days."""
        now = sorted((each for each in self.later if each[0] < day), key=lambda each: each[0])
        self.later = [each for each in self.later if each[0] >= day]
        for _day, act in now:
            act()

    def _secretary(self, branch: Branch, day: date) -> Actor:
        assert branch.secretary is not None
        return actor_of(branch.secretary, on=day)


def _acknowledge(reader: Reader, answers: dict[UUID, int], by: Actor, at: datetime) -> None:
    actions.acknowledge(reader, answers=answers, by=by, at=at)
