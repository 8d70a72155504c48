"""The sections of a briefing, each composed from the records of its month (domain.md 3.9, báo cáo giao ban tháng).

Branches stand in their fixed order and beside their own past; nobody is ranked. A section that lacks something says
what, and who has it. Its words are Vietnamese in every language of the interface: they are what is signed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from nennep.core.documents import wording
from nennep.core.periods import Month, Period
from nennep.decisions.models import Task, TaskState
from nennep.decisions.queries import OPEN, task_tone
from nennep.meetings.models import Meeting, MeetingKind, MeetingState
from nennep.organisation.models import Position, Post, Ward, holding_on
from nennep.oversight.checklists import MINUTES, Question, checklists
from nennep.oversight.models import Drawn, Found, FoundKind, Inspection, InspectionState, Petition, Visit
from nennep.oversight.petitions import state_of
from nennep.quality.queries import Outcome, bands_counted, lost_points, outcomes
from nennep.quality.words import written
from nennep.reports.followed import BRIEFING
from nennep.reports.indicators import Figure, Row
from nennep.reports.records import Records
from nennep.reports.sentences import ReportTable, Said, Sentence, count, say
from nennep.reports.year_report import shortcomings

PAST_MONTHS = 12
Content = Sentence | ReportTable


@dataclass(frozen=True)
class SectionKind:
    """One section: its key for ever, its title, what composes it, what the office is asked to write."""

    key: str
    title: str
    compose: Callable[["Pack"], Iterator[Content]]
    asks: str = ""


class Pack:
    """What the sections of one month stand on, each kind of record read once, when a section needs it."""

    def __init__(self, ward: Ward, month: Month, *, on: date) -> None:
        self.ward, self.month, self.on = ward, month, on
        self.records = Records(ward, Period.month(month), on=on)
        first = month
        for _each in range(PAST_MONTHS):
            first = first.previous
        self.past = Records(ward, Period(first, month.previous), on=on)
        self.wide = Records(ward, Period(first, month), on=on)

    @property
    def day(self) -> date:
        return self.records.day

    @cached_property
    def names(self) -> dict[UUID, str]:
        return {unit.pk: unit.name for unit in self.records.branches}

    @cached_property
    def heads(self) -> dict[UUID, str]:
        """The secretary of each branch: who has what is missing."""
        posts = Post.objects.filter(holding_on(self.day), ward=self.ward, position=Position.SECRETARY)
        return dict(posts.order_by("pk").values_list("unit", "person__full_name"))

    def who(self, unit_id: UUID | None) -> str:
        """ "Chi bộ TDP số 7 (bí thư đ/c Nguyễn Văn An)"."""
        if unit_id is None:
            return ""
        head = self.heads.get(unit_id)
        return f"{self.names.get(unit_id, '')} (bí thư đ/c {head})" if head else self.names.get(unit_id, "")

    def those(self, rows: Sequence[Row]) -> str:
        """The branches of some rows, each once, in their fixed order, with whoever has it."""
        found = {row.unit_id for row in rows if row.part}
        return _listed([self.who(unit_id) for unit_id in self.names if unit_id in found])

    def previous(self, indicator_id: str, unit_id: UUID | None = None) -> Figure:
        return self.past.figure(indicator_id, unit_id, Period.month(self.month.previous))


# 1. What became of the last briefing's remedies ---------------------------------------------------


def remedies(pack: Pack) -> Iterator[Content]:
    before = Period.month(pack.month.previous)
    figure = pack.past.figure("remedies", None, before)
    if not figure.denominator:
        yield say("Kỳ trước chưa có việc nào giao tại hội nghị giao ban trên hệ thống.")
    else:
        yield say("{remedies} việc giao tại hội nghị giao ban kỳ trước đã xong.", remedies=figure)
    tasks = [task for task, month in pack.past.followed.remedies if Month.of(month) == pack.month.previous]
    tasks += _still_open(pack, {task.pk for task in tasks})
    if tasks:
        yield _remedy_table(tasks, pack.on)


def _still_open(pack: Pack, known: set[UUID]) -> list[Task]:
    """Older remedies that nobody has finished: they come back each month until they are."""
    found = Task.objects.filter(ward=pack.ward, origin_kind=BRIEFING, state__in=OPEN, assigned_on__lte=pack.day)
    tasks = found.select_related("unit", "assignee").order_by("due_on", "unit__position", "pk")
    this = {task.pk for task, month in pack.records.followed.remedies if Month.of(month) == pack.month}
    return [task for task in tasks if task.pk not in known | this]


def _remedy_table(tasks: Sequence[Task], on: date) -> ReportTable:
    rows = [
        (task.description, task.unit.short_name, task.assignee.full_name, _day(task.due_on), _became(task, on))
        for task in tasks
    ]
    head = ("Việc", "Chi bộ", "Người thực hiện", "Hạn", "Đến nay")
    return ReportTable("Các biện pháp đã giao", head, tuple(rows), (34, 14, 20, 12, 26), ())


def _became(task: Task, on: date) -> str:
    words = {"done": "đã xong", "done_late": "đã xong, sau hạn", "late": "quá hạn", "dropped": "thôi không làm"}
    state = words.get(task_tone(task, on), "đang làm" if task.state == TaskState.UNDER_WAY else "chưa làm")
    return f"{state}: {task.result}" if task.result else state


# 2. Met, not met, late ----------------------------------------------------------------------------


def held(pack: Pack) -> Iterator[Content]:
    records = pack.records
    regular = records.figure("regular_held")
    yield say("{regular} kỳ sinh hoạt thường kỳ phải có trong tháng đã được tổ chức.", regular=regular)
    missing = records.wanting("regular_held")
    if missing.numerator:
        where = pack.those(missing.rows())
        yield say("Chưa sinh hoạt: {missing}, ở {where}.", missing=count(missing), where=where)
    late = records.wanting("regular_on_day")
    if late.numerator:
        where = pack.those(late.rows())
        yield say("Sinh hoạt sau ngày định kỳ: {late} buổi, ở {where}.", late=count(late), where=where)
    elif regular.numerator:
        yield say("{on_day} buổi thường kỳ họp đúng ngày định kỳ.", on_day=records.figure("regular_on_day"))
    thematic = records.figure("thematic_held")
    if thematic.numerator:
        yield say("{thematic} buổi sinh hoạt chuyên đề trong tháng.", thematic=thematic)
    by_groups = records.figure("by_groups")
    if by_groups.numerator:
        yield say("{by_groups} buổi được tổ chức theo tổ đảng.", by_groups=count(by_groups))


# 3. Attendance ------------------------------------------------------------------------------------


def attendance(pack: Pack) -> Iterator[Content]:
    now, before, mean = (
        pack.records.figure("attendance"),
        pack.previous("attendance"),
        pack.past.figure("attendance"),
    )
    if not now.has_data:
        yield say("Tháng này {now} về tỷ lệ dự.", now=now)
        return
    words = "Tỷ lệ đảng viên dự sinh hoạt là {now} lượt phải dự"
    if before.has_data:
        words += f"; tháng {_month(pack.month.previous)} là {{before}}"
    if mean.has_data:
        words += "; bình quân mười hai tháng trước là {mean}"
    yield say(f"{words}.", now=now, before=before, mean=mean)
    yield from _lowest(pack)
    yield _attendance_table(pack)


def _lowest(pack: Pack) -> Iterator[Content]:
    """The lowest, which the form asks for (domain.md 3.9), and who stands under the rule's line."""
    figures = [pack.records.figure("attendance", unit.pk) for unit in pack.records.branches]
    figures = [figure for figure in figures if figure.denominator]
    low = min(figures, key=_share)
    if _share(low) < _share(max(figures, key=_share)):
        name = pack.names[low.unit_id] if low.unit_id else ""
        yield say("Thấp nhất trong tháng: {name}, {low}.", name=name, low=low)
    under = pack.records.wanting("attendance_met")
    if under.numerator:
        where = pack.those(under.rows())
        yield say("Chưa đạt mức của quy định: {under} chi bộ: {where}.", under=count(under), where=where)


