"""Reporting on a task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nennep.core.forms import VietnameseTextInput
from nennep.decisions.models import TaskState


class TaskReportForm(forms.Form):
    """How a task stands and what came of it."""

    state = forms.ChoiceField(
        label=_("Việc này đến đâu rồi"),
        choices=[(state, TaskState(state).label) for state in (TaskState.UNDER_WAY, TaskState.DONE, TaskState.DROPPED)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một mức.")},
    )
    text = VietnameseTextInput(
        label=_("Kết quả"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
