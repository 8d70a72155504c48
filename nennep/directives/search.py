"""What search may find of documents: number, issuer, subject, tasks, and the words of the file."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse

from nennep.core import written
from nennep.core.search.index import Shown, Source, Text, same
from nennep.core.search.words import newest_first
from nennep.directives.access import seen_by
from nennep.directives.models import Directive, Dissemination, wordy
from nennep.organisation.actors import Actor


def _directives(ward_id: UUID, ids: Collection[UUID] | None) -> Iterator[Text]:
    found = Directive.objects.filter(ward=ward_id).defer("head_key", "text_key")
    told = Dissemination.objects.filter(ward=ward_id).only("directive", "unit")
    found = found.prefetch_related(Prefetch("disseminations", queryset=told))
    for each in (found if ids is None else found.filter(pk__in=ids)).iterator(chunk_size=50):
        units = {told.unit_id for told in each.disseminations.all()} | ({each.unit_id} if each.unit_id else set())
        title = f"{each.label} {each.subject}"
        words = " ".join([each.issuer, each.summary, each.tasks, each.text])
        yield Text(each.pk, newest_first(each.dated_on or each.received_on), title, words, frozenset(units))


def _told(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    return Dissemination.objects.filter(ward=ward_id, pk__in=ids).values_list("directive", flat=True)


def _seen(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(Directive.objects.filter(seen_by(actor), ward=actor.ward_id, pk__in=ids).values_list("pk", flat=True))


def _show(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    found = Directive.objects.filter(ward=actor.ward_id).defer(*wordy("")).in_bulk(list(ids))
    return [_line(found[each]) for each in ids if each in found]


def _line(directive: Directive) -> Shown:
    day = directive.dated_on or directive.received_on
    note = " · ".join([directive.issuer, *([written.short_date(day)] if day else [])])
    title = f"{directive.label}: {directive.subject}"
    return Shown(directive.pk, title, note, reverse("directives:show", args=[directive.pk]))


DIRECTIVES = Source(
    "directive",
    _directives,
    {"directives.directive": same, "directives.dissemination": _told},
    _seen,
    _show,
)
