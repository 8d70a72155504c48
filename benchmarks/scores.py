"""Rubrics over a year of meetings: tried, re-scored, as a table. Medians.

.venv/bin/python benchmarks/scores.py        (reads the demo ward, changes nothing)
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

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from nennep.core import clock  # noqa: E402
from nennep.core.periods import Period  # noqa: E402
from nennep.organisation.models import Ward  # noqa: E402
from nennep.quality import queries, shipped, trying  # noqa: E402
from nennep.quality.documents import score_workbook  # noqa: E402
from nennep.quality.rubrics import parse  # noqa: E402

YEAR = 2022


def measured(what: str, work: Callable[[], Any], runs: int = 3) -> None:
    """A line of the table: milliseconds in the middle, those of the processor, how often the database was asked."""
    with CaptureQueriesContext(connection) as asked:
        work()
    spent, busy = [], []
    for _run in range(runs):
        begin, began = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
        busy.append((time.process_time() - began) * 1000)
    print(f"| {what} | {statistics.median(spent):.0f} | {statistics.median(busy):.0f} | {len(asked)} |", flush=True)


def main() -> None:
    ward = Ward.objects.get()
    meetings = queries.meetings_of_year(ward.pk, YEAR)
    print(f"{len(meetings)} meetings of {YEAR}\n\n| work | ms (median) | of the processor | SQL |\n|---|---|---|---|")
    for data in shipped.all_data():
        scheme = parse(data)
        name = f"rubric {scheme.code} over the year's meetings"
        measured(name, lambda scheme=scheme: trying.try_rubric(scheme, meetings, now=clock.now()))
    measured("both sheets of every meeting against the records", lambda: queries.compared(meetings, now=clock.now()))
    for key in (f"{YEAR}-12", f"{YEAR}-H2", str(YEAR)):
        span = Period.parse(key)
        measured(f"table {key} to XLSX", lambda span=span: score_workbook(ward.pk, span))


if __name__ == "__main__":
    main()
