"""What people type about documents, their cascade and conferences."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
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
from nennep.decisions.models import DocumentKind
from nennep.directives.kinds import KINDS, kinds_issued_by
from nennep.directives.models import Directive, Field, Method, Question
from nennep.organisation.models import BranchKind, Position, Unit


class DirectiveField(forms.TypedChoiceField):
    """One of the documents given, by key."""

    default_error_messages = {"invalid_choice": _("Không có văn bản này trong sổ. Chọn trong danh sách.")}

    def __init__(self, **options: Any) -> None:
        self.directives: dict[str, Directive] = {}
        super().__init__(coerce=self._directive, empty_value=None, **options)

    def offer(self, directives: Iterable[Directive]) -> None:
        self.directives = {str(each.pk): each for each in directives}
        self.choices = [("", "–")] + [(key, in_a_list(each)) for key, each in self.directives.items()]
        self.coerce = self._directive

    def _directive(self, key: str) -> Directive:
        return self.directives[key]


def in_a_list(directive: Directive) -> str:
    """How a document is told from others in a list."""
    return f"{directive.label} – {directive.subject}"[:120]


class WordsForm(forms.Form):
    """What the register says of a document, whoever wrote it."""

    subject = VietnameseTextInput(
        label=_("Trích yếu"),
        help_text=_("Văn bản nói về việc gì, như ghi dưới tên văn bản."),
        max_length=400,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập trích yếu của văn bản.")},
    )
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=Field.choices, initial=Field.PARTY_BUILDING)
    deadline = VietnameseDateField(label=_("Hạn thực hiện"), required=False)
    tasks = VietnameseTextInput(
        label=_("Việc phải làm"),
        help_text=_("Mỗi dòng một việc."),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )
    summary = VietnameseTextInput(
        label=_("Tóm tắt để đọc trên điện thoại"),
        help_text=_("Không quá năm dòng, chữ thường dùng, không viết tắt."),
        max_length=1200,
        required=False,
        widget=forms.Textarea,
    )
    parent = DirectiveField(label=_("Thực hiện văn bản"), required=False)

    def __init__(self, *args: Any, directives: Iterable[Directive] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, DirectiveField)
        parent.offer(directives)


class ReceivedForm(WordsForm):
    """Number, day and issuer as the document itself has them."""

    issuer = VietnameseTextInput(
        label=_("Cơ quan ban hành"), max_length=160, error_messages={"required": _("Nhập cơ quan ban hành.")}
    )
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=[(kind.value, kind.label) for kind in KINDS])
    symbol = VietnameseTextInput(
        label=_("Số, ký hiệu"),
        help_text=_("Như ghi trên văn bản, ví dụ 11-ĐA/TU."),
        max_length=40,
        error_messages={"required": _("Nhập số, ký hiệu của văn bản.")},
    )
    dated_on = VietnameseDateField(
        label=_("Ngày văn bản"), help_text=_("Để trống nếu văn bản không ghi ngày."), required=False
    )
    received_on = VietnameseDateField(label=_("Ngày đến"), required=False)


class ReceiveForm(ClientId, ReceivedForm, OptionalFileForm):
    """A document received, with its file if it is at hand."""


class IssueForm(ClientId, WordsForm, OptionalFileForm):
    """A document of one's own: the program gives the number."""

    kind = forms.ChoiceField(label=_("Loại văn bản"))
    dated_on = VietnameseDateField(label=_("Ngày ban hành"))

    def __init__(self, *args: Any, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(kind.value, kind.label) for kind in kinds_issued_by(unit)]
        kind.initial = DocumentKind.PLAN


class ChangeReceivedForm(Seen, ReceivedForm):
    """What the register says of a document received."""


class ChangeIssuedForm(Seen, WordsForm):
    """What the register says of an own document; its number and day stay."""


class DirectiveFileForm(FileForm):
    """The file of a document that is in the register already."""


