"""Everything that changes the register of documents and how documents reach members."""

from nennep.directives.actions.cascade import assign_directive, change_due, replace_directive, withdraw
from nennep.directives.actions.conferences import call_conference, call_the_roll, close_conference
from nennep.directives.actions.lists import renew_readers
from nennep.directives.actions.questions import ask_question, remove_question
from nennep.directives.actions.reaching import acknowledge, record_heard, record_reached, take_back, tell_again
from nennep.directives.actions.register import (
    attach_file,
    change_directive,
    issue_directive,
    receive_directive,
    receive_rows,
    relate,
)
from nennep.directives.actions.urging import urge_readers, urge_secretary

__all__ = [
    "acknowledge",
    "ask_question",
    "assign_directive",
    "attach_file",
    "call_conference",
    "call_the_roll",
    "change_directive",
    "change_due",
    "close_conference",
    "issue_directive",
    "receive_directive",
    "receive_rows",
    "record_heard",
    "record_reached",
    "relate",
    "remove_question",
    "renew_readers",
    "replace_directive",
    "take_back",
    "tell_again",
    "urge_readers",
    "urge_secretary",
    "withdraw",
]
