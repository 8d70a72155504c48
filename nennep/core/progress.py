"""How far long work is, and whether somebody still does it: kept beside the database, since the transaction of the
work itself hides what it wrote.

A process writes, another reads: small files in the data folder. Whoever works holds a lock on one of them; the system
lets go of it when the process ends, however it ends.
"""

import fcntl
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Progress:
    done: int
    whole: int


def teller(key: UUID) -> Tell:
    """A function by which the work says how far it is."""
    file = _file(key)
    file.parent.mkdir(parents=True, exist_ok=True)

    def tell(done: int, whole: int) -> None:
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps({"done": done, "whole": whole}))
        aside.replace(file)

    tell(0, 0)
    return tell


def silent(done: int, whole: int) -> None:
    """For work that nobody watches."""


def read(key: UUID) -> Progress:
    """How far the work is, or nought of nought where nobody says."""
    try:
        return Progress(**json.loads(_file(key).read_text()))
    except (OSError, ValueError, TypeError):
        return Progress(0, 0)


def clear(key: UUID) -> None:
    """The work is done."""
    _file(key).unlink(missing_ok=True)


def hold(key: UUID) -> BinaryIO | None:
    """Say that this process does the work, until the handle is closed or the process dies; None where another does."""
    file = _file(key).with_suffix(".lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = file.open("wb")
    for _try in range(5):  # whoever only looks holds it for a moment
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except OSError:
            time.sleep(0.02)
    handle.close()
    return None


def is_held(key: UUID) -> bool:
    """Whether somebody still does the work."""
    try:
        with _file(key).with_suffix(".lock").open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def let_go(key: UUID, handle: BinaryIO) -> None:
    """The work is over. The empty file of the lock stays: taken away, two could hold two files of one name."""
    clear(key)
    handle.close()


def _file(key: UUID) -> Path:
    return Path(settings.HOME) / "progress" / f"{key}.json"


def aside(work: Callable[[], None], *, name: str) -> None:
    """Do `work` in a thread of this process, so that the page that began it may be left."""
    from django.db import connections
    from django.utils import translation

    language = translation.get_language()

    def run() -> None:
        try:
            with translation.override(language):
                work()
        finally:
            connections.close_all()

    threading.Thread(target=run, name=name, daemon=True).start()
