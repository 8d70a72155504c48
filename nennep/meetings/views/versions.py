"""Two people wrote at the same place: both texts on one page, none lost, none chosen beforehand."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nennep.core import clock
from nennep.core.components import Version
from nennep.meetings.overview import last_change

MINE = "mine-"


@dataclass(frozen=True)
class Clash:
    """One box that two people filled differently; the other boxes in doubt travel along as hidden fields."""

    field: str
    label: str
    mine: Version
    theirs: Version
    hidden: dict[str, str]


def clashes(request: HttpRequest, current: Any, mine: dict[str, str], labels: dict[str, str]) -> list[Clash]:
    """Every box whose text differs from what is kept now."""
    different = {name: text for name, text in mine.items() if not same(text, getattr(current, name))}
    change = last_change(current)
    theirs_at, mine_at = timezone.localtime(change.at), timezone.localtime(clock.now())
    return [
        Clash(
            field=name,
            label=labels[name],
            mine=Version(text, request.actor.name, mine_at),
            theirs=Version(getattr(current, name), change.who, theirs_at),
            hidden={MINE + other: words for other, words in different.items() if other != name},
        )
        for name, text in different.items()
    ]


def same(one: Any, other: Any) -> bool:
    """Texts that differ only in how a browser sends line ends are the same."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def still_in_doubt(request: HttpRequest) -> dict[str, str]:
    """The other boxes of a page of two versions, still to be decided."""
    return {name[len(MINE) :]: text for name, text in request.POST.items() if name.startswith(MINE)}


def show(request: HttpRequest, found: list[Clash], *, current: Any, url: str, back: str, heading: str) -> HttpResponse:
    """The page of both texts; status 409, so that saving by itself stops and shows it too."""
    context = {"clashes": found, "seen": current.revision, "url": url, "back": back, "heading": heading}
    partial = request.headers.get("HX-Request") == "true"
    template = "meetings/_versions.html" if partial else "meetings/versions.html"
    return render(request, template, context, status=409)
