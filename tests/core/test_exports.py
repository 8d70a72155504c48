"""Every list as a file: as it is filtered, without formulas, only what the reader may see, and the log knows."""

import csv
import io
from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nennep.core.documents.csv import harmless, render_csv
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.models import AuditEvent, ListExport
from nennep.directives.models import Directive
from nennep.organisation.models import Person
from tests import make

# Cells --------------------------------------------------------------------------------------------

DANGEROUS = [
    "=1+1",
    "+84912",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\ufeff=1",
    "\u3000=1",
    "＝1+1",
    "＠x",
    "\0=1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_would_begin_a_formula_gets_an_apostrophe(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Đặng Thị Hoà", "12/03/2022", "a=b", "'đã có", "1-2", "92,5%"])
def test_other_words_stay_as_they_are(text):
    assert harmless(text) == text


def test_ten_thousand_odd_strings_never_begin_a_formula():
    random = Random(5)
    alphabet = "=+-@\t\r\n\0 \u3000\ufeff＝＋－＠abcđ\"',;1"
    for _each in range(10_000):
        text = "".join(random.choices(alphabet, k=random.randint(1, 6)))
        first = harmless(text).lstrip(" \u00a0\u200b\u3000\ufeff")[:1]
        assert first not in set("=+-@\t\r\n\0＝＋－＠")


def test_a_csv_says_that_it_is_utf8_and_keeps_numbers_as_numbers():
    content = render_csv(["Tên", "Số"], [["=Hoà", 3], ['a,b\n"c"', -1.5], [None, True]])

    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read == [["Tên", "Số"], ["'=Hoà", "3"], ['a,b\n"c"', "-1.5"], ["", "True"]]


def test_no_cell_of_a_workbook_is_a_formula():
    content = render_xlsx([Sheet("S", "=T", ["=A"], [[text] for text in DANGEROUS], [9])])
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


# Lists --------------------------------------------------------------------------------------------


@pytest.fixture
def world(db, settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.EVENING - make.timezone.now()).total_seconds())
    unit = make.branch(members=4)
    make.ward_term(unit.ward)
    make.meeting(unit, state="reported", day=date(2022, 2, 3))
    running = make.meeting(unit)
    make.mark_all(running)
    secretary = make.actor("secretary", of=unit)
    someone = running.whole_roll.exclude(person=secretary.person_id)[0].person
    words = {"description": "=Vận động ba hộ", "assignee": someone, "due_on": date(2022, 3, 31)}
    make.meetings.assign_task(running, **words, by=secretary, at=running.starts_at)
    make.dissemination(make.directive(unit.ward), unit)
    other = make.branch(unit.ward, members=2)
    make.meeting(other, state="planned")
    return unit


def reader(unit, position: str) -> Client:
    client = Client()
    actor = make.actor(position, of=unit) if position != "member" else None
    person = Person.objects.get(pk=actor.person_id) if actor else make.member(unit, "Vũ Thị Hoa")
    client.force_login(make.account(person))
    return client


