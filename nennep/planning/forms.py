"""What people type about meeting days, suggestions, themes and agendas."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import (
    ClientId,
    FileForm,
    Seen,
    VietnameseDateField,
    VietnameseTextInput,
    VietnameseTimeField,
)
from nennep.organisation.forms import PersonField
from nennep.organisation.models import BranchKind, Person
from nennep.planning.models import Basis
from nennep.planning.periods import QUARTERS, ROMAN

QUARTER_CHOICES = [(number, _("Quý %(number)s") % {"number": ROMAN[number]}) for number in QUARTERS]


class MeetingDayForm(forms.Form):
    """Day of the month, time, place, from when."""

    day = forms.IntegerField(
        label=_("Ngày sinh hoạt hằng tháng"),
        help_text=_("Số từ 1 đến 31. Tháng thiếu ngày thì lấy ngày cuối tháng."),
        min_value=1,
        max_value=31,
        error_messages={
            "required": _("Nhập ngày, là số từ 1 đến 31."),
            "invalid": _("Nhập ngày, là số từ 1 đến 31."),
            "min_value": _("Ngày sinh hoạt là số từ 1 đến 31."),
            "max_value": _("Ngày sinh hoạt là số từ 1 đến 31."),
        },
    )
    at_time = VietnameseTimeField(label=_("Giờ"))
    place = VietnameseTextInput(label=_("Nơi họp"), max_length=160, error_messages={"required": _("Nhập nơi họp.")})
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"))


class SuggestionForm(ClientId, Seen):
    """A theme that the ward suggests, with what it rests on."""

    title = VietnameseTextInput(
        label=_("Tên chuyên đề gợi ý"), max_length=250, error_messages={"required": _("Nhập tên chuyên đề gợi ý.")}
    )
    basis = forms.ChoiceField(
        label=_("Căn cứ"),
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn căn cứ của gợi ý.")},
    )
    grounds = VietnameseTextInput(
        label=_("Căn cứ cụ thể"),
        help_text=_("Ví dụ: tỷ lệ dự sinh hoạt quý IV năm trước dưới 85% ở 2 chi bộ."),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )
    branch_kinds = forms.MultipleChoiceField(
        label=_("Phù hợp với loại hình chi bộ"),
        help_text=_("Không chọn gì là cho mọi loại hình."),
        choices=BranchKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ReasonForm(forms.Form):
    """Why an approved plan is changed; left empty where the plan is still a draft."""

    reason = VietnameseTextInput(label=_("Lý do thay đổi"), max_length=300, required=False)


class PlaceForm(ClientId, ReasonForm):
    """A theme placed in a quarter: a suggestion, or one's own title."""

    quarter = forms.TypedChoiceField(
        label=_("Quý"),
        choices=QUARTER_CHOICES,
        coerce=int,
        error_messages={"required": _("Chọn quý."), "invalid_choice": _("Chọn quý I đến quý IV.")},
    )
    suggestion = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = VietnameseTextInput(label=_("Tên chuyên đề"), max_length=250, required=False)


class TopicForm(Seen, ReasonForm):
    """Who writes a theme, by when, and on which day it is taken up."""

    title = VietnameseTextInput(
        label=_("Tên chuyên đề"), max_length=250, error_messages={"required": _("Nhập tên chuyên đề.")}
    )
    author = PersonField(label=_("Người viết"), required=False)
    draft_due = VietnameseDateField(label=_("Hạn nộp bản thảo"), required=False)
    meets_on = VietnameseDateField(label=_("Ngày sinh hoạt"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person] = (), asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        author = self.fields["author"]
        assert isinstance(author, PersonField)
        author.offer(people)
        if not asks_reason:
            del self.fields["reason"]


class MoveForm(Seen, ReasonForm):
    """The quarter to which a theme is moved."""

    quarter = forms.TypedChoiceField(
        label=_("Chuyển sang"), choices=QUARTER_CHOICES, coerce=int, error_messages={"required": _("Chọn quý.")}
    )


class DecisionForm(forms.Form):
    """The ward's word on a plan."""

    remark = VietnameseTextInput(label=_("Nhận xét của phường"), max_length=1000, required=False, widget=forms.Textarea)


class RemarksForm(forms.Form):
    """The branch committee's remarks on a draft."""

    remarks = VietnameseTextInput(label=_("Góp ý của chi ủy"), max_length=2000, required=False, widget=forms.Textarea)


class TextForm(FileForm):
    """A draft or a final text."""


class ContentForm(forms.Form):
    """An agenda by kind of branch: a line an item, and points of attention."""

    note = VietnameseTextInput(label=_("Vì sao đổi"), max_length=300, required=False)
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"))
    focus = VietnameseTextInput(
        label=_("Điểm cần chú ý"),
        help_text=_("Mỗi dòng một điểm; chi bộ thấy như gợi ý khi lập chương trình."),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )

    def clean_focus(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["focus"].splitlines() if line.strip()]


class ContentLineForm(forms.Form):
    """One line of an agenda; an empty title leaves it out."""

    part = forms.SlugField(required=False, widget=forms.HiddenInput)
    hint = forms.CharField(required=False, widget=forms.HiddenInput)
    title = VietnameseTextInput(label=_("Tên mục"), max_length=250, required=False)
    minutes = forms.IntegerField(
        label=_("Số phút"),
        min_value=1,
        max_value=240,
        required=False,
        error_messages={
            "invalid": _("Nhập số phút bằng chữ số, ví dụ 10."),
            "min_value": _("Số phút từ 1 đến 240."),
            "max_value": _("Số phút từ 1 đến 240."),
        },
    )


ContentLines = forms.formset_factory(ContentLineForm, extra=3, max_num=40)
