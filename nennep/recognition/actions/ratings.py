"""The yearly rating: opened, seen by oneself, balloted on paper in the branch, decided by the ward, rated again."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.periods import Month
from nennep.core.refusals import Changed, NotFound, Refused
from nennep.core.written import short_date
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Unit
from nennep.recognition.models import CapBase, Rating, RatingBallot, RatingYear
from nennep.recognition.queries import ratings as rated
from nennep.rulebook.ratings import rating_classes, rating_forms


class NotRated(Refused):
    message = _("Đồng chí %(name)s không thuộc diện xếp loại ở chi bộ này: %(why)s.")


class RatedElsewhere(Refused):
    message = _("%(name)s đã có phiếu xếp loại năm này ở %(unit)s. Mỗi năm chỉ xếp loại ở một chi bộ.")


class WrongForm(Refused):
    field = "form"
    message = _("Chọn mẫu áp dụng cho năm %(year)s.")


class WrongClass(Refused):
    field = "decided"
    message = _("Chọn một trong bốn mức xếp loại.")


class CountDoesNotAddUp(Refused):
    message = _(
        "Số phiếu chưa khớp: hợp lệ %(valid)s, thu vào %(cast)s, phát ra %(issued)s, có mặt %(present)s, triệu tập "
        "%(summoned)s. Số sau không được nhỏ hơn số trước; đếm lại rồi ghi."
    )


class TooManyVotes(Refused):
    message = _("%(name)s: bốn mức cộng lại %(sum)s phiếu, nhiều hơn %(valid)s phiếu hợp lệ. Kiểm tra biên bản.")


class TooFewTellers(Refused):
    field = "tellers"
    message = _("Ban kiểm phiếu cần ít nhất 3 đồng chí; mỗi dòng một họ tên.")


class DecisionMissing(Refused):
    field = "number"
    message = _("Ghi số và ngày quyết định xếp loại.")


class DecisionAhead(Refused):
    field = "decided_on"
    message = _("Ngày quyết định %(day)s chưa đến. Ghi khi đã có quyết định.")


class OverTheCap(Refused):
    message = _(
        "Có %(count)s trường hợp hoàn thành xuất sắc; nhiều nhất là %(good)s nếu tính trên số hoàn thành tốt, %(both)s "
        "nếu tính cả số xuất sắc. Giảm bớt, hoặc ghi văn bản cho phép vượt ở đợt xếp loại."
    )


class DecidedAlready(Refused):
    message = _("%(name)s đã có quyết định xếp loại. Muốn đổi thì xếp loại lại và ghi lý do.")


class NotYetDecided(Refused):
    message = _("%(name)s chưa có quyết định xếp loại nên chưa có gì để xếp loại lại.")


class ExceptionMissing(Refused):
    field = "exception"
    message = _("Ghi số, ngày văn bản của cấp có thẩm quyền cho phép tỷ lệ cao hơn.")


class ReasonMissing(Refused):
    field = "reason"
    message = _("Ghi lý do xếp loại lại.")


def _note(name: str, thing: Rating | RatingBallot, *, by: Actor, at: datetime, after: object = None) -> None:
    month = Month(thing.rating_year.year, 12)
    audit.record(f"recognition.rating.{name}", thing, by=by, at=at, unit_id=thing.unit_id, month=month, after=after)


@transaction.atomic
def open_rating(
    ward_id: UUID, *, year: int, cap_base: str = CapBase.GOOD, exception: str = "", by: Actor, at: datetime
) -> RatingYear:
    """Open a year's rating of the ward (mở đợt đánh giá, xếp loại); the second time changes nothing."""
    words = {"cap_base": cap_base, "exception": exception, "opened_at": at}
    opened, is_new = RatingYear.objects.get_or_create(ward_id=ward_id, year=year, defaults=words)
    if is_new:
        audit.record("recognition.rating.opened", opened, by=by, at=at, after={"year": year, "cap_base": cap_base})
    return opened


@transaction.atomic
def allow_more(rating_year: RatingYear, *, exception: str, by: Actor, at: datetime) -> None:
    """Enter the paper by which the competent level allows the higher cap; which share that is, the rules say."""
    rating_year = RatingYear.objects.select_for_update().get(pk=rating_year.pk)
    if not exception.strip():
        raise ExceptionMissing
    before, rating_year.exception = rating_year.exception, exception
    rating_year.save(update_fields=["exception"])
    audit.record("recognition.rating.allowed", rating_year, by=by, at=at, before=before, after=exception)


