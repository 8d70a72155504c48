"""Who is rated for a year and who is not and why; how the top class stands against its cap."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nennep.core.components import Tone
from nennep.decisions.models import Task, TaskState
from nennep.meetings.models import HELD_STATES, SPOKEN, Attendance, AttendanceStatus, Opinion
from nennep.organisation.models import Duty, ListedAs, Membership, Person, Unit
from nennep.organisation.queries import branch_list, branches
from nennep.recognition.models import Rating, RatingBallot, RatingYear
from nennep.rulebook.ratings import EXCELLENT, GOOD, Cap, rating_rules

LEFT_OUT = {
    ListedAs.EXEMPT: _("Được miễn công tác và sinh hoạt"),
    ListedAs.SUSPENDED: _("Đang bị đình chỉ sinh hoạt đảng"),
    ListedAs.TEMPORARY: _("Sinh hoạt tạm thời: chi bộ chính thức xếp loại, chi bộ này nhận xét"),
}


@dataclass(frozen=True)
class RatedLine:
    """One member on a branch's list at the year's end, and why not rated, where so."""

    person: Person
    why_not: str | Promise


def last_day(year: int) -> date:
    return date(year, 12, 31)


def who_is_rated(unit: Unit, year: int) -> list[RatedLine]:
    """Everybody on a branch's list on the last day of a year, by given name, with the reason of whoever is not rated.

    Not rated are the exempt, the suspended, those admitted too late in the year, and those who only take part here for
    a time: they are rated at their official branch (domain.md 4.1, 1.7). Who is away is rated here.
    """
    least, end = rating_rules(year).least_months, last_day(year)
    listed = branch_list(unit, end)
    people = [each.person.pk for each in listed]
    admitted = dict(
        Membership.objects.filter(ward=unit.ward_id, person__in=people, ended_on__isnull=True).values_list(
            "person_id", "admitted_on"
        )
    )
    # who was admitted on or before the first day of the last `least` months has them full at the year's end
    latest = date(year, 13 - least, 1)
    lines = []
    for each in listed:
        why: str | Promise = LEFT_OUT.get(ListedAs(each.listed_as), "")
        if not why and admitted.get(each.person.pk, latest) > latest:
            why = _("Mới kết nạp, chưa đủ %(months)s tháng") % {"months": least}
        lines.append(RatedLine(each.person, why))
    return lines


def current(rating_year: RatingYear) -> list[Rating]:
    """The ratings of a year that stand: of each branch itself, then its members by given name."""
    ratings = Rating.objects.filter(ward=rating_year.ward_id, rating_year=rating_year, is_current=True)
    return list(ratings.select_related("unit", "person").order_by("unit__position", "person__name_key", "pk"))


def history_of(person: Person) -> list[Rating]:
    """Every rating of a person, also those that were rated again, the newest year first."""
    ratings = Rating.objects.filter(ward=person.ward_id, person=person).select_related("rating_year", "unit")
    return list(ratings.order_by("-rating_year__year", "-is_current", "-pk"))


@dataclass(frozen=True)
class CapState:
    """How many stand in the top class, and the cap on both readings of its base."""

    excellent: int
    caps: dict[str, Cap]
    followed: str

    @property
    def is_kept(self) -> bool:
        return self.excellent <= self.caps[self.followed].most


def cap_of(rating_year: RatingYear, classes: Counter[str]) -> CapState:
    """The cap for some number of ratings by class."""
    exception = bool(rating_year.exception)
    caps = rating_rules(rating_year.year).caps(classes[EXCELLENT], classes[GOOD], exception=exception)
    return CapState(classes[EXCELLENT], caps, rating_year.cap_base)


def rating_year_of(ward_id: UUID, year: int) -> RatingYear | None:
    return RatingYear.objects.filter(ward=ward_id, year=year).first()


@dataclass(frozen=True)
class BranchState:
    """How far a branch is with a year's rating."""

    unit: Unit
    files: int
    self_rated: int
    is_counted: bool
    decided: int

    @property
    def tone(self) -> Tone:
        if not self.files:
            return "todo"
        return "done" if self.decided == self.files else "doing"


