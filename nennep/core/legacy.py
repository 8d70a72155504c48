"""Vietnamese from before Unicode: TCVN3 (ABC) and VNI-Windows, decided by the share of well-formed syllables.

Files of offices carry it as Latin-1 letters that only a special font showed rightly. Source of the tables:
TCVN 5712:1993 (VN3) and the VNI-Windows character set; ux.md 5.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from nennep.core.syllables import is_syllable, words_of
from nennep.core.text import nfc

CLEARLY = 0.10
"""By how much a legacy reading must be better than the Unicode one; nearly equal means Unicode (ux.md 5)."""
WORDS_ENOUGH = 4000
"""So many words decide about a column; more would only take time."""
FEW_WORDS = 6
"""So few words, mostly a heading, decide nothing where another encoding makes them words just as well."""


class Encoding(StrEnum):
    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"


def _pairs(letters: str, codes: str) -> dict[str, str]:
    return dict(zip((chr(int(code, 16)) for code in codes.split()), letters.split(), strict=True))


_TCVN3 = (
    _pairs("Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ", "A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE")
    | _pairs("à ả ã á ạ ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ", "B5 B6 B7 B8 B9 BB BC BD BE C6 C7 C8 C9 CA CB")
    | _pairs("è ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ ĩ í ị", "CC CE CF D0 D1 D2 D3 D4 D5 D6 D7 D8 DC DD DE")
    | _pairs("ò ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ", "DF E1 E2 E3 E4 E5 E6 E7 E8 E9 EA EB EC ED EE")
    | _pairs("ù ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ", "EF F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FB FC FD FE")
)
"""Capitals with a tone have no code of their own: fonts whose name ends in H show small letters as capitals."""

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_TONES = ("", _GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)
_VNI_MARKS = (
    _pairs(" ".join(_TONES[1:]), "F8 F9 FB F5 EF")
    | {chr(code): _HAT + tone for code, tone in zip(b"\xe2\xe0\xe1\xe5\xe3\xe4", _TONES, strict=True)}
    | {chr(code): _BREVE + tone for code, tone in zip(b"\xea\xe8\xe9\xfa\xfc\xeb", _TONES, strict=True)}
)
"""What stands after a vowel in VNI: the tone, or hat or breve with the tone."""
_VNI_LETTERS = _pairs("ơ ư đ ì í ỉ ĩ ị ỵ", "F4 F6 F1 EC ED E6 F3 F2 EE")
_VNI_BASES = {
    mark: "aeo" if _HAT in marks else "a" if _BREVE in marks else "aeouyôö" for mark, marks in _VNI_MARKS.items()
}
"""After which letters, as VNI writes them, a mark may stand."""

_FROM_1258 = str.maketrans(
    {
        character: chr(byte)
        for byte in range(0xA0, 0x100)
        if (character := bytes([byte]).decode("cp1258", "ignore")) and ord(character) != byte
    }
)
"""Latin-1 letters as a Windows set to Vietnamese took them for: back to the byte that was meant."""


@dataclass(frozen=True)
class Reading:
    """How a column was taken: the encoding, the share of well-formed words, and before and after of some cells."""

    encoding: Encoding
    shares: dict[str, float]
    words: int = 0
    """How many words decided."""
    has_unicode: bool = False
    """Whether some cell holds letters that no legacy font has."""
    samples: tuple[tuple[str, str], ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at it: it was decoded, or a legacy font could have been meant."""
        best = max(self.shares[Encoding.TCVN3], self.shares[Encoding.VNI])
        return self.encoding != Encoding.UNICODE or best > self.shares[Encoding.UNICODE]

    def chosen(self, encoding: str) -> "Reading":
        """The same column in the encoding that a reader chose."""
        samples = tuple((before, to_unicode(before, encoding)) for before, _after in self.samples)
        return replace(self, encoding=Encoding(encoding), samples=samples)


def to_unicode(text: str, encoding: str) -> str:
    """The text in Unicode NFC. A cell that holds letters no legacy font has is Unicode already."""
    if encoding == Encoding.UNICODE or text.isascii() or not _is_legacy_text(text):
        return nfc(text)
    decode = _from_tcvn3 if encoding == Encoding.TCVN3 else _from_vni
    return decode(text.translate(_FROM_1258))


def _is_legacy_text(text: str) -> bool:
    """Whether a legacy font could have shown it: Latin-1 letters, with what Windows 1258 makes of some of them."""
    return any(0xA0 <= ord(c) < 0x100 for c in text) and all(
        ord(c) < 0x100 or ord(c) in _FROM_1258 or c in "–—‘’“”…\u200b" for c in text
    )


