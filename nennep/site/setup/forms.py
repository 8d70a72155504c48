"""The paper forms of setting up."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import VietnameseDateField, VietnameseTextInput, VietnameseTimeField
from nennep.organisation.actors import OFFICERS
from nennep.organisation.founding import BranchToLead, Head
from nennep.organisation.models import Position, Unit

_YEAR_WRONG = _("Năm sinh là bốn chữ số, ví dụ 1975.")


class OfficerForm(forms.Form):
    """A person of the ward office."""

    full_name = VietnameseTextInput(
        label=_("Họ và tên"), max_length=120, error_messages={"required": _("Nhập họ và tên cán bộ Văn phòng.")}
    )
    birth_year = forms.IntegerField(
        label=_("Năm sinh"),
        required=False,
        min_value=1920,
        max_value=2015,
        error_messages={"invalid": _YEAR_WRONG, "min_value": _YEAR_WRONG, "max_value": _YEAR_WRONG},
    )
    phone = VietnameseTextInput(label=_("Điện thoại, cũng là tên đăng nhập"), max_length=30, required=False)


class WardForm(OfficerForm):
    """A new installation: the ward, then the first person of its office with a password."""

    name = VietnameseTextInput(
        label=_("Tên phường"),
        help_text=_("Ví dụ: Phường Đức Thắng"),
        max_length=120,
        error_messages={"required": _("Nhập tên phường.")},
    )
    party_name = VietnameseTextInput(
        label=_("Tên Đảng bộ"), help_text=_("Để trống thì lấy theo tên phường."), max_length=120, required=False
    )
    parent_name = VietnameseTextInput(
        label=_("Đảng bộ cấp trên"),
        help_text=_("Ví dụ: Đảng bộ thành phố Hà Nội"),
        max_length=120,
        error_messages={"required": _("Nhập tên Đảng bộ cấp trên, in ở đầu văn bản.")},
    )
    office_phone = VietnameseTextInput(
        label=_("Điện thoại Văn phòng"), help_text=_("In ở cuối mỗi trang."), max_length=30, required=False
    )
    code = VietnameseTextInput(
        label=_("Mã phường"),
        help_text=_("Chữ không dấu, dùng trong lệnh. Để trống thì lấy theo tên."),
        max_length=50,
        required=False,
    )
    password = forms.CharField(
        label=_("Mật khẩu của cán bộ Văn phòng"),
        help_text=_("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
        error_messages={"required": _("Đặt mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class PhoneForm(forms.Form):
    """The telephone of the office."""

    office_phone = VietnameseTextInput(
        label=_("Điện thoại Văn phòng"), max_length=30, error_messages={"required": _("Nhập số điện thoại.")}
    )


class HeadsForm(forms.Form):
    """Who leads each branch: one choice a post that is free, and the term for all of them."""

    term_from = VietnameseDateField(label=_("Nhiệm kỳ từ ngày"))
    term_to = VietnameseDateField(label=_("Nhiệm kỳ đến ngày"))

    def __init__(self, *args: Any, branches: Sequence[BranchToLead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branches = branches
        for branch in branches:
            people = [("", "")] + [(str(p.pk), _named(p.full_name, p.birth_year)) for p in branch.people]
            for position in OFFICERS:
                if position not in branch.heads:
                    self.fields[f"{position}-{branch.unit.pk}"] = forms.ChoiceField(
                        label=Position(position).label,
                        choices=people,
                        required=False,
                        error_messages={"invalid_choice": _("Chọn lại đồng chí trong danh sách của chi bộ.")},
                    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begin, end = data.get("term_from"), data.get("term_to")
        if begin and end and end <= begin:
            self.add_error("term_to", _("Ngày hết nhiệm kỳ phải sau ngày bắt đầu."))
        if not self.errors and not self.heads():
            raise ValidationError(_("Chọn ít nhất một bí thư hoặc phó bí thư."))
        return data

    def heads(self) -> list[Head]:
        """Whoever was chosen."""
        chosen = []
        for branch in self.branches:
            people = {str(person.pk): person for person in branch.people}
            for position in OFFICERS:
                person = people.get(self.cleaned_data.get(f"{position}-{branch.unit.pk}", ""))
                if person:
                    chosen.append(Head(branch.unit, position, person))
        return chosen

    def sections(self) -> Iterator[tuple[BranchToLead, list[tuple[str, BoundField | None, str]]]]:
        """Each branch with its posts: the field where it is free, the name where it is held."""
        for branch in self.branches:
            lines = []
            for position in OFFICERS:
                name = f"{position}-{branch.unit.pk}"
                held = branch.heads.get(position)
                lines.append(
                    (str(Position(position).label), self[name] if name in self.fields else None, str(held or ""))
                )
            yield branch, lines


def _named(name: str, year: int | None) -> str:
    return f"{name} ({year})" if year else name


class DaysForm(forms.Form):
    """The meeting day of every branch that has none; one line above fills those left empty."""

    day = forms.IntegerField(label=_("Ngày"), required=False, min_value=1, max_value=31)
    at = VietnameseTimeField(label=_("Giờ"), required=False)
    place = VietnameseTextInput(label=_("Nơi họp"), required=False, max_length=160)
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        wrong = {each: _("Ngày sinh hoạt là số từ 1 đến 31.") for each in ("invalid", "min_value", "max_value")}
        self.fields["day"].error_messages |= wrong
        for unit in units:
            self.fields[f"day-{unit.pk}"] = forms.IntegerField(
                label=_("Ngày"), required=False, min_value=1, max_value=31, error_messages=wrong
            )
            self.fields[f"at-{unit.pk}"] = VietnameseTimeField(label=_("Giờ"), required=False)
            self.fields[f"place-{unit.pk}"] = VietnameseTextInput(label=_("Nơi họp"), required=False, max_length=160)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for unit in self.units:
            day, at, place = self._line(unit)
            if (day or at or place) and not (day and at and place) and not self.errors:
                self.add_error(f"day-{unit.pk}", _("%(unit)s: ghi đủ ngày, giờ và nơi họp.") % {"unit": unit.name})
        if not self.errors and not self.days():
            raise ValidationError(_("Ghi ngày sinh hoạt của ít nhất một chi bộ."))
        return data

    def _line(self, unit: Unit) -> tuple[int | None, time | None, str]:
        """What counts for a branch: its own line, or what the line for all says."""
        data = self.cleaned_data
        own = [data.get(f"{name}-{unit.pk}") for name in ("day", "at", "place")]
        day, at, place = (mine or data.get(name) for mine, name in zip(own, ("day", "at", "place"), strict=True))
        return day, at, place or ""

    def days(self) -> list[tuple[Unit, int, time, str]]:
        lines = [(unit, *self._line(unit)) for unit in self.units]
        return [(unit, day, at, place) for unit, day, at, place in lines if day and at and place]

    def rows(self) -> list[tuple[Unit, BoundField, BoundField, BoundField]]:
        return [(u, self[f"day-{u.pk}"], self[f"at-{u.pk}"], self[f"place-{u.pk}"]) for u in self.units]


def first_day(on: date) -> date:
    """From when meeting days count: the first of this month."""
    return on.replace(day=1)
