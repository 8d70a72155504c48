"""The report (báo cáo) of a ward committee for a year or another period: composed once, shown in every format.

Every number stands as a `Figure`, so a sentence says what the records say: twelve of thirteen is written
as 12/13, never as all. Its words are Vietnamese in every language of the interface: they are what is signed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from nennep.core.documents import wording
from nennep.core.periods import Month, Period
from nennep.directives.models import Direction
from nennep.organisation.models import SECTOR_KINDS, BranchKind, Position, Post, Ward, holding_on
from nennep.planning.models import Basis
from nennep.reports.findings import Finding, branches_of, findings, kind_words
from nennep.reports.following import commended, following_up, principles
from nennep.reports.indicators import Figure, Row
from nennep.reports.models import YearTask
from nennep.reports.reach import DirectiveFacts
from nennep.reports.records import Records
from nennep.reports.reorganised import reorganised
from nennep.reports.report_tables import branch_table, comparison, month_table, record_table
from nennep.reports.sentences import ReportTable, Said, Sentence, count, say
from nennep.reports.tasks_set import announced, progress, tasks_around
from nennep.rulebook.queries import Rules, member_duties

SECTIONS = {
    "Đặc điểm tình hình": {
        "organisation": "Tổ chức đảng và đảng viên",
    },
    "Kết quả thực hiện": {
        "duties": "Quy chế làm việc và phân công nhiệm vụ đảng viên",
        "directives": "Quán triệt, triển khai văn bản của Đảng",
        "regularity": "Duy trì chế độ sinh hoạt thường kỳ và sinh hoạt chuyên đề",
        "themes": "Định hướng và kế hoạch sinh hoạt chuyên đề",
        "attendance": "Tỷ lệ đảng viên dự sinh hoạt",
        "records": "Tài liệu và biên bản",
        "decisions": "Thảo luận, nghị quyết và thực hiện nhiệm vụ",
        "charges": "Theo dõi, hướng dẫn của đảng ủy viên phụ trách",
        "principles": "Nguyên tắc, trình tự, dân chủ trong sinh hoạt",
        "followed": "Giao ban, kiểm tra, đôn đốc",
        "awards": "Khen thưởng",
        "tasks_kept": "Thực hiện nhiệm vụ trọng tâm của năm",
    },
    "Tồn tại, hạn chế và số liệu cần rà soát": {
        "shortcomings": "Tồn tại, hạn chế",
        "mismatches": "Số liệu chưa khớp",
    },
    "Phương hướng, nhiệm vụ": {
        "tasks_next": "Nhiệm vụ trọng tâm năm sau",
    },
    "Số liệu kèm theo": {
        "branches": "Số liệu theo chi bộ",
        "months": "Số liệu theo tháng",
        "compared": "So sánh với kỳ trước",
    },
}
"""The sections in the order of reading, and the titles of the parts each may have, by their keys."""
PARTS = {key: title for parts in SECTIONS.values() for key, title in parts.items()}


@dataclass(frozen=True)
class Part:
    """A numbered part inside a section: a heading and what it says."""

    title: str
    content: tuple[Sentence | ReportTable | Finding, ...]


@dataclass(frozen=True)
class Section:
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class YearReport:
    """The report of a ward for a period, or for its finished months."""

    ward: Ward
    period: Period
    on: date
    counted: Period | None
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    signer: str
    signer_is_deputy: bool = False

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the report, in the order of reading."""
        return tuple(_all_figures(self))

    @property
    def committee(self) -> str:
        """ "Đảng ủy phường Đức Thắng"."""
        return f"Đảng ủy {self.ward.name[:1].lower()}{self.ward.name[1:]}"

    @property
    def year(self) -> int:
        """The year in which the period ends."""
        return self.period.last.year

    @property
    def next_year(self) -> int:
        return self.year + 1

    @property
    def subject(self) -> str:
        subject = f"tình hình và chất lượng sinh hoạt chi bộ {self.period.document_label}"
        if self.period.is_month and self.on < self.period.last.last:
            return f"{subject} (tính đến ngày {wording.short_date(self.on)})"
        if self.counted in (None, self.period):
            return subject
        return f"{subject} (đến hết tháng {self.counted.last.first.strftime('%m/%Y')})"


