"""Watching over the generated ward: sheets of visits, petitions with answers, inspections, briefings, awards."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from django.utils import timezone

from nennep.cli.generate import evening
from nennep.cli.generate.people import content
from nennep.cli.generate.ward import Branch, GeneratedWard
from nennep.core import audit
from nennep.core.periods import Month
from nennep.decisions import actions as decisions
from nennep.decisions.models import Task, TaskState
from nennep.meetings.models import HELD_STATES, Meeting
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Post
from nennep.oversight import actions
from nennep.oversight.checklists import MINUTES, VISIT, checklist_for
from nennep.oversight.models import Petition
from nennep.recognition import actions as recognition
from nennep.reports import actions as reports
from nennep.reports.followed import BRIEFING
from nennep.reports.tasks_set import version_of

BRIEFED_FROM = Month(2022, 1)
WORDS = ("good", "causes", "following")
Act = Callable[[], object]


class Watch:
    """What follows the meetings of a ward while it is walked through its months."""

    def __init__(self, made: GeneratedWard, until: date) -> None:
        self.made, self.until = made, until
        self.random = Random(f"{made.ward.code}-oversight")
        self.words: dict[str, Any] = content("oversight")
        self.later: list[tuple[date, Act]] = []
        """What happens on a day to come, so that the audit log is written in the order of days."""
        self.questions = [item.key for item in checklist_for(VISIT, until).items]

    def before_meetings(self, day: date) -> None:
        """Whatever fell due; then the agendas that were just planned open with the petitions of their branches."""
        self.run_until(day)
        with audit.together():
            actions.open_meetings_with_petitions(self.made.ward.pk, on=day, at=evening(day, 11))

    def month(self, month: Month) -> None:
        """After a month's meetings: sheets, petitions, inspections; the briefing follows in the next month.

        The briefing of the last finished month is left to make: it is the first thing an office tries.
        """
        with audit.together():
            self._visits(month)
            for row in self.words["petition"]:
                if row["month"] == str(month):
                    self._raise(row, month)
        for row in self.words["inspection"]:
            if month == Month(row["begins"].year, 1):
                self._plan(row, month)
        for row in self.words["award"]:
            if Month.of(row["day"]) == month:
                self._on(row["day"], partial(self._commend, row))
        for row in self.words["sample"]:
            if Month.of(row["day"]) == month:
                self._on(row["day"], partial(self._draw, row))
        for row in self.words["year_tasks"]:
            if Month.of(row["day"]) == month:
                self._on(row["day"], partial(self._set_tasks, row))
        held = month.next.day(2 if month.next.day(2).weekday() < 5 else 4)
        if month >= BRIEFED_FROM and month.next < Month.of(self.until):
            self._on(held, partial(self._brief, month, held))
        self._on(month.last, partial(self._remind, month.last))

    def run_until(self, day: date) -> None:
        """Everything that falls before a day, in the order of days."""
        while any(each[0] < day for each in self.later):
            self.later.sort(key=lambda each: each[0])
            _day, act = self.later.pop(0)
            with audit.together():
                act()

    # Visits ---------------------------------------------------------------------------------------

    def _visits(self, month: Month) -> None:
        by_unit = {branch.unit.pk: branch for branch in self.made.branches}
        meetings = Meeting.objects.filter(
            ward=self.made.ward, month=month.first, parent__isnull=True, state__in=HELD_STATES
        ).select_related("unit")
        for meeting in meetings.order_by("starts_at", "unit__position", "pk"):
            charge = by_unit[meeting.unit_id].charge
            if charge and meeting.guests.filter(person=charge).exists():
                self._visit(meeting, charge)

    def _visit(self, meeting: Meeting, charge: Person) -> None:
        by = _own(charge, meeting.month)
        at = meeting.starts_at + timedelta(minutes=7)
        visit = actions.attend(meeting, charge, by=by, at=at)
        if self.random.random() < 0.04:
            return  # a sheet that was begun and never sent
        unseen = set(self.random.sample(self.questions, self.random.choice([0, 0, 0, 1, 1, 2])))
        actions.send_sheet(
            visit,
            ticked=[key for key in self.questions if key not in unseen],
            remarks=self.random.choice(self.words["sheet"]["remarks"]),
            problems=self.random.choice(self.words["sheet"]["problems"]) if self.random.random() < 0.08 else "",
            seen=visit.revision,
            by=by,
            at=at + timedelta(hours=self.random.choice([2, 2, 3, 14])),
        )

    # Awards ---------------------------------------------------------------------------------------

    def _commend(self, row: dict[str, Any]) -> None:
        """What the article's photograph shows: people receiving awards, without names (domain.md 8, fact 26)."""
        words = {key: row[key] for key in ("year", "kind", "merit", "told_by", "unnamed")}
        recognition.record_award(self.made.ward.pk, **words, by=self.made.office, at=evening(row["day"], 10))

    def _set_tasks(self, row: dict[str, Any]) -> None:
        """The four tasks with which the article ends (domain.md 8, fact 27)."""
        tasks = [reports.SetTask(each["text"], tuple(each["shown_by"])) for each in row["task"]]
        ward, at = self.made.ward.pk, evening(row["day"], 15)
        reports.set_year_tasks(ward, row["year"], tasks, seen=version_of([]), by=self.made.office, at=at)

    # Petitions ------------------------------------------------------------------------------------

    def _raise(self, row: dict[str, Any], month: Month) -> None:
        branch = self.made.branches[row["branch"] - 1]
        meetings = Meeting.objects.filter(
            unit=branch.unit, month=month.first, parent__isnull=True, state__in=HELD_STATES
        )
        meeting = meetings.order_by("starts_at").first()
        day = timezone.localdate(meeting.starts_at) if meeting else month.day(5)
        if day >= self.until:
            return
        visit = meeting.visits.first() if meeting and row["raised_in"] == "visit" else None
        someone = branch.charge if row["raised_in"] == "visit" else self.random.choice(branch.people[:12])
        petition = actions.raise_petition(
            branch.unit,
            text=row["text"],
            kind=row["kind"],
            raised_in=row["raised_in"],
            raised_on=day,
            raised_by=someone,
            meeting=meeting if row["raised_in"] != "member" else None,
            visit=visit,
            addressee=row["addressee"],
            by=self.made.office,
            at=evening(day, 21),
        )
        self._answer_later(petition, branch, row, row.get("answered"), "")

    def _answer_later(
        self, petition: Petition, branch: Branch, row: dict[str, Any], days: int | None, part: str
    ) -> None:
        if days is None:
            return
        day = petition.raised_on + timedelta(days=days)
        self._on(day, partial(self._answer, petition, row[f"{part}answer"], day))
        verdict = row.get(f"{part}verdict")
        if verdict:
            on = day + timedelta(days=22)
            self._on(on, partial(self._judge, petition, branch, row, verdict, on))

    def _answer(self, petition: Petition, answer: str, day: date) -> None:
        petition.refresh_from_db()
        actions.answer_petition(
            petition, answer=answer, seen=petition.revision, by=self.made.office, at=evening(day, 10)
        )

    def _judge(self, petition: Petition, branch: Branch, row: dict[str, Any], verdict: str, on: date) -> None:
        assert branch.secretary is not None
        petition.refresh_from_db()
        actions.judge_answer(
            petition,
            verdict=verdict,
            text=row.get("again", "") if verdict == "again" else "",
            seen=petition.revision,
            by=_own(branch.secretary, on),
            at=evening(on, 20),
        )
        if verdict == "again":
            again = Petition.objects.get(previous=petition)
            self._answer_later(again, branch, row, row["again_answered"], "again_")

    # Inspections and samples ----------------------------------------------------------------------

    def _plan(self, row: dict[str, Any], month: Month) -> None:
        """Put on the year's programme in January."""
        day = month.day(16)
        units = [self.made.branches[place - 1].unit for place in row["branches"]]
        committee = [branch.charge for branch in self.made.branches if branch.charge and branch.unit not in units]
        with audit.together():
            inspection = actions.plan_inspection(
                self.made.ward.pk,
                year=row["begins"].year,
                kind=row["kind"],
                title=row["title"],
                scope=row["scope"],
                begins_on=row["begins"],
                ends_on=row["ends"],
                units=units,
                head=committee[0],
                team=committee[1:3],
                by=self.made.office,
                at=evening(day, 9),
            )
        if row["conclusion"] and row["ends"] < self.until:
            self._on(row["ends"], partial(self._conclude, inspection, row))

    def _conclude(self, inspection: Any, row: dict[str, Any]) -> None:
        by, at = self.made.office, evening(row["ends"], 15)
        for each in row["found"]:
            unit = self.made.branches[each["branch"] - 1].unit
            actions.record_found(inspection, unit=unit, kind=each["kind"], text=each["text"], by=by, at=at)
        inspection.refresh_from_db()
        actions.conclude_inspection(
            inspection, conclusion=row["conclusion"], seen=inspection.revision, by=by, at=at + timedelta(hours=1)
        )
        for each in row["remedies"]:
            branch = self.made.branches[each["branch"] - 1]
            assert branch.secretary is not None
            task = actions.set_remedy(
                inspection,
                unit=branch.unit,
                description=each["text"],
                assignee=branch.secretary,
                due_on=each["due"],
                by=by,
                at=at + timedelta(hours=1),
            )
            self._on(each["due"] - timedelta(days=2), partial(self._done, task, each["due"] - timedelta(days=2)))

    def _draw(self, row: dict[str, Any]) -> None:
        by, at = self.made.office, evening(row["day"], 9)
        sample = actions.draw_sample(
            self.made.ward.pk,
            first=Month.parse(row["first"]),
            last=Month.parse(row["last"]),
            size=row["size"],
            seed=int(row["day"].strftime("%d%m%Y")),
            by=by,
            at=at,
        )
        keys = [item.key for item in checklist_for(MINUTES, row["day"]).items]
        for place, drawn in enumerate(sample.drawn.order_by("position"), start=1):
            missing = {"course"} if place == 2 else set()
            actions.check_minutes(
                drawn,
                ticked=[key for key in keys if key not in missing],
                remark="Phần thảo luận ghi gộp, chưa tách từng ý kiến." if missing else "",
                seen=0,
                by=by,
                at=at + timedelta(minutes=20 * place),
            )

    # Briefings ------------------------------------------------------------------------------------

    def _brief(self, month: Month, day: date) -> None:
        ward, by, at = self.made.ward, self.made.office, evening(day, 14)
        reports.refresh(ward.pk, until=day)
        briefing = reports.begin_briefing(ward.pk, month, on=day, by=by, at=evening(day, 8))
        reports.compose_pack(briefing, ward, at=evening(day, 8))
        for section in briefing.sections.filter(key__in=WORDS).order_by("key"):
            words = self.random.choice(self.words["briefing"][section.key])
            reports.write_words(section, words=words, seen=0, by=by, at=evening(day, 9))
        chair, taker = self._holder("ward_secretary"), self._holder("office")
        briefing = reports.open_briefing(
            briefing,
            starts_at=at,
            place="Hội trường Ủy ban nhân dân phường",
            chair=chair,
            minute_taker=taker,
            by=by,
            at=at,
        )
        seats = list(briefing.seats.order_by("pk").values_list("person_id", flat=True))
        here = [each for each in seats if each in {chair.pk, taker.pk} or self.random.random() < 0.94]
        reports.call_the_roll(briefing, here, by=by, at=at + timedelta(minutes=5))
        course = self.random.choice(self.words["briefing"]["course"])
        reports.write_course(briefing, course=course, seen=0, by=by, at=at + timedelta(minutes=70))
        self._decide(briefing, month, day)
        briefing = reports.close_briefing(briefing, by=by, at=at + timedelta(minutes=100))
        for signer, hours in ((taker, 3), (chair, 4)):
            reports.sign_briefing(briefing, by=_own(signer, day), at=at + timedelta(hours=hours))

    def _decide(self, briefing: Any, month: Month, day: date) -> None:
        for row in self.words["briefing"]["decision"]:
            if row["month"] != str(month):
                continue
            due = day + timedelta(days=20)
            for task in reports.decide(
                briefing,
                description=row["text"],
                unit=None if row.get("every") else self.made.branches[row["branch"] - 1].unit,
                to="charge" if row.get("charge") else "secretary",
                due_on=due,
                by=self.made.office,
                at=evening(day, 15),
            ):
                late = self.random.random()
                done = due + timedelta(days=5) if late < 0.08 else due - timedelta(days=self.random.randint(1, 6))
                if late > 0.02 and done < self.until:
                    self._on(done, partial(self._done, task, done))

    def _done(self, task: Task, day: date) -> None:
        task.refresh_from_db()
        if task.state == TaskState.DONE:
            return
        words = "Đã thực hiện, báo cáo chi bộ và Văn phòng."
        decisions.report_task(
            task, state=TaskState.DONE, text=words, seen=task.revision, by=_own(task.assignee, day), at=evening(day, 17)
        )

    def _remind(self, day: date) -> None:
        if day < self.until:
            actions.remind(self.made.ward.pk, on=day, at=evening(day, 6))

    def _holder(self, position: str) -> Person:
        post = Post.objects.select_related("person").filter(ward=self.made.ward, position=position)
        return post.order_by("pk")[0].person

    def _on(self, day: date, act: Act) -> None:
        if day < self.until:
            self.later.append((day, act))


def from_above(task: Task) -> bool:
    """Whether a task came from a briefing or an inspection: those are reported where they were set."""
    return task.origin_kind in {BRIEFING, "inspection"}


def _own(person: Person, day: date) -> Actor:
    return Actor(person.ward_id, person.pk, person.full_name, day)
