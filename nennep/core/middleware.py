"""What every answer carries: a content policy that runs nothing but our own files, and the reader's language."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation

from nennep.core.refusals import NotFound

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)

Handler = Callable[[HttpRequest], HttpResponse]
RECEIVED_COOKIE = "nn-received"
"""Which sendings arrived, for the script that keeps what was typed until then (core.js, `Kept`)."""
_MARK = re.compile(r"[a-z0-9]{8,32}")


class HouseRules:
    """Security headers, no copies of pages in shared browsers, and one answer for "not there" and "not yours"."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = _without_nul(request.META.get("QUERY_STRING", ""), "%00", "\0")
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _words: Any) -> None:
        """No text of people holds NUL, and PostgreSQL keeps none: it is dropped before any form reads it."""
        if request.method == "POST" and any("\0" in value for values in request.POST.lists() for value in values[1]):
            words = request.POST.copy()
            for name, values in request.POST.lists():
                words.setlist(name, [_without_nul(value, "\0") for value in values])
            request.POST = words  # type: ignore[assignment]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            raise Http404 from exception
        return None


def _without_nul(text: str, *signs: str) -> str:
    while any(sign in text for sign in signs):
        for sign in signs:
            text = text.replace(sign, "")
    return text


class Language:
    """Vietnamese unless the reader chose otherwise; the browser's own language does not decide."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            return self.get_response(request)


class Forms:
    """What every form may rely on: word that it arrived, and a page where its address is merely visited.

    The page keeps what was typed until the server says that this very sending was taken, by the mark the page
    gave it. An address that only takes forms answers a visit (a link from a history, a return after signing in)
    with a page that says so and leads on.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method in {"GET", "HEAD"}:
            return _only_takes_forms(request, response)
        if request.method == "POST" and response.status_code < 400 and _is_signed_in(request):
            _confirm(request, response)
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    user: Any = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def _only_takes_forms(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    response = render(request, "core/405.html", {"above": _above(request.path)}, status=405)
    response.headers["Allow"] = refused.headers.get("Allow", "POST")
    return response


def _above(path: str) -> str:
    """The nearest address above that exists."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path


def _confirm(request: HttpRequest, response: HttpResponse) -> None:
    """Name the sending that was just taken, beside the last few that no page has read yet."""
    mark = request.POST.get("kept", "")
    if not _MARK.fullmatch(mark):
        return
    unread = [each for each in request.COOKIES.get(RECEIVED_COOKIE, "").split(".") if _MARK.fullmatch(each)]
    response.set_cookie(
        RECEIVED_COOKIE,
        ".".join([*unread[-4:], mark]),
        max_age=600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
