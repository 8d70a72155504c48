"""The door: sign in, sign out, change the password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nennep.accounts import actions, devices
from nennep.accounts.forms import NewPasswordForm, SignInForm
from nennep.accounts.middleware import NOT_SAVED, share_device
from nennep.core import clock
from nennep.core.answers import back_to
from nennep.core.rights import EVERYONE, SIGNED_IN, open_to


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