def states_of(rating_year: RatingYear) -> list[BranchState]:
    """The branches at the year's end, each with how far it is; three queries for any number of them."""
    files: dict[UUID, list[Rating]] = {}
    for rating in Rating.objects.filter(ward=rating_year.ward_id, rating_year=rating_year, is_current=True):
        files.setdefault(rating.unit_id, []).append(rating)
    counted = set(rating_year.ballots.values_list("unit_id", flat=True))
    return [
        BranchState(
            unit,
            len(mine := files.get(unit.pk, [])),
            sum(bool(each.self_class) for each in mine),
            unit.pk in counted,
            sum(bool(each.decided) for each in mine),
        )
        for unit in branches(rating_year.ward_id, last_day(rating_year.year))
    ]


def caps_of(rating_year: RatingYear) -> dict[str, CapState]:
    """The cap as far as decided, for members and for branches: each kind has one of its own."""
    decided: dict[str, Counter[str]] = {"people": Counter(), "branches": Counter()}
    for rating in Rating.objects.filter(ward=rating_year.ward_id, rating_year=rating_year, is_current=True):
        decided["people" if rating.person_id else "branches"][rating.decided] += 1
    return {kind: cap_of(rating_year, classes) for kind, classes in decided.items()}


def files_of(rating_year: RatingYear, unit: Unit) -> list[Rating]:
    """The standing files of a branch: its own first, then its members by given name."""
    return [each for each in current(rating_year) if each.unit_id == unit.pk]


def own_file(ward_id: UUID, person_id: UUID | None) -> Rating | None:
    """The file of a person in the last year that is open for rating."""
    files = Rating.objects.filter(ward=ward_id, person=person_id, is_current=True).select_related("rating_year")
    return files.order_by("-rating_year__year").first() if person_id else None


def proposed(votes: dict[str, int]) -> str:
    """The class with most ballots; nothing without a count, or where two stand alike."""
    most = max(votes.values(), default=0)
    best = [key for key, count in votes.items() if count == most and most]
    return best[0] if len(best) == 1 else ""


@dataclass(frozen=True)
class YearOfMember:
    """What the records show of a member in a year, to be laid beside the own view."""

    expected: int
    present: int
    opinions: int
    tasks: int
    tasks_done: int
    tasks_late: int
    duties: list[str]


def year_of(person: Person, year: int) -> YearOfMember:
    """Meetings, opinions, tasks and duties of a member in a year; four queries."""
    roll = Attendance.objects.filter(
        ward=person.ward_id, person=person, root__month__year=year, root__state__in=HELD_STATES
    ).exclude(listed_as__in=[ListedAs.SUSPENDED])
    counted = [each for each in roll if each.status != AttendanceStatus.EXEMPT]
    opinions = Opinion.objects.filter(
        ward=person.ward_id, speaker=person, root__month__year=year, removed_at__isnull=True, kind__in=SPOKEN
    ).count()
    tasks = list(
        Task.objects.filter(ward=person.ward_id, assignee=person, due_on__year=year).exclude(state=TaskState.DROPPED)
    )
    done = [task for task in tasks if task.finished_on]
    duties = Duty.objects.filter(ward=person.ward_id, person=person, year=year, withdrawn_on__isnull=True)
    return YearOfMember(
        expected=len(counted),
        present=sum(each.status == AttendanceStatus.PRESENT for each in counted),
        opinions=opinions,
        tasks=len(tasks),
        tasks_done=len(done),
        tasks_late=sum(task.finished_on > task.due_on for task in done if task.finished_on),
        duties=[duty.description for duty in duties.order_by("assigned_on", "pk")],
    )


@dataclass(frozen=True)
class RatingWork:
    """What the running rating asks of somebody: the own file to fill, branches with files that wait."""

    year: int
    own: Rating | None
    branches: list[Unit]


def work_of(ward_id: UUID, person_id: UUID | None, units: Collection[UUID]) -> RatingWork | None:
    """The last year that was opened, as far as it still waits for a person or for their branches; two queries."""
    opened = RatingYear.objects.filter(ward=ward_id).order_by("-year").first()
    if opened is None:
        return None
    waiting = Rating.objects.filter(ward=ward_id, rating_year=opened, is_current=True, decided="")
    mine = list(waiting.filter(Q(person=person_id) | Q(unit__in=units)).select_related("unit"))
    own = next((each for each in mine if each.person_id == person_id and not each.self_class), None)
    waits = {each.unit_id: each.unit for each in mine if each.unit_id in units}
    return RatingWork(opened.year, own if person_id else None, list(waits.values()))


def ballot_of(rating_year: RatingYear, unit: Unit) -> RatingBallot | None:
    """What was counted in a branch, if anything."""
    return RatingBallot.objects.filter(ward=rating_year.ward_id, rating_year=rating_year, unit=unit).first()
