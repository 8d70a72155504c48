"""S13 through its pages: file, columns, rows, taken; what is mended and chosen; the command line beside it."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nennep.cli import main
from nennep.core import progress
from nennep.core.legacy import from_unicode
from nennep.organisation.imports import steps
from nennep.organisation.imports.records import ImportRow, MemberImport
from nennep.organisation.models import Person, Unit
from tests import make
from tests.organisation.test_imports import HEAD, HOA, LAN, branch, workbook

pytestmark = pytest.mark.django_db
ON = date(2022, 12, 31)


@pytest.fixture
def unit():
    return branch(make.ward())


@pytest.fixture
def office(client, unit, settings):
    """The ward office, signed in on the last day of 2022."""
    settings.CLOCK_OFFSET_SECONDS = int((make.at(ON, hour=9) - make.timezone.now()).total_seconds())
    actor = make.actor("office", of=unit)
    client.force_login(make.account(Person.objects.get(pk=actor.person_id)))
    return client


def bring(office, content: bytes, name: str = "ds.xlsx", **given) -> MemberImport:
    data = {"file": SimpleUploadedFile(name, content), "classified": "no", "on": "31/12/2022", **given}
    answer = office.post(reverse("organisation:imports"), data)
    assert answer.status_code == 302, answer.content.decode()
    return MemberImport.objects.latest("brought_at", "pk")


def address(made, name="import", **query) -> str:
    return reverse(f"organisation:{name}", args=[made.pk]) + ("?" + "&".join(f"{k}={v}" for k, v in query.items()))


def page(office, made, **query) -> str:
    return office.get(address(made, **query)).content.decode()


def read(office, made) -> MemberImport:
    office.post(address(made, "import_read"))
    made.refresh_from_db()
    return made


def test_from_the_file_to_the_members_and_back(office, unit):
    made = bring(office, workbook(LAN, HOA))
    assert "Bước 2 trong 4" in page(office, made)
    made = read(office, made)
    assert "Nhận 2 dòng đúng" in page(office, made)

    office.post(address(made, "import_take"))
    assert "Đã nhận 2 dòng" in page(office, made)
    assert Person.objects.filter(full_name="Trần Thị Lan").exists()

    office.post(address(made, "import_undo"))
    assert "Đã hoàn tác lần nhập" in page(office, made)
    assert not Person.objects.filter(full_name="Trần Thị Lan").exists()


def test_nothing_is_taken_before_somebody_says_so(office, unit):
    read(office, bring(office, workbook(LAN)))

    assert not Person.objects.filter(full_name="Trần Thị Lan").exists()


def test_a_file_sent_twice_is_one_import(office, unit):
    key = str(make.uuid7())

    bring(office, workbook(LAN), id=key)
    bring(office, workbook(LAN), id=key)

    assert MemberImport.objects.count() == 1


def test_a_refused_file_is_kept_nowhere_and_the_form_says_why(office, unit):
    data = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "classified": "no", "on": "31/12/2022"}

    answer = office.post(reverse("organisation:imports"), data)

    assert (answer.status_code, MemberImport.objects.count()) == (422, 0)
    assert "Chỉ nhận bảng tính" in answer.content.decode()


def test_a_faulty_cell_is_mended_in_place(office, unit):
    made = read(office, bring(office, workbook([1, "Trần Thị Lan", "Nữ", "31/02/1960", "1990", "", "", "", "TDP 99"])))
    shown = page(office, made, loai="error")
    assert "Ngày 31/02/1960 không có trong lịch" in shown and 'name="2-birth"' in shown

    office.post(address(made, "import_mend"), {"2-birth": "1960", "2-unit": unit.name})

    row = ImportRow.objects.get(member_import=made)
    assert (row.fate, row.words["birth"], row.words["unit"]) == ("new", "1960", "Chi bộ TDP số 7")


def test_rows_left_out_are_not_taken(office, unit):
    made = read(office, bring(office, workbook(LAN, HOA)))

    office.post(address(made, "import_choose"), {"selected": "3", "choice": "leave", "loai": "new"})
    office.post(address(made, "import_take"))

    assert not Person.objects.filter(full_name="Vũ Văn Hoà").exists()
    assert Person.objects.filter(full_name="Trần Thị Lan").exists()


TWIN = [2, "Trần Thị Lan", "Nữ", "12/1968", "1990", "", "", "0987654321", "TDP 7"]


def test_a_twin_is_not_taken_until_somebody_says_who_it_is(office, unit):
    made = read(office, bring(office, workbook(LAN, TWIN)))
    assert "Là hai người khác nhau" in page(office, made, loai="twin")

    office.post(address(made, "import_take"))

    assert Person.objects.filter(full_name="Trần Thị Lan").count() == 1


@pytest.mark.parametrize(("choice", "people", "phones"), [("apart", 2, 2), ("merge", 1, 1)])
def test_a_twin_is_kept_apart_or_merged(office, unit, choice, people, phones):
    made = read(office, bring(office, workbook(LAN, TWIN)))

    office.post(address(made, "import_choose"), {"selected": "3", "choice": choice, "loai": "twin"})
    office.post(address(made, "import_take"))

    found = Person.objects.filter(full_name="Trần Thị Lan")
    assert (found.count(), len({each.phone for each in found})) == (people, phones)
    assert "0987654321" in {each.phone for each in found}


def test_a_twin_of_somebody_known_is_merged_with_them(office, unit):
    known = make.member(unit, "Trần Thị Lan")
    made = read(office, bring(office, workbook([1, "Trần Thị Lan", "", "1950", "1990", "", "", "0987654321", "TDP 7"])))
    assert [(row.fate, row.twin_people) for row in made.rows.all()] == [("twin", [str(known.pk)])]

    data = {"selected": "2", "choice": "merge", "person": str(known.pk), "loai": "twin"}
    office.post(address(made, "import_choose"), data)
    office.post(address(made, "import_take"))

    known.refresh_from_db()
    assert (known.phone, Person.objects.filter(full_name="Trần Thị Lan").count()) == ("0987654321", 1)


def test_corrected_columns_are_remembered_for_the_next_file(office, unit):
    head = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Chính thức", "Số hiệu", "Máy bàn", "Chi bộ"]
    made = bring(office, workbook(LAN, head=head))
    kinds = {f"kind-{column['column']}": column["field"] for column in made.about["columns"]}
    assert kinds["kind-6"] == ""

    data = {**kinds, "kind-6": "card", "kind-7": "phone", "header": "1", "sheet": "Sheet1"}
    assert office.post(address(made, "import_columns"), data).status_code == 302

    again = bring(office, workbook(LAN, HOA, head=head))
    assert (again.about["mapping"]["card"], again.about["mapping"]["phone"]) == ("G", "H")


def test_two_columns_cannot_hold_the_same(office, unit):
    made = bring(office, workbook(LAN))
    kinds = {f"kind-{column['column']}": column["field"] for column in made.about["columns"]}

    answer = office.post(address(made, "import_columns"), {**kinds, "kind-7": "card", "header": "1"})

    assert answer.status_code == 422 and "Mỗi nội dung chỉ ở một cột." in answer.content.decode()


def test_the_encoding_of_a_column_is_shown_and_can_be_changed(office, unit):
    lines = [[each, *(from_unicode(cell, "VNI") for cell in LAN[1:])] for each in (1, 2, 3)]
    made = bring(office, workbook(*lines, head=[from_unicode(each, "VNI") for each in HEAD]))
    shown = page(office, made)
    assert "Traàn Thò Lan → <strong>Trần Thị Lan</strong>" in shown

    kinds = {f"kind-{column['column']}": column["field"] for column in made.about["columns"]}
    office.post(address(made, "import_columns"), {**kinds, "header": "1", "encoding-1": "Unicode"})

    made.refresh_from_db()
    assert made.about["columns"][1]["samples"] == ["Traàn Thò Lan"]


def test_if_the_ward_changed_meanwhile_nothing_is_taken_and_the_new_fates_are_shown(office, unit):
    made = read(office, bring(office, workbook(LAN, HOA)))
    steps.take(steps.read_rows(bring(office, workbook(LAN))), by=make.office(unit.ward), at=make.at(ON))

    answer = office.post(address(made, "import_take"), follow=True)

    assert "1 dòng có kết quả khác. Xem lại rồi nhận." in answer.content.decode()
    assert not Person.objects.filter(full_name="Vũ Văn Hoà").exists()
    assert list(made.rows.order_by("number").values_list("fate", flat=True)) == ["same", "new"]


def test_an_import_that_is_left_takes_nothing_and_no_longer_waits(office, unit):
    made = read(office, bring(office, workbook(LAN)))
    assert "Nhập từ Excel: ds.xlsx" in office.get("/").content.decode()

    office.post(address(made, "import_drop"))

    assert "Đã bỏ lần nhập" in page(office, made)
    assert "Nhập từ Excel: ds.xlsx" not in office.get("/").content.decode()


@pytest.mark.parametrize("fate", ["new", "same", "changed", "twin", "error"])
def test_a_page_of_rows_asks_the_same_for_one_and_for_thirty(office, unit, fate, django_assert_max_num_queries):
    rows = {
        "new": lambda n: [n, f"Trần Thị {_name(n)}", "", "1968", "1990", "", "", "", "TDP 7"],
        "error": lambda n: [n, f"Trần Thị {_name(n)}", "", "31/02/1968", "1990", "", "", "", "TDP 7"],
        "twin": lambda n: [n, f"Trần Thị {_name(n)}", "", "1950", "1990", "", "", "", "TDP 7"],
    }
    line = rows.get(fate, rows["new"])
    if fate == "twin":
        for number in range(30):
            make.member(unit, f"Trần Thị {_name(number)}")
    counts = []
    for many in (1, 18):
        made = read(office, bring(office, workbook(*[line(number) for number in range(many)])))
        with django_assert_max_num_queries(20) as queries:
            office.get(address(made, loai=fate))
        counts.append(len(queries))
    assert counts[0] == counts[1]


GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dung",
    "Đạt",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Mai",
    "Nga",
    "Oanh",
    "Phúc",
    "Quý",
    "Sơn",
    "Tâm",
    "Uyên",
    "Vân",
    "Xuân",
    "Yến",
]


def _name(number: int) -> str:
    return GIVEN[number % 20] + (" Hai" if number >= 20 else "")


def test_what_became_of_each_row_is_a_spreadsheet_without_formulas(office, unit):
    made = read(office, bring(office, workbook([1, "Trần Thị Lan", "", "31/02/1960", "", "", "", "", "=TDP"])))

    answer = office.get(address(made, "import_result", loai="error"))

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="dong-loi.xlsx"')


# Branches -----------------------------------------------------------------------------------------


def test_branches_are_pasted_seen_and_founded(office, unit):
    text = "STT\tTên chi bộ\n1\tTDP 7\n2\tCB tổ dân phố 9\n3\tChi bộ Trạm Y tế\nTổng cộng: 3"
    data = {"text": text, "on": "31/12/2022"}

    shown = office.post(reverse("organisation:import_units"), data).content.decode()
    assert "Thành lập 2 chi bộ" in shown and Unit.objects.filter(ward=unit.ward).count() == 1
    office.post(reverse("organisation:import_units"), {**data, "step": "found"})
    office.post(reverse("organisation:import_units"), {**data, "step": "found"})

    found = Unit.objects.filter(ward=unit.ward).exclude(pk=unit.pk).order_by("position")
    assert [(each.name, each.short_name, each.branch_kind) for each in found] == [
        ("Chi bộ TDP số 9", "TDP số 9", "street_block"),
        ("Chi bộ Trạm Y tế", "Trạm Y tế", "health"),
    ]


def test_a_plain_list_of_names_is_a_list_of_branches(office, unit):
    data = {"text": "Chi bộ Chợ Vẽ\nChi bộ Công an phường", "on": "31/12/2022", "step": "found"}

    office.post(reverse("organisation:import_units"), data)

    assert set(Unit.objects.exclude(pk=unit.pk).values_list("branch_kind", flat=True)) == {"market", "police"}


# The command line ---------------------------------------------------------------------------------


def test_the_command_says_what_would_become_of_each_row_and_changes_nothing(unit, tmp_path, capsys):
    (tmp_path / "ds.xlsx").write_bytes(workbook(LAN, HOA))
    words = ["import", "members", str(tmp_path / "ds.xlsx"), "--ward", unit.ward.code, "--on", "2022-12-31"]

    assert main([*words, "--dry-run", "--report", str(tmp_path / "r.json")]) == 0

    told = json.loads((tmp_path / "r.json").read_text())
    assert (told["encoding"], told["header_row"], told["mapping"]["full_name"]) == ("Unicode", 1, "B")
    assert [(row["row"], row["fate"], row["problems"]) for row in told["rows"]] == [(2, "new", []), (3, "new", [])]
    assert told["rows"][0]["person"]["birth"] == "1968-12"
    assert "Mới 2" in capsys.readouterr().out
    assert not Person.objects.exists()


def test_the_command_takes_new_rows_and_leaves_doubtful_ones(unit, tmp_path, capsys):
    (tmp_path / "ds.xlsx").write_bytes(workbook(LAN, TWIN, [3, "", "", "1950", "1980", "", "", "", "TDP 7"]))
    words = ["import", "members", str(tmp_path / "ds.xlsx"), "--ward", unit.ward.code, "--on", "2022-12-31"]

    assert main([*words, "--report", str(tmp_path / "r.xlsx")]) == 0
    assert main(words) == 0

    assert [each.full_name for each in Person.objects.all()] == ["Trần Thị Lan"]
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")
    assert "Đã nhận 1 dòng." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import", "members", "khong-co.xlsx", "--ward", "{ward}"], "Không đọc được tệp khong-co.xlsx"),
        (["import", "members", "khong-co.xlsx", "--ward", "la"], "Không có phường “la”"),
    ],
)
def test_the_command_refuses_with_a_sentence(unit, words, sentence, capsys):
    assert main([word.format(ward=unit.ward.code) for word in words]) == 1

    assert sentence in capsys.readouterr().err


def test_branches_by_the_command(unit, tmp_path, capsys):
    (tmp_path / "cb.csv").write_text("Tên chi bộ\nTDP 7\nTDP 12\n")

    assert main(["import", "units", str(tmp_path / "cb.csv"), "--ward", unit.ward.code, "--on", "2022-12-31"]) == 0

    assert Unit.objects.filter(ward=unit.ward).count() == 2
    assert "3: Chi bộ TDP số 12 – mới" in capsys.readouterr().out


# Long work ----------------------------------------------------------------------------------------

WORKER = """
import sys, time, django
django.setup()
from nennep.core import progress
from uuid import UUID
held = progress.hold(UUID(sys.argv[1]))
print("begun", flush=True)
time.sleep(60)
"""


def someone_working_on(made, home) -> subprocess.Popen:
    """Another process that holds the work of an import, as a server's worker does."""
    environment = os.environ | {"NENNEP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
    command = [sys.executable, "-c", WORKER, str(made.pk)]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "begun\n"
    return worker


@pytest.mark.parametrize(("state", "back"), [("reading", "columns"), ("taking", "rows")])
def test_work_whose_process_is_killed_is_set_back_with_a_sentence_and_done_again(
    office, unit, settings, tmp_path, state, back
):
    settings.HOME = tmp_path
    made = read(office, bring(office, workbook(LAN, HOA)))
    MemberImport.objects.update(state=state)
    worker = someone_working_on(made, tmp_path)
    try:
        while_it_works = page(office, made)
    finally:
        worker.kill()
        worker.wait()
    after, made = page(office, made), MemberImport.objects.get()

    assert "Máy dừng giữa chừng" not in while_it_works and "hx-trigger" in while_it_works
    assert "Máy dừng giữa chừng nên lần nhập này chưa xong; chưa dòng nào được nhận. Bấm làm lại." in after
    assert made.state == back
    office.post(address(read(office, made), "import_take"))
    assert Person.objects.filter(full_name="Vũ Văn Hoà").count() == 1


def test_one_process_at_a_time_works_on_an_import(settings, tmp_path, office):
    settings.HOME = tmp_path
    made = bring(office, workbook(LAN))
    mine = progress.hold(made.pk)

    assert progress.is_held(made.pk) and progress.hold(made.pk) is None
    progress.let_go(made.pk, mine)
    assert not progress.is_held(made.pk)
