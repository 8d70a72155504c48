"""How members were reached: at a meeting, at a conference, by reading, by being told again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.documents.wording import short_date
from nennep.core.refusals import Refused
from nennep.directives.actions.lists import counted_readers, locked_open, new_reader, note, recount
from nennep.directives.models import Directive, Dissemination, EndReason, HowReached, Question, Reader
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit
from nennep.organisation.queries import is_on_the_list, members_to_reach


class NotOnTheListAnyMore(Refused):
    message = _("Đồng chí không còn sinh hoạt ở %(unit)s, nên việc đọc văn bản này không tính cho chi bộ ấy nữa.")


class QuestionsLeft(Refused):
    message = _("Còn câu hỏi chưa trả lời. Trả lời đủ các câu, rồi xác nhận đã đọc.")


class NobodyChosen(Refused):
    message = _("Chọn ít nhất một đồng chí đã được truyền đạt lại.")


class ToldOnAnotherDay(Refused):
    field = "on"
    message = _("Ngày truyền đạt lại phải từ ngày giao %(first)s đến hôm nay. Nhập lại ngày.")


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
    to it; who was reached before stays so. Who is only a guest there is reached for the branch they belong to.
    Returns how many were reached now.
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
    _list_those_present(dissemination, people, on)
    elsewhere = Q(dissemination__directive=directive, dissemination__ended_on__isnull=True)
    waiting = Reader.objects.filter(
        Q(dissemination=dissemination) | elsewhere, ward=unit.ward_id, reached_on__isnull=True, left_on__isnull=True
    )
    touched, reached = {dissemination.pk}, 0
    for how in set(people.values()):
        came = waiting.filter(person__in=[person_id for person_id, way in people.items() if way == how])
        touched |= set(came.values_list("dissemination_id", flat=True))
        reached += came.update(reached_on=on, how=how, source_address=address)
    dissemination.taken_up_on = dissemination.taken_up_on or on
    dissemination.save(update_fields=["taken_up_on"])
    recount(list(Dissemination.objects.filter(pk__in=touched)))
    note("directives.dissemination.taken_up", dissemination, by=by, at=at, after={"on": on, "people": reached})
    return reached


def _list_those_present(dissemination: Dissemination, people: Collection[UUID], on: date) -> None:
    """Members of the branch who came and are not on its list yet are put there, unless they were reached elsewhere."""
    here = {
        member.person_id: member
        for member in members_to_reach(dissemination.ward_id, on)
        if member.unit_id == dissemination.unit_id and member.person_id in people
    }
    dissemination.readers.filter(person__in=list(here), left_on__isnull=False).update(left_on=None)
    known = set(dissemination.readers.values_list("person_id", flat=True))
    counted = counted_readers([dissemination.directive_id])
    Reader.objects.bulk_create(
        new_reader(dissemination, member, on)
        for key, member in here.items()
        if key not in known and (dissemination.directive_id, key) not in counted
    )


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
        left_on__isnull=True,
    )
    touched = set(readers.values_list("dissemination_id", flat=True))
    reached = readers.update(reached_on=on, how=HowReached.CONFERENCE, source_address=address)
    disseminations = list(Dissemination.objects.filter(pk__in=touched))
    recount(disseminations)
    for each in disseminations:
        note("directives.dissemination.reached", each, by=by, at=at, after={"on": on, "address": address})
    return reached


@transaction.atomic
def acknowledge(reader: Reader, *, answers: Mapping[UUID, int], by: Actor, at: datetime) -> Reader:
    """A member says "I have read it" (xác nhận đã đọc), after the questions if there are any; twice counts once.

    Answers are added to the totals of the questions; the reader alone keeps how many were right. Refuses
    somebody who has left the branch, a dissemination that has ended, and questions left open.
    """
    reader = Reader.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=reader.pk)
    dissemination = locked_open(reader.dissemination)
    today = timezone.localdate(at)
    if reader.left_on or not is_on_the_list(reader.person, reader.unit, today):
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
    recount([dissemination])
    note("directives.reader.acknowledged", dissemination, by=by, at=at, after={"person": reader.person.full_name})
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
    dissemination = locked_open(dissemination)
    if not people:
        raise NobodyChosen
    if not dissemination.assigned_on <= on <= timezone.localdate(at):
        raise ToldOnAnotherDay(first=short_date(dissemination.assigned_on))
    waiting = dissemination.readers.filter(person__in=people, reached_on__isnull=True, left_on__isnull=True)
    names = list(waiting.order_by("person__name_key").values_list("person__full_name", flat=True))
    waiting.update(reached_on=on, how=HowReached.TOLD)
    recount([dissemination])
    if names:
        note("directives.dissemination.told_again", dissemination, by=by, at=at, after={"on": on, "people": names})
    return len(names)


@transaction.atomic
def take_back(reader: Reader, *, by: Actor, at: datetime) -> None:
    """Take back "was told again" for one member who was ticked by mistake; other ways are not taken back."""
    dissemination = locked_open(reader.dissemination)
    undone = dissemination.readers.filter(pk=reader.pk, how=HowReached.TOLD).update(reached_on=None, how="")
    if undone:
        recount([dissemination])
        note("directives.dissemination.taken_back", dissemination, by=by, at=at, after=reader.person.full_name)
