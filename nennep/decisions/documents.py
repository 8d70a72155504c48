"""Tasks as a list to be taken out."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.exports import ListTable
from nennep.decisions.queries import TaskLine


def tasks_table(lines: Sequence[TaskLine], on: date) -> ListTable:
    """Open tasks, each once, with who has to do them and until when."""
    once = {line.task.pk: line.task for line in lines}
    head = [_("TT"), _("Việc"), _("Chi bộ"), _("Người thực hiện"), _("Giao ngày"), _("Hạn"), _("Tình trạng"), _("Từ")]
    rows = [
        [
            task.description,
            task.unit.short_name,
            task.assignee.full_name,
            exports.day(task.assigned_on),
            exports.day(task.due_on),
            _("quá hạn") if task.due_on < on else task.get_state_display(),
            task.origin_label,
        ]
        for task in once.values()
    ]
    return ListTable(_("Nhiệm vụ được giao"), head, exports.numbered(rows))
