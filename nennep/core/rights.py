"""Every view names the rule by which it is open; the middleware of `accounts` refuses a view without one."""

from collections.abc import Callable
from typing import Any, TypeVar

EVERYONE = "everyone"
SIGNED_IN = "signed_in"

View = TypeVar("View", bound=Callable[..., Any])


def open_to(rule: str) -> Callable[[View], View]:
    """Name the rule of a view: "everyone", "signed_in", or a right as "meetings.run".

    The name is what the access test and the handbook list; the check itself is in the room's `access.py`.
    """

    def name(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return name


def rule_of(view: Callable[..., Any]) -> str | None:
    """The rule a view was named with, or nothing."""
    return getattr(view, "rule", None)