def year_report(records: Records) -> YearReport:
    """Compose the report of a year, or of any other period, as known on a day: some twenty queries for any ward.

    Summaries must be fresh (`actions.refresh`). Only finished months count; what has no data says so. What is said
    of years alone, awards and the tasks set for the next one, only the report of a year tells.
    """
    found, tasks, year = tuple(findings(records)), tasks_around(records), records.period.last.year
    told = (
        tuple(_situation(records)),
        tuple(_results(records, tasks[year])),
        tuple(_shortcomings(records, found)),
        tuple(_part("tasks_next", announced(tasks[year + 1]))) if records.period.is_year else (),
        tuple(_tables(records)),
    )
    signer, is_deputy = signer_on(records.ward, records.on)
    return YearReport(
        ward=records.ward,
        period=records.period,
        on=records.on,
        counted=records.counted,
        sections=tuple(Section(title, parts) for title, parts in zip(SECTIONS, told, strict=True) if parts),
        findings=found,
        signer=signer,
        signer_is_deputy=is_deputy,
    )


# I. The ward


def _situation(records: Records) -> Iterator[Part]:
    branches, members = records.figure("branches"), records.figure("members")
    day = wording.short_date(records.day)
    yield Part(
        PARTS["organisation"],
        (
            say(
                f"{{party}} có {{branches}} chi bộ trực thuộc với tổng số {{members}} đảng viên (tính đến ngày {day}).",
                party=records.ward.party_name,
                branches=branches,
                members=members,
            ),
            *reorganised(records),
            *_kinds(records),
            *_largest(records),
        ),
    )


def _kinds(records: Records) -> Iterator[Sentence]:
    """By kind, as the branches are recorded; those of no stated kind are said to be so."""
    figures = {}
    for key in (BranchKind.STREET_BLOCK, "sector", *_other_kinds(records), BranchKind.UNSTATED):
        figure = branches_of(records, f"branches.{key}")
        if figure.numerator:
            figures[str(key)] = figure
    if figures:
        terms = [f"{{{key}}} {kind_words(f'branches.{key}')}" for key in figures]
        yield say(f"Theo loại hình, danh sách ghi {_listed(terms)}.", **figures)


def _other_kinds(records: Records) -> list[str]:
    named = SECTOR_KINDS | {BranchKind.STREET_BLOCK, BranchKind.UNSTATED}
    return sorted({unit.branch_kind for unit in records.branches_now if unit.branch_kind not in named})


def _largest(records: Records) -> Iterator[Sentence]:
    """The branch with most members, and whether it meets by party groups (domain.md 1.5)."""
    sizes = {unit: len(records.members[unit.pk]) for unit in records.branches_now}
    if not any(sizes.values()):
        return
    most = max(sizes.values())
    unit, *others = [each for each in records.branches_now if sizes[each] == most]
    if others:
        names = _listed([each.name for each in (unit, *others)])
        yield say(
            "{names} cùng có số lượng đảng viên đông nhất, mỗi chi bộ {members} đảng viên.",
            names=names,
            members=records.figure("members", unit.pk),
        )
        return
    groups, by_groups = records.figure("party_groups", unit.pk), records.figure("by_groups", unit.pk)
    words = "{unit} là chi bộ có số lượng đảng viên đông nhất với {members} đảng viên"
    if groups.numerator:
        words += ", chia thành {groups} tổ đảng"
    if groups.numerator and by_groups.numerator:
        words += "; trong kỳ đã có {by_groups} buổi sinh hoạt của chi bộ được tổ chức theo tổ đảng"
    elif groups.numerator:
        words += "; trong kỳ chưa có buổi nào được tổ chức theo tổ đảng"
    members = records.figure("members", unit.pk)
    yield say(f"{words}.", unit=unit.name, members=members, groups=groups, by_groups=count(by_groups))


# II. Results


