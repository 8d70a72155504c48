"""Official documents: the same words in every format, and other people's words stay words."""

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import nennep.core.documents
from nennep.core.documents.blocks import (
    Format,
    Heading,
    Listing,
    Notice,
    OfficialDocument,
    Opinion,
    Paragraph,
    SignatureBlock,
    Table,
    numbered,
)
from nennep.core.documents.columns import PAD_MM, widths_mm
from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import fonts, render_pdf
from nennep.core.documents.text import markdown, plain_text
from nennep.core.documents.wording import document_date, percent, share
from nennep.core.documents.xlsx import Sheet, render_xlsx

FONTS = Path(nennep.core.documents.__file__).parent / "fonts"
HOSTILE = "#set page() $x$ *đậm* _nghiêng_ {{ 7*191 }} {% if %} <b>&lt; \\ @ref [x] ~ ` // ghi chú"


def document(**changes) -> OfficialDocument:
    parts = {
        "higher_body": "ĐẢNG BỘ PHƯỜNG ĐỨC THẮNG",
        "body_name": "CHI BỘ TỔ DÂN PHỐ SỐ 7",
        "symbol": "05-NQ/CB",
        "place_and_date": "Đức Thắng, ngày 05 tháng 02 năm 2023",
        "kind": "NGHỊ QUYẾT",
        "subject": "Lãnh đạo thực hiện nhiệm vụ tháng 02",
        "blocks": [
            Heading(1, "Kiểm điểm"),
            Paragraph("Một đoạn văn.", lead="Kết luận:"),
            Heading(2, "Ý kiến"),
            Opinion("Đặng Thị Hoà", "Đề nghị sửa đèn ngõ."),
            Listing(["việc thứ nhất", "việc thứ hai"]),
            Table(["TT", "Việc"], [[str(n), f"Vận động hộ {n}"] for n in range(1, 60)], widths=[1, 9]),
            Notice("08 + 03 = 11, danh sách có 13"),
            Heading(1, "Nhiệm vụ"),
            Paragraph(HOSTILE),
        ],
        "format": Format((20, 20, 30, 20), 14, 18, 10),
        "right": SignatureBlock(["T/M CHI BỘ", "BÍ THƯ"], "Nguyễn Thị Bưởi"),
        "recipients": ["Đảng ủy phường (báo cáo),", "Lưu Chi bộ."],
    }
    return OfficialDocument(**{**parts, **changes})


def words(text: str) -> Counter:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def docx_text(content: bytes) -> str:
    word = Document(io.BytesIO(content))
    return "\n".join(node.text or "" for node in word.element.body.iter() if node.tag.endswith("}t"))


def pdf_text(content: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on this machine (apt-get install poppler-utils)")
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def test_docx_says_the_same_words():
    assert words(docx_text(render_docx(document()))) == words(plain_text(document()))


def test_pdf_says_the_same_words():
    pages = pdf_text(render_pdf(document()))
    numbers_of_pages = Counter(re.findall(r"^\s+(\d+)\s*$", pages.replace("\f", "\n"), re.M))
    head_of_table = {"TT": pages.count("TT") - 1, "Việc": pages.count("Việc") - 1}

    extra = words(pages) - words(plain_text(document())) - numbers_of_pages - Counter(head_of_table)
    assert extra == Counter() and words(plain_text(document())) - words(pages) == Counter()


def test_other_peoples_words_are_never_instructions():
    hostile = document(subject=HOSTILE, right=SignatureBlock(["BÍ THƯ"], HOSTILE), recipients=[HOSTILE])

    assert "{{ 7*191 }}" in docx_text(render_docx(hostile)).replace("\n", "")
    assert "1337" not in docx_text(render_docx(hostile))
    assert "{{ 7*191 }}" in re.sub(r"\s+", " ", pdf_text(render_pdf(hostile)))


def test_text_comes_out_in_one_form_without_control_characters():
    odd = document(blocks=[Paragraph(unicodedata.normalize("NFD", "Đặng Thị Hoà") + "\x00\x0b hết")])

    assert "Đặng Thị Hoà hết" in docx_text(render_docx(odd))
    assert "Đặng Thị Hoà" in unicodedata.normalize("NFC", pdf_text(render_pdf(odd)))


def test_headings_are_lettered_in_the_partys_order():
    blocks = [Heading(1, "A"), Heading(2, "B"), *[Heading(3, "x")] * 7, Heading(1, "C"), Heading(2, "D")]

    texts = [block.text for block in numbered(blocks) if isinstance(block, Heading)]
    assert texts == ["I- A", "1. B", "a) x", "b) x", "c) x", "d) x", "đ) x", "e) x", "g) x", "II- C", "1. D"]


def test_the_shipped_letters_hold_all_of_vietnamese():
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = {unicodedata.normalize("NFC", base + mark) for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for mark in marks}
    assert fonts().families() == ["Liberation Serif"]
    for font in fonts().fonts():
        have = set(TTFont(font.path).getBestCmap())
        assert {letter for letter in letters | {"đ", "Đ", "₫"} - {"₫"} if ord(letter) not in have} == set(), font.path


@pytest.mark.parametrize(
    ("day", "words_"),
    [((2026, 2, 5), "ngày 05 tháng 02 năm 2026"), ((2026, 5, 27), "ngày 27 tháng 5 năm 2026")],
)
def test_dates_of_documents(day, words_):

    assert document_date(date(*day)) == words_


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (97, 103, "94,2%"),
        (1, 1, "100%"),
        (1, 2, "50%"),
        (0, 5, "0%"),
        (0, 0, "–"),
        (9999, 10000, "99,9%"),
        (2, 3, "66,7%"),
    ],
)
def test_shares(part, whole, shown):
    assert percent(part, whole) == shown
    assert share(part, whole).startswith(shown)


