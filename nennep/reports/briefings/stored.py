"""A section as it is kept: words and figures as data, so that what was issued can be laid beside what is true today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nennep.core.periods import Period
from nennep.organisation.models import Ward
from nennep.reports.indicators import BY_ID, Figure
from nennep.reports.queries import figure_of
from nennep.reports.records import Records
from nennep.reports.sentences import ReportTable, Said, Sentence

Data = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A figure as it was taken, with the words in which it stands; `today` says it if it is another one now."""

    indicator_id: str
    period: str
    unit_id: str
    wanting: bool
    choice: str
    how: str
    text: str
    today: str = ""

    @property
    def key(self) -> tuple[str, str, str, bool, str, str]:
        return (self.indicator_id, self.period, self.unit_id, self.wanting, self.choice, self.how)


@dataclass(frozen=True)
class KeptTable:
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Kept, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...]


@dataclass(frozen=True)
class KeptSentence:
    parts: tuple[str | Kept, ...]

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


KeptContent = KeptSentence | KeptTable


def to_data(content: Iterable[Sentence | ReportTable]) -> list[Data]:
    """What a section was composed of, as the database keeps it."""
    return [_sentence(each) if isinstance(each, Sentence) else _table(each) for each in content]


def _sentence(each: Sentence) -> Data:
    return {"kind": "sentence", "parts": [_piece(part) for part in each.parts]}


def _table(each: ReportTable) -> Data:
    return {
        "kind": "table",
        "caption": each.caption,
        "head": list(each.head),
        "rows": [[_piece(cell) for cell in row] for row in each.rows],
        "widths": list(each.widths),
        "numeric": list(each.numeric),
    }


def _piece(part: str | Said) -> str | Data:
    if isinstance(part, str):
        return part
    figure = part.figure
    return {
        "indicator": figure.indicator.id,
        "period": figure.period.key,
        "unit": str(figure.unit_id or ""),
        "wanting": figure.wanting,
        "choice": figure.choice,
        "how": part.how,
        "text": part.text,
    }


def from_data(data: Iterable[Data]) -> list[KeptContent]:
    """A kept section, to be shown or printed."""
    return [_kept(each) for each in data]


def _kept(each: Data) -> KeptContent:
    if each["kind"] == "sentence":
        return KeptSentence(tuple(_figure(part) for part in each["parts"]))
    return KeptTable(
        each["caption"],
        tuple(each["head"]),
        tuple(tuple(_figure(cell) for cell in row) for row in each["rows"]),
        tuple(each["widths"]),
        tuple(each["numeric"]),
    )


def _figure(part: str | Data) -> str | Kept:
    if isinstance(part, str):
        return part
    return Kept(
        part["indicator"], part["period"], part["unit"], part["wanting"], part["choice"], part["how"], part["text"]
    )


def figures(content: Iterable[KeptContent]) -> Iterator[Kept]:
    """Every figure of kept content, in the order of reading."""
    for each in content:
        cells = each.parts if isinstance(each, KeptSentence) else [cell for row in each.rows for cell in row]
        yield from (cell for cell in cells if isinstance(cell, Kept))


class Today:
    """The same figures from the records of today: a fact that was corrected afterwards shows beside what was issued."""

    def __init__(self, ward: Ward, *, on: date) -> None:
        self._ward, self._on = ward, on
        self._records: dict[str, Records] = {}
        self._texts: dict[tuple[Any, ...], str] = {}

    def of(self, kept: Kept) -> str:
        """The figure as it would stand now; empty where it stands as it was taken."""
        if kept.key not in self._texts:
            self._texts[kept.key] = Said(self._figure(kept), kept.how).text  # type: ignore[arg-type]
        text = self._texts[kept.key]
        return "" if text == kept.text else text

    def _figure(self, kept: Kept) -> Figure:
        if kept.period not in self._records:
            self._records[kept.period] = Records(self._ward, Period.parse(kept.period), on=self._on)
        unit_id = UUID(kept.unit_id) if kept.unit_id else None
        records = self._records[kept.period]
        return figure_of(records, BY_ID[kept.indicator_id], unit_id, kept.wanting, kept.choice)