def _results(records: Records, tasks: Sequence[YearTask]) -> Iterator[Part]:
    yield Part(PARTS["duties"], tuple(_rules_and_duties(records)))
    yield from _part("directives", _directives(records))
    yield Part(PARTS["regularity"], tuple(_regularity(records)))
    yield from _part("themes", _themes(records))
    yield Part(PARTS["attendance"], tuple(_attendance(records)))
    yield Part(PARTS["records"], tuple(_papers_and_records(records)))
    yield Part(PARTS["decisions"], (*_decisions(records), *_scores(records)))
    yield Part(PARTS["charges"], tuple(_charges(records)))
    yield from _part("principles", principles(records))
    yield from _part("followed", following_up(records))
    if records.period.is_year:
        yield from _part("awards", commended(records))
    yield from _part("tasks_kept", progress(records, tasks))


def _part(key: str, told: Iterator[Sentence | ReportTable]) -> Iterator[Part]:
    """A part, if there is anything to tell in it."""
    content = tuple(told)
    if content:
        yield Part(PARTS[key], content)


def _rules_and_duties(records: Records) -> Iterator[Sentence]:
    rules = records.figure("working_rules")
    if not rules.has_data:
        yield say("Quy chế làm việc và phân công nhiệm vụ: {rules}.", rules=rules)
        return
    yield say("{rules} chi bộ đã xây dựng và có quy chế làm việc còn hiệu lực.", rules=rules)
    assigned, acknowledged = records.figure("duties_assigned"), records.figure("duties")
    if not assigned.has_data:
        yield say("Phân công nhiệm vụ cho đảng viên: {assigned}.", assigned=assigned)
        return
    yield say(
        f"{{assigned}} đảng viên được phân công nhiệm vụ năm {records.period.last.year}; "
        "{acknowledged} đảng viên đã xác nhận nhiệm vụ được giao.",
        assigned=assigned,
        acknowledged=acknowledged,
    )
    yield _four_duties()


def _four_duties() -> Sentence:
    """The four duties of a member, on which rests what is assigned to each (domain.md 8, fact 7).

    How far members do them is recorded nowhere; tasks from meetings are told among the meetings.
    """
    duties = member_duties()
    listed = "; ".join(f"({number}) {words}" for number, words in enumerate(duties.items, start=1))
    return say(f"Nhiệm vụ được giao căn cứ bốn nhiệm vụ của người đảng viên ({duties.source}): {listed}.")


def _directives(records: Records) -> Iterator[Sentence]:
    """The cascade of documents from above, the conferences, the ward's own documents (domain.md 8, facts 8 to 11,
    22, 23)."""
    reach = records.reach
    for chain in reach.chains():
        yield _chain(records, chain)
    yield from _conferences(records)
    issued = records.figure("directives_issued")
    if issued.numerator:
        named = _listed([f"{each.label} {_small(each.subject)}" for each in reach.issued])
        yield say(f"Đảng ủy phường đã ban hành {{issued}} văn bản để chỉ đạo, hướng dẫn: {named}.", issued=issued)
    whole = records.figure("reach")
    if whole.has_data:
        yield say(
            "Tính chung các văn bản giao trong kỳ, {branches} chi bộ đã quán triệt đủ đến từng đảng viên; {whole} lượt "
            "đảng viên đã được quán triệt.",
            branches=records.figure("branches_passed_on"),
            whole=whole,
        )


def _chain(records: Records, chain: Sequence[DirectiveFacts]) -> Sentence:
    """Documents from above in the order of their levels, what the ward made of them, and whom that reached."""
    above = [each for each in chain if each.direction == Direction.RECEIVED]
    own = [each for each in chain if each.direction == Direction.ISSUED]
    words = f"Thực hiện {_listed([each.cited for each in above])} {_about(above or chain)}"
    if own:
        words += f", Đảng ủy phường đã ban hành {_listed([_with_day(each) for each in own])}"
    reached = records.reach_of(chain)
    if not reached.has_data:
        return say(f"{words}.")
    single = {each: records.reach_of([each]) for each in chain}
    passed_on = [each for each in chain if single[each].has_data]
    words += "; đã quán triệt"
    if len(passed_on) < len(chain):
        words += f" {_listed([each.label for each in passed_on])}"
    if len({_by_branch(single[each]) for each in passed_on}) == 1:
        return say(f"{words} đến {{reached}} đảng viên.", reached=single[passed_on[0]])
    return say(f"{words} đến {{reached}} lượt đảng viên.", reached=reached)


def _by_branch(figure: Figure) -> frozenset[tuple[object, int, int]]:
    """Whom a document reached, branch by branch: two documents share one figure only where these are alike."""
    return frozenset((row.unit_id, row.part, row.whole) for row in figure.rows())


