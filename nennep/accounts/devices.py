"""Devices that signed in before: a signed cookie by which guesses of strangers do not keep their owner waiting.

It opens nothing: who has it may try a password of their own count. It names nobody in the clear.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "nennep-known"
A_YEAR = 365 * 24 * 3600
MOST_NAMES = 8
_SALT = "nennep.accounts.devices"


def known_as(request: HttpRequest, login_name: str) -> str:
    """The mark of a device on which this name signed in before; nothing on any other."""
    return _names(request).get(_mark(login_name), "")


def remember(request: HttpRequest, response: HttpResponse, login_name: str) -> None:
    """This name signed in on this device."""
    names = _names(request)
    mark = names.pop(_mark(login_name), "") or secrets.token_urlsafe(12)
    kept = dict([*names.items(), (_mark(login_name), mark)][-MOST_NAMES:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE_COOKIES,
        path="/dang-nhap/",
    )


def _names(request: HttpRequest) -> dict[str, str]:
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=A_YEAR))
    except signing.BadSignature:
        return {}


def _mark(login_name: str) -> str:
    return salted_hmac(_SALT, login_name.strip().lower(), algorithm="sha256").hexdigest()[:16]
