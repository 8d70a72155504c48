"""Score sheets that the ward decided, with their points, and adopted rubrics: never changed, never removed.

Of an adopted rubric the last day alone is written later, when the next version takes over.
"""

from nennep.core.guards import Guard

_SENTENCE = "Điểm đã chốt không sửa, không xóa được."
GUARDS = (
    Guard(
        "quality_rubric",
        "Bộ tiêu chí đã áp dụng không sửa, không xóa được.",
        frozen="adopted_at IS NOT NULL",
        but_for=("valid_to",),
        keys=(("id",), ("ward_id", "code", "version")),
    ),
    Guard("quality_scoresheet", _SENTENCE, frozen="settled_at IS NOT NULL"),
    Guard("quality_score", _SENTENCE, frozen="settled_at IS NOT NULL"),
)
