"""What the command line and the set-up wizard ask of imports: a file, in one go."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core.refusals import Refused
from nennep.core.sheets import read_book
from nennep.organisation.actors import Actor
from nennep.organisation.imports import fates, steps, units
from nennep.organisation.imports.fates import Fate, Register
from nennep.organisation.imports.layout import Corrections, lay_out
from nennep.organisation.imports.members import Reader
from nennep.organisation.imports.records import ImportRow
from nennep.organisation.imports.report import FATES, Report
from nennep.organisation.imports.rows import raw_rows
from nennep.organisation.models import Ward


class NoSuchFile(Refused):
    message = gettext_lazy("Không đọc được tệp %(path)s. Kiểm tra đường dẫn và quyền đọc.")


def import_members(
    ward: Ward, path: Path, *, sheet: str = "", dry_run: bool, on: date, by: Actor, at: datetime
) -> Report:
    """Read a file of members and, unless it is only tried, take its new rows and changes.

    Rows with errors and doubtful twins are left for somebody to look at: in the page, or in the file itself.
    """
    if not path.is_file():
        raise NoSuchFile(path=path)
    if dry_run:
        return _only_look(ward, path, sheet, on)
    with path.open("rb") as handle:
        file: UploadedFile[Any] = UploadedFile(File(handle, path.name), path.name, size=path.stat().st_size)
        made = steps.bring(file, classified=False, ward_id=ward.pk, on=on, by=by, at=at)
    if sheet:
        made = steps.correct_columns(made, Corrections(page=sheet), at=at)
    made = steps.read_rows(made)
    told = [report_of(record) for record in made.rows.order_by("number")]
    words = summary(made.counts)
    if made.counts[Fate.NEW] or made.counts[Fate.CHANGED]:
        made = steps.take(made, by=by, at=at)
        words += "\n" + _("Đã nhận %(count)s dòng.") % {"count": made.counts["taken"]}
    return Report(path.name, made.about, made.counts, told, words)


def _only_look(ward: Ward, path: Path, sheet: str, on: date) -> Report:
    book = read_book(path)
    layout = lay_out(book, Corrections(page=sheet))
    raw = raw_rows(layout)
    reader = Reader(layout.columns, steps.branches_of(ward.pk, on), raw.names, on)
    judged = fates.judge([reader.read(each) for each in raw.rows], Register(ward.pk, on=on))
    counts = fates.counts(judged)
    told = [fates.report(each) for each in judged]
    return Report(path.name, steps.about(layout, book.names) | {"ignored": raw.ignored}, counts, told, summary(counts))


def report_of(record: ImportRow) -> dict[str, Any]:
    """One kept row for the report."""
    return fates.report(steps.judged_of(record))


def summary(counts: dict[str, int]) -> str:
    """ "Mới 52 · Giống 480 · Đổi 14 · Trùng? 3 · Lỗi 9"."""
    return " · ".join(f"{FATES[fate]} {counts[fate]}" for fate in Fate)


def import_units(ward: Ward, path: Path, *, dry_run: bool, on: date, by: Actor, at: datetime) -> str:
    """Read a file of branches and, unless it is only tried, found those that the ward does not have."""
    if not path.is_file():
        raise NoSuchFile(path=path)
    lines = units.read_units(units.page_of(read_book(path)), ward, on=on)
    if not dry_run:
        units.found_units(ward, lines, on=on, by=by, at=at)
    return units.in_words(lines)
