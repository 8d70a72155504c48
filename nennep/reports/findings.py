"""What does not add up (số liệu chưa khớp): stated by a source, counted in the records, both shown."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from nennep.core.documents import wording
from nennep.meetings.models import Attendance, Meeting
from nennep.organisation.headcount import Lines, headcount
from nennep.organisation.models import SECTOR_KINDS, BranchKind, Unit
from nennep.reports.facts import MeetingFacts
from nennep.reports.indicators import Figure
from nennep.reports.mismatches import mismatches
from nennep.reports.models import SourceStatement
from nennep.reports.records import Records
from nennep.rulebook.queries import rules_on

BRANCHES, MEMBERS, OF_KIND = "branches", "members", "branches."
SECTOR = "sector"


@dataclass(frozen=True)
class Stated:
    """One figure as a source states it, with the sentence it stands in."""

    figure: str
    words: str
    value: int
    source: str
    sentence: str
    published_on: date


@dataclass(frozen=True)
class Finding:
    """Two figures that should be one: what was stated, what is counted, which rows are concerned."""

    id: str
    sentence: str
    stated: tuple[Stated, ...]
    counted: Figure | None
    units: tuple[Unit, ...] = ()
    meeting_id: UUID | None = None
    stated_sum: int = 0
    title: str = ""
    """What kind of thing it is, where it has no equation."""
    mend_url: str = ""
    """Where it is mended, if not at the meeting."""

    @property
    def counted_words(self) -> str:
        """What was counted: "chi bộ"."""
        return _words(self.counted.indicator.id) if self.counted else ""

    @property
    def quotes(self) -> list[Stated]:
        """Each sentence of a source once, however many figures stand in it."""
        return list({(each.source, each.sentence): each for each in self.stated}.values())

    @property
    def short(self) -> str:
        """ "8 + 3 = 11 ≠ 13"."""
        if not self.stated or self.counted is None:
            return ""
        terms = " + ".join(str(each.value) for each in self.stated)
        total = f"{terms} = {self.stated_sum}" if len(self.stated) > 1 else terms
        return f"{total} ≠ {self.counted.numerator}"


def kinds_of(figure: str) -> frozenset[str]:
    """The kinds of branch that a stated figure counts: "branches.street_block", "branches.sector"."""
    name = figure.removeprefix(OF_KIND)
    return frozenset(SECTOR_KINDS) if name == SECTOR else frozenset({name})


def kind_words(figure: str) -> str:
    """How documents call the branches of a kind."""
    name = figure.removeprefix(OF_KIND)
    if name == SECTOR:
        return "chi bộ ngành"
    if name == BranchKind.UNSTATED:
        return "chi bộ chưa rõ loại hình"
    label = str(BranchKind(name).label) if name in BranchKind.values else name
    return f"chi bộ {label[:1].lower()}{label[1:]}"


def branches_of(records: Records, figure: str) -> Figure:
    """How many branches of a kind the records hold on the day of the report."""
    return records.branches_of_kind(figure.removeprefix(OF_KIND), kinds_of(figure))


def statements(records: Records) -> list[Stated]:
    """What sources of the period say of the ward; a year is told of in that year and the next."""
    rows = SourceStatement.objects.filter(
        ward=records.ward,
        published_on__gte=records.period.first.first,
        published_on__year__lte=records.period.last.year + 1,
    )
    return [
        Stated(row.figure, _words(row.figure), row.value, row.source, row.sentence, row.published_on)
        for row in rows.order_by("published_on", "source", "figure", "pk")
    ]


def findings(records: Records, *, rolls: bool = True) -> list[Finding]:
    """Everything that does not add up in the period; `rolls` recounts every roll too."""
    found = list(_against_sources(records))
    if rolls:
        found += _rolls_against_counters(records)
        found += [
            Finding(
                each.id,
                each.sentence,
                (),
                None,
                meeting_id=each.meeting_id,
                title=str(each.title),
                mend_url=each.mend_url,
            )
            for each in mismatches(records)
        ]
    return found


def _against_sources(records: Records) -> Iterator[Finding]:
    by_source: dict[str, list[Stated]] = defaultdict(list)
    for stated in statements(records):
        by_source[stated.source].append(stated)
    for said in by_source.values():
        yield from _kinds_against_whole(records, [each for each in said if each.figure.startswith(OF_KIND)])
        for each in said:
            counted = _counted(records, each.figure)
            if counted is not None and counted.numerator != each.value:
                sentence = (
                    f"Nguồn nêu {wording.number(each.value)} {each.words}, "
                    f"sổ ghi {wording.number(counted.numerator)}: {each.value} ≠ {counted.numerator}."
                )
                yield Finding(f"stated-{each.figure}", sentence, (each,), counted, stated_sum=each.value)


def _kinds_against_whole(records: Records, parts: list[Stated]) -> Iterator[Finding]:
    """ "8 + 3 = 11 ≠ 13": the kinds that a source names do not make up all branches."""
    whole = records.figure(BRANCHES)
    total = sum(each.value for each in parts)
    if len(parts) < 2 or total == whole.numerator:
        return
    parts = sorted(parts, key=lambda each: -each.value)
    named = frozenset[str]().union(*(kinds_of(each.figure) for each in parts))
    others = tuple(unit for unit in records.branches_now if unit.branch_kind not in named)
    listed = ", ".join(f"{each.value} {each.words}" for each in parts)
    terms = " + ".join(str(each.value) for each in parts)
    sentence = (
        f"Nguồn nêu {listed}, cộng là {total}; danh sách có {whole.numerator} chi bộ: "
        f"{terms} = {total} ≠ {whole.numerator}."
    )
    if others:
        names = ", ".join(unit.name for unit in others)
        sentence += f" Còn {len(others)} chi bộ nguồn không nêu loại hình: {names}."
    yield Finding("kinds-of-branches", sentence, tuple(parts), whole, others, stated_sum=total)


def _counted(records: Records, figure: str) -> Figure | None:
    if figure in (BRANCHES, MEMBERS):
        return records.figure(figure)
    if figure.startswith(OF_KIND):
        return branches_of(records, figure)
    return None


def _words(figure: str) -> str:
    if figure.startswith(OF_KIND):
        return kind_words(figure)
    return {BRANCHES: "chi bộ", "branches_of_kind": "chi bộ", MEMBERS: "đảng viên"}.get(figure, figure)


def _rolls_against_counters(records: Records) -> Iterator[Finding]:
    """Meetings whose counters are not what their roll adds up to: a fault, shown until it is mended."""
    held = {meeting.id: meeting for meeting in records.meetings if meeting.is_held}
    if not held:
        return
    lines: dict[UUID, list[Lines]] = defaultdict(list)
    rolls = Attendance.objects.filter(ward=records.ward, root__in=_held_meetings(records))
    for row in rolls.order_by().values("root_id", "grade", "listed_as", "status").annotate(count=Count("pk")):
        lines[row.pop("root_id")].append(Lines(**row))
    names = {unit.pk: unit.name for unit in records.branches}
    for meeting_id, meeting in held.items():
        head = headcount(lines[meeting_id], rules_on(meeting.day))
        if (head.present, head.expected) != (meeting.present, meeting.expected):
            sentence = (
                f"{names.get(meeting.unit_id, '')}, {_called(meeting)}: điểm danh cộng được "
                f"{head.present}/{head.expected}, buổi ghi {meeting.present}/{meeting.expected}."
            )
            yield Finding(f"roll-{meeting_id}", sentence, (), None, meeting_id=meeting_id)


def _held_meetings(records: Records):  # type: ignore[no-untyped-def]
    assert records.counted is not None
    meetings = Meeting.objects.filter(ward=records.ward, parent__isnull=True)
    return meetings.filter(month__gte=records.counted.first.first, month__lte=records.counted.last.first).values("pk")


def _called(meeting: MeetingFacts) -> str:
    kind = "sinh hoạt thường kỳ" if meeting.is_regular else "sinh hoạt chuyên đề"
    return f"{kind} ngày {wording.short_date(timezone.localdate(meeting.starts_at))}"
