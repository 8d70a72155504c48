"""Taking members in from a file: what is accepted comes in, once, and can be taken back."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.organisation import actions
from nennep.organisation.imports import steps
from nennep.organisation.imports.undo import undo_import
from nennep.organisation.models import Membership, Person, Placement, Post, Standing
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 12, 31)
AT = make.at(ON, hour=9)
HEAD = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Chính thức", "Số thẻ", "Điện thoại", "Chi bộ"]
LAN = [1, "Trần Thị Lan", "Nữ", "12/1968", "1990", "20/5/1991", "01234567", "912345678", "TDP 7"]
HOA = [2, "Vũ Văn Hoà", "Nam", 1951, "3/2/1970", "3/2/1971", "", "", "CB tổ dân phố 7"]


def workbook(*rows: list[object], head: list[str] = HEAD, **pages: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for name, lines in {"Sheet1": [head, *rows], **pages}.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(lines):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, book.add_format({"num_format": "dd/mm/yyyy"}))
                else:
                    page.write(number, column, cell)
    book.close()
    return out.getvalue()


def branch(ward, name="Chi bộ Tổ dân phố số 7"):
    unit = actions.found_unit(
        ward.pk, name=name, short_name=name[7:], valid_from=make.BEGIN, by=make.office(ward), at=AT
    )
    term = {"name": "2020–2025", "valid_from": make.BEGIN, "valid_to": date(2025, 1, 1)}
    actions.begin_term(unit, **term, by=make.office(ward), at=AT)
    return unit


@pytest.fixture
def unit():
    return branch(make.ward())


def brought(ward, content: bytes, name: str = "ds.xlsx"):
    file = SimpleUploadedFile(name, content)
    by = make.office(ward)
    return steps.read_rows(steps.bring(file, classified=False, ward_id=ward.pk, on=ON, by=by, at=AT))


def taken(ward, content: bytes):
    return steps.take(brought(ward, content), by=make.office(ward), at=AT)


def fates(made) -> list[tuple[int, str]]:
    return list(made.rows.order_by("number").values_list("number", "fate"))


def refused(work) -> str:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.sentence


def test_new_members_come_in_with_what_is_known_of_their_dates(unit):
    taken(unit.ward, workbook(LAN, HOA))

    lan, hoa = Person.objects.order_by("name_key")[::-1]
    membership = lan.memberships.get()
    assert (str(lan.birth), str(membership.admitted), str(membership.official)) == ("12/1968", "1990", "20/05/1991")
    assert (lan.sex, lan.phone, membership.card_number) == ("female", "0912345678", "01234567")
    assert [(each.unit, each.kind, each.valid_from) for each in lan.placements.all()] == [(unit, "official", ON)]
    assert (str(hoa.birth), hoa.birth_date, str(hoa.memberships.get().admitted)) == ("1951", None, "03/02/1970")


def test_every_member_taken_in_is_in_the_audit_log(unit):
    taken(unit.ward, workbook(LAN))

    names = list(
        AuditEvent.objects.filter(ward_id=unit.ward_id, at=AT).order_by("sequence").values_list("name", flat=True)
    )
    assert names[-5:] == [
        "organisation.import.brought",
        "organisation.person.registered",
        "organisation.member.admitted",
        "organisation.member.placed",
        "organisation.import.taken",
    ]


def test_the_same_file_again_changes_nothing(unit):
    content = workbook(LAN, HOA, [3, "Trần Thị Lan", "Nữ", "1/12/1968", "1990", "", "", "", "TDP 7"])
    taken(unit.ward, content)
    before = list(Person.objects.values()), list(Membership.objects.values()), list(Placement.objects.values())

    again = brought(unit.ward, content)

    assert fates(again) == [(2, "same"), (3, "same"), (4, "twin")]
    assert "Chưa có dòng nào để nhận" in refused(lambda: steps.take(again, by=make.office(unit.ward), at=AT))
    assert before == (
        list(Person.objects.values()),
        list(Membership.objects.values()),
        list(Placement.objects.values()),
    )


def test_taking_twice_takes_once(unit):
    made = taken(unit.ward, workbook(LAN))

    steps.take(made, by=make.office(unit.ward), at=AT)

    assert Person.objects.count() == 1


def test_what_changed_is_shown_with_both_values_and_taken_over(unit):
    other = branch(unit.ward, "Chi bộ Tổ dân phố số 8")
    taken(unit.ward, workbook(LAN, HOA))
    made = brought(
        unit.ward,
        workbook(
            [1, "TRẦN THỊ LAN", "Nữ", "3/12/1968", "1990", "", "01234567", "0987654321", "TDP 8"],
            [2, "Vũ Văn Hòa", "", "1951", "3/2/1970", "", "", "", "TDP 7"],
        ),
    )
    row = made.rows.get(number=2)

    steps.take(made, by=make.office(unit.ward), at=AT)

    assert fates(made) == [(2, "changed"), (3, "same")]
    assert [(each["field"], each["before"], each["after"]) for each in row.differences] == [
        ("phone", "0912345678", "0987654321"),
        ("birth", "12/1968", "03/12/1968"),
        ("unit", "Chi bộ Tổ dân phố số 7", "Chi bộ Tổ dân phố số 8"),
    ]
    lan = Person.objects.get(full_name="Trần Thị Lan")
    assert (lan.birth_date, lan.phone) == (date(1968, 12, 3), "0987654321")
    places = lan.placements.order_by("valid_from", "pk").values_list("unit", "valid_from", "valid_to")
    assert list(places) == [(unit.pk, ON, ON), (other.pk, ON, None)]


def test_an_import_is_taken_back_as_a_whole(unit):
    taken(unit.ward, workbook(LAN))
    made = taken(
        unit.ward,
        workbook(
            [1, "Trần Thị Lan", "Nữ", "3/12/1968", "1990", "", "01234567", "0987654321", "TDP 7"],
            [2, *HOA[1:]],
        ),
    )

    undo_import(made, by=make.office(unit.ward), at=AT)
    undo_import(made, by=make.office(unit.ward), at=AT)

    (lan,) = Person.objects.all()
    assert (str(lan.birth), lan.phone) == ("12/1968", "0912345678")
    assert AuditEvent.objects.filter(name="organisation.import.undone").count() == 1


def test_a_move_to_another_branch_is_taken_back_too(unit):
    branch(unit.ward, "Chi bộ Tổ dân phố số 8")
    taken(unit.ward, workbook(LAN))
    made = taken(unit.ward, workbook([*LAN[:8], "TDP 8"]))

    undo_import(made, by=make.office(unit.ward), at=AT)

    assert list(Placement.objects.values_list("unit", "valid_from", "valid_to")) == [(unit.pk, ON, None)]


def test_strange_characters_in_cells_are_kept_out_of_the_database(unit):
    content = "Họ và tên,Ngày sinh,Chi bộ\nTrần\0 Thị Lan,1968,TDP 7\n".encode()

    made = taken(unit.ward, content)

    assert (made.state, Person.objects.get().full_name) == ("taken", "Trần Thị Lan")


def test_an_import_on_which_something_was_built_stays_and_says_on_what(unit):
    made = taken(unit.ward, workbook(LAN, HOA))
    lan = Person.objects.get(full_name="Trần Thị Lan")
    actions.assign_duty(
        lan, unit, year=2023, description="Phụ trách hộ", assigned_on=ON, by=make.office(unit.ward), at=AT
    )

    sentence = refused(lambda: undo_import(made, by=make.office(unit.ward), at=AT))

    assert "Trần Thị Lan" in sentence
    assert Person.objects.count() == 2


def test_posts_duties_and_exemptions_come_in_with_the_member(unit):
    head = [*HEAD, "Chức vụ", "Nhiệm vụ", "Ghi chú"]
    taken(
        unit.ward,
        workbook(
            [*LAN, "Bí thư chi bộ, Tổ trưởng tổ dân phố", "", ""],
            [*HOA, "Phó BT; Chi ủy viên", "Tuyên truyền", "Miễn SH"],
            head=head,
        ),
    )

    posts = Post.objects.order_by("position").values_list("person__full_name", "position")
    assert list(posts) == [
        ("Vũ Văn Hoà", "branch_committee_member"),
        ("Vũ Văn Hoà", "deputy_secretary"),
        ("Trần Thị Lan", "secretary"),
    ]
    assert [(each.person.full_name, each.kind) for each in Standing.objects.all()] == [("Vũ Văn Hoà", "exempt")]
    assert Person.objects.get(full_name="Vũ Văn Hoà").duties.get().description == "Tuyên truyền"
