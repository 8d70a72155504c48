"""Everything that reports change: the summaries, the ward's monthly briefing, issued reports, templates."""

from nennep.reports.actions.briefings import (
    begin_briefing,
    call_the_roll,
    close_briefing,
    compose_next,
    compose_pack,
    decide,
    drop_decision,
    open_briefing,
    renew_pack,
    sign_briefing,
    write_course,
    write_words,
)
from nennep.reports.actions.issuing import issue_report, latest_issued
from nennep.reports.actions.summaries import Difference, differences, rebuild, refresh
from nennep.reports.actions.tasks_set import SetTask, set_year_tasks
from nennep.reports.actions.templates import save_template

__all__ = [
    "Difference",
    "SetTask",
    "begin_briefing",
    "call_the_roll",
    "close_briefing",
    "compose_next",
    "compose_pack",
    "decide",
    "differences",
    "drop_decision",
    "issue_report",
    "latest_issued",
    "open_briefing",
    "rebuild",
    "refresh",
    "renew_pack",
    "save_template",
    "set_year_tasks",
    "sign_briefing",
    "write_course",
    "write_words",
]
