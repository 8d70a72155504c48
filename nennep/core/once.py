"""Created once: two taps, or a retry after a lost answer, make one thing (the form carries its key)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.core.text import nfc

Thing = TypeVar("Thing", bound=Model)
Words = ParamSpec("Words")
Made = TypeVar("Made")


class SentBefore(Refused):
    """The key belongs to something else already: an earlier sending with other words, or somebody else's."""

    message = _(
        "Biểu mẫu này đã gửi một lần với nội dung khác, nội dung lần này chưa được ghi. "
        "Chữ vừa gõ vẫn còn trong ô; đồng chí xem lại rồi gửi lần nữa."
    )


def made_before(model: type[Thing], id: UUID | None, **content: Any) -> Thing | None:
    """What an earlier sending with this key made, if it said the same; nothing where the key is new.

    `content` is what was sent, by the names of the fields, with whose it is (ward, unit, meeting, author). The
    same key with anything else is refused, so that no words are dropped behind a sentence that says they were
    written, and nobody is told of a thing that is not theirs.
    """
    existing = model._default_manager.filter(pk=id).first() if id else None
    if existing is not None and any(not _same(_kept(existing, name), value) for name, value in content.items()):
        raise SentBefore
    return existing


def _kept(thing: Any, path: str) -> Any:
    """The value of a field, or of a field of what it belongs to ("plan__year"); the key, where it is another row."""
    *owners, name = path.split("__")
    for owner in owners:
        thing = getattr(thing, owner, None)
    return getattr(thing, thing._meta.get_field(name).attname) if thing is not None else None


def _same(kept: Any, sent: Any) -> bool:
    """Equal as the database keeps them: rows by their key, text in one form of writing without blanks around it."""
    if isinstance(sent, Model):
        return bool(kept == sent.pk)
    if isinstance(kept, str):
        return nfc(kept).strip() == nfc(str(sent)).strip()
    return bool(kept == (list(sent) if isinstance(kept, list) else sent))


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
