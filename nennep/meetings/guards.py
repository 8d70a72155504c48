"""Signed minutes, their signatures and addenda: never changed, never removed."""

from nennep.core.guards import Guard

_SENTENCE = "Biên bản đã ký không sửa, không xóa được."
GUARDS = (
    Guard("meetings_minutes", _SENTENCE, frozen="frozen_at IS NOT NULL", keys=(("id",), ("meeting_id",))),
    Guard("meetings_signature", _SENTENCE, keys=(("id",), ("minutes_id", "role"))),
    Guard("meetings_addendum", _SENTENCE, keys=(("id",), ("minutes_id", "number"))),
)
