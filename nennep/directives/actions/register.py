"""The register of documents (sổ văn bản): received ones entered, own ones numbered, chains and replacements kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.documents.wording import short_date, symbol
from nennep.core.doors import Filed
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.models import DocumentKind
from nennep.directives.kinds import kinds_issued_by
from nennep.directives.models import Direction, Directive, Dissemination, Field, Related
from nennep.directives.sheets import SheetRow
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit, Ward
from nennep.rulebook.queries import rules_on

SUMMARY_LINES = 5


class AlreadyReceived(Refused):
    field = "symbol"
    message = _("%(label)s của %(issuer)s đã có trong sổ. Mở văn bản ấy để bổ sung.")


class ReceivedBeforeDated(Refused):
    field = "received_on"
    message = _("Ngày đến không thể trước ngày văn bản %(day)s. Kiểm tra lại hai ngày.")


class NotForBranches(Refused):
    field = "kind"
    message = _("Chi bộ không ban hành %(kind)s. Chọn loại văn bản khác.")


class CarriesItselfOut(Refused):
    field = "parent"
    message = _("Văn bản không thể thực hiện chính nó. Chọn văn bản cấp trên khác.")


class SummaryTooLong(Refused):
    field = "summary"
    message = _("Tóm tắt không quá %(lines)s dòng; hiện có %(count)s dòng. Rút gọn để đọc được trên điện thoại.")


class AlreadyReplaced(Refused):
    message = _("%(old)s đã được thay thế bằng %(new)s từ ngày %(day)s.")


class ReplacesItself(Refused):
    field = "new"
    message = _("Chọn văn bản thay thế khác với văn bản này và không do nó thay thế.")


class AlreadyRelated(Refused):
    field = "other"
    message = _("Chọn một văn bản khác; văn bản không thể liên quan tới chính nó.")


@once_more
@transaction.atomic
def receive_directive(
    ward_id: UUID,
    *,
    issuer: str,
    kind: str,
    symbol: str,
    subject: str,
    dated_on: date | None,
    received_on: date | None,
    field: str = Field.PARTY_BUILDING,
    tasks: str = "",
    deadline: date | None = None,
    summary: str = "",
    parent: Directive | None = None,
    unit: Unit | None = None,
    filed: Filed | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Directive:
    """Enter a document that was received (vào sổ văn bản đến), of the ward or of one branch. The same id makes one.

    Refuses a document that is in the register already, and one received before its own date.
    """
    words = {"issuer": issuer, "kind": kind, "symbol": symbol, "subject": subject, "dated_on": dated_on}
    words |= {"received_on": received_on, "field": field, "tasks": tasks, "deadline": deadline, "summary": summary}
    existing = made_before(Directive, id, ward=ward_id, unit=unit, direction=Direction.RECEIVED, **words)
    if existing:
        return existing
    twin = Directive.objects.filter(
        ward=ward_id, unit=unit, direction=Direction.RECEIVED, issuer=issuer, symbol=symbol, dated_on=dated_on
    ).first()
    if twin:
        raise AlreadyReceived(label=twin.label, issuer=issuer)
    _check_dates(dated_on, received_on)
    _check_summary(summary)
    directive = Directive.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        direction=Direction.RECEIVED,
        unit=unit,
        issuer=issuer,
        kind=kind,
        symbol=symbol,
        subject=subject,
        dated_on=dated_on,
        received_on=received_on,
        field=field,
        tasks=tasks,
        deadline=deadline,
        summary=summary,
        parent=parent,
        entered_at=at,
        **_of_file(filed),
    )
    _note("directives.directive.received", directive, by=by, at=at, after=_told(directive))
    return directive


def receive_rows(ward_id: UUID, rows: Iterable[SheetRow], *, by: Actor, at: datetime) -> int:
    """Enter the new rows of a spreadsheet, all or none; rows already in the register and faulty ones are left out."""
    with audit.together():
        return sum(_receive_row(ward_id, row, by=by, at=at) for row in rows if row.fate == "new")


def _receive_row(ward_id: UUID, row: SheetRow, *, by: Actor, at: datetime) -> bool:
    """Whether the row was entered; somebody may have entered it since the sheet was read."""
    try:
        receive_directive(ward_id, **row.words, by=by, at=at)
    except AlreadyReceived:
        return False
    return True


@once_more
@transaction.atomic
def issue_directive(
    ward_id: UUID,
    *,
    kind: str,
    subject: str,
    dated_on: date,
    field: str = Field.PARTY_BUILDING,
    tasks: str = "",
    deadline: date | None = None,
    summary: str = "",
    parent: Directive | None = None,
    unit: Unit | None = None,
    fulfils: Dissemination | None = None,
    filed: Filed | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Directive:
    """Issue an own document (ban hành): it gets the next number of its kind and term. The same id makes one.

    A branch may not issue guidance, directives or regulations (domain.md 3.1). A branch's plan or report may be
    what was asked of it with a document (`fulfils`).
    """
    words = {"kind": kind, "subject": subject, "dated_on": dated_on, "field": field, "tasks": tasks}
    words |= {"deadline": deadline, "summary": summary}
    existing = made_before(Directive, id, ward=ward_id, unit=unit, direction=Direction.ISSUED, **words)
    if existing:
        return existing
    if kind not in kinds_issued_by(unit):
        raise NotForBranches(kind=str(DocumentKind(kind).label).lower())
    _check_summary(summary)
    ward = Ward.objects.get(pk=ward_id)
    term, number = (
        decisions.next_number(unit, kind, on=dated_on) if unit else decisions.next_ward_number(ward, kind, on=dated_on)
    )
    digits = rules_on(dated_on).document.number_digits
    directive = Directive.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        direction=Direction.ISSUED,
        unit=unit,
        issuer=unit.name if unit else ward_committee(ward),
        kind=kind,
        symbol=symbol(number, kind, "CB" if unit else "ĐU", digits),
        term=term,
        number=number,
        subject=subject,
        dated_on=dated_on,
        field=field,
        tasks=tasks,
        deadline=deadline,
        summary=summary,
        parent=parent or (fulfils.directive if fulfils else None),
        entered_at=at,
        **_of_file(filed),
    )
    _note("directives.directive.issued", directive, by=by, at=at, after=_told(directive))
    if fulfils:
        _fulfil(fulfils, directive, by=by, at=at)
    return directive


def ward_committee(ward: Ward) -> str:
    """ "Đảng ủy phường Đức Thắng"."""
    return f"Đảng ủy {ward.name[:1].lower()}{ward.name[1:]}"


EDITABLE = ("subject", "field", "tasks", "deadline", "summary", "parent", "received_on")
EDITABLE_OF_RECEIVED = (*EDITABLE, "issuer", "kind", "symbol", "dated_on")


@transaction.atomic
def change_directive(directive: Directive, *, seen: int, by: Actor, at: datetime, **fields: Any) -> Directive:
    """Mend what the register says of a document; number, kind and date of an own one stay as issued."""
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    editable = EDITABLE_OF_RECEIVED if directive.direction == Direction.RECEIVED else EDITABLE
    new = {name: value for name, value in fields.items() if name in editable and getattr(directive, name) != value}
    if not new:
        return directive
    if directive.revision != seen:
        raise Changed(directive)
    before = _told(directive)
    for name, value in new.items():
        setattr(directive, name, value)
    _check_dates(directive.dated_on, directive.received_on)
    _check_summary(directive.summary)
    if "parent" in new:
        _check_parent(directive)
    _save(directive)
    _note("directives.directive.changed", directive, by=by, at=at, before=before, after=_told(directive))
    return directive


@transaction.atomic
def attach_file(directive: Directive, filed: Filed, *, by: Actor, at: datetime) -> Directive:
    """Put the file of a document into the register; a newer one takes the place of the older."""
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    for name, value in _of_file(filed).items():
        setattr(directive, name, value)
    _save(directive)
    _note("directives.directive.filed", directive, by=by, at=at, after=filed.upload.name)
    return directive


@transaction.atomic
def relate(directive: Directive, other: Directive, *, by: Actor, at: datetime) -> None:
    """Say that two documents belong together; said twice, from either side, it is still said once."""
    if directive.pk == other.pk:
        raise AlreadyRelated
    first, second = sorted((directive, other), key=lambda each: each.pk)
    _related, is_new = Related.objects.get_or_create(ward_id=directive.ward_id, directive=first, other=second)
    if is_new:
        _note("directives.directive.related", directive, by=by, at=at, after=str(other))


@transaction.atomic
def mark_replaced(old: Directive, *, new: Directive, on: date, by: Actor, at: datetime) -> Directive:
    """Say that a document was replaced (thay thế) by another one from a day; who studied it before keeps that."""
    old = Directive.objects.select_for_update(of=("self",)).select_related("replaced_by").get(pk=old.pk)
    if old.replaced_by_id == new.pk:
        return old
    if old.replaced_by and old.replaced_on:
        raise AlreadyReplaced(old=old.label, new=old.replaced_by.label, day=short_date(old.replaced_on))
    later: Directive | None = new
    while later is not None:
        if later.pk == old.pk:
            raise ReplacesItself
        later = later.replaced_by
    old.replaced_by, old.replaced_on = new, on
    _save(old)
    _note("directives.directive.replaced", old, by=by, at=at, after={"by": str(new), "on": on})
    return old


def _fulfil(dissemination: Dissemination, document: Directive, *, by: Actor, at: datetime) -> None:
    """A report answers the report that was asked for; any other document of the branch, the plan."""
    answers = "report" if document.kind == DocumentKind.REPORT else "plan"
    setattr(dissemination, answers, document)
    dissemination.save(update_fields=[answers])
    audit.record(
        f"directives.dissemination.{answers}_sent",
        dissemination,
        by=by,
        at=at,
        unit_id=dissemination.unit_id,
        after=document.label,
    )


def _of_file(filed: Filed | None) -> dict[str, Any]:
    if filed is None:
        return {}
    return {"file": filed.upload, "text": filed.reading.text, "pages": filed.reading.pages}


def _check_dates(dated_on: date | None, received_on: date | None) -> None:
    if dated_on and received_on and received_on < dated_on:
        raise ReceivedBeforeDated(day=short_date(dated_on))


def _check_summary(summary: str) -> None:
    lines = [line for line in summary.splitlines() if line.strip()]
    if len(lines) > SUMMARY_LINES:
        raise SummaryTooLong(lines=SUMMARY_LINES, count=len(lines))


def _check_parent(directive: Directive) -> None:
    above = directive.parent
    while above is not None:
        if above.pk == directive.pk:
            raise CarriesItselfOut
        above = above.parent


def _save(directive: Directive) -> None:
    directive.revision += 1
    directive.save()


def _told(directive: Directive) -> dict[str, object]:
    return {
        "label": directive.label,
        "issuer": directive.issuer,
        "dated_on": directive.dated_on,
        "subject": directive.subject,
        "deadline": directive.deadline,
        "parent": directive.parent and directive.parent.label,
    }


def _note(
    name: str, directive: Directive, *, by: Actor, at: datetime, before: object = None, after: object = None
) -> None:
    audit.record(name, directive, by=by, at=at, unit_id=directive.unit_id, before=before, after=after)
