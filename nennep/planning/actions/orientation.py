"""The ward's yearly orientation of themes: what it suggests, on what it rests, when it is issued."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.refusals import Changed, Refused
from nennep.organisation.actors import Actor
from nennep.planning.models import Basis, Shortcoming, TopicOrientation


class SuggestionInUse(Refused):
    message = _("Gợi ý này đã có chi bộ chọn nên không bỏ được. Sửa lời gợi ý, hoặc báo chi bộ đổi chuyên đề trước.")


class GroundsMissing(Refused):
    field = "grounds"
    message = _("Ghi căn cứ của gợi ý: nhiệm vụ nào, hạn chế nào hay việc thời sự nào.")


class NothingToIssue(Refused):
    message = _("Chưa có gợi ý nào cho năm %(year)s. Thêm gợi ý, rồi ban hành.")


def tell_shortcoming(
    ward_id: UUID, *, year: int, source: str, text: str, address: str, by: Actor, at: datetime
) -> Shortcoming:
    """A room above tells what did not go well in a year; told again, the newer words stand."""
    shortcoming, is_new = Shortcoming.objects.update_or_create(
        ward_id=ward_id, year=year, source=source, defaults={"text": text, "address": address, "told_at": at}
    )
    if is_new:
        audit.record("planning.shortcoming.told", shortcoming, by=by, at=at, after=text)
    return shortcoming


@once_more
@transaction.atomic
def suggest_topic(
    ward_id: UUID,
    *,
    year: int,
    title: str,
    basis: str,
    grounds: str,
    branch_kinds: Sequence[str] = (),
    shortcoming: Shortcoming | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> TopicOrientation:
    """Suggest a theme for a year; without grounds a suggestion is refused. The same id twice makes one."""
    words = {"year": year, "title": title, "basis": basis, "grounds": grounds, "branch_kinds": branch_kinds}
    existing = made_before(TopicOrientation, id, ward=ward_id, **words)
    if existing:
        return existing
    if not grounds.strip():
        raise GroundsMissing
    suggestion = TopicOrientation.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        year=year,
        title=title,
        basis=basis,
        grounds=grounds,
        branch_kinds=list(branch_kinds),
        shortcoming=shortcoming if basis == Basis.SHORTCOMING else None,
    )
    audit.record("planning.suggestion.added", suggestion, by=by, at=at, after=_told(suggestion))
    return suggestion


@transaction.atomic
def change_suggestion(
    suggestion: TopicOrientation,
    *,
    title: str,
    basis: str,
    grounds: str,
    branch_kinds: Sequence[str],
    seen: int,
    by: Actor,
    at: datetime,
) -> TopicOrientation:
    """Change a suggestion; branches that chose it keep the title they wrote into their plan."""
    suggestion = TopicOrientation.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if not grounds.strip():
        raise GroundsMissing
    before = _told(suggestion)
    after = {"title": title, "basis": basis, "grounds": grounds, "branch_kinds": list(branch_kinds)}
    if before == after:
        return suggestion
    if suggestion.revision != seen:
        raise Changed(suggestion)
    suggestion.title, suggestion.basis, suggestion.grounds = title, basis, grounds
    suggestion.branch_kinds = list(branch_kinds)
    if basis != Basis.SHORTCOMING:
        suggestion.shortcoming = None
    suggestion.revision += 1
    suggestion.save()
    audit.record("planning.suggestion.changed", suggestion, by=by, at=at, before=before, after=after)
    return suggestion


@transaction.atomic
def remove_suggestion(suggestion: TopicOrientation, *, by: Actor, at: datetime) -> None:
    """Take a suggestion back; refused once a branch has chosen it."""
    suggestion = TopicOrientation.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if suggestion.topics.filter(removed_at__isnull=True).exists():
        raise SuggestionInUse
    if suggestion.removed_at is None:
        suggestion.removed_at = at
        suggestion.save(update_fields=["removed_at"])
        audit.record("planning.suggestion.removed", suggestion, by=by, at=at, before=_told(suggestion))


@transaction.atomic
def issue_orientation(ward_id: UUID, *, year: int, by: Actor, at: datetime) -> int:
    """Issue the suggestions of a year to the branches (ban hành định hướng); how many became visible."""
    suggestions = TopicOrientation.objects.select_for_update(of=("self",)).filter(
        ward=ward_id, year=year, removed_at__isnull=True
    )
    if not suggestions:
        raise NothingToIssue(year=year)
    fresh = [each for each in suggestions if each.issued_at is None]
    for each in fresh:
        each.issued_at = at
        each.save(update_fields=["issued_at"])
        audit.record("planning.suggestion.issued", each, by=by, at=at)
    return len(fresh)


def _told(suggestion: TopicOrientation) -> dict[str, object]:
    return {
        "title": suggestion.title,
        "basis": suggestion.basis,
        "grounds": suggestion.grounds,
        "branch_kinds": suggestion.branch_kinds,
    }
