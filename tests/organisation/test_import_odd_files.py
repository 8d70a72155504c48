"""Odd files as offices send them: each is read rightly, or refused with a sentence; never taken for something else."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from nennep.core.legacy import from_unicode
from nennep.core.refusals import Refused
from nennep.core.sheets import read_book
from nennep.organisation import actions
from nennep.organisation.imports import fates
from nennep.organisation.imports.layout import lay_out
from nennep.organisation.imports.members import Reader
from nennep.organisation.imports.rows import raw_rows
from nennep.organisation.imports.unit_names import branches_by_name
from nennep.organisation.models import Unit
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 12, 31)
LAN = ("Trần Thị Lan", "1968-12", "1990-02-03", "Chi bộ TDP số 7")
HOA = ("Vũ Văn Hoà", "1951", "1970-05-19", "Chi bộ TDP số 8")
BOTH = [LAN, HOA]
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Chi bộ"]
ROWS = [[1, "Trần Thị Lan", "12/1968", "3/2/1990", "TDP 7"], [2, "Vũ Văn Hoà", "1951", "19/5/1970", "TDP 8"]]
TABLE = [HEAD, *ROWS]
MINH = ("Lê Văn Minh", "1960-05", "1985-02-01", "Chi bộ TDP số 7")
MINH_ROW = [3, "Lê Văn Minh", "5.1960", "1-2-1985", "TDP 7"]
EXAMPLE = "Nhập ngày/tháng/năm, ví dụ 28/02/1960, hoặc chỉ năm."


@pytest.fixture
def read(tmp_path) -> Callable[[bytes, str], list[dict]]:
    """Read a file as the ward office would, in a ward with two branches."""
    ward = make.ward()
    for number in (7, 8):
        actions.found_unit(
            ward.pk,
            name=f"Chi bộ Tổ dân phố số {number}",
            short_name=f"TDP {number}",
            valid_from=make.BEGIN,
            by=make.office(ward),
            at=make.at(),
        )

    def rows(content: bytes, name: str = "ds.xlsx") -> list[dict]:
        path = tmp_path / name
        path.write_bytes(content)
        layout = lay_out(read_book(path))
        raw = raw_rows(layout)
        branches = branches_by_name(Unit.objects.filter(ward=ward), "Đức Thắng")
        reader = Reader(layout.columns, branches, raw.names, ON)
        judged = fates.judge([reader.read(each) for each in raw.rows], fates.Register(ward.pk, on=ON))
        return [fates.report(each) for each in judged]

    return rows


def told(rows: list[dict], *fields: str) -> list[tuple]:
    fields = fields or ("full_name", "birth", "joined", "unit")
    return [tuple(row["person"][field] for field in fields) for row in rows]


def sentences(rows: list[dict]) -> list[str]:
    return [f"{each['cell']} {each['message']}" for row in rows for each in row["problems"]]


def workbook(
    *pages: list[list[object]],
    merge: tuple[str, ...] = (),
    hide: str = "",
    formats: dict[str, str] | None = None,
    hidden_pages: int = 0,
) -> bytes:
    """A workbook; `merge` names areas whose first cell is written across, `formats` the formats of cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    styles = {cell: book.add_format({"num_format": code}) for cell, code in (formats or {}).items()}
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for place, lines in enumerate(pages):
        page = book.add_worksheet()
        for number, row in enumerate(lines):
            for column, cell in enumerate(row):
                style = styles.get(f"{chr(65 + column)}{number + 1}")
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, style or days)
                elif cell != "":
                    page.write(number, column, cell)
        for area in merge:
            page.merge_range(area, "")
            first = area.split(":")[0]
            row, column = int(first[1:]) - 1, ord(first[0]) - 65
            page.write(row, column, lines[row][column])
        if hide:
            page.set_column(hide, None, None, {"hidden": True})
        if place < hidden_pages:
            page.hide()
        elif place == hidden_pages:
            page.activate()
            page.set_first_sheet()
    book.close()
    return out.getvalue()


def text(rows: list[list[object]], *, delimiter: str = ",", charset: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(charset)


def in_encoding(encoding: str, rows: list[list[object]]) -> list[list[object]]:
    return [[from_unicode(cell, encoding) if isinstance(cell, str) else cell for cell in row] for row in rows]


def windows_1258(words: str) -> bytes:
    """As Vietnamese Windows writes it: letters with their shape, tones as marks behind them."""
    out = b""
    for letter in unicodedata.normalize("NFC", words):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in parts if mark in "\u0300\u0309\u0303\u0301\u0323")
            shape = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
            out += (shape + tones).encode("cp1258")
    return out


