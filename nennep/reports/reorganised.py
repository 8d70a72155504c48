"""What a report tells of branches that were merged, split, dissolved or moved in its period."""

from collections.abc import Iterator

from nennep.core.documents.wording import short_date
from nennep.organisation.models import Side, UnitChange, UnitChangeKind
from nennep.reports.records import Records
from nennep.reports.sentences import Sentence, say

TOLD = {
    UnitChangeKind.MERGED: "{source} sáp nhập vào {target}",
    UnitChangeKind.SPLIT: "{source} chia tách, thành lập {target}",
    UnitChangeKind.DISSOLVED: "{source} giải thể",
    UnitChangeKind.MOVED_OUT: "{source} chuyển về đảng bộ khác",
}


def reorganised(records: Records) -> Iterator[Sentence]:
    """Each change in the order of days, then how its figures are counted; nothing where no branch began or ended."""
    first = records.period.first.first
    moved = [unit for unit in records.branches if unit.valid_from > first or not unit.holds_on(records.day)]
    if not moved:
        return
    changes = UnitChange.objects.filter(
        ward=records.ward,
        kind__in=TOLD,
        effective_on__gte=first,
        effective_on__lte=records.day,
        withdrawn_by__isnull=True,
        parts__unit__in=[unit.pk for unit in moved],
    ).distinct()
    told = list(changes.prefetch_related("parts__unit").order_by("effective_on", "pk"))
    for change in told:
        yield say(f"Từ ngày {short_date(change.effective_on)}, {_words(change)}.")
    if told:
        yield say(
            "Các buổi sinh hoạt trước ngày ấy tính cho chi bộ khi đó, từ ngày ấy tính cho chi bộ mới; không buổi nào "
            "tính hai lần."
        )


def _words(change: UnitChange) -> str:
    parts = sorted(change.parts.all(), key=lambda part: part.unit.position)
    sources = [part.unit for part in parts if part.side == Side.FROM]
    targets = [part.unit for part in parts if part.side == Side.TO and part.unit not in sources]
    template = TOLD[UnitChangeKind(change.kind)]
    if change.kind == UnitChangeKind.MERGED and all(unit.valid_from == change.effective_on for unit in targets):
        template = "{source} hợp nhất thành {target}"
    names = [" và ".join(unit.name for unit in units) for units in (sources, targets)]
    return template.format(source=names[0], target=names[1])
