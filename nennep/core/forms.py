"""Form fields that read dates and times as people in the ward write them (ux.md 8)."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nennep.core.text import nfc

_DATE = re.compile(r"^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})$")
_DATE_RUN = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_TIME = re.compile(r"^(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2})?)?\s*(?:phút)?\s*(sáng|trưa|chiều|tối|đêm)?$")
EARLIEST_YEAR = 1900
"""No day of a ward's records lies before; a year like 0001 is a slip of the hand."""
_AFTERNOON = {"chiều", "tối", "đêm"}


class VietnameseDateField(forms.Field):
    """A day typed as 3/2/26, 03-02-2026, 03.02.2026 or 03022026: always day, then month."""

    default_error_messages = {
        "invalid": _("Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
        "no_such_day": _("Ngày %(day)s không có trong lịch. Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
        "required": _("Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
    }
    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = str(value).strip()
        match = _DATE.match(text) or _DATE_RUN.match(text)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0
        if year < EARLIEST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date(year, month, day)
        except ValueError:
            written = f"{day:02d}/{month:02d}/{year}"
            raise ValidationError(
                self.error_messages["no_such_day"], code="no_such_day", params={"day": written}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class VietnameseTimeField(forms.Field):
    """A time typed as 19:30, 19h30, 19h or "7h30 tối"."""

    default_error_messages = {
        "invalid": _("Nhập giờ, ví dụ 19:30 hoặc 19h30."),
        "required": _("Nhập giờ, ví dụ 19:30 hoặc 19h30."),
    }
    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off"}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value if isinstance(value, time) else None
        match = _TIME.match(nfc(str(value)).strip().lower())
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, part_of_day = int(match[1]), int(match[2] or 0), match[3]
        if part_of_day in _AFTERNOON and hour < 12:
            hour += 12
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else value


class VietnameseTextInput(forms.CharField):
    """Text kept in one form of writing, without stray control characters."""

    def to_python(self, value: Any) -> str:
        text = nfc(super().to_python(value) or "")
        return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)


class StepForm(forms.Form):
    """A step that needs nothing typed: it only carries the sentence of a refusal."""


class ClientId(forms.Form):
    """Forms that create something carry the id of what they create, so that two taps make one."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class Seen(forms.Form):
    """Forms that change something carry the revision their reader saw."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


# Calendar -----------------------------------------------------------------------------------------


class FileForm(forms.Form):
    """A file with the question that every file is asked at the door (security.md A11)."""

    file = forms.FileField(
        label=_("Tệp"),
        allow_empty_file=True,
        help_text=_("PDF, Word (.docx), Excel (.xlsx) hoặc ảnh; mỗi tệp tối đa 20 MB."),
        error_messages={
            "required": _("Chọn tệp."),
            "missing": _("Chọn lại tệp."),
            "invalid": _("Chọn lại tệp."),
        },
    )
    classified = forms.TypedChoiceField(
        label=_("Tài liệu có thuộc danh mục bí mật nhà nước không?"),
        choices=[("no", _("Không thuộc danh mục bí mật nhà nước")), ("yes", _("Có thuộc danh mục"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Trả lời câu hỏi về bí mật nhà nước.")},
    )


class OptionalFileForm(FileForm):
    """A file that may come later; the question is asked once there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = self.fields["classified"].required = False

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("file") and words.get("classified") in ("", None):
            self.add_error("classified", self.fields["classified"].error_messages["required"])
        return words
