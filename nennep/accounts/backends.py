"""Who knocks: an account by its log-in name and password. No permissions here: rights follow from posts."""

from uuid import UUID

from django.http import HttpRequest

from nennep.accounts.models import Account


class ByLoginName:
    """Checks a log-in name and a password; an unknown name takes as long as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None
    ) -> Account | None:
        if username is None or password is None:
            return None
        account = Account.objects.filter(login_name=username.strip().lower()).first()
        if account is None:
            Account().set_password(password)
            return None
        if not account.check_password(password) or not account.is_active:
            return None
        return account

    def get_user(self, account_id: UUID) -> Account | None:
        """The account of a session with its person and ward: what every page needs, in one query."""
        accounts = Account.objects.select_related("person__ward")
        return accounts.filter(pk=account_id, is_active=True).first()
