"""Search over everything: what is found, in which order, by whom; the same on SQLite and PostgreSQL."""

from copy import deepcopy
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from nennep.cli import main
from nennep.cli.background import count_tables
from nennep.core.models import SearchEntry
from nennep.core.refusals import NotFound, Refused
from nennep.core.search.asking import MOST, Question
from nennep.core.search.words import by_name, by_position, newest_first, place_of, tokens_of
from nennep.decisions.models import Resolution
from nennep.directives import actions as directives
from nennep.directives.access import get_directive
from nennep.meetings import access, actions
from nennep.meetings.models import Meeting, Opinion
from nennep.organisation.access import get_unit
from nennep.organisation.actors import Actor
from nennep.organisation.imports.undo import undo_import
from nennep.organisation.merging import merge_people
from nennep.organisation.models import Placement, Unit
from nennep.reports import search
from tests import make
from tests.organisation.test_imports import LAN, taken, workbook
from tests.organisation.test_past_stays import STEPS, Town

# What is written and what is typed ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Đặng Thị Hoà", "hòa"),
        ("Đặng Thị Hòa", "hoà"),
        ("Đặng Thị Hoà", "DANG HOA"),
        ("Nguyễn Thúy", "thuý"),
        ("Quý", "quí"),
        ("kỹ luật", "kĩ luật"),
        ("Ủy ban", "uỷ ban"),
        ("Nghị quyết 05-NQ/CB", "05 nq"),
        ("Hòa".encode().decode(), "Hoa\u0300"),
    ],
)
def test_tone_places_marks_and_dashes_make_no_difference(written, typed):
    assert set(tokens_of(typed)) <= set(tokens_of(written))


@pytest.mark.parametrize(("one", "other"), [("Mai", "May"), ("hai", "hay"), ("dân", "dần dần đi")])
def test_other_words_stay_other_words(one, other):
    assert tokens_of(one) != tokens_of(other)


def test_places_are_ordered_as_people_expect():
    some = UUID(int=7)
    days = [
        place_of(newest_first(day), some, 0) for day in (date(2026, 1, 2), date(2026, 1, 1), date(1945, 9, 2), None)
    ]
    names = [place_of(by_name(n), some, 0) for n in ("Trần Văn An", "Lê Thị Bình", "Nguyễn Anh Đức", "Đỗ Văn Đức")]
    assert days == sorted(days)
    assert names == sorted(names)
    assert all(0 <= place < 2**63 for place in [*days, *names, place_of(by_position(99), some, 3)])


