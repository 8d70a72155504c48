"""Opening accounts, passwords, preferences."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.accounts.models import Account, TextSize
from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person


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


def choose_text_size(account: object, size: str) -> bool:
    """Keep the size of letters (cỡ chữ) a person reads with; whether it is a size at all."""
    if size not in TextSize.values:
        return False
    if isinstance(account, Account) and account.text_size != size:
        account.text_size = size
        account.save(update_fields=["text_size"])
    return True
