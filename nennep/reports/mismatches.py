"""Records that tell two different things of the same matter: both figures, and where they are mended.

Actions keep these from happening; imports, repairs and two clerks at once have made each of them somewhere.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nennep.core.documents.wording import short_date
from nennep.decisions.models import Motion
from nennep.meetings.models import HELD_STATES, Meeting, MeetingMode
from nennep.organisation.models import Membership, Placement, PlacementKind, UnitKind, holding_on
from nennep.oversight.visits import not_named
from nennep.reports.indicators import Words
from nennep.reports.records import Records


@dataclass(frozen=True)
class Mismatch:
    """One thing told in two ways: what kind of thing, both figures in a sentence, where to mend it."""

    id: str
    title: Words
    sentence: str
    meeting_id: UUID | None = None
    mend_url: str = ""


def mismatches(records: Records) -> Iterator[Mismatch]:
    """Everything of the period, meetings first; a fixed number of queries for any number of branches."""
    if records.counted is not None:
        names = {unit.pk: unit.name for unit in records.branches}
        held = Meeting.objects.filter(
            ward=records.ward,
            parent__isnull=True,
            state__in=HELD_STATES,
            month__gte=records.counted.first.first,
            month__lte=records.counted.last.first,
            unit__in=list(names),
        )
        yield from _without_roll(held)
        yield from _groups_that_do_not_add_up(held)
        yield from _votes_that_do_not_add_up(held)
        yield from _minutes_against_roll(held)
        yield from _visits_not_named(records, held)
    yield from _in_two_lists(records)
    yield from _one_card_two_people(records)


def _without_roll(held: QuerySet[Meeting]) -> Iterator[Mismatch]:
    """Minutes of a meeting whose roll is empty or has lines without a status (biên bản thiếu điểm danh)."""
    found = held.filter(Q(listed_count=0) | Q(unknown_count__gt=0)).select_related("unit")
    for meeting in found.order_by("month", "unit__position", "pk"):
        told = meeting.listed_count - meeting.unknown_count
        yield Mismatch(
            f"no-roll-{meeting.pk}",
            _("Biên bản thiếu điểm danh"),
            f"{_named(meeting)}: danh sách có {meeting.listed_count} đồng chí, điểm danh ghi {told}.",
            meeting.pk,
        )


def _groups_that_do_not_add_up(held: QuerySet[Meeting]) -> Iterator[Mismatch]:
    by_groups = (
        held.filter(mode=MeetingMode.BY_GROUPS)
        .select_related("unit")
        .annotate(of_groups=Sum("group_meetings__present_count"), listed_in_groups=Sum("group_meetings__listed_count"))
    )
    for meeting in by_groups.order_by("month", "unit__position", "pk"):
        parts = meeting.of_groups or 0
        if parts != meeting.present_count:
            yield Mismatch(
                f"groups-{meeting.pk}",
                _("Cộng các tổ khác số của chi bộ"),
                f"{_named(meeting)}: cộng các tổ có mặt {parts}, chi bộ ghi {meeting.present_count}.",
                meeting.pk,
            )


def _votes_that_do_not_add_up(held: QuerySet[Meeting]) -> Iterator[Mismatch]:
    """Votes counted by party groups whose sub-totals are not the branch's count."""
    motions = Motion.objects.filter(origin_id__in=held.order_by().values("pk"), passed__isnull=False).annotate(
        parts=Count("tallies"), of_groups=Sum("tallies__in_favour")
    )
    for motion in motions.filter(parts__gt=0).exclude(of_groups=F("in_favour")).order_by("opened_at", "pk"):
        yield Mismatch(
            f"votes-{motion.pk}",
            _("Cộng phiếu các tổ khác số của chi bộ"),
            f"{motion.text[:80]}: cộng các tổ {motion.of_groups} phiếu tán thành, chi bộ ghi {motion.in_favour}.",
            motion.origin_id,
        )


def _minutes_against_roll(held: QuerySet[Meeting]) -> Iterator[Mismatch]:
    """What the frozen minutes say of attendance, and how many lines of the roll say present."""
    here = Count("whole_roll", filter=Q(whole_roll__status="present"))
    rows = (
        held.filter(minutes__isnull=False)
        .select_related("unit")
        .annotate(here=here, in_minutes=F("minutes__content__attendance__present"))
    )
    for meeting in rows.order_by("month", "unit__position", "pk"):
        if meeting.in_minutes != meeting.here:
            yield Mismatch(
                f"minutes-{meeting.pk}",
                _("Biên bản và điểm danh"),
                f"{_named(meeting)}: biên bản ghi có mặt {meeting.in_minutes}, "
                f"điểm danh có {meeting.here} dòng có mặt.",
                meeting.pk,
            )


def _visits_not_named(records: Records, held: QuerySet[Meeting]) -> Iterator[Mismatch]:
    """Sheets of visits to meetings whose minutes do not name the visitor among the guests."""
    for visit in not_named(records.ward.pk, held):
        yield Mismatch(
            f"visit-{visit.pk}",
            _("Phiếu dự và biên bản"),
            f"{_named(visit.meeting)}: 1 phiếu dự của đảng ủy viên, biên bản ghi 0 đồng chí ấy trong số người dự.",
            visit.meeting_id,
        )


def _in_two_lists(records: Records) -> Iterator[Mismatch]:
    """People who stand officially on two branches' lists on the day (đảng viên ở hai danh sách)."""
    placements = Placement.objects.filter(
        holding_on(records.day), ward=records.ward, kind=PlacementKind.OFFICIAL, unit__kind=UnitKind.BRANCH
    )
    twice = placements.order_by().values("person").annotate(lists=Count("unit", distinct=True)).filter(lists__gt=1)
    units: dict[UUID, list[str]] = defaultdict(list)
    rows = placements.filter(person__in=twice.values("person")).order_by("unit__position", "pk")
    for person_id, name in rows.values_list("person_id", "unit__name"):
        units[person_id].append(name)
    for person_id, names in units.items():
        yield Mismatch(
            f"lists-{person_id}",
            _("Đảng viên ở hai danh sách"),
            f"1 đảng viên có trong {len(names)} danh sách ngày {short_date(records.day)}: {' và '.join(names)}.",
            mend_url=reverse("organisation:person", args=[person_id]),
        )


def _one_card_two_people(records: Records) -> Iterator[Mismatch]:
    """One card number carried by two people: most likely the same person entered twice."""
    open_now = Membership.objects.filter(ward=records.ward, ended_on__isnull=True).exclude(card_number="")
    twice = open_now.order_by().values("card_number").annotate(people=Count("person")).filter(people__gt=1)
    carriers: dict[str, list[UUID]] = defaultdict(list)
    rows = open_now.filter(card_number__in=twice.values("card_number")).order_by("card_number", "pk")
    for number, person_id in rows.values_list("card_number", "person_id"):
        carriers[number].append(person_id)
    for people in carriers.values():
        yield Mismatch(
            f"card-{people[0]}",
            _("Một số thẻ ở nhiều người"),
            f"1 số thẻ đảng viên được ghi cho {len(people)} người trong danh sách.",
            mend_url=reverse("organisation:person", args=[people[-1]]),
        )


def _named(meeting: Meeting) -> str:
    kind = "sinh hoạt thường kỳ" if meeting.kind == "regular" else "sinh hoạt chuyên đề"
    return f"{meeting.unit.name}, {kind} tháng {meeting.month:%m/%Y}"
