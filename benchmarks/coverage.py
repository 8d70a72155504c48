"""The coverage tree of a large ward: 120 branches, 5,000 members, 60 documents; the page and its queries.

.venv/bin/python benchmarks/coverage.py
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

BRANCHES, MEMBERS, DIRECTIVES, GROUPS = 120, 5000, 60, 4
DAY = date(2026, 3, 2)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NENNEP_HOME": folder, "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
        os.environ.pop("NENNEP_DATABASE_URL", None)
        (Path(folder) / "config.json").write_text("{}")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        begun = time.perf_counter()
        account, directive, unit = build()
        print(f"built in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        measure(account, directive, unit)


def build():  # type: ignore[no-untyped-def]
    """The ward, by the actions people use where these are quick enough, else in bulk."""
    from django.utils import timezone

    from nennep.accounts import actions as accounts
    from nennep.core import audit
    from nennep.core.ids import uuid7
    from nennep.directives import actions
    from nennep.directives.models import Dissemination, Reader
    from nennep.organisation import actions as organisation
    from nennep.organisation.actors import machine
    from nennep.organisation.models import Membership, Person, Placement, UnitKind, Ward

    random, at = Random(7), timezone.make_aware(datetime(2026, 1, 5, 9))
    ward = Ward.objects.create(code="lon", name="Phường Lớn", party_name="Đảng bộ", parent_name="Đảng bộ", place="x")
    by, begin = machine(ward.pk, on=DAY), date(2020, 1, 1)
    with audit.together():
        units = [
            organisation.found_unit(
                ward.pk,
                name=f"Chi bộ số {number}",
                short_name=f"CB {number}",
                branch_kind="street_block",
                position=number,
                valid_from=begin,
                by=by,
                at=at,
            )
            for number in range(1, BRANCHES + 1)
        ]
        groups = {
            unit.pk: [
                organisation.found_unit(
                    ward.pk,
                    name=f"Tổ đảng số {number}",
                    short_name=f"Tổ {number}",
                    kind=UnitKind.PARTY_GROUP,
                    parent=unit,
                    position=number,
                    valid_from=begin,
                    by=by,
                    at=at,
                )
                for number in range(1, GROUPS + 1)
            ]
            for unit in units
        }
        people = [
            Person(id=uuid7(), ward=ward, full_name=f"Nguyễn Văn {number}", birth_year=1960)
            for number in range(MEMBERS)
        ]
        for person in people:
            person.compute_keys()
        Person.objects.bulk_create(people)
        Membership.objects.bulk_create(
            Membership(ward=ward, person=each, admitted_on=begin, probation_from=begin, official_on=date(2021, 1, 1))
            for each in people
        )
        places = []
        for number, person in enumerate(people):
            unit = units[number % BRANCHES]
            group = groups[unit.pk][number // BRANCHES % GROUPS]
            places.append(Placement(ward=ward, person=person, unit=unit, kind="official", valid_from=begin))
            places.append(Placement(ward=ward, person=person, unit=group, kind="group", valid_from=begin))
        Placement.objects.bulk_create(places)
        organisation.appoint(people[0], "office", valid_from=begin, by=by, at=at)
        account = accounts.open_account(people[0], login_name="vanphong", password="x" * 12, by=by, at=at)
    for number in range(DIRECTIVES):
        with audit.together():
            directive = actions.receive_directive(
                ward.pk,
                issuer="Thành ủy",
                kind="CT",
                symbol=f"{number}-CT/TU",
                subject="Nâng cao chất lượng sinh hoạt chi bộ",
                dated_on=date(2026, 1, 2),
                received_on=date(2026, 1, 5),
                by=by,
                at=at,
            )
            made = actions.assign_directive(
                directive, units=units, method="branch_meeting", due_on=DAY + timedelta(days=number - 20), by=by, at=at
            )
        readers = list(Reader.objects.filter(dissemination__in=made).values_list("pk", flat=True))
        came = random.sample(readers, len(readers) * 9 // 10)
        for start in range(0, len(came), 500):
            Reader.objects.filter(pk__in=came[start : start + 500]).update(reached_on=DAY, how="meeting")
        actions.cascade._recount(list(Dissemination.objects.filter(directive=directive)))
    return account, directive, units[0]


def measure(account, directive, unit) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account)
    print("| page | SQL | kB HTML | first ms | median ms |\n|---|---|---|---|---|")
    for what, address in (
        ("coverage tree of 120 branches", reverse("directives:show", args=[directive.pk])),
        ("one branch down to the names", reverse("directives:coverage", args=[directive.pk, unit.pk])),
        ("register of 60 documents", reverse("directives:register")),
    ):
        begun = time.perf_counter()
        answer = client.get(address)
        first = (time.perf_counter() - begun) * 1000
        assert answer.status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked = len(captured)
        times = []
        for _turn in range(30):
            begun = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - begun) * 1000)
        size = len(answer.content) / 1024
        print(f"| {what} | {asked} | {size:.1f} | {first:.0f} | {statistics.median(times):.0f} |")


if __name__ == "__main__":
    main()
