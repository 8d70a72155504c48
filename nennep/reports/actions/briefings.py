"""The monthly briefing (hội nghị giao ban): its pack, its roll, its decisions, its minutes closed and signed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.digests import content_hash
from nennep.core.ids import uuid7
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.citations import Citation
from nennep.decisions.models import DocumentKind, Task, TaskState
from nennep.organisation.actors import Actor
from nennep.organisation.models import Charge, ChargeKind, Person, Position, Post, Unit, Ward, holding_on
from nennep.organisation.queries import branches, heads_of
from nennep.reports.briefings.sections import BY_KEY, SECTIONS, Pack
from nennep.reports.briefings.stored import to_data
from nennep.reports.followed import BRIEFING
from nennep.reports.models import AUDIENCE, Briefing, BriefingSeat, BriefingSection, BriefingState

SECRETARY, CHARGE = "secretary", "charge"
S = BriefingState


class MonthToCome(Refused):
    field = "month"
    message = _("Tháng %(month)s chưa bắt đầu. Lập bộ tài liệu khi tháng đã có số liệu.")


class PackIncomplete(Refused):
    message = _("Bộ tài liệu chưa lập đủ: còn %(count)s phần. Bấm “Lập bộ tài liệu”, rồi bắt đầu hội nghị.")


class BriefingOver(Refused):
    message = _("Hội nghị giao ban đã kết thúc, số liệu và biên bản không sửa nữa.")


class NotInSession(Refused):
    message = _("Hội nghị chưa bắt đầu. Bắt đầu hội nghị, rồi ghi.")


class SameSigner(Refused):
    field = "minute_taker"
    message = _("Chủ trì và thư ký là hai người. Chọn thư ký khác.")


class NobodyPresent(Refused):
    message = _("Chưa ghi ai có mặt. Điểm danh, rồi kết thúc hội nghị.")


class CourseMissing(Refused):
    field = "course"
    message = _("Ghi diễn biến hội nghị, rồi kết thúc.")


class NobodyToDo(Refused):
    field = "to"
    message = _("%(unit)s chưa có người giữ nhiệm vụ ấy. Phân công trước, hoặc giao cho người khác.")


class NotASigner(Refused):
    message = _("Biên bản do chủ trì và thư ký hội nghị ký bằng tài khoản của mình.")


class NotClosed(Refused):
    message = _("Hội nghị chưa kết thúc nên chưa có biên bản để ký.")


class MinutesTampered(Refused):
    message = _("Nội dung biên bản không còn khớp mã kiểm tra, nên không ký được. Báo người vận hành kiểm tra.")


# The pack -----------------------------------------------------------------------------------------


@transaction.atomic
def begin_briefing(ward_id: UUID, month: Month, *, on: date, by: Actor, at: datetime) -> Briefing:
    """Begin the briefing about a month; there is one a month, so twice gives the same."""
    if month.first > on:
        raise MonthToCome(month=month.first.strftime("%m/%Y"))
    briefing, is_new = Briefing.objects.get_or_create(ward_id=ward_id, month=month.first, defaults={"figures_on": on})
    if is_new:
        BriefingSection.objects.bulk_create(
            BriefingSection(ward_id=ward_id, briefing=briefing, key=section.key) for section in SECTIONS
        )
        _note("reports.briefing.begun", briefing, by=by, at=at)
    return briefing


@transaction.atomic
def renew_pack(briefing: Briefing, *, on: date, by: Actor, at: datetime) -> Briefing:
    """Take all figures anew (lập bộ tài liệu): sections wait to be composed again; the office's words stay."""
    briefing = _locked(briefing)
    if briefing.state == S.CLOSED:
        raise BriefingOver
    kept = set(briefing.sections.values_list("key", flat=True))
    BriefingSection.objects.bulk_create(
        BriefingSection(ward_id=briefing.ward_id, briefing=briefing, key=each.key)
        for each in SECTIONS
        if each.key not in kept
    )
    briefing.sections.update(content=[], made_at=None)
    briefing.figures_on = on
    briefing.save(update_fields=["figures_on"])
    _note("reports.briefing.renewed", briefing, by=by, at=at, after=on)
    return briefing


