"""Codes to be read by a phone's camera, drawn as vector graphics on the page or the sheet."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str, *, label: str) -> SafeString:
    """`text` as a QR code that scales with the page; `label` is what a screen reader says instead."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(title=label, omitsize=True, svgclass="qr", lineclass=None))


def svg_file(text: str) -> str:
    """`text` as a QR code in a file of its own, for documents that take vector graphics."""
    return _file(text, "svg").decode()


def png_file(text: str) -> bytes:
    """`text` as a QR code in points, for documents that do not."""
    return _file(text, "png", scale=4)


def _file(text: str, kind: str, **options: int) -> bytes:
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind=kind, border=0, **options)
    return out.getvalue()
