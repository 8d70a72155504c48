"""The rows of the roll, put together here: a hundred of them stand on one page (performance.md)."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nennep.core import written
from nennep.core.templatetags.nennep import chip, field
from nennep.meetings.forms import AbsenceForm
from nennep.meetings.rolls import Row, Told

register = template.Library()


@register.simple_tag
def roll_rows(*, rows: Iterable[Row], may_mark: bool) -> SafeString:
    """Name, note, state, and the buttons that fit the state; a button sends number and revision."""
    present, absent = _("Có mặt"), _("Vắng")
    chips: dict[str, str] = {"": ""}
    lines = []
    for row in rows:
        if row.words not in chips:
            chips[row.words] = chip(tone=row.tone, text=row.words)
        buttons = ""
        if may_mark and row.status != "present":
            buttons = f"<button name=p value={row.value}>{present}</button>"
        if may_mark and row.may_be_absent:
            buttons += f"<button name=v value={row.value}>{absent}</button>"
        lines.append(_line(row, chips[row.words], buttons))
    return mark_safe("\n".join(lines))


@register.simple_tag
def marked_row(*, row: Row, at: datetime, undo: str) -> SafeString:
    """The row just marked: when, and the way back."""
    said = format_html("{} <span role=status>{}</span>", chip(tone=row.tone, text=row.words), written.clock(at))
    return _line(row, said, format_html("<button name=u value={}>{}</button>", undo, _("Hoàn tác")))


@register.simple_tag
def contested_row(*, row: Row, told: Told) -> SafeString:
    """A row that somebody else marked meanwhile: what they wrote stands, what was tapped may still be written."""
    words = _("Đ/c %(who)s vừa ghi lúc %(time)s: %(words)s.") % {
        "who": told.who,
        "time": written.clock(told.at),
        "words": told.theirs,
    }
    anyway = _("Vẫn ghi: %(words)s") % {"words": told.mine}
    said = format_html("<span role=alert>{}</span>", words)
    return _line(row, said, format_html("<button name=u value={}>{}</button>", told.mine_value, anyway))


@register.simple_tag
def absence_choices() -> SafeString:
    """The reasons in the dialog: the same for everybody, so they are put together once."""
    return _absence_choices(get_language() or "")


@cache
def _absence_choices(_language: str) -> SafeString:
    form = AbsenceForm(auto_id="dialog_%s")
    return render_to_string("core/kit/field.html", field(field=form["why"]))


def _line(row: Row, said: str, buttons: str) -> SafeString:
    """All that is put in here is escaped by whoever hands it over; name and note are escaped here."""
    return mark_safe(
        f"<li id=d{row.number}><div class=what><b class=title>{escape(row.name)}</b>"
        f"<span class=note>{escape(row.note)}</span>{said}</div>{buttons}</li>"
    )
