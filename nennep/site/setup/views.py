"""The pages of setting up: the list, and the steps that have no page in their own room."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from nennep.accounts import actions as accounts
from nennep.accounts.names import login_name_for
from nennep.core import audit, clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.rights import EVERYONE, open_to
from nennep.organisation import founding
from nennep.organisation.actors import machine
from nennep.organisation.queries import branches
from nennep.planning import actions as planning
from nennep.planning.queries import meeting_days
from nennep.rulebook.queries import rules_on
from nennep.site.setup import steps
from nennep.site.setup.forms import DaysForm, HeadsForm, OfficerForm, PhoneForm, WardForm, first_day

BRANCHES_A_PAGE = 20


@open_to(EVERYONE)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """A new installation: the ward and the first person of its office. Opens once, to whoever has the key."""
    if not founding.opens(key, settings.HOME):
        raise NotFound
    form = WardForm(sent(request))
    opened: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: opened.append(_found(**words))):
        founding.forget_key(settings.HOME)
        login(request, opened[0], backend=settings.AUTHENTICATION_BACKENDS[0])
        words = _("Đã lập phường. Tên đăng nhập của đồng chí: %(name)s.") % {"name": opened[0].login_name}
        return done(request, words, "site:setup")
    return render(request, "site/setup/begin.html", {"form": form}, status=status_of(form))


@transaction.atomic
def _found(*, full_name: str, birth_year: int | None, phone: str, password: str, **words: Any) -> Any:
    at, on = clock.now(), clock.today()
    ward = founding.found_ward(**words, place="", on=on, at=at)
    by = machine(ward.pk, on=on)
    person = founding.add_office_person(ward, full_name=full_name, birth_year=birth_year, phone=phone, by=by, at=at)
    name = login_name_for(person, taken=lambda _name: False)
    return accounts.open_account(person, login_name=name, password=password, by=by, at=at)


def _ward(request: HttpRequest) -> Any:
    if not steps.may_set_up(request.actor):  # type: ignore[attr-defined]
        raise NotFound
    return request.user.person.ward  # type: ignore[union-attr]


@open_to("site.set_up")
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The list of steps, each with how far it is; it may be left anywhere."""
    items = steps.task_list(_ward(request), clock.today())
    left = sum(item.tone != "done" for item in items)
    return render(request, "site/setup/show.html", {"items": items, "left": left, "whole": len(items)})


@open_to("site.set_up")
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """The office's telephone, and a second person who can give out access again."""
    ward = _ward(request)
    is_phone = "office_phone" in request.POST
    phone = PhoneForm(sent(request) if is_phone else None, initial={"office_phone": ward.office_phone})
    officer = OfficerForm(sent(request) if not is_phone else None)
    by, at = request.actor, clock.now()
    if is_phone and attempt(
        phone, lambda words: founding.change_office_phone(ward, words["office_phone"], by=by, at=at)
    ):
        return done(request, _("Đã ghi điện thoại Văn phòng."), "site:setup_office")
    if (
        request.method == "POST"
        and not is_phone
        and attempt(officer, lambda words: founding.add_office_person(ward, **words, by=by, at=at))
    ):
        return done(request, _("Đã thêm cán bộ Văn phòng. In thẻ đăng nhập lần đầu cho đồng chí ấy."), "accounts:cards")
    context = {"phone": phone, "officer": officer, "forms": [phone, officer]}
    return render(request, "site/setup/office.html", context, status=status_of(phone, officer))


@open_to("site.set_up")
@require_http_methods(["GET", "POST"])
def heads(request: HttpRequest) -> HttpResponse:
    """Who leads each branch, chosen from its members."""
    ward, on = _ward(request), clock.today()
    page = Paginator(branches(ward.pk, on), BRANCHES_A_PAGE).get_page(request.GET.get("trang"))
    form = HeadsForm(sent(request), branches=founding.branches_to_lead(list(page.object_list), on))
    count: list[int] = []
    if request.method == "POST" and attempt(form, lambda words: count.append(_appoint(request, form))):
        words = ngettext("Đã ghi %(count)s chức vụ.", "Đã ghi %(count)s chức vụ.", count[0])
        return done(request, words % {"count": count[0]}, request.get_full_path())
    return render(request, "site/setup/heads.html", {"form": form, "page": page}, status=status_of(form))


def _appoint(request: HttpRequest, form: HeadsForm) -> int:
    words = form.cleaned_data
    return founding.appoint_heads(
        form.heads(), term_from=words["term_from"], term_to=words["term_to"], by=request.actor, at=clock.now()
    )


@open_to("site.set_up")
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rule set in force today, looked at once by somebody who answers for it."""
    ward, in_force = _ward(request), rules_on(clock.today())
    if request.method == "POST":
        audit.record(steps.RULES_SEEN, ward, by=request.actor, at=clock.now(), after=in_force.title)
        return done(request, _("Đã ghi: dùng bộ quy định này."), "site:setup")
    return render(request, "site/setup/rules.html", {"rules": in_force})


@open_to("site.set_up")
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """The meeting day of every branch, in one table."""
    ward, on = _ward(request), clock.today()
    known = meeting_days(ward.pk, on)
    have = {day.unit_id for day in known}
    units = [unit for unit in branches(ward.pk, on) if unit.pk not in have]
    form = DaysForm(sent(request), units=units, initial={"valid_from": first_day(on)})
    if request.method == "POST" and attempt(form, lambda words: _set_days(request, form)):
        words = ngettext("Đã ghi ngày của %(count)s chi bộ.", "Đã ghi ngày của %(count)s chi bộ.", len(form.days()))
        return done(request, words % {"count": len(form.days())}, "site:setup")
    context = {"form": form, "known": known, "today": timezone.localdate(clock.now())}
    return render(request, "site/setup/days.html", context, status=status_of(form))


@transaction.atomic
def _set_days(request: HttpRequest, form: DaysForm) -> None:
    since, at = form.cleaned_data["valid_from"], clock.now()
    for unit, day, at_time, place in form.days():
        planning.set_meeting_day(unit, day=day, at_time=at_time, place=place, valid_from=since, by=request.actor, at=at)


urlpatterns = [
    path("khoi-tao/<str:key>/", begin, name="begin"),
    path("thiet-lap/", show, name="setup"),
    path("thiet-lap/van-phong/", office, name="setup_office"),
    path("thiet-lap/bi-thu/", heads, name="setup_heads"),
    path("thiet-lap/quy-dinh/", rules, name="setup_rules"),
    path("thiet-lap/ngay-sinh-hoat/", days, name="setup_days"),
]
