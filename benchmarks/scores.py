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
from nennep.organisation.models import Ward  # noqa: E402
from nennep.quality import queries, shipped, trying  # noqa: E402
from nennep.quality.documents import score_workbook  # noqa: E402
from nennep.quality.periods import Span  # noqa: E402
from nennep.quality.rubrics import parse  # noqa: E402

YEAR = 2022


def measured(work: Callable[[], Any], runs: int = 5) -> tuple[float, int]:
    """Milliseconds in the middle, and how often the database was asked."""
    with CaptureQueriesContext(connection) as asked:
        work()
    spent = []
    for _run in range(runs):
        begin = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent), len(asked)


def main() -> None:
    ward = Ward.objects.get()
    meetings = queries.meetings_of_year(ward.pk, YEAR)
    print(f"{len(meetings)} meetings of {YEAR}\n\n| work | ms (median) | SQL |\n|---|---|---|")
    for data in shipped.all_data():
        scheme = parse(data)
        spent, asked = measured(lambda scheme=scheme: trying.try_rubric(scheme, meetings, now=clock.now()))
        print(f"| rubric {scheme.code} over the year's meetings | {spent:.0f} | {asked} |")
    spent, asked = measured(lambda: queries.compared(meetings, now=clock.now()))
    print(f"| both sheets of every meeting of the year against the records | {spent:.0f} | {asked} |")
    for key in (f"{YEAR}-12", f"{YEAR}-H2", str(YEAR)):
        span = Span.parse(key)
        assert span is not None
        spent, asked = measured(lambda span=span: score_workbook(ward.pk, span))
        print(f"| table {key} to XLSX | {spent:.0f} | {asked} |")


if __name__ == "__main__":
    main()
