"""Secrecy stamps (dấu chỉ độ mật): whether a line of a document is one, however it is spaced, framed or introduced."""

import re
import unicodedata

_NOT_TEXT = re.compile(r"[^\w\u0300-\u036f]+")
_NOT_A_LETTER = re.compile(r"[\W\d_]+")
_LOOKS_LATIN = str.maketrans("МТмт", "MTmt")
"""Cyrillic letters that look like those of "MẬT"."""
_STAMP = re.compile(
    r"(?:(?:MỨC|CẤP)?ĐỘMẬT|TÀILIỆU|VĂNBẢN)*(?:TUYỆT|TỐI)?MẬT|BÍMẬTNHÀNƯỚC",
)
"""Usual words before a stamp, then the stamp itself (Law on the protection of state secrets, the three degrees)."""


def is_stamp(line: str) -> bool:
    """Whether a line is nothing but a secrecy stamp.

    Only letters count: spaces, points, brackets and signs of no width between them do not hide a stamp. A stamp
    begins with a capital letter, so that the end of a sentence ("…giữ bí" / "mật.") is none.
    """
    said = _letters(line)
    return said[:1].isupper() and _STAMP.fullmatch(said.upper()) is not None


def may_hold_stamp(text: str) -> bool:
    """Whether a text has the letters of a stamp anywhere: worth a closer look."""
    return "MẬT" in _letters(text).upper()


def has_stamp(lines: list[str]) -> bool:
    """Whether one of the lines, or a part of it between wide gaps, is a stamp."""
    return any(is_stamp(part) for line in lines for part in {line, *re.split(r"\t|\v|\n|\s{4,}", line)})


def _letters(line: str) -> str:
    whole = unicodedata.normalize("NFKC", _NOT_TEXT.sub("", line))
    return _NOT_A_LETTER.sub("", whole).translate(_LOOKS_LATIN)
