"""The paper forms of a meeting. Choices of people are given by the view, from the roll or the list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import VietnameseDateField, VietnameseTextInput, VietnameseTimeField
from nennep.meetings.models import AbsenceReason, AttendanceStatus, OpinionKind, Reply

LONG = {"rows": 4}


def with_blank(choices: Any, words: Any) -> list[tuple[str, Any]]:
    return [("", words), *choices]


class PersonField(forms.TypedChoiceField):
    """One person of a given list; anything else is answered with a sentence."""

    def __init__(self, *, blank: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("Chọn một đồng chí trong danh sách."),
                "invalid_choice": _("Người này không có trong danh sách buổi sinh hoạt. Người ngoài thì ghi là khách."),
            },
        )
        super().__init__(coerce=lambda value: UUID(str(value)), empty_value=None, **kwargs)
        self.blank = blank

    def offer(self, people: list[tuple[UUID, str]]) -> None:
        """Let the given people be chosen."""
        self.choices = with_blank([(str(id_), name) for id_, name in people], self.blank)


class WhenForm(forms.Form):
    """Day, time and place of a meeting."""

    day = VietnameseDateField(label=_("Ngày họp"))
    at = VietnameseTimeField(label=_("Giờ"))
    place = VietnameseTextInput(
        label=_("Nơi họp"), max_length=160, error_messages={"required": _("Nhập nơi họp.")}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def moment(self) -> datetime:
        """The moment that was typed, in the ward's time zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"]))


