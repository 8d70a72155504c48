"""What people type while a file of members comes in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core.forms import ClientId, FileForm, VietnameseDateField, VietnameseTextInput
from nennep.core.legacy import Encoding
from nennep.organisation.imports.headings import LABELS
from nennep.organisation.imports.members import Problem
from nennep.organisation.models import Unit


class BringForm(ClientId):
    """1 Tệp: the file, the day for which it holds, and the branch where the file names none."""

    file = forms.FileField(
        label=gettext_lazy("Bảng tính đảng viên"),
        allow_empty_file=True,
        help_text=gettext_lazy("Tệp .xlsx, .xls hoặc .csv, tối đa 20 MB."),
        error_messages={"required": gettext_lazy("Chọn tệp."), "invalid": gettext_lazy("Chọn lại tệp.")},
    )
    classified = FileForm.base_fields["classified"]
    on = VietnameseDateField(
        label=gettext_lazy("Danh sách tính từ ngày"),
        help_text=gettext_lazy("Từ ngày này các đồng chí mới được tính vào chi bộ."),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Chi bộ, nếu trong tệp không ghi"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Chọn một chi bộ của phường.")},
    )

    def __init__(self, *args: Any, units: Sequence[Unit] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Tệp có ghi chi bộ")), *((key, unit.name) for key, unit in self.units.items())]

    def clean_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])


class ColumnsForm(forms.Form):
    """2 Cột: what each column of the file holds, and how its text was decoded."""

    header = forms.IntegerField(
        label=gettext_lazy("Dòng tiêu đề"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Dòng có tên các cột, đếm từ đầu tệp; 0 nếu tệp không có."),
        error_messages={"invalid": gettext_lazy("Nhập số của dòng tiêu đề, ví dụ 5.")},
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Trang tính"), required=False)

    def __init__(self, *args: Any, columns: Iterable[Mapping[str, Any]], sheets: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.columns = list(columns)
        sheet = self.fields["sheet"]
        assert isinstance(sheet, forms.ChoiceField)
        sheet.choices = [(name, name) for name in sheets]
        kinds = [("", _("Không dùng")), *((name, str(label)) for name, label in LABELS.items())]
        for column in self.columns:
            number = column["column"]
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=_("Cột %(letter)s là") % {"letter": column["letter"]},
                choices=kinds,
                required=False,
                initial=column["field"],
            )
            if column["before_after"]:
                self.fields[f"encoding-{number}"] = forms.ChoiceField(
                    label=_("Bảng mã cột %(letter)s") % {"letter": column["letter"]},
                    choices=[(each.value, each.value) for each in Encoding],
                    required=False,
                    initial=column["encoding"],
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, int] = {}
        for column in self.columns:
            kind = cleaned.get(f"kind-{column['column']}")
            if kind and kind in chosen:
                self.add_error(
                    f"kind-{column['column']}",
                    _("Đã có cột khác là “%(what)s”. Mỗi nội dung chỉ ở một cột.") % {"what": LABELS[kind]},
                )
            elif kind:
                chosen[kind] = column["column"]
        cleaned["columns"] = chosen
        cleaned["encodings"] = {
            column["column"]: encoding
            for column in self.columns
            if (encoding := cleaned.get(f"encoding-{column['column']}")) and encoding != column["encoding"]
        }
        return cleaned


class MendForm(forms.Form):
    """The faulty cells of one row, each with the sentence that says what would be right."""

    def __init__(
        self,
        *,
        number: int,
        problems: Sequence[Problem],
        texts: Mapping[str, str],
        units: Sequence[str],
        columns: Mapping[str, str],
    ) -> None:
        names = list(dict.fromkeys(_asked(problem.field, columns) for problem in problems))
        data = {f"{number}-{name}": texts.get(name, "") for name in names}
        super().__init__(data, prefix=str(number))
        for name in names:
            self.fields[name] = _mending_field(name, units)
        self.is_valid()
        for problem in problems:
            self.add_error(_asked(problem.field, columns), f"{problem.cell}: {problem.message}")

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}-{field_name}"


def _asked(name: str, columns: Mapping[str, str]) -> str:
    """The cell to ask for: a name in two columns is mended in the one that was named."""
    return name or ("full_name" if "full_name" in columns else "family_name")


def _mending_field(name: str, units: Sequence[str]) -> forms.Field:
    label = str(LABELS[name])
    if name == "unit":
        choices = [("", _("Chọn chi bộ")), *((unit, unit) for unit in units)]
        return _Loose(label=label, choices=choices, required=False)
    return VietnameseTextInput(label=label, required=False)


class _Loose(forms.ChoiceField):
    """A choice in which what stood in the file, and is no choice, is no second error."""

    def validate(self, value: Any) -> None:
        return None


class UnitsForm(forms.Form):
    """Branches, pasted from a spreadsheet."""

    text = VietnameseTextInput(
        label=gettext_lazy("Các chi bộ, chép từ Excel"),
        widget=forms.Textarea,
        help_text=gettext_lazy("Chọn cột tên chi bộ trong Excel, chép, rồi dán vào đây. Mỗi chi bộ một dòng."),
        error_messages={"required": gettext_lazy("Dán danh sách chi bộ.")},
    )
    on = VietnameseDateField(label=gettext_lazy("Có từ ngày"))
