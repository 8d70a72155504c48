"""Who is rated for a year and who is not and why; how the top class stands against its cap."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nennep.organisation.models import ListedAs, Membership, Person, Unit
from nennep.organisation.queries import branch_list
from nennep.recognition.models import Rating, RatingYear
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
