"""Score sheets that the ward decided, with their points: never changed, never removed."""

from nennep.core.guards import Guard

_SENTENCE = "Điểm đã chốt không sửa, không xóa được."
GUARDS = (
    Guard("quality_scoresheet", _SENTENCE, frozen="settled_at IS NOT NULL"),
    Guard("quality_score", _SENTENCE, frozen="settled_at IS NOT NULL"),
)
