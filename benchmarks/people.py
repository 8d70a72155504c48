"""The member list of 5,000 people, one person's page, and the list of a branch of 108 on a day, on a SQLite of its own.

.venv/bin/python benchmarks/people.py [ROUNDS]
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
BEGIN, DAY = date(2020, 1, 1), date(2026, 3, 3)
FAMILY, GIVEN = ["Nguyễn", "Trần", "Lê", "Phạm", "Đỗ"], ["An", "Bưởi", "Cường", "Đạt", "Hoà", "Lan", "Yến"]


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["NENNEP_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = home, "nennep.site.settings"
        os.environ.pop("NENNEP_DATABASE_URL", None)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        branch, person, account = fill()
        print("| what | SQL | ms (median) | bar |\n|---|---|---|---|")
        page("member list of 5,000, first page", "/to-chuc/dang-vien/", account, "8 queries, 60 ms")
        page("the same, narrowed by a name", "/to-chuc/dang-vien/?q=hoa&loai=mien", account, "")
        page("one person", f"/to-chuc/dong-chi/{person}/", account, "12 queries")
        page("one branch of 108, its page", f"/to-chuc/chi-bo/{branch.pk}/ho-so/", account, "")
        from nennep.organisation.queries import branch_list

        row("expected list of a meeting, 108 members", lambda: branch_list(branch, DAY), "10 ms")


def fill():  # type: ignore[no-untyped-def]
    """Forty branches: one of 108 members, the others equal, 5,000 in all; every tenth exempt."""
    from nennep.accounts.models import Account
    from nennep.organisation.models import Membership, Person, Placement, Post, Standing, Unit, Ward

    ward = Ward.objects.create(code="lon", name="Phường Lớn", party_name="Đảng bộ phường Lớn", parent_name="", place="")
    branches = [
        Unit(ward=ward, kind="branch", branch_kind="street_block", name=f"Chi bộ số {n}", short_name=f"CB {n}",
             position=n, valid_from=BEGIN)
        for n in range(40)
    ]  # fmt: skip
    Unit.objects.bulk_create(branches)
    group = Unit.objects.create(
        ward=ward, kind="party_group", parent=branches[0], name="Tổ 1", short_name="Tổ 1", valid_from=BEGIN
    )
    people = [
        Person(ward=ward, full_name=f"{FAMILY[n % 5]} Thị {GIVEN[n % 7]} {GIVEN[n % 3]}", birth_year=1940 + n % 60)
        for n in range(5000)
    ]
    for person in people:
        person.compute_keys()
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(ward=ward, person=person, admitted_on=BEGIN, probation_from=BEGIN, official_on=BEGIN)
        for person in people
    )
    place = [branches[0]] * 108 + [branches[1 + n % 39] for n in range(4892)]
    Placement.objects.bulk_create(
        Placement(ward=ward, person=person, unit=unit, kind="official", valid_from=BEGIN)
        for person, unit in zip(people, place, strict=True)
    )
    Placement.objects.bulk_create(
        Placement(ward=ward, person=person, unit=group, kind="group", valid_from=BEGIN) for person in people[:108:5]
    )
    Standing.objects.bulk_create(
        Standing(ward=ward, person=person, kind="exempt", valid_from=BEGIN) for person in people[::10]
    )
    Post.objects.create(ward=ward, person=people[0], position="office", valid_from=BEGIN)
    account = Account(login_name="vanphong", person=people[0])
    account.set_password("mat-khau-thu-1")
    account.save()
    return branches[0], people[50].pk, account


def page(what: str, path: str, account: object, bar: str) -> None:
    from django.test import Client

    visitor = Client(SERVER_NAME="127.0.0.1")
    visitor.force_login(account)  # type: ignore[arg-type]

    def ask() -> None:
        assert visitor.get(path).status_code == 200, path

    row(what, ask, bar)


def row(what: str, ask: Callable[[], object], bar: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    asked = len(captured)  # before the next request empties the log
    spent = []
    for _turn in range(ROUNDS):
        begin = time.process_time()
        ask()
        spent.append((time.process_time() - begin) * 1000)
    print(f"| {what} | {asked} | {statistics.median(spent):.1f} | {bar} |", flush=True)


if __name__ == "__main__":
    main()
