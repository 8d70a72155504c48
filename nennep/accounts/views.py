"""The door: sign in, sign out, change the password."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nennep.accounts import access, actions, devices, documents, queries, throttle
from nennep.accounts.forms import CardsForm, FirstCodeForm, NewPasswordForm, SignInForm
from nennep.accounts.middleware import NOT_SAVED, share_device
from nennep.core import clock
from nennep.core.answers import attempt, back_to, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.responses import download
from nennep.core.rights import EVERYONE, SIGNED_IN, open_to
from nennep.organisation.access import get_unit, visible_units


@open_to(EVERYONE)
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in (đăng nhập)."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.account:
        login(request, form.account)
        actions.note_sign_in(form.account, at=clock.now())
        response = back_to(request)
        if form.cleaned_data["shared_device"]:
            share_device(request)
        else:
            devices.remember(request, response, form.account.login_name)
        return response
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    context["not_saved"] = NOT_SAVED in request.GET
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@open_to(EVERYONE)
@sensitive_post_parameters("code", "password")
@never_cache
def first(request: HttpRequest) -> HttpResponse:
    """The first time (đăng nhập lần đầu): the code of a printed card becomes one's own password."""
    form = FirstCodeForm(request, sent(request), initial={"code": request.GET.get("ma", "")[:60]})
    opened: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: opened.append(_open(words))):
        throttle.forget_failures(*form.whose)
        login(request, opened[0])
        messages.success(
            request,
            _("Đã đặt mật khẩu. Lần sau đồng chí đăng nhập bằng tên %(name)s.") % {"name": opened[0].login_name},
        )
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/first.html", {"form": form}, status=status_of(form))


def _open(words: dict[str, str]) -> Any:
    return actions.take_first_code(words["code"], password=words["password"], at=clock.now())


@open_to("accounts.issue")
def cards(request: HttpRequest) -> HttpResponse:
    """First-log-in cards for everybody with a post; printed once, to be handed over."""
    if not access.may_issue(request.actor):
        raise NotFound
    return _cards_page(request, queries.officers_to_equip(request.actor.ward_id, clock.today()), None)


@open_to("accounts.issue_in_branch")
def cards_of_branch(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """First-log-in cards for the members of one branch."""
    if not access.may_issue(request.actor):
        raise NotFound
    unit = get_unit(request.actor, unit_id, right="read")
    return _cards_page(request, queries.members_to_equip(unit, clock.today()), unit)


def _cards_page(request: HttpRequest, lines: Any, unit: Any) -> HttpResponse:
    form = CardsForm(sent(request), lines=lines)
    issued: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: issued.extend(_issue(request, words["people"]))):
        places = {line.person.pk: line.posts or (unit.name if unit else "") for line in lines}
        address = request.build_absolute_uri(reverse("accounts:first"))
        content = documents.cards_pdf(request.user.person.ward, issued, address=address, places=places)
        return download(content, "the-dang-nhap-lan-dau.pdf")
    branches = visible_units(request.actor)
    context = {"form": form, "lines": lines, "unit": unit, "branches": branches}
    return render(request, "accounts/cards.html", context, status=status_of(form))


def _issue(request: HttpRequest, ids: Any) -> Any:
    people = access.people_to_issue(request.actor, ids)
    return actions.issue_first_codes(people, by=request.actor, at=clock.now())


@open_to(EVERYONE)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out (đăng xuất); the browser forgets what it kept of the site."""
    if request.user.is_authenticated:
        actions.note_sign_out(request.user, at=clock.now())
    logout(request)
    response = redirect("accounts:sign_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@open_to(SIGNED_IN)
@sensitive_post_parameters("current", "new")
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password (đổi mật khẩu)."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.user, password=form.cleaned_data["new"], by=request.actor, at=clock.now())
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Đã đổi mật khẩu."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.errors else 200)
