"""Reading and taking large files beside the page that began it, so that it can be left; small ones at once."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.utils.translation import gettext as _

from nennep.core import progress
from nennep.core.progress import Tell, silent
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.imports import steps
from nennep.organisation.imports.records import ImportState, MemberImport

AT_ONCE = 400
"""So many rows are read, and taken, within a breath."""
BACK = {ImportState.READING: ImportState.COLUMNS, ImportState.TAKING: ImportState.ROWS}
"""Where an import stands again when the work of a state did not come to an end."""
UNDER_WAY = frozenset(BACK)
log = logging.getLogger("nennep.imports")


def read(made: MemberImport) -> None:
    """Read the rows of a file: at once, or beside the page where there are many."""
    if made.about.get("rows", 0) <= AT_ONCE:
        steps.read_rows(made, tell=silent)
    else:
        _beside(made, {ImportState.COLUMNS, ImportState.ROWS}, ImportState.READING, partial(steps.read_rows, made))


def take(made: MemberImport, *, by: Actor, at: datetime) -> None:
    """Take what was accepted: at once, or beside the page where there is much."""
    if made.about.get("rows", 0) <= AT_ONCE:
        steps.take(made, by=by, at=at)
    else:
        _beside(made, {ImportState.ROWS}, ImportState.TAKING, partial(steps.take, made, by=by, at=at))


def look_after(made: MemberImport) -> MemberImport:
    """The import as it is; work whose process died, for which nobody holds the lock, is set back with a sentence."""
    if made.state in UNDER_WAY and not progress.is_held(made.pk):
        sentence = _("Máy dừng giữa chừng nên lần nhập này chưa xong; chưa dòng nào được nhận. Bấm làm lại.")
        left = MemberImport.objects.filter(pk=made.pk, state=made.state)
        left.update(state=BACK[ImportState(made.state)], fault=sentence)
        made.refresh_from_db()
    return made


def _beside(made: MemberImport, before: set[str], state: str, act: Callable[..., object]) -> None:
    """Begin the work in a thread of its own, unless somebody else has done so already."""
    held = progress.hold(made.pk)
    if held is None:
        return
    if MemberImport.objects.filter(pk=made.pk, state__in=before).update(state=state, fault=""):
        progress.aside(partial(_do, made, BACK[ImportState(state)], act, held), name=f"import-{state}")
    else:
        progress.let_go(made.pk, held)


def _do(made: MemberImport, back: str, act: Callable[..., object], held: BinaryIO) -> None:
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
        progress.let_go(made.pk, held)


def _stopped(made: MemberImport, back: str, sentence: str) -> None:
    MemberImport.objects.filter(pk=made.pk, state__in=UNDER_WAY).update(state=back)
    MemberImport.objects.filter(pk=made.pk).update(fault=sentence)