def compose_next(briefing: Briefing, ward: Ward, *, at: datetime, pack: Pack | None = None) -> str:
    """Compose the next section that waits; returns its key, or nothing when all are there.

    A page does this section by section and shows how far it is; summaries must be fresh. It is read without a lock,
    so that nobody waits for it, and written only if the figures were not taken anew meanwhile.
    """
    waiting = set(briefing.sections.filter(made_at__isnull=True).values_list("key", flat=True))
    key = next((section.key for section in SECTIONS if section.key in waiting), "")
    if not key:
        return ""
    pack = pack or Pack(ward, Month.of(briefing.month), on=briefing.figures_on)
    content = to_data(BY_KEY[key].compose(pack))
    with transaction.atomic():
        now = _locked(briefing)
        if now.state == S.CLOSED:
            raise BriefingOver
        if now.figures_on != pack.on:
            raise Changed(now)
        now.sections.filter(key=key).update(content=content, made_at=at)
    return key


def compose_pack(briefing: Briefing, ward: Ward, *, at: datetime) -> None:
    """Compose every section that waits, in one go."""
    pack = Pack(ward, Month.of(briefing.month), on=briefing.figures_on)
    while compose_next(briefing, ward, at=at, pack=pack):
        pass


@transaction.atomic
def write_words(section: BriefingSection, *, words: str, seen: int, by: Actor, at: datetime) -> BriefingSection:
    """Keep the office's words beside the figures; never the figures, never over somebody else's words."""
    briefing = _locked(section.briefing)
    section = BriefingSection.objects.select_for_update().get(pk=section.pk)
    if section.words == words:
        return section
    if briefing.state == S.CLOSED:
        raise BriefingOver
    if section.revision != seen:
        raise Changed(section)
    before, section.words, section.revision = section.words, words, seen + 1
    section.save(update_fields=["words", "revision"])
    _note("reports.briefing.worded", briefing, by=by, at=at, before=before, after={section.key: words})
    return section


# The meeting --------------------------------------------------------------------------------------


@transaction.atomic
def open_briefing(
    briefing: Briefing,
    *,
    starts_at: datetime,
    place: str,
    chair: Person,
    minute_taker: Person,
    by: Actor,
    at: datetime,
) -> Briefing:
    """Begin the conference (bắt đầu hội nghị): the roll lists who holds a post that day, each once."""
    briefing = _locked(briefing)
    if briefing.state == S.CLOSED:
        raise BriefingOver
    waiting = briefing.sections.filter(made_at__isnull=True).count()
    if waiting:
        raise PackIncomplete(count=waiting)
    if chair == minute_taker:
        raise SameSigner
    briefing.starts_at, briefing.place, briefing.chair, briefing.minute_taker = starts_at, place, chair, minute_taker
    briefing.opened_at, briefing.state = briefing.opened_at or at, S.IN_SESSION
    briefing.save(update_fields=["starts_at", "place", "chair", "minute_taker", "opened_at", "state"])
    _seat(briefing, timezone.localdate(starts_at))
    after = {"starts_at": starts_at, "chair": chair.full_name, "minute_taker": minute_taker.full_name}
    _note("reports.briefing.opened", briefing, by=by, at=at, after=after)
    return briefing


def _seat(briefing: Briefing, on: date) -> None:
    """List everybody who holds a post that sits there; who is listed already keeps the seat."""
    posts = Post.objects.filter(holding_on(on), ward=briefing.ward_id, position__in=AUDIENCE).select_related("unit")
    offices: dict[UUID, list[str]] = {}
    for post in sorted(posts.order_by("unit__position", "person__name_key", "pk"), key=_rank):
        words = str(post.get_position_display())
        offices.setdefault(post.person_id, []).append(f"{words}, {post.unit.name}" if post.unit else words)
    known = set(briefing.seats.values_list("person_id", flat=True))
    BriefingSeat.objects.bulk_create(
        BriefingSeat(ward_id=briefing.ward_id, briefing=briefing, person_id=person_id, office="; ".join(words)[:300])
        for person_id, words in offices.items()
        if person_id not in known
    )