def _about(chain: Sequence[DirectiveFacts]) -> str:
    subject = _small(chain[0].subject)
    return subject if subject.startswith("về ") else f"về {subject}"


def _with_day(directive: DirectiveFacts) -> str:
    return f"{directive.label} ngày {wording.short_date(directive.dated_on)}" if directive.dated_on else directive.label


def _conferences(records: Records) -> Iterator[Sentence]:
    held = records.figure("conferences")
    if not held.numerator:
        return
    audience = dict.fromkeys(each for conference in records.reach.conferences for each in conference.audience)
    names = _listed([_position(each) for each in audience])
    days = _listed([wording.short_date(each.day) for each in records.reach.conferences])
    seats = "đại biểu" if held.numerator == 1 else "lượt đại biểu"
    words = (
        f"Đảng ủy phường đã tổ chức {{held}} hội nghị cán bộ chủ chốt để quán triệt văn bản (ngày {days}), với sự tham "
        f"dự của {{present}} {seats} là {names}"
    )
    if records.figure("branches_passed_on").numerator:
        words += "; các đồng chí bí thư truyền đạt tiếp đến đảng viên trong chi bộ"
    yield say(f"{words}.", held=held, present=records.figure("conference_presence"))


def _position(position: str) -> str:
    return _small(str(Position(position).label).replace("Bí thư", "bí thư"))


def _small(words: str) -> str:
    """Words inside a sentence: the first letter small."""
    return f"{words[:1].lower()}{words[1:]}"


def _regularity(records: Records) -> Iterator[Sentence]:
    regular, thematic = records.figure("regular_held"), records.figure("thematic_coverage")
    complete = records.figure("branches_complete")
    if not regular.has_data:
        yield say("Sinh hoạt thường kỳ và sinh hoạt chuyên đề: {regular}.", regular=regular)
        return
    begun = min(row.month for row in records.months if row.regular_due)
    if records.counted and begun > records.counted.first.first:
        yield say(f"Số liệu có từ tháng {begun:%m/%Y}; các tháng trước đó để trống, không tính.")
    yield say("Chế độ sinh hoạt thường kỳ hằng tháng được thực hiện {regular} kỳ phải sinh hoạt.", regular=regular)
    if thematic.has_data:
        yield say(
            "Sinh hoạt chuyên đề hằng quý được thực hiện {thematic} quý phải sinh hoạt, gồm {meetings} buổi.",
            thematic=thematic,
            meetings=records.figure("thematic_held"),
        )
    yield say(
        "{complete} chi bộ thực hiện đủ chế độ sinh hoạt thường kỳ và sinh hoạt chuyên đề theo quy định.",
        complete=complete,
    )


BASIS_WORDS = {
    Basis.POLITICAL_TASK: "từ nhiệm vụ chính trị trong năm",
    Basis.SHORTCOMING: "từ những hạn chế, tồn tại của năm cũ",
    Basis.TOPICAL: "từ vấn đề mang tính thời sự",
}


def _themes(records: Records) -> Iterator[Sentence]:
    """The ward's orientation by its three sources, and the plans that came of it (domain.md 8, fact 20)."""
    plans, oriented = records.figure("thematic_plans"), records.figure("themes_oriented")
    if plans.numerator:
        yield say("{plans} chi bộ có kế hoạch sinh hoạt chuyên đề của năm được Đảng ủy phường duyệt.", plans=plans)
    if not oriented.numerator:
        return
    by_basis = {str(basis): records.themes_from(basis) for basis in Basis}
    found = {basis: figure for basis, figure in by_basis.items() if figure.numerator}
    terms = _listed([f"{{{basis}}} buổi {BASIS_WORDS[Basis(basis)]}" for basis in found])
    yield say(
        f"{{oriented}} buổi sinh hoạt chuyên đề theo nội dung Đảng ủy phường gợi ý, định hướng: {terms}.",
        oriented=oriented,
        **found,
    )


