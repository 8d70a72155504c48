"""What people type about visits, petitions, inspections and samples."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import (
    ClientId,
    FileForm,
    Seen,
    VietnameseDateField,
    VietnameseTextInput,
    VietnameseTimeField,
)
from nennep.core.periods import Month
from nennep.organisation.forms import PeopleField, PersonField, UnitField, UnitsField
from nennep.organisation.models import Person, Unit
from nennep.oversight.checklists import Checklist
from nennep.oversight.models import Addressee, FoundKind, InspectionKind, PetitionKind, Verdict


class MonthField(VietnameseTextInput):
    """A month typed as 3/2023."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value).strip()
        if not text:
            return None
        number, _slash, year = text.replace("-", "/").partition("/")
        try:
            return Month.parse(f"{int(year):04d}-{int(number)}")
        except ValueError:
            raise ValidationError(_("Nhập tháng/năm, ví dụ 3/2023."), code="invalid") from None


def words(label: Any, missing: Any, *, limit: int = 4000, **options: Any) -> VietnameseTextInput:
    """A box for several lines of text."""
    messages = {"required": missing, "max_length": _("Viết ngắn lại, nhiều nhất %(limit_value)s chữ cái.")}
    return VietnameseTextInput(label=label, max_length=limit, widget=forms.Textarea, error_messages=messages, **options)


# Visits -------------------------------------------------------------------------------------------


class SheetForm(Seen):
    """The sheet (phiếu dự): what was seen, what was said, what is to be reported. Each box saves by itself."""

    ticked = forms.MultipleChoiceField(
        label=_("Đánh dấu những việc buổi sinh hoạt đã làm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Danh mục đã đổi. Tải lại trang rồi đánh dấu.")},
    )
    came_at = VietnameseTimeField(label=_("Giờ đến"), required=False)
    left_at = VietnameseTimeField(label=_("Giờ về"), required=False)
    remarks = words(_("Nhận xét đã nói tại buổi sinh hoạt"), "", required=False)
    problems = words(_("Việc cần báo cáo, giải quyết"), "", required=False)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = [(item.key, item.text) for item in checklist.items]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """The boxes that were sent; ticks only with the whole form, since no tick sends nothing."""
        boxes = [name for name in ("remarks", "problems") if name in self.data]
        if len(boxes) == 2:
            boxes += [name for name in ("came_at", "left_at") if name in self.data] + ["ticked"]
        return {name: self.cleaned_data[name] for name in boxes}


class VisitTaskForm(ClientId):
    description = words(_("Việc cần làm"), _("Nhập nội dung việc được giao."), limit=2000)
    assignee = PersonField(label=_("Người thực hiện"), error_messages={"required": _("Chọn người thực hiện.")})
    due_on = VietnameseDateField(label=_("Hạn hoàn thành"))
    expected_result = words(_("Kết quả cần đạt"), "", limit=1000, required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].offer(people)  # type: ignore[attr-defined]


