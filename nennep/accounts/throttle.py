"""How long to wait after failed log-ins: a growing delay per account and per address, never a lock-out.

security.md A17: at most 60 real checks per account and hour; IPv6 addresses are counted by /64.
"""

import hashlib
import ipaddress
from datetime import datetime, timedelta

from django.db import transaction

from nennep.accounts.models import FailedSignIns

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(hours=1)
FREE_TRIES_PER_ADDRESS = 30


def seconds_to_wait(login_name: str, address: str, *, at: datetime) -> int:
    """How many seconds before the next try is looked at; 0 if now."""
    return max(
        _wait(_key("name", login_name), FREE_TRIES, at),
        _wait(_key("address", _network(address)), FREE_TRIES_PER_ADDRESS, at),
    )


def count_failure(login_name: str, address: str, *, at: datetime) -> None:
    """Remember one failed log-in."""
    for key in (_key("name", login_name), _key("address", _network(address))):
        with transaction.atomic():
            FailedSignIns.objects.get_or_create(key=key, defaults={"last_at": at})
            row = FailedSignIns.objects.select_for_update().get(key=key)
            row.count = 1 if at - row.last_at > FORGOTTEN_AFTER else row.count + 1
            row.last_at = at
            row.save()


def forget_failures(login_name: str, address: str) -> None:
    """A log-in that succeeded: the account starts afresh, and so does the address.

    A hall shares one address: honest slips of the tongue there must not close the door on everybody. Guessing at
    one account is still held back by its name.
    """
    keys = [_key("name", login_name), _key("address", _network(address))]
    FailedSignIns.objects.filter(key__in=keys).delete()


def forget_old(*, at: datetime) -> int:
    """Drop what no longer counts; returns how many rows."""
    return FailedSignIns.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()[0]


def _wait(key: str, free: int, at: datetime) -> int:
    row = FailedSignIns.objects.filter(key=key).first()
    if row is None or row.count < free or at - row.last_at > FORGOTTEN_AFTER:
        return 0
    delay = min(timedelta(seconds=15 * 2 ** min(row.count - free, 10)), LONGEST_WAIT)
    return max(0, int((row.last_at + delay - at).total_seconds() + 0.999))


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value.strip().lower()}".encode()).hexdigest()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(parsed)
