"""Petitions: raised, addressed, answered, judged; raised again where the answer does not do. Nothing disappears."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.documents.wording import short_date
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.meetings import actions as meetings
from nennep.meetings.models import HELD_STATES, Meeting, MeetingKind, MeetingState, Opinion, OpinionKind
from nennep.organisation.actors import Actor, machine
from nennep.organisation.models import Person, Unit
from nennep.oversight.models import Addressee, Opening, Petition, PetitionKind, RaisedIn, Verdict, Visit
from nennep.rulebook.queries import rules_on

PART = "petitions"
TITLE = "Kết quả trả lời kiến nghị của chi bộ"
OPEN_TO_CHANGE = (MeetingState.PLANNED, MeetingState.PREPARED, MeetingState.CONVENED, MeetingState.IN_SESSION)
LOOK_AHEAD = timedelta(days=45)


class PetitionWithoutWords(Refused):
    field = "text"
    message = _("Nhập nội dung kiến nghị, khó khăn hoặc vướng mắc.")


class RaisedTooEarly(Refused):
    field = "raised_on"
    message = _("Ngày nêu %(day)s chưa tới. Ghi ngày kiến nghị được nêu ra.")


class AnswerWithoutWords(Refused):
    field = "answer"
    message = _("Nhập nội dung trả lời.")


class AlreadyAnswered(Refused):
    field = "answer"
    message = _("Kiến nghị này đã được trả lời ngày %(day)s. Chi bộ chưa đồng tình thì kiến nghị lại.")


class NotAnswered(Refused):
    field = "verdict"
    message = _("Kiến nghị này chưa được trả lời, nên chưa đánh giá được.")


class AlreadyJudged(Refused):
    field = "verdict"
    message = _("Trả lời này đã được đánh giá ngày %(day)s: %(verdict)s.")


class AgainWithoutWords(Refused):
    field = "text"
    message = _("Ghi rõ điều chi bộ kiến nghị lại.")


@transaction.atomic
def raise_petition(
    unit: Unit,
    *,
    text: str,
    raised_in: str,
    raised_on: date,
    kind: str = PetitionKind.PETITION,
    addressee: str = Addressee.WARD,
    raised_by: Person | None = None,
    meeting: Meeting | None = None,
    opinion: Opinion | None = None,
    visit: Visit | None = None,
    previous: Petition | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Petition:
    """Put a petition on the list of a branch (vào sổ kiến nghị); due by the rule. The same id again changes nothing."""
    words = {"kind": kind, "raised_in": raised_in, "text": text, "addressee": addressee, "previous": previous}
    if existing := made_before(Petition, id, ward=unit.ward_id, unit=unit, meeting=meeting, visit=visit, **words):
        return existing
    if not text.strip():
        raise PetitionWithoutWords
    if raised_on > timezone.localdate(at):
        raise RaisedTooEarly(day=short_date(raised_on))
    petition = Petition.objects.create(
        id=id or uuid7(),
        ward_id=unit.ward_id,
        unit=unit,
        kind=kind,
        raised_in=raised_in,
        text=text,
        raised_on=raised_on,
        raised_by=raised_by,
        meeting=meeting,
        opinion=opinion,
        visit=visit,
        addressee=addressee,
        due_on=answer_due(addressee, raised_on),
        previous=previous,
        entered_at=at,
    )
    after = {"text": text, "addressee": addressee, "due_on": petition.due_on}
    _note("oversight.petition.raised", petition, by=by, at=at, after=after)
    return petition


def answer_due(addressee: str, raised_on: date) -> date:
    """By when an answer is due (hạn trả lời): a value of the rulebook, with its source."""
    rules = rules_on(raised_on).petition
    days = rules.answer_days_above if addressee == Addressee.ABOVE else rules.answer_days
    return raised_on + timedelta(days=days)


@once_more
@transaction.atomic
def take_up_petitions(ward_id: UUID, *, on: date, at: datetime) -> int:
    """Enter what was recorded at desks as a petition, once its meeting has ended; returns how many are new.

    The desk writes it down once, with the speaker; nobody types it a second time. The branch's next meeting opens
    with it. Runs when a meeting is closed and, for what ended in another way, each minute in the background; where
    two run at once, the second finds what the first took up.
    """
    said = Opinion.objects.filter(
        ward=ward_id, kind=OpinionKind.PETITION, removed_at__isnull=True, root__state__in=HELD_STATES
    ).exclude(pk__in=Petition.objects.filter(ward=ward_id, opinion__isnull=False).values("opinion"))
    by = machine(ward_id, on=on)
    units = set()
    taken = 0
    for opinion in said.select_related("root__unit", "speaker").order_by("said_at", "pk"):
        raise_petition(
            opinion.root.unit,
            text=opinion.text,
            raised_in=RaisedIn.MEETING,
            raised_on=timezone.localdate(opinion.said_at),
            raised_by=opinion.speaker,
            meeting=opinion.root,
            opinion=opinion,
            by=by,
            at=at,
        )
        units.add(opinion.root.unit_id)
        taken += 1
    if units:
        open_meetings_with_petitions(ward_id, on=on, at=at, units=units)
    return taken


@transaction.atomic
def address_petition(petition: Petition, *, addressee: str, seen: int, by: Actor, at: datetime) -> Petition:
    """Pass a petition to whoever is to answer it (chuyển kiến nghị); the day it is due follows, from when it was
    raised."""
    petition = _locked(petition)
    if petition.addressee == addressee:
        return petition
    if petition.answered_on:
        raise AlreadyAnswered(day=short_date(petition.answered_on))
    if petition.revision != seen:
        raise Changed(petition)
    before = {"addressee": petition.addressee, "due_on": petition.due_on}
    petition.addressee, petition.due_on = addressee, answer_due(addressee, petition.raised_on)
    petition.revision += 1
    petition.save(update_fields=["addressee", "due_on", "revision"])
    after = {"addressee": addressee, "due_on": petition.due_on}
    _note("oversight.petition.addressed", petition, by=by, at=at, before=before, after=after)
    return petition


@transaction.atomic
def answer_petition(
    petition: Petition, *, answer: str, seen: int, by: Actor, at: datetime, answered_by: Person | None = None
) -> Petition:
    """Record the answer (trả lời kiến nghị); the branch's next meeting opens with it. Said twice it counts once."""
    petition = _locked(petition)
    if petition.answer == answer.strip() and answer.strip():
        return petition
    if not answer.strip():
        raise AnswerWithoutWords
    if petition.answered_on:
        raise AlreadyAnswered(day=short_date(petition.answered_on))
    if petition.revision != seen:
        raise Changed(petition)
    petition.answer, petition.answered_on, petition.answered_by = answer.strip(), timezone.localdate(at), answered_by
    petition.revision += 1
    petition.save(update_fields=["answer", "answered_on", "answered_by", "revision"])
    _note("oversight.petition.answered", petition, by=by, at=at, after=answer)
    open_meetings_with_petitions(petition.ward_id, on=timezone.localdate(at), at=at, units={petition.unit_id})
    return petition


