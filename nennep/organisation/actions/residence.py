"""Members who work elsewhere and keep contact where they live ("đảng viên 213"), and the branch's yearly comment.

Source: 213-QĐ/TW (2/1/2020), 33-HD/BTCTW (30/10/2020); domain.md 1.7.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.once import made_before
from nennep.core.refusals import Changed, Refused
from nennep.organisation.actions.register import end_row, note, shown
from nennep.organisation.actors import Actor
from nennep.organisation.models import ContactKind, Person, ResidenceComment, ResidenceContact, Unit


class WorkplaceMissing(Refused):
    field = "workplace"
    message = _("Ghi tổ chức đảng nơi công tác.")


class InContactAlready(Refused):
    field = "unit"
    message = _("Đồng chí %(name)s đang giữ mối liên hệ với %(unit)s. Kết thúc ở đó trước.")


class CommentMissing(Refused):
    field = "text"
    message = _("Ghi nhận xét.")


class AttendedTooOften(Refused):
    field = "sessions_attended"
    message = _("Số buổi dự (%(attended)s) nhiều hơn số buổi mời (%(called)s). Kiểm tra lại hai số.")


class NoCommentThatYear(Refused):
    field = "year"
    message = _("Đồng chí %(name)s giữ mối liên hệ từ ngày %(day)s. Chọn năm khác.")


@transaction.atomic
def introduce_contact(
    person: Person,
    unit: Unit,
    *,
    workplace: str,
    kind: str = ContactKind.INTRODUCED,
    number: str = "",
    on: date,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> ResidenceContact:
    """A workplace introduces a member to the branch where they live; they do not stand on its list."""
    words = {"workplace": workplace, "kind": kind, "number": number, "valid_from": on}
    if existing := made_before(ResidenceContact, id, ward=unit.ward_id, unit=unit, person=person, **words):
        return existing
    if not workplace.strip():
        raise WorkplaceMissing
    open_contact = ResidenceContact.objects.filter(ward=unit.ward_id, person=person, valid_to__isnull=True)
    if now := open_contact.select_related("unit").first():
        raise InContactAlready(name=person.full_name, unit=now.unit.name)
    given = {"id": id} if id else {}
    contact = ResidenceContact.objects.create(
        ward_id=unit.ward_id,
        person=person,
        unit=unit,
        workplace=workplace,
        kind=kind,
        number=number,
        valid_from=on,
        **given,
    )
    note("organisation.contact.introduced", contact, unit.pk, on, by, at, person.full_name)
    return contact


@transaction.atomic
def end_contact(contact: ResidenceContact, *, on: date, by: Actor, at: datetime) -> ResidenceContact:
    """The member moved or works elsewhere: contact ends on a day."""
    end_row(contact, on)
    note("organisation.contact.ended", contact, contact.unit_id, on, by, at, str(contact))
    return contact


@transaction.atomic
def comment_on_contact(
    contact: ResidenceContact,
    *,
    year: int,
    sessions_called: int,
    sessions_attended: int,
    text: str,
    signed_by: Person,
    seen: int,
    on: date,
    by: Actor,
    at: datetime,
) -> ResidenceComment:
    """Write the comment of a year (nhận xét nơi cư trú); what somebody else wrote meanwhile is handed back."""
    if not text.strip():
        raise CommentMissing
    if sessions_attended > sessions_called:
        raise AttendedTooOften(attended=sessions_attended, called=sessions_called)
    if year < contact.valid_from.year or (contact.valid_to and year > contact.valid_to.year):
        raise NoCommentThatYear(name=str(contact), day=shown(contact.valid_from))
    words = {"sessions_called": sessions_called, "sessions_attended": sessions_attended, "text": text}
    comments = ResidenceComment.objects.select_for_update().filter(ward=contact.ward_id, contact=contact, year=year)
    comment = comments.first()
    if comment and all(getattr(comment, name) == value for name, value in words.items()):
        return comment
    if comment and comment.revision != seen:
        raise Changed(comment)
    if comment is None:
        comment = ResidenceComment(ward_id=contact.ward_id, contact=contact, year=year)
    for name, value in words.items():
        setattr(comment, name, value)
    comment.signed_by, comment.signed_on, comment.revision = signed_by, on, comment.revision + 1
    comment.save()
    note("organisation.contact.commented", comment, contact.unit_id, on, by, at, text)
    return comment
