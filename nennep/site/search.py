"""The search page: the rooms' things together, each shown only where its own room says that the reader may see it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core.components import CountTab
from nennep.core.search.asking import MOST, Question
from nennep.core.search.index import Shown, Source
from nennep.organisation.actors import Actor
from nennep.reports.search import SOURCES, found_by

LABELS: dict[str, Promise] = {
    "person": gettext_lazy("Đồng chí"),
    "unit": gettext_lazy("Chi bộ"),
    "meeting": gettext_lazy("Buổi sinh hoạt"),
    "opinion": gettext_lazy("Ý kiến"),
    "resolution": gettext_lazy("Nghị quyết"),
    "directive": gettext_lazy("Văn bản"),
}
FIRST = 5
"""How many of each kind stand on the page of all kinds."""
PAGE = 25


@dataclass(frozen=True)
class Group:
    """What was found of one kind: its first lines, and where the others are."""

    label: str
    count: int
    lines: list[Shown]
    all_url: str = ""


@dataclass(frozen=True)
class SearchPage:
    asked: str
    is_empty: bool
    total: int
    has_more: bool
    tabs: list[CountTab]
    groups: list[Group]
    previous_url: str = ""
    next_url: str = ""


def page_of(actor: Actor, text: str, kind: str, number: int) -> SearchPage:
    """The page of an answer: all kinds with their first lines, or one kind page by page."""
    asked = " ".join(text[:100].replace("\x00", " ").split())
    question = Question.of(asked)
    found = found_by(actor, question)
    kind = kind if kind in LABELS else ""
    total = sum(min(len(ids), MOST) for ids in found.values())
    shown = [source for source in SOURCES if found[source.kind] and kind in ("", source.kind)]
    begin, most = (max(number - 1, 0) * PAGE, PAGE) if kind else (0, FIRST)
    groups = [_group(actor, source, found[source.kind], asked, begin, most) for source in shown]
    following = bool(kind) and len(found[kind]) > begin + most
    return SearchPage(
        asked=asked,
        is_empty=question.is_empty,
        total=total,
        has_more=any(len(ids) > MOST for ids in found.values()),
        tabs=_tabs(found, asked, kind, total) if total else [],
        groups=groups,
        previous_url=_address(asked, kind, number - 1) if kind and begin else "",
        next_url=_address(asked, kind, number + 1) if following else "",
    )


def _group(actor: Actor, source: Source, ids: list[UUID], asked: str, begin: int, most: int) -> Group:
    lines = source.show(actor, ids[begin : begin + most])
    all_url = _address(asked, source.kind) if most == FIRST and len(ids) > most else ""
    return Group(str(LABELS[source.kind]), min(len(ids), MOST), lines, all_url)


def _tabs(found: dict[str, list[UUID]], asked: str, kind: str, total: int) -> list[CountTab]:
    tabs = [CountTab(_("Tất cả"), total, _address(asked), current=not kind)]
    return tabs + [
        CountTab(LABELS[each], min(len(ids), MOST), _address(asked, each), current=kind == each)
        for each, ids in found.items()
        if ids or kind == each
    ]


def _address(asked: str, kind: str = "", number: int = 1) -> str:
    words = {"q": asked, **({"loai": kind} if kind else {}), **({"trang": str(number)} if number > 1 else {})}
    return f"{reverse('site:search')}?{urlencode(words)}"
