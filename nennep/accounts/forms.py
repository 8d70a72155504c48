"""The paper forms of the door."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nennep.accounts import actions, devices, throttle
from nennep.accounts.models import Account
from nennep.accounts.queries import LoginLine
from nennep.core import clock


class SignInForm(forms.Form):
    """Log-in name and password; the same answer for an unknown name and a wrong password."""

    login_name = forms.CharField(
        label=_("Tên đăng nhập hoặc số điện thoại"),
        max_length=60,
        error_messages={"required": _("Nhập tên đăng nhập.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        error_messages={"required": _("Nhập mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    shared_device = forms.BooleanField(
        label=_("Đây là máy dùng chung"),
        help_text=_("Hệ thống tự thoát khi đóng trình duyệt hoặc sau 15 phút không dùng."),
        required=False,
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, password = data.get("login_name"), data.get("password")
        if not name or not password:
            return data
        address, now = address_of(self.request), clock.now()
        device = devices.known_as(self.request, name)
        wait = throttle.begin_try(name, address, device=device, at=now)
        if wait:
            raise ValidationError(_too_often(wait), code="throttled")
        account = authenticate(self.request, username=name.strip().lower(), password=password)
        if not isinstance(account, Account):
            actions.note_refused_sign_in(name, at=now)
            raise ValidationError(
                _("Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra chữ hoa, chữ thường rồi nhập lại."),
                code="refused",
            )
        throttle.forget_failures(name, address, device=device)
        self.account = account
        return data


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind the proxy that NENNEP_HTTPS speaks of, the address that the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_COOKIES else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


class FirstCodeForm(forms.Form):
    """The code of a printed card and one's own new password; tries are slowed down as at the door."""

    code = forms.CharField(
        label=_("Mã trên thẻ"),
        help_text=_("Sáu nhóm chữ và số dưới cùng của thẻ. Gõ liền hay có gạch nối, chữ hoa hay chữ thường đều được."),
        max_length=60,
        error_messages={"required": _("Nhập mã trên thẻ."), "max_length": _("Mã này không đúng. Nhập lại từng nhóm.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu mới của đồng chí"),
        help_text=_("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất. Văn phòng không biết mật khẩu này."),
        error_messages={"required": _("Đặt mật khẩu mới.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        strip=False,
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wait = throttle.begin_try(*self.whose, at=clock.now()) if {"code", "password"} <= data.keys() else 0
        if wait:
            raise ValidationError(_too_often(wait), code="throttled")
        return data

    @property
    def whose(self) -> tuple[str, str]:
        """Under what wrong codes are counted: nobody's name is known yet, so by the address alone."""
        address = address_of(self.request)
        return f"the lan dau {address}", address


class NewPasswordForm(forms.Form):
    """The password used so far and the new one."""

    current = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        error_messages={"required": _("Nhập mật khẩu đang dùng.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
        error_messages={"required": _("Nhập mật khẩu mới.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_current(self) -> str:
        current = self.cleaned_data["current"]
        if not self.account.check_password(current):
            raise ValidationError(_("Mật khẩu đang dùng không đúng. Nhập lại."))
        return current

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        password_validation.validate_password(new, self.account)
        return new


def _too_often(seconds: int) -> str:
    if seconds < 60:
        text = ngettext(
            "Đã thử nhiều lần chưa đúng. Chờ %(count)s giây rồi thử lại, hoặc gọi Văn phòng.",
            "Đã thử nhiều lần chưa đúng. Chờ %(count)s giây rồi thử lại, hoặc gọi Văn phòng.",
            seconds,
        )
        return text % {"count": seconds}
    minutes = -(-seconds // 60)
    text = ngettext(
        "Đã thử nhiều lần chưa đúng. Chờ %(count)s phút rồi thử lại, hoặc gọi Văn phòng.",
        "Đã thử nhiều lần chưa đúng. Chờ %(count)s phút rồi thử lại, hoặc gọi Văn phòng.",
        minutes,
    )
    return text % {"count": minutes}


class CardsForm(forms.Form):
    """Whose cards are printed: at first everybody who cannot sign in yet."""

    people = forms.TypedMultipleChoiceField(
        label=_("In thẻ cho"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Chọn lại các đồng chí trong danh sách.")},
    )

    def __init__(self, *args: Any, lines: Sequence[LoginLine], **kwargs: Any) -> None:
        waiting = [str(line.person.pk) for line in lines if not line.signs_in and not line.has_card]
        super().__init__(*args, initial={"people": waiting}, **kwargs)
        self.fields["people"].choices = [(str(line.person.pk), _described(line)) for line in lines]  # type: ignore[attr-defined]


def _described(line: LoginLine) -> str:
    state = _("đã đăng nhập") if line.signs_in else _("đã in thẻ, chưa dùng") if line.has_card else ""
    return " · ".join(filter(None, [str(line.person), str(line.person.birth_year or ""), line.posts, str(state)]))
