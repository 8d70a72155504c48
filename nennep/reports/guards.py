"""Signed briefings and their sections: never changed, never removed."""

from nennep.core.guards import Guard

_SENTENCE = "Biên bản giao ban đã ký không sửa, không xóa được."
GUARDS = (
    Guard("reports_briefing", _SENTENCE, frozen="frozen_at IS NOT NULL"),
    Guard("reports_briefingsection", _SENTENCE, frozen="frozen_at IS NOT NULL"),
)
