"""Everything that reports change: the summaries, and the ward's monthly briefing."""

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

__all__ = [
    "Difference",
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
    "sign_briefing",
    "write_course",
    "write_words",
]
