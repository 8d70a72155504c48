"""The lists of readers: drawn up when a document is assigned, then following the branches' lists, all dated.

A reader who leaves a branch without having been reached is let go with the day, never deleted; in the branch they
come to they are asked again. Whoever was reached is counted once, where they were reached.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.documents.wording import short_date
from nennep.core.refusals import Refused
from nennep.directives.models import (
    Directive,
    Dissemination,
    EndReason,
    HowReached,
    Reader,
    Seat,
    SeatStatus,
    listed,
    wordy,
)
from nennep.organisation.actors import Actor
from nennep.organisation.queries import ToReach, members_to_reach


class DisseminationEnded(Refused):
    message = _("Việc quán triệt này đã dừng ngày %(day)s vì %(reason)s.")


Key = tuple[UUID, UUID]
"""A directive and a person."""


def draw_up(directive: Directive, disseminations: list[Dissemination], today: date) -> None:
    """The readers of fresh disseminations; who heard it at a conference or was told before counts as reached."""
    by_unit = {each.unit_id: each for each in disseminations}
    reached = _heard_at_conferences(directive) | _told_before(directive)
    counted = counted_readers([directive.pk])
    readers = []
    for member in members_to_reach(directive.ward_id, today):
        if member.unit_id not in by_unit or (directive.pk, member.person_id) in counted:
            continue
        reader = new_reader(by_unit[member.unit_id], member, today)
        if member.person_id in reached:
            reader.reached_on, reader.how, reader.source_address = reached[member.person_id]
        readers.append(reader)
    Reader.objects.bulk_create(readers)
    recount(disseminations)


def _heard_at_conferences(directive: Directive) -> dict[UUID, tuple[date, str, str]]:
    """Who was present at a closed conference that took the document up: when, how, and where its roll is read."""
    seats = Seat.objects.filter(
        ward=directive.ward_id,
        conference__items__directive=directive,
        conference__closed_at__isnull=False,
        status=SeatStatus.PRESENT,
    ).select_related("conference")
    return {
        seat.person_id: (
            timezone.localdate(seat.conference.starts_at),
            HowReached.CONFERENCE,
            reverse("directives:conference", args=[seat.conference_id]),
        )
        for seat in seats.order_by("-conference__starts_at")
    }


def _told_before(directive: Directive) -> dict[UUID, tuple[date, str, str]]:
    """Who was reached before the ward no longer asked for it, and now asks again."""
    withdrawn = Reader.objects.filter(
        ward=directive.ward_id,
        dissemination__directive=directive,
        dissemination__end_reason=EndReason.WITHDRAWN,
        reached_on__isnull=False,
    )
    return {each.person_id: (each.reached_on, each.how, each.source_address) for each in withdrawn if each.reached_on}


def counted_readers(directives: Collection[UUID]) -> set[Key]:
    """Who was reached by a document already, in whichever branch: they are not asked a second time."""
    reached = Reader.objects.filter(dissemination__directive__in=directives, reached_on__isnull=False)
    kept = reached.exclude(dissemination__end_reason=EndReason.WITHDRAWN)
    return set(kept.values_list("dissemination__directive", "person"))


@transaction.atomic
def renew_readers(ward_id: UUID, *, by: Actor, at: datetime) -> int:
    """Let the lists of running disseminations follow the branches' lists; returns how many changed.

    Until the due day newcomers are added. Who left without being reached is let go at any time, and is asked in the
    branch they came to if it passes the same document on. A branch that has ended ends its disseminations.
    """
    today = timezone.localdate(at)
    running = list(Dissemination.objects.filter(ward=ward_id, ended_on__isnull=True).select_related("unit"))
    over = [each for each in running if not each.unit.holds_on(today)]
    end(over, EndReason.DISSOLVED, today, by=by, at=at)
    open_ones = [each for each in running if each.ended_on is None]
    by_unit: dict[UUID, dict[UUID, ToReach]] = defaultdict(dict)
    for member in members_to_reach(ward_id, today):
        by_unit[member.unit_id][member.person_id] = member
    follow = [each for each in open_ones if each.due_on >= today or not each.is_complete]
    readers: dict[UUID, list[Reader]] = defaultdict(list)
    for reader in Reader.objects.filter(dissemination__in=follow):
        readers[reader.dissemination_id].append(reader)
    counted = counted_readers([each.directive_id for each in follow if each.due_on >= today])
    changed = {
        each.pk: each for each in follow if _follow(each, readers[each.pk], by_unit[each.unit_id], counted, today)
    }
    changed |= {each.pk: each for each in _ask_again(ward_id, open_ones, by_unit, today)}
    recount(list(changed.values()))
    return len(changed) + len(over)


def _follow(
    dissemination: Dissemination,
    readers: list[Reader],
    members: Mapping[UUID, ToReach],
    counted: Collection[Key],
    today: date,
) -> bool:
    """Bring one list up to the branch's list of today; whether anything changed."""
    known = {reader.person_id for reader in readers}
    gone = [each.pk for each in readers if each.reached_on is None and each.person_id not in members]
    left = Reader.objects.filter(pk__in=gone, left_on__isnull=True).update(left_on=today)
    joined = [
        member
        for key, member in members.items()
        if dissemination.due_on >= today and key not in known and (dissemination.directive_id, key) not in counted
    ]
    Reader.objects.bulk_create(new_reader(dissemination, member, today) for member in joined)
    moved = [r for r in readers if r.person_id in members and r.group_id != members[r.person_id].group_id]
    for reader in moved:
        reader.group_id = members[reader.person_id].group_id
    Reader.objects.bulk_update(moved, ["group"])
    return bool(left or joined or moved)


