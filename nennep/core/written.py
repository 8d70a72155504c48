"""How days, times and numbers are written on pages (ux.md 8).

Numbers, shares and the date of official papers are those of `core.documents.wording`, so that a page and the
sheet printed from it never differ; here stands what depends on the reader's language and on the ward's clock.
"""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.documents import wording
from nennep.core.documents.wording import number, percent, share
from nennep.core.periods import Month

__all__ = [
    "WEEKDAYS",
    "clock",
    "document_date",
    "long_date",
    "moment",
    "month",
    "number",
    "percent",
    "share",
    "short_date",
]

WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ Nhật"),
)


def _local(moment: date) -> date:
    """The same moment on the ward's own clock; plain days pass through."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def short_date(day: date) -> str:
    """03/02/2026."""
    return wording.short_date(_local(day))


def long_date(day: date) -> str:
    """Thứ Ba, 03/02/2026."""
    return f"{WEEKDAYS[_local(day).weekday()]}, {short_date(day)}"


def document_date(day: date) -> str:
    """ngày 03 tháng 02 năm 2026."""
    return wording.document_date(_local(day))


def clock(moment: datetime | time) -> str:
    """19:30."""
    at = _local(moment) if isinstance(moment, datetime) else moment
    return f"{at:%H:%M}"


def moment(at: datetime) -> str:
    """19:30, 03/02/2026."""
    return f"{clock(at)}, {short_date(at)}"


def month(period: date | Month) -> str:
    """02/2026."""
    first = period.first if isinstance(period, Month) else _local(period)
    return f"{first:%m/%Y}"
