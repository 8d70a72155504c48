"""Who keeps the register, who assigns, who sees which coverage, and who reads."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from nennep.core.models import Upload
from nennep.core.refusals import NotFound
from nennep.core.uploads import XLSX
from nennep.directives.models import Conference, Directive, Dissemination, Question, Reader, wordy
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, MEMBER, OFFICERS, Actor
from nennep.organisation.models import Unit, UnitKind

GROUP_OFFICERS = ("group_leader", "group_deputy")


OF_THE_WARD = Q(unit__isnull=True)
"""Documents of the ward committee, not of a branch."""


def units_of(actor: Actor) -> set[UUID]:
    """The branches whose documents this person may read."""
    return actor.units_as(*BRANCH_COMMITTEE, MEMBER, CHARGE)


def may_read_any(actor: Actor) -> bool:
    """Whether there is a register for this person at all: everybody of a branch, and the ward."""
    return actor.is_ward_staff or bool(units_of(actor))


def seen_by(actor: Actor) -> Q:
    """The documents this person may read: the ward all of them, others those given to their branch or issued by it."""
    if actor.is_ward_staff:
        return Q()
    units = units_of(actor)
    return Q(unit__in=units) | Q(pk__in=Dissemination.objects.filter(unit__in=units).values("directive"))


def may_keep_register(actor: Actor) -> bool:
    """Who enters, issues and assigns the ward's documents: its office and its secretaries."""
    return actor.is_ward_staff


@dataclass(frozen=True)
class DirectiveRights:
    """What one actor may do with one document."""

    read: bool = False
    keep: bool = False
    """Change what the register says, its file and its questions: the ward; a branch's officers for their own."""
    assign: bool = False
    """Tell branches to pass it on, call a conference about it: the ward."""


def rights_on(directive: Directive, actor: Actor, *, reads: bool) -> DirectiveRights:
    """`reads` says whether the document is among those `seen_by` this person."""
    own = directive.unit_id is not None and actor.holds(*OFFICERS, unit=directive.unit_id)
    of_ward = directive.unit_id is None and actor.is_ward_staff
    return DirectiveRights(read=reads, keep=own or of_ward, assign=of_ward)


def get_directive(actor: Actor, directive_id: UUID, *, right: str = "read") -> tuple[Directive, DirectiveRights]:
    """A document with what `actor` may do with it; without the right, as if it did not exist."""
    found = (
        Directive.objects.filter(seen_by(actor), ward=actor.ward_id, pk=directive_id)
        .defer(*wordy("", "replaced_by", "parent", "parent__parent", "parent__parent__parent"))
        .select_related("unit", "replaced_by", "file", "parent__parent__parent")
        .first()
    )
    if found is None:
        raise NotFound
    rights = rights_on(found, actor, reads=True)
    if not getattr(rights, right):
        raise NotFound
    return found, rights


def get_file(actor: Actor, directive_id: UUID) -> Upload:
    """The file of a document, for all who may read it."""
    directive, _rights = get_directive(actor, directive_id)
    if directive.file is None:
        raise NotFound
    return directive.file


def get_question(actor: Actor, question_id: UUID) -> Question:
    """A question, for whoever keeps its document."""
    question = Question.objects.filter(ward=actor.ward_id, pk=question_id, removed_at__isnull=True).first()
    if question is None:
        raise NotFound
    get_directive(actor, question.directive_id, right="keep")
    return question


# Coverage -----------------------------------------------------------------------------------------


def branches_covered_by(actor: Actor) -> set[UUID] | None:
    """The branches whose coverage this person sees in numbers; nothing means all of the ward."""
    return None if actor.is_ward_staff else units_of(actor)


@dataclass(frozen=True)
class CoverageRights:
    """What one actor may do with the list of readers of one branch."""

    groups: frozenset[UUID] | None = frozenset()
    """The party groups whose names are shown; nothing means all names of the branch."""
    tell: bool = False
    """Tick that somebody was told again, and urge: officers of the branch; group leaders in their group."""
    urge: bool = False
    """Urge from above: the ward and the committee member in charge."""
    change: bool = False
    """Give another day, or no longer ask for it: the ward."""


