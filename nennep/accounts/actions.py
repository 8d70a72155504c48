"""Opening accounts, passwords, preferences."""

from nennep.accounts.models import Account, TextSize


def choose_text_size(account: object, size: str) -> None:
    """Keep the size of letters (cỡ chữ) a person reads with."""
    if isinstance(account, Account) and size in TextSize.values and account.text_size != size:
        account.text_size = size
        account.save(update_fields=["text_size"])
