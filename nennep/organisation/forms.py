"""Picking people in a form; what each change of people and units asks for, with its sentences."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import ClientId, FileForm, Seen, VietnameseDateField, VietnameseTextInput
from nennep.organisation.models import (
    BranchKind,
    ChargeKind,
    ContactKind,
    ExemptionReason,
    Person,
    Position,
    Sex,
    Unit,
    UnitKind,
)

TOO_LONG = _("Viết gọn trong %(limit_value)s chữ.")


class PersonField(forms.TypedChoiceField):
    """One of the people given, by key; anybody else is refused with a sentence."""

    default_error_messages = {
        "required": _("Chọn một đồng chí."),
        "invalid_choice": _("Không có đồng chí này trong danh sách. Chọn người trong danh sách."),
    }

    def __init__(self, *, people: Sequence[Person] = (), **options: Any) -> None:
        self.people: dict[str, Person] = {}
        super().__init__(coerce=self._person, empty_value=None, **options)
        self.offer(people)

    def offer(self, people: Iterable[Person]) -> None:
        self.people = {str(person.pk): person for person in people}
        self.choices = [("", "")] + [(key, in_a_list(person)) for key, person in self.people.items()]
        self.coerce = self._person

    def _person(self, key: str) -> Person:
        return self.people[key]


def in_a_list(person: Person) -> str:
    """How one of several people of the same name is told apart."""
    return f"{person.full_name} ({person.birth_year})" if person.birth_year else person.full_name


class MergePeopleForm(forms.Form):
    """Which other entry is the same person."""

    person = PersonField(label=_("Hồ sơ trùng, sẽ gộp vào hồ sơ này"))

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.offer(people)


def _words(label: Any, limit: int, missing: Any = "", *, long: bool = False, **options: Any) -> VietnameseTextInput:
    """A box for words; it may stay empty where nothing is said for that case."""
    errors = {"required": missing, "max_length": TOO_LONG}
    widget = forms.Textarea() if long else forms.TextInput()
    return VietnameseTextInput(
        label=label, max_length=limit, required=bool(missing), error_messages=errors, widget=widget, **options
    )


class UnitField(forms.TypedChoiceField):
    """One of the units given; where one has to be chosen and there is only one, it is."""

    default_error_messages = {
        "required": _("Chọn chi bộ."),
        "invalid_choice": _("Không có chi bộ này trong danh sách. Chọn trong danh sách."),
    }

    def __init__(self, **options: Any) -> None:
        self.units: dict[str, Unit] = {}
        super().__init__(coerce=lambda key: self.units[key], empty_value=None, **options)

    def offer(self, units: Iterable[Unit], *, empty: Any = "") -> None:
        self.units = {str(unit.pk): unit for unit in units}
        first = [] if self.required and len(self.units) == 1 else [("", empty)]
        self.choices = [*first, *((key, unit.name) for key, unit in self.units.items())]
        self.coerce = lambda key: self.units[key]


class UnitsField(forms.TypedMultipleChoiceField):
    """Several of the units given, ticked."""

    default_error_messages = UnitField.default_error_messages | {"invalid_list": _("Chọn chi bộ.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_value=[], widget=forms.CheckboxSelectMultiple, **options)

    def offer(self, units: Iterable[Unit]) -> None:
        by_key = {str(unit.pk): unit for unit in units}
        self.choices = [(key, unit.name) for key, unit in by_key.items()]
        self.coerce = lambda key: by_key[key]


class PeopleField(forms.TypedMultipleChoiceField):
    """Several of the people given, ticked."""

    default_error_messages = PersonField.default_error_messages | {"invalid_list": _("Chọn các đồng chí.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_value=[], widget=forms.CheckboxSelectMultiple, **options)

    def offer(self, people: Iterable[Person]) -> None:
        by_key = {str(person.pk): person for person in people}
        self.choices = [(key, in_a_list(person)) for key, person in by_key.items()]
        self.coerce = lambda key: by_key[key]


class InParts(forms.Form):
    """A form that a page shows field by field, each by its kind."""

    def parts(self) -> list[tuple[str, Any]]:
        return [(self._kind(bound.field), bound) for bound in self.visible_fields()]

    def _kind(self, field: forms.Field) -> str:
        if isinstance(field, VietnameseDateField):
            return "date"
        return "person" if isinstance(field, PersonField) else "field"


class ChangeForm(InParts, ClientId):
    """What a change asks for: the fields that its step names, in that order; with "?" one that may stay empty."""

    unit = UnitField(label=_("Chi bộ"))
    name = _words(_("Tên mới"), 120, _("Nhập tên."))
    short_name = _words(_("Tên gọn, dùng trong bảng"), 40)
    branch_kind = forms.ChoiceField(label=_("Loại hình"), choices=BranchKind.choices, initial=BranchKind.UNSTATED)
    groups = _words(_("Tên các tổ đảng, mỗi tổ một dòng"), 1000, _("Ghi tên các tổ đảng, mỗi tổ một dòng."), long=True)
    ward = _words(_("Đảng bộ tiếp nhận"), 160, _("Ghi tên đảng bộ nhận chi bộ này."))
    secretary = PersonField(label=_("Bí thư"))
    deputies = PeopleField(label=_("Phó Bí thư"), required=False)
    members = PeopleField(label=_("Chi ủy viên khác"), required=False)
    people = PeopleField(label=_("Các đồng chí về chi bộ mới"), error_messages={"required": _("Chọn các đồng chí.")})
    elsewhere = _words(_("Tổ chức đảng ngoài phường"), 160)
    reason = forms.ChoiceField(
        label=_("Lý do"),
        choices=ExemptionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn lý do miễn công tác và sinh hoạt.")},
        help_text=_("Chỉ chọn loại lý do; không ghi bệnh tình."),
    )
    on = VietnameseDateField(label=_("Có hiệu lực từ ngày"))
    until = VietnameseDateField(label=_("Đến ngày"))
    admitted_on = VietnameseDateField(label=_("Ngày kết nạp"))
    official_on = VietnameseDateField(label=_("Ngày chính thức"), required=False, help_text=_("Để trống nếu còn dự bị"))
    card_number = _words(_("Số thẻ đảng viên"), 20)
    number = _words(_("Số quyết định"), 60, _("Nhập số quyết định hoặc số giấy giới thiệu."))
    dated_on = VietnameseDateField(label=_("Ngày ký quyết định"))

    def __init__(
        self,
        *given: Any,
        asked: Sequence[str],
        hints: Sequence[tuple[str, Any]] = (),
        units: Iterable[Unit] = (),
        people: Iterable[Person] = (),
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        fields = {name.rstrip("?"): self.fields[name.rstrip("?")] for name in (*asked, "id")}
        for name in asked:
            if name.endswith("?"):
                fields[name.rstrip("?")].required = False
        self.fields = fields
        self._say(hints)
        units, people = list(units), list(people)
        for field in fields.values():
            if isinstance(field, UnitField):
                field.offer(units, empty=_("Ngoài phường") if not field.required else "")
            elif isinstance(field, PersonField | PeopleField):
                field.offer(people)

    def _say(self, hints: Sequence[tuple[str, Any]]) -> None:
        for name, words in hints:
            if name == "on":
                self.fields[name].help_text = words
            else:
                self.fields[name].label = words


class DayForm(forms.Form):
    """The day of which a page tells."""

    ngay = VietnameseDateField(label=_("Xem theo ngày"))


class FilterForm(forms.Form):
    """What a list of members is narrowed by; it stands in the address."""

    def __init__(self, *given: Any, units: Sequence[Unit] = (), groups: Sequence[Unit] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["q"] = VietnameseTextInput(label=_("Tìm tên, không cần dấu"), required=False)
        if units:
            choices = [("", _("Mọi chi bộ")), *((str(unit.pk), unit.short_name) for unit in units)]
            self.fields["chi-bo"] = forms.ChoiceField(label=_("Chi bộ"), choices=choices, required=False)
        elif groups:
            choices = [("", _("Mọi tổ đảng")), *((str(group.pk), group.short_name) for group in groups)]
            self.fields["to"] = forms.ChoiceField(label=_("Tổ đảng"), choices=choices, required=False)
        self.fields["loai"] = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPersonForm(InParts):
    """Who comes: the minimum a meeting needs."""

    full_name = _words(_("Họ và tên"), 120, _("Nhập họ và tên."))
    birth = VietnameseTextInput(
        label=_("Ngày sinh hoặc năm sinh"), required=False, max_length=10, error_messages={"max_length": TOO_LONG}
    )
    sex = forms.ChoiceField(label=_("Giới"), choices=[("", "–"), *Sex.choices], required=False)
    phone = _words(_("Điện thoại"), 30)

    def clean_birth(self) -> dict[str, Any]:
        """A day, or a year only: older members often know no more."""
        text = self.cleaned_data["birth"].strip()
        if not text:
            return {}
        if text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2100:
            return {"birth_year": int(text)}
        return {"birth_date": VietnameseDateField().clean(text)}

    @property
    def person(self) -> dict[str, Any]:
        words = {name: self.cleaned_data[name] for name in ("full_name", "sex", "phone")}
        return words | self.cleaned_data["birth"]


class MergeForm(InParts, ClientId):
    """Branches that merge: into a new one, or into one of the ward's."""

    units = UnitsField(label=_("Các chi bộ nhập lại"), error_messages={"required": _("Chọn các chi bộ nhập lại.")})
    into = UnitField(label=_("Nhập vào"), required=False)
    name = _words(_("Tên chi bộ mới"), 120)
    short_name = _words(_("Tên gọn, dùng trong bảng"), 40)
    branch_kind = forms.ChoiceField(label=_("Loại hình"), choices=BranchKind.choices, initial=BranchKind.UNSTATED)
    on = VietnameseDateField(label=_("Có hiệu lực từ ngày"))
    number = _words(_("Số quyết định"), 60, _("Nhập số quyết định."))
    dated_on = VietnameseDateField(label=_("Ngày ký quyết định"))

    def __init__(self, *given: Any, units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["units"].offer(units)  # type: ignore[attr-defined]
        self.fields["into"].offer(units, empty=_("Một chi bộ mới, ghi tên bên dưới"))  # type: ignore[attr-defined]


class FoundForm(InParts, ClientId):
    """A new branch."""

    name = _words(_("Tên chi bộ"), 120, _("Nhập tên chi bộ."))
    short_name = _words(_("Tên gọn, dùng trong bảng"), 40)
    branch_kind = forms.ChoiceField(label=_("Loại hình"), choices=BranchKind.choices)
    on = VietnameseDateField(label=_("Thành lập từ ngày"))
    number = _words(_("Số quyết định"), 60, _("Nhập số quyết định."))
    dated_on = VietnameseDateField(label=_("Ngày ký quyết định"))


class WithdrawForm(InParts, ClientId):
    """Taking a change back: by which paper, and why."""

    number = _words(_("Số quyết định rút lại"), 60)
    dated_on = VietnameseDateField(label=_("Ngày ký quyết định rút lại"), required=False)
    note = _words(_("Vì sao rút lại"), 250, _("Ghi vì sao rút lại."))


class PostForm(InParts):
    """Giving somebody a post of a branch or of one of its party groups."""

    person = PersonField(label=_("Đồng chí"))
    place = UnitField(label=_("Ở"))
    position = forms.ChoiceField(
        label=_("Chức vụ"),
        error_messages={"required": _("Chọn chức vụ."), "invalid_choice": _("Chọn chức vụ trong danh sách.")},
    )
    valid_from = VietnameseDateField(label=_("Từ ngày"))

    def __init__(self, *given: Any, people: Iterable[Person], units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*given, **options)
        of_branch = [Position.SECRETARY, Position.DEPUTY_SECRETARY, Position.BRANCH_COMMITTEE_MEMBER]
        of_group = [Position.GROUP_LEADER, Position.GROUP_DEPUTY]
        positions = of_branch + (of_group if len(units) > 1 else [])
        self.fields["position"].choices = [("", ""), *((each.value, each.label) for each in positions)]  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.fields["place"].offer(units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        place, position = words.get("place"), words.get("position")
        if place and position and (place.kind == UnitKind.PARTY_GROUP) != position.startswith("group"):
            self.add_error("position", _("Chức vụ này không thuộc nơi đã chọn. Chọn lại chi bộ hoặc chức vụ."))
        return words


class EndForm(InParts):
    """From which day something no longer holds."""

    valid_to = VietnameseDateField(label=_("Kết thúc từ ngày"))


class ChargeForm(InParts):
    """Putting a committee member in charge of a branch."""

    person = PersonField(label=_("Đảng ủy viên"))
    kind = forms.ChoiceField(label=_("Cách phụ trách"), choices=ChargeKind.choices, initial=ChargeKind.MAIN)
    valid_from = VietnameseDateField(label=_("Từ ngày"))
    valid_to = VietnameseDateField(label=_("Đến ngày"), required=False)

    def __init__(self, *given: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]


class RulesForm(InParts, FileForm):
    """The working rules of a branch, with their file."""

    number = _words(_("Số quy chế"), 40, _("Nhập số quy chế."))
    issued_on = VietnameseDateField(label=_("Ngày ban hành"))
    review_on = VietnameseDateField(label=_("Ngày phải xem lại"), required=False)

    field_order = ("number", "issued_on", "review_on", "file", "classified")


class BulkForm(forms.Form):
    """What is done with the members ticked in a list."""

    batch = forms.UUIDField(required=False)
    selected = PeopleField(label=_("Các đồng chí"), error_messages={"required": _("Chọn ít nhất một đồng chí.")})
    do = forms.ChoiceField(choices=[("group", ""), ("duty", "")], error_messages={"required": _("Chọn việc cần làm.")})
    group = UnitField(label=_("Tổ đảng"), required=False)
    duty = _words(_("Nhiệm vụ năm nay"), 500)

    def __init__(self, *given: Any, people: Iterable[Person] = (), groups: Iterable[Unit] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["selected"].offer(people)  # type: ignore[attr-defined]
        self.fields["group"].offer(groups)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if words.get("do") == "group" and not words.get("group") and "group" not in self.errors:
            self.add_error("group", _("Chọn tổ đảng."))
        if words.get("do") == "duty" and not words.get("duty") and "duty" not in self.errors:
            self.add_error("duty", _("Ghi nhiệm vụ."))
        return words


class DutyTable(forms.Form):
    """The year's duties of a branch in one table: a box for each member, with the revision its writer saw."""

    def __init__(self, *given: Any, lines: Sequence[Any], **options: Any) -> None:
        super().__init__(*given, **options)
        self.lines = lines
        for line in lines:
            duty = line.duty
            label = _("Nhiệm vụ của %(name)s") % {"name": line.person.full_name}
            self.fields[f"duty-{line.person.pk}"] = VietnameseTextInput(
                label=label,
                required=False,
                max_length=500,
                initial=duty.description if duty else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": TOO_LONG},
            )
            self.fields[f"seen-{line.person.pk}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=duty.revision if duty else 0
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Each member's line with its two boxes."""
        return [(line, self[f"duty-{line.person.pk}"], self[f"seen-{line.person.pk}"]) for line in self.lines]

    @property
    def assigned(self) -> list[tuple[Any, str, int]]:
        words = self.cleaned_data
        keys = [(line.person, line.person.pk) for line in self.lines]
        return [(person, words[f"duty-{key}"], words[f"seen-{key}"] or 0) for person, key in keys]

    def show_conflict(self, duty: Any) -> None:
        """Somebody else wrote this line meanwhile: theirs stands in the sentence, one's own in the box."""
        name, data = f"duty-{duty.person_id}", self.data.copy()  # type: ignore[attr-defined]
        data[f"seen-{duty.person_id}"] = str(duty.revision)
        self.data = data
        words = _("Người khác vừa ghi: “%(theirs)s”. Giữ chữ của đồng chí thì bấm ghi lại.")
        self.add_error(name, words % {"theirs": duty.description})

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field if field in self.fields else None, error)


class ResultForm(Seen):
    """What became of a duty in a month."""

    text = _words(_("Kết quả trong tháng"), 2000, _("Ghi kết quả của tháng."), long=True)


class ContactForm(ClientId, NewPersonForm):
    """A member introduced by the workplace to the branch where they live."""

    workplace = _words(_("Tổ chức đảng nơi công tác"), 160, _("Ghi tổ chức đảng nơi công tác."))
    kind = forms.ChoiceField(
        label=_("Diện"), choices=ContactKind.choices, widget=forms.RadioSelect, initial="introduced"
    )
    number = _words(_("Số giấy giới thiệu"), 60)
    on = VietnameseDateField(label=_("Giới thiệu từ ngày"))


class CommentForm(InParts, Seen):
    """The yearly comment on a member in contact at home."""

    sessions_called = forms.IntegerField(
        label=_("Số buổi chi bộ mời dự"), min_value=0, max_value=99, error_messages={"required": _("Nhập số buổi.")}
    )
    sessions_attended = forms.IntegerField(
        label=_("Số buổi đã dự"), min_value=0, max_value=99, error_messages={"required": _("Nhập số buổi.")}
    )
    text = _words(_("Nhận xét"), 3000, _("Ghi nhận xét."), long=True)