class SubstituteForm(ClientId):
    """Who stands in for the committee member in charge, from when to when."""

    person = PersonField(label=_("Người phụ trách thay"))
    valid_from = VietnameseDateField(label=_("Từ ngày"))
    last_day = VietnameseDateField(label=_("Đến hết ngày"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("valid_from"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Ngày cuối trước ngày đầu. Kiểm tra lại hai ngày."))
        return given


# Petitions ----------------------------------------------------------------------------------------


class PetitionForm(ClientId):
    unit = UnitField(label=_("Chi bộ"))
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=PetitionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kiến nghị, khó khăn hay vướng mắc.")},
    )
    text = words(_("Nội dung"), _("Nhập nội dung kiến nghị, khó khăn hoặc vướng mắc."))
    addressee = forms.ChoiceField(
        label=_("Gửi tới"),
        choices=Addressee.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn nơi trả lời.")},
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]


class AddressForm(Seen):
    addressee = forms.ChoiceField(
        label=_("Chuyển tới"), choices=Addressee.choices, error_messages={"required": _("Chọn nơi trả lời.")}
    )


class AnswerForm(Seen):
    answer = words(_("Nội dung trả lời"), _("Nhập nội dung trả lời."))


class VerdictForm(Seen, ClientId):
    verdict = forms.ChoiceField(
        label=_("Chi bộ đánh giá trả lời"),
        choices=[(Verdict.SATISFIED, _("Đồng tình với trả lời")), (Verdict.AGAIN, _("Chưa đồng tình, kiến nghị lại"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một mức.")},
    )
    text = words(_("Nội dung kiến nghị lại"), "", required=False, help_text=_("Chỉ khi kiến nghị lại."))


# Inspections and samples --------------------------------------------------------------------------


class ProgrammeLineForm(forms.Form):
    """What the programme says of an inspection."""

    kind = forms.ChoiceField(
        label=_("Hình thức"),
        choices=InspectionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn kiểm tra hay giám sát.")},
    )
    title = VietnameseTextInput(
        label=_("Nội dung"), max_length=250, error_messages={"required": _("Nhập nội dung kiểm tra, giám sát.")}
    )
    scope = words(_("Phạm vi, thời kỳ xem xét"), _("Ghi phạm vi và thời kỳ xem xét."), limit=2000)
    begins_on = VietnameseDateField(label=_("Bắt đầu"))
    ends_on = VietnameseDateField(label=_("Kết thúc"))
    units = UnitsField(label=_("Chi bộ"), error_messages={"required": _("Chọn ít nhất một chi bộ.")})
    head = PersonField(label=_("Trưởng đoàn"), error_messages={"required": _("Chọn trưởng đoàn.")})
    team = PeopleField(label=_("Thành viên"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].offer(units)  # type: ignore[attr-defined]
        self.fields["head"].offer(people)  # type: ignore[attr-defined]
        self.fields["team"].offer(people)  # type: ignore[attr-defined]


class InspectionForm(ProgrammeLineForm, ClientId):
    """A new line of the programme."""


class ChangeInspectionForm(ProgrammeLineForm, Seen):
    """What stands on the programme, to be changed."""


class FoundForm(ClientId):
    unit = UnitField(label=_("Chi bộ"))
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=FoundKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn ưu điểm hay hạn chế.")},
    )
    text = words(_("Điều đã thấy"), _("Ghi điều đã thấy."))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]


class RemedyForm(ClientId):
    """What a branch is to mend; its secretary answers for it."""

    unit = UnitField(label=_("Chi bộ"))
    description = words(_("Việc phải khắc phục"), _("Nhập nội dung việc được giao."), limit=2000)
    due_on = VietnameseDateField(label=_("Hạn hoàn thành"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)  # type: ignore[attr-defined]


class ConclusionForm(Seen):
    conclusion = words(_("Kết luận"), _("Nhập kết luận."), limit=8000)


class DropForm(forms.Form):
    reason = VietnameseTextInput(
        label=_("Lý do"), max_length=300, error_messages={"required": _("Ghi lý do không tiến hành.")}
    )


class DocumentForm(ClientId, FileForm):
    title = VietnameseTextInput(label=_("Tên tài liệu"), max_length=250, required=False)


class DrawForm(ClientId):
    """From which months, how many; the seed is proposed and may be another one agreed on."""

    first_month = MonthField(label=_("Từ tháng"), error_messages={"required": _("Nhập tháng/năm, ví dụ 3/2023.")})
    last_month = MonthField(label=_("Đến tháng"), error_messages={"required": _("Nhập tháng/năm, ví dụ 3/2023.")})
    size = forms.IntegerField(
        label=_("Số biên bản"),
        min_value=1,
        max_value=200,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Nhập số biên bản cần rút, từ 1 đến 200.")
        ),
    )
    seed = forms.IntegerField(
        label=_("Số gốc"),
        min_value=0,
        max_value=2_000_000_000,
        help_text=_("Cùng số gốc, cùng các tháng thì rút ra đúng những biên bản ấy; ai cũng kiểm tra lại được."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Nhập số gốc bằng chữ số, không quá 9 chữ số.")
        ),
    )


class CheckForm(Seen):
    """What is there in one of the drawn minutes."""

    ticked = forms.MultipleChoiceField(
        label=_("Biên bản có"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Danh mục đã đổi. Tải lại trang rồi đánh dấu.")},
    )
    remark = words(_("Nhận xét"), "", required=False)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = [(item.key, item.text) for item in checklist.items]  # type: ignore[attr-defined]
