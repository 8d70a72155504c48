"""The name a person signs in with: the phone number, or letters of the name."""

from collections.abc import Callable
from itertools import count

from nennep.core.text import fold, split_name
from nennep.organisation.models import Person


def login_name_for(person: Person, *, taken: Callable[[str], bool]) -> str:
    """The phone number; without one, or where two share it, the name as "hoadt", then "hoadt2"."""
    digits = "".join(c for c in person.phone if c.isascii() and c.isdigit())
    if len(digits) >= 9 and not taken(digits):
        return digits
    family, middle, given = split_name(fold(person.full_name))
    letters = given + family[:1] + "".join(word[0] for word in middle.split())
    short = "".join(c for c in letters if c.isascii() and c.isalnum())[:40] or "dangvien"
    return next(name for number in count(1) if not taken(name := short if number == 1 else f"{short}{number}"))
