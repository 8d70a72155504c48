"""Opening accounts, passwords, preferences."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.accounts.models import Account, TextSize
from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor, actor_of, machine
from nennep.organisation.models import Person, Ward


class LoginNameTaken(Refused):
    field = "login_name"
    message = _("Tên đăng nhập %(name)s đã có người dùng. Chọn tên khác.")


@transaction.atomic
def open_account(
    person: Person, *, login_name: str, password: str, by: Actor, at: datetime, hashed: str = ""
) -> Account:
    """Open a log-in for a person (mở tài khoản). `hashed` spares the work where many share one demo password."""
    login_name = login_name.strip().lower()
    if Account.objects.filter(login_name=login_name).exists():
        raise LoginNameTaken(name=login_name)
    account = Account.objects.create(login_name=login_name, person=person, password=hashed or make_password(password))
    audit.record("accounts.account.opened", person, by=by, at=at, after=login_name)
    return account


@transaction.atomic
def change_password(account: Account, *, password: str, by: Actor, at: datetime) -> None:
    """Set a new password; the sessions of other devices end with the old one."""
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record("accounts.password.changed", account.person, by=by, at=at)


def note_sign_in(account: Account, *, at: datetime) -> None:
    """Write down that somebody signed in (nhật ký đăng nhập)."""
    audit.record("accounts.signed_in", account.person, by=_author(account, at), at=at)


def note_sign_out(account: Any, *, at: datetime) -> None:
    audit.record("accounts.signed_out", account.person, by=_author(account, at), at=at)


def note_refused_sign_in(login_name: str, *, at: datetime) -> None:
    """Write down a log-in that was refused: with the person it aimed at, or the wards for a name nobody has.

    What was typed is not kept: it may be a password in the wrong box.
    """
    account = Account.objects.filter(login_name=login_name.strip().lower()).select_related("person").first()
    aimed_at: list[Person] | list[Ward] = [account.person] if account else list(Ward.objects.all())
    for thing in aimed_at:
        ward_id = thing.ward_id if isinstance(thing, Person) else thing.pk
        by = machine(ward_id, on=timezone.localdate(at), name="Chưa đăng nhập")
        audit.record("accounts.sign_in_refused", thing, by=by, at=at)


def _author(account: Account, at: datetime) -> Actor:
    return actor_of(account.person, on=timezone.localdate(at))


def choose_text_size(account: object, size: str) -> bool:
    """Keep the size of letters (cỡ chữ) a person reads with; whether it is a size at all."""
    if size not in TextSize.values:
        return False
    if isinstance(account, Account) and account.text_size != size:
        account.text_size = size
        account.save(update_fields=["text_size"])
    return True
