"""Two taps at once: the second one finds what the first one made."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

Words = ParamSpec("Words")
Made = TypeVar("Made")


def once_more(action: Callable[Words, Made]) -> Callable[Words, Made]:
    """For an action that looks whether its row is there before it writes it.

    Where somebody else wrote the row between the looking and the writing, the database refuses the second one; the
    action then looks again, finds it, and says so as it would have a moment later.
    """

    @wraps(action)
    def run(*args: Words.args, **words: Words.kwargs) -> Made:
        try:
            with transaction.atomic():
                return action(*args, **words)
        except IntegrityError:
            return action(*args, **words)

    return run
