"""How pages answer: what was done, what was refused, what two people wrote at once."""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from nennep.core.refusals import Changed, Refused


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do `act` with what the form understood; a refusal becomes the sentence at its field.

    `Changed` is let through where both texts are to be shown; here it is a sentence like any other refusal.
    """
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        put(form, refusal)
        return False
    return True


def attempt_or_conflict(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool | Changed:
    """As `attempt`, but what somebody else changed meanwhile is handed back to be shown beside it."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Changed as changed:
        return changed
    except Refused as refusal:
        put(form, refusal)
        return False
    return True


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where nothing was filled in; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None


def put(form: forms.Form, refusal: Refused) -> None:
    """Write a refusal's sentence at the field it names, or above the whole form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.sentence)


def see(form: forms.Form, revision: int) -> None:
    """From now on this form answers to the revision its reader has just been shown."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(revision)
    form.data = data


def done(request: HttpRequest, words: str, *address: Any) -> HttpResponse:
    """Say what was done, and go on."""
    messages.success(request, words)
    return redirect(*address)


def done_with_undo(
    request: HttpRequest, words: str, way_back: tuple[str, dict[str, str]], *address: Any
) -> HttpResponse:
    """Say what was done with the way back beside it (hoàn tác): where to post what. The next page shows it."""
    url, fields = way_back
    messages.success(request, words, extra_tags=json.dumps({"url": url, "fields": fields}))
    return redirect(*address)


def status_of(*given: forms.Form | None) -> int:
    """422 as soon as one form has something to mend."""
    return 422 if any(form is not None and form.is_bound and form.errors for form in given) else 200


def back_to(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the form names as "next", if it is one of ours; otherwise home."""
    back = request.POST.get("next", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if ours else "/")
