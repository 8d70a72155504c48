"""Opening accounts, passwords, preferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.accounts.codes import key_of, new_code
from nennep.accounts.models import Account, FirstCode, TextSize
from nennep.accounts.names import login_name_for
from nennep.core import audit, written
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


CODE_HOLDS = timedelta(hours=72)
"""How long a printed card opens an account (security.md V6: single use, 72 hours)."""


class NobodyChosen(Refused):
    message = _("Chọn ít nhất một đồng chí để in thẻ.")


class CodeUnknown(Refused):
    field = "code"
    message = _("Mã này không đúng. Đối chiếu từng nhóm chữ trên thẻ, hoặc gọi Văn phòng xin thẻ mới.")


class CodeUsed(Refused):
    field = "code"
    message = _("Mã này đã được dùng lúc %(moment)s. Nếu không phải đồng chí dùng, gọi ngay Văn phòng.")


class CodeReplaced(Refused):
    field = "code"
    message = _("Thẻ này đã được thay bằng thẻ in sau. Dùng thẻ mới nhất, hoặc gọi Văn phòng.")


class CodeExpired(Refused):
    field = "code"
    message = _("Mã này hết hạn lúc %(moment)s. Gọi Văn phòng xin thẻ mới.")


@dataclass(frozen=True)
class Issued:
    """What one card says; the code is nowhere else."""

    person: Person
    login_name: str
    code: str
    expires_at: datetime


@transaction.atomic
def issue_first_codes(people: Sequence[Person], *, by: Actor, at: datetime) -> list[Issued]:
    """Make first-log-in cards (thẻ đăng nhập lần đầu): an account where there is none, and a code that opens it once.

    Who already signs in keeps the password until the new code is used. An older card no longer opens.
    """
    if not people:
        raise NobodyChosen
    accounts = {account.person_id: account for account in Account.objects.filter(person__in=people)}
    with audit.together():
        return [_issue(person, accounts.get(person.pk), by, at) for person in people]


def _issue(person: Person, account: Account | None, by: Actor, at: datetime) -> Issued:
    if account is None:
        name = login_name_for(person, taken=lambda name: Account.objects.filter(login_name=name).exists())
        account = Account.objects.create(login_name=name, person=person, password=make_password(None))
        audit.record("accounts.account.opened", person, by=by, at=at, after=name)
    open_codes = FirstCode.objects.filter(ward=person.ward_id, account=account, used_at__isnull=True)
    open_codes.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    code = new_code()
    key = key_of(code)
    assert key is not None
    kept = FirstCode.objects.create(
        id=key, ward_id=person.ward_id, account=account, issued_at=at, expires_at=at + CODE_HOLDS
    )
    audit.record("accounts.card.issued", person, by=by, at=at, after=kept.expires_at)
    return Issued(person, account.login_name, code, kept.expires_at)


@transaction.atomic
def take_first_code(typed: str, *, password: str, at: datetime) -> Account:
    """Open an account with the code of a card and the person's own new password; the code is used up."""
    key = key_of(typed)
    codes = FirstCode.objects.select_for_update(of=("self",)).select_related("account__person")
    kept = codes.filter(pk=key).first() if key else None
    if kept is None or not kept.account.is_active:
        raise CodeUnknown
    if kept.used_at:
        raise CodeUsed(moment=written.moment(kept.used_at))
    if kept.withdrawn_at:
        raise CodeReplaced
    if at >= kept.expires_at:
        raise CodeExpired(moment=written.moment(kept.expires_at))
    account, kept.used_at = kept.account, at
    kept.save(update_fields=["used_at"])
    account.set_password(password)
    account.save(update_fields=["password"])
    by = actor_of(account.person, on=timezone.localdate(at))
    audit.record("accounts.card.used", account.person, by=by, at=at)
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