def rows(client: Client, address: str, **words) -> list[list[str]]:
    """The file's rows; of a workbook the rows under its head are the same."""
    answer = client.post(address, {"xuat": "csv", **words})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    book = client.post(address, {"xuat": "xlsx", **words})
    assert book.content.startswith(b"PK") and ".xlsx" in book.headers["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert len([row for row in sheet if any(row)]) >= len(read)
    return read


WHY = {"reason": "Đối chiếu sổ đảng viên"}
LISTS = [
    ("meetings:list", [], {}, "office"),
    ("meetings:plan", [], {}, "office"),
    ("decisions:mine", [], {}, "secretary"),
    ("directives:register", [], {}, "office"),
    ("organisation:branches", [], {}, "office"),
    ("organisation:branch", ["unit"], WHY, "office"),
    ("organisation:export", [], WHY, "office"),
    ("organisation:duties", ["unit", 2022], WHY, "secretary"),
    ("organisation:contacts", ["unit", 2022], WHY, "secretary"),
    ("directives:conferences", [], {}, "office"),
    ("directives:coverage", ["directive", "unit"], WHY, "office"),
    ("oversight:sheets", [], WHY, "office"),
    ("oversight:programme", [2022], WHY, "office"),
    ("oversight:ward", [], WHY, "office"),
    ("oversight:mine", [], {}, "office"),
    ("planning:days", [], {}, "office"),
    ("planning:themes", [2022], {}, "office"),
    ("planning:library", [], {}, "office"),
    ("reports:charges", [2022], WHY, "office"),
    ("reports:export", [], {}, "office"),
    ("reports:rows", ["attendance"], {}, "office"),
]


def address_of(name: str, args: list, unit) -> str:
    given = {"unit": unit.pk, "directive": Directive.objects.values_list("pk", flat=True).first()}
    return reverse(name, args=[given.get(each, each) for each in args])


@pytest.mark.parametrize(("name", "args", "words", "position"), LISTS)
def test_each_list_leaves_in_both_formats_and_the_log_says_who_took_it(world, name, args, words, position):
    client = reader(world, position)
    read = rows(client, address_of(name, args, world), **words)

    kept = ListExport.objects.filter(ward_id=world.ward_id)
    assert [export.format for export in kept.order_by("pk")] == ["csv", "xlsx"]
    assert {export.row_count for export in kept} == {len(read) - 1}
    events = AuditEvent.objects.filter(ward_id=world.ward_id, name="core.list.exported")
    assert [event.after["reason"] for event in events] == [words.get("reason", "")] * 2
    assert {event.by_name for event in events} == {kept[0].by_name}


def test_a_file_holds_what_the_page_shows_and_no_more(world):
    member = reader(world, "member")
    office = reader(world, "office")
    address = reverse("meetings:list")

    assert len(rows(office, address)) == 1 + 3
    assert len(rows(member, address)) == 1 + 2
    assert [row[1] for row in rows(office, f"{address}?chi_bo={world.pk}")[1:]] == [world.short_name] * 2


def test_a_task_that_begins_like_a_formula_leaves_as_words(world):
    assert "'=Vận động ba hộ" in [row[1] for row in rows(reader(world, "secretary"), reverse("decisions:mine"))]


def test_columns_follow_rights(world):
    address = reverse("organisation:branch", args=[world.pk])
    officer = rows(reader(world, "secretary"), address, **WHY)[0]

    assert {"Năm sinh", "Điện thoại", "Tổ đảng"} <= set(officer)
    member = reader(world, "member")
    answer = member.post(address, {"xuat": "csv", **WHY})
    assert answer.headers["Content-Type"].startswith("text/html")  # the list is shown, not given out
    assert not ListExport.objects.filter(ward_id=world.ward_id, by_name="Vũ Thị Hoa").exists()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Ghi lý do xuất danh sách có tên đảng viên."), ("ab", "Ghi rõ hơn lý do, ít nhất vài chữ.")],
)
def test_lists_of_people_ask_what_for(world, reason, sentence):
    client = reader(world, "office")
    address = reverse("organisation:export")
    first = client.post(address, {"xuat": "csv"})
    second = client.post(address, {"xuat": "csv", "reason": reason})

    assert (first.status_code, second.status_code) == (200, 422)
    assert "Dùng danh sách này để làm gì?" in first.content.decode()
    assert sentence in second.content.decode()
    assert ListExport.objects.count() == 0


def test_nobody_takes_out_a_list_that_is_not_theirs(world):
    member = reader(world, "member")
    for name in ("organisation:export", "oversight:ward", "meetings:plan"):
        assert member.post(reverse(name), {"xuat": "csv", **WHY}).status_code == 404
    assert ListExport.objects.count() == 0


def test_a_file_asks_as_many_questions_for_thirty_rows_as_for_one(world):
    client = reader(world, "secretary")
    address = reverse("organisation:branch", args=[world.pk])
    counts = []
    for more in (0, 30):
        for _each in range(more):
            make.member(world)
        client.post(address, {"xuat": "csv", **WHY})
        with CaptureQueriesContext(connection) as asked:
            client.post(address, {"xuat": "csv", **WHY})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_branchs_lists_tell_duties_contacts_and_who_was_not_reached(world):
    """What people asked for in the cell, not only that a file came."""
    by, at, change = make.office(world.ward), make.at(make.DAY), make.organisation
    change.assign_duty(
        make.member(world, "Vũ Thị Hoa"), world, year=2022, description="Theo dõi hộ 1–20", assigned_on=make.DAY,
        by=by, at=at,
    )  # fmt: skip
    change.introduce_contact(
        make.person(world.ward, "Lê Văn Nam"), world, workplace="Chi bộ Điện lực", on=make.BEGIN, by=by, at=at
    )
    secretary = reader(world, "secretary")

    duties = rows(secretary, address_of("organisation:duties", ["unit", 2022], world), **WHY)
    assert ["Vũ Thị Hoa", "Theo dõi hộ 1–20"] in [row[1:3] for row in duties]
    contacts = rows(secretary, address_of("organisation:contacts", ["unit", 2022], world), **WHY)
    assert [row[1:3] for row in contacts[1:]] == [["Lê Văn Nam", "Chi bộ Điện lực"]]
    reached = rows(secretary, address_of("directives:coverage", ["directive", "unit"], world), **WHY)
    assert [row[3] for row in reached[1:]] == [""] * (len(reached) - 1) and len(reached) >= 5
