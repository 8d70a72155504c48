"""Keys made by whoever creates a row: UUID version 7, ordered by time (RFC 9562)."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from uuid import UUID

_source: Callable[[], UUID] | None = None


def uuid7() -> UUID:
    """A new key: 48 bits of milliseconds, then 74 random bits."""
    return _source() if _source else _compose(time.time_ns() // 1_000_000, secrets.randbits(74))


def _compose(milliseconds: int, random_bits: int) -> UUID:
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)


@contextmanager
def seeded(random: Random, milliseconds: int) -> Iterator[None]:
    """Keys that are the same on every machine: for generated wards only."""
    global _source
    counter = milliseconds

    def following() -> UUID:
        nonlocal counter
        counter += 1
        return _compose(counter, random.getrandbits(74))

    before, _source = _source, following
    try:
        yield
    finally:
        _source = before