class AssignForm(forms.Form):
    """Which branches, how, by when; a plan and a report if wanted."""

    units = forms.MultipleChoiceField(
        label=_("Hoặc từng chi bộ"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Có chi bộ không còn hoạt động. Bỏ chọn, rồi giao lại.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Cả loại hình chi bộ"), required=False, widget=forms.CheckboxSelectMultiple
    )
    method = forms.ChoiceField(
        label=_("Hình thức"),
        choices=Method.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn hình thức quán triệt.")},
    )
    due_on = VietnameseDateField(label=_("Hạn quán triệt xong"))
    plan_due_on = VietnameseDateField(
        label=_("Hạn nộp kế hoạch thực hiện"), help_text=_("Để trống nếu không yêu cầu."), required=False
    )
    report_due_on = VietnameseDateField(
        label=_("Hạn báo cáo kết quả"), help_text=_("Để trống nếu không yêu cầu."), required=False
    )

    def __init__(self, *args: Any, branches: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branches = branches
        units, kinds = self.fields["units"], self.fields["kinds"]
        assert isinstance(units, forms.MultipleChoiceField) and isinstance(kinds, forms.MultipleChoiceField)
        units.choices = [(str(unit.pk), unit.name) for unit in branches]
        present = dict.fromkeys(unit.branch_kind for unit in branches)
        kinds.choices = [("all", _("Tất cả chi bộ"))] + [(kind, BranchKind(kind).label) for kind in present]

    def clean(self) -> dict[str, Any]:
        """Branches ticked one by one and branches of the kinds ticked, each once, in their fixed order."""
        words = super().clean() or {}
        ticked, kinds = set(words.get("units") or ()), set(words.pop("kinds", None) or ())
        words["units"] = [
            unit for unit in self.branches if str(unit.pk) in ticked or unit.branch_kind in kinds or "all" in kinds
        ]
        return words


class DueForm(forms.Form):
    """Another day for one branch."""

    due_on = VietnameseDateField(label=_("Hạn mới"))


class ReplaceForm(forms.Form):
    """Which document took the place of this one, from when, and whether branches go on with the new one."""

    new = DirectiveField(label=_("Văn bản thay thế"), error_messages={"required": _("Chọn văn bản thay thế.")})
    on = VietnameseDateField(label=_("Thay thế từ ngày"))
    due_on = VietnameseDateField(
        label=_("Giao tiếp văn bản mới, hạn"),
        help_text=_("Các chi bộ đang quán triệt văn bản cũ sẽ được giao văn bản mới với hạn này. Để trống nếu không."),
        required=False,
    )


class RelateForm(forms.Form):
    other = DirectiveField(label=_("Văn bản liên quan"), error_messages={"required": _("Chọn văn bản liên quan.")})


class TellForm(forms.Form):
    """Those to whom the document was passed on again, and when."""

    people = forms.TypedMultipleChoiceField(coerce=lambda key: key, required=False)
    on = VietnameseDateField(label=_("Ngày truyền đạt lại"))

    def __init__(self, *args: Any, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        known = {str(person_id): person_id for person_id in people}
        field.choices = [(key, key) for key in known]
        field.coerce = known.__getitem__


class QuestionForm(ClientId):
    """A question, the answers offered, which one is right."""

    text = VietnameseTextInput(label=_("Câu hỏi"), max_length=300, error_messages={"required": _("Nhập câu hỏi.")})
    choices = VietnameseTextInput(
        label=_("Các câu trả lời"),
        help_text=_("Mỗi dòng một câu, ít nhất hai dòng."),
        max_length=1500,
        widget=forms.Textarea,
        error_messages={"required": _("Nhập ít nhất hai câu trả lời, mỗi dòng một câu.")},
    )
    answer = forms.IntegerField(
        label=_("Câu đúng là dòng số"),
        min_value=1,
        max_value=20,
        error_messages={
            "required": _("Nhập số thứ tự của dòng đúng, ví dụ 2."),
            "invalid": _("Nhập số thứ tự của dòng đúng, ví dụ 2."),
            "min_value": _("Số thứ tự của dòng đúng từ 1 đến 20."),
            "max_value": _("Số thứ tự của dòng đúng từ 1 đến 20."),
        },
    )

    def clean_choices(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]


class AnswersForm(forms.Form):
    """The answers of one reader to the questions of a document."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[f"q{question.pk}"] = forms.TypedChoiceField(
                label=f"{number}. {question.text}",
                choices=list(enumerate(question.choices)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Chọn một câu trả lời.")},
            )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        words["answers"] = {
            question.pk: words.pop(f"q{question.pk}") for question in self.questions if f"q{question.pk}" in words
        }
        return words


AUDIENCE = (
    Position.WARD_SECRETARY,
    Position.WARD_DEPUTY_SECRETARY,
    Position.COMMITTEE_MEMBER,
    Position.SECRETARY,
    Position.DEPUTY_SECRETARY,
    Position.BRANCH_COMMITTEE_MEMBER,
    Position.GROUP_LEADER,
)


class ConferenceForm(ClientId):
    """A conference: what it takes up, when, where, who is summoned."""

    title = VietnameseTextInput(
        label=_("Tên hội nghị"), max_length=250, error_messages={"required": _("Nhập tên hội nghị.")}
    )
    day = VietnameseDateField(label=_("Ngày"))
    time = VietnameseTimeField(label=_("Giờ"))
    place = VietnameseTextInput(label=_("Nơi họp"), max_length=160, error_messages={"required": _("Nhập nơi họp.")})
    audience = forms.MultipleChoiceField(
        label=_("Thành phần"),
        choices=[(position.value, position.label) for position in AUDIENCE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn thành phần dự hội nghị.")},
    )
    directives = forms.TypedMultipleChoiceField(
        label=_("Văn bản quán triệt"),
        coerce=lambda key: key,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một văn bản để quán triệt tại hội nghị.")},
    )

    def __init__(self, *args: Any, directives: Iterable[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["directives"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        known = {str(each.pk): each for each in directives}
        field.choices = [(key, in_a_list(each)) for key, each in known.items()]
        field.coerce = known.__getitem__


class RollForm(forms.Form):
    """Who came to a conference; whoever is not ticked was absent."""

    present = forms.TypedMultipleChoiceField(coerce=lambda key: key, required=False)

    def __init__(self, *args: Any, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        known = {str(person_id): person_id for person_id in people}
        field.choices = [(key, key) for key in known]
        field.coerce = known.__getitem__


class SheetForm(forms.Form):
    """A spreadsheet of documents, as the office keeps it."""

    file = forms.FileField(
        label=_("Bảng tính (.xlsx)"), error_messages={"required": _("Chọn tệp."), "empty": _("Tệp rỗng. Chọn lại tệp.")}
    )
    classified = FileForm.base_fields["classified"]
