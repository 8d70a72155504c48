"""Preparing a meeting: agenda, papers, chair and minute-taker, draft resolution."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.core.models import Upload
from nennep.core.once import made_before
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.models import Resolution
from nennep.directives.models import Directive
from nennep.meetings.actions.steps import advance, citation, locked, locked_open, note
from nennep.meetings.models import AgendaItem, Meeting, MeetingState, Paper
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person
from nennep.organisation.queries import is_on_the_list


class NothingPrepared(Refused):
    message = _("Chương trình chưa có mục nào. Thêm ít nhất một mục rồi ghi đã chuẩn bị.")


class SaidUnderIt(Refused):
    message = _("Mục này đã có ý kiến hoặc kết luận nên không bỏ được. Sửa tên mục, hoặc để nguyên.")


class ChairMissing(Refused):
    field = "chair"
    message = _("Chọn chủ trì.")


class OnePersonTwoRoles(Refused):
    field = "minute_taker"
    message = _("Chủ trì và thư ký ký biên bản với hai tư cách, nên là hai đồng chí khác nhau. Chọn thư ký khác.")


class NotOfThisBranch(Refused):
    message = _("Đồng chí %(name)s không có trong danh sách chi bộ. Chọn người trong danh sách.")


PASS_ON = "directive"
"""What an item is for that passes a document on."""
EDITABLE = ("title", "minutes_planned", "presenter", "content", "conclusion")


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    title: str,
    part: str = "other",
    minutes_planned: int = 5,
    presenter: Person | None = None,
    directive: Directive | None = None,
    position: int | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> AgendaItem:
    """Add an item to the agenda (mục chương trình), at the end or at a place; perhaps one that passes a document on."""
    meeting = locked_open(meeting.pk)
    words = {"title": title, "minutes_planned": minutes_planned, "presenter": presenter}
    existing = made_before(AgendaItem, id, meeting=meeting, **words)
    if existing:
        return existing
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    if position is not None and position <= last:
        for later in meeting.agenda.filter(position__gte=position):
            AgendaItem.objects.filter(pk=later.pk).update(position=later.position + 1)
    item = AgendaItem.objects.create(
        id=id or uuid7(),
        ward_id=meeting.ward_id,
        meeting=meeting,
        position=position or last + 1,
        part=part,
        title=title,
        minutes_planned=minutes_planned,
        presenter=presenter,
        directive=directive,
    )
    note("meetings.item.added", item, meeting, by=by, at=at, after=title)
    return item


@transaction.atomic
def add_directive(meeting: Meeting, directive: Directive, *, by: Actor, at: datetime) -> AgendaItem:
    """Put a document that the branch has to pass on into the agenda, behind the news; once is enough."""
    meeting = locked_open(meeting.pk)
    items = meeting.agenda.filter(removed_at__isnull=True)
    existing = items.filter(directive=directive).first()
    if existing:
        return existing
    news = items.filter(part="documents").order_by("-position").first()
    title = f"Quán triệt {directive.label} của {directive.issuer}: {directive.subject}"
    place = news.position + 1 if news else None
    return add_item(
        meeting, title=title[:250], part=PASS_ON, minutes_planned=10, directive=directive, position=place, by=by, at=at
    )


@transaction.atomic
def change_item(item: AgendaItem, *, seen: int, by: Actor, at: datetime, **fields: Any) -> AgendaItem:
    """Change title, time, presenter, content or conclusion of an item.

    Saying the same again changes nothing; if somebody else changed it after `seen`, both versions are shown.
    """
    meeting = locked_open(item.meeting_id)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    new = {name: value for name, value in fields.items() if name in EDITABLE and getattr(item, name) != value}
    if not new:
        return item
    if item.revision != seen:
        raise Changed(item)
    before = {name: str(getattr(item, name) or "") for name in new}
    for name, value in new.items():
        setattr(item, name, value)
    item.revision = seen + 1
    item.save(update_fields=[*new, "revision"])
    after = {name: str(value or "") for name, value in new.items()}
    note("meetings.item.changed", item, meeting, by=by, at=at, before=before, after=after)
    return item


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Take an item off the agenda; one under which something was said or concluded stays."""
    meeting = locked_open(item.meeting_id)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.removed_at is None:
        if item.conclusion or item.opinions.filter(removed_at__isnull=True).exists():
            raise SaidUnderIt
        item.removed_at = at
        item.save(update_fields=["removed_at"])
        note("meetings.item.removed", item, meeting, by=by, at=at, before=item.title)


