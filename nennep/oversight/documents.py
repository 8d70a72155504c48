"""Reminders as a list to be taken out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.exports import ListTable
from nennep.oversight.models import Reminder


def reminders_table(found: Iterable[Reminder], *, with_names: bool) -> ListTable:
    """Who was reminded of what and what became of it; one's own list needs no names."""
    head = [_("TT"), *[_("Đồng chí")] * with_names, _("Chi bộ"), _("Việc"), _("Hạn"), _("Nhắc ngày"), _("Kết quả")]
    rows: list[list[Any]] = [
        [
            *[each.person.full_name] * with_names,
            each.unit.short_name if each.unit else "",
            each.text,
            exports.day(each.due_on),
            exports.day(each.reminded_on),
            each.outcome,
        ]
        for each in found
    ]
    return ListTable(_("Nhắc việc, đôn đốc"), head, exports.numbered(rows), of_people=with_names)