# What is found, in which order --------------------------------------------------------------------


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """Built once; each test works on copies of the objects, and what it writes is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World(make.ward()), World(make.ward())
        transaction.set_rollback(True)


@pytest.fixture
def house(worlds, db):
    """A branch with a signed and a running meeting, a document; another branch; another ward with the same words."""
    return deepcopy(worlds)


class World:
    def __init__(self, ward) -> None:
        self.ward = ward
        self.unit: Unit = make.branch(ward, members=0)
        names = ["Đặng Thị Hoà", "Nguyễn Văn Hoàng", "Trần Hoà An", "Lê Đức Cường", "Vũ Thị Hoa"]
        self.people = {name: make.member(self.unit, name) for name in names}
        self.secretary = self.lead(self.unit, "Phạm Văn Kiên")
        self.signed = make.meeting(self.unit, day=date(2022, 2, 3))
        self.say(self.signed, "Đề nghị kiểm tra camera ở ngõ 12", "Lê Đức Cường")
        make.walk(self.signed, until="reported")
        self.running = make.meeting(self.unit)
        self.said = self.say(self.running, "Hệ thống loa cần sửa, camera đã tốt", "Vũ Thị Hoa")
        self.other = make.branch(ward, members=0)
        self.lead(self.other, "Bùi Văn Tám")
        self.directive = make.directive(ward, subject="Hòa giải ở cơ sở", symbol="11-ĐA/TU")
        make.dissemination(self.directive, self.unit)
        self.kept = make.directive(
            ward, subject="Hòa giải, bản chưa giao", symbol="12-ĐA/TU", dated_on=date(2022, 1, 5)
        )
        make.ward_term(ward)
        search.catch_up(ward.pk)

    def lead(self, unit: Unit, name: str) -> Actor:
        someone, by = make.member(unit, name), make.office(self.ward)
        make.organisation.appoint(someone, "secretary", unit=unit, valid_from=make.BEGIN, by=by, at=make.at(make.BEGIN))
        return make.own(someone)

    def say(self, meeting: Meeting, text: str, who: str) -> Opinion:
        make.mark_all(meeting)
        item = meeting.agenda.get(part="discussion")
        by, at = make.actor("secretary", of=self.unit), meeting.starts_at + timedelta(minutes=30)
        return actions.record_opinion(item, text=text, speaker=self.people[who], by=by, at=at)

    def finds(self, actor: Actor, text: str) -> dict[str, list[str]]:
        """Titles by kind, as the page shows them, without empty kinds."""
        search.catch_up(self.ward.pk)
        found = search.found_by(actor, Question.of(text))
        lines = {source.kind: source.show(actor, found[source.kind]) for source in search.SOURCES}
        return {kind: [line.title for line in shown] for kind, shown in lines.items() if shown}


def test_whole_words_of_the_title_come_before_beginnings_and_both_before_the_text(house):
    world, _elsewhere = house
    assert world.finds(make.office(world.ward), "hoà") == {
        "person": ["Trần Hoà An", "Đặng Thị Hoà", "Vũ Thị Hoa", "Nguyễn Văn Hoàng"],
        "meeting": ["Sinh hoạt thường kỳ 03/2022", "Sinh hoạt thường kỳ 02/2022"],
        "opinion": ["Hệ thống loa cần sửa, camera đã tốt"],
        "directive": ["Đề án 11-ĐA/TU: Hòa giải ở cơ sở", "Đề án 12-ĐA/TU: Hòa giải, bản chưa giao"],
    }


@pytest.mark.parametrize(
    ("text", "kind", "titles"),
    [
        ("dang hoa", "person", ["Đặng Thị Hoà"]),
        ("hoa dang", "person", ["Đặng Thị Hoà"]),
        ("ĐẶNG THỊ HÒA", "person", ["Đặng Thị Hoà"]),
        ("duc cuo", "person", ["Lê Đức Cường"]),
        ("kiem tra camera", "opinion", ["Đề nghị kiểm tra camera ở ngõ 12"]),
        ("camera", "opinion", ["Hệ thống loa cần sửa, camera đã tốt", "Đề nghị kiểm tra camera ở ngõ 12"]),
        ("camera cường", "opinion", ["Đề nghị kiểm tra camera ở ngõ 12"]),
        ("ngo 12", "opinion", ["Đề nghị kiểm tra camera ở ngõ 12"]),
        ("11-ĐA/TU", "directive", ["Đề án 11-ĐA/TU: Hòa giải ở cơ sở"]),
        (
            "de an thanh uy",
            "directive",
            ["Đề án 11-ĐA/TU: Hòa giải ở cơ sở", "Đề án 12-ĐA/TU: Hòa giải, bản chưa giao"],
        ),
        ("thường kỳ 02/2022", "meeting", ["Sinh hoạt thường kỳ 02/2022"]),
        ("nhiệm vụ tháng", "resolution", ["Nghị quyết 01-NQ/CB: Nhiệm vụ tháng"]),
    ],
)
def test_each_kind_is_found_by_its_words(house, text, kind, titles):
    world, _elsewhere = house
    assert world.finds(make.office(world.ward), text)[kind] == titles


ODD = ["", "   ", "!!!", "“”", "zzz", "hoa OR 1", '"hoa" NEAR xx', "hoa* AND", "a" * 3000, "\x00", "' OR '1'='1"]


@pytest.mark.parametrize("text", ODD)
def test_nonsense_finds_nothing_and_breaks_nothing(house, text):
    world, _elsewhere = house
    assert world.finds(make.office(world.ward), text) == {}


def test_more_than_fits_is_cut_and_said(db):
    unit = make.branch(members=0)
    for _each in range(MOST + 3):
        make.person(unit.ward, "Nguyễn Văn Đông")
    search.catch_up(unit.ward_id)
    office = make.office(unit.ward)

    assert len(search.found_by(office, Question.of("dong"))["person"]) == MOST + 1
    assert (
        len(set(SearchEntry.objects.filter(ward_id=unit.ward_id, kind="person").values_list("number", flat=True)))
        == MOST + 3
    )


# Who finds what -----------------------------------------------------------------------------------


def may(door, *words, **named) -> bool:
    try:
        door(*words, **named)
    except NotFound:
        return False
    return True


def doors(kind: str, actor: Actor, key: UUID) -> bool:
    """Whether the room's own door to the thing opens for this actor."""
    if kind == "unit":
        return may(get_unit, actor, key, right="read")
    if kind == "meeting":
        return may(access.get_meeting, actor, key, right="read")
    if kind == "opinion":
        return may(access.get_record, actor, Opinion.objects.get(pk=key).root_id)
    if kind == "resolution":
        return may(access.get_record, actor, Resolution.objects.get(pk=key).origin_id)
    if kind == "directive":
        return may(get_directive, actor, key)
    listed = Placement.objects.filter(person=key, valid_to__isnull=True).values_list("unit", flat=True)
    own = key == actor.person_id
    return own or actor.is_ward_staff or any(may(get_unit, actor, unit, right="read") for unit in listed)


