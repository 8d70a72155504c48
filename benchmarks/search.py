"""Search over 100,000 texts: 100 branches, 5,000 people, 3,000 meetings, 97,000 opinions and their record.

.venv/bin/python benchmarks/search.py                                            on SQLite
.venv/bin/python tests/postgres.py -- .venv/bin/python benchmarks/search.py      on PostgreSQL
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

BRANCHES, PEOPLE, MONTHS, TEXTS = 100, 5000, 30, 100_000
DAY = date(2026, 3, 2)
WORDS = [
    "chi",
    "bộ",
    "tổ",
    "dân",
    "phố",
    "đảng",
    "viên",
    "họp",
    "tháng",
    "này",
    "đề",
    "nghị",
    "kiểm",
    "tra",
    "camera",
    "ngõ",
    "đèn",
    "đường",
    "vệ",
    "sinh",
    "môi",
    "trường",
    "hòa",
    "giải",
    "thủy",
    "lợi",
    "phòng",
    "cháy",
    "chữa",
    "cháy",
    "vận",
    "động",
    "nhân",
    "dân",
    "quyên",
    "góp",
    "quỹ",
    "khuyến",
    "học",
    "thanh",
    "niên",
    "phụ",
    "nữ",
    "cựu",
    "chiến",
    "binh",
    "giữ",
    "gìn",
    "an",
    "ninh",
    "trật",
    "tự",
    "xây",
    "dựng",
    "nông",
    "thôn",
    "mới",
    "nghị",
    "quyết",
    "chuyên",
    "đề",
    "học",
    "tập",
    "làm",
    "theo",
    "gương",
    "Bác",
    "Hồ",
    "tiền",
    "sử",
    "dụng",
    "đất",
    "bồi",
    "thường",
]
NAMES = ("An", "Bình", "Cường", "Dung", "Đạt", "Giang", "Hoà", "Hoàng", "Khánh", "Lan", "Minh", "Oanh", "Quý", "Thuỷ")
ASKED = ("hoà", "nguyen van hoang", "kiểm tra camera", "chi bộ", "chi", "phong chay chua chay", "n", "quí", "khongco")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NENNEP_HOME": folder, "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
        (Path(folder) / "config.json").write_text("{}")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        ward = build()
        measure(ward)


def build() -> Any:
    """The ward in bulk: what is measured is looking for things, not entering them."""
    from django.utils import timezone

    from nennep.core.ids import uuid7
    from nennep.meetings.models import AgendaItem, Meeting, Opinion
    from nennep.organisation.models import Membership, Person, Placement, Post, Unit, Ward

    random = Random(11)
    ward = Ward.objects.create(code="lon", name="Phường Lớn", party_name="Đảng bộ", parent_name="Đảng bộ", place="x")
    units = [
        Unit(ward=ward, kind="branch", branch_kind="street_block", name=f"Chi bộ số {n}", short_name=f"CB {n}",
             position=n, valid_from=date(2020, 1, 1))
        for n in range(1, BRANCHES + 1)
    ]  # fmt: skip
    people = [
        Person(ward=ward, full_name=f"{random.choice(('Nguyễn', 'Trần', 'Lê'))} {random.choice(('Văn', 'Thị'))} "
               f"{random.choice(NAMES)}", birth_year=1950)
        for _ in range(PEOPLE)
    ]  # fmt: skip
    for person in people:
        person.compute_keys()
    since = date(2020, 1, 1)
    Unit.objects.bulk_create(units)
    Person.objects.bulk_create(people, batch_size=500)
    Membership.objects.bulk_create(
        [Membership(ward=ward, person=p, admitted_on=since, probation_from=since) for p in people], batch_size=500
    )
    Placement.objects.bulk_create(
        [
            Placement(ward=ward, person=p, unit=units[n % BRANCHES], kind="official", valid_from=since)
            for n, p in enumerate(people)
        ],
        batch_size=500,
    )
    Post.objects.create(ward=ward, person=people[0], position="office", valid_from=since)
    meetings = []
    for unit in units:
        for month in range(MONTHS):
            day = datetime(2023 + month // 12, month % 12 + 1, 3, 19, 30)
            meetings.append(
                Meeting(
                    id=uuid7(), ward=ward, unit=unit, kind="regular", month=day.date().replace(day=1),
                    place="Nhà văn hóa", starts_at=timezone.make_aware(day), state="reported",
                )
            )  # fmt: skip
    Meeting.objects.bulk_create(meetings, batch_size=500)
    items = [AgendaItem(ward=ward, meeting=m, position=1, part="discussion", title="Thảo luận") for m in meetings]
    AgendaItem.objects.bulk_create(items, batch_size=500)
    opinions = [
        Opinion(
            ward=ward, root=item.meeting, meeting=item.meeting, item=item, speaker=random.choice(people),
            text=" ".join(random.choices(WORDS, k=30)), said_at=item.meeting.starts_at + timedelta(minutes=9),
        )
        for n in range(TEXTS - len(meetings))
        for item in [items[n % len(items)]]
    ]  # fmt: skip
    Opinion.objects.bulk_create(opinions, batch_size=1000)
    return ward


def measure(ward: Any) -> None:
    from django.db import connection

    from nennep.cli.background import count_tables
    from nennep.core.search import asking
    from nennep.core.search.asking import Question
    from nennep.organisation.actors import actor_of
    from nennep.organisation.models import Person
    from nennep.reports import search
    from nennep.site.search import page_of

    begun = time.perf_counter()
    count = search.rebuild(ward.pk)
    print(f"{connection.vendor}: {count} entries built in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE core_searchentry")
    count_tables()  # as the served site does once a day
    people = Person.objects.order_by("pk")
    readers = {"office": actor_of(people[0], on=DAY), "member": actor_of(people[1], on=DAY)}
    kinds = [source.kind for source in search.SOURCES]
    print("| reader | asked | found | index: median (best) ms | page: median (best) ms |\n|---|---|---|---|---|")
    for reader, actor in readers.items():
        units = search.units_of(actor)
        for text in ASKED:
            question = Question.of(text)
            in_index = timed(lambda: asking.find(question, ward.pk, units, kinds))  # noqa: B023
            whole = timed(lambda: page_of(actor, text, "", 1))  # noqa: B023
            found = sum(map(len, search.found_by(actor, question).values()))
            print(f"| {reader} | {text} | {found} | {in_index} | {whole} |")


def timed(work: Any) -> str:
    """Median and best of fifteen: on a shared machine the best says what the work itself takes."""
    work()
    times = []
    for _ in range(15):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(times):.1f} ({min(times):.1f})"


if __name__ == "__main__":
    main()
