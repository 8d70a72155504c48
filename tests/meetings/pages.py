"""A browser without a screen for the tests of pages: who signs in, what comes back."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nennep.accounts.models import Account
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person
from tests import make


@pytest.fixture
def that_evening(settings) -> None:
    """The clock of the house stands at half an hour into the meetings that `make` builds."""
    moment = make.EVENING + timedelta(minutes=30)
    settings.CLOCK_OFFSET_SECONDS = int((moment - timezone.now()).total_seconds())


class Reader:
    """One signed-in person opening pages of meetings by the names of their addresses."""

    def __init__(self, who: Actor | Person) -> None:
        person = who if isinstance(who, Person) else Person.objects.get(pk=who.person_id)
        account = Account.objects.filter(person=person).first() or make.account(person)
        self.client = Client()
        self.client.force_login(account)

    def get(self, name: str, /, *args: Any, **query: Any) -> HttpResponse:
        return self.client.get(reverse(f"meetings:{name}", args=args), query)

    def post(self, name: str, /, *args: Any, htmx: bool = False, query: str = "", **words: Any) -> HttpResponse:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(reverse(f"meetings:{name}", args=args) + query, words, headers=headers)


def text_of(response: HttpResponse) -> str:
    """The words of a page as a person reads them, in one line."""
    body = re.sub(r"<(script|template|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def errors_of(response: HttpResponse) -> list[str]:
    """The sentences in the list of what to mend."""
    found = re.search(r"data-error-summary>.*?<ul[^>]*>(.*?)</ul>", response.content.decode(), re.S)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.S) if found else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]
