"""Spreadsheets of an import: what became of each row, and an empty list to fill in."""

from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.organisation.imports.command import report_of
from nennep.organisation.imports.headings import LABELS
from nennep.organisation.imports.records import MemberImport
from nennep.organisation.imports.report import Report

SAMPLE = {
    "number": (1, 5),
    "full_name": ("Nguyễn Văn An", 28),
    "sex": ("Nam", 10),
    "birth": ("12/1968", 14),
    "joined": ("03/02/1990", 15),
    "official": ("03/02/1991", 15),
    "card": ("01234567", 16),
    "phone": ("0912345678", 14),
    "unit": ("TDP 7", 24),
    "posts": ("Chi ủy viên", 20),
    "duty": ("Tuyên truyền, vận động", 30),
    "note": ("", 16),
}
"""A made-up member, and the widths of the columns."""


def result_xlsx(made: MemberImport, fate: str = "") -> bytes:
    """Each row of a file with its fate and its sentences, or only the rows of one fate."""
    rows = made.rows.filter(ward=made.ward_id).order_by("number")
    told = [report_of(row) for row in (rows.filter(fate=fate) if fate else rows)]
    return Report(made.upload.name, made.about, made.counts, told).to_xlsx()


def sample_xlsx() -> bytes:
    """A list with the headings that are understood and one made-up member."""
    head = [str(LABELS[name]) for name in SAMPLE]
    line = [value for value, _width in SAMPLE.values()]
    widths = [width for _value, width in SAMPLE.values()]
    return render_xlsx([Sheet("Đảng viên", "DANH SÁCH ĐẢNG VIÊN", head, [line], widths)])