@transaction.atomic
def judge_answer(
    petition: Petition, *, verdict: str, text: str = "", seen: int, by: Actor, at: datetime, id: UUID | None = None
) -> Petition:
    """Say whether the answer does (đồng tình, hoặc kiến nghị lại); raised again it is a new petition of the chain."""
    petition = _locked(petition)
    if petition.answered_on is None:
        raise NotAnswered
    if petition.verdict == verdict:
        return petition
    if petition.verdict:
        assert petition.verdict_on is not None
        raise AlreadyJudged(day=short_date(petition.verdict_on), verdict=petition.get_verdict_display())
    if petition.revision != seen:
        raise Changed(petition)
    today = timezone.localdate(at)
    if verdict == Verdict.AGAIN:
        if not text.strip():
            raise AgainWithoutWords
        raise_petition(
            petition.unit,
            text=text,
            raised_in=petition.raised_in,
            raised_on=today,
            kind=petition.kind,
            addressee=petition.addressee,
            raised_by=petition.raised_by,
            previous=petition,
            by=by,
            at=at,
            id=id,
        )
    petition.verdict, petition.verdict_on = verdict, today
    petition.revision += 1
    petition.save(update_fields=["verdict", "verdict_on", "revision"])
    _note("oversight.petition.judged", petition, by=by, at=at, after=verdict)
    return petition


# The next meeting opens with them -----------------------------------------------------------------