def _attendance(records: Records) -> Iterator[Sentence]:
    attendance = records.figure("attendance")
    if not attendance.has_data:
        yield say("Tỷ lệ dự sinh hoạt: {attendance}.", attendance=attendance)
        return
    lines = _by_rule_set(records, _line)
    verdict = "đạt" if records.is_line_met(None) else "chưa đạt"
    yield say(
        f"Tỷ lệ đảng viên tham gia sinh hoạt là {{attendance}} lượt phải dự, {verdict} mức {lines}.",
        attendance=attendance,
    )
    wanted = lines if len(records.rule_sets) == 1 else "theo mức của bộ quy định từng thời gian"
    yield say(f"{{met}} chi bộ có tỷ lệ dự cả kỳ {wanted}.", met=records.figure("attendance_met"))
    yield from _best_and_worst(records)


def _line(rules: Rules) -> str:
    """ "trên 85% theo 12-HD/BTCTW (2018)"."""
    line = rules.attendance.line
    percent = wording.percent(line.fraction.numerator, line.fraction.denominator)
    wanted = f"từ {percent} trở lên" if line.inclusive else f"trên {percent}"
    return f"{wanted} theo {rules.source_of('attendance.line').source}"


def _by_rule_set(records: Records, words: Callable[[Rules], str]) -> str:
    """What a rule says over the period; where it changed, each with the day from which it held."""
    first, *later = records.rule_sets
    parts = [words(first)]
    parts += [
        f"từ {wording.short_date(rules.valid_from)}: {words(rules)}" for rules in later if words(rules) != parts[-1]
    ]
    return "; ".join(parts)


def _best_and_worst(records: Records) -> Iterator[Sentence]:
    """The months with the highest and the lowest attendance; where all are alike there is nothing to name."""
    months = _months_by_attendance(records)
    if len(months) < 2 or _share(months[0]) == _share(months[-1]):
        return
    low = [figure for figure in months if _share(figure) == _share(months[0])]
    high = [figure for figure in months if _share(figure) == _share(months[-1])]
    parts = (("Tháng ", high, "dự cao nhất"), ("; tháng ", low, "dự thấp nhất" if len(low) > 1 else "thấp nhất"))
    pieces = [piece for lead, figures, verdict in parts for piece in (lead, *_months(figures, verdict))]
    yield Sentence((*pieces, "."))


def _months(figures: Sequence[Figure], verdict: str) -> Iterator[str | Said]:
    """ "03/2022 dự cao nhất: 100% (4/4)"; months that tie each with their own parts, and their share once."""
    first, *others = figures
    if not others:
        yield from (f"{_month(first)} {verdict}: ", Said(first))
        return
    for place, figure in enumerate(figures):
        before = "" if place == 0 else " và " if place == len(others) else ", "
        yield from (f"{before}{_month(figure)} (", Said(figure, "parts"), ")")
    yield f" cùng {verdict}: {wording.percent(first.numerator, first.denominator or 0)}"


def _share(figure: Figure) -> Fraction:
    return Fraction(figure.numerator, figure.denominator or 1)


def _months_by_attendance(records: Records) -> list[Figure]:
    months = records.counted.months if records.counted else ()
    figures = [records.figure("attendance", None, Period.month(month)) for month in months]
    with_data = [figure for figure in figures if figure.denominator]
    return sorted(with_data, key=_share)


def _papers_and_records(records: Records) -> Iterator[Sentence]:
    papers, ahead, on_time = (records.figure(key) for key in ("papers", "papers_ahead", "on_time_record"))
    if not papers.has_data:
        yield say("Tài liệu và biên bản sinh hoạt: {papers}.", papers=papers)
        return
    lead = _by_rule_set(records, lambda rules: f"{rules.papers.lead_days} ngày")
    limit = _by_rule_set(records, lambda rules: f"{rules.record.report_days} ngày")
    yield say(
        "{papers} buổi sinh hoạt có tài liệu phục vụ sinh hoạt; "
        f"{{ahead}} buổi có tài liệu gửi trước ít nhất {lead}.",
        papers=papers,
        ahead=ahead,
    )
    yield say(
        f"{{on_time}} buổi có biên bản được ký đủ và báo cáo Đảng ủy trong {limit} sau buổi sinh hoạt.",
        on_time=on_time,
    )
    amended = records.figure("amended")
    if amended.numerator:
        yield say("{amended} biên bản có phần bổ sung sau khi thông qua.", amended=amended)


