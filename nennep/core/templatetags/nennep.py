"""The kit: one tag for each part of a page, all arguments by name (ux.md 6; every part is shown on /kit/).

Small parts that stand hundreds of times on a page are put together here; larger ones have a template
in core/kit/.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import uuid4

from django import forms, template
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nennep.core import components as shapes
from nennep.core import written
from nennep.core.ids import uuid7

register = template.Library()


@register.simple_tag(takes_context=True)
def heading_words(context: Context) -> str:
    """The words of the page's heading: its title, unless the page says another one."""
    assert context.render_context is not None
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    heading = blocks.get_block("heading") if blocks else None
    return " ".join(unescape(strip_tags(heading.render(context))).split()) if heading else ""


TONE_WORDS = {
    "done": gettext_lazy("đủ, xong"),
    "doing": gettext_lazy("đang dở"),
    "todo": gettext_lazy("chưa"),
    "late": gettext_lazy("chậm"),
    "missing": gettext_lazy("thiếu, không"),
    "thematic": gettext_lazy("chuyên đề"),
    "waiting": gettext_lazy("chờ duyệt"),
    "finding": gettext_lazy("số liệu chưa khớp"),
}


def _known_tone(tone: str) -> str:
    if tone not in shapes.MARKS:
        raise template.TemplateSyntaxError(f"no such tone: {tone!r}; known are {', '.join(shapes.MARKS)}")
    return tone


def _attributes(**values: Any) -> SafeString:
    """HTML attributes that have a value; `True` stands alone, underscores become hyphens."""
    written_out = ""
    for name, value in values.items():
        if value is True:
            written_out += f" {name.replace('_', '-')}"
        elif value is not None and value is not False and value != "":  # nought is a value
            written_out += f' {name.rstrip("_").replace("_", "-")}="{conditional_escape(value)}"'
    return mark_safe(written_out)


# --- dates, times, numbers ----------------------------------------------------------------------------------


@register.filter
def vn_date(day: date | None) -> str:
    """03/02/2026."""
    return written.short_date(day) if day else ""


@register.filter
def vn_long_date(day: date | None) -> str:
    """Thứ Ba, 03/02/2026."""
    return written.long_date(day) if day else ""


@register.filter
def vn_document_date(day: date | None) -> str:
    """ngày 03 tháng 02 năm 2026."""
    return written.document_date(day) if day else ""


@register.filter
def vn_time(at: datetime | time | None) -> str:
    """19:30."""
    return written.clock(at) if at is not None else ""


@register.filter
def vn_datetime(at: datetime | None) -> str:
    """19:30, 03/02/2026."""
    return written.moment(at) if at else ""


@register.filter
def vn_month(period: Any) -> str:
    """02/2026."""
    return written.month(period) if period else ""


@register.filter
def vn_number(value: int | float | None) -> str:
    """1.234,5."""
    if value is None:
        return ""
    return written.number(Decimal(str(value)) if isinstance(value, float) else value)


@register.filter
def percent(part: int | None, whole: int | None) -> str:
    """93,5%."""
    return "" if part is None or whole is None else written.percent(part, whole)


@register.simple_tag
def share(*, part: int, whole: int) -> str:
    """93,5% (97/103)."""
    return written.share(part, whole)


# --- marks and small parts ----------------------------------------------------------------------------------


def _picture(name: str) -> SafeString | str:
    if not name:
        return ""
    return format_html(
        '<svg class="icon" aria-hidden="true" width="24" height="24"><use href="{}#{}"/></svg>',
        static("core/vendor/icons.svg"),
        name,
    )


@register.simple_tag
def icon(*, name: str) -> SafeString | str:
    """A picture beside a word, never instead of one."""
    return _picture(name)


@register.simple_tag
def mark(*, tone: str, label: str = "") -> SafeString:
    """A state's mark with its word for those who listen."""
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span><span class="hidden">{}</span></span>',
        _known_tone(tone),
        shapes.MARKS[tone],
        label or TONE_WORDS.get(tone, ""),
    )


