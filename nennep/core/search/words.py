"""From what people write to what the index compares: letters without marks, one token a syllable."""

import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from nennep.core.text import fold, split_name

LONGEST_TOKEN = 40
_TOKEN = re.compile(r"[a-z0-9]+")
_LAST_Y = re.compile(r"^((?:[bcdghklmnprstvx]+|qu))y$")
_PLACES = 63
_EPOCH = date(1900, 1, 1).toordinal()


def tokens_of(text: str) -> list[str]:
    """The words of a text in their order: "Nghị quyết 05-NQ/CB" is nghi, quyet, 05, nq, cb.

    A last y after a consonant counts as i: people write "kỹ" and "kĩ", "Quý" and "Quí".
    """
    return [_LAST_Y.sub(r"\1i", token[:LONGEST_TOKEN]) for token in _TOKEN.findall(fold(text))]


class Order(NamedTuple):
    """Where a thing stands among its kind: small numbers first, told apart by `bits` bits."""

    value: int
    bits: int


def newest_first(day: date | None) -> Order:
    """By day, the latest first; what has no day comes last."""
    days = max(0, min(day.toordinal() - _EPOCH, 65534)) if day else 0
    return Order(65535 - days, 16)


def by_name(full_name: str) -> Order:
    """By given name, then middle names, then family name, as far as nine letters tell."""
    family, middle, given = split_name(full_name)
    letters = [letter for letter in fold(f"{given} {middle} {family}") if "a" <= letter <= "z" or letter == " "][:9]
    value = 0
    for letter in letters + [" "] * (9 - len(letters)):
        value = value * 27 + (0 if letter == " " else ord(letter) - 96)
    return Order(value, 43)


def by_position(position: int) -> Order:
    return Order(min(position, 65535), 16)


def place_of(order: Order, object_id: UUID, attempt: int) -> int:
    """A number of 63 bits: the order in front, then bits of the thing's own key, other ones at each attempt."""
    free = _PLACES - order.bits
    digest = blake2b(object_id.bytes + attempt.to_bytes(2, "big"), digest_size=8).digest()
    return (order.value << free) | (int.from_bytes(digest, "big") & ((1 << free) - 1))


@dataclass
class Marked:
    """The tokens of one kind of thing in one ward.

    Each begins with five letters of its own, so that looking through one kind never walks through another's words,
    nor one ward through another's.
    """

    kind: str
    ward_id: UUID

    @cached_property
    def mark(self) -> str:
        digest = blake2b(self.kind.encode() + self.ward_id.bytes, digest_size=5).digest()
        return b32encode(digest).decode().lower()[:5]

    def word(self, token: str) -> str:
        return f"{self.mark}{token}"

    def in_title(self, token: str) -> str:
        return f"{self.mark}_{token}"

    def of_unit(self, unit: UUID) -> str:
        return f"{self.mark}__{unit.hex}"

    def entry(self, units: Iterable[UUID], title: str, words: str) -> str:
        """All that an entry is found by, each token once, in one fixed order."""
        heads = tokens_of(title)
        found = {*map(self.of_unit, units), *map(self.in_title, heads)}
        found.update(map(self.word, heads), map(self.word, tokens_of(words)))
        return " ".join(sorted(found))
