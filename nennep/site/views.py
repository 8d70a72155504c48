"""The shell of the site: home, text size, and the pages for what went wrong."""

import json
import logging
import secrets
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from nennep.accounts import actions as accounts
from nennep.core import clock
from nennep.core.answers import back_to
from nennep.core.rights import EVERYONE, SIGNED_IN, open_to
from nennep.reports.search import catch_up
from nennep.site.home import home_of
from nennep.site.search import page_of
from nennep.site.setup.views import urlpatterns as setup_urlpatterns

faults = logging.getLogger("nennep.faults")


@open_to(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Việc của tôi: what waits for this person, nearest first."""
    return render(request, "site/home.html", {"home": home_of(request.actor, now=clock.now())})


@require_GET
@open_to(SIGNED_IN)
def find(request: HttpRequest) -> HttpResponse:
    """Tìm kiếm: everything of the ward that this person may see, by words without marks."""
    catch_up(request.actor.ward_id)
    page = page_of(request.actor, request.GET.get("q", ""), request.GET.get("loai", ""), _page_number(request))
    return render(request, "site/search.html", {"page": page})


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("trang", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


@require_POST
@open_to(EVERYONE)
def text_size(request: HttpRequest) -> HttpResponse:
    """Keep the size of letters with the person, or with this browser before signing in."""
    size = request.POST.get("size", "")
    response = back_to(request)
    if accounts.choose_text_size(request.user, size):
        response.set_cookie("size", size, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there or not yours: one page for both."""
    return render(request, "core/404.html", status=404)


def our_fault(request: HttpRequest) -> HttpResponse:
    """A bug: say that the text is still on the screen, and a code to read to the office.

    Under the same code the log of the server holds where it happened, without what was typed.
    """
    code = secrets.token_hex(3).upper()
    faults.error("Mã lỗi %s: %s %s", code, request.method, request.path, exc_info=sys.exc_info())
    return render(request, "core/500.html", {"code": code}, status=500)


@open_to(EVERYONE)
def stale_form(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:
    """The page was open too long or its cookie is gone: nothing was changed."""
    return render(request, "core/403_csrf.html", status=403)


@require_GET
@open_to(EVERYONE)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers in place of the network: it stands at the root, so that it may answer for every page."""
    sources = ", ".join(json.dumps(static(each)) for each in ("core/vault.js", "core/worker.js"))
    offline_page = json.dumps(reverse("site:offline"))
    script = (
        f"self.OFFLINE = {offline_page};\nself.STATIC = {json.dumps(settings.STATIC_URL)};\nimportScripts({sources});\n"
    )
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_GET
@open_to(EVERYONE)
def offline(request: HttpRequest) -> HttpResponse:
    """What a device without network shows in place of a page that it does not keep: the same for everybody."""
    request.user = AnonymousUser()
    return render(request, "core/offline.html")


urlpatterns = [
    path("", home, name="home"),
    path("may-giu.js", worker, name="worker"),
    path("mat-mang/", offline, name="offline"),
    path("tim/", find, name="search"),
    path("co-chu/", text_size, name="text_size"),
    *setup_urlpatterns,
]