@transaction.atomic
def open_meetings_with_petitions(ward_id: UUID, *, on: date, at: datetime, units: set[UUID] | None = None) -> int:
    """Put answers received since the last meeting, and what still waits, into the agenda of each branch's next one.

    Desk, agenda and minutes show it then without knowing of petitions. Runs each day and with each answer; what a
    secretary changed or struck out stays so. Returns how many agendas changed.
    """
    petitions = Petition.objects.filter(
        Q(answered_on__isnull=True) | Q(answered_on__gt=on - 3 * LOOK_AHEAD), ward=ward_id
    )
    if units is not None:
        petitions = petitions.filter(unit__in=units)
    of_unit: dict[UUID, list[Petition]] = {}
    for petition in petitions.order_by("raised_on", "pk"):
        of_unit.setdefault(petition.unit_id, []).append(petition)
    by = machine(ward_id, on=on)
    return sum(
        _open_meeting(meeting, of_unit[meeting.unit_id], by=by, at=at) for meeting in _next(ward_id, set(of_unit), on)
    )


def _next(ward_id: UUID, units: set[UUID], on: date) -> list[Meeting]:
    """The next regular meeting of each branch that can still be prepared or is running."""
    coming = Meeting.objects.filter(
        ward=ward_id,
        unit__in=units,
        parent__isnull=True,
        kind=MeetingKind.REGULAR,
        state__in=OPEN_TO_CHANGE,
        minutes_passed_at__isnull=True,
        starts_at__date__gte=on,
        starts_at__date__lte=on + LOOK_AHEAD,
    )
    found: dict[UUID, Meeting] = {}
    for meeting in coming.select_related("unit").order_by("starts_at", "pk"):
        found.setdefault(meeting.unit_id, meeting)
    return list(found.values())


def _open_meeting(meeting: Meeting, petitions: list[Petition], *, by: Actor, at: datetime) -> bool:
    lines = _lines(meeting, petitions)
    opening = Opening.objects.filter(ward=meeting.ward_id, meeting=meeting).select_related("item").first()
    if opening is None:
        if not lines:
            return False
        opening = _begin(meeting, by=by, at=at)
    item = opening.item
    if item.removed_at or lines == opening.told:
        return False
    kept = [line for line in item.content.splitlines() if line not in opening.told]
    struck_out = {line for line in opening.told if line not in item.content.splitlines()}
    content = "\n".join([line for line in lines if line not in struck_out] + kept)
    meetings.change_item(item, content=content, seen=item.revision, by=by, at=at)
    opening.told = lines
    opening.save(update_fields=["told"])
    return True


def _begin(meeting: Meeting, *, by: Actor, at: datetime) -> Opening:
    items = meeting.agenda.filter(removed_at__isnull=True)
    before = items.filter(part__in=["last_month", "agenda", "roll_call"]).order_by("-position").first()
    place = before.position + 1 if before else 1
    item = meetings.add_item(meeting, title=TITLE, part=PART, minutes_planned=5, position=place, by=by, at=at)
    return Opening.objects.create(ward_id=meeting.ward_id, meeting=meeting, item=item)


def _lines(meeting: Meeting, petitions: list[Petition]) -> list[str]:
    """What stands under the item: answers since the last meeting first, then what still waits, none left out."""
    since = _last_held(meeting)
    answered = [each for each in petitions if each.answered_on and (since is None or each.answered_on >= since)]
    waiting = [each for each in petitions if each.answered_on is None]
    return [
        *(f"Đã trả lời ngày {short_date(each.answered_on)}: “{_one_line(each.text)}” – {_one_line(each.answer)}"
          for each in answered if each.answered_on),
        *(f"Đang chờ {each.get_addressee_display()} trả lời, hạn {short_date(each.due_on)}: “{_one_line(each.text)}”"
          for each in waiting),
    ]  # fmt: skip


def _last_held(meeting: Meeting) -> date | None:
    held = Meeting.objects.filter(
        ward=meeting.ward_id,
        unit=meeting.unit_id,
        kind=MeetingKind.REGULAR,
        parent__isnull=True,
        state__in=HELD_STATES,
        starts_at__lt=meeting.starts_at,
    )
    moment = held.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _locked(petition: Petition) -> Petition:
    return Petition.objects.select_related("unit").select_for_update(of=("self",)).get(pk=petition.pk)


def _note(name: str, petition: Petition, *, by: Actor, at: datetime, before: Any = None, after: Any = None) -> None:
    month = Month.of(petition.raised_on)
    audit.record(name, petition, by=by, at=at, unit_id=petition.unit_id, month=month, before=before, after=after)