def _from_tcvn3(text: str) -> str:
    out = "".join(_TCVN3.get(c, c) for c in text)
    plain = [c for c in text if c.isascii() and c.isalpha()]
    words = [word for word in text.split() if any(c.isalpha() for c in word)]
    if len(plain) > len(words) and all(c.isupper() for c in plain):
        out = out.upper()  # NGUYÔN: small letters with a tone among capitals
    return nfc(out)


def _from_vni(text: str) -> str:
    out: list[str] = []
    for c in text:
        small, base = c.lower(), out[-1] if out else ""
        marks = _VNI_MARKS.get(small)
        if marks and base and base[0].lower() in "aeouyơư" and _takes(base, small):
            out[-1] = base + marks
        elif small in _VNI_LETTERS:
            letter = _VNI_LETTERS[small]
            out.append(letter.upper() if c != small else letter)
        else:
            out.append(c)
    return nfc("".join(out))


def _takes(base: str, mark: str) -> bool:
    vowel = {"ơ": "ô", "ư": "ö"}.get(base.lower(), base.lower())
    return vowel in _VNI_BASES[mark]


def from_unicode(text: str, encoding: str) -> str:
    """The text as a legacy font wants it: for tests and for samples; what has no code of its own loses its case."""
    if encoding == Encoding.TCVN3:
        back = {letter: code for code, letter in _TCVN3.items()}
        return "".join(back.get(c) or back.get(c.lower(), c) for c in nfc(text))
    if encoding == Encoding.VNI:
        return "".join(_to_vni(c) for c in nfc(text))
    return nfc(text)


@lru_cache(maxsize=1000)
def _to_vni(letter: str) -> str:
    small = letter.lower()
    own = {value: code for code, value in _VNI_LETTERS.items()}
    if small in own:
        written = own[small]
    else:
        parts = unicodedata.normalize("NFD", small)
        horned = "\u031b" in parts
        base = own[nfc(parts[0] + "\u031b")] if horned else parts[0]
        marks = sorted(parts[1:].replace("\u031b", ""))
        written = base + next((code for code, each in _VNI_MARKS.items() if marks and sorted(each) == marks), "")
    return written if letter == small else written.upper()


def decide(cells: Iterable[str]) -> Reading:
    """In which encoding a column is written: the one that makes most words well-formed syllables.

    Words of ASCII letters say nothing and are not counted. Nearly equal means Unicode.
    """
    texts = [text for text in dict.fromkeys(cells) if not text.isascii() and not _is_tick(text)]
    shares = {each: share_of(texts, each) for each in Encoding}
    best = max((Encoding.TCVN3, Encoding.VNI), key=lambda each: shares[each])
    encoding = best if shares[best] > shares[Encoding.UNICODE] + CLEARLY else Encoding.UNICODE
    samples = tuple((text, to_unicode(text, encoding)) for text in texts[:4])
    strange = not all(_is_legacy_text(text) for text in texts)
    count = sum(not word.isascii() for text in texts for word in words_of(text))
    return Reading(encoding, {each.value: round(share, 3) for each, share in shares.items()}, count, strange, samples)


def side_by_side(readings: Mapping[int, Reading]) -> dict[int, Reading]:
    """The columns of one table: one with few words that could be either follows the others."""
    found = [each.encoding for each in readings.values() if each.encoding != Encoding.UNICODE]
    if not found:
        return dict(readings)
    usual = max(found, key=found.count)
    return {
        column: each.chosen(usual)
        if each.words <= FEW_WORDS and not each.has_unicode and each.shares[usual] >= each.shares[each.encoding]
        else each
        for column, each in readings.items()
    }


def _is_tick(text: str) -> bool:
    """Whether a cell is ticked with a multiplication sign, which would be the letter ì of TCVN3."""
    return text.strip() == "×"


def share_of(texts: Iterable[str], encoding: Encoding) -> float:
    """Well-formed among the words that are not plain ASCII, read in an encoding."""
    right = whole = 0
    for text in texts:
        for word in words_of(text):
            if not word.isascii():
                whole += 1
                right += is_syllable(to_unicode(word, encoding))
        if whole > WORDS_ENOUGH:
            break
    return right / whole if whole else 0.0


_ODD = re.compile(r"[¡-¿ÆÐÞßæþ×÷\u00ad]")


def reading_of_cell(text: str, column: Encoding) -> Encoding:
    """The encoding of one cell: its column's, unless only another one makes all its words well-formed."""
    if _is_tick(text):
        return Encoding.UNICODE
    words = [word for word in words_of(text) if not word.isascii()]
    if not words or not _is_legacy_text(text):
        return Encoding.UNICODE if words else column
    if all(is_syllable(to_unicode(word, column)) for word in words):
        return column
    others = [
        each
        for each in Encoding
        if each != column and (each != Encoding.UNICODE or not _ODD.search(text))
        and all(is_syllable(to_unicode(word, each)) for word in words)
    ]  # fmt: skip
    return others[0] if len(others) == 1 else column
