"""Urging (nhắc, đôn đốc) by hand: members who were not reached, secretaries whose branch is behind."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import outbox
from nennep.core.refusals import Refused
from nennep.directives.actions.lists import locked_open, note
from nennep.directives.models import Dissemination, Reader
from nennep.organisation.actors import Actor
from nennep.organisation.queries import secretary_of


class NobodyToUrge(Refused):
    message = _("Không còn ai phải nhắc: mọi đồng chí đã được quán triệt, hoặc hôm nay đã nhắc rồi.")


class NoSecretary(Refused):
    message = _("%(unit)s hôm nay không có bí thư, nên chưa nhắc được ai. Phân công bí thư rồi nhắc.")


@transaction.atomic
def urge_readers(
    dissemination: Dissemination, *, groups: Collection[UUID] | None = None, by: Actor, at: datetime
) -> int:
    """Urge those who were not reached yet (nhắc), each at most once a day; returns how many.

    What leaves the program names no document and no Party body (ux.md 5).
    """
    dissemination = locked_open(dissemination)
    today = timezone.localdate(at)
    unreached = dissemination.readers.filter(reached_on__isnull=True, left_on__isnull=True).exclude(urged_on=today)
    if groups is not None:
        unreached = unreached.filter(group__in=groups)
    waiting = list(unreached.select_related("person").order_by("person__name_key", "pk"))
    if not waiting:
        raise NobodyToUrge
    for reader in waiting:
        _urge(reader.person_id, reader.person.channel, dissemination, today, at)
    Reader.objects.filter(pk__in=[reader.pk for reader in waiting]).update(urged_on=today)
    names = [reader.person.full_name for reader in waiting]
    note("directives.dissemination.urged", dissemination, by=by, at=at, after=names)
    return len(waiting)


@transaction.atomic
def urge_secretary(dissemination: Dissemination, *, by: Actor, at: datetime) -> str:
    """Urge the secretary of a branch that is behind; returns the name. At most once a day."""
    dissemination = locked_open(dissemination)
    today = timezone.localdate(at)
    if dissemination.urged_on == today or dissemination.is_complete:
        raise NobodyToUrge
    secretary = secretary_of(dissemination.unit, today)
    if secretary is None:
        raise NoSecretary(unit=dissemination.unit.name)
    _urge(secretary.pk, secretary.channel, dissemination, today, at)
    dissemination.urged_on = today
    dissemination.save(update_fields=["urged_on"])
    note("directives.dissemination.urged", dissemination, by=by, at=at, after=[secretary.full_name])
    return secretary.full_name


def _urge(person_id: UUID, channel: str, dissemination: Dissemination, today: date, at: datetime) -> None:
    outbox.put(
        key=f"directive:{dissemination.pk}:{person_id}:{today}",
        ward_id=dissemination.ward_id,
        person_id=person_id,
        channel=channel,
        words=f"Đồng chí có 1 văn bản cần xem, hạn {dissemination.due_on:%d/%m/%Y}.",
        at=at,
    )
