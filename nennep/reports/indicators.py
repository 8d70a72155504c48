"""Every indicator (chỉ tiêu), defined once: what is counted, of what, by which rule, and which rows prove it.

Numerators and denominators are sums over rows of evidence; the summaries (`BranchMonth`) hold the same sums.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nennep.core.documents import wording
from nennep.core.periods import Period

Words = str | Promise


class Evidence(StrEnum):
    """What the rows behind an indicator are."""

    BRANCH_MONTH = "branch_month"
    BRANCH_QUARTER = "branch_quarter"
    MEETING = "meeting"
    TASK = "task"
    MEMBER = "member"
    BRANCH = "branch"
    DISSEMINATION = "dissemination"
    DIRECTIVE = "directive"
    CONFERENCE = "conference"
    PETITION = "petition"
    VISIT = "visit"
    INSPECTION = "inspection"
    CHECKED = "checked"
    REMINDER = "reminder"
    BRIEFING = "briefing"
    REMEDY = "remedy"
    AWARD = "award"


FOLLOWED = frozenset(
    {
        Evidence.PETITION,
        Evidence.VISIT,
        Evidence.INSPECTION,
        Evidence.CHECKED,
        Evidence.REMINDER,
        Evidence.BRIEFING,
        Evidence.REMEDY,
        Evidence.AWARD,
    }
)
"""Evidence of how the ward followed up (`followed.py`)."""


@dataclass(frozen=True)
class Indicator:
    """One indicator: `part_field` and `whole_field` name its columns of `BranchMonth`, where it has any.

    `rule` is the key of the rulebook's value that it is judged by, `regulation` a number where there is no
    value. Without `whole` it is a plain count.
    """

    id: str
    title: Words
    part: Words
    whole: Words = ""
    evidence: Evidence = Evidence.MEETING
    part_field: str = ""
    whole_field: str = ""
    rule: str = ""
    regulation: str = ""
    names_people: bool = False
    """Whether its rows name single members: then only those who keep the branch's list may open them."""

    @property
    def is_share(self) -> bool:
        return bool(self.whole)


