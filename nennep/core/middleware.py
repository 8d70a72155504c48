"""What every answer carries: a content policy that runs nothing but our own files, and the reader's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from nennep.core.refusals import NotFound

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)

Handler = Callable[[HttpRequest], HttpResponse]


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
