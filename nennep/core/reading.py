"""Reading the words of an uploaded file, so that it can be found by what it says: PDF, Word and Excel.

What must not enter is seen on the way: a secrecy stamp, a password, a PDF that does something, a sheet without bounds.
"""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from nennep.core import aside, strange
from nennep.core.refusals import Refused
from nennep.core.text import nfc


class PasswordProtected(Refused):
    field = "file"
    message = _("Tệp PDF có mật khẩu nên không đọc được. Bỏ mật khẩu, lưu lại rồi tải lên.")


class Unreadable(Refused):
    field = "file"
    message = _("Tệp này không mở được. Mở thử trên máy, lưu lại thành PDF rồi tải lên.")


class ClassifiedRefused(Refused):
    field = "classified"
    message = _("Tài liệu có dấu mật không được đưa vào hệ thống. Tệp không được lưu.")


class DoesSomething(Refused):
    field = "file"
    message = _("Tệp PDF có mã lệnh hoặc tệp khác kèm bên trong nên không được lưu. In lại thành PDF rồi tải lên.")


class SheetTooWide(Refused):
    field = "file"
    message = _("Bảng tính có ô ở quá xa ô đầu nên không được lưu. Xóa dòng, cột thừa, lưu lại rồi tải lên.")


_REFUSALS: dict[int, type[Refused]] = {
    aside.PASSWORD: PasswordProtected,
    strange.MARKED: ClassifiedRefused,
    strange.ACTIVE: DoesSomething,
    strange.TOO_WIDE: SheetTooWide,
}


@dataclass(frozen=True)
class Reading:
    """What a file says: its words (empty for a scan or a picture) and its number of pages, where it has any."""

    text: str = ""
    pages: int | None = None


def read_words(path: Path, media_type: str) -> Reading:
    """The words of a stored file. Refuses what must not enter, and a file that cannot be opened."""
    if media_type not in strange.READERS:
        return Reading()
    try:
        found = aside.ask("nennep.core.strange", media_type, str(path), seconds=strange.SECONDS)
    except aside.Failed as failure:
        raise _REFUSALS.get(failure.code, Unreadable) from None
    return Reading(nfc(found["text"]).replace("\x00", ""), found["pages"])
