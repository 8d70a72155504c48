"""The door for files: what is inside decides, and nothing refused is kept."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from nennep.core import uploads
from nennep.core.models import Upload
from nennep.core.refusals import Refused
from tests import make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def docx(text: str = "Nội dung") -> bytes:
    body = f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return packed(word__document_xml=body.encode())


def bring(name: str, content: bytes, *, classified: bool = False) -> Upload:
    ward = make.ward()
    file = SimpleUploadedFile(name, content)
    return uploads.accept(file, classified=classified, ward_id=ward.pk, by=make.office(ward), at=make.EVENING)


def kept_files() -> list[Path]:
    root = Path(settings.UPLOAD_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("Kế hoạch.docx", docx())])
def test_a_good_file_is_kept_under_its_hash(name, content):
    upload = bring(name, content)

    assert uploads.path_of(upload).read_bytes() == content
    assert (upload.name, upload.size) == (name, len(content))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.exe", b"MZ", "Chỉ nhận tệp PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "định dạng cũ"),
        ("a.pdf", b"MZ not a pdf", "không phải loại mà tên tệp nói"),
        ("a.docx", packed(xl__workbook_xml=b"x"), "không phải loại mà tên tệp nói"),
        ("a.docx", b"PK\x03\x04 broken", "không phải loại mà tên tệp nói"),
        ("a.docx", packed(word__document_xml=b"x", word__vbaProject=b"y"), "macro"),
        ("a.pdf", b"", "Tệp rỗng"),
        ("../../a.html", b"<script>", "Chỉ nhận tệp PDF"),
    ],
)
def test_what_must_not_enter_is_answered_with_a_sentence(name, content, says):
    with pytest.raises(Refused) as refusal:
        bring(name, content)

    assert says in refusal.value.sentence
    assert kept_files() == [] and not Upload.objects.exists()


def test_a_zip_bomb_is_refused_before_it_unpacks():
    with pytest.raises(uploads.PackedTooTight):
        bring("a.docx", packed(word__document_xml=b"0" * 20_000_000))

    assert kept_files() == []


def test_a_declared_secret_is_refused_and_kept_nowhere():
    with pytest.raises(uploads.ClassifiedRefused) as refusal:
        bring("a.pdf", PDF, classified=True)

    assert refusal.value.sentence == "Tài liệu có dấu mật không được đưa vào hệ thống. Tệp không được lưu."
    assert kept_files() == [] and not Upload.objects.exists()


def test_a_chart_made_in_excel_comes_in_with_its_word_file():
    chart = packed(xl__workbook_xml=b"<workbook/>")

    assert bring("a.docx", packed(word__document_xml=b"x", **{"word/embeddings/b.xlsx": chart}))


@pytest.mark.parametrize(
    "chart",
    [packed(xl__workbook_xml=b"0" * 20_000_000), packed(xl__vbaProject=b"y"), packed(a=b"x", **{"b.zip": b"y"})],
)
def test_what_is_packed_inside_a_word_file_is_measured_too(chart):
    with pytest.raises(Refused):
        bring("a.docx", packed(word__document_xml=b"x", **{"word/embeddings/b.xlsx": chart}))

    assert kept_files() == []


def test_a_name_cannot_leave_its_folder():
    upload = bring("..\\..\\x/y\x00.pdf", PDF)

    assert "/" not in upload.name and "\\" not in upload.name and "\x00" not in upload.name
    assert uploads.path_of(upload).is_relative_to(settings.UPLOAD_ROOT)