def test_markdown_keeps_tables_and_escapes_marks():
    text = markdown(document())

    assert "| 1 | Vận động hộ 1 |" in text and "\\*đậm\\*" in text


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "\t=1", '=HYPERLINK("x")'])
def test_spreadsheets_hold_words_not_formulas(text):
    content = render_xlsx([Sheet("Danh sách", "Tên", ["Cột"], [[text]], [20])])

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[3] == [text]

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


@given(
    rows=st.lists(
        st.lists(st.text("aăâdđeêgh TMWƯỘ0123456789/.", max_size=30), min_size=4, max_size=4), min_size=1, max_size=6
    ),
    parts=st.lists(st.integers(1, 9), min_size=4, max_size=4),
)
def test_columns_fill_the_line_and_leave_every_word_whole(rows, parts):
    table = Table(["TT", "Việc", "Hạn", "Kết quả"], rows, widths=parts)
    widths = widths_mm(table, 165, 12)
    liberation = TTFont(next(path for path in FONTS.iterdir() if path.name.endswith("Serif-Bold.ttf")))
    letters, advance, em = liberation.getBestCmap(), liberation["hmtx"].metrics, liberation["head"].unitsPerEm

    def length_mm(word: str) -> float:
        return sum(advance[letters[ord(letter)]][0] for letter in word) / em * 12 * 25.4 / 72

    assert sum(widths) == pytest.approx(165)
    longest = [
        max(length_mm(word) for cell in column for word in [*cell.split(), ""])
        for column in zip(table.head, *rows, strict=True)
    ]
    if sum(longest) + 4 * PAD_MM < 110:  # far from too much for the line: nothing has to give way
        assert all(width >= need + 2.8 for width, need in zip(widths, longest, strict=True))


def test_a_seal_is_drawn_in_both_formats():
    pdf = render_pdf(document(seal="ab" * 32))
    word = zipfile.ZipFile(io.BytesIO(render_docx(document(seal="ab" * 32))))

    assert len(pdf) > len(render_pdf(document()))
    assert [name for name in word.namelist() if name.startswith("word/media/") and name.endswith(".png")]


@pytest.mark.parametrize("length", range(20, 44))
def test_a_seal_takes_no_page_of_its_own(length):
    """Wherever the words end, the last page holds the signatures, not a seal alone."""
    sheet = document(
        blocks=[Paragraph(f"Đoạn {number}.") for number in range(length)],
        left=SignatureBlock(["NGƯỜI GHI BIÊN BẢN"], "Trần Văn Bình", "Đã ký trên hệ thống lúc 21:30, 05/02/2023"),
        recipients=[],
        seal="ab" * 32,
    )

    *_, last, _end = pdf_text(render_pdf(sheet)).split("\f")

    assert "Trần Văn Bình" in last and "Nguyễn Thị Bưởi" in last
