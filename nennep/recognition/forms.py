"""What people type about awards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import ClientId, VietnameseDateField, VietnameseTextInput
from nennep.organisation.forms import PersonField, UnitField, UnitsField
from nennep.organisation.models import Person, Unit
from nennep.rulebook.awards import award_kinds

TOO_LONG = {"max_length": _("Viết ngắn lại, nhiều nhất %(limit_value)s chữ cái.")}


def _line(label: Any, limit: int, **options: Any) -> VietnameseTextInput:
    return VietnameseTextInput(label=label, max_length=limit, required=False, error_messages=TOO_LONG, **options)


class AwardForm(ClientId):
    """One award of a year; the branches at once, people one by one afterwards."""

    kind = forms.ChoiceField(
        label=_("Hình thức"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn hình thức khen thưởng.")},
    )
    merit = VietnameseTextInput(
        label=_("Thành tích"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages=TOO_LONG | {"required": _("Ghi thành tích được khen.")},
    )
    issuer = _line(_("Cấp quyết định"), 150)
    number = _line(_("Số quyết định"), 40)
    decided_on = VietnameseDateField(label=_("Ngày quyết định"), required=False)
    told_by = _line(_("Nguồn kể lại"), 200, help_text=_("Chỉ khi không có quyết định trong tay: bài viết, ảnh, sổ cũ."))
    unnamed = _line(
        _("Người nhận, nếu nguồn không nêu tên"), 200, help_text=_("Ví dụ: tập thể, cá nhân có thành tích năm 2022.")
    )
    units = UnitsField(label=_("Chi bộ được khen"), required=False)
    ceremony_on = VietnameseDateField(label=_("Ngày trao"), required=False)
    ceremony_place = _line(_("Nơi trao"), 150)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(each.key, each.title) for each in award_kinds().values()]
        self.fields["units"].offer(units)  # type: ignore[attr-defined]


class BranchForm(forms.Form):
    """Of which branch somebody is who receives an award."""

    unit = UnitField(label=_("Chi bộ của đồng chí được khen"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """A member of one branch who receives an award."""

    person = PersonField(label=_("Đồng chí được khen"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why an award is withdrawn."""

    reason = VietnameseTextInput(
        label=_("Lý do thu hồi"),
        max_length=300,
        error_messages=TOO_LONG | {"required": _("Ghi lý do thu hồi.")},
    )
