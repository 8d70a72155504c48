"""What higher rooms add to pages of lower ones: put together here, since only the site knows all rooms.

A page of `organisation` shows a part where there is one (`parts.of_person`, `parts.of_unit`); nothing is asked before
its template reads it, and the page itself has decided who may.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nennep.core import clock
from nennep.core.components import GridCell, GridRow, YearGrid
from nennep.core.written import long_date, short_date
from nennep.meetings.strips import Absences, StripLine, absences_of, strip_of
from nennep.organisation.models import Unit
from nennep.planning.access import may_set
from nennep.planning.queries import meeting_day_of

Words = str | Promise
TONES = {"present": "done", "excused": "doing", "unexcused": "missing", "exempt": "plain", "elsewhere": "plain"}


@dataclass(frozen=True)
class Alert:
    """What somebody should look at, and the rule behind it."""

    title: Words
    text: Words


@dataclass(frozen=True)
class PersonPart:
    """The year's attendance of a person, what it warns of, and where the awards stand."""

    title: str
    strip: YearGrid | None
    alerts: list[Alert]
    awards_url: str


@dataclass(frozen=True)
class UnitPart:
    """The meeting day of a branch and where it is changed; where its awards stand."""

    meeting_day: str
    url: str
    awards_url: str


class Parts:
    """The parts for the page that a request asks for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def _asked(self, name: str) -> Any:
        match = self.request.resolver_match
        return match.kwargs.get(name) if match and match.namespace == "organisation" else None

    @cached_property
    def of_person(self) -> PersonPart | None:
        actor = self.request.actor
        person_id = self._asked("person_id") or actor.person_id
        return _person_part(actor.ward_id, person_id)

    @cached_property
    def of_unit(self) -> UnitPart | None:
        unit_id = self._asked("unit_id")
        if unit_id is None:
            return None
        actor = self.request.actor
        day = meeting_day_of(Unit(pk=unit_id, ward_id=actor.ward_id), clock.today())
        words = _("Chưa đặt ngày sinh hoạt.")
        if day:
            asked = {"day": day.day, "at": f"{day.at:%H:%M}", "place": day.place}
            words = _("Ngày %(day)s hằng tháng, %(at)s, %(place)s.") % asked
        change = reverse("planning:change", args=[unit_id]) if may_set(actor, unit_id) else ""
        return UnitPart(words, change, reverse("recognition:awards", args=[clock.today().year]))


def parts(request: HttpRequest) -> dict[str, Parts]:
    """Context for every template; costs nothing where no part is shown."""
    return {"parts": Parts(request)}


def _person_part(ward_id: UUID, person_id: UUID | None) -> PersonPart | None:
    if person_id is None:
        return None
    today = clock.today()
    lines = strip_of(ward_id, person_id, today.year)
    alerts = _alerts(absences_of(lines, today))
    title = _("Dự sinh hoạt năm %(year)s") % {"year": today.year}
    grid = _grid(title, lines) if lines else None
    return PersonPart(title, grid, alerts, reverse("recognition:of_person", args=[person_id]))


def _grid(title: str, lines: list[StripLine]) -> YearGrid:
    """One row of twelve months; where there was more than one meeting in a month, the regular one."""
    cells: list[GridCell | None] = [None] * 12
    for line in lines:
        if line.is_regular or cells[line.month.month - 1] is None:
            words = _("%(day)s: %(status)s") % {"day": long_date(line.day), "status": line.status_words}
            url = reverse("meetings:show", args=[line.meeting_id])
            cells[line.month.month - 1] = GridCell("", TONES.get(line.status, "todo"), url, words)  # type: ignore[arg-type]
    columns = [f"T{month}" for month in range(1, 13)]
    return YearGrid(title, columns, [GridRow(_("Có mặt"), "", cells)], corner=_("Buổi"))


def _alerts(absences: Absences) -> list[Alert]:
    alerts = []
    if absences.is_to_be_considered:
        months = ", ".join(f"{month:%m}" for month in absences.unexcused_months)
        text = _(
            "Vắng không lý do %(count)s tháng trong năm (tháng %(months)s). Bỏ sinh hoạt %(limit)s tháng trong năm thì "
            "chi bộ xem xét, đề nghị xóa tên (%(source)s)."
        )
        asked = {
            "count": len(absences.unexcused_months),
            "months": months,
            "limit": absences.removal_months,
            "source": absences.removal_source,
        }
        alerts.append(Alert(_("Vắng không lý do nhiều tháng"), text % asked))
    if absences.is_away_too_often:
        text = _("Vắng có lý do %(count)s buổi liền, từ %(day)s; quy định không quá %(limit)s (%(source)s).")
        asked = {
            "count": absences.excused_in_a_row,
            "day": short_date(absences.row_from) if absences.row_from else "",
            "limit": absences.excused_limit,
            "source": absences.excused_source,
        }
        alerts.append(Alert(_("Vắng có lý do liên tiếp"), text % asked))
    return alerts
