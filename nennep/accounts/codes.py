"""One-time codes: 128 random bits, written so that they can be typed from paper without mistaking a letter."""

import hashlib
import secrets
from uuid import UUID

from nennep.core.text import fold

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LETTERS = 26
GROUP = 5
_ALIKE = str.maketrans("OIL", "011")


def new_code() -> str:
    """A new code in groups of five: "7KQ2M-…"."""
    number = secrets.randbits(128)
    letters = "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(LETTERS)))
    return "-".join(letters[begin : begin + GROUP] for begin in range(0, LETTERS, GROUP))


def plain(typed: str) -> str:
    """What was typed, without dashes, spaces, small letters; O, I and L read as 0 and 1."""
    letters = "".join(c for c in fold(typed).upper() if c.isascii() and c.isalnum())
    return letters.translate(_ALIKE)


def key_of(typed: str) -> UUID | None:
    """The key under which a code is kept; nothing where no code looks like this."""
    letters = plain(typed)
    if len(letters) != LETTERS or set(letters) - set(ALPHABET):
        return None
    return UUID(bytes=hashlib.sha256(b"nennep first code " + letters.encode()).digest()[:16])
