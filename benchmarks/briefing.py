"""The briefing pack: a ward of 13 branches, and one of 120 branches with 5,000 members, thirteen months of meetings.

.venv/bin/python benchmarks/briefing.py
"""

import os
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

SIZES = ((13, 558), (120, 5000))
MONTHS = 13
FIRST, ON = date(2022, 3, 1), date(2023, 4, 2)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NENNEP_HOME": folder, "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
        os.environ.pop("NENNEP_DATABASE_URL", None)
        (Path(folder) / "config.json").write_text("{}")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print("| ward | SQL | pack, s | longest part, s | page beside today, s | slides, s | PDF, s |")
        print("|---|---|---|---|---|---|---|")
        for branches, members in SIZES:
            begun = time.perf_counter()
            ward = build(branches, members)
            print(f"built {branches} branches in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
            measure(ward, branches, members)


def build(branches: int, members: int):  # type: ignore[no-untyped-def]
    """A ward whose meetings were held: rows in bulk, as the actions leave them."""
    from django.utils import timezone

    from nennep.core.ids import uuid7
    from nennep.core.periods import Month, months_between
    from nennep.meetings.models import Attendance, Guest, Meeting
    from nennep.organisation.models import Charge, Membership, Person, Placement, Post, Unit, Ward
    from nennep.oversight.checklists import VISIT, checklist_for
    from nennep.oversight.models import Petition, Visit
    from nennep.planning.models import MeetingDay

    random, begin = Random(branches), date(2020, 1, 1)
    ward = Ward.objects.create(
        code=f"phuong-{branches}", name="Phường", party_name="Đảng bộ", parent_name="Đảng bộ", place="x"
    )
    units = Unit.objects.bulk_create(
        Unit(
            ward=ward,
            kind="branch",
            branch_kind="street_block",
            name=f"Chi bộ số {number}",
            short_name=f"CB {number}",
            position=number,
            valid_from=begin,
        )
        for number in range(1, branches + 1)
    )
    people = [Person(id=uuid7(), ward=ward, full_name=f"Nguyễn Văn {n}", birth_year=1960) for n in range(members)]
    for person in people:
        person.compute_keys()
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(ward=ward, person=each, admitted_on=begin, probation_from=begin, official_on=begin)
        for each in people
    )
    of_unit = {unit.pk: people[place::branches] for place, unit in enumerate(units)}
    Placement.objects.bulk_create(
        Placement(ward=ward, person=person, unit=unit, kind="official", valid_from=begin)
        for unit in units
        for person in of_unit[unit.pk]
    )
    MeetingDay.objects.bulk_create(
        MeetingDay(ward=ward, unit=unit, day=3, at="19:30", place="Nhà văn hóa", valid_from=begin) for unit in units
    )
    Post.objects.bulk_create(
        Post(ward=ward, unit=unit, person=of_unit[unit.pk][0], position="secretary", valid_from=begin) for unit in units
    )
    charges = {
        unit.pk: Charge.objects.create(ward=ward, unit=unit, person=of_unit[units[place - 1].pk][1], valid_from=begin)
        for place, unit in enumerate(units)
    }
    checklist, last = checklist_for(VISIT, ON), FIRST
    for _each in range(MONTHS - 1):
        last = Month.of(last).next.first
    for month in months_between(Month.of(FIRST), Month.of(last)):
        starts = timezone.make_aware(datetime(month.year, month.number, 3, 19, 30))
        meetings, lines, guests, visits = [], [], [], []
        for unit in units:
            expected = len(of_unit[unit.pk])
            here = [random.random() < 0.93 for _each in range(expected)]
            meeting = Meeting(
                id=uuid7(),
                ward=ward,
                unit=unit,
                kind="regular",
                month=month.first,
                starts_at=starts,
                place="Nhà văn hóa",
                state="reported",
                opened_at=starts,
                closed_at=starts + timedelta(minutes=95),
                signed_at=starts + timedelta(hours=3),
                reported_at=starts + timedelta(days=random.choice([1, 2, 7])),
                papers_ahead_at=starts - timedelta(days=2),
                listed_count=expected,
                expected_count=expected,
                present_count=sum(here),
                speakers_count=4,
            )
            meetings.append(meeting)
            lines += [
                Attendance(
                    ward=ward,
                    root=meeting,
                    meeting=meeting,
                    person=person,
                    number=number,
                    grade="official",
                    listed_as="member",
                    status="present" if came else "unexcused",
                )
                for number, (person, came) in enumerate(zip(of_unit[unit.pk], here, strict=True), start=1)
            ]
            visitor = charges[unit.pk].person_id
            if random.random() < 0.85:
                guests.append(Guest(ward=ward, meeting=meeting, person_id=visitor, name="x"))
                visits.append(
                    Visit(
                        ward=ward,
                        meeting=meeting,
                        unit=unit,
                        person_id=visitor,
                        checklist=checklist.name,
                        ticked=[item.key for item in checklist.items if random.random() < 0.95],
                        attended_at=starts,
                        sent_at=starts + timedelta(hours=3),
                    )
                )
        Meeting.objects.bulk_create(meetings)
        Attendance.objects.bulk_create(lines, batch_size=2000)
        Guest.objects.bulk_create(guests)
        Visit.objects.bulk_create(visits)
        Petition.objects.bulk_create(
            Petition(
                ward=ward,
                unit=unit,
                raised_in="member",
                text="Đề nghị sửa đường ngõ",
                raised_on=starts.date(),
                due_on=starts.date() + timedelta(days=15),
                entered_at=starts,
            )
            for unit in random.sample(list(units), max(1, branches // 6))
        )
    return ward


def measure(ward, branches: int, members: int) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from nennep.core.documents.pdf import render_pdf
    from nennep.core.periods import Month
    from nennep.organisation.actors import machine
    from nennep.reports import actions
    from nennep.reports.briefings import pages, papers

    at, by = timezone.make_aware(datetime(2023, 4, 2, 8)), machine(ward.pk, on=ON)
    actions.rebuild(ward.pk, until=ON)
    briefing = actions.begin_briefing(ward.pk, Month(2023, 3), on=ON, by=by, at=at)
    with CaptureQueriesContext(connection) as captured:
        actions.compose_pack(briefing, ward, at=at)
    actions.renew_pack(briefing, on=ON, by=by, at=at)
    whole = _seconds(lambda: actions.compose_pack(briefing, ward, at=at))
    actions.renew_pack(briefing, on=ON, by=by, at=at)
    parts = []
    while True:  # one part a request, as the page asks for them
        begun = time.perf_counter()
        key = actions.compose_next(briefing, ward, at=at)
        if not key:
            break
        parts.append(time.perf_counter() - begun)
    beside = _seconds(lambda: pages.briefing_page(briefing, ward, compare=True))
    slides = _seconds(lambda: papers.slides(briefing, ward))
    document = papers.pack_document(briefing, ward, signer="x", is_deputy=False)
    pdf = _seconds(lambda: render_pdf(document))
    name = f"{branches} branches, {members} members"
    times = f"{whole:.2f} | {max(parts):.2f} | {beside:.2f} | {slides:.2f} | {pdf:.2f}"
    print(f"| {name} | {len(captured)} | {times} |")


def _seconds(act) -> float:  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
