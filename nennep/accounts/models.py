"""Log-in accounts. An account opens the door; what one may do inside follows from posts, never from here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.organisation.models import Person, WardModel


class Accounts(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login_name=(username or "").strip().lower())


class TextSize(models.TextChoices):
    SMALL = "small", _("Chữ nhỏ")
    NORMAL = "normal", _("Chữ vừa")
    LARGE = "large", _("Chữ lớn")


class Account(AbstractBaseUser):
    """One person's log-in: a name (often the phone number) and a password hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login_name = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    text_size = models.CharField(max_length=6, choices=TextSize.choices, default=TextSize.SMALL)
    session_minutes = models.PositiveIntegerField(default=7 * 24 * 60)

    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS: list[str] = []
    objects = Accounts()

    def __str__(self) -> str:
        return self.login_name


class FailedSignIns(models.Model):
    """How often a log-in failed lately, per account name and per network address (both hashed)."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()


class FirstCode(WardModel):
    """A one-time code on a printed card (mã đăng nhập lần đầu): opens an account once, for somebody without e-mail.

    Its key is made from the code's hash: who has the database cannot make a card, who has the card is found at once.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="first_codes")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    """When a newer card took its place."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "account"],
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_code_per_account",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)
