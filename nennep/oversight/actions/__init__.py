"""Everything that watching over branches changes: reminders, visits, petitions, inspections, samples."""

from nennep.oversight.actions.inspections import (
    add_document,
    begin_inspection,
    change_inspection,
    conclude_inspection,
    drop_inspection,
    plan_inspection,
    record_found,
    set_remedy,
)
from nennep.oversight.actions.petitions import (
    address_petition,
    answer_petition,
    judge_answer,
    open_meetings_with_petitions,
    raise_petition,
    take_up_petitions,
)
from nennep.oversight.actions.reminders import remind
from nennep.oversight.actions.samples import check_minutes, draw_sample
from nennep.oversight.actions.visits import (
    assign_from_visit,
    attend,
    change_sheet,
    note_called_off,
    send_sheet,
    write_sheet,
)

__all__ = [
    "add_document",
    "address_petition",
    "answer_petition",
    "assign_from_visit",
    "attend",
    "begin_inspection",
    "change_inspection",
    "change_sheet",
    "check_minutes",
    "conclude_inspection",
    "draw_sample",
    "drop_inspection",
    "judge_answer",
    "note_called_off",
    "open_meetings_with_petitions",
    "plan_inspection",
    "raise_petition",
    "record_found",
    "remind",
    "send_sheet",
    "set_remedy",
    "take_up_petitions",
    "write_sheet",
]
