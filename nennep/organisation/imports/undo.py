"""Taking an import back as a whole, as long as nothing was built on it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.imports.records import ImportState, MemberImport
from nennep.organisation.models import Membership, Placement
from nennep.organisation.references import pointers_to

ORDER = (
    "organisation.Duty",
    "organisation.Post",
    "organisation.Standing",
    "organisation.Placement",
    "organisation.Membership",
    "organisation.Person",
)
"""What an import makes, in the order in which it goes."""
NAMED = 3
"""So many of the things built on it stand in the sentence; the others are counted."""
BATCH = 400


class NotTaken(Refused):
    message = _("Lần nhập này chưa nhận dòng nào, hoặc đã hoàn tác rồi.")


class BuiltUpon(Refused):
    message = _("Không hoàn tác được: %(what)s dựa trên lần nhập này. Sửa từng đồng chí trên trang của đồng chí ấy.")


def undo_import(made: MemberImport, *, by: Actor, at: datetime) -> MemberImport:
    """Take an import back as a whole: who came in by it goes, what it changed is as before.

    Refused, with the names of what was built on it, as soon as anything points at what it brought or changed it
    further. The audit log keeps both. The second time changes nothing.
    """
    with audit.together():
        made = (
            MemberImport.objects.select_for_update(of=["self"])
            .select_related("upload")
            .get(ward=made.ward_id, pk=made.pk)
        )
        if made.state == ImportState.UNDONE:
            return made
        if made.state != ImportState.TAKEN:
            raise NotTaken
        kept = [each for each in made.rows.order_by("number").values_list("made", flat=True) if each]
        created = _created(kept)
        _refuse_if_built_upon(created, kept)
        _note_what_goes(created, made, by, at)
        for label in ORDER:
            for some in _batches(created.get(label, [])):
                apps.get_model(label).objects.filter(ward=made.ward_id, pk__in=some).delete()
        for each in kept:
            _put_back(each["before"], by, at)
        made.state, made.undone_at = ImportState.UNDONE, at
        made.save(update_fields=["state", "undone_at"])
        audit.record("organisation.import.undone", made, by=by, at=at, before=made.counts)
    return made


def _created(kept: Iterable[Mapping[str, Any]]) -> dict[str, list[UUID]]:
    created: dict[str, list[UUID]] = {}
    for each in kept:
        for label, ids in each["created"].items():
            created.setdefault(label, []).extend(UUID(one) for one in ids)
    return created


def _refuse_if_built_upon(created: Mapping[str, list[UUID]], kept: Iterable[Mapping[str, Any]]) -> None:
    built = [*_pointing_at(created), *_ended_since(created), *_changed_since(kept)]
    if built:
        named = ", ".join(dict.fromkeys(built[:NAMED]))
        more = len(built) - NAMED
        raise BuiltUpon(what=named + (_(" và %(count)s mục khác") % {"count": more} if more > 0 else ""))


def _pointing_at(created: Mapping[str, list[UUID]]) -> list[str]:
    """What points at something the import brought and was not brought with it."""
    found = []
    for label in ORDER:
        own = {each for ids in created.values() for each in ids}
        for pointer in pointers_to(apps.get_model(label)):
            for some in _batches(created.get(label, [])):
                rows = pointer.rows(some).order_by("pk")[: NAMED + len(own)]
                found += [_described(row) for row in rows if row.pk not in own]
    return found


def _ended_since(created: Mapping[str, list[UUID]]) -> list[str]:
    """Places and memberships that came in by the import and were ended since."""
    placements = Placement.objects.filter(pk__in=created.get("organisation.Placement", []), valid_to__isnull=False)
    ended = Membership.objects.filter(pk__in=created.get("organisation.Membership", []), ended_on__isnull=False)
    moved = [str(each.person) for each in placements.select_related("person").order_by("pk")]
    return moved + [str(each) for each in ended.select_related("person").order_by("pk")]


def _changed_since(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the import changed and somebody has changed again."""
    found = []
    for each in kept:
        for key, values in each["after"].items():
            thing = _thing(key)
            if thing is None or any(_plain(getattr(thing, name)) != value for name, value in values.items()):
                found.append(_described(thing) if thing else key)
    return found


def _described(row: models.Model) -> str:
    """What something is called: its own words, or the person it is about."""
    person = getattr(row, "person", None)
    said = str(row)
    if person is not None and said.startswith(type(row).__name__):
        return _("mục của đồng chí %(name)s") % {"name": person}
    return f"“{said}”"


def _note_what_goes(created: Mapping[str, list[UUID]], made: MemberImport, by: Actor, at: datetime) -> None:
    """One entry for each member who goes: reports see from it which branch-months are touched."""
    for some in _batches(created.get("organisation.Placement", [])):
        placements = Placement.objects.filter(ward=made.ward_id, pk__in=some).select_related("person", "unit")
        for placement in placements.order_by("pk"):
            audit.record(
                "organisation.member.withdrawn",
                placement,
                by=by,
                at=at,
                unit_id=placement.unit_id,
                month=Month.of(placement.valid_from),
                before=f"{placement.person.full_name}: {placement.unit.name}",
            )


def _put_back(before: Mapping[str, Mapping[str, Any]], by: Actor, at: datetime) -> None:
    for key, values in before.items():
        thing = _thing(key)
        assert thing is not None
        now = {name: _plain(getattr(thing, name)) for name in values}
        for name, value in values.items():
            field = thing._meta.get_field(name)
            setattr(thing, name, field.to_python(value) if isinstance(field, models.Field) else value)
        thing.save()
        audit.record("organisation.import.put_back", thing, by=by, at=at, before=now, after=dict(values))


def _thing(key: str) -> models.Model | None:
    label, _colon, id = key.partition(":")
    return apps.get_model(label).objects.filter(pk=id).first()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
