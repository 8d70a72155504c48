"""Who sees reminders, visits, petitions and inspections, and who may do what with them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from nennep.core.models import OutboxMessage, Upload
from nennep.core.refusals import NotFound
from nennep.meetings.models import Meeting
from nennep.organisation.access import require_ward
from nennep.organisation.actors import CHARGE, MEMBER, OFFICERS, Actor
from nennep.organisation.models import Person, Unit, UnitKind, holding_on
from nennep.oversight.models import (
    Addressee,
    Drawn,
    Inspection,
    InspectionDocument,
    Petition,
    Sample,
    Visit,
)

READERS = (*OFFICERS, "branch_committee_member", CHARGE)
"""Who follows the petitions of a branch beside the ward."""


def get_message(actor: Actor, message_id: UUID) -> OutboxMessage:
    """A message that waits for the office to tell somebody."""
    require_ward(actor)
    message = OutboxMessage.objects.filter(ward_id=actor.ward_id, pk=message_id).first()
    if message is None:
        raise NotFound
    return message


# Visits -------------------------------------------------------------------------------------------


def units_in_charge(actor: Actor) -> set[UUID]:
    """The branches somebody looks after today, as a substitute too."""
    return actor.units_as(CHARGE)


def require_charge(actor: Actor) -> None:
    """The calendar of one's own branches: whoever looks after one."""
    if not units_in_charge(actor):
        raise NotFound


def get_meeting_in_charge(actor: Actor, meeting_id: UUID) -> Meeting:
    """A branch meeting of a branch the actor looks after today."""
    meeting = Meeting.objects.filter(ward=actor.ward_id, pk=meeting_id, parent__isnull=True).select_related("unit")
    found = meeting.first()
    if found is None or not actor.holds(CHARGE, unit=found.unit_id):
        raise NotFound
    return found


def get_visit(actor: Actor, visit_id: UUID) -> Visit:
    """A sheet, for the ward once it is sent, for whoever wrote it and for whoever looks after the branch now."""
    visits = Visit.objects.filter(ward=actor.ward_id, pk=visit_id).select_related("meeting__unit", "unit", "person")
    visit = visits.first()
    if visit is None:
        raise NotFound
    own = visit.person_id == actor.person_id and actor.holds(CHARGE, unit=visit.unit_id)
    sent = visit.sent_at is not None
    if not (own or (sent and (actor.is_ward_staff or actor.holds(CHARGE, unit=visit.unit_id)))):
        raise NotFound
    return visit


def get_visit_to_note(actor: Actor, visit_id: UUID) -> Visit:
    """Any visit, sent or not, for the office to take note of."""
    require_ward(actor)
    visit = Visit.objects.filter(ward=actor.ward_id, pk=visit_id).first()
    if visit is None:
        raise NotFound
    return visit


def get_unit_for_substitute(actor: Actor, unit_id: UUID) -> Unit:
    """A branch, for the ward that lets somebody stand in."""
    require_ward(actor)
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    if unit is None:
        raise NotFound
    return unit


# Petitions ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PetitionRights:
    """What one actor may do with one petition."""

    read: bool
    answer: bool
    """Record the answer: the ward, and the branch's officers where it is addressed to them."""
    address: bool
    """Pass it on to whoever is to answer."""
    judge: bool
    """Say whether the answer does: the branch's officers and whoever raised it."""


def rights_on(petition: Petition, actor: Actor) -> PetitionRights:
    """Officers see those of their branch, members their own, charge their branches', the ward all."""
    if petition.ward_id != actor.ward_id:
        return PetitionRights(False, False, False, False)
    officer = actor.holds(*OFFICERS, unit=petition.unit_id)
    own = actor.person_id is not None and petition.raised_by_id == actor.person_id
    own = own and actor.holds(MEMBER, unit=petition.unit_id)
    ward = actor.is_ward_staff
    return PetitionRights(
        read=own or ward or actor.holds(*READERS, unit=petition.unit_id),
        answer=ward or (officer and petition.addressee == Addressee.BRANCH),
        address=ward,
        judge=officer or own,
    )


def get_petition(actor: Actor, petition_id: UUID, *, right: str) -> Petition:
    """The petition, if `actor` has the right; otherwise as if it did not exist."""
    petitions = Petition.objects.select_related("unit", "raised_by", "meeting", "visit__person", "answered_by")
    petition = petitions.filter(ward=actor.ward_id, pk=petition_id).first()
    if petition is None or not getattr(rights_on(petition, actor), right):
        raise NotFound
    return petition


def petitions_visible_to(actor: Actor) -> QuerySet[Petition]:
    """The petitions whose existence `actor` may know."""
    petitions = Petition.objects.filter(ward=actor.ward_id).select_related("unit", "raised_by")
    if actor.is_ward_staff:
        return petitions
    own = Q(raised_by=actor.person_id, unit__in=actor.units_as(MEMBER)) if actor.person_id else Q(pk__in=[])
    return petitions.filter(own | Q(unit__in=actor.units_as(*READERS)))


def require_petitions(actor: Actor) -> None:
    """The list of petitions: everybody but the operator of the system."""
    if not (actor.is_ward_staff or actor.units_as(*READERS, MEMBER)):
        raise NotFound


def may_export_petitions(actor: Actor) -> bool:
    """The register as a file: those who follow whole branches."""
    return actor.is_ward_staff or bool(actor.units_as(*READERS))


def units_to_raise_for(actor: Actor) -> list[Unit]:
    """The branches for which somebody may raise a petition: one's own, those looked after; the office for all."""
    units = Unit.objects.filter(holding_on(actor.on), ward=actor.ward_id, kind=UnitKind.BRANCH)
    if not actor.holds("office"):
        units = units.filter(pk__in=actor.units_as(*READERS, MEMBER))
    return list(units.order_by("position", "pk"))


# Inspections and samples --------------------------------------------------------------------------


def get_inspection(actor: Actor, inspection_id: UUID) -> Inspection:
    """An inspection, for the ward and for its team."""
    inspection = Inspection.objects.filter(ward=actor.ward_id, pk=inspection_id).first()
    if inspection is None or not (actor.is_ward_staff or _is_in_the_team(inspection, actor)):
        raise NotFound
    return inspection


def _is_in_the_team(inspection: Inspection, actor: Actor) -> bool:
    if actor.person_id is None or not actor.holds("committee_member"):
        return False
    return inspection.team.filter(person=actor.person_id).exists()


def get_inspection_file(actor: Actor, document_id: UUID) -> Upload:
    """The file of an inspection's document."""
    documents = InspectionDocument.objects.select_related("file", "inspection")
    document = documents.filter(ward=actor.ward_id, pk=document_id).first()
    if document is None:
        raise NotFound
    get_inspection(actor, document.inspection_id)
    return document.file


def get_sample(actor: Actor, sample_id: UUID) -> Sample:
    """A sample of minutes, for the ward."""
    require_ward(actor)
    sample = Sample.objects.filter(ward=actor.ward_id, pk=sample_id).first()
    if sample is None:
        raise NotFound
    return sample


def get_drawn(actor: Actor, drawn_id: UUID) -> Drawn:
    """One of the drawn minutes, for the ward."""
    require_ward(actor)
    drawn = Drawn.objects.filter(ward=actor.ward_id, pk=drawn_id).select_related("sample", "meeting__unit").first()
    if drawn is None:
        raise NotFound
    return drawn


def own_person(actor: Actor) -> Person | None:
    """The person behind an actor; the machine has none."""
    return Person.objects.filter(ward=actor.ward_id, pk=actor.person_id).first() if actor.person_id else None
