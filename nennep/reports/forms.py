"""Which month the board looks at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.periods import months_of


class MonthForm(forms.Form):
    """A month of the year shown; a wrong one in the address is answered as a page that is not there."""

    thang = forms.ChoiceField(label=_("Tháng"))

    def __init__(self, year: int, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice = self.fields["thang"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(month), month.first.strftime("%m/%Y")) for month in months_of(year)]
