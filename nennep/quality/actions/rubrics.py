"""Rubrics as data: entered from a file or the editor, checked, adopted from a day on, then never changed."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.digests import content_hash
from nennep.core.refusals import Changed, Refused
from nennep.organisation.actors import Actor
from nennep.quality.checks import faults_of
from nennep.quality.models import Rubric
from nennep.quality.queries import draft_of
from nennep.quality.rubrics import parse


class RubricContradicts(Refused):
    message = _("Bộ tiêu chí tự mâu thuẫn, chưa áp dụng được: %(faults)s")


class RubricAdopted(Refused):
    message = _("Bộ tiêu chí đã áp dụng thì không sửa. Lập bản mới từ bản này, rồi áp dụng bản mới từ một ngày.")


class DraftThere(Refused):
    message = _("Bộ này đã có bản thảo (bản %(version)s). Mở bản thảo ấy, sửa tiếp ở đó.")


class AdoptedLater(Refused):
    field = "valid_from"
    message = _("Bản %(version)s đã áp dụng từ %(day)s. Bản mới phải áp dụng từ ngày sau đó.")


@transaction.atomic
def keep_rubric(ward_id: UUID, *, data: Mapping[str, Any], by: Actor, at: datetime) -> Rubric:
    """Keep a rubric as a draft of its next version (nhập bộ tiêu chí); contradictions are told, not refused, here.

    The same content again is the version that is already there.
    """
    scheme, content = parse(data), plain(data)
    digest = content_hash(content)
    same = Rubric.objects.filter(ward=ward_id, code=scheme.code, sha256=digest).order_by("-version").first()
    if same:
        return same
    drafts = Rubric.objects.select_for_update().filter(ward=ward_id, code=scheme.code, adopted_at__isnull=True)
    rubric = drafts.first()
    if rubric is None:
        last = Rubric.objects.filter(ward=ward_id, code=scheme.code).aggregate(last=Max("version"))["last"] or 0
        rubric = Rubric(ward_id=ward_id, code=scheme.code, version=last + 1, entered_at=at)
    _fill(rubric, content, digest)
    rubric.save()
    audit.record("quality.rubric.kept", rubric, by=by, at=at, after={"version": rubric.version, "sha256": digest})
    return rubric


@transaction.atomic
def next_version(rubric: Rubric, *, data: Mapping[str, Any], by: Actor, at: datetime) -> Rubric:
    """The draft of the next version, written from an adopted one; refuses where a draft is there already."""
    draft = draft_of(rubric)
    if draft and content_hash(plain(data)) not in {rubric.sha256, draft.sha256}:
        raise DraftThere(version=draft.version)
    return keep_rubric(rubric.ward_id, data=data, by=by, at=at)


@transaction.atomic
def change_rubric(rubric: Rubric, *, data: Mapping[str, Any], seen: int, by: Actor, at: datetime) -> Rubric:
    """Change a draft in the editor; a version that was adopted stays as it is."""
    rubric = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if rubric.adopted_at:
        raise RubricAdopted
    parse(data)
    content = plain(data)
    digest = content_hash(content)
    if digest == rubric.sha256:
        return rubric
    if rubric.revision != seen:
        raise Changed(rubric)
    before = rubric.sha256
    _fill(rubric, content, digest)
    rubric.revision = seen + 1
    rubric.save()
    audit.record("quality.rubric.changed", rubric, by=by, at=at, before=before, after=digest)
    return rubric


@transaction.atomic
def adopt_rubric(rubric: Rubric, *, valid_from: date, by: Actor, at: datetime) -> Rubric:
    """Adopt a rubric from a day on (áp dụng); refuses one that contradicts itself. The version before ends there."""
    rubric = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if rubric.adopted_at:
        return rubric
    faults = [fault.sentence for fault in faults_of(rubric.scheme) if fault.is_error]
    if faults:
        raise RubricContradicts(faults=" ".join(faults))
    before = Rubric.objects.select_for_update().filter(
        ward=rubric.ward_id, code=rubric.code, adopted_at__isnull=False, valid_to__isnull=True
    )
    for each in before:
        assert each.valid_from is not None
        if each.valid_from >= valid_from:
            raise AdoptedLater(version=each.version, day=each.valid_from.strftime("%d/%m/%Y"))
        each.valid_to = valid_from
        each.save(update_fields=["valid_to"])
    rubric.adopted_at, rubric.valid_from = at, valid_from
    rubric.save(update_fields=["adopted_at", "valid_from"])
    after = {"valid_from": valid_from.isoformat(), "sha256": rubric.sha256}
    audit.record("quality.rubric.adopted", rubric, by=by, at=at, after=after)
    return rubric


@transaction.atomic
def end_rubric(rubric: Rubric, *, valid_to: date, by: Actor, at: datetime) -> Rubric:
    """Stop applying a rubric from a day on (thôi áp dụng); sheets under it stay."""
    rubric = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if rubric.valid_to == valid_to or rubric.valid_from is None:
        return rubric
    before, rubric.valid_to = rubric.valid_to, max(valid_to, rubric.valid_from)
    rubric.save(update_fields=["valid_to"])
    audit.record("quality.rubric.ended", rubric, by=by, at=at, before=before, after=valid_to)
    return rubric


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as the database keeps it: days as text, everything else as it was written."""
    return json.loads(json.dumps(data, ensure_ascii=False, default=lambda value: value.isoformat()))


def _fill(rubric: Rubric, content: dict[str, Any], digest: str) -> None:
    scheme = parse(content)
    rubric.title, rubric.content, rubric.sha256 = scheme.title[:200], content, digest
    rubric.branch_kinds, rubric.meeting_kinds = list(scheme.branch_kinds), list(scheme.meeting_kinds)
