"""Signed briefings and their sections, issued reports, packages received: never changed, never removed."""

from nennep.core.guards import Guard

_SENTENCE = "Biên bản giao ban đã ký không sửa, không xóa được."
GUARDS = (
    Guard("reports_briefing", _SENTENCE, frozen="frozen_at IS NOT NULL"),
    Guard("reports_briefingsection", _SENTENCE, frozen="frozen_at IS NOT NULL"),
    Guard(
        "reports_issuedreport",
        "Báo cáo đã ban hành không sửa, không xóa được.",
        keys=(("id",), ("ward_id", "year", "revision"), ("ward_id", "term_id", "number")),
    ),
    Guard(
        "reports_trustedkey",
        "Khóa công khai đã nhập không sửa, không xóa được; chỉ thôi dùng.",
        but_for=("withdrawn_at",),
        keys=(("id",), ("ward_id", "key_id")),
    ),
    Guard(
        "reports_receivedpackage",
        "Gói số liệu đã nhận không sửa, không xóa được.",
        keys=(("id",), ("ward_id", "code", "period", "revision")),
    ),
)
