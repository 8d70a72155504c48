"""Two entries of one person put together (gộp hồ sơ trùng): the kept one gets all history of the other.

The other stays, marked with whom it turned out to be: signed minutes and old log entries go on naming it.
"""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Dated, Membership, Person, Placement, Post, Standing
from nennep.organisation.references import Pointer, pointers_to


class SamePerson(Refused):
    field = "person"
    message = _("Chọn hai hồ sơ khác nhau để gộp.")


class OtherWard(Refused):
    field = "person"
    message = _("Hai hồ sơ không cùng một phường. Làm thủ tục chuyển sinh hoạt thay cho gộp.")


class AlreadyMerged(Refused):
    field = "person"
    message = _("Hồ sơ %(name)s đã gộp trước đây. Tải lại trang để xem hồ sơ đang dùng.")


class TwoCards(Refused):
    message = _("Hai hồ sơ có hai số thẻ khác nhau: %(kept)s và %(gone)s. Sửa số thẻ sai rồi gộp.")


class InTwoPlaces(Refused):
    message = _("Cùng một lúc, hai hồ sơ ở hai nơi: %(kept)s và %(gone)s. Kết thúc một nơi trước khi gộp.")


class BothOnOneList(Refused):
    message = _(
        "Cả hai hồ sơ cùng có tên trong một danh sách nên chưa gộp được: %(where)s. "
        "Bỏ một tên khỏi danh sách đó, hoặc để hai hồ sơ riêng."
    )


def merge_people(kept: Person, gone: Person, *, by: Actor, at: datetime) -> Person:
    """Merge two entries of one person: everything that named `gone` names `kept` from now on.

    Where both hold the same thing at once (a place in the same branch, the same post), the kept one's covers both
    spans and the other's holds on no day. Refused, with nothing changed, where that cannot be told: two cards, two
    branches at once, both on one roll. What is signed stays as it was signed.
    """
    with audit.together():
        kept, gone = _both(kept, gone)
        _merge_person(kept, gone, by, at)
        _merge_membership(kept, gone, by, at)
        for model, same in ((Placement, "unit_id"), (Standing, "kind"), (Post, "unit_id")):
            _merge_spans(model, same, kept, gone, by, at)
        moved = {
            pointer.model._meta.label: count
            for pointer in pointers_to(Person)
            if pointer.model not in (Membership, Placement, Standing, Post) and (count := _point(pointer, kept, gone))
        }
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        audit.record("organisation.person.merged", kept, by=by, at=at, before=str(gone.pk), after=moved)
    return kept


def _both(kept: Person, gone: Person) -> tuple[Person, Person]:
    if kept.pk == gone.pk:
        raise SamePerson
    if kept.ward_id != gone.ward_id:
        raise OtherWard
    locked = Person.objects.select_for_update().filter(ward=kept.ward_id, pk__in=[kept.pk, gone.pk]).in_bulk()
    for person in locked.values():
        if person.merged_into_id:
            raise AlreadyMerged(name=person.full_name)
    return locked[kept.pk], locked[gone.pk]


def _merge_person(kept: Person, gone: Person, by: Actor, at: datetime) -> None:
    """What only the other entry knows: birth to the day, sex, telephone."""
    before: dict[str, Any] = {}
    knows_more = gone.birth and (not kept.birth or len(gone.birth.isoformat()) > len(kept.birth.isoformat()))
    if knows_more and (not kept.birth or (gone.birth and kept.birth.fits(gone.birth))):
        before["birth"], kept.birth = str(kept.birth or ""), gone.birth
    for name in ("sex", "phone"):
        if not getattr(kept, name) and getattr(gone, name):
            before[name] = ""
            setattr(kept, name, getattr(gone, name))
    if before:
        kept.save()
        after = {name: str(getattr(kept, name) or "") for name in before}
        audit.record("organisation.person.corrected", kept, by=by, at=at, before=before, after=after)


