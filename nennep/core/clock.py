"""The time of the house. Only faces, middleware and commands read it; rooms are told `on` and `at`.

The demo ward lives in May 2023: its configuration shifts this clock, and nothing else knows.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, in the time zone of the database (UTC)."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)


def today() -> date:
    """This day as a person in the ward sees it."""
    return timezone.localdate(now())
