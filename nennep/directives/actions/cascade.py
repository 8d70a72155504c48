"""The cascade (quán triệt): who must pass a document on by when, and how each member was reached."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit, outbox
from nennep.core.documents.wording import short_date
from nennep.core.refusals import Refused
from nennep.directives.actions.register import mark_replaced
from nennep.directives.models import (
    Directive,
    Dissemination,
    EndReason,
    HowReached,
    Question,
    Reader,
    Seat,
    SeatStatus,
    wordy,
)
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit
from nennep.organisation.queries import ToReach, is_on_the_list, members_to_reach


class NoBranchChosen(Refused):
    field = "units"
    message = _("Chọn ít nhất một chi bộ, hoặc một loại hình chi bộ.")


class DueInThePast(Refused):
    field = "due_on"
    message = _("Hạn %(day)s đã qua. Nhập ngày từ hôm nay trở đi.")


class PlanDueInThePast(Refused):
    field = "plan_due_on"
    message = _("Hạn nộp kế hoạch %(day)s đã qua. Nhập ngày từ hôm nay trở đi.")


class ReportDueInThePast(Refused):
    field = "report_due_on"
    message = _("Hạn báo cáo %(day)s đã qua. Nhập ngày từ hôm nay trở đi.")


class IsReplaced(Refused):
    message = _("%(old)s đã được thay thế bằng %(new)s. Giao quán triệt văn bản mới.")


class BranchHasEnded(Refused):
    field = "units"
    message = _("%(unit)s đã kết thúc hoạt động từ ngày %(day)s. Bỏ chọn chi bộ này.")


class NotOnTheListAnyMore(Refused):
    message = _("Đồng chí không còn sinh hoạt ở %(unit)s, nên việc đọc văn bản này không tính cho chi bộ ấy nữa.")


class DisseminationEnded(Refused):
    message = _("Việc quán triệt này đã dừng ngày %(day)s vì %(reason)s.")


class QuestionsLeft(Refused):
    message = _("Còn câu hỏi chưa trả lời. Trả lời đủ các câu, rồi xác nhận đã đọc.")


class NobodyChosen(Refused):
    message = _("Chọn ít nhất một đồng chí đã được truyền đạt lại.")


class NobodyToUrge(Refused):
    message = _("Không còn ai phải nhắc: mọi đồng chí đã được quán triệt, hoặc hôm nay đã nhắc rồi.")


# Assigning ----------------------------------------------------------------------------------------


@transaction.atomic
def assign_directive(
    directive: Directive,
    *,
    units: Sequence[Unit],
    method: str,
    due_on: date,
    plan_due_on: date | None = None,
    report_due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> list[Dissemination]:
    """Tell branches to pass a document on by a day (giao quán triệt), all in one step.

    A branch that has it already keeps what it has. Members who heard it at a conference count as reached.
    Refuses days in the past, a document that was replaced, and a branch that no longer exists.
    """
    today = timezone.localdate(at)
    if directive.replaced_by:
        raise IsReplaced(old=directive.label, new=directive.replaced_by.label)
    _check_days(today, due_on, plan_due_on, report_due_on)
    if not units:
        raise NoBranchChosen
    ended = next((unit for unit in units if not unit.holds_on(today)), None)
    if ended:
        raise BranchHasEnded(unit=ended.name, day=short_date(ended.valid_to) if ended.valid_to else "")
    has_it = set(
        Dissemination.objects.filter(
            ward=directive.ward_id, directive=directive, unit__in=units, ended_on__isnull=True
        ).values_list("unit_id", flat=True)
    )
    fresh = [
        Dissemination(
            ward_id=directive.ward_id,
            directive=directive,
            unit=unit,
            method=method,
            due_on=due_on,
            assigned_on=today,
            plan_due_on=plan_due_on,
            report_due_on=report_due_on,
        )
        for unit in units
        if unit.pk not in has_it
    ]
    Dissemination.objects.bulk_create(fresh)
    _draw_up_readers(directive, fresh, today)
    for each in fresh:
        told = {"method": method, "due_on": due_on, "plan_due_on": plan_due_on, "report_due_on": report_due_on}
        _note("directives.dissemination.assigned", each, by=by, at=at, after=told)
    return fresh


def _check_days(today: date, due_on: date, plan_due_on: date | None, report_due_on: date | None) -> None:
    for day, refusal in ((due_on, DueInThePast), (plan_due_on, PlanDueInThePast), (report_due_on, ReportDueInThePast)):
        if day and day < today:
            raise refusal(day=short_date(day))


def _draw_up_readers(directive: Directive, disseminations: list[Dissemination], today: date) -> None:
    by_unit = {each.unit_id: each for each in disseminations}
    heard = _heard_at_conferences(directive)
    readers = []
    for member in members_to_reach(directive.ward_id, today):
        if member.unit_id not in by_unit:
            continue
        reader = _reader(by_unit[member.unit_id], member)
        if member.person_id in heard:
            reader.reached_on, reader.source_address = heard[member.person_id]
            reader.how = HowReached.CONFERENCE
        readers.append(reader)
    Reader.objects.bulk_create(readers)
    _recount(disseminations)


def _heard_at_conferences(directive: Directive) -> dict[UUID, tuple[date, str]]:
    """Who was present at a closed conference that took the document up: when, and where its roll is read."""
    seats = Seat.objects.filter(
        ward=directive.ward_id,
        conference__items__directive=directive,
        conference__closed_at__isnull=False,
        status=SeatStatus.PRESENT,
    ).select_related("conference")
    return {
        seat.person_id: (timezone.localdate(seat.conference.starts_at), _conference_address(seat.conference_id))
        for seat in seats.order_by("-conference__starts_at")
    }


def _conference_address(conference_id: UUID) -> str:
    from django.urls import reverse

    return reverse("directives:conference", args=[conference_id])


@transaction.atomic
def change_due(dissemination: Dissemination, *, due_on: date, by: Actor, at: datetime) -> Dissemination:
    """Give a branch another day (gia hạn)."""
    dissemination = _locked_open(dissemination)
    if due_on == dissemination.due_on:
        return dissemination
    if due_on < timezone.localdate(at):
        raise DueInThePast(day=short_date(due_on))
    before, dissemination.due_on = dissemination.due_on, due_on
    dissemination.save(update_fields=["due_on"])
    _note("directives.dissemination.due_changed", dissemination, by=by, at=at, before=before, after=due_on)
    return dissemination


@transaction.atomic
def withdraw(dissemination: Dissemination, *, by: Actor, at: datetime) -> None:
    """The ward no longer asks a branch to pass the document on; who was reached stays reached."""
    dissemination = _locked(dissemination)
    if dissemination.ended_on is None:
        _end([dissemination], EndReason.WITHDRAWN, timezone.localdate(at), by=by, at=at)


@transaction.atomic
def replace_directive(
    old: Directive, *, new: Directive, on: date, due_on: date | None, by: Actor, at: datetime
) -> Directive:
    """A document is replaced while branches pass it on: what was done stays as it is and is said so.

    With `due_on`, branches that had the old one open are told to pass the new one on by that day, in the same way.
    """
    old = mark_replaced(old, new=new, on=on, by=by, at=at)
    running = list(
        Dissemination.objects.filter(ward=old.ward_id, directive=old, ended_on__isnull=True).select_related("unit")
    )
    if due_on:
        by_method: dict[str, list[Unit]] = defaultdict(list)
        for each in running:
            if each.unit.holds_on(timezone.localdate(at)):
                by_method[each.method].append(each.unit)
        for method, units in by_method.items():
            assign_directive(new, units=units, method=method, due_on=due_on, by=by, at=at)
    _end(running, EndReason.REPLACED, on, by=by, at=at)
    return old


def _end(disseminations: Iterable[Dissemination], reason: str, on: date, *, by: Actor, at: datetime) -> None:
    for each in disseminations:
        each.ended_on, each.end_reason = on, reason
        each.save(update_fields=["ended_on", "end_reason"])
        _note("directives.dissemination.ended", each, by=by, at=at, after={"reason": reason, "reached": each.reached})


# Reaching -----------------------------------------------------------------------------------------


@transaction.atomic
def record_reached(
    directive: Directive,
    unit: Unit,
    people: Mapping[UUID, str],
    *,
    on: date,
    address: str,
    by: Actor,
    at: datetime,
) -> int:
    """A meeting of a branch took a document up: those present were reached, each in the way `people` says.

    Nothing happens where the branch was not asked to pass it on. Members who joined the list meanwhile are added
    to it; who was reached before stays so. Returns how many were reached now.
    """
    dissemination = (
        Dissemination.objects.select_for_update(of=("self",))
        .filter(ward=unit.ward_id, directive=directive, unit=unit)
        .exclude(end_reason=EndReason.WITHDRAWN)
        .order_by("-assigned_on", "-pk")
        .first()
    )
    if dissemination is None:
        return 0
    known = set(dissemination.readers.values_list("person_id", flat=True))
    joined = [
        each
        for each in members_to_reach(unit.ward_id, on)
        if each.unit_id == unit.pk and each.person_id in people and each.person_id not in known
    ]
    Reader.objects.bulk_create(_reader(dissemination, each) for each in joined)
    reached = 0
    for how in set(people.values()):
        came = [person_id for person_id, way in people.items() if way == how]
        waiting = dissemination.readers.filter(reached_on__isnull=True, person__in=came)
        reached += waiting.update(reached_on=on, how=how, source_address=address)
    dissemination.taken_up_on = dissemination.taken_up_on or on
    dissemination.save(update_fields=["taken_up_on"])
    _recount([dissemination])
    _note("directives.dissemination.taken_up", dissemination, by=by, at=at, after={"on": on, "people": reached})
    return reached


@transaction.atomic
def record_heard(
    directive: Directive, people: Collection[UUID], *, on: date, address: str, by: Actor, at: datetime
) -> int:
    """A conference of the ward took a document up: those present were reached, in whichever branch they are."""
    readers = Reader.objects.filter(
        ward=directive.ward_id,
        dissemination__directive=directive,
        dissemination__ended_on__isnull=True,
        person__in=people,
        reached_on__isnull=True,
    )
    touched = set(readers.values_list("dissemination_id", flat=True))
    reached = readers.update(reached_on=on, how=HowReached.CONFERENCE, source_address=address)
    disseminations = list(Dissemination.objects.filter(pk__in=touched))
    _recount(disseminations)
    for each in disseminations:
        _note("directives.dissemination.reached", each, by=by, at=at, after={"on": on, "address": address})
    return reached


@transaction.atomic
def acknowledge(reader: Reader, *, answers: Mapping[UUID, int], by: Actor, at: datetime) -> Reader:
    """A member says "I have read it" (xác nhận đã đọc), after the questions if there are any; twice counts once.

    Answers are added to the totals of the questions; the reader alone keeps how many were right. Refuses
    somebody who has left the branch, a dissemination that has ended, and questions left open.
    """
    reader = Reader.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=reader.pk)
    dissemination = _locked_open(reader.dissemination)
    today = timezone.localdate(at)
    if not is_on_the_list(reader.person, reader.unit, today):
        raise NotOnTheListAnyMore(unit=reader.unit.name)
    questions = list(Question.objects.filter(directive=dissemination.directive_id, removed_at__isnull=True))
    if reader.reached_on and (reader.asked or not questions):
        return reader
    if any(each.pk not in answers for each in questions):
        raise QuestionsLeft
    _count_answers(reader, questions, answers)
    if reader.reached_on is None:
        reader.reached_on, reader.how = today, HowReached.READ
    reader.save()
    _recount([dissemination])
    _note("directives.reader.acknowledged", dissemination, by=by, at=at, after={"person": reader.person.full_name})
    return reader


def _count_answers(reader: Reader, questions: Sequence[Question], answers: Mapping[UUID, int]) -> None:
    for question in Question.objects.select_for_update().filter(pk__in=[each.pk for each in questions]).order_by("pk"):
        is_right = answers[question.pk] == question.answer
        question.asked += 1
        question.answered_right += is_right
        question.save(update_fields=["asked", "answered_right"])
        reader.asked += 1
        reader.right += is_right


@transaction.atomic
def tell_again(dissemination: Dissemination, people: Collection[UUID], *, on: date, by: Actor, at: datetime) -> int:
    """The secretary or a group leader passed the document on to those who were absent (truyền đạt lại)."""
    dissemination = _locked_open(dissemination)
    waiting = dissemination.readers.filter(person__in=people, reached_on__isnull=True)
    names = list(waiting.order_by("person__name_key").values_list("person__full_name", flat=True))
    if not people:
        raise NobodyChosen
    waiting.update(reached_on=on, how=HowReached.TOLD)
    _recount([dissemination])
    if names:
        _note("directives.dissemination.told_again", dissemination, by=by, at=at, after={"on": on, "people": names})
    return len(names)


@transaction.atomic
def take_back(reader: Reader, *, by: Actor, at: datetime) -> None:
    """Take back "was told again" for one member who was ticked by mistake; other ways are not taken back."""
    dissemination = _locked_open(reader.dissemination)
    undone = dissemination.readers.filter(pk=reader.pk, how=HowReached.TOLD).update(reached_on=None, how="")
    if undone:
        _recount([dissemination])
        _note("directives.dissemination.taken_back", dissemination, by=by, at=at, after=reader.person.full_name)


# Following the list -------------------------------------------------------------------------------


@transaction.atomic
def renew_readers(ward_id: UUID, *, by: Actor, at: datetime) -> int:
    """Let the lists of running disseminations follow the branches' lists; returns how many changed.

    Until the due day newcomers are added; who left without being reached is taken off at any time. A branch that
    has ended ends its disseminations: its members are asked where they went.
    """
    today = timezone.localdate(at)
    running = Dissemination.objects.filter(ward=ward_id, ended_on__isnull=True).select_related("unit")
    over = [each for each in running if not each.unit.holds_on(today)]
    _end(over, EndReason.DISSOLVED, today, by=by, at=at)
    by_unit: dict[UUID, dict[UUID, ToReach]] = defaultdict(dict)
    for member in members_to_reach(ward_id, today):
        by_unit[member.unit_id][member.person_id] = member
    changed = []
    readers: dict[UUID, list[Reader]] = defaultdict(list)
    follow = [each for each in running if each.ended_on is None and (each.due_on >= today or not each.is_complete)]
    for reader in Reader.objects.filter(dissemination__in=follow):
        readers[reader.dissemination_id].append(reader)
    for each in follow:
        if _follow(each, readers[each.pk], by_unit[each.unit_id], today):
            changed.append(each)
    _recount(changed)
    return len(changed) + len(over)


def _follow(dissemination: Dissemination, readers: list[Reader], members: Mapping[UUID, ToReach], today: date) -> bool:
    """Bring one list up to the branch's list of today; whether anything changed."""
    known = {reader.person_id for reader in readers}
    gone = [reader.pk for reader in readers if reader.reached_on is None and reader.person_id not in members]
    Reader.objects.filter(pk__in=gone).delete()
    joined = [] if dissemination.due_on < today else [m for key, m in members.items() if key not in known]
    Reader.objects.bulk_create(_reader(dissemination, member) for member in joined)
    moved = [r for r in readers if r.person_id in members and r.group_id != members[r.person_id].group_id]
    for reader in moved:
        reader.group_id = members[reader.person_id].group_id
    Reader.objects.bulk_update(moved, ["group"])
    return bool(gone or joined or moved)


