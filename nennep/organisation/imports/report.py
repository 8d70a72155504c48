"""What an import says about a file and each of its rows: for machines as JSON, for the office as a spreadsheet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.refusals import Refused
from nennep.organisation.imports.fates import Fate
from nennep.organisation.imports.headings import LABELS

FATES = {
    Fate.NEW: gettext_lazy("Mới"),
    Fate.SAME: gettext_lazy("Giống"),
    Fate.CHANGED: gettext_lazy("Đổi"),
    Fate.TWIN: gettext_lazy("Trùng?"),
    Fate.ERROR: gettext_lazy("Lỗi"),
}
STATUSES = {"official": gettext_lazy("Chính thức"), "probationary": gettext_lazy("Dự bị")}
WIDTHS = (7, 10, 28, 7, 12, 13, 13, 12, 13, 14, 30, 60)


class UnknownFormat(Refused):
    message = gettext_lazy("Báo cáo ghi được ra .xlsx hoặc .json. Đổi đuôi tệp.")


@dataclass(frozen=True)
class Report:
    """The whole report of one file."""

    file: str
    about: dict[str, Any]
    counts: dict[str, int]
    rows: Sequence[dict[str, Any]]
    words: str = ""

    def write(self, path: Path) -> None:
        writers = {".json": self.to_json, ".xlsx": self.to_xlsx}
        if path.suffix.lower() not in writers:
            raise UnknownFormat
        path.write_bytes(writers[path.suffix.lower()]())

    def to_json(self) -> bytes:
        told = {
            "file": self.file,
            "encoding": self.about["encoding"],
            "charset": self.about["charset"],
            "sheet": self.about["sheet"],
            "header_row": self.about["header_row"],
            "header_rows": self.about["header_rows"],
            "mapping": self.about["mapping"],
            "counts": self.counts,
            "rows": list(self.rows),
            "ignored": [{"row": row, "why": why} for row, why in self.about.get("ignored", [])],
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode()

    def to_xlsx(self) -> bytes:
        """Each row with its fate and its sentences, in the words of the office."""
        shown = ("full_name", "sex", "birth", "joined", "official", "status", "card", "phone", "unit")
        head = [_("Dòng"), _("Kết quả"), *(str(LABELS[name]) for name in shown), _("Cần sửa, khác với phường")]
        lines = [
            [row["row"], str(FATES[Fate(row["fate"])]), *(_shown(row["person"], name) for name in shown), _said(row)]
            for row in self.rows
        ]
        title = _("KẾT QUẢ NHẬP %(file)s") % {"file": self.file}
        return render_xlsx([Sheet(_("Từng dòng"), title, head, lines, WIDTHS)])


def _shown(person: dict[str, Any], name: str) -> str:
    value = person[name]
    if name in ("birth", "joined", "official") and value:
        return "/".join(reversed(value.split("-")))
    return str(STATUSES.get(value, value)) if name == "status" and value else value or ""


def _said(row: dict[str, Any]) -> str:
    """The sentences of a row: problems at their cells, both values of what differs, whose twin it may be."""
    said = [f"{each['cell']}: {each['message']}" for each in [*row["problems"], *row["notes"]]]
    said += [change_in_words(each) for each in row.get("changes", [])]
    said += [_("trùng dòng %(row)s") % {"row": each["row"]} for each in row.get("twins", []) if "row" in each]
    said += [_("có thể là người đã có trong phường") for each in row.get("twins", []) if "person" in each][:1]
    return "; ".join(said)


def change_in_words(change: dict[str, str]) -> str:
    """ "Điện thoại: 0912… → 0987…", both values."""
    before = change["before"] or _("chưa có")
    return f"{LABELS.get(change['field'], _('Miễn sinh hoạt'))}: {before} → {change['after']}"