@dataclass(frozen=True)
class Row:
    """One row of evidence: what it adds to the part and to the whole of a figure."""

    kind: str
    id: UUID
    unit_id: UUID | None
    """Of which branch; none where it is the ward's own."""
    label: str
    part: int
    whole: int
    month: date | None = None
    meeting_id: UUID | None = None
    minutes_number: int | None = None
    directive_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A number of a report with its parts and, when asked, its rows. A share never travels alone."""

    indicator: Indicator
    period: Period
    numerator: int
    denominator: int | None
    unit_id: UUID | None = None
    wanting: bool = False
    """Whether it counts what is missing of the indicator instead of what is there."""
    choice: str = ""
    """Which kind of branches, where the indicator leaves that open."""
    read_rows: Callable[[], Sequence[Row]] = field(default=tuple, repr=False, compare=False)

    @property
    def has_data(self) -> bool:
        return self.denominator != 0

    @property
    def percent(self) -> str:
        """ "93,5%"; rounded, but never to all of it where something is missing."""
        return wording.percent(self.numerator, self.denominator) if self.denominator else NO_DATA

    @property
    def parts(self) -> str:
        """ "97/103"."""
        if self.denominator is None:
            return wording.number(self.numerator)
        return f"{wording.number(self.numerator)}/{wording.number(self.denominator)}"

    @property
    def text(self) -> str:
        """As sentences write it: "93,5% (97/103)", "558", or that there are no data."""
        if self.denominator is None:
            return self.parts
        return wording.share(self.numerator, self.denominator) if self.has_data else NO_DATA

    def rows(self) -> Sequence[Row]:
        """The rows of evidence: their parts and wholes add up to this figure."""
        return self.read_rows()


NO_DATA = "chưa có số liệu"

_CHARTER = "Điều lệ Đảng (2011)"

INDICATORS = (
    Indicator(
        id="branches",
        title=_("Chi bộ trực thuộc"),
        part=_("chi bộ đang hoạt động vào ngày cuối kỳ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="branches_of_kind",
        title=_("Chi bộ theo loại hình"),
        part=_("chi bộ thuộc loại hình ấy vào ngày cuối kỳ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="members",
        title=_("Đảng viên"),
        part=_("đảng viên sinh hoạt chính thức tại các chi bộ vào ngày cuối kỳ, kể cả người được miễn"),
        evidence=Evidence.MEMBER,
        regulation=_CHARTER,
        names_people=True,
    ),
    Indicator(
        id="party_groups",
        title=_("Tổ đảng"),
        part=_("tổ đảng của chi bộ vào ngày cuối kỳ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="working_rules",
        title=_("Quy chế làm việc"),
        part=_("chi bộ có quy chế làm việc còn hiệu lực vào ngày cuối kỳ"),
        whole=_("chi bộ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="duties_assigned",
        title=_("Phân công nhiệm vụ cho đảng viên"),
        part=_("đảng viên được phân công nhiệm vụ của năm"),
        whole=_("đảng viên vào ngày cuối kỳ"),
        evidence=Evidence.MEMBER,
        regulation=_CHARTER,
        names_people=True,
    ),
    Indicator(
        id="duties",
        title=_("Đảng viên đã nhận nhiệm vụ"),
        part=_("đảng viên đã xác nhận nhiệm vụ được phân công trong năm"),
        whole=_("đảng viên vào ngày cuối kỳ"),
        evidence=Evidence.MEMBER,
        regulation=_CHARTER,
        names_people=True,
    ),
    Indicator(
        id="charges",
        title=_("Đảng ủy viên phụ trách chi bộ"),
        part=_("chi bộ có đảng ủy viên phụ trách vào ngày cuối kỳ"),
        whole=_("chi bộ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="people_in_charge",
        title=_("Đảng ủy viên được phân công"),
        part=_("đồng chí đảng ủy viên đang phụ trách chi bộ vào ngày cuối kỳ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="charge_kept",
        title=_("Đảng ủy viên phụ trách dự sinh hoạt"),
        part=_("buổi sinh hoạt có đảng ủy viên phụ trách chi bộ hôm đó đến dự"),
        whole=_("buổi sinh hoạt đã tổ chức"),
        regulation=_CHARTER,
    ),
    Indicator(
        id="amended",
        title=_("Biên bản có phần bổ sung"),
        part=_("buổi sinh hoạt mà biên bản được bổ sung sau khi thông qua"),
        regulation=_CHARTER,
    ),
    Indicator(
        id="regular_held",
        title=_("Sinh hoạt thường kỳ"),
        part=_("tháng của chi bộ có buổi sinh hoạt thường kỳ đã kết thúc"),
        whole=_("tháng mà chi bộ phải sinh hoạt: tồn tại suốt tháng, hoặc đã họp trong tháng"),
        evidence=Evidence.BRANCH_MONTH,
        part_field="regular_held",
        whole_field="regular_due",
        rule="meeting.regular_per_month",
    ),
    Indicator(
        id="thematic_coverage",
        title=_("Sinh hoạt chuyên đề hằng quý"),
        part=_("quý của chi bộ có đủ buổi sinh hoạt chuyên đề đã kết thúc"),
        whole=_("quý đã qua mà chi bộ phải sinh hoạt cả ba tháng, hoặc đã sinh hoạt chuyên đề"),
        evidence=Evidence.BRANCH_QUARTER,
        rule="meeting.thematic_per_quarter",
    ),
    Indicator(
        id="thematic_held",
        title=_("Buổi sinh hoạt chuyên đề"),
        part=_("buổi sinh hoạt chuyên đề đã kết thúc"),
        part_field="thematic_held",
        rule="meeting.thematic_per_quarter",
    ),
    Indicator(
        id="thematic_plans",
        title=_("Kế hoạch sinh hoạt chuyên đề"),
        part=_("chi bộ có kế hoạch chuyên đề của năm được phường duyệt vào ngày cuối kỳ"),
        whole=_("chi bộ"),
        evidence=Evidence.BRANCH,
        rule="meeting.thematic_per_quarter",
    ),
    Indicator(
        id="themes_oriented",
        title=_("Chuyên đề theo định hướng của phường"),
        part=_("buổi sinh hoạt chuyên đề có chủ đề từ gợi ý của phường; có thể lọc theo căn cứ của gợi ý"),
        whole=_("buổi sinh hoạt chuyên đề đã kết thúc"),
        rule="meeting.thematic_per_quarter",
    ),
    Indicator(
        id="branches_complete",
        title=_("Chi bộ sinh hoạt đủ kỳ"),
        part=_("chi bộ không thiếu buổi thường kỳ của tháng nào và chuyên đề của quý nào"),
        whole=_("chi bộ phải sinh hoạt trong kỳ"),
        evidence=Evidence.BRANCH,
        rule="meeting.regular_per_month",
    ),
    Indicator(
        id="attendance",
        title=_("Tỷ lệ dự sinh hoạt"),
        part=_("lượt đảng viên có mặt, theo điểm danh của từng buổi"),
        whole=_("lượt phải dự: trừ người được miễn, làm nhiệm vụ đặc thù, sinh hoạt nơi khác mà không đến"),
        part_field="present",
        whole_field="expected",
        rule="attendance.line",
    ),
    Indicator(
        id="attendance_met",
        title=_("Chi bộ đạt mức tỷ lệ dự"),
        part=_("chi bộ có tỷ lệ dự cả kỳ đạt mức của bộ quy định"),
        whole=_("chi bộ đã sinh hoạt trong kỳ"),
        evidence=Evidence.BRANCH,
        rule="attendance.line",
    ),
    Indicator(
        id="by_groups",
        title=_("Sinh hoạt theo tổ đảng"),
        part=_("buổi sinh hoạt của chi bộ do các tổ đảng tổ chức"),
        whole=_("buổi sinh hoạt đã tổ chức"),
        rule="party_groups.max_per_year",
    ),
    Indicator(
        id="papers",
        title=_("Buổi có tài liệu"),
        part=_("buổi có tài liệu sinh hoạt"),
        whole=_("buổi sinh hoạt đã tổ chức"),
        part_field="with_papers",
        whole_field="held",
        rule="papers.lead_days",
    ),
    Indicator(
        id="papers_ahead",
        title=_("Tài liệu gửi trước"),
        part=_("buổi mà tài liệu cuối cùng đã gửi trước đủ số ngày"),
        whole=_("buổi sinh hoạt đã tổ chức"),
        part_field="papers_ahead",
        whole_field="held",
        rule="papers.lead_days",
    ),
    Indicator(
        id="on_time_record",
        title=_("Biên bản đúng hạn"),
        part=_("buổi có biên bản ký đủ và báo cáo Đảng ủy trong hạn"),
        whole=_("buổi sinh hoạt đã tổ chức"),
        part_field="on_time_records",
        whole_field="held",
        rule="record.report_days",
    ),
    Indicator(
        id="opinions",
        title=_("Ý kiến phát biểu của đảng viên"),
        part=_(
            "ý kiến của đảng viên ghi trong biên bản, kể cả ý kiến bảo lưu; không tính lời khách, biểu dương, nhắc nhở"
        ),
        part_field="opinions",
        regulation=_CHARTER,
    ),
    Indicator(
        id="speaking_share",
        title=_("Đảng viên phát biểu"),
        part=_("lượt đảng viên có phát biểu, mỗi người một lần trong mỗi buổi"),
        whole=_("lượt đảng viên có mặt"),
        part_field="speakers",
        whole_field="present",
        regulation=_CHARTER,
    ),
    Indicator(
        id="resolutions",
        title=_("Buổi ra nghị quyết, kết luận"),
        part=_("buổi thông qua nghị quyết hoặc kết luận"),
        whole=_("buổi sinh hoạt đã tổ chức"),
        part_field="with_resolution",
        whole_field="held",
        rule="vote.resolution",
    ),
    Indicator(
        id="decisions_passed",
        title=_("Nội dung biểu quyết được thông qua"),
        part=_("nội dung được thông qua"),
        whole=_("nội dung đưa ra biểu quyết, không kể thông qua chương trình và biên bản"),
        rule="vote.resolution",
    ),
    Indicator(
        id="unanimous",
        title=_("Quyết định nhất trí"),
        part=_("nội dung được toàn bộ người có quyền biểu quyết đang dự tán thành"),
        whole=_("nội dung biểu quyết được thông qua, không kể thông qua chương trình và biên bản"),
        part_field="motions_unanimous",
        whole_field="motions_passed",
        rule="vote.resolution",
    ),
    Indicator(
        id="charge_words",
        title=_("Ý kiến của đảng ủy viên phụ trách"),
        part=_("ý kiến của đảng ủy viên phụ trách chi bộ hôm đó, ghi trong biên bản buổi sinh hoạt"),
        regulation=_CHARTER,
    ),
    Indicator(
        id="reach",
        title=_("Quán triệt đến đảng viên"),
        part=_("lượt đảng viên đã được quán triệt văn bản, tính đến ngày cuối kỳ"),
        whole=_("lượt đảng viên phải được quán triệt các văn bản giao trong kỳ"),
        evidence=Evidence.DISSEMINATION,
        regulation=_CHARTER,
    ),
    Indicator(
        id="branches_passed_on",
        title=_("Chi bộ quán triệt đủ"),
        part=_("chi bộ đã quán triệt đến mọi đảng viên tất cả văn bản được giao trong kỳ"),
        whole=_("chi bộ được giao quán triệt văn bản trong kỳ"),
        evidence=Evidence.BRANCH,
        regulation=_CHARTER,
    ),
    Indicator(
        id="directives_issued",
        title=_("Văn bản do Đảng ủy phường ban hành"),
        part=_("văn bản của Đảng ủy phường có ngày ban hành trong kỳ"),
        evidence=Evidence.DIRECTIVE,
        regulation=_CHARTER,
    ),
    Indicator(
        id="conferences",
        title=_("Hội nghị quán triệt"),
        part=_("hội nghị của phường để quán triệt văn bản, đã họp trong kỳ"),
        evidence=Evidence.CONFERENCE,
        regulation=_CHARTER,
    ),
    Indicator(
        id="conference_presence",
        title=_("Đại biểu dự hội nghị quán triệt"),
        part=_("đại biểu có mặt"),
        whole=_("đại biểu được triệu tập"),
        evidence=Evidence.CONFERENCE,
        regulation=_CHARTER,
    ),
    Indicator(
        id="follow_up",
        title=_("Nhiệm vụ hoàn thành đúng hạn"),
        part=_("nhiệm vụ xong trong hạn"),
        whole=_("nhiệm vụ có hạn trong kỳ, trừ việc thôi không làm"),
        evidence=Evidence.TASK,
        part_field="tasks_on_time",
        whole_field="tasks_due",
        regulation=_CHARTER,
    ),
    Indicator(
        id="tasks_overdue",
        title=_("Nhiệm vụ quá hạn"),
        part=_("nhiệm vụ chưa xong mà đã quá hạn vào ngày xem"),
        whole=_("nhiệm vụ có hạn trong kỳ, trừ việc thôi không làm"),
        evidence=Evidence.TASK,
        regulation=_CHARTER,
    ),
    Indicator(
        id="follow_up_late",
        title=_("Nhiệm vụ hoàn thành chậm"),
        part=_("nhiệm vụ xong sau hạn"),
        whole=_("nhiệm vụ có hạn trong kỳ, trừ việc thôi không làm"),
        evidence=Evidence.TASK,
        part_field="tasks_late",
        whole_field="tasks_due",
        regulation=_CHARTER,
    ),
    Indicator(
        id="quality",
        title=_("Buổi được phường xếp mức cao nhất"),
        part=_("buổi sinh hoạt phường chốt điểm ở mức cao nhất của bộ tiêu chí"),
        whole=_("buổi sinh hoạt phường đã chốt điểm"),
        regulation=_CHARTER,
    ),
    Indicator(
        id="quality_gap",
        title=_("Buổi chi bộ và cấp ủy viên chấm lệch nhau"),
        part=_("buổi mà tổng điểm của chi bộ và của cấp ủy viên khác nhau"),
        whole=_("buổi sinh hoạt có đủ hai phiếu chấm"),
    ),
    Indicator(
        id="regular_on_day",
        title=_("Sinh hoạt thường kỳ đúng ngày định kỳ"),
        part=_("buổi thường kỳ họp không sau ngày sinh hoạt định kỳ của chi bộ trong tháng"),
        whole=_("buổi sinh hoạt thường kỳ đã tổ chức"),
        rule="meeting.regular_per_month",
    ),
    Indicator(
        id="petitions",
        title=_("Kiến nghị, khó khăn, vướng mắc được trả lời"),
        part=_("kiến nghị đã có trả lời vào ngày cuối kỳ"),
        whole=_("kiến nghị nêu trong kỳ"),
        evidence=Evidence.PETITION,
        rule="petition.answer_days",
    ),
    Indicator(
        id="petitions_raised",
        title=_("Kiến nghị, khó khăn, vướng mắc được nêu"),
        part=_("kiến nghị nêu trong kỳ"),
        evidence=Evidence.PETITION,
        regulation=_CHARTER,
    ),
    Indicator(
        id="petitions_overdue",
        title=_("Kiến nghị quá hạn trả lời"),
        part=_("kiến nghị nêu trong kỳ hoặc trước đó, quá hạn mà chưa có trả lời vào ngày cuối kỳ"),
        evidence=Evidence.PETITION,
        rule="petition.answer_days",
    ),
    Indicator(
        id="visits",
        title=_("Phiếu dự sinh hoạt"),
        part=_("phiếu dự của đảng ủy viên phụ trách đã gửi, của các buổi trong kỳ"),
        evidence=Evidence.VISIT,
        regulation=_CHARTER,
    ),
    Indicator(
        id="visit_seen",
        title=_("Việc đảng ủy viên thấy tại buổi sinh hoạt"),
        part=_("phiếu dự ghi buổi sinh hoạt có làm việc ấy"),
        whole=_("phiếu dự đã gửi có hỏi việc ấy"),
        evidence=Evidence.VISIT,
        regulation=_CHARTER,
    ),
    Indicator(
        id="inspections",
        title=_("Cuộc kiểm tra, giám sát đã kết luận"),
        part=_("cuộc kiểm tra, giám sát đã kết luận vào ngày cuối kỳ"),
        whole=_("cuộc trong chương trình bắt đầu trong kỳ, trừ cuộc không tiến hành"),
        evidence=Evidence.INSPECTION,
        regulation=_CHARTER,
    ),
    Indicator(
        id="minutes_checked",
        title=_("Biên bản được kiểm tra theo mẫu"),
        part=_("biên bản rút ngẫu nhiên đã được Văn phòng xem trong kỳ"),
        evidence=Evidence.CHECKED,
        regulation=_CHARTER,
    ),
    Indicator(
        id="reminders",
        title=_("Lượt nhắc việc, đôn đốc"),
        part=_("lượt nhắc việc đã gửi trong kỳ"),
        evidence=Evidence.REMINDER,
        regulation=_CHARTER,
    ),
    Indicator(
        id="briefings",
        title=_("Hội nghị giao ban tháng"),
        part=_("tháng có hội nghị giao ban đã họp, chất lượng sinh hoạt chi bộ là nội dung cố định"),
        whole=_("tháng đã qua"),
        evidence=Evidence.BRIEFING,
        regulation=_CHARTER,
    ),
    Indicator(
        id="remedies",
        title=_("Biện pháp giao tại hội nghị giao ban đã xong"),
        part=_("việc đã xong vào ngày xem"),
        whole=_("việc giao tại hội nghị giao ban về các tháng trong kỳ, trừ việc thôi không làm"),
        evidence=Evidence.REMEDY,
        regulation=_CHARTER,
    ),
    Indicator(
        id="awards",
        title=_("Lần khen thưởng"),
        part=_("lần khen thưởng tập thể, cá nhân cho thành tích của năm, trừ lần đã thu hồi"),
        evidence=Evidence.AWARD,
        regulation=_CHARTER,
    ),
)

BY_ID = {indicator.id: indicator for indicator in INDICATORS}
SUMMED = tuple(indicator for indicator in INDICATORS if indicator.part_field)
"""Those whose parts and wholes are columns of the summaries."""
