"""The ward's own agendas and points of attention, by kind of branch, in versions."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.planning.agendas import TemplateItem, shipped_template
from nennep.planning.models import ContentLibrary


class ContentEmpty(Refused):
    field = "items"
    message = _("Chương trình mẫu chưa có mục nào. Nhập tên mục ở dòng đầu.")


class PartMissing(Refused):
    field = "items"
    message = _(
        "Chương trình mẫu thiếu mục “%(title)s”; không có mục này thì bàn điều hành không chạy được bước ấy. "
        "Giữ lại mục, đổi tên được."
    )


@transaction.atomic
def keep_content(
    ward_id: UUID,
    *,
    branch_kind: str,
    meeting_kind: str,
    items: Sequence[TemplateItem],
    focus: Sequence[str],
    note: str = "",
    valid_from: date,
    by: Actor,
    at: datetime,
) -> ContentLibrary:
    """Keep a new version of the agenda and the points of attention for a kind of branch.

    Parts that the desk works with cannot be left out. Keeping what already stands changes nothing.
    """
    if not items:
        raise ContentEmpty
    present = {item.part for item in items}
    shipped = shipped_template(meeting_kind, branch_kind).items
    missing = next((item for item in shipped if item.part in NEEDED_PARTS and item.part not in present), None)
    if missing:
        raise PartMissing(title=missing.title)
    versions = ContentLibrary.objects.select_for_update().filter(
        ward=ward_id, branch_kind=branch_kind, meeting_kind=meeting_kind
    )
    last = versions.order_by("-version").first()
    rows = [{"part": each.part, "title": each.title, "minutes": each.minutes, "hint": each.hint} for each in items]
    if last and (last.items, last.focus, last.note) == (rows, list(focus), note):
        return last
    content = ContentLibrary.objects.create(
        ward_id=ward_id,
        branch_kind=branch_kind,
        meeting_kind=meeting_kind,
        version=(last.version if last else 0) + 1,
        items=rows,
        focus=list(focus),
        note=note,
        valid_from=valid_from,
    )
    after = {"version": content.version, "items": rows, "focus": list(focus)}
    audit.record("planning.content.kept", content, by=by, at=at, before=last and last.version, after=after)
    return content


NEEDED_PARTS = frozenset({"roll_call", "last_month", "resolution", "minutes", "presentation"})