@transaction.atomic
def begin(
    rating_year: RatingYear, unit: Unit, *, person: Person | None = None, form: str, by: Actor, at: datetime
) -> Rating:
    """Begin the file of a member, or of the branch itself; refused for whoever is not rated there. Twice is once."""
    if form not in rating_forms(rating_year.year):
        raise WrongForm(year=rating_year.year)
    if person:
        line = next((each for each in rated.who_is_rated(unit, rating_year.year) if each.person == person), None)
        if line is None or line.why_not:
            raise NotRated(name=person.full_name, why=line.why_not if line else _("không có tên trong danh sách"))
    whose = {"ward_id": rating_year.ward_id, "rating_year": rating_year, "person": person, "is_current": True}
    existing = Rating.objects.filter(**whose, **({} if person else {"unit": unit})).select_related("unit").first()
    if existing is None:
        existing = Rating.objects.create(**whose, unit=unit, form=form)
        _note("begun", existing, by=by, at=at, after=form)
    elif person and existing.unit_id != unit.pk:
        raise RatedElsewhere(name=person.full_name, unit=existing.unit.name)
    return existing


@transaction.atomic
def begin_files(rating_year: RatingYear, unit: Unit, *, by: Actor, at: datetime) -> list[Rating]:
    """Begin the files of a branch and of everybody who is rated there (lập phiếu); who has one already keeps it.

    Members get the last of the year's forms: 2C where the set has it, for those outside the political system, who are
    most of a residential branch, else 2B; another one is chosen on the file.
    """
    RatingYear.objects.select_for_update().get(pk=rating_year.pk)
    people = [line.person for line in rated.who_is_rated(unit, rating_year.year) if not line.why_not]
    kept = Rating.objects.filter(ward=rating_year.ward_id, rating_year=rating_year, is_current=True)
    have = set(kept.filter(person__in=people).values_list("person_id", flat=True))
    forms = list(rating_forms(rating_year.year))
    whose: list[tuple[Person | None, str]] = [(person, forms[-1]) for person in people if person.pk not in have]
    if not kept.filter(unit=unit, person__isnull=True).exists():
        whose.insert(0, (None, forms[0]))
    made = Rating.objects.bulk_create(
        Rating(ward_id=rating_year.ward_id, rating_year=rating_year, unit=unit, person=person, form=form)
        for person, form in whose
    )
    with audit.together():
        for each in made:
            _note("begun", each, by=by, at=at, after=each.form)
    return made


def _locked(rating: Rating) -> Rating:
    found = Rating.objects.select_for_update(of=["self"]).select_related("rating_year", "unit", "person")
    return found.get(ward=rating.ward_id, pk=rating.pk)


@transaction.atomic
def rate_oneself(rating: Rating, *, self_class: str, points: int | None, seen: int, by: Actor, at: datetime) -> None:
    """The member's own view (tự đánh giá, xếp loại), by the member alone and before the decision."""
    rating = _locked(rating)
    if rating.person_id is None or by.person_id != rating.person_id:
        raise NotFound
    if self_class not in rating_classes():
        raise WrongClass
    if rating.decided:
        raise DecidedAlready(name=str(rating.person))
    if (rating.self_class, rating.points) == (self_class, points):
        return
    if rating.revision != seen:
        raise Changed(rating)
    rating.self_class, rating.points, rating.revision = self_class, points, seen + 1
    rating.save(update_fields=["self_class", "points", "revision"])
    _note("self_rated", rating, by=by, at=at)


@transaction.atomic
def state(rating: Rating, *, text: str, by: Actor, at: datetime) -> None:
    """The member adds a statement (ý kiến của đảng viên), also after the decision: what was said before stays."""
    rating = _locked(rating)
    if rating.person_id is None or by.person_id != rating.person_id:
        raise NotFound
    if text.strip():
        day = short_date(timezone.localdate(at))
        rating.statement = "\n".join(filter(None, [rating.statement, f"{day}: {text.strip()}"]))
        rating.save(update_fields=["statement"])
        _note("stated", rating, by=by, at=at)


