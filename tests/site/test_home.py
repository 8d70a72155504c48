"""Home leads each role to the dashboards it may open, and to no other."""

import pytest
from django.test import Client
from django.urls import reverse

from nennep.organisation.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("position", ["office", "ward_secretary", "charge"])
def test_whoever_looks_after_branches_finds_the_trends_at_home_and_can_open_them(position):
    branch = make.branch()
    client, trends = signed_in(position, branch), reverse("reports:trends")

    assert f'href="{trends}"' in client.get(reverse("site:home")).content.decode()
    assert client.get(trends).status_code == 200


def test_a_member_finds_no_link_to_trends_and_cannot_open_them():
    branch = make.branch()
    client, trends = Client(), reverse("reports:trends")
    client.force_login(make.account(make.member(branch)))

    assert f'href="{trends}"' not in client.get(reverse("site:home")).content.decode()
    assert client.get(trends).status_code == 404


def signed_in(position: str, branch) -> Client:
    actor = make.charge(branch) if position == "charge" else make.actor(position, of=branch)
    client = Client()
    client.force_login(make.account(Person.objects.get(pk=actor.person_id)))
    return client
