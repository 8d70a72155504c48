"""What people type about meetings. Rules of the field stand in the actions; here only shape and sentences."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import (
    ClientId,
    FileForm,
    OptionalFileForm,
    Seen,
    VietnameseDateField,
    VietnameseTextInput,
    VietnameseTimeField,
)
from nennep.core.periods import Month
from nennep.decisions.models import TaskState
from nennep.meetings.models import AbsenceReason, AgendaItem, MeetingKind, OpinionKind, Reply, SignatureRole
from nennep.organisation.forms import PersonField
from nennep.organisation.models import Person, Unit
from nennep.planning.models import PlannedTopic
from nennep.planning.periods import ROMAN

ABSENT_WITHOUT_REASON = "unexcused"


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Số phút"),
        min_value=1,
        max_value=240,
        error_messages={
            "required": _("Nhập số phút, ví dụ 10."),
            "invalid": _("Nhập số phút bằng chữ số, ví dụ 10."),
            "min_value": _("Số phút từ 1 đến 240."),
            "max_value": _("Số phút từ 1 đến 240."),
        },
    )


class MonthField(forms.CharField):
    """A month typed or given as 02/2026 or 2026-02."""

    default_error_messages = {"invalid": _("Nhập tháng/năm, ví dụ 02/2026.")}

    def to_python(self, value: Any) -> Month | None:  # type: ignore[override]
        text = str(value or "").strip().replace("-", "/")
        if not text:
            return None
        parts = [int(part) for part in text.split("/") if part.isdigit()]
        if len(parts) == 2 and parts[0] > 12:
            parts.reverse()
        if len(parts) != 2 or not 1 <= parts[0] <= 12 or not 1930 <= parts[1] <= 2999:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Month(parts[1], parts[0])


class MonthForm(forms.Form):
    thang = MonthField(label=_("Tháng"), required=False)


class ListForm(forms.Form):
    """Which meetings a list shows; everything optional, nonsense means everything."""

    nam = forms.TypedChoiceField(label=_("Năm"), coerce=int, empty_value=None, required=False)
    trang = forms.IntegerField(min_value=1, max_value=1000, required=False)
    chi_bo = forms.TypedChoiceField(label=_("Chi bộ"), coerce=UUID, empty_value=None, required=False)

    def __init__(self, *args: Any, years: Sequence[int], units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nam"].choices = [("", _("Mọi năm")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        choices = [("", _("Mọi chi bộ")), *((str(unit.pk), unit.short_name) for unit in units)]
        self.fields["chi_bo"].choices = choices  # type: ignore[attr-defined]


class ScheduleForm(Seen):
    day = VietnameseDateField(label=_("Ngày họp"))
    at = VietnameseTimeField(label=_("Giờ họp"))
    place = VietnameseTextInput(label=_("Nơi họp"), max_length=160, error_messages={"required": _("Nhập nơi họp.")})


class MeetingForm(ClientId):
    """A further meeting on the calendar: thematic, or a regular one that has no day of its own."""

    unit = forms.TypedChoiceField(label=_("Chi bộ"), error_messages={"required": _("Chọn chi bộ.")})
    kind = forms.ChoiceField(
        label=_("Loại sinh hoạt"),
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        initial=MeetingKind.THEMATIC,
        error_messages={"required": _("Chọn loại sinh hoạt.")},
    )
    planned_topic = forms.TypedChoiceField(label=_("Chuyên đề trong kế hoạch năm"), required=False, empty_value=None)
    topic = VietnameseTextInput(
        label=_("Tên chuyên đề"),
        max_length=250,
        required=False,
        help_text=_("Chỉ nhập khi sinh hoạt chuyên đề ngoài kế hoạch."),
    )
    month = MonthField(label=_("Kỳ (tháng)"), error_messages={"required": _("Nhập tháng/năm, ví dụ 02/2026.")})
    day = VietnameseDateField(label=_("Ngày họp"))
    at = VietnameseTimeField(label=_("Giờ họp"))
    place = VietnameseTextInput(label=_("Nơi họp"), max_length=160, error_messages={"required": _("Nhập nơi họp.")})

    def __init__(self, *args: Any, units: Sequence[Unit], topics: Sequence[PlannedTopic] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(unit.pk): unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "")] + [(key, unit.name) for key, unit in by_key.items()]
        field.coerce = by_key.__getitem__
        themes = {str(topic.pk): topic for topic in topics}
        field = self.fields["planned_topic"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Ngoài kế hoạch"))] + [
            (key, f"{topic.plan.unit.short_name} · quý {ROMAN[topic.quarter]}/{topic.plan.year} · {topic.title}")
            for key, topic in themes.items()
        ]
        field.coerce = themes.__getitem__

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        topic, unit = words.get("planned_topic"), words.get("unit")
        if topic and unit and topic.plan.unit_id != unit.pk:
            self.add_error("planned_topic", _("Chuyên đề này ở kế hoạch của chi bộ khác. Chọn chuyên đề của chi bộ."))
        return words


class CancelForm(forms.Form):
    reason = VietnameseTextInput(
        label=_("Lý do không họp"),
        max_length=300,
        error_messages={"required": _("Ghi lý do không họp.")},
        widget=forms.Textarea,
    )


# Preparing ----------------------------------------------------------------------------------------


class ItemForm(ClientId):
    title = VietnameseTextInput(
        label=_("Nội dung"), max_length=250, error_messages={"required": _("Nhập nội dung của mục.")}
    )
    minutes_planned = minutes_field()
    presenter = PersonField(label=_("Người trình bày"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "presenter").offer(people)


class ItemChangeForm(Seen):
    title = VietnameseTextInput(
        label=_("Nội dung"), max_length=250, error_messages={"required": _("Nhập nội dung của mục.")}
    )
    minutes_planned = minutes_field()
    presenter = PersonField(label=_("Người trình bày"), required=False)
    content = VietnameseTextInput(
        label=_("Tóm tắt nội dung sẽ trình bày"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Phần này đi vào biên bản; mỗi ý một dòng."),
    )

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "presenter").offer(people)


class PaperForm(ClientId, FileForm):
    title = VietnameseTextInput(
        label=_("Tên tài liệu"), max_length=250, error_messages={"required": _("Nhập tên tài liệu.")}
    )
    item = forms.TypedChoiceField(label=_("Thuộc mục"), required=False, empty_value=None)

    def __init__(self, *args: Any, items: Sequence[AgendaItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(item.pk): item for item in items}
        field = self.fields["item"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Cả buổi sinh hoạt"))] + [(key, item.title) for key, item in by_key.items()]
        field.coerce = by_key.__getitem__


class AppointForm(forms.Form):
    chair = PersonField(label=_("Chủ trì"), error_messages={"required": _("Chọn chủ trì.")})
    minute_taker = PersonField(label=_("Thư ký"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "chair").offer(people)
        _field(self, "minute_taker").offer(people)


class DraftForm(Seen):
    subject = VietnameseTextInput(
        label=_("Trích yếu"),
        max_length=200,
        error_messages={"required": _("Nhập trích yếu của nghị quyết.")},
        help_text=_("Ví dụ: Lãnh đạo thực hiện nhiệm vụ tháng 02/2026"),
    )
    review = VietnameseTextInput(label=_("I. Kiểm điểm việc thực hiện nhiệm vụ"), required=False, widget=forms.Textarea)
    direction = VietnameseTextInput(
        label=_("II. Nhiệm vụ thời gian tới"),
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nhiệm vụ thời gian tới.")},
    )
    implementation = VietnameseTextInput(label=_("III. Tổ chức thực hiện"), required=False, widget=forms.Textarea)


class DraftNoteForm(Seen):
    """One or more boxes of the draft, each kept by itself while it is typed."""

    subject = VietnameseTextInput(required=False, max_length=200)
    review = VietnameseTextInput(required=False)
    direction = VietnameseTextInput(required=False)
    implementation = VietnameseTextInput(required=False)

    def clean_subject(self) -> str:
        if "subject" in self.data and not self.cleaned_data["subject"]:
            raise ValidationError(_("Nhập trích yếu của nghị quyết."))
        return str(self.cleaned_data["subject"])

    @property
    def given(self) -> dict[str, str]:
        """The boxes that were sent, as they were typed."""
        boxes = ("subject", "review", "direction", "implementation")
        return {name: self.cleaned_data[name] for name in boxes if name in self.data}


# Inviting -----------------------------------------------------------------------------------------

REPLIES = [choice for choice in Reply.choices if choice[0] != Reply.NONE]


class ReplyForm(forms.Form):
    reply = forms.ChoiceField(
        label=_("Đồng chí trả lời"),
        choices=REPLIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời.")},
    )
    reason = forms.ChoiceField(
        label=_("Lý do xin vắng"),
        choices=[("", ""), *AbsenceReason.choices],
        required=False,
        help_text=_("Chỉ chọn khi xin vắng. Không cần ghi chi tiết."),
    )
    wants_to_speak = forms.BooleanField(label=_("Đăng ký phát biểu"), required=False)
    words_ahead = VietnameseTextInput(
        label=_("Ý kiến gửi trước"), max_length=4000, required=False, widget=forms.Textarea
    )


# Roll call ----------------------------------------------------------------------------------------


class AbsenceForm(Seen):
    """Why one listed person is not here: a class of reason, or none."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_("Vắng vì"),
        choices=[
            *((f"excused:{key}", label) for key, label in AbsenceReason.choices),
            (ABSENT_WITHOUT_REASON, _("Vắng không lý do")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn lý do vắng.")},
    )

    @property
    def mark(self) -> tuple[str, str]:
        status, _colon, reason = self.cleaned_data["why"].partition(":")
        return status, reason


class GuestForm(ClientId):
    name = VietnameseTextInput(
        label=_("Họ tên khách"), max_length=120, error_messages={"required": _("Nhập họ tên khách.")}
    )
    office = VietnameseTextInput(
        label=_("Chức vụ, cơ quan"), max_length=160, required=False, help_text=_("Ví dụ: Đảng ủy viên phường")
    )


class CodeForm(forms.Form):
    """The code on the hall's screen, typed by whoever has no camera at hand."""

    code = forms.RegexField(
        r"^[0-9]{3} ?[0-9]{3}$",
        label=_("Mã trên màn hình hội trường"),
        help_text=_("6 số, ví dụ 482 913"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Nhập 6 số đang hiện trên màn hình hội trường."),
            "invalid": _("Mã có 6 chữ số. Nhập lại mã đang hiện trên màn hình hội trường."),
        },
    )

    def __init__(self, *args: Any, knows_code: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if knows_code:
            del self.fields["code"]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "")


class CardForm(forms.Form):
    """What a card reader or the camera read from a Party card."""

    scanned = forms.CharField(
        label=_("Số thẻ đảng viên"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Quét thẻ hoặc nhập số thẻ.")},
    )


class HeadsForm(forms.Form):
    """Members counted in the hall."""

    count = forms.IntegerField(
        label=_("Số đảng viên đếm được trong hội trường"),
        min_value=0,
        max_value=5000,
        error_messages={
            "required": _("Nhập số đảng viên đếm được, ví dụ 92."),
            "invalid": _("Nhập số bằng chữ số, ví dụ 92."),
            "min_value": _("Số đảng viên đếm được từ 0 đến 5000."),
            "max_value": _("Số đảng viên đếm được từ 0 đến 5000."),
        },
    )
    remark = VietnameseTextInput(label=_("Vì sao khác danh sách"), max_length=300, required=False)


# The desk -----------------------------------------------------------------------------------------


class OpinionForm(ClientId):
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=OpinionKind.choices,
        required=False,
        error_messages={"invalid_choice": _("Chọn loại ý kiến.")},
    )
    speaker = forms.TypedChoiceField(
        label=_("Người phát biểu"),
        error_messages={
            "required": _("Chọn người phát biểu."),
            "invalid_choice": _("Không có người này trong danh sách. Điểm danh hoặc ghi khách trước."),
        },
    )
    text = VietnameseTextInput(
        label=_("Nội dung"),
        max_length=8000,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nội dung ý kiến.")},
    )

    def __init__(self, *args: Any, speakers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].choices = [("", ""), *speakers]  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        """The button that was pressed says which kind; the plain one means an opinion."""
        return self.cleaned_data["kind"] or OpinionKind.OPINION

    @property
    def other_kinds(self) -> list[tuple[str, Any]]:
        return [
            (kind, OpinionKind(kind).label)
            for kind in (OpinionKind.PETITION, OpinionKind.RESERVED, OpinionKind.PRAISE, OpinionKind.REMINDER)
        ]

    @property
    def who(self) -> dict[str, UUID]:
        """{"speaker": person} or {"guest": guest}, by key."""
        kind, _colon, key = self.cleaned_data["speaker"].partition(":")
        return {kind: UUID(key)}


class WordsForm(Seen):
    """Words that may be changed while the meeting runs."""

    text = VietnameseTextInput(
        label=_("Nội dung"),
        max_length=8000,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nội dung ý kiến.")},
    )


class NoteForm(Seen):
    """What is noted under an item; each box saves by itself."""

    content = VietnameseTextInput(label=_("Diễn biến"), required=False, widget=forms.Textarea)
    conclusion = VietnameseTextInput(label=_("Kết luận"), required=False, widget=forms.Textarea)
    title = VietnameseTextInput(required=False, max_length=250)

    def clean_title(self) -> str:
        if "title" in self.data and not self.cleaned_data["title"]:
            raise ValidationError(_("Nhập nội dung của mục."))
        return str(self.cleaned_data["title"])

    @property
    def given(self) -> dict[str, str]:
        """The boxes that were sent, as they were typed."""
        boxes = ("content", "conclusion", "title")
        return {name: self.cleaned_data[name] for name in boxes if name in self.data}


class TaskForm(ClientId):
    description = VietnameseTextInput(
        label=_("Việc được giao"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nội dung việc được giao.")},
    )
    assignee = PersonField(label=_("Người thực hiện"), error_messages={"required": _("Chọn người thực hiện.")})
    due_on = VietnameseDateField(label=_("Hạn hoàn thành"))
    expected_result = VietnameseTextInput(
        label=_("Kết quả cần đạt"), max_length=1000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "assignee").offer(people)


class TaskReportForm(Seen):
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=TaskState.choices,
        error_messages={"required": _("Chọn tình trạng của việc.")},
    )
    text = VietnameseTextInput(label=_("Kết quả"), max_length=2000, required=False, widget=forms.Textarea)


class FeesForm(forms.Form):
    text = VietnameseTextInput(label=_("Tình hình nộp đảng phí"), max_length=300, required=False)


# Voting and closing -------------------------------------------------------------------------------


class MotionForm(ClientId):
    matter = forms.ChoiceField(
        label=_("Nội dung biểu quyết"),
        choices=[
            ("resolution", _("Thông qua nghị quyết")),
            ("minutes", _("Thông qua biên bản")),
            ("agenda", _("Thông qua chương trình")),
            ("other", _("Nội dung khác")),
        ],
        error_messages={"required": _("Chọn nội dung biểu quyết.")},
    )
    text = VietnameseTextInput(
        label=_("Câu hỏi biểu quyết"),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nội dung đưa ra biểu quyết.")},
    )


def votes(label: Any) -> forms.IntegerField:
    words = _("Nhập số phiếu bằng chữ số, từ 0 đến 5000; không có thì nhập 0.")
    faults = ["required", "invalid", "min_value", "max_value"]
    return forms.IntegerField(label=label, min_value=0, max_value=5000, error_messages=dict.fromkeys(faults, words))


class CountForm(Seen):
    in_favour = votes(_("Đồng ý"))
    against = votes(_("Không đồng ý"))
    abstained = votes(_("Ý kiến khác"))


class PartCountForm(CountForm):
    """A party group's sub-total."""


class SignForm(OptionalFileForm):
    """Signing by log-in; who signed on paper adds the scanned sheet."""

    file = forms.FileField(
        label=_("Bản chụp trang đã ký tay"),
        required=False,
        allow_empty_file=True,
        help_text=_("Chỉ khi đồng chí đã in và ký trên giấy. PDF hoặc ảnh."),
    )


class PaperSignatureForm(FileForm):
    """The sheet that somebody without a log-in signed by hand."""

    role = forms.ChoiceField(choices=SignatureRole.choices, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Bản chụp trang đã ký tay"),
        allow_empty_file=True,
        help_text=_("PDF hoặc ảnh."),
        error_messages={"required": _("Chọn bản chụp trang đã ký tay.")},
    )


class AddendumForm(ClientId):
    text = VietnameseTextInput(
        label=_("Nội dung bổ sung"),
        max_length=8000,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nội dung bổ sung.")},
    )
    reason = VietnameseTextInput(
        label=_("Lý do bổ sung"), max_length=250, error_messages={"required": _("Nhập lý do bổ sung.")}
    )


def _field(form: forms.Form, name: str) -> PersonField:
    field = form.fields[name]
    assert isinstance(field, PersonField)
    return field
