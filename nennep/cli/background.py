"""The work that no request asks for, done in the serving processes: petitions, the day's reminders, the outbox."""

import logging
import threading
from datetime import date, datetime, time

log = logging.getLogger("nennep.background")
EVERY_SECONDS = 60
REMIND_AFTER = time(7, 0)
"""From when on the day's reminders are written."""


def start() -> threading.Thread:
    """Begin the round in a thread that ends with its process."""
    thread = threading.Thread(target=_rounds, name="nennep-background", daemon=True)
    thread.start()
    return thread


def _rounds() -> None:
    from django.db import close_old_connections

    done: set[date] = set()
    pause = threading.Event()
    while not pause.wait(EVERY_SECONDS):
        try:
            close_old_connections()
            one_round(done)
        except Exception:
            log.exception("background round failed; the next one tries again")
        finally:
            close_old_connections()


def one_round(done: set[date]) -> None:
    """One round: whoever holds the lease takes up petitions, reminds once a day and hands over what waits."""
    from django.utils import timezone

    from nennep.core import clock, leases, outbox

    now = clock.now()
    if not leases.take("background", at=now, seconds=3 * EVERY_SECONDS):
        return
    keep_findable()
    today: datetime = timezone.localtime(now)
    take_up_all(today.date(), now)
    if today.time() >= REMIND_AFTER and today.date() not in done:
        remind_all(today.date(), now)
        sweep(now)
        done.add(today.date())
    outbox.deliver(at=now)


def keep_findable() -> None:
    """Bring every ward's search index up to its last change, so that nobody's first search waits for it."""
    from nennep.organisation.models import Ward
    from nennep.reports import search

    for ward_id in Ward.objects.order_by("code").values_list("pk", flat=True):
        search.catch_up(ward_id)


def take_up_all(on: date, at: datetime) -> int:
    """Petitions from desks whose meeting has ended since the last round, so that lists show them and write nothing."""
    from nennep.organisation.models import Ward
    from nennep.oversight.actions import take_up_petitions

    wards = Ward.objects.order_by("code").values_list("pk", flat=True)
    return sum(take_up_petitions(ward_id, on=on, at=at) for ward_id in wards)


def sweep(at: datetime) -> None:
    """Once a day: sessions that have run out, failed log-ins that no longer count, how full the tables are."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from nennep.accounts import throttle

    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    throttle.forget_old(at=at)
    count_tables()


def count_tables() -> None:
    """Let SQLite see how full its tables are; PostgreSQL does so by itself.

    Without it a thing asked for by its key and its ward may be sought among all things of the ward.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")


def remind_all(on: date, at: datetime) -> int:
    """The reminders of a day in every ward; each ward stands for itself."""
    from nennep.organisation.models import Ward
    from nennep.oversight.actions import remind

    return sum(remind(ward_id, on=on, at=at) for ward_id in Ward.objects.order_by("code").values_list("pk", flat=True))
