"""Which month the board looks at; what people type at the monthly briefing."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import ClientId, Seen, VietnameseDateField, VietnameseTextInput, VietnameseTimeField
from nennep.core.periods import TERM_YEARS, Month, Period, months_between, months_of
from nennep.organisation.forms import PersonField
from nennep.organisation.models import Person, Unit
from nennep.reports.actions.tasks_set import MOST_TASKS
from nennep.reports.indicators import INDICATORS


class MonthForm(forms.Form):
    """A month of the year shown; a wrong one in the address is answered as a page that is not there."""

    thang = forms.ChoiceField(label=_("Tháng"))

    def __init__(self, year: int, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["thang"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(month), month.first.strftime("%m/%Y")) for month in months_of(year)]


class StretchForm(forms.Form):
    """From which month to which a report tells, up to the running month and no longer than a term."""

    tu = forms.ChoiceField(label=_("Từ tháng"))
    den = forms.ChoiceField(label=_("Đến tháng"))

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        now = Month.of(on)
        months = reversed(list(months_between(now.plus(-12 * TERM_YEARS), now)))
        choices = [(str(month), month.first.strftime("%m/%Y")) for month in months]
        for name in ("tu", "den"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = choices

    def clean_den(self) -> str:
        first, last = self.cleaned_data.get("tu"), str(self.cleaned_data["den"])
        if first and last < first:
            raise forms.ValidationError(_("Chọn tháng cuối không trước tháng đầu."))
        return last

    @property
    def period(self) -> Period:
        """What was chosen, once the form is valid."""
        return Period(Month.parse(self.cleaned_data["tu"]), Month.parse(self.cleaned_data["den"]))


class IssueForm(forms.Form):
    """Issuing a year report; issued before, it asks why again."""

    reason = VietnameseTextInput(
        label=_("Lý do ban hành lại"),
        max_length=500,
        required=False,
        error_messages={"max_length": _("Viết ngắn lại, nhiều nhất %(limit_value)s chữ cái.")},
    )


class BriefingMonthForm(forms.Form):
    """Which month is briefed: the finished ones of the last year and the running one."""

    month = forms.TypedChoiceField(
        label=_("Tháng"),
        coerce=Month.parse,
        error_messages=dict.fromkeys(("required", "invalid_choice", "invalid"), _("Chọn tháng trong danh sách.")),
    )

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(month), f"{month.first:%m/%Y}") for month in months]  # type: ignore[attr-defined]


class SectionWordsForm(Seen):
    """The office's words beside the figures of a section."""

    words = VietnameseTextInput(label=_("Lời của Văn phòng"), required=False, max_length=8000, widget=forms.Textarea)


class OpenBriefingForm(forms.Form):
    """When and where the conference is held, who chairs it, who takes the minutes."""

    day = VietnameseDateField(label=_("Ngày"))
    time = VietnameseTimeField(label=_("Giờ"))
    place = VietnameseTextInput(label=_("Nơi họp"), max_length=160, error_messages={"required": _("Nhập nơi họp.")})
    chair = PersonField(label=_("Chủ trì"), error_messages={"required": _("Chọn chủ trì.")})
    minute_taker = PersonField(label=_("Thư ký"), error_messages={"required": _("Chọn thư ký.")})

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chair", "minute_taker"):
            self.fields[name].offer(people)  # type: ignore[attr-defined]


class PresentForm(forms.Form):
    """Who came; whoever is not ticked was absent."""

    present = forms.TypedMultipleChoiceField(
        coerce=UUID, required=False, error_messages={"invalid_choice": _("Danh sách dự đã đổi. Tải lại trang.")}
    )

    def __init__(self, *args: Any, people: Sequence[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(str(key), str(key)) for key in people]  # type: ignore[attr-defined]


class CourseForm(Seen):
    course = VietnameseTextInput(label=_("Diễn biến hội nghị"), required=False, max_length=40000, widget=forms.Textarea)


class DecisionForm(ClientId):
    """A remedy: what, for which branch or for each, whose task it is, by when."""

    description = VietnameseTextInput(
        label=_("Biện pháp, việc cần làm"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập nội dung việc được giao.")},
    )
    unit = forms.TypedChoiceField(
        label=_("Chi bộ"),
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": _("Không có chi bộ này trong danh sách. Chọn trong danh sách.")},
    )
    to = forms.ChoiceField(
        label=_("Giao cho"),
        choices=[("secretary", _("Bí thư chi bộ")), ("charge", _("Đảng ủy viên phụ trách"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn người thực hiện.")},
    )
    due_on = VietnameseDateField(label=_("Hạn hoàn thành"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(unit.pk): unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Tất cả chi bộ")), *((key, unit.name) for key, unit in known.items())]
        field.coerce = known.__getitem__


class TemplateForm(ClientId, Seen):
    """The name of a template of the year report."""

    name = VietnameseTextInput(label=_("Tên mẫu"), max_length=120, required=False)


class PieceForm(forms.Form):
    """One piece of a template: a section, a part of the report, or words of the office."""

    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    heading = VietnameseTextInput(label=_("Tên mục"), max_length=200, required=False)
    words = VietnameseTextInput(label=_("Lời văn"), max_length=8000, required=False, widget=forms.Textarea)


PieceForms = forms.formset_factory(PieceForm, extra=0)


class AddPieceForm(forms.Form):
    """What to add at the end of a template."""

    add = forms.ChoiceField(label=_("Thêm vào cuối mẫu"), required=False)

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = [("text", _("Đoạn Văn phòng viết")), ("section", _("Mục mới"))]
        self.fields["add"].choices = [*new, *parts]  # type: ignore[attr-defined]


class YearTaskForm(forms.Form):
    """One task of a year, and up to two figures that show how far it is."""

    text = VietnameseTextInput(label=_("Nhiệm vụ"), max_length=1000, required=False, widget=forms.Textarea)
    first = forms.ChoiceField(label=_("Số liệu cho thấy kết quả"), required=False)
    second = forms.ChoiceField(label=_("Số liệu thứ hai"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Không có số liệu")), *((each.id, each.title) for each in INDICATORS if each.id != BY_KIND)]
        for name in ("first", "second"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


BY_KIND = "branches_of_kind"
"""The indicator that says nothing before a kind of branch is chosen."""
YearTaskForms = forms.formset_factory(YearTaskForm, extra=2, max_num=MOST_TASKS)


class TasksSeenForm(forms.Form):
    """Which version of the tasks was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
