"""Everything that changes meeting days, the ward's orientation, and branches' thematic plans."""

from nennep.planning.actions.content import keep_content
from nennep.planning.actions.days import set_meeting_day
from nennep.planning.actions.orientation import (
    change_suggestion,
    issue_orientation,
    remove_suggestion,
    suggest_topic,
    tell_shortcoming,
)
from nennep.planning.actions.plans import (
    add_topic,
    approve_plan,
    change_topic,
    hand_in_draft,
    hand_in_final,
    move_topic,
    plan_of,
    record_held,
    remark_on_draft,
    remove_topic,
    return_plan,
    submit_plan,
)

__all__ = [
    "add_topic",
    "approve_plan",
    "change_suggestion",
    "change_topic",
    "hand_in_draft",
    "hand_in_final",
    "issue_orientation",
    "keep_content",
    "move_topic",
    "plan_of",
    "record_held",
    "remark_on_draft",
    "remove_suggestion",
    "remove_topic",
    "return_plan",
    "set_meeting_day",
    "submit_plan",
    "suggest_topic",
    "tell_shortcoming",
]
