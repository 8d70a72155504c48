"""What every request passes: no NUL is kept, a fault is found by its code, taking files out is written down."""

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import path, reverse

from nennep.core.models import AuditEvent
from nennep.core.rights import EVERYONE, open_to
from nennep.organisation.models import Person
from nennep.site import urls as site
from tests import files, make

pytestmark = pytest.mark.django_db


@open_to(EVERYONE)
def breaks(_request):
    raise ZeroDivisionError("hỏng")


urlpatterns = [path("hong/", breaks), *site.urlpatterns]
handler500 = site.handler500


def signed_in(position: str, unit) -> Client:
    client = Client()
    client.force_login(make.account(Person.objects.get(pk=make.actor(position, of=unit).person_id)))
    return client


@pytest.mark.parametrize("address", ["/van-ban/?q=%00", "/van-ban/?q=a%0%000b&chieu=%00", "/sinh-hoat/?chi-bo=%00"])
def test_no_nul_in_an_address_breaks_a_page(address):
    assert signed_in("office", make.branch()).get(address).status_code == 200


def test_nul_in_what_was_typed_is_dropped(client):
    make.account(make.member(make.branch()), login="bithu1")

    answer = client.post("/dang-nhap/", {"login_name": "bi\0thu1", "password": "mat-khau-thu-1"})

    assert answer.status_code == 302


def test_a_file_beside_what_was_typed_comes_through():
    meeting = make.meeting(make.branch(), state="planned")
    client = Client()
    client.force_login(make.account(meeting.chair))
    words = {"title": "Bản\0 tin", "classified": "no", "file": SimpleUploadedFile("a.pdf", files.PDF)}

    client.post(reverse("meetings:paper_add", args=[meeting.pk]), words)

    assert [paper.title for paper in meeting.papers.all()] == ["Bản tin"]


@pytest.mark.urls(__name__)
def test_the_code_on_the_page_of_a_fault_leads_to_where_it_happened(caplog):
    client = Client(raise_request_exception=False)

    with caplog.at_level(logging.ERROR):
        page = client.get("/hong/?q=rieng-tu").content.decode()

    code = re.search(r"<strong>([0-9A-F]{6})</strong>", page)[1]
    (told,) = [record for record in caplog.records if code in record.getMessage()]
    assert told.exc_info[0] is ZeroDivisionError
    assert "rieng-tu" not in told.getMessage()


def test_taking_minutes_and_reports_out_is_written_down():
    meeting = make.meeting(make.branch(), state="reported")
    reader = signed_in("secretary", meeting.unit)
    office = signed_in("office", meeting.unit)

    reader.get(reverse("meetings:minutes_file", args=[meeting.pk, "docx"]))
    reader.get(reverse("meetings:resolution_file", args=[meeting.pk, "docx"]))
    office.get(reverse("reports:download", args=[2022, "json"]))

    told = AuditEvent.objects.filter(name="core.file.taken_out").order_by("sequence")
    assert [(event.object_id, event.after.rpartition(".")[2]) for event in told] == [
        (meeting.pk, "docx"),
        (meeting.pk, "docx"),
        (meeting.ward_id, "json"),
    ]
    assert all(event.by_id for event in told)
