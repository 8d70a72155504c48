"""Conferences at which the ward passes documents on to its cadres (hội nghị quán triệt)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.refusals import Refused
from nennep.directives.actions.reaching import record_heard
from nennep.directives.models import Conference, ConferenceItem, Directive, Seat, SeatStatus
from nennep.organisation.actors import Actor
from nennep.organisation.models import Post, holding_on


class NoDirectiveChosen(Refused):
    field = "directives"
    message = _("Chọn ít nhất một văn bản để quán triệt tại hội nghị.")


class NobodySummoned(Refused):
    field = "audience"
    message = _("Chưa có ai giữ chức vụ đã chọn vào ngày hội nghị. Chọn thêm thành phần dự.")


class NobodyPresent(Refused):
    message = _("Chưa ghi ai có mặt. Điểm danh, rồi kết thúc hội nghị.")


class NotBegun(Refused):
    message = _("Hội nghị bắt đầu lúc %(moment)s. Đến giờ rồi hãy ghi kết thúc.")


class ConferenceClosed(Refused):
    message = _("Hội nghị đã kết thúc, danh sách dự không đổi được nữa.")


@once_more
@transaction.atomic
def call_conference(
    ward_id: UUID,
    *,
    title: str,
    starts_at: datetime,
    place: str,
    audience: Sequence[str],
    directives: Sequence[Directive],
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Conference:
    """Call a conference (triệu tập hội nghị): the roll lists who holds the chosen positions on its day, each once."""
    words = {"title": title, "starts_at": starts_at, "place": place, "audience": audience}
    existing = made_before(Conference, id, ward=ward_id, **words)
    if existing:
        return existing
    if not directives:
        raise NoDirectiveChosen
    seats = _seats(ward_id, audience, timezone.localdate(starts_at))
    if not seats:
        raise NobodySummoned
    conference = Conference.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        title=title,
        starts_at=starts_at,
        place=place,
        audience=list(audience),
        listed_count=len(seats),
    )
    ConferenceItem.objects.bulk_create(
        ConferenceItem(ward_id=ward_id, conference=conference, directive=each) for each in directives
    )
    Seat.objects.bulk_create(
        Seat(ward_id=ward_id, conference=conference, person_id=person_id, office="; ".join(offices)[:300])
        for person_id, offices in seats.items()
    )
    after = {"starts_at": starts_at, "listed": len(seats), "directives": [each.label for each in directives]}
    audit.record("directives.conference.called", conference, by=by, at=at, after=after)
    return conference


def _seats(ward_id: UUID, audience: Sequence[str], on: date) -> dict[UUID, list[str]]:
    """Who is summoned, with the positions they hold; posts of the ward first, then branch by branch."""
    posts = Post.objects.filter(holding_on(on), ward=ward_id, position__in=audience).select_related("unit")
    seats: dict[UUID, list[str]] = {}
    for post in posts.order_by("unit__position", "position", "person__name_key", "pk"):
        words = str(post.get_position_display())
        if post.unit:
            words = words.replace("chi bộ", post.unit.name) if "chi bộ" in words else f"{words}, {post.unit.name}"
        seats.setdefault(post.person_id, []).append(words)
    return seats


@transaction.atomic
def call_the_roll(conference: Conference, present: Collection[UUID], *, by: Actor, at: datetime) -> Conference:
    """Write who came: everybody else on the list is absent. May be said again until the conference is closed."""
    conference = _locked(conference)
    if conference.closed_at:
        raise ConferenceClosed
    conference.seats.filter(person__in=present).update(status=SeatStatus.PRESENT)
    conference.seats.exclude(person__in=present).update(status=SeatStatus.ABSENT)
    conference.present_count = conference.seats.filter(status=SeatStatus.PRESENT).count()
    conference.save(update_fields=["present_count"])
    after = {"present": conference.present_count, "listed": conference.listed_count}
    audit.record("directives.conference.roll_called", conference, by=by, at=at, after=after)
    return conference


@transaction.atomic
def close_conference(conference: Conference, *, by: Actor, at: datetime) -> Conference:
    """Close it: whoever was present was reached by each document it took up. Twice changes nothing."""
    conference = _locked(conference)
    if conference.closed_at:
        return conference
    if at < conference.starts_at:
        raise NotBegun(moment=timezone.localtime(conference.starts_at).strftime("%H:%M, %d/%m/%Y"))
    present = set(conference.seats.filter(status=SeatStatus.PRESENT).values_list("person_id", flat=True))
    if not present:
        raise NobodyPresent
    conference.closed_at = at
    conference.save(update_fields=["closed_at"])
    address = reverse("directives:conference", args=[conference.pk])
    on = timezone.localdate(conference.starts_at)
    for item in conference.items.select_related("directive"):
        record_heard(item.directive, present, on=on, address=address, by=by, at=at)
    audit.record("directives.conference.closed", conference, by=by, at=at, after=conference.present_count)
    return conference


def _locked(conference: Conference) -> Conference:
    return Conference.objects.select_for_update().get(pk=conference.pk)
