"""Picking people in a form."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.organisation.models import Person


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


class MergeForm(forms.Form):
    """Which other entry is the same person."""

    person = PersonField(label=_("Hồ sơ trùng, sẽ gộp vào hồ sơ này"))

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.offer(people)
