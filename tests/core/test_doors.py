"""Every door for files: what they say is read first, and what is refused is kept nowhere."""

import re
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from nennep.core import doors
from nennep.core.models import Upload
from nennep.core.reading import ClassifiedRefused, DoesSomething, PasswordProtected, SheetTooWide, Unreadable
from nennep.core.refusals import Refused
from nennep.core.stamps import is_stamp
from tests import files, make

ROOT = Path(doors.__file__).parent.parent


def bring(name: str, content: bytes) -> Upload:
    ward = make.ward()
    file = SimpleUploadedFile(name, content)
    with doors.let_in(file, classified=False, ward_id=ward.pk, by=make.office(ward), at=make.EVENING) as filed:
        return filed.upload


def is_kept_nowhere() -> bool:
    root = Path(settings.UPLOAD_ROOT)
    return not Upload.objects.exists() and not [path for path in root.rglob("*") if path.is_file()]


STAMPS = [
    "MẬT",
    "Tối mật",
    "TUYỆT MẬT",
    "M Ậ T",
    "M.Ậ.T",
    "M\u200bẬ\u200bT",
    "MẬT –",
    "(MẬT)",
    "[MẬT]",
    "★ MẬT ★",
    "Độ mật: MẬT",
    "Độ mật: Tối mật",
    "Mức độ mật: tuyệt mật",
    "TÀI LIỆU MẬT",
    "TÀI LIỆU TUYỆT MẬT",
    unicodedata.normalize("NFD", "M Ậ T"),
    "ＭẬＴ",
    "МẬТ",
]
NO_STAMPS = [
    "",
    "mật.",
    "bí mật",
    "Mật độ",
    "Mật độ dân số của phường",
    "Mật ong",
    "Độ mật:",
    "Độ mật: Thường",
    "Giữ bí mật nội dung biểu quyết.",
    "Bỏ phiếu kín, bảo đảm bí mật",
    "Bảo vệ bí mật nhà nước là trách nhiệm của mỗi đảng viên.",
    "Bảo mật",
    "Mật khẩu",
    "Chi bộ Mật Thị",
    "Kiểm phiếu bí mật",
]


@pytest.mark.parametrize("line", STAMPS)
def test_a_stamp_is_known_however_it_is_written(line):
    assert is_stamp(line)


@pytest.mark.parametrize("line", NO_STAMPS)
def test_words_like_it_are_no_stamp(line):
    assert not is_stamp(line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hai-cot.pdf", files.typeset("#grid(columns: (1fr, 1fr), [ĐẢNG BỘ TỈNH], [MẬT])\n\nKế hoạch")),
        ("do-mat.pdf", files.typeset("Độ mật: Tối mật\n\nKế hoạch")),
        ("gian-chu.pdf", files.typeset("T Ố I M Ậ T\n\nKế hoạch")),
        ("trang-hai.pdf", files.typeset("Kế hoạch #pagebreak() #align(right)[*(MẬT)*]")),
        ("doan.docx", files.word("TÀI LIỆU MẬT", "Kế hoạch")),
        ("so.docx", files.word_xml("<w:p><w:r><w:t>M&#7852;T</w:t></w:r></w:p>")),
        ("chia.docx", files.word_xml("<w:p><w:r><w:t>M</w:t></w:r><w:r><w:t>ẬT</w:t><w:tab/></w:r></w:p>")),
        ("dau-trang.docx", files.word_xml("<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>", "header2")),
        ("chan.docx", files.word_xml("<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>", "footnotes")),
        ("khung.docx", files.word_xml("<w:p><w:r><w:t>Số 1</w:t></w:r><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:p>")),
        ("chim.docx", files.word_xml('<w:p><x:textpath xmlns:x="urn:v" string="MẬT"/></w:p>', "header1")),
        ("o.xlsx", files.sheet(["Số", "Trích yếu"], ["1-KH", "TUYỆT MẬT"])),
    ],
)
def test_a_stamp_is_found_in_every_kind_of_file(name, content):
    with pytest.raises(ClassifiedRefused):
        bring(name, content)

    assert is_kept_nowhere()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("van.pdf", files.typeset("Mọi đảng viên có trách nhiệm giữ bí mật. " * 40)),
        ("bang.pdf", files.typeset("#grid(columns: (1fr, 1fr), [Mật độ], [Mật ong])")),
        ("van.docx", files.word("Bảo vệ bí mật nhà nước là trách nhiệm của mỗi đảng viên.", "Mật độ")),
        ("so.xlsx", files.sheet(["Độ mật", "Mật độ"], ["Thường", 3])),
    ],
)
def test_running_text_about_secrets_comes_in(name, content):
    assert bring(name, content).name == name


@pytest.mark.django_db
def test_a_declaration_of_its_own_hides_no_letter():
    lead = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "Ậ">]>'

    with pytest.raises(Unreadable):
        bring("a.docx", files.word_xml("<w:p><w:r><w:t>M&a;T</w:t></w:r></w:p>", lead=lead))

    assert is_kept_nowhere()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        files.pdf_with(root=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        files.pdf_with(root=b"/OpenAction<</S/#4AavaScript/#4AS 4 0 R>>"),
        files.pdf_with(root=b"/OpenAction<</S/Launch/F(calc.exe)>>"),
        files.pdf_hiding(b"<</S/Launch/F(calc.exe)>>"),
        files.pdf_with(
            root=b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 4 0 R>>>>]>>>>",
            more=b"<</Length 2>>stream\nMZ\nendstream",
        ),
    ],
    ids=["script", "script with masked names", "launch", "launch in packed objects", "embedded file"],
)
def test_a_pdf_that_does_something_is_refused(content):
    with pytest.raises(DoesSomething):
        bring("a.pdf", content)

    assert is_kept_nowhere()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [files.PDF, files.pdf_with(root=b"/OpenAction[3 0 R/Fit]"), files.typeset("= Tin")])
def test_a_pdf_that_only_says_something_comes_in(content):
    assert bring("a.pdf", content).media_type == "application/pdf"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"%PDF-1.4\n<script>alert(1)</script>", Unreadable), (files.protected(), PasswordProtected)],
)
def test_a_pdf_must_open_as_one(content, refusal):
    with pytest.raises(refusal):
        bring("a.pdf", content)

    assert is_kept_nowhere()


@pytest.mark.django_db
def test_a_spreadsheet_without_bounds_is_refused_before_anything_fills_it():
    with pytest.raises(SheetTooWide):
        bring("a.xlsx", files.sheet_reaching(row=1_048_575, column=16_383))

    assert is_kept_nowhere()
    assert bring("b.xlsx", files.sheet_reaching(row=5000, column=40))


@pytest.mark.django_db
def test_what_is_refused_inside_takes_the_file_out_again():
    ward = make.ward()
    file = SimpleUploadedFile("a.pdf", files.PDF)

    with (
        pytest.raises(Refused),
        doors.let_in(file, classified=False, ward_id=ward.pk, by=make.office(ward), at=make.EVENING),
    ):
        raise Refused

    assert is_kept_nowhere()


def test_no_room_has_a_door_of_its_own():
    """Views let files in by `doors.let_in` only; `uploads.accept` alone would not read them."""
    views = [path for path in ROOT.rglob("*.py") if "views" in path.parts or path.name == "views.py"]

    assert [path.name for path in views if re.search(r"uploads\.accept\(", path.read_text())] == []
