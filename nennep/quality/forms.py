"""What people type when they score, decide, and keep rubrics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import Seen, VietnameseDateField, VietnameseTextInput
from nennep.core.refusals import Refused
from nennep.meetings.models import MeetingKind
from nennep.organisation.forms import PersonField
from nennep.organisation.models import BranchKind
from nennep.quality.comparing import NOTHING, Compared, Given
from nennep.quality.measures import MEASURES
from nennep.quality.points import Facts, Standing, levels_of
from nennep.quality.rubrics import Criterion
from nennep.quality.words import written

LARGEST_FILE = 200_000


class PointsField(forms.Field):
    """Points typed as 8, 8,5 or 8.5."""

    default_error_messages = {"invalid": _("Nhập số điểm bằng chữ số, ví dụ 4 hoặc 4,5.")}
    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        try:
            points = Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not points.is_finite() or abs(points) > 1000 or points != round(points, 2):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return points

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class ScoreLine:
    """One criterion of a form: what it asks, its two fields, or why it does not count in this meeting."""

    compared: Compared
    points: BoundField | None
    reason: BoundField | None


class ScoreForm(Seen):
    """A sheet: points and a reason for each criterion that counts; the rubric's version travels with it."""

    rubric = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Tải lại trang, rồi chấm.")})
    shortcomings = VietnameseTextInput(
        label=_("Hạn chế cần khắc phục, cách khắc phục"),
        help_text=_("Mỗi dòng một việc. Để trống thì biên bản ghi các lý do trừ điểm."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(
        self, *args: Any, lines: Sequence[Compared], facts: Facts, given: Mapping[str, Given], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.places = {
            line.criterion.key: place for place, line in enumerate(lines) if line.standing == Standing.COUNTS
        }
        for line in lines:
            key = line.criterion.key
            if key in self.places:
                mine, place = given.get(key, NOTHING), self.places[key]
                self.fields[f"p{place}"] = points_field(line.criterion, facts, mine.points)
                self.fields[f"r{place}"] = VietnameseTextInput(
                    label=_("Lý do trừ điểm, hoặc vì sao khác hệ thống tính"), max_length=500, required=False
                )
                self.initial[f"p{place}"], self.initial[f"r{place}"] = _as_choice(mine.points), mine.reason

    def given(self) -> dict[str, Given]:
        """What was given for each criterion that counts."""
        return {
            key: Given(_as_points(self.cleaned_data[f"p{place}"]), self.cleaned_data[f"r{place}"])
            for key, place in self.places.items()
        }

    def rows(self) -> list[ScoreLine]:
        return [
            ScoreLine(line, self[f"p{self.places[line.criterion.key]}"], self[f"r{self.places[line.criterion.key]}"])
            if line.criterion.key in self.places
            else ScoreLine(line, None, None)
            for line in self.lines
        ]

    def place(self, refusal: Refused) -> None:
        """A refusal about one criterion stands at its field."""
        part, _colon, key = (refusal.field or "").partition(":")
        name = {"points": "p", "reason": "r"}.get(part)
        if name and key in self.places:
            refusal.field = f"{name}{self.places[key]}"


def points_field(criterion: Criterion, facts: Facts, points: Decimal | None) -> forms.Field:
    """A choice of levels where there are levels, else a number."""
    label = _("Điểm (tối đa %(most)s)") % {"most": written(criterion.most)}
    if criterion.kind == "yes_no":
        choices = [(_as_choice(criterion.most), _("Có")), ("0", _("Không"))]
    else:
        choices = [(_as_choice(level.points), level.text) for level in levels_of(criterion, facts)]
    if criterion.kind == "number" or not choices:
        return PointsField(label=label, required=False)
    if points is not None and _as_choice(points) not in dict(choices):
        choices.append((_as_choice(points), _("mức khác")))
    named = [(value, f"{written(Decimal(value))} – {words}" if words else value) for value, words in choices]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("Chưa cho điểm")), *named],
        error_messages={"invalid_choice": _("Chọn một mức trong danh sách.")},
    )


def _as_choice(points: Decimal | None) -> str:
    return "" if points is None else f"{points.normalize():f}"