# Urging -------------------------------------------------------------------------------------------


@transaction.atomic
def urge_readers(
    dissemination: Dissemination, *, groups: Collection[UUID] | None = None, by: Actor, at: datetime
) -> int:
    """Urge those who were not reached yet (nhắc), each at most once a day; returns how many.

    What leaves the program names no document and no Party body (ux.md 5).
    """
    dissemination = _locked_open(dissemination)
    today = timezone.localdate(at)
    unreached = dissemination.readers.filter(reached_on__isnull=True).exclude(urged_on=today)
    if groups is not None:
        unreached = unreached.filter(group__in=groups)
    waiting = list(unreached.select_related("person").order_by("person__name_key", "pk"))
    if not waiting:
        raise NobodyToUrge
    for reader in waiting:
        _urge(reader.person_id, reader.person.channel, dissemination, today, at)
    Reader.objects.filter(pk__in=[reader.pk for reader in waiting]).update(urged_on=today)
    names = [reader.person.full_name for reader in waiting]
    _note("directives.dissemination.urged", dissemination, by=by, at=at, after=names)
    return len(waiting)


@transaction.atomic
def urge_secretary(dissemination: Dissemination, *, by: Actor, at: datetime) -> str:
    """Urge the secretary of a branch that is behind; returns the name. At most once a day."""
    dissemination = _locked_open(dissemination)
    today = timezone.localdate(at)
    post = dissemination.unit.posts.filter(position="secretary", valid_to__isnull=True).select_related("person").first()
    if post is None or dissemination.urged_on == today or dissemination.is_complete:
        raise NobodyToUrge
    _urge(post.person_id, post.person.channel, dissemination, today, at)
    dissemination.urged_on = today
    dissemination.save(update_fields=["urged_on"])
    _note("directives.dissemination.urged", dissemination, by=by, at=at, after=[post.person.full_name])
    return post.person.full_name


