"""Who may see which figures and which rows, from the posts and charges held today."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from nennep.core.refusals import NotFound
from nennep.decisions.models import Task
from nennep.organisation.actors import CHARGE, MEMBER, OFFICERS, Actor
from nennep.reports.models import (
    AUDIENCE,
    Briefing,
    BriefingSection,
    BriefingState,
    IssuedReport,
    ReceivedPackage,
    ReportTemplate,
    TrustedKey,
)


@dataclass(frozen=True)
class ReportRights:
    """What one actor may see of the ward's figures; the operator of the system sees none of them."""

    ward: bool
    """The ward's own report, its findings, every branch."""
    totals: frozenset[UUID]
    """Branches whose figures may be seen: the own one, those in charge of."""
    rows: frozenset[UUID]
    """Branches whose rows may be opened."""
    people: frozenset[UUID]
    """Branches whose rows may name single members."""

    @property
    def board(self) -> bool:
        return self.ward or bool(self.totals)

    def may_open(self, unit_id: UUID | None, *, naming_people: bool) -> bool:
        """Whether the rows behind a figure of a branch, or of the ward, may be opened."""
        if self.ward:
            return True
        return unit_id in (self.people if naming_people else self.rows)


def rights_of(actor: Actor) -> ReportRights:
    """Ward staff see all; a committee member the branches in charge of; officers and members their own.

    Members see the totals of their branch, its rows only with a post in it.
    """
    own = actor.units_as(*OFFICERS)
    charge = actor.units_as(CHARGE)
    return ReportRights(
        ward=actor.is_ward_staff,
        totals=frozenset(own | charge | actor.units_as("branch_committee_member", MEMBER)),
        rows=frozenset(own | charge),
        people=frozenset(own),
    )


def get_board_units(actor: Actor) -> frozenset[UUID] | None:
    """The branches on the actor's board; nothing means all of the ward."""
    rights = rights_of(actor)
    if not rights.board:
        raise NotFound
    return None if rights.ward else rights.totals


def get_trend_units(actor: Actor) -> frozenset[UUID] | None:
    """The branches whose past the actor may look into: those with rows to open; nothing means all of the ward."""
    rights = rights_of(actor)
    if not (rights.ward or rights.rows):
        raise NotFound
    return None if rights.ward else rights.rows


def require_ward(actor: Actor) -> None:
    """The ward's own report and findings: ward staff only."""
    if not rights_of(actor).ward:
        raise NotFound


def get_briefing(actor: Actor, briefing_id: UUID) -> Briefing:
    """A briefing of the ward, to prepare and to hold: ward staff only."""
    require_ward(actor)
    found = Briefing.objects.filter(ward=actor.ward_id, pk=briefing_id).select_related("chair", "minute_taker")
    briefing = found.first()
    if briefing is None:
        raise NotFound
    return briefing


def briefings_heard_by(actor: Actor) -> QuerySet[Briefing]:
    """The briefings that are over and that the actor may read: ward staff all, others those they were summoned to.

    A seat is read from as long as a post that sits there is held: whoever hands the post over hands the paper over.
    """
    over = Briefing.objects.filter(ward=actor.ward_id, state=BriefingState.CLOSED).order_by("-month")
    if rights_of(actor).ward:
        return over
    if not any(position in AUDIENCE for position, _unit in actor.held):
        return over.none()
    return over.filter(seats__person=actor.person_id)


def get_held_briefing(actor: Actor, briefing_id: UUID) -> Briefing:
    """A briefing to read as it was told and concluded."""
    briefing = briefings_heard_by(actor).filter(pk=briefing_id).first()
    if briefing is None:
        raise NotFound
    return briefing


def get_section(briefing: Briefing, key: str) -> BriefingSection:
    """A section of a briefing, by its key."""
    section = briefing.sections.select_related("briefing").filter(key=key).first()
    if section is None:
        raise NotFound
    return section


def get_decision(briefing: Briefing, task_id: UUID) -> Task:
    """A remedy that this briefing set."""
    task = Task.objects.filter(ward=briefing.ward_id, origin_id=briefing.pk, pk=task_id).select_related("unit").first()
    if task is None:
        raise NotFound
    return task


def require_rows(actor: Actor, unit_id: UUID | None, *, naming_people: bool) -> None:
    """The rows behind a figure; without a unit they are the whole ward's."""
    if not rights_of(actor).may_open(unit_id, naming_people=naming_people):
        raise NotFound


def get_issued(actor: Actor, issued_id: UUID) -> IssuedReport:
    """An issued report of the ward, for its office and secretaries."""
    require_ward(actor)
    issued = IssuedReport.objects.filter(ward=actor.ward_id, pk=issued_id).select_related("docx", "pdf").first()
    if issued is None:
        raise NotFound
    return issued


def get_template(actor: Actor, template_id: UUID) -> ReportTemplate:
    """A template to read the year report through: for whoever may read the report."""
    require_ward(actor)
    template = ReportTemplate.objects.filter(ward=actor.ward_id, pk=template_id).first()
    if template is None:
        raise NotFound
    return template


def may_arrange(actor: Actor) -> bool:
    """The ward office keeps the templates."""
    return actor.holds("office")


def require_arranging(actor: Actor) -> None:
    if not may_arrange(actor):
        raise NotFound


def may_consolidate(actor: Actor) -> bool:
    """The office of the level above: figures that wards sent, never a record of any ward."""
    return actor.holds("superior_office")


def require_consolidating(actor: Actor) -> None:
    if not may_consolidate(actor):
        raise NotFound


def get_trusted_key(actor: Actor, trusted_id: UUID) -> TrustedKey:
    """A ward's key that this level entered."""
    require_consolidating(actor)
    key = TrustedKey.objects.filter(ward=actor.ward_id, pk=trusted_id).first()
    if key is None:
        raise NotFound
    return key


def get_received(actor: Actor, received_id: UUID) -> ReceivedPackage:
    """A package that this level received."""
    require_consolidating(actor)
    package = ReceivedPackage.objects.filter(ward=actor.ward_id, pk=received_id).select_related("key").first()
    if package is None:
        raise NotFound
    return package