def _rank(post: Post) -> int:
    return AUDIENCE.index(Position(post.position))


@transaction.atomic
def call_the_roll(briefing: Briefing, present: Collection[UUID], *, by: Actor, at: datetime) -> Briefing:
    """Write who came; everybody else on the list is absent."""
    briefing = _locked_in_session(briefing)
    briefing.seats.filter(person__in=present).update(is_present=True)
    briefing.seats.exclude(person__in=present).update(is_present=False)
    _note("reports.briefing.roll_called", briefing, by=by, at=at, after=len(set(present)))
    return briefing


@transaction.atomic
def write_course(briefing: Briefing, *, course: str, seen: int, by: Actor, at: datetime) -> Briefing:
    """Keep what was said (diễn biến); it saves while typing."""
    briefing = _locked_in_session(briefing)
    if briefing.course == course:
        return briefing
    if briefing.revision != seen:
        raise Changed(briefing)
    before, briefing.course, briefing.revision = briefing.course, course, seen + 1
    briefing.save(update_fields=["course", "revision"])
    _note("reports.briefing.written", briefing, by=by, at=at, before=before, after=course)
    return briefing


@transaction.atomic
def decide(
    briefing: Briefing,
    *,
    description: str,
    unit: Unit | None,
    to: str,
    due_on: date,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> list[Task]:
    """Record a remedy (biện pháp): a task for the secretary, or for whoever is in charge, of one branch or of each.

    It comes back at the head of the next briefing with what became of it. The same id again changes nothing.
    """
    briefing = _locked_in_session(briefing)
    today = timezone.localdate(at)
    units = [unit] if unit else branches(briefing.ward_id, today)
    people = _people(briefing.ward_id, to, today)
    without = next((each for each in units if each.pk not in people), None)
    if without:
        raise NobodyToDo(unit=without.name)
    key = id or uuid7()
    return [
        decisions.assign_task(
            each,
            description=description,
            assignee=people[each.pk],
            due_on=due_on,
            origin=Citation(BRIEFING, briefing.pk, str(briefing)),
            assigned_on=today,
            by=by,
            at=at,
            id=key if unit else uuid5(key, str(each.pk)),
        )
        for each in units
    ]


def _people(ward_id: UUID, to: str, on: date) -> dict[UUID, Person]:
    """Who answers for each branch on a day: whoever heads it, or the committee member in charge of it."""
    if to == CHARGE:
        held = Charge.objects.filter(holding_on(on), ward=ward_id, kind=ChargeKind.MAIN)
        return {charge.unit_id: charge.person for charge in held.select_related("person")}
    return heads_of(ward_id, on)


@transaction.atomic
def drop_decision(briefing: Briefing, task: Task, *, by: Actor, at: datetime) -> Task:
    """Take back a remedy entered by mistake while the conference runs; it stays on record as dropped."""
    _locked_in_session(briefing)
    return decisions.report_task(task, state=TaskState.DROPPED, text="", seen=task.revision, by=by, at=at)


@transaction.atomic
def close_briefing(briefing: Briefing, *, by: Actor, at: datetime) -> Briefing:
    """Close the conference: the minutes get their number, and everything they say is kept as it is now."""
    briefing = _locked(briefing)
    if briefing.state == S.CLOSED:
        return briefing
    if briefing.state != S.IN_SESSION:
        raise NotInSession
    if not briefing.seats.filter(is_present=True).exists():
        raise NobodyPresent
    if not briefing.course.strip():
        raise CourseMissing
    ward = Ward.objects.get(pk=briefing.ward_id)
    assert briefing.starts_at is not None
    on = timezone.localdate(briefing.starts_at)
    briefing.term, briefing.number = decisions.next_ward_number(ward, DocumentKind.MINUTES, on=on)
    briefing.state, briefing.closed_at = S.CLOSED, at
    briefing.content = minutes_content(briefing)
    briefing.sha256 = content_hash(briefing.content)
    briefing.save()
    briefing.sections.update(frozen_at=at)
    _note(
        "reports.briefing.closed", briefing, by=by, at=at, after={"number": briefing.number, "sha256": briefing.sha256}
    )
    return briefing


def minutes_content(briefing: Briefing) -> dict[str, Any]:
    """What the minutes of a briefing say (biên bản hội nghị giao ban)."""
    sections = {section.key: section for section in briefing.sections.all()}
    seats = list(briefing.seats.select_related("person").order_by("pk"))
    tasks = Task.objects.filter(ward=briefing.ward_id, origin_id=briefing.pk).exclude(state=TaskState.DROPPED)
    assert briefing.starts_at and briefing.closed_at and briefing.chair and briefing.minute_taker
    return {
        "number": briefing.number,
        "month": briefing.month.isoformat(),
        "figures_on": briefing.figures_on.isoformat(),
        "starts_at": timezone.localtime(briefing.starts_at).isoformat(timespec="minutes"),
        "closed_at": timezone.localtime(briefing.closed_at).isoformat(timespec="minutes"),
        "place": briefing.place,
        "chair": briefing.chair.full_name,
        "minute_taker": briefing.minute_taker.full_name,
        "present": [[seat.person.full_name, seat.office] for seat in seats if seat.is_present],
        "absent": [[seat.person.full_name, seat.office] for seat in seats if not seat.is_present],
        "sections": [
            {
                "key": each.key,
                "title": each.title,
                "content": sections[each.key].content,
                "words": sections[each.key].words,
            }
            for each in SECTIONS
            if each.key in sections
        ],
        "course": briefing.course,
        "decisions": [
            {
                "description": task.description,
                "unit": task.unit.name,
                "assignee": task.assignee.full_name,
                "due_on": task.due_on.isoformat(),
            }
            for task in tasks.select_related("unit", "assignee").order_by("due_on", "unit__position", "pk")
        ],
    }


@transaction.atomic
def sign_briefing(briefing: Briefing, *, by: Actor, at: datetime) -> Briefing:
    """Sign the minutes as chair or minute-taker, each by the own log-in; the second signature freezes them."""
    briefing = _locked(briefing)
    if briefing.state != S.CLOSED:
        raise NotClosed
    roles = {briefing.chair_id: "chair_signed_at", briefing.minute_taker_id: "taker_signed_at"}
    column = roles.get(by.person_id) if by.person_id else None
    if column is None:
        raise NotASigner
    if getattr(briefing, column):
        return briefing
    if content_hash(briefing.content) != briefing.sha256:
        raise MinutesTampered
    setattr(briefing, column, at)
    if briefing.chair_signed_at and briefing.taker_signed_at:
        briefing.frozen_at = at
    briefing.save(update_fields=[column, "frozen_at"])
    _note("reports.briefing.signed", briefing, by=by, at=at, after={"as": column, "sha256": briefing.sha256})
    return briefing


def _locked(briefing: Briefing) -> Briefing:
    found = Briefing.objects.select_related("chair", "minute_taker").select_for_update(of=("self",))
    return found.get(pk=briefing.pk)


def _locked_in_session(briefing: Briefing) -> Briefing:
    briefing = _locked(briefing)
    if briefing.state == S.CLOSED:
        raise BriefingOver
    if briefing.state != S.IN_SESSION:
        raise NotInSession
    return briefing


def _note(name: str, briefing: Briefing, *, by: Actor, at: datetime, before: Any = None, after: Any = None) -> None:
    audit.record(name, briefing, by=by, at=at, before=before, after=after)
