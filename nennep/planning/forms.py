"""The form of a meeting day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import VietnameseDateField, VietnameseTextInput, VietnameseTimeField


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