def _attendance_table(pack: Pack) -> ReportTable:
    rows: list[tuple[str | Said, ...]] = []
    for unit in pack.records.branches:
        now, before, mean = (
            pack.records.figure("attendance", unit.pk),
            pack.previous("attendance", unit.pk),
            pack.past.figure("attendance", unit.pk),
        )
        rows.append((unit.name, Said(now), Said(before), Said(mean), _trend(now, mean)))
    head = ("Chi bộ", "Tháng này", "Tháng trước", "12 tháng trước", "So với chính mình")
    return ReportTable(
        "Tỷ lệ dự của từng chi bộ, bên cạnh chính chi bộ ấy", head, tuple(rows), (28, 20, 20, 22, 16), (1, 2, 3)
    )


def _trend(now: Figure, mean: Figure) -> str:
    """How a branch stands against its own past: more than a point up or down."""
    if not (now.denominator and mean.denominator):
        return "–"
    change = (_share(now) - _share(mean)) * 100
    if abs(change) <= 1:
        return "= giữ mức"
    return "▲ tăng" if change > 0 else "▼ giảm"


# 4. Minutes ---------------------------------------------------------------------------------------


def minutes(pack: Pack) -> Iterator[Content]:
    on_time, late = pack.records.figure("on_time_record"), pack.records.wanting("on_time_record")
    if not on_time.has_data:
        yield say("Tháng này chưa có buổi sinh hoạt nào đã kết thúc.")
        return
    yield say("{on_time} buổi có biên bản ký đủ và gửi Đảng ủy đúng hạn.", on_time=on_time)
    if late.numerator:
        where = pack.those(late.rows())
        yield say("Chậm hoặc chưa gửi: {late} buổi, ở {where}.", late=count(late), where=where)
    ahead = pack.records.figure("papers_ahead")
    yield say("{ahead} buổi có tài liệu gửi trước đủ ngày.", ahead=ahead)
    checked = pack.records.figure("minutes_checked")
    if checked.numerator:
        yield say("Văn phòng đã xem {checked} biên bản rút ngẫu nhiên.", checked=checked)


