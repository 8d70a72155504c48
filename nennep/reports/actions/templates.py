"""Templates of the year report: the office keeps how it arranges sections, parts and its own words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Ward
from nennep.reports.arranging import MISMATCHES, Piece
from nennep.reports.models import ReportTemplate
from nennep.reports.year_report import PARTS

MOST_PIECES = 60


class NameMissing(Refused):
    field = "name"
    message = _("Nhập tên mẫu, ví dụ: Báo cáo gửi Thành ủy.")


class NameTaken(Refused):
    field = "name"
    message = _("Đã có mẫu tên “%(name)s”. Đặt tên khác, hoặc mở mẫu ấy để sửa.")


class TemplateChanged(Refused):
    message = _("Mẫu này vừa được người khác sửa nên chưa lưu. Mở mẫu ở trang khác để xem bản mới, rồi sửa tiếp.")


class UnknownPart(Refused):
    message = _("Phần ở vị trí %(number)s không có trong báo cáo năm. Bỏ phần ấy, chọn phần khác rồi lưu.")


class PartTwice(Refused):
    message = _("Phần “%(part)s” có hai lần trong mẫu. Bỏ một lần rồi lưu.")


class MismatchesLeftOut(Refused):
    message = _("Không bỏ được phần “Số liệu chưa khớp”. Thêm lại phần ấy vào mẫu rồi lưu.")


class SectionFirst(Refused):
    message = _("Mẫu phải bắt đầu bằng một mục. Chuyển một mục lên đầu rồi lưu.")


class HeadingMissing(Refused):
    message = _("Mục hoặc đoạn viết ở vị trí %(number)s chưa có tên. Nhập tên, hoặc bỏ đi rồi lưu.")


class WordsMissing(Refused):
    message = _("Đoạn viết “%(heading)s” chưa có lời văn. Nhập lời văn, hoặc bỏ đoạn ấy rồi lưu.")


class TooManyPieces(Refused):
    message = _("Mẫu có nhiều nhất %(most)s mục, phần và đoạn viết. Bỏ bớt rồi lưu.")


@transaction.atomic
def save_template(
    ward_id: UUID,
    template_id: UUID | None,
    *,
    name: str,
    pieces: Sequence[Piece],
    seen: int,
    by: Actor,
    at: datetime,
) -> ReportTemplate:
    """Keep a template under its id, new or changed; never over what somebody else changed meanwhile."""
    Ward.objects.select_for_update().get(pk=ward_id)
    kept = ReportTemplate.objects.filter(ward=ward_id)
    template = kept.filter(pk=template_id).first() or ReportTemplate(
        pk=template_id or uuid7(), ward_id=ward_id, name="", pieces=[]
    )
    named, clean = name.strip(), [_clean(number, piece) for number, piece in enumerate(pieces, start=1)]
    if (template.name, template.pieces) == (named, clean):
        return template
    if template.revision != seen:
        raise TemplateChanged
    if not named:
        raise NameMissing
    others = kept.exclude(pk=template.pk).values_list("name", flat=True)
    if named.casefold() in {each.casefold() for each in others}:
        raise NameTaken(name=named)
    _require_whole(clean)
    before = {"name": template.name, "pieces": template.pieces} if template.revision else None
    template.name, template.pieces, template.revision = named, clean, template.revision + 1
    template.save()
    after = {"name": template.name, "pieces": template.pieces}
    audit.record("reports.template.saved", template, by=by, at=at, before=before, after=after)
    return template


def _clean(number: int, piece: Piece) -> Piece:
    """A piece with what its kind has, and nothing else."""
    kind, heading = piece["kind"], piece.get("heading", "").strip()
    if kind == "part" and piece.get("key") in PARTS:
        return {"kind": kind, "key": piece["key"]}
    if kind not in ("section", "text"):
        raise UnknownPart(number=number)
    if not heading:
        raise HeadingMissing(number=number)
    if kind == "section":
        return {"kind": kind, "heading": heading}
    words = piece.get("words", "").strip()
    if not words:
        raise WordsMissing(heading=heading)
    return {"kind": kind, "heading": heading, "words": words}


def _require_whole(pieces: Sequence[Piece]) -> None:
    keys = [piece["key"] for piece in pieces if piece["kind"] == "part"]
    if not pieces or pieces[0]["kind"] != "section":
        raise SectionFirst
    if MISMATCHES not in keys:
        raise MismatchesLeftOut
    for key in keys:
        if keys.count(key) > 1:
            raise PartTwice(part=PARTS[key])
    if len(pieces) > MOST_PIECES:
        raise TooManyPieces(most=MOST_PIECES)