def _decisions(records: Records) -> Iterator[Sentence]:
    opinions, speaking = records.figure("opinions"), records.figure("speaking_share")
    resolutions = records.figure("resolutions")
    passed, unanimous = records.figure("decisions_passed"), records.figure("unanimous")
    if not speaking.has_data:
        yield say("Thảo luận và nghị quyết: {speaking}.", speaking=speaking)
        return
    yield say(
        "Các buổi sinh hoạt ghi nhận {opinions} ý kiến của đảng viên; {speaking} lượt đảng viên có mặt đã phát biểu.",
        opinions=opinions,
        speaking=speaking,
    )
    yield say("{resolutions} buổi sinh hoạt đã thông qua nghị quyết hoặc kết luận.", resolutions=resolutions)
    if passed.has_data:
        yield say(
            "{passed} nội dung đưa ra biểu quyết được thông qua.",
            passed=passed,
        )
    if unanimous.has_data:
        yield say(
            "{unanimous} quyết định lãnh đạo được thống nhất thông qua: mọi đảng viên có quyền biểu quyết "
            "đang dự đều tán thành.",
            unanimous=unanimous,
        )
    on_time, late = records.figure("follow_up"), records.figure("follow_up_late")
    if on_time.has_data:
        yield say(
            "{on_time} nhiệm vụ được giao hoàn thành đúng hạn; {late} hoàn thành sau hạn.",
            on_time=on_time,
            late=late,
        )


def _scores(records: Records) -> Iterator[Sentence]:
    """How meetings were judged by the ward's rubric: by the branch, its committee member and the ward (domain.md 8,
    facts 17 and 25); nothing where no meeting was decided on."""
    quality, gap = records.figure("quality"), records.figure("quality_gap")
    if quality.has_data:
        yield say(
            "Chấm điểm theo bộ tiêu chí về trình tự, nội dung, nguyên tắc, tính lãnh đạo, giáo dục, chiến đấu: "
            "{quality} buổi được Đảng ủy xếp mức cao nhất.",
            quality=quality,
        )
    if quality.has_data and gap.has_data:
        yield say(
            "{gap} buổi có tổng điểm của chi bộ và của đảng ủy viên phụ trách khác nhau; Đảng ủy quyết định từng buổi.",
            gap=gap,
        )


def _charges(records: Records) -> Iterator[Sentence]:
    charges = records.figure("charges")
    people = records.figure("people_in_charge")
    if not charges.has_data:
        yield say("Phân công đảng ủy viên phụ trách chi bộ: {charges}.", charges=charges)
        return
    words = "Đảng ủy phân công {people} đồng chí đảng ủy viên theo dõi, hướng dẫn và dự sinh hoạt với chi bộ; "
    words += "{charges} chi bộ có đảng ủy viên phụ trách"
    if people.numerator and people.numerator == charges.numerator:
        words += ", mỗi đồng chí phụ trách một chi bộ"
    yield say(f"{words}.", people=people, charges=charges)
    kept = records.figure("charge_kept")
    if kept.has_data:
        yield say("{kept} buổi sinh hoạt có đảng ủy viên phụ trách trực tiếp dự.", kept=kept)
    spoken = records.figure("charge_words")
    if spoken.numerator:
        yield say(
            "Qua các buổi dự, đảng ủy viên phụ trách có {spoken} ý kiến nắm tình hình, chỉ đạo, giải quyết khó khăn, "
            "vướng mắc của chi bộ, đảng viên, ghi trong biên bản.",
            spoken=spoken,
        )


# III. What is short, and what does not add up


def _shortcomings(records: Records, found: Sequence[Finding]) -> Iterator[Part]:
    short = tuple(sentence for _source, sentence in shortcomings(records))
    nothing = say("Từ số liệu ghi nhận trong kỳ chưa thấy chi bộ nào thiếu buổi hoặc dưới mức.")
    if not records.figure("regular_held").has_data:
        nothing = say("Chưa có số liệu về các buổi sinh hoạt trong kỳ, nên chưa đánh giá được.")
    yield Part(PARTS["shortcomings"], short or (nothing,))
    if found:
        yield Part(PARTS["mismatches"], (*found, *_quotes(found)))