def bands(pack: Pack) -> Iterator[Content]:
    """What the ward decided of each meeting, beside what the branch and its committee member gave (xếp loại)."""
    found = outcomes(pack.ward.pk, pack.month, pack.month)
    if not found:
        yield say("Tháng này chưa có buổi sinh hoạt nào đã kết thúc.")
        return
    quality, gap = pack.records.figure("quality"), pack.records.figure("quality_gap")
    if quality.has_data:
        yield say("{quality} buổi đã quyết định được xếp mức cao nhất.", quality=quality)
    if gap.has_data:
        yield say("{gap} buổi có điểm chi bộ tự chấm khác điểm đảng ủy viên chấm.", gap=gap)
    counted = bands_counted(found)
    if counted:
        yield say(
            "Đảng ủy xếp loại: {bands}.", bands=_listed([f"{band} {many} buổi" for band, many in counted.items()])
        )
    waiting = [each for each in found if not each.is_settled]
    if waiting:
        yield say("Chưa quyết định xếp loại {many} buổi; Văn phòng trình Đảng ủy.", many=str(len(waiting)))
    if counted:
        yield _band_table(pack, found)


def _band_table(pack: Pack, found: Sequence[Outcome]) -> ReportTable:
    rows = [
        (
            pack.names.get(each.unit_id, ""),
            *(written(points) if points is not None else "–" for points in (each.branch, each.charge, each.ward)),
            each.band or "chưa quyết định",
        )
        for each in found
    ]
    head = ("Chi bộ", "Chi bộ tự chấm", "Đảng ủy viên chấm", "Đảng ủy quyết định", "Mức")
    return ReportTable("Điểm và xếp loại từng buổi sinh hoạt", head, tuple(rows), (30, 14, 16, 16, 16), (1, 2, 3))


# 5. Good practice, shortcomings, causes -----------------------------------------------------------


def good(pack: Pack) -> Iterator[Content]:
    found = _found(pack, FoundKind.STRENGTH)
    for each in found:
        yield say("{unit}: {text}", unit=each.unit.name, text=_ended(each.text))
    if not found:
        yield say("Kiểm tra, giám sát trong tháng chưa ghi cách làm hay nào.")


