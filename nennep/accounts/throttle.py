"""How long to wait after failed log-ins: a growing delay per account and per address, of five minutes at most.

Somebody who guesses at a name makes other strangers to it wait; a device that signed in before is counted by itself.
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


def begin_try(login_name: str, address: str, *, device: str = "", at: datetime) -> int:
    """How many seconds before a try is looked at; 0 if now, and then it is counted before it is looked at.

    Many tries at the same moment are thus counted one after another. A device that signed in before (`device`) has a
    counter of its own, so that strangers who guess at a name keep nobody waiting who has been here.
    """
    limits = dict(_limits(login_name, address, device))
    with transaction.atomic():
        rows = [_locked(key, at) for key in sorted(limits)]
        wait = max(_wait(row, limits[row.key], at) for row in rows)
        if not wait:
            for row in rows:
                _count(row, at)
    return wait


def forget_failures(login_name: str, address: str, *, device: str = "") -> None:
    """A log-in that succeeded: the account starts afresh, and so does the address.

    A hall shares one address: honest slips of the tongue there must not close the door on everybody. Guessing at
    one account is still held back by its name.
    """
    keys = [key for key, _free in _limits(login_name, address, device)]
    FailedSignIns.objects.filter(key__in=keys).delete()


def begin_code(place: str, *, most: int, at: datetime) -> bool:
    """Count a try at a short code, before it is looked at; whether it may still be looked at.

    `place` names what is tried and by whom; after `most` tries the place is shut until an hour has passed.
    """
    with transaction.atomic():
        row = _locked(_key("code", place), at)
        if row.count >= most and at - row.last_at <= FORGOTTEN_AFTER:
            return False
        _count(row, at)
    return True


def forget_code(place: str) -> None:
    """A right code: the place starts afresh."""
    FailedSignIns.objects.filter(key=_key("code", place)).delete()


def forget_old(*, at: datetime) -> int:
    """Drop what no longer counts; returns how many rows."""
    return FailedSignIns.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()[0]


def _limits(login_name: str, address: str, device: str) -> list[tuple[str, int]]:
    whose = _key("device", f"{device} {login_name.strip()}") if device else _key("name", login_name)
    return [(whose, FREE_TRIES), (_key("address", _network(address)), FREE_TRIES_PER_ADDRESS)]


def _locked(key: str, at: datetime) -> FailedSignIns:
    FailedSignIns.objects.get_or_create(key=key, defaults={"last_at": at})
    return FailedSignIns.objects.select_for_update().get(key=key)


def _count(row: FailedSignIns, at: datetime) -> None:
    row.count = 1 if at - row.last_at > FORGOTTEN_AFTER else row.count + 1
    row.last_at = at
    row.save()


def _wait(row: FailedSignIns, free: int, at: datetime) -> int:
    if row.count < free or at - row.last_at > FORGOTTEN_AFTER:
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
