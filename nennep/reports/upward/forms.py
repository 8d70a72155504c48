"""What the office of the level above types: a ward's key, its packages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import VietnameseTextInput

LARGEST_KEY = 10_000
"""A key is one line; whatever is much longer is another file."""


class KeyForm(forms.Form):
    """Whose key, and the key: pasted, or in the file that the ward sent."""

    name = VietnameseTextInput(
        label=_("Tên phường"), max_length=120, error_messages={"required": _("Nhập tên phường.")}
    )
    code = forms.CharField(
        label=_("Mã phường"),
        max_length=50,
        help_text=_("Như phường dùng khi xuất gói, ví dụ duc-thang."),
        error_messages={"required": _("Nhập mã phường, ví dụ duc-thang.")},
    )
    public = forms.CharField(
        label=_("Khóa công khai"),
        max_length=LARGEST_KEY,
        required=False,
        help_text=_("Dán dòng mà “nennep key show” in ra ở phường, hoặc chọn tệp có dòng ấy."),
    )
    file = forms.FileField(label=_("Tệp khóa"), required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if not words.get("public") and words.get("file"):
            words["public"] = _first_line(words["file"])
        if not words.get("public") and "public" not in self.errors:
            raise ValidationError({"public": _("Dán khóa công khai, hoặc chọn tệp khóa.")})
        words.pop("file", None)
        return words


def _first_line(file: Any) -> str:
    """The key in a file: alone, or on the line that begins "Khóa công khai", as `nennep key show` prints it."""
    text = file.read(LARGEST_KEY).decode("utf-8-sig", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("Khóa công khai")]
    return (named or lines or [""])[0]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Every file that was chosen, in their order."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list) else [data]
        return [super(SeveralFilesField, self).clean(each, initial) for each in chosen or [None]]


class PackagesForm(forms.Form):
    """One package or many at once, as they came by post."""

    file = SeveralFilesField(
        label=_("Gói số liệu (.json)"),
        widget=SeveralFiles,
        allow_empty_file=True,
        help_text=_("Chọn một hay nhiều tệp JSON mà các phường gửi; mỗi tệp tối đa 20 MB."),
        error_messages={
            "required": _("Chọn tệp."),
            "missing": _("Chọn lại tệp."),
            "invalid": _("Chọn lại tệp."),
        },
    )