def short(pack: Pack) -> Iterator[Content]:
    """Grouped by what was measured, then by the criterion of the sheets."""
    nothing = True
    for _source, sentence in shortcomings(pack.records):
        nothing = False
        yield sentence
    for sentence in (*_by_criterion(pack), *_points_lost(pack)):
        nothing = False
        yield sentence
    for each in _found(pack, FoundKind.SHORTCOMING):
        nothing = False
        yield say("Kiểm tra, giám sát: {unit}: {text}", unit=each.unit.name, text=_ended(each.text))
    if nothing:
        yield say("Từ số liệu và phiếu trong tháng chưa thấy tồn tại nào.")


def _by_criterion(pack: Pack) -> Iterator[Sentence]:
    """What committee members did not see, and what was missing in drawn minutes: a sentence a criterion."""
    unseen: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for question in _asked(pack):
        seen = pack.records.seen_at_visits(question.key)
        units = {row.unit_id for row in seen.rows() if row.part < row.whole}
        if units:
            where = _listed([name for unit_id, name in pack.names.items() if unit_id in units])
            unseen[question.part].append((f"“{_small(question.text)}” (chưa thấy ở {where})", seen))
    for part, told in unseen.items():
        keys = [f"seen{place}" for place in range(len(told))]
        words = "; ".join(f"{{{key}}} phiếu dự thấy {text}" for key, (text, _seen) in zip(keys, told, strict=True))
        yield say(f"{part}: {words}.", **{key: seen for key, (_text, seen) in zip(keys, told, strict=True)})
    for question, names in _missing_in_minutes(pack).items():
        yield say(
            "{part}: biên bản được xem chưa đạt “{text}”, ở {where}.",
            part=question.part,
            text=_small(question.text),
            where=_listed(names),
        )


def _points_lost(pack: Pack) -> Iterator[Sentence]:
    """The criteria on which the ward decided that points were lost, the most often lost first."""
    for lost in lost_points(pack.ward.pk, pack.month, pack.month):
        yield say("Chấm điểm: “{text}” mất điểm ở {times} buổi.", text=lost.text, times=str(lost.times))


def _asked(pack: Pack) -> list[Question]:
    """The questions of the sheets of the month, each once, in the order of the list."""
    names = dict.fromkeys(visit.checklist for visit in pack.records.followed.visits)
    items = {item.key: item for name in names for item in checklists()[name].items}
    return list(items.values())


def _missing_in_minutes(pack: Pack) -> dict[Question, list[str]]:
    drawn = Drawn.objects.filter(
        ward=pack.ward, checked_at__date__gte=pack.month.first, checked_at__date__lte=pack.month.last
    ).select_related("sample", "meeting")
    found: dict[Question, list[str]] = defaultdict(list)
    for each in drawn.order_by("meeting__unit__position", "pk"):
        questions = checklists()[each.sample.checklist]
        assert questions.use == MINUTES
        name = pack.names.get(each.meeting.unit_id, "")
        for question in questions.missing(each.ticked):
            if name and name not in found[question]:
                found[question].append(name)
    return found


def causes(pack: Pack) -> Iterator[Content]:
    """What people gave as reasons: of meetings not held, and what committee members reported."""
    called_off = Meeting.objects.filter(
        ward=pack.ward, month=pack.month.first, parent__isnull=True, state=MeetingState.CANCELLED
    )
    told = False
    for meeting in called_off.select_related("unit").order_by("unit__position", "starts_at", "pk"):
        told = True
        yield say("{unit} không họp: {why}", unit=meeting.unit.name, why=_ended(meeting.cancel_reason))
    visits = Visit.objects.filter(ward=pack.ward, meeting__month=pack.month.first, sent_at__date__lte=pack.on).exclude(
        problems=""
    )
    for visit in visits.select_related("unit").order_by("unit__position", "pk"):
        told = True
        yield say("Phiếu dự tại {unit}: {what}", unit=visit.unit.name, what=_ended(" ".join(visit.problems.split())))
    if not told:
        yield say("Phiếu dự và biên bản trong tháng chưa nêu nguyên nhân; Văn phòng ghi qua nắm tình hình.")


