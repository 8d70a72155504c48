"""The pages of agendas by kind of branch: which version is in use, its lines, what a form sends back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nennep.core.components import Column
from nennep.organisation.models import BranchKind
from nennep.planning.agendas import OTHER, AgendaTemplate, TemplateItem, agenda_template
from nennep.planning.models import ContentLibrary
from nennep.planning.queries import versions_of

COLUMNS = (Column(_("Tên mục")), Column(_("Số phút")))
MEETING_KINDS = {"regular": _("Sinh hoạt thường kỳ"), "thematic": _("Sinh hoạt chuyên đề")}


@dataclass(frozen=True)
class ContentLine:
    """One agenda in the list: for which kind, which version, how many lines."""

    branch_kind: str
    branch_label: str
    meeting_kind: str
    meeting_label: str
    template: AgendaTemplate

    @property
    def is_own(self) -> bool:
        return self.template.version > 0


@dataclass(frozen=True)
class ContentPage:
    """One agenda with its versions."""

    branch_label: str
    meeting_label: str
    lines: list[dict[str, Any]]
    focus: tuple[str, ...]
    version: int
    versions: list[ContentLibrary]


def is_kind(branch_kind: str, meeting_kind: str) -> bool:
    return branch_kind in BranchKind.values and meeting_kind in MEETING_KINDS


def content_lines(ward_id: UUID, on: date) -> list[ContentLine]:
    """The agendas of every kind of branch that the ward has, as they stand on a day."""
    return [
        ContentLine(
            kind,
            str(BranchKind(kind).label),
            meeting_kind,
            str(label),
            agenda_template(ward_id, meeting_kind, kind, on),
        )
        for kind in BranchKind.values
        for meeting_kind, label in MEETING_KINDS.items()
    ]


def content_page(ward_id: UUID, branch_kind: str, meeting_kind: str, on: date) -> ContentPage:
    template = agenda_template(ward_id, meeting_kind, branch_kind, on)
    return ContentPage(
        branch_label=str(BranchKind(branch_kind).label),
        meeting_label=str(MEETING_KINDS[meeting_kind]),
        lines=[asdict(item) for item in template.items],
        focus=template.focus,
        version=template.version,
        versions=versions_of(ward_id, branch_kind, meeting_kind),
    )


def items_of(lines: Iterable[Mapping[str, Any]]) -> list[TemplateItem]:
    """The lines of a form that carry a title, in order."""
    return [
        TemplateItem(line["part"] or OTHER, line["title"], line["minutes"] or 5, line["hint"])
        for line in lines
        if line.get("title")
    ]