def coverage_rights(unit: Unit, groups: set[UUID], actor: Actor) -> CoverageRights | None:
    """What `actor` may see of a branch's readers by name; nothing where not even that."""
    officer = actor.holds(*OFFICERS, unit=unit.pk)
    above = actor.is_ward_staff or actor.holds(CHARGE, unit=unit.pk)
    if officer or above or actor.holds(*BRANCH_COMMITTEE, unit=unit.pk):
        return CoverageRights(None, tell=officer, urge=above, change=actor.is_ward_staff)
    led = actor.units_as(*GROUP_OFFICERS) & groups
    return CoverageRights(frozenset(led), tell=True) if led else None


def get_dissemination(actor: Actor, directive_id: UUID, unit_id: UUID) -> tuple[Dissemination, CoverageRights]:
    """How a branch passes a document on, for those who may see its readers by name."""
    found = (
        Dissemination.objects.filter(ward=actor.ward_id, directive=directive_id, unit=unit_id)
        .select_related("unit", "directive", "directive__replaced_by", "plan", "report")
        .defer(*wordy("directive", "directive__replaced_by", "plan", "report"))
        .order_by("-assigned_on", "-pk")
        .first()
    )
    if found is None:
        raise NotFound
    groups = set(Unit.objects.filter(ward=actor.ward_id, parent=found.unit_id).values_list("pk", flat=True))
    rights = coverage_rights(found.unit, groups, actor)
    if rights is None:
        raise NotFound
    return found, rights


def get_reader(actor: Actor, directive_id: UUID) -> Reader:
    """The actor's own line among the readers of a document; also for somebody who has left the branch since."""
    reader = (
        Reader.objects.filter(ward=actor.ward_id, person=actor.person_id, dissemination__directive=directive_id)
        .select_related("dissemination", "dissemination__directive", "unit", "person")
        .defer(*wordy("dissemination__directive"))
        .order_by(F("left_on").asc(nulls_first=True), "-dissemination__assigned_on", "-pk")
        .first()
    )
    if reader is None:
        raise NotFound
    return reader


def is_still_there(actor: Actor, reader: Reader) -> bool:
    """Whether the reader still belongs to the branch through which the document came."""
    return actor.holds(MEMBER, unit=reader.unit_id)


# Branches and conferences -------------------------------------------------------------------------


def get_issuing_branch(actor: Actor, unit_id: UUID) -> Unit:
    """A branch for which `actor` issues and enters documents: its secretary and deputy."""
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    if unit is None or not actor.holds(*OFFICERS, unit=unit.pk):
        raise NotFound
    return unit


def get_asked(actor: Actor, unit: Unit, asked: str) -> Dissemination | None:
    """What the ward asked of this branch, if `asked` is the key of such a thing."""
    try:
        key = UUID(asked)
    except ValueError:
        return None
    found = Dissemination.objects.filter(ward=actor.ward_id, unit=unit, pk=key)
    return found.select_related("directive").defer(*wordy("directive")).first()


def may_see_register_of(actor: Actor, unit_id: UUID) -> Unit:
    """A branch whose register book `actor` may have: its officers, whoever is in charge of it, the ward."""
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    allowed = actor.is_ward_staff or actor.holds(*BRANCH_COMMITTEE, CHARGE, unit=unit_id)
    if unit is None or not allowed:
        raise NotFound
    return unit


def get_sheet(actor: Actor, upload_id: UUID) -> Upload:
    """A spreadsheet that was brought in for the register, for whoever keeps that."""
    upload = Upload.objects.filter(ward_id=actor.ward_id, pk=upload_id, media_type=XLSX).first()
    if upload is None or not may_keep_register(actor):
        raise NotFound
    return upload


def get_conference(actor: Actor, conference_id: UUID) -> Conference:
    """A conference of the ward with its roll, for ward staff."""
    found = Conference.objects.filter(ward=actor.ward_id, pk=conference_id).first()
    if found is None or not actor.is_ward_staff:
        raise NotFound
    return found
