"""What search may find of meetings: the meeting itself, what was said in it, what it resolved."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from nennep.core import written
from nennep.core.search.index import Shown, Source, Text, same
from nennep.core.search.words import newest_first
from nennep.decisions.models import Resolution, ResolutionState
from nennep.meetings import access
from nennep.meetings.models import Meeting, Opinion, Paper
from nennep.organisation.actors import Actor

# Meetings -----------------------------------------------------------------------------------------


def _meetings(ward_id: UUID, ids: Collection[UUID] | None) -> Iterator[Text]:
    meetings = Meeting.objects.filter(ward=ward_id, parent__isnull=True).select_related("unit")
    papers = Paper.objects.filter(ward=ward_id, removed_at__isnull=True)
    if ids is not None:
        meetings, papers = meetings.filter(pk__in=ids), papers.filter(meeting__in=ids)
    titles: dict[UUID, list[str]] = {}
    for meeting_id, title in papers.order_by("pk").values_list("meeting", "title"):
        titles.setdefault(meeting_id, []).append(title)
    for meeting in meetings:
        day = timezone.localdate(meeting.starts_at)
        words = [meeting.unit.name, meeting.unit.short_name, meeting.place, *titles.get(meeting.pk, [])]
        yield Text(meeting.pk, newest_first(day), _title(meeting), " ".join(words), frozenset({meeting.unit_id}))


def _title(meeting: Meeting) -> str:
    return f"{meeting.get_kind_display()} {written.month(meeting.period)} {meeting.topic}".strip()


def _with_paper(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    return Paper.objects.filter(ward=ward_id, pk__in=ids).values_list("meeting", flat=True)


def _of_unit(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    return Meeting.objects.filter(ward=ward_id, unit__in=ids).values_list("pk", flat=True)


def _meetings_seen(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(access.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def _show_meetings(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    found = Meeting.objects.filter(ward=actor.ward_id).select_related("unit").in_bulk(list(ids))
    return [
        Shown(
            each,
            _title(found[each]),
            f"{found[each].unit.short_name} · {written.moment(found[each].starts_at)}",
            reverse("meetings:show", args=[each]),
        )
        for each in ids
        if each in found
    ]


# What was said ------------------------------------------------------------------------------------


def _opinions(ward_id: UUID, ids: Collection[UUID] | None) -> Iterator[Text]:
    found = Opinion.objects.filter(ward=ward_id, removed_at__isnull=True)
    rows = (found if ids is None else found.filter(pk__in=ids)).values_list(
        "pk", "text", "said_at", "speaker__full_name", "guest__name", "item__title", "root__unit"
    )
    for key, text, said_at, speaker, guest, item, unit_id in rows.iterator(chunk_size=1000):
        words = f"{speaker or guest} {item}"
        yield Text(key, newest_first(timezone.localdate(said_at)), text, words, frozenset({unit_id}))


def _said_by(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    return Opinion.objects.filter(ward=ward_id, speaker__in=ids).values_list("pk", flat=True)


def _under(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    return Opinion.objects.filter(ward=ward_id, item__in=ids).values_list("pk", flat=True)


def _opinions_seen(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """What was said stands in the record: who may read the record of the meeting."""
    said = Opinion.objects.filter(ward=actor.ward_id, pk__in=ids, removed_at__isnull=True)
    return _with_open_record(actor, dict(said.values_list("pk", "root")))


def _with_open_record(actor: Actor, meeting_of: Mapping[UUID, UUID]) -> set[UUID]:
    """Of things told in meetings, those whose meeting's record the reader may open.

    Two plain questions: as one, databases walk every opinion of every meeting that the reader may see.
    """
    open_to = access.records_visible_to(actor).filter(pk__in=set(meeting_of.values()))
    records = set(open_to.values_list("pk", flat=True))
    return {key for key, meeting_id in meeting_of.items() if meeting_id in records}


def _show_opinions(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    opinions = Opinion.objects.filter(ward=actor.ward_id).select_related("root__unit", "speaker", "guest")
    found = opinions.in_bulk(list(ids))
    return [_opinion(found[each]) for each in ids if each in found]


def _opinion(opinion: Opinion) -> Shown:
    who = opinion.speaker.full_name if opinion.speaker else opinion.guest.name if opinion.guest else ""
    note = f"{who} · {opinion.root.unit.short_name} · {written.short_date(timezone.localdate(opinion.said_at))}"
    return Shown(opinion.pk, opinion.text[:200], note, reverse("meetings:minutes", args=[opinion.root_id]))


# What was resolved --------------------------------------------------------------------------------


def _resolutions(ward_id: UUID, ids: Collection[UUID] | None) -> Iterator[Text]:
    found = Resolution.objects.filter(ward=ward_id, state=ResolutionState.ADOPTED)
    for each in found if ids is None else found.filter(pk__in=ids):
        title = f"{each.get_kind_display()} {each.symbol} {each.subject}"
        words = " ".join([each.review, each.direction, each.implementation])
        yield Text(each.pk, newest_first(each.adopted_on), title, words, frozenset({each.unit_id}))


def _resolutions_seen(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """A resolution is read with the record of the meeting that passed it."""
    found = Resolution.objects.filter(ward=actor.ward_id, pk__in=ids, state=ResolutionState.ADOPTED)
    return _with_open_record(actor, dict(found.values_list("pk", "origin_id")))


def _show_resolutions(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    found = Resolution.objects.filter(ward=actor.ward_id).select_related("unit").in_bulk(list(ids))
    return [_resolution(found[each]) for each in ids if each in found]


def _resolution(resolution: Resolution) -> Shown:
    title = f"{resolution.get_kind_display()} {resolution.symbol}: {resolution.subject}"
    day = f" · {written.short_date(resolution.adopted_on)}" if resolution.adopted_on else ""
    address = reverse("meetings:minutes", args=[resolution.origin_id])
    return Shown(resolution.pk, title, f"{resolution.unit.short_name}{day}", address)


MEETINGS = Source(
    "meeting",
    _meetings,
    {"meetings.meeting": same, "meetings.paper": _with_paper, "organisation.unit": _of_unit},
    _meetings_seen,
    _show_meetings,
)
OPINIONS = Source(
    "opinion",
    _opinions,
    {"meetings.opinion": same, "organisation.person": _said_by, "meetings.agendaitem": _under},
    _opinions_seen,
    _show_opinions,
)
RESOLUTIONS = Source("resolution", _resolutions, {"decisions.resolution": same}, _resolutions_seen, _show_resolutions)
