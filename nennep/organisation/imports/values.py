"""What one cell says: a date as far as it is known, a telephone number, a name, posts. Each raises `Unclear`."""

import re
from datetime import date

from django.utils.translation import gettext as _

from nennep.core.partial import NotADate, PartialDate, read_date, serial_date
from nennep.core.sheets import Cell, words_in
from nennep.core.text import fold, nfc
from nennep.organisation.models import Position, Sex

CARD_DIGITS = 8
"""Cards issued since 2003 carry eight digits; a spreadsheet eats the noughts in front. Source: domain.md 5.1."""

_NEW_PREFIX = {
    **{f"016{old}": f"03{old}" for old in "23456789"},
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""Mobile numbers of eleven digits became ten in 2018."""

_ROLES = (
    (Position.DEPUTY_SECRETARY, ("pho bi thu chi bo", "pho bi thu", "pbt", "pho bt", "p.bi thu", "p bi thu")),
    (Position.SECRETARY, ("bi thu chi bo", "bi thu", "bt chi bo", "btcb", "bt")),
    (
        Position.BRANCH_COMMITTEE_MEMBER,
        ("chi uy vien", "uy vien chi uy", "cuv", "chi uy", "uv chi uy", "cap uy chi bo"),
    ),
)
_ORDINARY = frozenset({"", "dang vien", "dv", "khong", "-", "x", "khong co"})


class Unclear(ValueError):
    """A cell that cannot be taken as it is; the argument is the sentence that says what would be right."""


def read_day(cell: Cell, *, latest: date, shows_month: bool = False) -> PartialDate | None:
    """A date as far as it is known: an Excel date, dd/mm/yyyy, d/m/yy, "12/1968", a year only."""
    if isinstance(cell, date):
        return PartialDate(cell.year, cell.month, None if shows_month else cell.day)
    if isinstance(cell, float | int) and not isinstance(cell, bool) and (day := serial_date(cell)):
        return day
    words = words_in(cell).strip(" .,'`")
    if not words or words in {"-", "–", "—", "?"}:
        return None
    if words.isdigit() and len(words) in (4, 5) and (day := serial_date(float(words))) and len(words) == 5:
        return day
    try:
        return read_date(words, latest=latest)
    except NotADate as fault:
        raise Unclear(str(fault)) from None


def read_phone(cell: Cell) -> str:
    """A telephone number with its leading nought, without country code, eleven old digits as the ten of today.

    Of several numbers in a cell the first counts.
    """
    words = words_in(cell)
    first = re.split(r"[;,/\n]| - |(?<=\d{4})\s+(?=0\d{8})", words)[0]
    digits = re.sub(r"\D", "", first)
    if not digits:
        return ""
    if first.strip().startswith("+84") or (digits.startswith(("84", "0084")) and len(digits) in (11, 12, 13, 14)):
        digits = "0" + re.sub(r"^(00)?84", "", digits).lstrip("0")
    if not digits.startswith("0") and len(digits) in (9, 10):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _NEW_PREFIX:
        digits = _NEW_PREFIX[digits[:4]] + digits[4:]
    if not re.fullmatch(r"0[1-9]\d{8}|02\d{9}", digits):
        raise Unclear(_("“%(words)s” không phải số điện thoại. Ghi 10 chữ số, ví dụ 0912345678.") % {"words": words})
    return digits


def read_card(cell: Cell) -> str:
    """A card's number; the noughts in front that a spreadsheet dropped are put back."""
    words = words_in(cell).replace(" ", "").replace(".", "").strip("'`")
    if words in {"-", "–", "x", "X"}:
        return ""
    return words.zfill(CARD_DIGITS) if words.isdigit() and isinstance(cell, int | float) else words


def read_name(words: str) -> str:
    """A name in its usual spelling: "NGUYỄN THỊ HOÀ" and "nguyễn thị hoà" are Nguyễn Thị Hoà."""
    name = " ".join(nfc(words).split()).strip(" .,;*'`")
    name = re.sub(r"^(đ/c|đc|đồng chí|ông|bà)[\s.:]+", "", name, flags=re.IGNORECASE)
    if not name:
        raise Unclear(_("Chưa có họ tên. Nhập họ và tên, ví dụ Nguyễn Văn An."))
    if any(c.isdigit() for c in name) or not any(c.isalpha() for c in name):
        raise Unclear(_("“%(words)s” không phải họ tên. Nhập họ và tên, ví dụ Nguyễn Văn An.") % {"words": words})
    return " ".join(_capital(word) for word in name.split())


def _capital(word: str) -> str:
    """One part of a name: capital first, the rest as written unless all of it is in capitals."""
    rest = word[1:].lower() if word.isupper() or word.islower() else word[1:]
    return word[0].upper() + rest


def read_sex(words: str) -> str:
    """male, female or nothing."""
    said = fold(words)
    if said in {"", "-"}:
        return ""
    if said in {"nam", "n.", "m", "male", "ong", "trai"}:
        return Sex.MALE
    if said in {"nu", "f", "female", "ba", "gai"}:
        return Sex.FEMALE
    raise Unclear(_("“%(words)s” không rõ nam hay nữ. Ghi Nam hoặc Nữ.") % {"words": words})


def is_ticked(cell: Cell) -> bool:
    """Whether a cell of a column "Nam" or "Nữ" carries a mark."""
    return fold(words_in(cell)) in {"x", "v", "1", "+", "×", "√", "✓", "✔", "*", "•", "●", "co", "nam", "nu", "true"}


def read_status(words: str) -> str:
    """official, probationary or nothing."""
    said = fold(words)
    if "du bi" in said or said in {"db", "dvdb"}:
        return "probationary"
    return "official" if "chinh thuc" in said or said in {"ct", "dvct"} else ""


def is_exempt(note: str) -> bool:
    """Whether a note says that somebody is exempt from work and meetings (miễn công tác và sinh hoạt)."""
    said = fold(note)
    return bool(re.search(r"\bmien\b", said)) and not re.search(r"\b(khong|het|thoi) mien\b", said)


def read_posts(words: str) -> tuple[list[str], list[str]]:
    """The posts of a branch that a cell names, and its other parts (posts outside the Party) as they stand."""
    posts: list[str] = []
    others: list[str] = []
    for part in re.split(r"[,;+\n&]|\s[-–]\s|\bkiêm\b|\bvà\b", nfc(words)):
        said = " ".join(fold(part).strip(" .-").split())
        if said in _ORDINARY:
            continue
        found = next((role for role, names in _ROLES if any(_names(said, name) for name in names)), None)
        if found is None:
            others.append(" ".join(part.split()))
        elif found not in posts:
            posts.append(str(found))
    return posts, others


def _names(said: str, name: str) -> bool:
    return said == name or (
        said.startswith(f"{name} ") and re.search(r"doan|dang uy|hoi|ban", said[len(name) :]) is None
    )