@register.simple_tag
def chip(*, tone: str, text: str, url: str = "") -> SafeString:
    """A state: mark, word and border, so that it needs no colour."""
    sign = shapes.MARKS[_known_tone(tone)]
    inner = format_html('<span aria-hidden="true">{}</span> {}', sign, text) if sign else format_html("{}", text)
    if url:
        return format_html('<a class="chip {}" href="{}">{}</a>', tone, url, inner)
    return format_html('<span class="chip {}">{}</span>', tone, inner)


BUTTONS = {
    "primary": "button primary",
    "secondary": "button secondary",
    "danger": "button danger",
    "quiet": "button quiet",
    "row": "",  # as secondary, inside {% row %}: without its class, for lists of hundreds
}


@register.simple_tag
def button(
    *,
    text: str,
    kind: str = "primary",
    url: str = "",
    name: str = "",
    value: Any = "",
    form: str = "",
    formaction: str = "",
    icon: str = "",
    label: str = "",
    busy: str = "",
    type: str = "submit",
    hx_get: str = "",
    hx_post: str = "",
    hx_target: str = "",
    hx_swap: str = "",
    hx_include: str = "",
    pressed: bool | None = None,
    disabled: bool = False,
    wide: bool = False,
    id: str = "",
) -> SafeString:
    """Verb and object. `url` makes a link that looks the same; `label` is what screen readers say instead."""
    if kind not in BUTTONS:
        raise template.TemplateSyntaxError(f"no such kind of button: {kind!r}; known are {', '.join(BUTTONS)}")
    look = f"{BUTTONS[kind]} wide" if wide else BUTTONS[kind]
    inner = format_html("{} {}", _picture(icon), text) if icon else format_html("{}", text)
    shared = _attributes(
        id=id, aria_label=label, hx_get=hx_get, hx_post=hx_post, hx_target=hx_target, hx_swap=hx_swap,
        hx_include=hx_include,
    )  # fmt: skip
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', look, url, shared, inner)
    own = _attributes(
        type="" if type == "submit" else type, name=name, value=value if name else "", form=form,
        formaction=formaction, data_busy=busy, disabled=disabled,
        aria_pressed="" if pressed is None else ("true" if pressed else "false"),
    )  # fmt: skip
    return format_html("<button{}{}{}>{}</button>", _attributes(class_=look), own, shared, inner)


@register.inclusion_tag("core/kit/post_button.html", takes_context=True)
def post_button(
    context: Context,
    *,
    text: str,
    url: str,
    kind: str = "secondary",
    name: str = "",
    value: Any = "",
    fields: Mapping[str, Any] | None = None,
    seen: Any = "",
    icon: str = "",
    busy: str = "",
    label: str = "",
    pressed: bool | None = None,
    with_id: bool = False,
    hx_target: str = "",
    hx_swap: str = "",
) -> dict[str, Any]:
    """A whole small form with one button, for a step that needs nothing typed."""
    hidden = {name: value} if name else {}
    hidden |= dict(fields or {})
    hidden |= {"seen": seen} if seen != "" else {}
    hidden |= {"id": uuid7()} if with_id else {}
    return {
        "url": url,
        "hidden": hidden.items(),
        "hx_target": hx_target,
        "hx_swap": hx_swap or "outerHTML",
        "button": button(text=text, kind=kind, icon=icon, busy=busy, label=label, pressed=pressed),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def hidden(*, name: str, value: Any) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)


@register.simple_tag
def idempotency() -> SafeString:
    """The id of what this form will create: sent twice, it is created once."""
    return hidden(name="id", value=uuid7())


@register.simple_tag
def back_link(*, url: str, text: str = "") -> SafeString:
    return format_html('<a class="back" href="{}"><span aria-hidden="true">‹</span> {}</a>', url, text or _("Quay lại"))


# --- forms --------------------------------------------------------------------------------------------------


