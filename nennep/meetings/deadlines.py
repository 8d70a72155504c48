"""By which day something is due round a meeting, by the rules of the day on which it begins.

The record is due so many days after the meeting, and a meeting is over when it is closed: one that goes on past
midnight has its days from the new day on (42-HD/2025, "within 2 days after"; domain.md 1.2 and 1.3, step 5).
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from nennep.rulebook.queries import rules_on


def invite_due(starts_at: datetime) -> date:
    """The last day on which people are invited in time."""
    day = timezone.localdate(starts_at)
    return day - timedelta(days=rules_on(day).preparation.invite_days)


def papers_due(starts_at: datetime) -> date:
    """The last day on which papers count as sent ahead (gửi trước)."""
    day = timezone.localdate(starts_at)
    return day - timedelta(days=rules_on(day).papers.lead_days)


def record_due(starts_at: datetime, closed_at: datetime | None) -> date:
    """The last day for signed minutes to reach the ward: counted from the day on which the meeting ended."""
    day = timezone.localdate(starts_at)
    ended = timezone.localdate(closed_at) if closed_at else day
    return ended + timedelta(days=rules_on(day).record.report_days)