def _found(pack: Pack, kind: str) -> list[Found]:
    found = Found.objects.filter(
        ward=pack.ward, kind=kind, found_at__date__gte=pack.month.first, found_at__date__lte=pack.month.last
    )
    return list(found.select_related("unit").order_by("unit__position", "found_at", "pk"))


# 6. Petitions, directives, charge, the next month --------------------------------------------------


def petitions(pack: Pack) -> Iterator[Content]:
    figure, overdue = pack.records.figure("petitions"), pack.records.figure("petitions_overdue")
    if figure.denominator:
        yield say("{answered} kiến nghị nêu trong tháng đã có trả lời.", answered=figure)
    else:
        yield say("Trong tháng không có kiến nghị mới.")
    if overdue.numerator:
        yield say("{overdue} kiến nghị quá hạn chưa trả lời.", overdue=overdue)
    shown = [each for each in pack.records.followed.petitions if _is_news(each, pack)]
    if shown:
        yield _petition_table(shown, pack.day)


def _is_news(petition: Petition, pack: Pack) -> bool:
    """Raised or answered in the month, or still waiting."""
    answered = petition.answered_on
    if answered is None or answered > pack.day:
        return True
    return answered >= pack.month.first or petition.raised_on >= pack.month.first


def _petition_table(found: Sequence[Petition], on: date) -> ReportTable:
    rows = []
    for each in found:
        known = each.answered_on is not None and each.answered_on <= on
        state = state_of(each, on).words if known else ("quá hạn" if each.due_on < on else "chờ trả lời")
        told = f"{state}: {' '.join(each.answer.split())}" if known else f"{state}, hạn {_day(each.due_on)}"
        rows.append((each.unit.short_name, " ".join(each.text.split()), str(each.get_addressee_display()), told))
    head = ("Chi bộ", "Nội dung", "Nơi trả lời", "Tình trạng")
    return ReportTable("Kiến nghị, khó khăn, vướng mắc của chi bộ", head, tuple(rows), (14, 36, 18, 38), ())


def directives(pack: Pack) -> Iterator[Content]:
    """Documents whose day falls in this month or the next, and how far each got."""
    reach = pack.wide.reach
    last = pack.month.next.last
    due: dict[UUID, date] = {}
    for each in reach.disseminations:
        if pack.month.first <= each.due_on <= last:
            due[each.directive_id] = max(each.due_on, due.get(each.directive_id, each.due_on))
    if not due:
        yield say("Tháng này và tháng sau không có văn bản nào đến hạn quán triệt.")
        return
    rows: list[tuple[str | Said, ...]] = []
    for directive_id, day in sorted(due.items(), key=lambda each: (each[1], str(each[0]))):
        directive = reach.directives[directive_id]
        rows.append((directive.label, directive.subject, _day(day), Said(pack.wide.reach_of([directive]))))
    head = ("Văn bản", "Trích yếu", "Hạn", "Đã quán triệt")
    yield ReportTable("Văn bản đến hạn và mức quán triệt", head, tuple(rows), (20, 40, 12, 24), (3,))


def charge(pack: Pack) -> Iterator[Content]:
    kept = pack.records.figure("charge_kept")
    if not kept.has_data:
        yield say("Tháng này chưa có buổi sinh hoạt nào đã kết thúc.")
        return
    yield say("{kept} buổi sinh hoạt có đảng ủy viên phụ trách đến dự.", kept=kept)
    sheets = pack.records.figure("visits")
    yield say("{sheets} phiếu dự đã gửi về Văn phòng.", sheets=sheets)
    rows: list[tuple[str | Said, ...]] = []
    for unit in pack.records.branches:
        who = pack.records.charges.get(unit.pk)
        now = pack.records.figure("charge_kept", unit.pk)
        mean = pack.past.figure("charge_kept", unit.pk)
        name = who.person.full_name if who else "chưa phân công"
        rows.append((unit.name, name, Said(now, "parts"), Said(mean, "parts")))
    # meetings count for whoever was in charge that day; the name is who is in charge now
    when = "hiện nay" if pack.records.day == pack.records.on else f"ngày {_day(pack.records.day)}"
    head = ("Chi bộ", f"Đảng ủy viên phụ trách {when}", "Tháng này", "12 tháng trước")
    yield ReportTable("Dự sinh hoạt với chi bộ phụ trách", head, tuple(rows), (32, 28, 14, 18), (2, 3))