def roles(world: World) -> dict[str, Actor]:
    group_leader = make.branch(world.ward, members=4, groups=2).party_groups.first()
    return {
        "member": make.own(world.people["Vũ Thị Hoa"]),
        "minute-taker": make.own(world.running.minute_taker),
        "leader elsewhere": make.own(group_leader.posts.get().person),
        "secretary": world.secretary,
        "secretary elsewhere": make.actor("secretary", of=world.other),
        "charge": make.charge(world.unit),
        "office": make.actor("office", of=world.unit),
        "ward": make.actor("ward_secretary", of=world.unit),
        "operator": make.actor("operator", of=world.unit),
    }


def test_everybody_finds_exactly_what_the_rooms_doors_open_to_them(house):
    """Every thing of two wards, every role: found if and only if its own page opens."""
    world, elsewhere = house
    actors = roles(world)
    for each in (world, elsewhere):
        search.catch_up(each.ward.pk)
    things = list(SearchEntry.objects.order_by("pk").values_list("kind", "object_id", "ward_id"))
    sources = {source.kind: source for source in search.SOURCES}
    wrong = []
    for role, actor in actors.items():
        for kind, key, ward_id in things:
            opens = ward_id == world.ward.pk and doors(kind, actor, key)
            if (key in sources[kind].seen(actor, [key])) != opens:
                wrong.append(f"{role}: {kind} {key} {'hidden' if opens else 'leaked'}")
    assert wrong == []
    assert {kind for kind, _key, _ward in things} == set(sources)


def test_what_is_found_is_what_may_be_seen_and_nothing_is_lost_on_the_way(house):
    world, _elsewhere = house
    actors = roles(world)
    search.catch_up(world.ward.pk)
    sources = {source.kind: source for source in search.SOURCES}
    for actor in actors.values():
        for text in ("hoa", "camera", "chi bo", "thuong ky", "nhiem vu", "hoa giai"):
            found = search.found_by(actor, Question.of(text))
            everything = search.found_by(make.office(world.ward), Question.of(text))
            for kind, keys in everything.items():
                seen = sources[kind].seen(actor, keys) - {actor.person_id}  # one's own card is on one's own page
                assert [key for key in found[kind] if key != actor.person_id] == [key for key in keys if key in seen]
    assert search.found_by(actors["operator"], Question.of("hoa")) == {kind: [] for kind in sources}


def test_before_signing_only_those_who_watch_find_what_was_said(house):
    world, _elsewhere = house
    member = make.own(world.people["Lê Đức Cường"])
    both = ["Hệ thống loa cần sửa, camera đã tốt", "Đề nghị kiểm tra camera ở ngõ 12"]

    assert world.finds(world.secretary, "camera")["opinion"] == both
    assert world.finds(member, "camera")["opinion"] == both[1:]


def test_who_leaves_the_branch_finds_nothing_of_it_any_more(house):
    world, _elsewhere = house
    someone = world.people["Lê Đức Cường"]
    place = Placement.objects.get(person=someone)
    make.organisation.end_placement(place, on=make.DAY, by=make.office(world.ward), at=make.EVENING)

    assert world.finds(make.own(someone), "camera") == world.finds(make.own(someone), "hoa") == {}
    assert "person" not in world.finds(make.own(world.people["Vũ Thị Hoa"]), "cuong")