def _as_points(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    return value if isinstance(value, Decimal) else Decimal(value)


class DecideForm(ScoreForm):
    """The ward's decision: it answers to both sheets as they were on the table."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)  # type: ignore[assignment]

    def clean_seen(self) -> Any:
        return self.cleaned_data["seen"]


class ScorerForm(forms.Form):
    """Who follows the meeting and scores it."""

    scorer = PersonField(label=_("Người theo dõi, chấm điểm"), required=False)


# Rubrics ----------------------------------------------------------------------------------------------


class RubricFileForm(forms.Form):
    """A rubric from a file."""

    file = forms.FileField(
        label=_("Tệp bộ tiêu chí (.toml)"),
        allow_empty_file=True,
        error_messages={
            "required": _("Chọn tệp."),
            "missing": _("Chọn lại tệp."),
            "invalid": _("Chọn lại tệp."),
        },
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Tệp lớn hơn 200 kB nên không phải tệp bộ tiêu chí. Chọn tệp khác."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("Tệp không phải chữ UTF-8. Lưu lại tệp dạng UTF-8, rồi chọn lại.")) from None


class AdoptForm(forms.Form):
    """From when a rubric applies."""

    valid_from = VietnameseDateField(label=_("Áp dụng cho buổi sinh hoạt từ ngày"))


class EndForm(forms.Form):
    """From when a rubric does not apply any more."""

    valid_to = VietnameseDateField(label=_("Thôi áp dụng từ ngày"))


CONFIDENCE_CHOICES = [
    ("V", _("đã đọc văn bản")),
    ("S", _("nguồn thứ cấp")),
    ("M", _("chưa kiểm chứng")),
]


class RubricForm(Seen):
    """The head of a rubric in the editor."""

    title = VietnameseTextInput(
        label=_("Tên bộ tiêu chí"), max_length=200, error_messages={"required": _("Nhập tên bộ tiêu chí.")}
    )
    issuer = VietnameseTextInput(
        label=_("Cơ quan ban hành"), max_length=200, error_messages={"required": _("Nhập cơ quan ban hành.")}
    )
    number = VietnameseTextInput(label=_("Số, ký hiệu văn bản"), max_length=60, required=False)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    source = VietnameseTextInput(
        label=_("Nguồn: lấy từ đâu"), max_length=300, error_messages={"required": _("Ghi nguồn của bộ tiêu chí.")}
    )
    confidence = forms.ChoiceField(label=_("Độ tin cậy"), choices=CONFIDENCE_CHOICES)
    total = PointsField(label=_("Tổng điểm"), error_messages={"required": _("Nhập tổng điểm, thường là 100.")})
    note = VietnameseTextInput(label=_("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea)
    branch_kinds = forms.MultipleChoiceField(
        label=_("Áp dụng cho loại hình chi bộ"),
        help_text=_("Không chọn gì là cho mọi loại hình."),
        choices=BranchKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    meeting_kinds = forms.MultipleChoiceField(
        label=_("Áp dụng cho buổi"),
        choices=MeetingKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một loại buổi sinh hoạt.")},
    )


KIND_CHOICES = [
    ("number", _("Nhập số điểm")),
    ("levels", _("Chọn một mức")),
    ("yes_no", _("Có hoặc không")),
    ("computed", _("Hệ thống tính từ hồ sơ")),
]
POLICY_CHOICES = [
    ("full", _("tính điểm tối đa")),
    ("excluded", _("bỏ ra, quy phần còn lại về tổng")),
    ("zero", _("tính 0 điểm")),
]


class MeasureField(forms.ChoiceField):
    """A measure of the records, or none; one that the program does not know is kept, so that the checker names it."""

    def __init__(self, *, label: Any = None, known: Any = "") -> None:
        choices = [("", _("không")), *((each.key, each.title) for each in MEASURES.values())]
        choices += [(known, known)] if known and known not in MEASURES else []
        super().__init__(label=label or _("Số đo từ hồ sơ"), required=False, choices=choices)


class RangeField(VietnameseTextInput):
    """A stretch of a measure in words."""

    def __init__(self) -> None:
        help_text = _("Ví dụ: từ 75 dưới 90. “Từ”, “đến” tính cả số ấy; “trên”, “dưới” không tính.")
        super().__init__(label=_("Khoảng"), help_text=help_text, max_length=60, required=False)


class LevelsField(VietnameseTextInput):
    """Levels, a line each."""

    def __init__(self) -> None:
        help_text = _("Mỗi dòng một mức: điểm | khoảng | lời. Ví dụ: 3 | từ 75 dưới 90 | từ 75% đến dưới 90%")
        label = _("Các mức điểm")
        super().__init__(label=label, help_text=help_text, max_length=2000, required=False, widget=forms.Textarea)


@dataclass(frozen=True)
class Part:
    """A variant or a limit on the page of a criterion: its fields, and whether it says anything yet."""

    fields: Sequence[BoundField]
    is_used: bool


class CriterionForm(Seen):
    """One criterion in the editor; an empty text leaves it out."""

    key = VietnameseTextInput(label=_("Mã"), max_length=20, required=False)
    group = forms.ChoiceField(label=_("Nhóm"), error_messages={"required": _("Chọn nhóm.")})
    text = VietnameseTextInput(label=_("Nội dung tiêu chí"), max_length=300, required=False)
    max = PointsField(label=_("Điểm tối đa"), required=False)
    kind = forms.ChoiceField(label=_("Cách cho điểm"), choices=KIND_CHOICES)
    measure = MeasureField()
    levels = LevelsField()
    applies_measure = MeasureField(label=_("Chỉ áp dụng khi số đo"))
    applies_range = RangeField()
    otherwise = forms.ChoiceField(label=_("Khi không áp dụng"), choices=POLICY_CHOICES, required=False)
    shows = forms.MultipleChoiceField(
        label=_("Số đo cho xem bên cạnh"),
        choices=[(each.key, each.title) for each in MEASURES.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    only_gate = forms.BooleanField(
        label=_("Chỉ là điều kiện của mức xếp loại, không cộng điểm"), required=False, widget=forms.CheckboxInput
    )
    hint = VietnameseTextInput(label=_("Lời dặn người chấm"), max_length=300, required=False)

    def __init__(
        self, *args: Any, groups: Sequence[tuple[str, str]], variants: int, limits: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        mine = self.initial.get("group", "")
        self.fields["group"].choices = [*groups] + ([(mine, mine)] if mine and mine not in dict(groups) else [])  # type: ignore[attr-defined]
        for name in ("measure", "applies_measure"):
            self.fields[name] = MeasureField(label=self.fields[name].label, known=self.initial.get(name))
        self.counts = {"variant": variants + 1, "limit": limits + 1}
        for place in range(self.counts["variant"]):
            self._condition(f"variant{place}", _("Khi số đo"))
            self.fields[f"variant{place}_levels"] = LevelsField()
        for place in range(self.counts["limit"]):
            self._condition(f"limit{place}", _("Khi số đo"))
            self.fields[f"limit{place}_most"] = PointsField(
                label=_("Thì tối đa"),
                help_text=_("Để trống: hệ thống không tính, người chấm cho điểm."),
                required=False,
            )
            self.fields[f"limit{place}_text"] = VietnameseTextInput(label=_("Lời"), max_length=300, required=False)

    def _condition(self, name: str, label: Any) -> None:
        self.fields[f"{name}_measure"] = MeasureField(label=label, known=self.initial.get(f"{name}_measure"))
        self.fields[f"{name}_range"] = RangeField()

    def variants(self) -> list[Part]:
        return self._parts("variant", ("measure", "range", "levels"))

    def limits(self) -> list[Part]:
        return self._parts("limit", ("measure", "range", "most", "text"))

    def _parts(self, part: str, names: Sequence[str]) -> list[Part]:
        found = [[self[f"{part}{place}_{name}"] for name in names] for place in range(self.counts[part])]
        return [Part(fields, any(field.value() not in (None, "") for field in fields)) for fields in found]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("text"):
            if not cleaned.get("key"):
                self.add_error("key", _("Nhập mã tiêu chí."))
            if cleaned.get("max") is None and "max" not in self.errors:
                self.add_error("max", _("Nhập điểm tối đa."))
            for place in range(self.counts["limit"]):
                if cleaned.get(f"limit{place}_measure") and not cleaned.get(f"limit{place}_text"):
                    self.add_error(
                        f"limit{place}_text", _("Ghi lời của giới hạn, ví dụ: có đảng viên vắng không lý do.")
                    )
        return cleaned


class GroupForm(forms.Form):
    """One group in the editor; an empty title leaves it out."""

    key = VietnameseTextInput(label=_("Mã nhóm"), max_length=20, required=False)
    title = VietnameseTextInput(label=_("Tên nhóm"), max_length=200, required=False)
    max = PointsField(label=_("Điểm tối đa của nhóm"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("title") and not cleaned.get("key"):
            self.add_error("key", _("Nhập mã nhóm."))
        return cleaned


class CapForm(forms.Form):
    """A maximum over some criteria together; an empty text leaves it out."""

    text = VietnameseTextInput(label=_("Lời của trần điểm"), max_length=300, required=False)
    over = VietnameseTextInput(
        label=_("Các tiêu chí chung một trần"), help_text=_("Mã, cách nhau dấu phẩy"), max_length=300, required=False
    )
    most = PointsField(label=_("Chung tối đa"), required=False)
    when_measure = MeasureField(label=_("Chỉ khi số đo"))
    when_range = RangeField()
    rescaled = forms.BooleanField(label=_("Phần bị cắt được quy lại, không mất điểm"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, known = self.fields["when_measure"].label, self.initial.get("when_measure")
        self.fields["when_measure"] = MeasureField(label=label, known=known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("text"):
            if not cleaned.get("over"):
                self.add_error("over", _("Nhập mã các tiêu chí chung một trần."))
            if cleaned.get("most") is None and "most" not in self.errors:
                self.add_error("most", _("Nhập điểm tối đa."))
        return cleaned


class BandForm(forms.Form):
    """One band in the editor; an empty name leaves it out."""

    name = VietnameseTextInput(label=_("Mức xếp loại"), max_length=40, required=False)
    least = PointsField(label=_("Từ điểm"), required=False)
    below = PointsField(
        label=_("Đến dưới"), help_text=_("Chỉ để phần mềm soát chỗ hở; có thể để trống."), required=False
    )
    gates = VietnameseTextInput(
        label=_("Tiêu chí phải đủ điểm"), help_text=_("Mã, cách nhau dấu phẩy"), max_length=200, required=False
    )


Groups = forms.formset_factory(GroupForm, extra=1, max_num=30)
Caps = forms.formset_factory(CapForm, extra=1, max_num=20)
Bands = forms.formset_factory(BandForm, extra=1, max_num=10)
