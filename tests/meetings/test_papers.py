"""Bringing papers in through the page: what is refused says why, keeps the title, and stores nothing."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nennep.core.models import Upload
from nennep.meetings.models import Paper, Signature
from tests import files, make

pytestmark = pytest.mark.django_db


class Zeros(io.RawIOBase):
    """So many zero bytes, made as they are read: a large file that takes no memory here."""

    def __init__(self, size: int) -> None:
        self.left, self.size, self.name = size, size, "to.pdf"

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = self.left if size < 0 else min(size, self.left)
        self.left -= count
        return b"\0" * count


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 30_000_000)
    return out.getvalue()


def kept() -> list[Path]:
    root = Path(settings.UPLOAD_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


@pytest.fixture
def bring(client, settings):
    meeting = make.meeting(make.branch(), state="planned")
    client.force_login(make.account(meeting.chair))
    settings.CLOCK_OFFSET_SECONDS = int((make.EVENING - make.timezone.now()).total_seconds())

    def send(file, classified: str = "no"):
        words = {"title": "Bản tin tháng 3", "classified": classified, "file": file}
        return client.post(reverse("meetings:paper_add", args=[meeting.pk]), words)

    return send


@pytest.mark.parametrize(
    ("file", "classified", "says"),
    [
        (lambda: SimpleUploadedFile("a.exe", b"MZ"), "no", "Chỉ nhận tệp PDF"),
        (lambda: SimpleUploadedFile("a.pdf", b"<html>"), "no", "không phải loại mà tên tệp nói"),
        (lambda: SimpleUploadedFile("a.docx", bomb()), "no", "Tệp nén bất thường"),
        (lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "yes", "Tài liệu có dấu mật không được đưa vào hệ thống"),
        (lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "", "Trả lời"),
        (lambda: Zeros(200 * 1024 * 1024), "no", "Tệp lớn hơn 20 MB"),
    ],
    ids=["wrong type", "lies about its type", "zip bomb", "classified", "not declared", "200 MB"],
)
def test_a_refused_file_is_answered_with_a_sentence_and_the_title_stays(bring, file, classified, says):
    answer = bring(file(), classified)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text and "Bản tin tháng 3" in text
    assert not Paper.objects.exists() and kept() == []


def test_a_good_file_is_published(bring):
    answer = bring(SimpleUploadedFile("Bản tin.pdf", files.PDF))

    assert answer.status_code == 302
    assert [(paper.title, paper.file.name) for paper in Paper.objects.all()] == [("Bản tin tháng 3", "Bản tin.pdf")]
    assert len(kept()) == 1


def test_a_paper_for_a_meeting_that_is_over_leaves_no_file(client):
    meeting = make.meeting(make.branch(), state="reported")
    client.force_login(make.account(meeting.chair))
    words = {"title": "Muộn", "classified": "no", "file": SimpleUploadedFile("a.pdf", files.PDF)}

    answer = client.post(reverse("meetings:paper_add", args=[meeting.pk]), words)

    assert answer.status_code == 422
    assert kept() == [] and not Upload.objects.exists()


def test_a_paper_with_a_stamp_is_refused_as_a_pdf_too(bring):
    stamped = files.typeset("#grid(columns: (1fr, 1fr), [ĐẢNG BỘ], [MẬT])")

    answer = bring(SimpleUploadedFile("a.pdf", stamped))

    assert "Tài liệu có dấu mật không được đưa vào hệ thống" in answer.content.decode()
    assert not Paper.objects.exists() and kept() == []


def test_a_signed_sheet_is_asked_and_read_like_any_file(client):
    meeting = make.meeting(make.branch(), state="closed")
    client.force_login(make.account(meeting.chair))
    address = reverse("meetings:sign", args=[meeting.pk])

    def sign(content: bytes, **words: str):
        return client.post(address, {"file": SimpleUploadedFile("ky.pdf", content), **words})

    unanswered = sign(files.PDF)
    stamped = sign(files.typeset("TỐI MẬT"), classified="no")
    nothing_kept = kept() == []
    signed = sign(files.PDF, classified="no")

    assert "Trả lời câu hỏi về bí mật nhà nước" in unanswered.content.decode()
    assert "Tài liệu có dấu mật" in stamped.content.decode()
    assert nothing_kept and signed.status_code == 302
    assert Signature.objects.get().scan is not None