# The index follows the facts ----------------------------------------------------------------------


def test_every_change_is_found_without_anybody_telling_the_index(house):
    world, _elsewhere = house
    office, at = make.office(world.ward), world.running.starts_at + timedelta(minutes=40)
    actions.change_opinion(world.said, text="Loa đã sửa", seen=0, by=world.secretary, at=at)
    assert world.finds(office, "loa da sua")["opinion"] == ["Loa đã sửa"]
    assert "opinion" not in world.finds(office, "he thong loa")

    actions.remove_opinion(world.said, by=world.secretary, at=at)
    assert "opinion" not in world.finds(office, "loa")

    make.dissemination(world.kept, world.other)
    secretary = make.actor("secretary", of=world.other)
    assert world.finds(secretary, "chua giao")["directive"] == ["Đề án 12-ĐA/TU: Hòa giải, bản chưa giao"]

    coming = make.meeting(world.unit, state="planned", kind="thematic", day=date(2022, 3, 20))
    actions.publish_paper(coming, title="Tin chim bồ câu", file=None, by=world.secretary, at=make.at(date(2022, 3, 12)))
    assert world.finds(office, "bo cau")["meeting"] == ["Sinh hoạt chuyên đề 03/2022 Học tập và làm theo Bác"]

    words = {"due_on": date(2022, 4, 30), "on": date(2022, 3, 4), "by": office, "at": make.EVENING}
    directives.replace_directive(world.directive, new=world.kept, **words)
    assert search.differences(world.ward.pk) == []


def test_a_double_that_was_merged_is_found_once(house):
    world, _elsewhere = house
    kept, double = world.people["Vũ Thị Hoa"], make.person(world.ward, "Vũ Thị Hoa")
    assert world.finds(make.office(world.ward), "vu thi hoa")["person"] == ["Vũ Thị Hoa", "Vũ Thị Hoa"]
    merge_people(kept, double, by=make.office(world.ward), at=make.EVENING)

    assert world.finds(make.office(world.ward), "vu thi hoa")["person"] == ["Vũ Thị Hoa"]
    assert search.differences(world.ward.pk) == []


def test_whom_an_import_brought_is_found_until_it_is_undone(db):
    unit = import_unit()
    search.catch_up(unit.ward_id)
    made = taken(unit.ward, workbook(LAN))
    search.catch_up(unit.ward_id)
    found = search.found_by(make.office(unit.ward), Question.of("tran thi lan"))
    undo_import(made, by=make.office(unit.ward), at=make.EVENING)

    assert len(found["person"]) == 1
    assert search.differences(unit.ward_id) == []
    assert search.found_by(make.office(unit.ward), Question.of("tran thi lan"))["person"] == []


def test_no_sequence_of_changes_of_people_and_units_leaves_the_index_behind(db):
    """Forty random decisions after one another, each followed by the index from the log alone."""
    town, random, tried = Town(), Random(7), 0
    search.catch_up(town.ward.pk)
    for _each in range(40):
        name, on = random.choice(list(STEPS)), date(2022, 1, 1) + timedelta(days=random.randrange(700))
        try:
            with transaction.atomic():
                STEPS[name](town, random.randrange(31), random.randrange(31), on)
        except Refused:
            continue
        tried += 1
        search.catch_up(town.ward.pk)
        assert search.differences(town.ward.pk) == [], name
    assert tried > 10


def import_unit() -> Unit:
    ward = make.ward()
    return make.organisation.found_unit(
        ward.pk,
        name="Chi bộ TDP số 7",
        short_name="TDP số 7",
        branch_kind="street_block",
        valid_from=make.BEGIN,
        by=make.office(ward),
        at=make.EVENING,
    )


def test_catching_up_asks_once_where_nothing_happened(house, django_assert_num_queries):
    world, _elsewhere = house
    with django_assert_num_queries(2):
        assert search.catch_up(world.ward.pk) == 0