def following(pack: Pack) -> Iterator[Content]:
    """The next month as far as it is planned."""
    month = pack.month.next
    meetings = Meeting.objects.filter(ward=pack.ward, month=month.first, parent__isnull=True).exclude(
        state=MeetingState.CANCELLED
    )
    planned = list(meetings.select_related("unit").order_by("unit__position", "starts_at", "pk"))
    has_one = {meeting.unit_id for meeting in planned if meeting.kind == MeetingKind.REGULAR}
    without = [pack.who(unit.pk) for unit in pack.records.branches_now if unit.pk not in has_one]
    if without and planned:
        yield say("Chưa có lịch thường kỳ: {where}.", where=_listed(without))
    elif without:
        yield say("Văn phòng chưa lập lịch sinh hoạt tháng {month}.", month=_month(month))
    if planned:
        yield _plan_table(planned, month)
    coming = Inspection.objects.filter(ward=pack.ward, begins_on__lte=month.last, ends_on__gte=month.first).filter(
        state__in=[InspectionState.PLANNED, InspectionState.UNDER_WAY]
    )
    for each in coming.order_by("begins_on", "pk"):
        span = f"{_day(each.begins_on)} – {_day(each.ends_on)}"
        yield say("{kind}: {title}, {span}.", kind=str(each.get_kind_display()), title=each.title, span=span)


def _plan_table(planned: Sequence[Meeting], month: Month) -> ReportTable:
    rows = []
    for meeting in planned:
        starts = timezone.localtime(meeting.starts_at)
        what = f"Chuyên đề: {meeting.topic}" if meeting.topic else "Thường kỳ"
        rows.append((meeting.unit.name, f"{wording.long_date(starts)}, {starts:%H:%M}", meeting.place, what))
    head = ("Chi bộ", "Ngày, giờ", "Nơi họp", "Nội dung")
    return ReportTable(f"Lịch sinh hoạt tháng {_month(month)}", head, tuple(rows), (26, 30, 26, 26), ())


SECTIONS = (
    SectionKind("remedies", "Việc thực hiện kết luận, biện pháp của kỳ trước", remedies),
    SectionKind("held", "Duy trì chế độ sinh hoạt", held),
    SectionKind("attendance", "Tỷ lệ đảng viên dự sinh hoạt", attendance),
    SectionKind("minutes", "Biên bản, tài liệu", minutes),
    SectionKind("bands", "Xếp loại chất lượng sinh hoạt", bands),
    SectionKind("good", "Cách làm hay", good, "Ghi cách làm hay cần nhân rộng."),
    SectionKind("short", "Tồn tại, hạn chế", short, "Nhận định thêm về tồn tại, hạn chế."),
    SectionKind("causes", "Nguyên nhân", causes, "Ghi nguyên nhân khách quan, chủ quan."),
    SectionKind("petitions", "Kiến nghị của chi bộ", petitions),
    SectionKind("directives", "Văn bản đến hạn quán triệt", directives),
    SectionKind("charge", "Đảng ủy viên phụ trách dự sinh hoạt", charge),
    SectionKind("following", "Nhiệm vụ tháng sau", following, "Ghi nhiệm vụ trọng tâm, biện pháp đề nghị hội nghị."),
)
BY_KEY = {section.key: section for section in SECTIONS}


def _listed(terms: Sequence[str]) -> str:
    """ "a, b và c"."""
    return "" if not terms else terms[0] if len(terms) == 1 else f"{', '.join(terms[:-1])} và {terms[-1]}"


def _share(figure: Figure) -> Fraction:
    return Fraction(figure.numerator, figure.denominator or 1)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _day(day: date) -> str:
    return wording.short_date(day)


def _month(month: Month) -> str:
    return f"{month.first:%m/%Y}"