def _described(bound: BoundField, *, hint: str, label: str, optional: bool | None, answer: str = "") -> dict[str, Any]:
    """What stands round every field, and the ids that tie it to the field."""
    form = bound.form
    form.use_required_attribute = False  # a browser's own bubbles speak the browser's language, not ours
    if isinstance(widget := bound.field.widget, forms.NumberInput):
        # A plain box with digits: no spinner that a scrolling thumb can turn, and the form's own sentences.
        widget.input_type = "text"
        widget.attrs = {name: value for name, value in widget.attrs.items() if name not in {"min", "max", "step"}}
    number = bound.auto_id or bound.html_name
    hint = hint or str(bound.help_text)
    ids = {"hint": f"{number}-hint" if hint else "", "error": f"{number}-error" if bound.errors else ""}
    ids["answer"] = f"{number}-answer" if answer else ""
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": hint,
        "ids": ids,
        "described": " ".join(i for i in ids.values() if i),
        "optional": (not bound.field.required) if optional is None else optional,
    }


def _kind_of(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "file" if isinstance(widget, forms.FileInput) else "input"


def _control(bound: BoundField, around: dict[str, Any], **extra: Any) -> SafeString:
    """The control itself, in the base's clothes and tied to hint and error."""
    kind = _kind_of(bound.field.widget)
    look = {"file": "govuk-file-upload", "select": "govuk-select", "textarea": "govuk-textarea"}.get(
        kind, "govuk-input"
    )
    attributes: dict[str, str | bool] = {"class": look + (f" {look}--error" if bound.errors else "")}
    if around["described"]:
        attributes["aria-describedby"] = around["described"]
    if bound.errors:
        attributes["aria-invalid"] = "true"
    given = {name.replace("_", "-"): str(value) for name, value in extra.items()}
    attributes |= {name: value for name, value in given.items() if value}
    return bound.as_widget(attrs=attributes)


def _choices(bound: BoundField, described: str) -> list[SafeString]:
    """The radio buttons or boxes of a field, each with its label beside it."""
    family = "radios" if _kind_of(bound.field.widget) == "radios" else "checkboxes"
    lines = []
    for choice in bound.subwidgets:
        choice.data["attrs"] |= {"class": f"govuk-{family}__input"}
        choice.data["attrs"].pop("required", None)
        lines.append(
            format_html(
                '<div class="govuk-{0}__item">{1}'
                '<label class="govuk-label govuk-{0}__label" for="{2}">{3}</label></div>',
                family,
                choice.tag(),
                choice.id_for_label,
                choice.choice_label,
            )
        )
    return lines


@register.simple_tag
def control(*, field: BoundField, label: str = "") -> SafeString:
    """A box in a cell of a table, named for screen readers by its column and its row; errors stand under it."""
    around = _described(field, hint="", label=label, optional=False)
    extra = {"inputmode": "numeric"} if isinstance(field.field.widget, forms.NumberInput) else {}
    around["described"] = f"{field.auto_id}-error" if field.errors else ""
    error = format_html(
        '<p id="{}-error" class="govuk-error-message">{}</p>', field.auto_id, field.errors[0] if field.errors else ""
    )
    return format_html(
        "{}{}", error if field.errors else "", _control(field, around, aria_label=label or field.label, **extra)
    )


@register.inclusion_tag("core/kit/field.html")
def field(
    *,
    field: BoundField,
    label: str = "",
    hint: str = "",
    rows: int = 4,
    width: str = "full",
    inline: bool = False,
    optional: bool | None = None,
    prefix: str = "",
    suffix: str = "",
    autocomplete: str = "",
    inputmode: str = "",
    autosave: str = "",
    seen: Any = "",
) -> dict[str, Any]:
    """One field: label, hint, error, control. `autosave` is the address that keeps the text while typing."""
    kind = _kind_of(field.field.widget)
    around = _described(field, hint=hint, label=label, optional=optional)
    if kind in {"radios", "checkboxes"}:
        return around | {"kind": kind, "choices": _choices(field, around["described"]), "inline": inline}
    if kind == "checkbox":
        control = field.as_widget(
            attrs={"class": "govuk-checkboxes__input"}
            | ({"aria-describedby": around["described"]} if around["described"] else {})
        )
        return around | {"kind": kind, "control": control}
    extra: dict[str, Any] = {"autocomplete": autocomplete, "inputmode": inputmode}
    if kind == "textarea":
        # What was typed is given back by core.js until a page shows it; a browser that put it back after it was
        # sent would have people send it twice.
        extra |= {"rows": rows, "autocomplete": autocomplete or "off"}
    if isinstance(field.field.widget, forms.NumberInput):
        extra |= {"inputmode": inputmode or "numeric"}
    if autosave:
        extra |= {"data_autosave": autosave, "data_seen": seen}
    return around | {
        "kind": kind,
        "control": _control(field, around, **extra),
        "width": width,
        "prefix": prefix,
        "suffix": suffix,
        "autosave": autosave,
    }


def _in_words(bound: BoundField, today: date | None) -> str:
    """The day that was understood, in words and with the days left, or nothing."""
    try:
        day = bound.field.to_python(bound.value())
    except ValidationError:
        return ""
    if not isinstance(day, date):
        return ""
    return " – ".join(part for part in (written.long_date(day), days_left(day, today)) if part)


def days_left(day: date, today: date | None) -> str:
    if today is None:
        return ""
    days = (day - today).days
    if days == 0:
        return _("hôm nay")
    if days < 0:
        return ngettext("đã qua %(days)s ngày", "đã qua %(days)s ngày", -days) % {"days": -days}
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}