def _ask_again(
    ward_id: UUID, open_ones: Iterable[Dissemination], by_unit: Mapping[UUID, Mapping[UUID, ToReach]], today: date
) -> list[Dissemination]:
    """Those let go without being reached are asked where they are now, also after the due day."""
    let_go = list(
        Reader.objects.filter(ward=ward_id, left_on__isnull=False, reached_on__isnull=True).select_related(
            "dissemination"
        )
    )
    if not let_go:
        return []
    directives = {each.dissemination.directive_id for each in let_go}
    there: dict[tuple[UUID, UUID], Dissemination] = {(each.directive_id, each.unit_id): each for each in open_ones}
    unit_of = {person_id: unit_id for unit_id, members in by_unit.items() for person_id in members}
    spoken_for = counted_readers(directives) | _waiting(directives)
    own = {(each.dissemination_id, each.person_id): each for each in let_go}
    touched = {}
    for directive_id, person_id in dict.fromkeys((each.dissemination.directive_id, each.person_id) for each in let_go):
        unit_id = unit_of.get(person_id)
        dissemination = there.get((directive_id, unit_id)) if unit_id else None
        if dissemination is None or unit_id is None or (directive_id, person_id) in spoken_for:
            continue
        before = own.get((dissemination.pk, person_id))
        if before:
            Reader.objects.filter(pk=before.pk).update(left_on=None)
        else:
            new_reader(dissemination, by_unit[unit_id][person_id], today).save()
        touched[dissemination.pk] = dissemination
    return list(touched.values())


def _waiting(directives: Collection[UUID]) -> set[Key]:
    """Who is on a running list of a document and has not been reached."""
    waiting = Reader.objects.filter(
        dissemination__directive__in=directives,
        dissemination__ended_on__isnull=True,
        reached_on__isnull=True,
        left_on__isnull=True,
    )
    return set(waiting.values_list("dissemination__directive", "person"))


def end(disseminations: Collection[Dissemination], reason: str, on: date, *, by: Actor, at: datetime) -> None:
    """End disseminations for a reason. The members of a branch that is no more are let go: they are asked elsewhere."""
    for each in disseminations:
        each.ended_on, each.end_reason = on, reason
        each.save(update_fields=["ended_on", "end_reason"])
    if reason == EndReason.DISSOLVED:
        waiting = Reader.objects.filter(dissemination__in=disseminations, reached_on__isnull=True, left_on__isnull=True)
        waiting.update(left_on=on)
        recount(disseminations)
    for each in disseminations:
        note("directives.dissemination.ended", each, by=by, at=at, after={"reason": reason, "reached": each.reached})


def new_reader(dissemination: Dissemination, member: ToReach, today: date) -> Reader:
    """A line for one member, not yet reached."""
    return Reader(
        ward_id=dissemination.ward_id,
        dissemination=dissemination,
        person_id=member.person_id,
        unit_id=member.unit_id,
        group_id=member.group_id,
        listed_on=today,
    )


def recount(disseminations: Collection[Dissemination]) -> None:
    """The two counters of each, from its readers: one place keeps them."""
    counted = {
        row["dissemination"]: row
        for row in Reader.objects.filter(listed(), dissemination__in=[each.pk for each in disseminations])
        .order_by()
        .values("dissemination")
        .annotate(expected=Count("pk"), reached=Count("pk", filter=Q(reached_on__isnull=False)))
    }
    for each in disseminations:
        row = counted.get(each.pk, {"expected": 0, "reached": 0})
        each.expected, each.reached = row["expected"], row["reached"]
    Dissemination.objects.bulk_update(disseminations, ["expected", "reached"])


def locked(dissemination: Dissemination) -> Dissemination:
    """The dissemination as it is now, held until the change is written."""
    return (
        Dissemination.objects.select_for_update(of=("self",))
        .select_related("unit", "directive")
        .defer(*wordy("directive"))
        .get(pk=dissemination.pk)
    )


def locked_open(dissemination: Dissemination) -> Dissemination:
    """The same; refuses one that has ended."""
    dissemination = locked(dissemination)
    if dissemination.ended_on:
        raise DisseminationEnded(day=short_date(dissemination.ended_on), reason=dissemination.get_end_reason_display())
    return dissemination


def note(
    name: str, dissemination: Dissemination, *, by: Actor, at: datetime, before: object = None, after: object = None
) -> None:
    """The entry in the log for one dissemination."""
    audit.record(name, dissemination, by=by, at=at, unit_id=dissemination.unit_id, before=before, after=after)
