"""A regular look at minutes drawn by chance: the seed is shown, so that anybody can draw the same again."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person
from nennep.oversight.checklists import MINUTES, checklist_for, checklists
from nennep.oversight.models import Drawn, Sample
from nennep.oversight.samples import population


class PeriodTurned(Refused):
    field = "last_month"
    message = _("Tháng cuối %(last)s trước tháng đầu %(first)s. Chọn lại hai tháng.")


class NothingSigned(Refused):
    field = "first_month"
    message = _("Từ tháng %(first)s đến tháng %(last)s chưa có biên bản nào ký đủ, nên chưa rút mẫu được.")


class TooMany(Refused):
    field = "size"
    message = _("Chỉ có %(count)s biên bản ký đủ trong các tháng đã chọn. Rút nhiều nhất %(count)s.")


@transaction.atomic
def draw_sample(
    ward_id: UUID,
    *,
    first: Month,
    last: Month,
    size: int,
    seed: int,
    by: Actor,
    at: datetime,
    drawn_by: Person | None = None,
    id: UUID | None = None,
) -> Sample:
    """Draw signed minutes of some months by chance (rút mẫu ngẫu nhiên). The same id again changes nothing."""
    asked = {"first_month": first.first, "last_month": last.first, "size": size, "seed": seed}
    if existing := made_before(Sample, id, ward=ward_id, **asked):
        return existing
    words = {"first": first.first.strftime("%m/%Y"), "last": last.first.strftime("%m/%Y")}
    if last < first:
        raise PeriodTurned(**words)
    meetings = population(ward_id, first, last, at)
    if not meetings:
        raise NothingSigned(**words)
    if size > len(meetings):
        raise TooMany(count=len(meetings))
    sample = Sample.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        **asked,
        population=len(meetings),
        checklist=checklist_for(MINUTES, timezone.localdate(at)).name,
        drawn_at=at,
        drawn_by=drawn_by,
    )
    Drawn.objects.bulk_create(
        Drawn(ward_id=ward_id, sample=sample, meeting_id=meeting_id, position=position)
        for position, meeting_id in enumerate(Random(seed).sample(meetings, size), start=1)
    )
    after = {"seed": seed, "size": size, "population": len(meetings)}
    audit.record("oversight.sample.drawn", sample, by=by, at=at, month=last, after=after)
    return sample


@transaction.atomic
def check_minutes(
    drawn: Drawn,
    *,
    ticked: Sequence[str],
    remark: str,
    seen: int,
    by: Actor,
    at: datetime,
    checked_by: Person | None = None,
) -> Drawn:
    """Record what was found in one of the drawn minutes; never over somebody else's record."""
    drawn = Drawn.objects.select_related("sample", "meeting").select_for_update(of=("self",)).get(pk=drawn.pk)
    known = [item.key for item in checklists()[drawn.sample.checklist].items if item.key in ticked]
    if drawn.checked_at and (drawn.ticked, drawn.remark) == (known, remark):
        return drawn
    if drawn.revision != seen:
        raise Changed(drawn)
    before = {"ticked": drawn.ticked, "remark": drawn.remark}
    drawn.ticked, drawn.remark, drawn.checked_at, drawn.checked_by = known, remark, at, checked_by
    drawn.revision = seen + 1
    drawn.save(update_fields=["ticked", "remark", "checked_at", "checked_by", "revision"])
    meeting = drawn.meeting
    audit.record(
        "oversight.minutes.checked",
        drawn,
        by=by,
        at=at,
        unit_id=meeting.unit_id,
        month=meeting.period,
        before=before,
        after={"ticked": known, "remark": remark},
    )
    return drawn
