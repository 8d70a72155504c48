"""The endings in which an official document can be had, and the one way to write each."""

from collections.abc import Callable

from django.urls import register_converter

from nennep.core.documents.blocks import OfficialDocument
from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf

WRITERS: dict[str, Callable[[OfficialDocument], bytes]] = {"docx": render_docx, "pdf": render_pdf}


def render(document: OfficialDocument, ending: str) -> bytes:
    """The document as DOCX or PDF."""
    return WRITERS[ending](document)


class DocumentFormat:
    """An ending in an address: "docx" or "pdf"."""

    regex = "|".join(WRITERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocumentFormat, "document_format")
