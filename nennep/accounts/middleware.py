"""Puts the actor on the request, and keeps the doors: a view without a rule does not open."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from nennep.core import clock
from nennep.core.rights import EVERYONE, rule_of
from nennep.organisation.actors import Actor, actor_of

Handler = Callable[[HttpRequest], HttpResponse]
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
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
        return None


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    account: Any = request.user
    return actor_of(account.person, on=clock.today())