def test_verify_sees_an_index_that_differs_and_the_command_mends_it(house, capsys):
    world, _elsewhere = house
    entry = SearchEntry.objects.filter(ward_id=world.ward.pk, kind="person").first()
    entry.tokens = "khac"
    entry.save()
    SearchEntry.objects.filter(ward_id=world.ward.pk, kind="unit").first().delete()

    assert len(search.differences(world.ward.pk)) == 2
    assert main(["index", "--ward", world.ward.code]) == 0
    assert search.differences(world.ward.pk) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_an_entry_missing_from_the_full_text_table_is_seen(house):
    world, _elsewhere = house
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_search WHERE rowid = (SELECT min(number) FROM core_searchentry)")
    assert sum(len(search.differences(each.ward.pk)) for each in house) == 1
    assert world


def test_the_index_is_the_same_in_every_language(house):
    from django.utils import translation

    world, _elsewhere = house
    with translation.override("en"):
        search.rebuild(world.ward.pk)
    assert search.differences(world.ward.pk) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL counts its tables by itself")
def test_once_a_day_the_database_learns_how_full_its_tables_are(house):
    count_tables()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'meetings_opinion'")
        assert cursor.fetchone()[0] > 0


# The page -----------------------------------------------------------------------------------------


@pytest.fixture
def that_evening(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.EVENING - make.timezone.now()).total_seconds())


def page(who, **words) -> tuple[int, str]:
    client = Client()
    client.force_login(make.account(who))
    answer = client.get(reverse("site:search"), words)
    return answer.status_code, answer.content.decode()


def test_the_page_groups_what_was_found_and_counts_it(house, that_evening):
    world, _elsewhere = house
    status, text = page(world.people["Đặng Thị Hoà"], q="hoa")

    assert status == 200
    assert "Nguyễn Văn Hoàng" in text and "Hòa giải ở cơ sở" in text and "bản chưa giao" not in text
    assert reverse("directives:show", args=[world.directive.pk]) in text


def test_a_member_is_led_to_the_list_of_the_branch_and_the_office_to_the_person(house, that_evening):
    world, _elsewhere = house
    someone = world.people["Nguyễn Văn Hoàng"]
    to_person = reverse("organisation:person", args=[someone.pk])

    assert to_person not in page(world.people["Đặng Thị Hoà"], q="hoang")[1]
    assert (
        f"{reverse('organisation:branch', args=[world.unit.pk])}?q=" in page(world.people["Trần Hoà An"], q="hoang")[1]
    )
    office = make.person(world.ward)
    make.organisation.appoint(office, "office", valid_from=make.BEGIN, by=make.office(world.ward), at=make.EVENING)
    assert to_person in page(office, q="hoang")[1]


def test_what_is_not_found_and_what_was_not_asked_are_said(house, that_evening):
    world, _elsewhere = house
    assert "Không thấy “không có đâu”." in page(world.people["Đặng Thị Hoà"], q="không có đâu")[1]
    assert "Chưa gõ chữ nào để tìm." in page(world.people["Vũ Thị Hoa"])[1]


@pytest.mark.parametrize(
    "words", [{"q": "hoa", "loai": "x"}, {"q": "hoa", "loai": "person", "trang": "999"}, {"trang": "-1"}]
)
def test_nonsense_in_the_address_is_answered(house, that_evening, words):
    world, _elsewhere = house
    assert page(world.people["Đặng Thị Hoà"], **words)[0] == 200


def test_pages_of_one_kind_follow_each_other(db, that_evening):
    unit = make.branch(members=30)
    make.ward_term(unit.ward)
    office = make.person(unit.ward)
    make.organisation.appoint(office, "office", valid_from=make.BEGIN, by=make.office(unit.ward), at=make.EVENING)
    for _each in range(30):
        make.person(unit.ward, "Nguyễn Thị Sen")

    first = page(office, q="sen", loai="person")[1]
    assert "trang=2" in first and first.count("Nguyễn Thị Sen") >= 25


def test_the_number_of_queries_does_not_grow_with_what_is_found(house, that_evening):
    from django.test.utils import CaptureQueriesContext

    world, _elsewhere = house
    client = Client()
    client.force_login(make.account(world.people["Đặng Thị Hoà"]))
    counts = []
    for more in (0, 30):
        for number in range(more):
            world.say(world.running, f"Camera số {number}", "Vũ Thị Hoa")
            make.member(world.unit, "Lê Thị Hoa")
        search.catch_up(world.ward.pk)
        client.get(reverse("site:search"), {"q": "hoa"})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("site:search"), {"q": "hoa"})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25
