"""One process at a time for background work: a lease in the database, renewed or taken over when it ran out."""

import os
import socket
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from nennep.core.models import Lease


def take(name: str, *, at: datetime, seconds: int) -> bool:
    """Whether this process may do `name` until then; another's lease is respected until it runs out."""
    holder, until = f"{socket.gethostname()}:{os.getpid()}"[:60], at + timedelta(seconds=seconds)
    mine_or_over = Q(holder=holder) | Q(until__lt=at)
    if Lease.objects.filter(mine_or_over, name=name).update(holder=holder, until=until):
        return True
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, until=until)
    except IntegrityError:
        return False
    return True
