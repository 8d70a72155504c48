"""Whether signed records are still what was signed: for `nennep verify`, each fault named."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from nennep.core.digests import content_hash
from nennep.core.models import AuditEvent
from nennep.decisions.models import Resolution, ResolutionState
from nennep.meetings.models import Addendum, Meeting, Minutes, Signature, SignatureRole
from nennep.meetings.record import resolution_content
from nennep.meetings.signing import addendum_content
from nennep.meetings.steps import FROZEN, HAS_A_RECORD

COMPOSED, SIGNED, ADDED = "meetings.minutes.composed", "meetings.minutes.signed", "meetings.addendum.added"
Told = dict[UUID, tuple[UUID | None, dict[str, Any]]]
"""What the audit log tells of each thing: by whom, and what was noted."""


def minutes_that_do_not_fit(ward_id: UUID) -> list[str]:
    """Minutes that are not what was signed, with what is wrong.

    The content gives its hash and carries the number; both signatures lie on that hash, by whom the audit log says;
    signed minutes have both; addenda give their hashes; the audit log tells the same of all of them.
    """
    told = _told(ward_id)
    wrong = []
    found = Minutes.objects.filter(ward=ward_id).select_related("meeting__unit")
    for minutes in found.prefetch_related("signatures", "addenda").order_by("pk").iterator(chunk_size=200):
        problem = next(_problems(minutes, told), "")
        if problem:
            wrong.append(f"{minutes.meeting.unit.name}: {minutes.meeting}: {problem}")
    return wrong


def _problems(minutes: Minutes, told: Told) -> Iterator[str]:
    signatures = list(minutes.signatures.all())
    if content_hash(minutes.content) != minutes.sha256:
        yield "nội dung khác mã"
    if any(each.sha256 != minutes.sha256 for each in signatures):
        yield "chữ ký trên mã khác"
    if minutes.meeting.state in FROZEN and (len(signatures) < len(SignatureRole) or minutes.frozen_at is None):
        yield "thiếu chữ ký"
    if minutes.pk not in told:
        yield "không có trong nhật ký"
    elif told[minutes.pk][1].get("sha256") != minutes.sha256:
        yield "mã khác với nhật ký"
    if minutes.content.get("number") != minutes.number:
        yield "số khác với nội dung"
    if any(told.get(each.pk) != _of_signature(each) for each in signatures):
        yield "người ký khác với nhật ký"
    if any(not _fits(each, minutes, told) for each in minutes.addenda.all()):
        yield "phần bổ sung khác mã hoặc không có trong nhật ký"


def _of_signature(signature: Signature) -> tuple[UUID, dict[str, Any]]:
    return signature.person_id, {"role": signature.role, "sha256": signature.sha256}


def _fits(addendum: Addendum, minutes: Minutes, told: Told) -> bool:
    content = addendum_content(minutes.sha256, addendum.number, addendum.text, addendum.reason)
    return content_hash(content) == addendum.sha256 and told.get(addendum.pk) == (addendum.written_by_id, content)


def _told(ward_id: UUID) -> Told:
    events = AuditEvent.objects.filter(ward_id=ward_id, name__in=[COMPOSED, SIGNED, ADDED]).order_by("-sequence")
    rows = events.values_list("object_id", "by_id", "after")
    return {thing: (by, after or {}) for thing, by, after in rows}


def held_without_minutes(ward_id: UUID) -> list[str]:
    """Closed branch meetings whose minutes are gone, and minutes of wards that are not there."""
    closed = Meeting.objects.filter(ward=ward_id, parent__isnull=True, state__in=HAS_A_RECORD, minutes__isnull=True)
    return [f"{each.unit.name}: {each}: mất biên bản" for each in closed.select_related("unit").order_by("pk")]


def resolutions_that_do_not_fit(ward_id: UUID) -> list[str]:
    """Adopted resolutions that do not say what the minutes of their meeting say."""
    passed = {
        meeting_id: content.get("resolution")
        for meeting_id, content in Minutes.objects.filter(ward=ward_id).values_list("meeting", "content")
    }
    adopted = Resolution.objects.filter(ward=ward_id, state=ResolutionState.ADOPTED).select_related("unit")
    there = {each.origin_id for each in adopted}
    missing = [meeting for meeting, said in passed.items() if said and said["symbol"] and meeting not in there]
    return [
        *(
            f"{each.unit.name}: {each}: khác với biên bản"
            for each in adopted.order_by("pk")
            if each.origin_id in passed and passed[each.origin_id] != resolution_content(each)
        ),
        *(f"mất nghị quyết {passed[meeting]['symbol']}" for meeting in missing),
    ]
