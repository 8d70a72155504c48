"""Reading and taking large files beside the page that began it, so that it can be left; small ones at once."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from nennep.core import progress
from nennep.core.progress import Tell, silent
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.imports import steps
from nennep.organisation.imports.records import ImportState, MemberImport

AT_ONCE = 400
"""So many rows are read, and taken, within a breath."""
UNDER_WAY = frozenset({ImportState.READING, ImportState.TAKING})
log = logging.getLogger("nennep.imports")


def read(made: MemberImport) -> None:
    """Read the rows of a file: at once, or beside the page where there are many."""
    if made.about.get("rows", 0) <= AT_ONCE:
        steps.read_rows(made, tell=silent)
    elif _set_state(made, {ImportState.COLUMNS, ImportState.ROWS}, ImportState.READING):
        progress.aside(partial(_do, made, ImportState.COLUMNS, partial(steps.read_rows, made)), name="import-read")


def take(made: MemberImport, *, by: Actor, at: datetime) -> None:
    """Take what was accepted: at once, or beside the page where there is much."""
    if made.about.get("rows", 0) <= AT_ONCE:
        steps.take(made, by=by, at=at)
    elif _set_state(made, {ImportState.ROWS}, ImportState.TAKING):
        taking = partial(steps.take, made, by=by, at=at)
        progress.aside(partial(_do, made, ImportState.ROWS, taking), name="import-take")


def _set_state(made: MemberImport, before: set[str], state: str) -> bool:
    """Go on to a state; false where somebody else has done so already."""
    return bool(MemberImport.objects.filter(pk=made.pk, state__in=before).update(state=state, fault=""))


def _do(made: MemberImport, back: str, act: Callable[..., object]) -> None:
    """Do the work; whatever stops it leaves a sentence and the step before."""
    tell: Tell = progress.teller(made.pk)
    try:
        act(tell=tell)
    except Refused as refusal:
        _stopped(made, back, refusal.sentence)
    except Exception:
        log.exception("import %s stopped", made.pk)
        _stopped(made, back, _("Hệ thống chưa làm xong lần nhập này; chưa dòng nào được nhận. Bấm làm lại."))
    finally:
        progress.clear(made.pk)


def _stopped(made: MemberImport, back: str, sentence: str) -> None:
    MemberImport.objects.filter(pk=made.pk, state__in=UNDER_WAY).update(state=back)
    MemberImport.objects.filter(pk=made.pk).update(fault=sentence)