FILES: dict[str, tuple[bytes, str]] = {
    "empty rows and titles above the heading": (
        workbook([[], [], ["ĐẢNG BỘ PHƯỜNG"], ["", "DANH SÁCH ĐẢNG VIÊN"], [], *TABLE]),
        "ds.xlsx",
    ),
    "titles merged over all columns": (
        workbook([["DANH SÁCH ĐẢNG VIÊN", "", "", "", ""], *TABLE], merge=("A1:E1",)),
        "ds.xlsx",
    ),
    "a heading of two rows with merged cells": (
        workbook(
            [
                ["TT", "Họ và tên", "Năm sinh", "", "Ngày vào Đảng", "", "Sinh hoạt tại"],
                ["", "", "Nam", "Nữ", "Dự bị", "Chính thức", ""],
                [1, "Trần Thị Lan", "", "12/1968", "3/2/1990", "", "TDP 7"],
                [2, "Vũ Văn Hoà", "1951", "", "19/5/1970", "", "TDP 8"],
            ],
            merge=("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"),
        ),
        "ds.xlsx",
    ),
    "a line with the numbers of the columns": (
        workbook([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)"], *ROWS]),
        "ds.xlsx",
    ),
    "the heading repeated on every page": (workbook([HEAD, ROWS[0], HEAD, ROWS[1]]), "ds.xlsx"),
    "totals and signatures at the foot": (
        workbook(
            [
                *TABLE,
                ["", "Tổng số: 02 đồng chí"],
                [],
                ["", "", "", "Đức Thắng, ngày 31 tháng 12 năm 2022"],
                ["", "NGƯỜI LẬP BIỂU", "", "T/M CHI ỦY"],
                ["", "", "", "BÍ THƯ"],
                ["", "Nguyễn Văn Bình", "", "Trần Văn Cường"],
            ]
        ),
        "ds.xlsx",
    ),
    "an XLSX file called .xls": (workbook(TABLE), "ds.xls"),
    "a text file called .xlsx": (text(TABLE), "ds.xlsx"),
    "a workbook called .csv": (workbook(TABLE), "ds.csv"),
    "three sheets, the list in the second": (
        workbook([["Ghi chú của văn phòng"]], TABLE, [["Họ và tên", "Ngày sinh", "Chi bộ"]]),
        "ds.xlsx",
    ),
    "a hidden first sheet with an old list": (
        workbook([HEAD, [1, "Người Đã Chuyển", "1950", "1970", "TDP 7"]] * 5, TABLE, hidden_pages=1),
        "ds.xlsx",
    ),
    "a hidden column": (workbook(TABLE, hide="C:C"), "ds.xlsx"),
    "Excel dates, one that shows month and year only": (
        workbook(
            [
                HEAD,
                [1, "Trần Thị Lan", date(1968, 12, 1), date(1990, 2, 3), "TDP 7"],
                [2, "Vũ Văn Hoà", 1951, datetime(1970, 5, 19), "TDP 8"],
            ],
            formats={"C2": "mm/yyyy"},
        ),
        "ds.xlsx",
    ),
    "Excel dates that lost their format": (
        workbook(
            [
                HEAD,
                [1, "Trần Thị Lan", "12/1968", 32907, "TDP 7"],
                [2, "Vũ Văn Hoà", 1951, 25707.0, "TDP 8"],
            ]
        ),
        "ds.xlsx",
    ),
    "dates with dots, two-digit years and words": (
        workbook(
            [
                HEAD,
                [1, "Trần Thị Lan", "tháng 12/1968", "3.2.90", "TDP 7"],
                [2, "Vũ Văn Hoà", "năm 1951", "ngày 19 tháng 5 năm 1970", "TDP 8"],
            ]
        ),
        "ds.xlsx",
    ),
    "headings and names in NFD": (
        workbook([[unicodedata.normalize("NFD", str(cell)) for cell in row] for row in TABLE]),
        "ds.xlsx",
    ),
    "names in capitals, and in small letters": (
        workbook([HEAD, [1, "TRẦN THỊ LAN", *ROWS[0][2:]], [2, "vũ văn hoà", *ROWS[1][2:]]]),
        "ds.xlsx",
    ),
    "one column in TCVN3, the others in Unicode": (
        workbook([HEAD, *([row[0], from_unicode(row[1], "TCVN3"), *row[2:]] for row in ROWS)]),
        "ds.xlsx",
    ),
    "TCVN3 throughout, names in capitals of a font ending in H": (
        workbook(in_encoding("TCVN3", [HEAD, [1, "TRẦN THỊ LAN", *ROWS[0][2:]], [2, "VŨ VĂN HOÀ", *ROWS[1][2:]]])),
        "ds.xlsx",
    ),
    "VNI throughout": (workbook(in_encoding("VNI", TABLE)), "ds.xlsx"),
    "VNI in a text file with semicolons": (text(in_encoding("VNI", TABLE), delimiter=";", charset="latin-1"), "a.csv"),
    "TCVN3 in a text file": (text(in_encoding("TCVN3", TABLE), charset="latin-1"), "ds.csv"),
    "a text file in windows-1258 with semicolons": (
        windows_1258("\r\n".join(";".join(map(str, row)) for row in TABLE)),
        "ds.csv",
    ),
    "a text file in UTF-16 with tabs, as Excel saves it": (
        "\r\n".join("\t".join(map(str, row)) for row in TABLE).encode("utf-16"),
        "ds.txt",
    ),
    "a text file without a mark of its character set": (text(TABLE, charset="utf-8"), "ds.csv"),
    "a text file that names its delimiter": (b"sep=|\r\n" + text(TABLE, delimiter="|", charset="utf-8"), "ds.csv"),
    "name in two columns under one heading": (
        workbook(
            [
                ["STT", "Họ và tên", "", "Ngày sinh", "Ngày vào Đảng", "Chi bộ"],
                [1, "Trần Thị", "Lan", "12/1968", "3/2/1990", "TDP 7"],
                [2, "Vũ Văn", "Hoà", "1951", "19/5/1970", "TDP 8"],
            ],
            merge=("B1:C1",),
        ),
        "ds.xlsx",
    ),
    "a heading typed in Unicode over columns in TCVN3": (
        workbook(
            [
                ["STT", "Họ và tên đệm", "Tên", "Ngày sinh", "Ngày vào Đảng", "Chi bộ"],
                *(
                    [number, *(from_unicode(cell, "TCVN3") for cell in row)]
                    for number, row in enumerate(
                        [
                            ["Trần Thị", "Lan", "12/1968", "3/2/1990", "TDP 7"],
                            ["Vũ Văn", "Hoà", "1951", "19/5/1970", "TDP 8"],
                        ],
                        1,
                    )
                ),
            ]
        ),
        "ds.xlsx",
    ),
    "branches as lines between the people": (
        workbook(
            [
                HEAD[:4],
                ["I", "CHI BỘ TDP SỐ 7 (01 đảng viên)"],
                ROWS[0][:4],
                ["II", "Chi bộ tổ dân phố 8"],
                ROWS[1][:4],
            ]
        ),
        "ds.xlsx",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_odd_files_are_read_like_tidy_ones(read, what):
    rows = read(*FILES[what])

    assert (told(rows), sentences(rows)) == (BOTH, [])


def test_what_only_sounds_like_a_column_is_not_taken_for_it(read):
    head = [*HEAD, "Ngày cấp thẻ", "Nơi sinh", "Số QĐ kết nạp", "Người giới thiệu vào Đảng"]
    more = ["3/2/2020", "Phan Thiết", "12-QĐ/ĐU", "Lê Văn Minh"]

    rows = read(workbook([head, *([*row, *more] for row in [*ROWS, MINH_ROW])]))

    assert (told(rows), sentences(rows)) == ([*BOTH, MINH], [])
    assert told(rows, "card", "official") == [(None, None)] * 3


def test_columns_called_as_nobody_else_calls_them_are_known_by_their_words_and_what_is_in_them(read):
    head = ["TT", "Họ tên đồng chí", "NTNS (theo CCCD)", "Ngày KN Đảng", "Tại CB"]

    rows = read(workbook([head, *ROWS, MINH_ROW]))

    assert (told(rows), sentences(rows)) == ([*BOTH, MINH], [])


def test_the_heading_is_the_row_under_the_titles_not_the_title(tmp_path):
    (tmp_path / "ds.xlsx").write_bytes(workbook([["DANH SÁCH", "", "", "", ""], *TABLE], merge=("A1:E1",)))

    heading = lay_out(read_book(tmp_path / "ds.xlsx")).heading

    assert (heading.first, heading.last, heading.labels[1]) == (1, 1, "Họ và tên")


def test_a_list_without_any_heading_is_known_by_its_content(read):
    people = [
        ["Trần Thị Lan", "03/02/1968", "TDP 7"],
        ["Vũ Văn Hoà", "19/05/1951", "TDP 8"],
        ["Lê An", "1/1/1960", "TDP 8"],
    ]

    rows = read(workbook(people))

    assert told(rows, "full_name", "birth")[:2] == [("Trần Thị Lan", "1968-02-03"), ("Vũ Văn Hoà", "1951-05-19")]


def test_a_branch_merged_over_its_people_is_the_branch_of_them_all(read):
    lines = [HEAD, ROWS[0], [2, "Vũ Văn Hoà", "1951", "19/5/1970", ""]]

    rows = read(workbook(lines, merge=("E2:E3",)))

    assert told(rows, "full_name", "unit") == [("Trần Thị Lan", "Chi bộ TDP số 7"), ("Vũ Văn Hoà", "Chi bộ TDP số 7")]


@pytest.mark.parametrize(
    "written",
    [
        "TDP 7",
        "Chi bộ TDP số 7",
        "CB tổ dân phố 7",
        "TỔ DÂN PHỐ SỐ 07",
        "chi bo tdp 7",
        "TDP7",
        "Tổ dân phố số 7 phường Đức Thắng",
        "Tổ 7",
    ],
)
def test_a_branch_is_known_however_it_is_written(read, written):
    rows = read(workbook([HEAD, [1, "Trần Thị Lan", "1968", "1990", written]]))

    assert (rows[0]["person"]["unit"], rows[0]["problems"]) == ("Chi bộ TDP số 7", [])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("912345678", "0912345678"),
        (912345678, "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("01681234567", "0381234567"),
        (1681234567, "0381234567"),
        ("0912345678; 0243 8363636", "0912345678"),
        ("02438363636", "02438363636"),
    ],
)
def test_telephone_numbers_come_back_whole(read, written, number):
    rows = read(workbook([[*HEAD, "Điện thoại"], [1, "Trần Thị Lan", "1968", "1990", "TDP 7", written]]))

    assert (rows[0]["person"]["phone"], rows[0]["problems"]) == (number, [])


@pytest.mark.parametrize(
    ("columns", "cells", "sex"),
    [
        (["Nam", "Nữ"], ["", "x"], "nữ"),
        (["Nam", "Nữ"], ["X", ""], "nam"),
        (["Nam", "Nữ"], ["×", ""], "nam"),
        (["Giới tính"], ["NỮ"], "nữ"),
        (["Nam/Nữ"], ["Nam"], "nam"),
    ],
)
def test_sex_by_its_word_or_by_an_x_in_one_of_two_columns(read, columns, cells, sex):
    rows = read(workbook([[*HEAD, *columns], [1, "Trần Thị Lan", "1968", "1990", "TDP 7", *cells]]))

    assert (rows[0]["person"]["sex"], rows[0]["problems"]) == (sex, [])


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("Ngày sinh", "31/02/1960", f"C2 Ngày 31/02/1960 không có trong lịch. {EXAMPLE}"),
        ("Ngày sinh", "19??", f"C2 “19??” không phải ngày. {EXAMPLE}"),
        ("Ngày vào Đảng", "15/13/2001", f"D2 Không có tháng 13: “15/13/2001”. {EXAMPLE}"),
        ("Ngày vào Đảng", "1/1/2030", "D2 Ngày 01/01/2030 không thể đúng. Kiểm tra lại năm."),
        ("Ngày vào Đảng", "1980", "D2 Vào Đảng 1980 khi chưa đủ 18 tuổi (sinh 1968). Kiểm tra lại hai ngày."),
        ("Chi bộ", "", "E2 Chưa ghi chi bộ. Chọn một chi bộ của phường."),
        ("Họ và tên", "12345", "B2 “12345” không phải họ tên. Nhập họ và tên, ví dụ Nguyễn Văn An."),
        ("Họ và tên", "=HYPERLINK(1)", "B2 Ô này là công thức, không phải họ và tên. Gõ thẳng giá trị vào ô."),
        ("Họ và tên", "Lê " * 60, "B2 Họ và tên dài quá 120 ký tự"),
        ("Điện thoại", "12 34", "F2 “12 34” không phải số điện thoại. Ghi 10 chữ số, ví dụ 0912345678."),
    ],
)  # fmt: skip
def test_a_faulty_cell_says_what_would_be_right(read, column, cell, sentence):
    head = [*HEAD, "Điện thoại"]
    row: list[object] = [1, "Trần Thị Lan", "1968", "1990", "TDP 7", ""]
    row[head.index(column)] = cell

    rows = read(text([head, row]), "ds.csv")

    assert (rows[0]["fate"], sentences(rows)) == ("error", [sentence])