@register.inclusion_tag("core/kit/field.html")
def date_field(
    *,
    field: BoundField,
    label: str = "",
    hint: str = "",
    optional: bool | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """A day in one typed box; what was understood stands below in words."""
    around = _described(field, hint=hint or _("Ví dụ: 28/02/2026"), label=label, optional=optional, answer="yes")
    return around | {
        "kind": "input",
        "control": _control(field, around, inputmode="numeric", autocomplete="off", data_date=True),
        "width": "short",
        "answer": _in_words(field, today),
        "weekdays": "|".join(str(day) for day in written.WEEKDAYS),
        "today": today.isoformat() if today else "",
    }


@register.inclusion_tag("core/kit/field.html")
def time_field(*, field: BoundField, label: str = "", hint: str = "", optional: bool | None = None) -> dict[str, Any]:
    around = _described(field, hint=hint or _("Ví dụ: 19:30"), label=label, optional=optional)
    return around | {
        "kind": "input",
        "control": _control(field, around, autocomplete="off"),
        "width": "short",
    }


@register.inclusion_tag("core/kit/field.html")
def person_picker(
    *, field: BoundField, label: str = "", hint: str = "", optional: bool | None = None, inline: bool = False
) -> dict[str, Any]:
    """A person from a list: two letters without marks are enough; without script a plain choice."""
    around = _described(field, hint=hint, label=label, optional=optional)
    return around | {"kind": "select", "control": _control(field, around, data_picker=True), "width": "half"}


def _first_control(bound: BoundField) -> str:
    """Where a link to the field leads: the control, or the first of several."""
    if bound.is_hidden:
        return ""
    several = _kind_of(bound.field.widget) in {"radios", "checkboxes"}
    return f"{bound.auto_id}_0" if several else bound.id_for_label


def _named(target: str, label: str, message: str, errors: list[tuple[str, str, str]]) -> tuple[str, str]:
    """The line of one error; the same sentence at several fields names its field."""
    often = sum(message == other for _target, _label, other in errors) > 1
    return target, f"{label}: {message}" if label and often else message


@register.inclusion_tag("core/kit/error_summary.html")
def error_summary(*, form: Any = None, forms: Sequence[Any] = ()) -> dict[str, Any]:
    """Everything to mend, in the words that also stand at the fields."""
    errors: list[tuple[str, str, str]] = []
    for each in [*([form] if form is not None else []), *forms]:
        errors += [("", "", message) for message in each.non_field_errors()]
        for bound in each:
            errors += [(_first_control(bound), str(bound.label), message) for message in bound.errors]
    count = len(errors)
    return {
        "errors": [_named(target, label, message, errors) for target, label, message in errors],
        "heading": ngettext("Cần sửa %(count)s chỗ", "Cần sửa %(count)s chỗ", count) % {"count": count},
    }


@register.inclusion_tag("core/kit/search_box.html")
def search_box(
    *,
    label: str,
    name: str = "q",
    value: str = "",
    url: str = "",
    hx_target: str = "",
    hx_swap: str = "innerHTML",
    filter: str = "",
) -> dict[str, Any]:
    return {
        "label": label,
        "name": name,
        "value": value or "",
        "url": url,
        "hx_target": hx_target,
        "hx_swap": hx_swap,
        "filter": filter,
        "id": f"find-{name}",
    }


# --- figures, states, lists ---------------------------------------------------------------------------------


@register.inclusion_tag("core/kit/task_list.html")
def task_list(*, items: Sequence[shapes.TaskListItem], label: str = "") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("core/kit/figure.html")
def figure(
    *,
    label: str,
    part: int | None = None,
    whole: int | None = None,
    value: Any = "",
    url: str = "",
    definition_url: str = "",
    note: str = "",
    tone: str = "",
) -> dict[str, Any]:
    """A number that opens its rows; a share shows its parts."""
    is_share = part is not None and whole is not None
    return {
        "label": label,
        "value": written.percent(part or 0, whole or 0) if is_share else value,
        "parts": f"{written.number(part or 0)}/{written.number(whole or 0)}" if is_share else "",
        "url": url,
        "definition_url": definition_url,
        "note": note,
        "tone": _known_tone(tone),
        "mark": shapes.MARKS[tone],
        "word": TONE_WORDS.get(tone, ""),
    }


@register.inclusion_tag("core/kit/count_tabs.html")
def count_tabs(
    *, tabs: Sequence[shapes.CountTab], label: str = "", hx_target: str = "", hx_swap: str = "outerHTML"
) -> dict[str, Any]:
    return {"tabs": tabs, "label": label or _("Lọc danh sách"), "hx_target": hx_target, "hx_swap": hx_swap}


@register.inclusion_tag("core/kit/data_table.html")
def data_table(*, table: shapes.DataTable) -> dict[str, Any]:
    """A list with a caption, heads that sort by links, and on phones one block a row."""
    columns = list(table.columns)

    def dressed(row: shapes.TableRow) -> list[tuple[shapes.Cell, shapes.Column]]:
        cells = [cell if isinstance(cell, shapes.Cell) else shapes.Cell(str(cell)) for cell in row.cells]
        if row.url and cells and not cells[0].url:
            first = cells[0]
            cells[0] = shapes.Cell(first.text, row.url, first.tone, first.note, first.number)
        return list(zip(cells, columns, strict=True))

    return {
        "table": table,
        "columns": columns,
        "rows": [(row, dressed(row)) for row in table.rows],
        "foot": dressed(table.foot) if table.foot else None,
    }


@register.inclusion_tag("core/kit/facts.html")
def facts(*, rows: Sequence[shapes.Fact]) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("core/kit/export_bar.html", takes_context=True)
def export_bar(context: Context, *, url: str = "") -> dict[str, Any]:
    """The list of this page as a file, as it is filtered now."""
    return {"url": url or context["request"].get_full_path(), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("core/kit/pager.html", takes_context=True)
def pager(context: Context, *, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Page by page, keeping whatever else the address says."""
    request = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request else None
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("core/kit/timeline.html")
def timeline(*, events: Sequence[shapes.TimelineEvent], empty: str = "") -> dict[str, Any]:
    return {"events": events, "empty": empty}


@register.simple_tag
def link_row(*, text: str, url: str, note: str = "", tone: str = "", state: str = "", icon: str = "") -> SafeString:
    """One thing to do: a whole line that can be pressed."""
    picture = _picture(icon)
    small = format_html('<span class="note">{}</span>', note) if note else ""
    words = format_html('<span class="text"><span class="title">{}</span>{}</span>', text, small)
    badge = chip(tone=tone, text=state) if state else ""
    return format_html(
        '<li><a class="link-row" href="{}">{}<span class="what">{}{}</span>'
        '<span class="more" aria-hidden="true">›</span></a></li>',
        url,
        picture,
        words,
        badge,
    )


# --- pictures -----------------------------------------------------------------------------------------------


@register.inclusion_tag("core/kit/year_grid.html")
def year_grid(*, grid: shapes.YearGrid) -> dict[str, Any]:
    legend = [(tone, shapes.MARKS[tone], TONE_WORDS[tone]) for tone in grid.tones] if grid.legend else []
    return {"grid": grid, "legend": legend, "corner": grid.corner or _("Chi bộ")}


@register.inclusion_tag("core/kit/bar_list.html")
def bar_list(*, chart: shapes.BarList) -> dict[str, Any]:
    return {"chart": chart, "bars": chart.widths()}


@register.inclusion_tag("core/kit/target_line.html")
def target_line(*, chart: shapes.TargetLine) -> dict[str, Any]:
    return {"chart": chart, "id": f"line-{uuid4().hex[:8]}"}


@register.inclusion_tag("core/kit/stacked_bar.html")
def stacked_bar(*, chart: shapes.StackedBar) -> dict[str, Any]:
    parts = [(part, written.share(part.count, chart.total)) for part in chart.parts]
    return {"chart": chart, "parts": parts, "id": f"bar-{uuid4().hex[:8]}"}


# --- sentences ----------------------------------------------------------------------------------------------


@register.inclusion_tag("core/kit/progress.html")
def progress(*, label: str, done: int, whole: int, text: str = "") -> dict[str, Any]:
    return {"label": label, "done": done, "whole": whole, "text": text or f"{done}/{whole}"}


@register.inclusion_tag("core/kit/undo_bar.html", takes_context=True)
def undo_bar(
    context: Context,
    *,
    text: str,
    url: str,
    seconds: int = 10,
    name: str = "",
    value: Any = "",
    fields: Mapping[str, Any] | None = None,
    hx_target: str = "",
    hx_swap: str = "",
) -> dict[str, Any]:
    """What was done, and the way back for at least ten seconds; without script it simply stays."""
    undo = {
        "url": url,
        "name": name,
        "value": value,
        "fields": fields,
        "hx_target": hx_target,
        "hx_swap": hx_swap,
    }
    shown = post_button(context, text=_("Hoàn tác"), kind="quiet", icon="undo-2", **undo)
    return shown | {"text": text, "seconds": max(seconds, 10)}


@register.filter
def way_back(message: Any) -> dict[str, Any] | None:
    """Where a message's undo posts what, if it has one (core.answers.done_with_undo)."""
    way: dict[str, Any] | None = json.loads(message.extra_tags) if message.extra_tags else None
    return way


@register.inclusion_tag("core/kit/conflict.html", takes_context=True)
def conflict(
    context: Context,
    *,
    mine: shapes.Version,
    theirs: shapes.Version,
    url: str,
    field: str = "text",
    seen: Any = "",
    message: str = "",
    fields: Mapping[str, Any] | None = None,
    hx_target: str = "",
    hx_swap: str = "outerHTML",
) -> dict[str, Any]:
    """Two people wrote at once: both texts, nothing chosen beforehand, nothing lost."""
    return {
        "versions": [(mine, _("Bản của đồng chí")), (theirs, _("Bản đang lưu"))],
        "merged": f"{theirs.text}\n{mine.text}",
        "url": url,
        "field": field,
        "seen": seen,
        "hidden": (fields or {}).items(),
        "hx_target": hx_target,
        "hx_swap": hx_swap,
        "message": message
        or _("%(who)s vừa sửa mục này lúc %(time)s. Hai bản ở dưới; chưa bản nào bị mất.")
        % {"who": theirs.who, "time": written.clock(theirs.at)},
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("core/kit/net_badge.html")
def net_badge(
    *, state: str = "online", at: datetime | time | None = None, count: int = 0, url: str = ""
) -> dict[str, Any]:
    return {"state": state, "at": at, "count": count, "url": url}


@register.inclusion_tag("core/kit/reader.html")
def reader(
    *,
    items: Sequence[shapes.ReaderItem],
    current: int = 0,
    previous_url: str = "",
    next_url: str = "",
    done_url: str = "",
    done_text: str = "",
) -> dict[str, Any]:
    """Text to be read aloud, large, one item at a time."""
    return {
        "item": items[current] if items else None,
        "number": current + 1,
        "count": len(items),
        "previous_url": previous_url,
        "next_url": next_url,
        "done_url": done_url,
        "done_text": done_text or _("Đã đọc xong"),
    }


@register.inclusion_tag("core/kit/copy_text.html")
def copy_text(*, text: str, label: str = "", title: str = "") -> dict[str, Any]:
    return {
        "text": text,
        "label": label or _("Chép lời nhắn"),
        "title": title,
        "id": f"copy-{uuid4().hex[:8]}",
    }


# --- parts that hold others ---------------------------------------------------------------------------------


@register.simple_block_tag
def notice(content: str, *, tone: str = "info", title: str = "", live: bool = False, id: str = "") -> SafeString:
    """A sentence that matters. An error carries ✕ and the word, since its red is near the strip's."""
    words = {"info": "", "done": "", "late": "", "error": _("Lỗi:")}
    sign = {"info": "", "done": "✓", "late": "!", "error": "✕"}
    if tone not in words:
        raise template.TemplateSyntaxError(f"no such tone of notice: {tone!r}")
    role = _attributes(role="status" if live else "", id=id)
    head = format_html('<p class="title">{}</p>', title) if title else ""
    shown = format_html('<span class="sign" aria-hidden="true">{}</span>', sign[tone]) if sign[tone] else ""
    word = format_html("<strong>{}</strong> ", words[tone]) if words[tone] else ""
    return format_html('<div class="notice {}"{}>{}<div>{}{}{}</div></div>', tone, role, shown, head, word, content)


@register.simple_block_tag
def empty(content: str, *, what: str, why: str = "") -> SafeString:
    """What will stand here, why nothing does yet, and the one next step."""
    reason = format_html("<p>{}</p>", why) if why else ""
    step = format_html("<div>{}</div>", content) if content.strip() else ""
    return format_html('<div class="empty"><p class="title">{}</p>{}{}</div>', what, reason, step)


@register.simple_block_tag
def action_bar(content: str) -> SafeString:
    """The last thing of a form: its main button, at the bottom on phones."""
    return format_html('<div class="action-bar">{}</div>', content)


@register.simple_block_tag
def choice_bar(content: str, *, label: str = "") -> SafeString:
    return format_html(
        '<div class="choices"{}>{}</div>',
        _attributes(role="group" if label else "", aria_label=label),
        content,
    )


@register.simple_block_tag
def toolbar(content: str) -> SafeString:
    return format_html('<div class="toolbar">{}</div>', content)


@register.simple_block_tag
def stat_line(content: str) -> SafeString:
    return format_html('<p class="stat-line">{}</p>', content)


@register.simple_block_tag
def figures(content: str) -> SafeString:
    return format_html('<div class="figures">{}</div>', content)


@register.simple_block_tag
def rows(content: str, *, label: str = "", id: str = "") -> SafeString:
    return format_html('<ul class="rows"{}>{}</ul>', _attributes(aria_label=label, id=id), content)


@register.simple_block_tag
def row(
    content: str,
    *,
    title: str,
    note: str = "",
    url: str = "",
    tone: str = "",
    state: str = "",
    find: str = "",
    id: str = "",
) -> SafeString:
    """One line of a list: who or what, its state, and what can be done about it."""
    head = (
        format_html('<a class="title" href="{}">{}</a>', url, title)
        if url
        else format_html('<b class="title">{}</b>', title)
    )
    small = format_html('<span class="note">{}</span>', note) if note else ""
    badge = chip(tone=tone, text=state) if state else ""
    doing = format_html('<div class="choices">{}</div>', content) if content.strip() else ""
    return format_html(
        '<li{}><div class="what">{}{}{}</div>{}</li>',
        _attributes(id=id, data_find=find),
        head,
        small,
        badge,
        doing,
    )


@register.simple_block_tag
def link_list(content: str, *, label: str = "") -> SafeString:
    return format_html('<ul class="link-list"{}>{}</ul>', _attributes(aria_label=label), content)


def _heading(level: int, text: str, url: str = "") -> SafeString:
    name = format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)
    return format_html("<h{0}>{1}</h{0}>", int(level), name)


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    url: str = "",
    tone: str = "",
    state: str = "",
    level: int = 2,
    id: str = "",
) -> SafeString:
    head = _heading(level, title, url) if title else ""
    badge = chip(tone=tone, text=state) if state else ""
    top = format_html('<div class="card-head">{}{}</div>', head, badge) if title or state else ""
    return format_html('<section class="card {}"{}>{}{}</section>', tone, _attributes(id=id), top, content)


@register.simple_block_tag
def section(content: str, *, title: str, id: str = "", level: int = 2, note: str = "") -> SafeString:
    small = format_html('<p class="note">{}</p>', note) if note else ""
    return format_html("<section{}>{}{}{}</section>", _attributes(id=id), _heading(level, title), small, content)


@register.simple_block_tag
def details(content: str, *, summary: str, open: bool = False) -> SafeString:
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if open else "", summary, content,
    )  # fmt: skip


@register.simple_block_tag
def table(content: str, *, caption: str, columns: Sequence[shapes.Column] = (), scroll: bool = False) -> SafeString:
    """Rows written by hand under heads given as data."""
    heads = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((_attributes(class_="num" if c.number else ""), c.label) for c in columns),
    )
    head = format_html("<thead><tr>{}</tr></thead>", heads) if columns else ""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table class="data">'
        "<caption>{}</caption>{}<tbody>{}</tbody></table></div>",
        caption, caption, head, content,
    )  # fmt: skip


