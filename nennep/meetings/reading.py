"""The minutes on the screen: large parts to read aloud, the sheet to sign, the same words as on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nennep.core import written
from nennep.core.components import Column, DataTable, ReaderItem, TableRow
from nennep.core.documents.blocks import (
    Block,
    Heading,
    Listing,
    Notice,
    OfficialDocument,
    Opinion,
    Paragraph,
    Table,
    numbered,
)
from nennep.meetings.documents import minutes_document
from nennep.meetings.models import Meeting, Minutes, SignatureRole
from nennep.organisation.actors import Actor

RUNNING_NUMBER = "TT"


@dataclass(frozen=True)
class Shown:
    """A block of a document with the word by which a template knows it."""

    kind: str
    block: Any

    @property
    def entries(self) -> list[str]:
        """The lines of a listing; "items" means something else to a template."""
        return list(self.block.items)

    @property
    def table(self) -> DataTable:
        """A table of the sheet: side by side on a desk, one block a row on a phone."""
        columns = [Column(head, number=place in self.block.numeric) for place, head in enumerate(self.block.head)]
        return DataTable(self.block.caption, columns, [TableRow(list(row)) for row in self.block.rows])


@dataclass(frozen=True)
class ShownDocument:
    """A document as a page shows it."""

    sheet: OfficialDocument
    blocks: list[Shown]
    annexes: list[Shown]


def document(meeting: Meeting) -> ShownDocument:
    """The minutes of a meeting for the screen."""
    sheet = minutes_document(meeting)
    blocks = [_shown(block) for block in numbered(sheet.blocks)]
    return ShownDocument(sheet, blocks, [_shown(block) for block in sheet.annexes])


def _shown(block: Block) -> Shown:
    if isinstance(block, Heading):
        return Shown(f"heading{block.level}", block)
    return Shown(type(block).__name__.lower(), block)


# Reading aloud ------------------------------------------------------------------------------------


def parts_to_read(meeting: Meeting) -> list[ReaderItem]:
    """The minutes as they stand, cut at each heading: one part a screen."""
    parts: list[tuple[str, list[str]]] = []
    sheet = minutes_document(meeting)
    for block in numbered(sheet.blocks):
        if isinstance(block, Heading):
            parts.append((block.text, []))
            continue
        if not parts:
            parts.append((sheet.subject, []))
        parts[-1][1].extend(_words(block))
    return _joined(parts)


def _joined(parts: list[tuple[str, list[str]]]) -> list[ReaderItem]:
    """A heading without words of its own is read together with the next one."""
    items, lead = [], ""
    for title, paragraphs in parts:
        title = f"{lead}. {title}" if lead else title
        lead = "" if paragraphs else title
        if paragraphs:
            items.append(ReaderItem(title, paragraphs))
    return items


def _words(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [f"{block.lead} {block.text}".strip()]
        case Listing():
            return [f"– {item}" for item in block.items]
        case Opinion():
            return [f"Đồng chí {block.speaker}: {block.text}"]
        case Notice():
            return [block.text]
        case Table():
            rows = [_row_in_words(block.head, row) for row in block.rows]
            return [block.caption, *rows] if block.caption else rows
        case _:
            return []


def _row_in_words(head: Sequence[str], row: Sequence[str]) -> str:
    """A row of a table as one says it: "Nội dung: lắp đèn ngõ 44; Hạn: 05/06/2023". Running numbers are not read."""
    spoken = [f"{title}: {cell}" for title, cell in zip(head, row, strict=False) if cell and title != RUNNING_NUMBER]
    return "; ".join(spoken)


def place(asked: str, count: int) -> int:
    """Which part is asked for, counted from one in the address; nonsense means the first."""
    number = int(asked) if asked.isdigit() else 1
    return min(max(number, 1), max(count, 1)) - 1


# Signing ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SignatureLine:
    """One of the two places under the minutes."""

    role: str
    name: str
    state: str
    is_signed: bool
    code: str
    """The role as forms name it."""
    is_own: bool = False

    @property
    def waits_for_another(self) -> bool:
        return not self.is_signed and not self.is_own


@dataclass(frozen=True)
class SignPage:
    """The sheet, its hash, who has signed and whether the reader still has to."""

    document: ShownDocument
    minutes: Minutes
    lines: list[SignatureLine]
    mine: list[str]
    is_frozen: bool
    passed: str

    @property
    def others(self) -> list[SignatureLine]:
        """Those besides the reader whose signature is missing."""
        return [line for line in self.lines if line.waits_for_another]


def sign_page(meeting: Meeting, minutes: Minutes, actor: Actor) -> SignPage:
    """All that the page of signing shows."""
    signed = {signature.role: signature for signature in minutes.signatures.all()}
    people = {SignatureRole.MINUTE_TAKER: meeting.minute_taker, SignatureRole.CHAIR: meeting.chair}
    return SignPage(
        document=document(meeting),
        minutes=minutes,
        lines=[
            SignatureLine(
                role=str(role.label),
                name=person.full_name if person else "",
                state=written.moment(signed[role].signed_at) if role in signed else "",
                is_signed=role in signed,
                code=role.value,
                is_own=person is not None and person.pk == actor.person_id,
            )
            for role, person in people.items()
        ],
        mine=[str(role.label) for role in roles_of(meeting, actor) if role not in signed],
        is_frozen=minutes.frozen_at is not None,
        passed=_passed(minutes),
    )


def roles_of(meeting: Meeting, actor: Actor) -> list[SignatureRole]:
    """In which roles somebody signs these minutes."""
    if actor.person_id is None:
        return []
    people = {SignatureRole.MINUTE_TAKER: meeting.minute_taker_id, SignatureRole.CHAIR: meeting.chair_id}
    return [role for role, person_id in people.items() if person_id == actor.person_id]


def _passed(minutes: Minutes) -> str:
    motion = minutes.passed_by
    return written.share(motion.in_favour, motion.base_count) if motion else ""
