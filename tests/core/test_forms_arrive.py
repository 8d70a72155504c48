"""What was typed is never lost: a sending that arrived is named, a visit to a form's address finds a page."""

import pytest
from django.test import Client

from nennep.core.middleware import RECEIVED_COOKIE
from tests import make

pytestmark = pytest.mark.django_db
SIZE = "/co-chu/"
MARK = "mb1c2d3e4f5g"


@pytest.fixture
def client():
    browser = Client()
    browser.force_login(make.account(make.member(make.branch())))
    return browser


def test_a_sending_that_was_taken_is_named_beside_those_not_read_yet(client):
    client.post(SIZE, {"size": "large", "kept": MARK})
    answer = client.post(SIZE, {"size": "large", "kept": "second0mark"})

    assert answer.cookies[RECEIVED_COOKIE].value == f"{MARK}.second0mark"


@pytest.mark.parametrize("mark", ["", "x", "<script>alert(1)</script>", "a" * 40])
def test_only_a_mark_is_repeated(client, mark):
    assert RECEIVED_COOKIE not in client.post(SIZE, {"size": "large", "kept": mark}).cookies


def test_a_sending_that_was_refused_is_not_named(client):
    answer = client.post("/dang-nhap/mat-khau/", {"kept": MARK})

    assert answer.status_code == 422
    assert RECEIVED_COOKIE not in answer.cookies


def test_a_sending_after_the_session_ended_is_not_named():
    answer = Client().post("/dang-nhap/mat-khau/", {"kept": MARK})

    assert answer.status_code == 302
    assert RECEIVED_COOKIE not in answer.cookies


def test_an_address_that_only_takes_forms_answers_a_visit_with_a_page(client):
    answer = client.get(SIZE)
    page = answer.content.decode()

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Chưa có gì thay đổi." in page
    assert "Mục lục" in page, "the menu leads on"