@register.simple_block_tag
def bulk_bar(content: str, *, form: str = "") -> SafeString:
    """What can be done with the ticked rows, with their number said aloud."""
    return format_html(
        '<div class="bulk"{}><p role="status" data-chosen="{}">{}</p><div class="choices">{}</div></div>',
        _attributes(data_form=form), _("Đã chọn {count}"), _("Chưa chọn dòng nào"), content,
    )  # fmt: skip


@register.simple_block_tag
def paper(content: str) -> SafeString:
    """The ground of a document: it reads on the screen as it will on the sheet."""
    return format_html('<article class="paper">{}</article>', content)


@register.simple_block_tag(takes_context=True)
def panes(context: Context, content: str, *, label: str = "") -> SafeString:
    """Parts of one job side by side on a desk, as tabs at the bottom on a phone."""
    found = context.render_context.get("panes") or []
    context.render_context["panes"] = []
    tabs = format_html_join("", '<a href="#pane-{0}" data-pane="{0}">{1}</a>', ((name, text) for name, text in found))
    return format_html(
        '<div class="panes panes-{}" data-panes>{}<nav class="pane-tabs" aria-label="{}">{}</nav></div>',
        len(found), content, label or _("Phần của trang"), tabs,
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def pane(context: Context, content: str, *, name: str, label: str) -> SafeString:
    context.render_context["panes"] = [*context.render_context.get("panes", []), (name, label)]
    return format_html(
        '<section class="pane" id="pane-{0}" aria-labelledby="pane-{0}-name">'
        '<h2 id="pane-{0}-name">{1}</h2>{2}</section>',
        name, label, content,
    )  # fmt: skip
