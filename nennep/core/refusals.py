"""What the rules of the field forbid, said in a sentence. Any other exception is a bug."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule forbids this. `message` tells the reader what to do; `field` names the form field, if one."""

    message: str | Promise = _("Chưa làm được việc này.")
    field: str | None = None

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self.values = values

    @property
    def sentence(self) -> str:
        """The message with the values of this case filled in."""
        return str(self.message) % self.values if self.values else str(self.message)

    def __str__(self) -> str:
        return self.sentence


class Changed(Refused):
    """Somebody else changed the same thing after it was last seen; nothing is overwritten."""

    message = _("Mục này vừa được người khác sửa. Hai bản ở dưới; chưa bản nào bị mất.")

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


class NotFound(Exception):
    """Not there, or not this reader's: one answer for both."""