def test_a_member_whose_name_is_that_of_a_stamp_is_a_member(read):
    rows = read(workbook([["Họ đệm", "Tên", "Chi bộ"], ["Nguyễn Thị", "Mật", "TDP 7"], ["Lê Văn", "An", "TDP 7"]]))

    assert told(rows, "full_name") == [("Nguyễn Thị Mật",), ("Lê Văn An",)]


def test_a_formula_is_not_taken_for_what_it_computed(read):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ROWS[0])
    page.write_formula("B2", '=CONCATENATE("Trần"," Lan")', None, "Trần Lan")
    page.write_formula("A2", "=1+0", None, 1)
    book.close()

    rows = read(out.getvalue())

    assert [each["cell"] for each in rows[0]["problems"]] == ["B2"]


def test_several_posts_in_one_cell_and_those_outside_the_party_apart(read):
    head = [*HEAD, "Chức vụ"]

    rows = read(workbook([head, [*ROWS[0], "Bí thư chi bộ kiêm Tổ trưởng TDP; Chi ủy viên"], [*ROWS[1], "Đảng viên"]]))

    assert told(rows, "posts", "other_posts") == [
        (["secretary", "branch_committee_member"], ["Tổ trưởng TDP"]),
        ([], []),
    ]


# Refused -------------------------------------------------------------------------------------------


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A workbook with one part more, or another one in its place."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook(TABLE))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for each in source.namelist():
            if each != name:
                bundle.writestr(each, source.read(each))
        bundle.writestr(name, content)
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "Tệp rỗng"),
    "a zip bomb": (with_part("xl/media/zero.bin", b"\0" * 120_000_000), "nén bất thường"),
    "entities that expand": (with_part("xl/sharedStrings.xml", ENTITIES), "khai báo XML lạ"),
    "entities in UTF-16": (with_part("xl/sharedStrings.xml", ENTITIES.decode().encode("utf-16")), "khai báo XML lạ"),
    "a secrecy stamp above the list": (workbook([["", "", "", "", "MẬT"], *TABLE]), "dấu mật"),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "mã lệnh"),
    "a web page called .xls": (b"<html><table><tr><td>STT</td></tr></table></html>", "trang web"),
    "a PDF": (b"%PDF-1.7 ...", "Chỉ nhận bảng tính"),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "Chỉ nhận bảng tính"),
    "another zip": (packed(a__b="x"), "Bên trong tệp không phải"),
    "half a workbook": (workbook(TABLE)[:3000], "Bên trong tệp không phải"),
    "an old workbook that is none": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Không mở được"),
    "nobody in it": (workbook([["Kế hoạch"], ["Nội dung", "Thời gian"]]), "Không thấy dòng nào có họ tên"),
    "a heading and nobody under it": (workbook([HEAD]), "Không thấy dòng nào có họ tên"),
    "too many rows": (text([["Họ và tên", "Chi bộ"], *[["Lê An", "TDP 7"]] * 20_001]), "Bảng quá lớn"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(read, what):
    content, words = REFUSED[what]

    with pytest.raises(Refused) as refusal:
        read(content)

    assert words in refusal.value.sentence


def test_a_file_beyond_the_limit_is_not_even_opened(read, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    with pytest.raises(Refused) as refusal:
        read(workbook(TABLE))

    assert "lớn hơn" in refusal.value.sentence


def test_the_office_file_in_the_old_format_keeps_its_letters(read):
    content = (Path(__file__).parents[1] / "data" / "spreadsheets" / "03-vni.xls").read_bytes()

    assert told(read(content, "ds.csv"), "full_name")[0] == ("Tạ Ngọc Điệp",)
