"""Puts the actor on the request, and keeps the doors: a view without a rule does not open."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from nennep.core import clock
from nennep.core.rights import EVERYONE, rule_of
from nennep.organisation.actors import Actor, actor_of

Handler = Callable[[HttpRequest], HttpResponse]
NOT_SAVED = "chua-luu"
"""In the address of the door: somebody comes from a form that could not be saved."""
SHARED_DEVICE_SECONDS = 15 * 60
RENEWED_AFTER_SECONDS = 60
USED_AT = "shared-device-used-at"
OPEN_MODULES = ("django.views.i18n", "django.views.static", "django.contrib.staticfiles.views")


class ActorOnRequest:
    """`request.actor`: the signed-in person with what they hold today; nobody where nobody signed in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        rule = rule_of(view) or (EVERYONE if view.__module__ in OPEN_MODULES else None)
        if rule is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} names no rule (core.rights.open_to)")
        if rule != EVERYONE and not request.user.is_authenticated:
            return _to_the_door(request)
        return None


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """Sign in first. A script is told so plainly; a form that was sent leads back to the page it stood on."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if request.method in {"GET", "HEAD"}:
        query = {"next": request.get_full_path()}
    else:
        query = {"next": _page_of_form(request), NOT_SAVED: "1"}
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(query)}")


def _page_of_form(request: HttpRequest) -> str:
    """The page a form was sent from, if the browser says it and it is one of ours."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or page.path == reverse(settings.LOGIN_URL):
        return request.get_full_path()
    return f"{page.path}?{page.query}" if page.query else page.path


class SharedDevice:
    """On a shared device (máy dùng chung) a sign-in ends with the browser, or after a while without use.

    Every request renews it, at most once a minute; the questions that an open page asks by itself do not.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        used_at = request.session.get(USED_AT) if request.user.is_authenticated else None
        if used_at is not None:
            now = int(clock.now().timestamp())
            asks_itself = request.method == "GET" and request.headers.get("HX-Request")
            if now - used_at > SHARED_DEVICE_SECONDS:
                logout(request)
            elif now - used_at >= RENEWED_AFTER_SECONDS and not asks_itself:
                request.session[USED_AT] = now
        return self.get_response(request)


def share_device(request: HttpRequest) -> None:
    """From now on this sign-in is one on a shared device."""
    request.session.set_expiry(0)
    request.session[USED_AT] = int(clock.now().timestamp())


def is_shared(request: HttpRequest) -> bool:
    return USED_AT in request.session


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    account: Any = request.user
    return actor_of(account.person, on=clock.today())