def shortcomings(records: Records) -> Iterator[tuple[str, Sentence]]:
    """What the records of a period show as short, each under the name of what was measured."""
    names = {unit.pk: unit.name for unit in records.branches}
    for key, words in (
        ("regular_held", "{missing} kỳ chưa có buổi sinh hoạt thường kỳ"),
        ("thematic_coverage", "{missing} quý của chi bộ chưa có sinh hoạt chuyên đề"),
    ):
        missing = records.wanting(key)
        if missing.numerator:
            where = [
                f"{names[row.unit_id]} ({_period_of(key, row)})" for row in missing.rows() if row.part and row.unit_id
            ]
            yield key, say(f"{words}: {{where}}.", missing=missing, where=_listed(where))
    low = [row for row in records.figure("attendance_met").rows() if row.part < row.whole]
    for row in low:
        figure = records.figure("attendance", row.unit_id)
        source = f"attendance:{row.unit_id}"
        yield source, say("{unit} có tỷ lệ dự dưới mức: {figure}.", unit=row.label, figure=figure)
    late = records.wanting("on_time_record")
    if late.numerator:
        units = {row.unit_id for row in late.rows() if row.part}
        in_order = [name for unit_id, name in names.items() if unit_id in units]
        words = "{late} buổi có biên bản chưa báo cáo đúng hạn, ở {where}."
        yield "on_time_record", say(words, late=late, where=_listed(in_order))
    unread = records.reach_late()
    if unread.numerator:
        units = {row.unit_id for row in unread.rows()}
        in_order = [name for unit_id, name in names.items() if unit_id in units]
        words = "{unread} lượt đảng viên chưa được quán triệt văn bản đã quá hạn, ở {where}."
        yield "reach", say(words, unread=count(unread), where=_listed(in_order))
    open_tasks = records.figure("tasks_overdue")
    if open_tasks.numerator:
        yield "tasks_overdue", say("{tasks} nhiệm vụ quá hạn chưa xong.", tasks=open_tasks)


def _quotes(found: Sequence[Finding]) -> Iterator[Sentence]:
    """The sentences of the sources as they stand, kept even where they do not add up."""
    for source, sentence in dict.fromkeys((each.source, each.sentence) for f in found for each in f.stated):
        yield say("Nguyên văn của nguồn ({source}): “{quote}”", source=source, quote=sentence.strip("“”"))


# IV. Tables


def _tables(records: Records) -> Iterator[Part]:
    yield Part(PARTS["branches"], (branch_table(records), record_table(records)))
    yield Part(PARTS["months"], (month_table(records),))
    yield from _part("compared", comparison(records))


# Small words


def signer_on(ward: Ward, on: date) -> tuple[str, bool]:
    """The secretary of the ward committee on the day of signing, or a deputy where there is none."""
    posts = Post.objects.filter(
        holding_on(on),
        ward=ward,
        position__in=(Position.WARD_SECRETARY, Position.WARD_DEPUTY_SECRETARY),
    ).select_related("person")
    by_position = {post.position: post.person.full_name for post in posts.order_by("-valid_from", "pk")}
    if Position.WARD_SECRETARY in by_position:
        return by_position[Position.WARD_SECRETARY], False
    return by_position.get(Position.WARD_DEPUTY_SECRETARY, ""), Position.WARD_DEPUTY_SECRETARY in by_position


def _all_figures(report: YearReport) -> Iterator[Figure]:
    for section in report.sections:
        for part in section.parts:
            for each in part.content:
                if isinstance(each, Sentence):
                    yield from each.figures
                elif isinstance(each, ReportTable):
                    yield from (cell.figure for row in each.rows for cell in row if isinstance(cell, Said))
                elif each.counted is not None:
                    yield each.counted


def _period_of(key: str, row: Row) -> str:
    assert row.month is not None
    month = Month.of(row.month)
    if key == "thematic_coverage":
        return f"quý {month.quarter}/{month.year}"
    return f"tháng {month.first.strftime('%m/%Y')}"


def _month(figure: Figure) -> str:
    return figure.period.first.first.strftime("%m/%Y")


def _listed(terms: Sequence[str]) -> str:
    """ "a, b và c"."""
    return terms[0] if len(terms) == 1 else f"{', '.join(terms[:-1])} và {terms[-1]}"
