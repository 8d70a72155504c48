"""Everything that changes a meeting, by the steps of the month: plan, prepare, convene, meet, close, sign."""

from nennep.meetings.actions.closing import add_addendum, close_meeting, report_meeting, sign_minutes
from nennep.meetings.actions.convening import convene_meeting, reply_to_invitation
from nennep.meetings.actions.hall import check_in, count_heads, mark_by_card
from nennep.meetings.actions.plan import (
    cancel_meeting,
    hold_by_groups,
    plan_meeting,
    plan_month,
    reschedule_meeting,
)
from nennep.meetings.actions.preparing import (
    add_directive,
    add_item,
    appoint_chair_and_minute_taker,
    change_item,
    draft_resolution,
    mark_prepared,
    move_item,
    publish_paper,
    remove_item,
    remove_paper,
)
from nennep.meetings.actions.roll import Mark, add_guest, mark_attendance, mark_many, remove_guest
from nennep.meetings.actions.scoring import record_scored, record_self_score, record_settled
from nennep.meetings.actions.session import (
    assign_task,
    change_opinion,
    note_fees,
    open_meeting,
    put_to_vote,
    record_count,
    record_opinion,
    remove_opinion,
    start_item,
)

__all__ = [
    "Mark",
    "add_addendum",
    "add_directive",
    "add_guest",
    "add_item",
    "appoint_chair_and_minute_taker",
    "assign_task",
    "cancel_meeting",
    "change_item",
    "change_opinion",
    "check_in",
    "close_meeting",
    "convene_meeting",
    "count_heads",
    "draft_resolution",
    "hold_by_groups",
    "mark_attendance",
    "mark_by_card",
    "mark_many",
    "mark_prepared",
    "move_item",
    "note_fees",
    "open_meeting",
    "plan_meeting",
    "plan_month",
    "publish_paper",
    "put_to_vote",
    "record_count",
    "record_opinion",
    "record_scored",
    "record_self_score",
    "record_settled",
    "remove_guest",
    "remove_item",
    "remove_opinion",
    "remove_paper",
    "reply_to_invitation",
    "report_meeting",
    "reschedule_meeting",
    "sign_minutes",
    "start_item",
]
