"""Awards and badges as lists to be taken out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.exports import ListTable
from nennep.recognition.models import Award
from nennep.recognition.queries import BadgeLine


def awards_table(year: int, awards: Iterable[Award]) -> ListTable:
    """The awards of a year, a recipient a row; one without names is one row."""
    head = [_("TT"), _("Hình thức"), _("Người nhận"), _("Chi bộ"), _("Thành tích"), _("Cấp quyết định")]
    head += [_("Số quyết định"), _("Ngày quyết định"), _("Nguồn kể lại"), _("Ngày trao"), _("Thu hồi")]
    rows = [
        [
            award.form.title,
            name,
            unit,
            award.merit,
            award.issuer,
            award.number,
            exports.day(award.decided_on),
            award.told_by,
            exports.day(award.ceremony_on),
            award.withdraw_reason,
        ]
        for award in awards
        for name, unit in _who(award)
    ]
    return ListTable(_("Khen thưởng năm %(year)s") % {"year": year}, head, exports.numbered(rows), of_people=True)


def _who(award: Award) -> list[tuple[str, str]]:
    named = [
        (each.name, each.unit.short_name if each.person_id and each.unit else "") for each in award.recipients.all()
    ]
    return named or [(award.unnamed, "")]


def badges_table(year: int, lines: Iterable[BadgeLine]) -> ListTable:
    """Whose badge is due in a year."""
    head = [_("TT"), _("Họ và tên"), _("Năm sinh"), _("Chi bộ"), _("Ngày kết nạp"), _("Huy hiệu"), _("Đủ năm ngày")]
    head += [_("Đợt trao")]
    rows = [
        [
            line.person.full_name,
            line.person.birth_year or "",
            line.unit.name,
            str(line.admitted),
            _("%(years)s năm") % {"years": line.years},
            exports.day(line.due_on) if line.is_sure else _("chưa rõ ngày kết nạp"),
            exports.day(line.handed_over_on) if line.is_sure else "",
        ]
        for line in lines
    ]
    return ListTable(_("Huy hiệu Đảng năm %(year)s") % {"year": year}, head, exports.numbered(rows), of_people=True)
