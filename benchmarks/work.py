"""Work without a page around it: one check-in, documents, spreadsheet, year report. Medians of many runs.

.venv/bin/python benchmarks/work.py        (leaves the demo ward as it was: everything is rolled back)
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
os.environ.setdefault("NENNEP_HOME", str(HERE.parent / "var/demo"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402

from nennep.core import clock  # noqa: E402
from nennep.core.documents.docx import render_docx  # noqa: E402
from nennep.core.documents.pdf import render_pdf  # noqa: E402
from nennep.core.periods import Period  # noqa: E402
from nennep.meetings import actions  # noqa: E402
from nennep.meetings.documents import minutes_document  # noqa: E402
from nennep.meetings.models import Meeting  # noqa: E402
from nennep.organisation.actors import actor_of  # noqa: E402
from nennep.organisation.documents import members_table  # noqa: E402
from nennep.organisation.models import Post, Ward  # noqa: E402
from nennep.reports import documents as report_documents  # noqa: E402
from nennep.reports.records import Records  # noqa: E402
from nennep.reports.year_report import year_report  # noqa: E402


def median(work: Callable[[], Any], runs: int) -> float:
    work()
    spent = []
    for _run in range(runs):
        begin = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent)


def make_report(ward: Ward, year: int, kind: str) -> bytes:
    """The year report from the records to a file, everything included."""
    return report_documents.render(year_report(Records(ward, Period.year(year), on=clock.today())), kind)


def members_workbook(ward: Ward) -> bytes:
    """The list of all members as a workbook, as the page gives it out."""
    xlsx = members_table(ward, clock.today()).xlsx
    assert xlsx is not None
    return xlsx()


class Undo(Exception):
    pass


def check_in() -> float:
    """One check-in by the secretary: permission, audit and counters, on the meeting of 108."""
    meeting = Meeting.objects.get(unit__short_name="TDP số 7", parent=None, state="convened")
    secretary = Post.objects.select_related("person").get(unit=meeting.unit, position="secretary")
    spent = []
    try:
        with transaction.atomic():
            actions.open_meeting(meeting, by=actor_of(secretary.person, on=clock.today()), at=clock.now())
            for line in meeting.whole_roll.filter(status="unknown")[:80]:
                begin = time.perf_counter()
                actor = actor_of(secretary.person, on=clock.today())
                actions.mark_attendance(line, status="present", seen=line.revision, by=actor, at=clock.now())
                spent.append((time.perf_counter() - begin) * 1000)
            raise Undo
    except Undo:
        pass
    return statistics.median(spent)


def main() -> None:
    ward = Ward.objects.get()
    held = Meeting.objects.get(unit__short_name="TDP số 7", parent=None, month="2022-10-01", kind="regular")
    connection.ensure_connection()
    print("| work | ms (median) |\n|---|---|")
    print(f"| one check-in of 108: permission, audit, counters (no commit) | {check_in():.1f} |")
    print(f"| members of the ward to XLSX (558 rows) | {median(lambda: members_workbook(ward), 9):.0f} |")
    print(f"| minutes of branch no. 7 to DOCX | {median(lambda: render_docx(minutes_document(held)), 15):.0f} |")
    print(f"| minutes of branch no. 7 to PDF | {median(lambda: render_pdf(minutes_document(held)), 15):.0f} |")
    for kind in ("json", "docx", "pdf", "xlsx"):
        spent = median(lambda kind=kind: make_report(ward, 2022, kind), 7)
        print(f"| year report 2022 to {kind} | {spent:.0f} |")


if __name__ == "__main__":
    main()