def _merge_membership(kept: Person, gone: Person, by: Actor, at: datetime) -> None:
    """Two open memberships are one: the kept one learns what only the other knew, and the other holds on no day."""
    own = Membership.objects.filter(ward=kept.ward_id, person=kept, ended_on__isnull=True).first()
    for other in Membership.objects.filter(ward=gone.ward_id, person=gone).order_by("pk"):
        if own is None or other.ended_on is not None:
            other.person = kept
            other.save(update_fields=["person"])
            own = own or (other if other.ended_on is None else None)
            continue
        if own.card_number and other.card_number and own.card_number != other.card_number:
            raise TwoCards(kept=own.card_number, gone=other.card_number)
        before = {"card_number": own.card_number, "official_on": str(own.official_on or "")}
        own.card_number = own.card_number or other.card_number
        if other.official_on and own.official_on is None and other.official_on >= own.probation_from:
            own.official_on, own.official_precision = other.official_on, other.official_precision
        own.save()
        other.ended_on, other.end_reason = other.admitted_on, str(_("Gộp hồ sơ trùng"))
        other.save(update_fields=["ended_on", "end_reason"])
        after = {"card_number": own.card_number, "official_on": str(own.official_on or "")}
        audit.record("organisation.member.corrected", own, by=by, at=at, before=before, after=after)


def _merge_spans(
    model: type[Placement] | type[Standing] | type[Post], same: str, kept: Person, gone: Person, by: Actor, at: datetime
) -> None:
    """Dated things of the other: what overlaps the same thing of the kept one is taken up into it, the rest moves."""
    mine: list[Any] = list(model._default_manager.filter(ward=kept.ward_id, person=kept))
    for theirs in model._default_manager.filter(ward=gone.ward_id, person=gone).order_by("valid_from", "pk"):
        over = next((each for each in mine if _alike(each, theirs) and _overlap(each, theirs)), None)
        if over is None:
            theirs.person = kept
            theirs.save(update_fields=["person"])
            mine.append(theirs)
        elif getattr(over, same) != getattr(theirs, same):
            raise InTwoPlaces(kept=_where(over), gone=_where(theirs))
        else:
            _take_up(over, theirs, by, at)


def _alike(one: Any, two: Any) -> bool:
    """Whether a person holds only one of such at a time: an official place, one standing of a kind, one post."""
    if isinstance(one, Post):
        return one.position == two.position and one.unit_id == two.unit_id
    return one.kind == two.kind


def _overlap(one: Any, two: Any) -> bool:
    if one.valid_to == one.valid_from or two.valid_to == two.valid_from:
        return False
    begins = one.valid_to is None or two.valid_from < one.valid_to
    return begins and (two.valid_to is None or one.valid_from < two.valid_to)


def _where(thing: Any) -> str:
    return str(getattr(thing, "unit", None) or thing.get_kind_display())


def _take_up(over: Any, theirs: Any, by: Actor, at: datetime) -> None:
    """The kept span covers both; the other one holds on no day and stays as evidence with the other entry."""
    before = [_span(over), _span(theirs)]
    over.valid_from = min(over.valid_from, theirs.valid_from)
    over.valid_to = None if None in (over.valid_to, theirs.valid_to) else max(over.valid_to, theirs.valid_to)
    theirs.valid_to = theirs.valid_from
    theirs.save(update_fields=["valid_to"])
    over.save(update_fields=["valid_from", "valid_to"])
    unit_id = getattr(over, "unit_id", None)
    audit.record(
        "organisation.person.span_merged",
        over,
        by=by,
        at=at,
        unit_id=unit_id,
        month=Month.of(over.valid_from) if unit_id else None,
        before=before,
        after=_span(over),
    )


def _span(thing: Dated) -> list[str]:
    return [_iso(thing.valid_from), _iso(thing.valid_to)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _point(pointer: Pointer, kept: Person, gone: Person) -> int:
    """Point the rows of one table at the kept person; both on one list is for somebody to decide."""
    rows = pointer.loose_rows([gone.pk])
    try:
        with transaction.atomic():
            return rows.update(**{pointer.field: kept.pk})
    except IntegrityError:
        raise BothOnOneList(where=_first_conflict(pointer, kept, gone)) from None


def _first_conflict(pointer: Pointer, kept: Person, gone: Person) -> str:
    """What the list is called on which both stand."""
    for row in pointer.loose_rows([gone.pk]).order_by("pk"):
        try:
            with transaction.atomic():
                pointer.model._default_manager.filter(pk=row.pk).update(**{pointer.field: kept.pk})
        except IntegrityError:
            return _list_of(row)
    return gone.full_name


def _list_of(row: models.Model) -> str:
    """The thing whose list a row is a line of: the meeting of a roll, the document of a reader."""
    owners = [
        getattr(row, field.name)
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is not Person and field.name != "ward"
    ]
    return " · ".join(dict.fromkeys(str(owner) for owner in owners if owner)) or str(row)