class ThematicForm(WhenForm):
    """A thematic meeting: its topic, then when."""

    topic = VietnameseTextInput(
        label=_("Tên chuyên đề"), max_length=250, error_messages={"required": _("Nhập tên chuyên đề.")}
    )
    field_order = ["topic", "day", "at", "place", "seen"]


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    reason = VietnameseTextInput(
        label=_("Lý do không họp"), max_length=300, error_messages={"required": _("Ghi lý do không họp.")}
    )


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = VietnameseTextInput(
        label=_("Tên mục"), max_length=250, error_messages={"required": _("Nhập tên mục.")}
    )
    minutes_planned = forms.IntegerField(
        label=_("Số phút dự kiến"),
        min_value=1,
        max_value=240,
        initial=5,
        error_messages={
            "required": _("Nhập số phút."),
            "invalid": _("Số phút là số từ 1 đến 240."),
            "min_value": _("Số phút là số từ 1 đến 240."),
            "max_value": _("Số phút là số từ 1 đến 240."),
        },
    )
    presenter = PersonField(label=_("Người trình bày"), required=False, blank=_("Chưa phân công"))
    content = VietnameseTextInput(
        label=_("Nội dung chuẩn bị"), required=False, widget=forms.Textarea(attrs=LONG), max_length=20000
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


class PaperForm(forms.Form):
    """A paper, with the question that every file must answer."""

    title = VietnameseTextInput(
        label=_("Tên tài liệu"), max_length=250, error_messages={"required": _("Nhập tên tài liệu.")}
    )
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("PDF, Word (.docx), Excel (.xlsx) hoặc ảnh; không quá 20 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Chọn tệp cần đưa lên."), "invalid": _("Chọn lại tệp."), "missing": _("Chọn lại tệp.")},
    )
    classified = forms.ChoiceField(
        label=_("Tài liệu có thuộc danh mục bí mật nhà nước không?"),
        choices=[("no", _("Không, tài liệu này không có dấu mật")), ("yes", _("Có, hoặc không chắc"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời. Tài liệu mật không được đưa vào hệ thống.")},
    )


class DraftForm(forms.Form):
    """The draft resolution."""

    subject = VietnameseTextInput(
        label=_("Trích yếu"), max_length=200, error_messages={"required": _("Nhập trích yếu của nghị quyết.")}
    )
    review = VietnameseTextInput(
        label=_("I. Kiểm điểm việc thực hiện nhiệm vụ thời gian qua"),
        help_text=_("Mỗi dòng một ý. Bảng kết quả các việc đã giao do hệ thống điền."),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        max_length=20000,
    )
    direction = VietnameseTextInput(
        label=_("II. Nhiệm vụ thời gian tới"),
        help_text=_("Mỗi dòng một ý. Việc giao tại buổi họp được thêm vào bảng phân công."),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        max_length=20000,
    )
    implementation = VietnameseTextInput(
        label=_("III. Tổ chức thực hiện"), required=False, widget=forms.Textarea(attrs=LONG), max_length=20000
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


class OfficersForm(forms.Form):
    """Chair and minute-taker."""

    chair = PersonField(label=_("Chủ trì"), blank=_("Chọn chủ trì"))
    minute_taker = PersonField(label=_("Thư ký"), blank=_("Chọn thư ký"), required=False)


class ReplyForm(forms.Form):
    """The answer to an invitation."""

    reply = forms.ChoiceField(
        label=_("Đồng chí có dự không?"),
        choices=[(reply, Reply(reply).label) for reply in (Reply.COMING, Reply.LATE, Reply.EXCUSE)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời.")},
    )
    reason = forms.ChoiceField(
        label=_("Lý do xin vắng"),
        help_text=_("Chỉ chọn khi xin vắng. Không ghi chi tiết về sức khỏe."),
        choices=with_blank(AbsenceReason.choices, _("Chọn lý do")),
        required=False,
    )
    wants_to_speak = forms.BooleanField(label=_("Đăng ký phát biểu"), required=False)
    words_ahead = VietnameseTextInput(
        label=_("Ý kiến gửi trước"), required=False, widget=forms.Textarea(attrs=LONG), max_length=5000
    )


class MarkForm(forms.Form):
    """What is written on one line of the roll."""

    number = forms.IntegerField(min_value=1, max_value=32000)
    status = forms.ChoiceField(choices=AttendanceStatus.choices)
    reason = forms.ChoiceField(choices=with_blank(AbsenceReason.choices, ""), required=False)
    seen = forms.IntegerField(required=False)


class GuestForm(forms.Form):
    """Somebody present who is not on the list."""

    name = VietnameseTextInput(
        label=_("Họ và tên khách"), max_length=120, error_messages={"required": _("Nhập họ tên khách.")}
    )
    office = VietnameseTextInput(label=_("Chức vụ, cơ quan"), max_length=160, required=False)
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class NotesForm(forms.Form):
    """What is noted under an item, and its conclusion."""

    content = VietnameseTextInput(
        label=_("Ghi chép"), required=False, widget=forms.Textarea(attrs=LONG), max_length=20000
    )
    conclusion = VietnameseTextInput(
        label=_("Kết luận của chủ trì"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OpinionForm(forms.Form):
    """An opinion: whose, what."""

    speaker = PersonField(label=_("Người phát biểu"), blank=_("Chọn người phát biểu"), required=False)
    guest = forms.TypedChoiceField(label=_("Hoặc khách"), required=False, coerce=UUID, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Loại"), choices=OpinionKind.choices, initial=OpinionKind.OPINION, required=False
    )
    text = VietnameseTextInput(
        label=_("Nội dung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        error_messages={"required": _("Nhập nội dung ý kiến.")},
    )
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def offer(self, people: list[tuple[UUID, str]], guests: list[Any]) -> None:
        """Those who may speak now."""
        self.fields["speaker"].offer(people)  # type: ignore[attr-defined]
        names = [(str(guest.pk), guest.name) for guest in guests]
        self.fields["guest"].choices = with_blank(names, _("Không phải khách"))  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """A task: what, who, by when."""

    description = VietnameseTextInput(
        label=_("Việc được giao"), max_length=1000, error_messages={"required": _("Nhập nội dung việc được giao.")}
    )
    assignee = PersonField(label=_("Người làm"), blank=_("Chọn người làm"))
    due_on = VietnameseDateField(label=_("Hạn"))
    expected_result = VietnameseTextInput(label=_("Kết quả cần đạt"), max_length=1000, required=False)
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class FeesForm(forms.Form):
    """How Party fees stand."""

    text = VietnameseTextInput(label=_("Tình hình nộp đảng phí"), max_length=300, required=False)


class CountForm(forms.Form):
    """The count of a vote."""

    in_favour = forms.IntegerField(label=_("Đồng ý"), min_value=0)
    against = forms.IntegerField(label=_("Không đồng ý"), min_value=0, initial=0)
    abstained = forms.IntegerField(label=_("Ý kiến khác"), min_value=0, initial=0)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= {
                "required": _("Nhập số, không có thì ghi 0."),
                "invalid": _("Nhập số, không có thì ghi 0."),
                "min_value": _("Số phiếu không nhỏ hơn 0."),
            }


class AddendumForm(forms.Form):
    """A correction to signed minutes."""

    text = VietnameseTextInput(
        label=_("Nội dung bổ sung"),
        widget=forms.Textarea(attrs=LONG),
        max_length=5000,
        error_messages={"required": _("Nhập nội dung bổ sung.")},
    )
    reason = VietnameseTextInput(
        label=_("Lý do bổ sung"), max_length=250, error_messages={"required": _("Nhập lý do bổ sung.")}
    )
