"""Vietnamese text: one form of writing, search without marks, order by given name (domain.md 5.2)."""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODE = {letter: f"{code:02d}" for code, letter in enumerate(_ALPHABET, start=11)}
_TONE_CODE = {
    "\u0300": "2",
    "\u0309": "3",
    "\u0303": "4",
    "\u0301": "5",
    "\u0323": "6",
}  # huyền hỏi ngã sắc nặng
_SHAPE_MARKS = {"\u0302", "\u0306", "\u031b"}  # mũ, trăng, móc: another letter, not a tone


def nfc(text: str) -> str:
    """The one form in which text is kept."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """What search compares: no case, no marks, đ as d, so that tone placement does not matter either."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def split_name(full_name: str) -> tuple[str, str, str]:
    """Family name (họ), middle names (đệm), given name (tên); a single word is a given name."""
    words = full_name.split()
    if not words:
        return "", "", ""
    family = words[0] if len(words) > 1 else ""
    return family, " ".join(words[1:-1]), words[-1]


def name_key(full_name: str) -> str:
    """Order of people on every list: tên, then đệm, then họ, letters before tones.

    Digits only, so that every database and collation orders it alike.
    """
    family, middle, given = split_name(nfc(full_name))
    return "00".join(text_key(part) for part in (given, middle, family))


def text_key(text: str) -> str:
    """Order of words by the Vietnamese alphabet; within a syllable letters decide before the tone."""
    return "01".join(_syllable_key(word) for word in text.lower().split())


def _syllable_key(word: str) -> str:
    letters, tone = "", "1"
    for mark_or_letter in unicodedata.normalize("NFD", word):
        if mark_or_letter in _TONE_CODE:
            tone = _TONE_CODE[mark_or_letter]
        elif mark_or_letter in _SHAPE_MARKS or not unicodedata.combining(mark_or_letter):
            letters += mark_or_letter
    codes = (_LETTER_CODE.get(letter) or f"9{ord(letter) % 10}" for letter in unicodedata.normalize("NFC", letters))
    return "".join(codes) + "0" + tone
