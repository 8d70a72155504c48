"""Every list as a file (xuất ra Excel, CSV): one way for all, as filtered, and the log says who took what.

A list page hands over the table it shows, or a fuller one with the columns this reader may see. Lists of people are
given out only with a reason (security.md A25).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core import audit, clock, written
from nennep.core.components import Cell, DataTable, GridCell, Words, YearGrid
from nennep.core.documents.csv import render_csv
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.forms import VietnameseTextInput
from nennep.core.models import ListExport
from nennep.core.responses import download
from nennep.core.text import fold

FORMATS = ("xlsx", "csv")
WIDEST = 60


@dataclass(frozen=True)
class ListTable:
    """A list to be taken out: its name, heads, rows; `xlsx` where the room draws its own workbook."""

    name: str
    head: Sequence[Words]
    rows: Sequence[Sequence[Any]]
    of_people: bool = False
    xlsx: Callable[[], bytes] | None = None

    @property
    def file_name(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in fold(self.name)).split())[:60]


class ExportForm(forms.Form):
    """Which file; for lists of people also what it is needed for."""

    xuat = forms.ChoiceField(choices=[(each, each) for each in FORMATS], widget=forms.HiddenInput)
    reason = VietnameseTextInput(
        label=gettext_lazy("Dùng danh sách này để làm gì?"),
        help_text=gettext_lazy("Ví dụ: gửi Ban Tổ chức Quận ủy theo công văn 12. Lý do ghi vào nhật ký."),
        max_length=300,
        min_length=5,
        error_messages={
            "required": gettext_lazy("Ghi lý do xuất danh sách có tên đảng viên."),
            "min_length": gettext_lazy("Ghi rõ hơn lý do, ít nhất vài chữ."),
            "max_length": gettext_lazy("Ghi lý do gọn hơn, không quá 300 chữ cái."),
        },
    )


def asked(request: HttpRequest) -> bool:
    """Whether this request wants the list as a file."""
    return request.method == "POST" and "xuat" in request.POST


def hand_out(request: HttpRequest, table: ListTable) -> HttpResponse:
    """The list as a file; where it names people, first the question what for."""
    words = {"xuat": FORMATS[0], **request.POST.dict()}
    words["xuat"] = words["xuat"] if words["xuat"] in FORMATS else FORMATS[0]
    form = ExportForm(words)
    form.fields["reason"].required = table.of_people
    if not form.is_valid():
        if "reason" not in request.POST:
            form = ExportForm(initial=words)
        context = {"form": form, "table": table, "count": len(table.rows), "here": request.get_full_path()}
        return render(request, "core/export.html", context, status=422 if form.is_bound else 200)
    format, reason = form.cleaned_data["xuat"], form.cleaned_data["reason"] if table.of_people else ""
    content = _content(request, table, format)
    _note(request, table, format, reason)
    return download(content, f"{table.file_name}.{format}")


def _content(request: HttpRequest, table: ListTable, format: str) -> bytes:
    head = [str(words) for words in table.head]
    if format == "csv":
        return render_csv(head, table.rows)
    if table.xlsx:
        return table.xlsx()
    by: Any = request.actor  # type: ignore[attr-defined]
    at = timezone.localtime(clock.now())
    note = _("Xuất bởi đ/c %(name)s lúc %(moment)s") % {"name": by.name, "moment": written.moment(at)}
    return render_xlsx(
        [Sheet(_sheet_name(table.name), table.name, head, table.rows, _widths(head, table.rows), [note])]
    )


def _sheet_name(name: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in name)[:31].strip() or "1"


def _widths(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    columns = [[words, *(str(row[place] or "") for row in rows[:200])] for place, words in enumerate(head)]
    return [min(WIDEST, max(6, 2 + max(map(len, cells)))) for cells in columns]


@transaction.atomic
def _note(request: HttpRequest, table: ListTable, format: str, reason: str) -> None:
    by: Any = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    export = ListExport.objects.create(
        ward_id=by.ward_id,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
        list_name=table.name[:200],
        address=request.get_full_path()[:500],
        format=format,
        row_count=len(table.rows),
        reason=reason,
    )
    after = {"list": export.list_name, "rows": export.row_count, "format": format, "reason": reason}
    audit.record("core.list.exported", export, by=by, at=at, after=after | {"address": export.address})


def taken_out(ward_id: Any) -> Any:
    """Who took which list out of the ward, the latest first."""
    return ListExport.objects.filter(ward_id=ward_id).order_by("-at", "-pk")


# From what pages show to what files hold ----------------------------------------------------------


def of_table(table: DataTable, *, of_people: bool = False, name: str = "", columns: int | None = None) -> ListTable:
    """A table as a page shows it, with the word beside each mark; the first `columns` where buttons follow."""
    rows = [[_words(cell) for cell in row.cells][:columns] for row in table.rows]
    head = [column.label for column in table.columns][:columns]
    return ListTable(name or str(table.caption), head, rows, of_people)


def of_grid(grid: YearGrid, *, of_people: bool = False) -> ListTable:
    """A year's grid: mark and words of each cell, then the sums."""
    head = [grid.corner or _("Chi bộ"), *grid.columns, *grid.sum_columns]
    rows = [[str(row.label), *map(_grid_words, row.cells), *map(str, row.sums)] for row in grid.rows]
    return ListTable(str(grid.caption), head, rows, of_people)


def _words(cell: Cell | Words) -> Any:
    if not isinstance(cell, Cell):
        return str(cell)
    text = " ".join(filter(None, [cell.mark, str(cell.text)]))
    return f"{text} ({cell.note})" if cell.note else text


def _grid_words(cell: GridCell | None) -> str:
    """The mark with its words; where a cell shows a mark only, the sentence that a screen reader says."""
    return "" if cell is None else " ".join(filter(None, [cell.mark, str(cell.text or cell.title)]))


def day(value: date | None) -> str:
    """A day as lists print it, empty where there is none."""
    return written.short_date(value) if value else ""


def numbered(rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows with their running number (TT) in front."""
    return [[place, *row] for place, row in enumerate(rows, start=1)]
