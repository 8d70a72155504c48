"""Time lines of a person and of a unit: every change with its paper, the newest first; nothing is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nennep.core.components import Fact, TimelineEvent
from nennep.core.written import short_date
from nennep.organisation.models import (
    Change,
    ExemptionReason,
    MemberChange,
    MemberChangeKind,
    Person,
    Side,
    Unit,
    UnitChange,
    UnitChangeKind,
    UnitChangePart,
)
from nennep.organisation.queries import PersonFile
from nennep.rulebook.awards import badge_rules


@dataclass(frozen=True)
class Told:
    """One change in a sentence, and whether it may still be taken back."""

    id: UUID
    event: TimelineEvent
    can_withdraw: bool


def person_history(person: Person) -> list[Told]:
    """What was decided about a person, the newest first: one query."""
    changes = MemberChange.objects.filter(ward=person.ward_id, person=person)
    changes = changes.select_related("unit_from", "unit_to", "withdraws")
    return [told(change) for change in changes.order_by("-effective_on", "-recorded_at", "-pk")]


def facts_of(file: PersonFile, on: date) -> list[Fact]:
    """Who somebody is, as far as it is known; of a member also the next step of the badge from a day on."""
    person, membership = file.person, file.membership
    born = str(person.birth or "–")
    facts = [Fact(_("Năm sinh"), " · ".join(word for word in (born, str(person.get_sex_display())) if word))]
    if person.phone:
        facts.append(Fact(_("Điện thoại"), f"{person.phone} · {person.get_channel_display()}"))
    if membership:
        unknown = _("chưa rõ ngày")
        official = str(membership.official or unknown) if membership.official_on else "–"
        facts += [Fact(_("Ngày kết nạp"), str(membership.admitted or unknown)), Fact(_("Ngày chính thức"), official)]
        if membership.card_number:
            facts.append(Fact(_("Số thẻ đảng viên"), membership.card_number))
        admitted = membership.admitted
        if (
            admitted
            and admitted.day
            and not membership.ended_on
            and (step := badge_rules().next_step(admitted.first, on))
        ):
            asked = {"years": step[0], "day": short_date(step[1])}
            facts.append(Fact(_("Huy hiệu Đảng"), _("đủ %(years)s năm tuổi đảng ngày %(day)s") % asked))
        if membership.ended_on:
            words = f"{short_date(membership.ended_on)} · {membership.end_reason}"
            facts.append(Fact(_("Ra khỏi danh sách"), words))
    return facts


def unit_history(unit: Unit) -> list[Told]:
    """What was decided about a branch and its party groups, the newest first: two queries."""
    parts = UnitChangePart.objects.filter(Q(unit=unit) | Q(unit__parent=unit), ward=unit.ward_id)
    changes = list(
        UnitChange.objects.filter(ward=unit.ward_id, pk__in=parts.values("change"))
        .select_related("withdraws")
        .order_by("-effective_on", "-recorded_at", "-pk")
    )
    of_change: dict[UUID, list[UnitChangePart]] = {}
    every = UnitChangePart.objects.filter(ward=unit.ward_id, change__in=changes).select_related("unit")
    for part in every.order_by("unit__position", "pk"):
        of_change.setdefault(part.change_id, []).append(part)
    return [told(change, of_change.get(change.pk, [])) for change in changes]


def told(change: MemberChange | UnitChange, parts: Iterable[UnitChangePart] = ()) -> Told:
    where = _of_units(change, list(parts)) if isinstance(change, UnitChange) else _of_member(change)
    words = [what(change), *where, _("hiệu lực %(day)s") % {"day": short_date(change.effective_on)}, *_paper(change)]
    if change.withdrawn_on:
        words.append(_("ĐÃ RÚT LẠI ngày %(day)s") % {"day": short_date(change.withdrawn_on)})
    event = TimelineEvent(change.recorded_at, change.recorded_by_name, " · ".join(word for word in words if word))
    last = {MemberChangeKind.WITHDRAWN, UnitChangeKind.WITHDRAWN}
    return Told(change.pk, event, change.withdrawn_on is None and change.kind not in last)


def what(change: MemberChange | UnitChange) -> str:
    """What was done, in the field's words; of a counter-action, what it took back."""
    if change.withdraws:
        return f"{change.get_kind_display()}: {change.withdraws.get_kind_display()}"
    return str(change.get_kind_display())


def _of_member(change: MemberChange) -> list[str]:
    words = []
    if change.kind == MemberChangeKind.EXEMPTED and change.reason in ExemptionReason.values:
        words.append(str(ExemptionReason(change.reason).label))
    come_from = change.unit_from.as_of(change.effective_on).name if change.unit_from else ""
    to = change.unit_to.as_of(change.effective_on).name if change.unit_to else ""
    if change.elsewhere:
        incoming = change.kind in {MemberChangeKind.TRANSFERRED_IN, MemberChangeKind.STAY_HERE}
        come_from, to = (change.elsewhere, to) if incoming else (come_from, change.elsewhere)
    words.append(_way(come_from, to))
    if change.until:
        words.append(_("đến hết ngày %(day)s") % {"day": short_date(change.until)})
    return words


def _of_units(change: UnitChange, parts: list[UnitChangePart]) -> list[str]:
    if change.kind == UnitChangeKind.RENAMED:
        return [_way(change.before, change.after)]
    come_from = ", ".join(part.unit.as_of(change.effective_on).name for part in parts if part.side == Side.FROM)
    to = ", ".join(part.unit.as_of(change.effective_on).name for part in parts if part.side == Side.TO)
    return [_way(come_from, to), change.after]


def _way(come_from: str, to: str) -> str:
    if come_from and to:
        return _("%(from)s → %(to)s") % {"from": come_from, "to": to}
    return come_from or to


def _paper(change: Change) -> list[str]:
    words = []
    if change.number and change.dated_on:
        words.append(_("theo %(number)s ngày %(day)s") % {"number": change.number, "day": short_date(change.dated_on)})
    if change.note:
        words.append(change.note)
    return words