@transaction.atomic
def record_count(
    rating_year: RatingYear,
    unit: Unit,
    *,
    held_on: date,
    summoned: int,
    present: int,
    issued: int,
    cast: int,
    valid: int,
    tellers: str,
    votes: Mapping[UUID, Mapping[str, int]],
    by: Actor,
    at: datetime,
) -> RatingBallot:
    """Enter the totals of a branch's secret ballot on paper (kết quả kiểm phiếu): `votes` by rating, then class.

    Only totals are kept; which ballot was whose the program never learns (security.md 3.4, level V0). A count entered
    again replaces the earlier one until the first of the branch's ratings is decided.
    """
    if not valid <= cast <= issued <= present <= summoned:
        raise CountDoesNotAddUp(valid=valid, cast=cast, issued=issued, present=present, summoned=summoned)
    if len({line.strip() for line in tellers.splitlines() if line.strip()}) < 3:
        raise TooFewTellers
    ratings = Rating.objects.select_for_update(of=["self"]).select_related("unit", "person", "rating_year")
    of_branch = {
        each.pk: each
        for each in ratings.filter(
            ward=rating_year.ward_id, rating_year=rating_year, unit=unit, person__isnull=False, is_current=True
        )
    }
    if decided := next((each for each in of_branch.values() if each.decided), None):
        raise DecidedAlready(name=str(decided.person))
    for key, counted in votes.items():
        rating = of_branch.get(key)
        if rating is None:
            raise NotFound
        if not set(counted) <= set(rating_classes()) or min(counted.values(), default=0) < 0:
            raise WrongClass
        if sum(counted.values()) > valid:
            raise TooManyVotes(name=str(rating.person), sum=sum(counted.values()), valid=valid)
        rating.votes = dict(counted)
        rating.save(update_fields=["votes"])
    totals = {"held_on": held_on, "summoned": summoned, "present": present, "issued": issued, "cast": cast}
    ballot, _is_new = RatingBallot.objects.update_or_create(
        ward_id=rating_year.ward_id,
        rating_year=rating_year,
        unit=unit,
        defaults={**totals, "valid": valid, "tellers": tellers},
    )
    _note("counted", ballot, by=by, at=at, after={"cast": cast, "valid": valid})
    return ballot


@transaction.atomic
def decide(
    rating_year: RatingYear, *, classes: Mapping[UUID, str], number: str, decided_on: date, by: Actor, at: datetime
) -> None:
    """The ward decides the class of some members (quyết định xếp loại), all by one paper.

    Refused as a whole if the top class would hold more than the cap allows on the base that the ward follows, counted
    over all members of the ward that are decided then.
    """
    rating_year = RatingYear.objects.select_for_update().get(pk=rating_year.pk)
    _check_paper(number, decided_on, at)
    if not set(classes.values()) <= set(rating_classes()):
        raise WrongClass
    found = {each.pk: each for each in rated.current(rating_year)}
    if not set(classes) <= set(found):
        raise NotFound
    for key, chosen in classes.items():
        rating = found[key]
        if rating.decided:
            raise DecidedAlready(name=str(rating.person or rating.unit))
        rating.decided, rating.number, rating.decided_on = chosen, number, decided_on
    _check_cap(rating_year, list(found.values()))
    for key in classes:
        found[key].save(update_fields=["decided", "number", "decided_on"])
        _note("decided", found[key], by=by, at=at, after=found[key].decided)


@transaction.atomic
def rate_again(
    rating: Rating, *, decided: str, reason: str, number: str, decided_on: date, by: Actor, at: datetime
) -> Rating:
    """Rate again what was decided (xếp loại lại) when a fault is found later; the earlier rating stays to be read."""
    rating_year = RatingYear.objects.select_for_update().get(pk=rating.rating_year_id)
    rating = _locked(rating)
    if not rating.decided:
        raise NotYetDecided(name=str(rating.person or rating.unit))
    if not reason.strip():
        raise ReasonMissing
    if decided not in rating_classes():
        raise WrongClass
    if not rating.is_current:
        raise Changed(rating)
    _check_paper(number, decided_on, at)
    rating.is_current = False
    rating.save(update_fields=["is_current"])
    again = Rating.objects.create(
        ward_id=rating.ward_id, rating_year=rating_year, unit=rating.unit, person=rating.person, form=rating.form,
        self_class=rating.self_class, points=rating.points, statement=rating.statement, votes=rating.votes,
        decided=decided, number=number, decided_on=decided_on, reason=reason,
    )  # fmt: skip
    _check_cap(rating_year, rated.current(rating_year))
    _note("decided_again", again, by=by, at=at, after=decided)
    return again


def _check_paper(number: str, decided_on: date, at: datetime) -> None:
    if not number.strip():
        raise DecisionMissing
    if decided_on > timezone.localdate(at):
        raise DecisionAhead(day=short_date(decided_on))


def _check_cap(rating_year: RatingYear, ratings: list[Rating]) -> None:
    """Members and branches are two kinds, each with a cap of its own."""
    for of_people in (True, False):
        classes = Counter(each.decided for each in ratings if (each.person_id is not None) == of_people)
        cap = rated.cap_of(rating_year, classes)
        if not cap.is_kept:
            most = {"good": cap.caps["good"].most, "both": cap.caps["good_and_excellent"].most}
            raise OverTheCap(count=cap.excellent, **most)
