"""What people type about the yearly rating."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import Seen, VietnameseDateField, VietnameseTextInput
from nennep.recognition.models import CapBase, Rating
from nennep.recognition.queries.ratings import proposed
from nennep.rulebook.ratings import rating_classes

CHOOSE = dict.fromkeys(("required", "invalid_choice", "invalid"), _("Chọn một trong bốn mức xếp loại."))
NUMBER = {
    "required": _("Ghi số phiếu."),
    "invalid": _("Ghi bằng chữ số, ví dụ 12."),
    "min_value": _("Số phiếu không nhỏ hơn 0."),
    "max_value": _("Số này lớn quá. Kiểm tra lại."),
}


def _classes() -> list[tuple[str, str]]:
    return [(each.key, each.title) for each in rating_classes().values()]


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, error_messages=NUMBER)


class OpenForm(forms.Form):
    """How the ward reads the cap of the top class."""

    cap_base = forms.ChoiceField(
        label=_("Tỷ lệ hoàn thành xuất sắc tính trên"),
        choices=CapBase.choices,
        initial=CapBase.GOOD,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Chọn cách tính.")),
    )


class AllowForm(forms.Form):
    exception = VietnameseTextInput(
        label=_("Văn bản cho phép tỷ lệ cao hơn"), max_length=200, required=False, help_text=_("Số, ngày, cơ quan.")
    )


class SelfForm(Seen):
    """The own view: a class, and points where the year's set counts them."""

    self_class = forms.ChoiceField(label=_("Tự xếp loại"), widget=forms.RadioSelect, error_messages=CHOOSE)
    points = forms.IntegerField(
        label=_("Tự chấm điểm, trên 100"),
        min_value=0,
        max_value=100,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Ghi số điểm từ 0 đến 100.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["self_class"].choices = _classes()  # type: ignore[attr-defined]


class StatementForm(forms.Form):
    text = VietnameseTextInput(
        label=_("Ý kiến của đồng chí"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Ghi ý kiến rồi bấm gửi.")},
    )


class CountForm(forms.Form):
    """The totals of the count: of the ballots, then four numbers a member."""

    held_on = VietnameseDateField(label=_("Ngày bỏ phiếu"))
    summoned = _count(_("Đảng viên chính thức triệu tập"))
    present = _count(_("Có mặt khi bỏ phiếu"))
    issued = _count(_("Phiếu phát ra"))
    cast = _count(_("Phiếu thu về"))
    valid = _count(_("Phiếu hợp lệ"))
    tellers = VietnameseTextInput(
        label=_("Ban kiểm phiếu, mỗi dòng một người"),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": _("Ghi họ tên ban kiểm phiếu, ít nhất 3 đồng chí.")},
    )

    def __init__(self, *args: Any, files: Sequence[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rated = files
        for rating in files:
            for each in rating_classes().values():
                field = _count(each.short)
                field.required, field.initial = False, rating.votes.get(each.key)
                self.fields[_name(rating, each.key)] = field

    def rows(self) -> Iterator[tuple[Rating, list[Any]]]:
        """Each member with the four boxes."""
        for rating in self.rated:
            yield rating, [self[_name(rating, key)] for key in rating_classes()]

    @property
    def totals(self) -> dict[str, Any]:
        names = ("held_on", "summoned", "present", "issued", "cast", "valid", "tellers")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def votes(self) -> dict[UUID, dict[str, int]]:
        return {
            rating.pk: {key: self.cleaned_data[_name(rating, key)] or 0 for key in rating_classes()}
            for rating in self.rated
        }


def _name(rating: Rating, key: str) -> str:
    return f"{rating.pk}-{key}"


class DecideForm(forms.Form):
    """One paper, and the class of each who is not decided yet; empty boxes wait for another paper."""

    number = VietnameseTextInput(
        label=_("Số quyết định"), max_length=40, error_messages={"required": _("Ghi số quyết định xếp loại.")}
    )
    decided_on = VietnameseDateField(label=_("Ngày quyết định"))

    def __init__(self, *args: Any, files: Sequence[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rated = files
        for rating in files:
            field = forms.ChoiceField(
                label=str(rating.person or rating.unit.name),
                choices=[("", _("Chưa quyết định")), *_classes()],
                required=False,
                initial=proposed(rating.votes) or rating.self_class,
                error_messages=CHOOSE,
            )
            self.fields[str(rating.pk)] = field

    def rows(self) -> Iterator[tuple[Rating, Any]]:
        for rating in self.rated:
            yield rating, self[str(rating.pk)]

    @property
    def classes(self) -> dict[UUID, str]:
        return {each.pk: chosen for each in self.rated if (chosen := self.cleaned_data[str(each.pk)])}


class AgainForm(forms.Form):
    """Rating again what was decided: the new class, why, by which paper."""

    decided = forms.ChoiceField(label=_("Mức xếp loại mới"), widget=forms.RadioSelect, error_messages=CHOOSE)
    reason = VietnameseTextInput(
        label=_("Lý do xếp loại lại"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Ghi lý do xếp loại lại.")},
    )
    number = VietnameseTextInput(
        label=_("Số quyết định"), max_length=40, error_messages={"required": _("Ghi số quyết định xếp loại.")}
    )
    decided_on = VietnameseDateField(label=_("Ngày quyết định"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided"].choices = _classes()  # type: ignore[attr-defined]
