"""What can be measured of a meeting from its records, by the names that rubrics use (domain.md 2.8)."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Measure:
    """One thing that records tell of a meeting; `highest` is the end of its range, where it has one."""

    key: str
    title: str | Promise
    unit: str | Promise = ""
    highest: Fraction | None = None


MEASURES = {
    measure.key: measure
    for measure in (
        Measure("minutes", _("Thời lượng buổi sinh hoạt"), _("phút")),
        Measure("members", _("Số đảng viên trong danh sách"), _("đồng chí")),
        Measure("leaders", _("Số bí thư, phó bí thư, chi ủy viên"), _("đồng chí")),
        Measure("attendance_percent", _("Tỷ lệ dự"), "%", Fraction(100)),
        Measure("unexcused", _("Số đồng chí vắng không lý do"), _("đồng chí")),
        Measure("excused_in_a_row", _("Số kỳ vắng có lý do liên tiếp nhiều nhất trong năm"), _("kỳ")),
        Measure("papers_days_ahead", _("Số ngày gửi tài liệu trước buổi họp"), _("ngày")),
        Measure("speakers_percent", _("Tỷ lệ phát biểu trên số có mặt"), "%", Fraction(100)),
        Measure("praise_reminders", _("Số lượt biểu dương, nhắc nhở"), _("lượt")),
        Measure("tasks_done_percent", _("Tỷ lệ nhiệm vụ tháng trước đã xong"), "%", Fraction(100)),
        Measure("report_days", _("Số ngày từ buổi họp đến khi báo cáo phường"), _("ngày")),
        Measure("thematic", _("Số buổi chuyên đề trong tháng"), _("buổi")),
        Measure("combined", _("Thường kỳ và chuyên đề cùng một ngày (1 là có)")),
    )
}