def _urge(person_id: UUID, channel: str, dissemination: Dissemination, today: date, at: datetime) -> None:
    outbox.put(
        key=f"directive:{dissemination.pk}:{person_id}:{today}",
        ward_id=dissemination.ward_id,
        person_id=person_id,
        channel=channel,
        words=f"Đồng chí có 1 văn bản cần xem, hạn {dissemination.due_on:%d/%m/%Y}.",
        at=at,
    )


# Parts --------------------------------------------------------------------------------------------


def _reader(dissemination: Dissemination, member: ToReach) -> Reader:
    return Reader(
        ward_id=dissemination.ward_id,
        dissemination=dissemination,
        person_id=member.person_id,
        unit_id=member.unit_id,
        group_id=member.group_id,
    )


def _recount(disseminations: Collection[Dissemination]) -> None:
    """The two counters of each, from its readers: one place keeps them."""
    counted = {
        row["dissemination"]: row
        for row in Reader.objects.filter(dissemination__in=[each.pk for each in disseminations])
        .order_by()
        .values("dissemination")
        .annotate(expected=Count("pk"), reached=Count("pk", filter=Q(reached_on__isnull=False)))
    }
    for each in disseminations:
        row = counted.get(each.pk, {"expected": 0, "reached": 0})
        each.expected, each.reached = row["expected"], row["reached"]
    Dissemination.objects.bulk_update(disseminations, ["expected", "reached"])


def _locked(dissemination: Dissemination) -> Dissemination:
    return (
        Dissemination.objects.select_for_update(of=("self",))
        .select_related("unit", "directive")
        .defer(*wordy("directive"))
        .get(pk=dissemination.pk)
    )


def _locked_open(dissemination: Dissemination) -> Dissemination:
    dissemination = _locked(dissemination)
    if dissemination.ended_on:
        raise DisseminationEnded(day=short_date(dissemination.ended_on), reason=dissemination.get_end_reason_display())
    return dissemination


def _note(
    name: str, dissemination: Dissemination, *, by: Actor, at: datetime, before: object = None, after: object = None
) -> None:
    audit.record(name, dissemination, by=by, at=at, unit_id=dissemination.unit_id, before=before, after=after)