@transaction.atomic
def restore_item(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Put back an item that was just taken off the agenda (hoàn tác), at its old place."""
    meeting = locked_open(item.meeting_id)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.removed_at is not None:
        item.removed_at = None
        item.save(update_fields=["removed_at"])
        note("meetings.item.restored", item, meeting, by=by, at=at, after=item.title)


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: Actor, at: datetime) -> None:
    """Move an item one place up or down the agenda."""
    meeting = locked_open(item.meeting_id)
    items = list(meeting.agenda.filter(removed_at__isnull=True).order_by("position", "pk"))
    place = next(i for i, each in enumerate(items) if each.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for position, each in enumerate(items, start=1):
        if each.position != position:
            AgendaItem.objects.filter(pk=each.pk).update(position=position)
    note("meetings.item.moved", item, meeting, by=by, at=at, before=place + 1, after=other + 1)


@transaction.atomic
def publish_paper(
    meeting: Meeting,
    *,
    title: str,
    file: Upload | None,
    item: AgendaItem | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Paper:
    """Publish a paper (tài liệu sinh hoạt) to those invited; `file` has passed the door of `core.uploads`."""
    meeting = locked_open(meeting.pk)
    sent = {"item": item, "title": title, "file__sha256": file.sha256 if file else None}
    existing = made_before(Paper, id, meeting=meeting, **sent)
    if existing:
        return existing
    paper = Paper.objects.create(
        id=id or uuid7(),
        ward_id=meeting.ward_id,
        meeting=meeting,
        item=item,
        title=title,
        file=file,
        published_at=at,
    )
    _remember_papers(meeting)
    note("meetings.paper.published", paper, meeting, by=by, at=at, after=title)
    return paper


@transaction.atomic
def remove_paper(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Withdraw a paper."""
    meeting = locked_open(paper.meeting_id)
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if paper.removed_at is None:
        paper.removed_at = at
        paper.save(update_fields=["removed_at"])
        _remember_papers(meeting)
        note("meetings.paper.removed", paper, meeting, by=by, at=at, before=paper.title)


@transaction.atomic
def draft_resolution(
    meeting: Meeting,
    *,
    subject: str,
    review: str,
    direction: str,
    implementation: str,
    seen: int,
    by: Actor,
    at: datetime,
) -> Resolution:
    """Write the draft resolution (dự thảo nghị quyết) that the meeting will discuss and pass."""
    meeting = locked_open(meeting.pk)
    return decisions.draft_resolution(
        meeting.unit,
        subject=subject,
        review=review,
        direction=direction,
        implementation=implementation,
        origin=citation(meeting),
        seen=seen,
        by=by,
        at=at,
    )


@transaction.atomic
def appoint_chair_and_minute_taker(
    meeting: Meeting, *, chair: Person | None, minute_taker: Person | None, by: Actor, at: datetime
) -> Meeting:
    """Say who chairs (chủ trì) and who takes the minutes (thư ký): members of the branch."""
    meeting = locked_open(meeting.pk)
    if (meeting.chair, meeting.minute_taker) == (chair, minute_taker):
        return meeting
    if chair is not None and chair == minute_taker:
        raise OnePersonTwoRoles
    branch = meeting.parent.unit if meeting.parent else meeting.unit
    for person in (chair, minute_taker):
        if person is not None and not is_on_the_list(person, branch, timezone.localdate(meeting.starts_at)):
            raise NotOfThisBranch(name=person.full_name)
    before = {"chair": str(meeting.chair or ""), "minute_taker": str(meeting.minute_taker or "")}
    meeting.chair, meeting.minute_taker = chair, minute_taker
    meeting.save(update_fields=["chair", "minute_taker"])
    after = {"chair": str(chair or ""), "minute_taker": str(minute_taker or "")}
    note("meetings.meeting.appointed", meeting, meeting, by=by, at=at, before=before, after=after)
    return meeting


@transaction.atomic
def mark_prepared(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Say that agenda and chair are there, so that people can be invited (đã chuẩn bị)."""
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.PREPARED:
        return meeting
    if not meeting.agenda.filter(removed_at__isnull=True).exists():
        raise NothingPrepared
    if meeting.chair_id is None:
        raise ChairMissing
    advance(meeting, MeetingState.PREPARED, by=by, at=at)
    return meeting


def _remember_papers(meeting: Meeting) -> None:
    papers = meeting.papers.filter(removed_at__isnull=True)
    meeting.papers_ahead_at = papers.aggregate(last=Max("published_at"))["last"]
    meeting.save(update_fields=["papers_ahead_at"])
