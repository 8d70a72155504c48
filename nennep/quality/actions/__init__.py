"""Everything that changes how meetings are judged: rubrics, sheets, decisions."""

from nennep.quality.actions.rubrics import adopt_rubric, change_rubric, end_rubric, keep_rubric, next_version
from nennep.quality.actions.sheets import (
    accept_measured,
    assign_scorer,
    decide_score,
    decide_undisputed,
    propose_self_score,
    record_scores,
    submit_sheet,
)

__all__ = [
    "accept_measured",
    "adopt_rubric",
    "assign_scorer",
    "change_rubric",
    "decide_score",
    "decide_undisputed",
    "end_rubric",
    "keep_rubric",
    "next_version",
    "propose_self_score",
    "record_scores",
    "submit_sheet",
]
