"""The year report from the records to a file: a ward of 13 branches, and one of 120 branches with 5,000 members.

.venv/bin/python benchmarks/year.py        (bars: 13 branches JSON < 1 s, PDF < 4 s; 120 branches JSON < 5 s)
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from briefing import SIZES, build

YEAR, ON, RUNS = 2022, date(2023, 1, 5), 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NENNEP_HOME": folder, "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
        os.environ.pop("NENNEP_DATABASE_URL", None)
        (Path(folder) / "config.json").write_text("{}")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print("| ward | SQL | JSON, s | PDF, s |\n|---|---|---|---|")
        for branches, members in SIZES:
            begun = time.perf_counter()
            ward = build(branches, members)
            print(f"built {branches} branches in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
            measure(ward, branches, members)


def measure(ward, branches: int, members: int) -> None:  # type: ignore[no-untyped-def]
    """Medians, everything included but the summaries, which are kept as meetings close."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from nennep.core.periods import Period
    from nennep.reports import actions, documents
    from nennep.reports.records import Records
    from nennep.reports.year_report import year_report

    def make(kind: str) -> bytes:
        return documents.render(year_report(Records(ward, Period.year(YEAR), on=ON)), kind)

    actions.rebuild(ward.pk, until=ON)
    with CaptureQueriesContext(connection) as captured:
        make("json")
    spent = {kind: _median(lambda kind=kind: make(kind)) for kind in ("json", "pdf")}
    print(f"| {branches} branches, {members} members | {len(captured)} | {spent['json']:.2f} | {spent['pdf']:.2f} |")


def _median(work) -> float:  # type: ignore[no-untyped-def]
    spent = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
