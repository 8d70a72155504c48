"""Worlds for tests, built by the same actions people use. Each function takes only what matters."""

from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from nennep.accounts.models import Account
from nennep.core.ids import uuid7
from nennep.core.periods import Month
from nennep.directives import actions as directives
from nennep.meetings import actions as meetings
from nennep.meetings.actions import Mark
from nennep.meetings.models import Meeting, MeetingState
from nennep.organisation import actions as organisation
from nennep.organisation.actors import Actor, actor_of, machine
from nennep.organisation.models import Person, PlacementKind, Post, Unit, UnitKind, Ward
from nennep.planning import actions as planning

__all__ = ["Month", "timezone", "uuid7"]

_number = count(1)
BEGIN = date(2020, 1, 1)
DAY = date(2022, 3, 3)
NAMES = ["Nguyễn Văn An", "Trần Thị Bưởi", "Lê Đức Cường", "Phạm Thị Dung", "Vũ Minh Đạt", "Đỗ Thị Hoà"]


def at(day: date = DAY, hour: int = 19, minute: int = 30) -> datetime:
    """A moment of a day in the ward."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


EVENING = at()


def ward() -> Ward:
    number = next(_number)
    return Ward.objects.create(
        code=f"phuong-{number}",
        name=f"Phường {number}",
        party_name=f"Đảng bộ phường {number}",
        parent_name="Đảng bộ quận",
        place="Đức Thắng",
    )


def office(of: Ward, on: date = DAY) -> Actor:
    """The program acting for the ward office."""
    return machine(of.pk, on=on, name="Văn phòng")


def branch(
    of: Ward | None = None, *, members: int = 3, groups: int = 0, kind: str = "street_block", day: int = 3
) -> Unit:
    """A branch with a term, a meeting day, members (the first is secretary), and party groups of equal size."""
    of = of or ward()
    by, number = office(of), next(_number)
    unit = organisation.found_unit(
        of.pk,
        name=f"Chi bộ số {number}",
        short_name=f"CB {number}",
        branch_kind=kind,
        position=number,
        valid_from=BEGIN,
        by=by,
        at=at(BEGIN),
    )
    organisation.begin_term(unit, name="2020–2025", valid_from=BEGIN, valid_to=date(2025, 1, 1), by=by, at=at(BEGIN))
    planning.set_meeting_day(
        unit, day=day, at_time=time(19, 30), place="Nhà văn hóa", valid_from=BEGIN, by=by, at=at(BEGIN)
    )
    parts = [
        organisation.found_unit(
            of.pk,
            name=f"Tổ đảng số {place}",
            short_name=f"Tổ {place}",
            kind=UnitKind.PARTY_GROUP,
            parent=unit,
            position=place,
            valid_from=BEGIN,
            by=by,
            at=at(BEGIN),
        )
        for place in range(1, groups + 1)
    ]
    for place in range(members):
        person = member(unit)
        if parts:
            organisation.place_member(
                person, parts[place % groups], kind=PlacementKind.GROUP, valid_from=BEGIN, by=by, at=at(BEGIN)
            )
        if place == 0:
            organisation.appoint(person, "secretary", unit=unit, valid_from=BEGIN, by=by, at=at(BEGIN))
        elif parts and place <= groups:
            group = parts[place % groups]
            organisation.appoint(person, "group_leader", unit=group, valid_from=BEGIN, by=by, at=at(BEGIN))
    return unit


def person(of: Ward, name: str = "") -> Person:
    name = name or NAMES[next(_number) % len(NAMES)]
    return organisation.register_person(of.pk, full_name=name, birth_year=1950, by=office(of), at=at(BEGIN))


def member(
    of: Unit,
    name: str = "",
    *,
    probationary: bool = False,
    kind: str = PlacementKind.OFFICIAL,
    joined: date = date(2000, 1, 1),
) -> Person:
    """An official (or probationary) member placed in a branch."""
    someone, by = person(of.ward, name), office(of.ward)
    joined = date(2021, 9, 1) if probationary else joined
    organisation.admit_member(
        someone,
        admitted_on=joined,
        probation_from=joined,
        official_on=None if probationary else joined.replace(year=joined.year + 1, day=1),
        by=by,
        at=at(BEGIN),
    )
    organisation.place_member(someone, of, kind=kind, valid_from=max(BEGIN, joined), by=by, at=at(BEGIN))
    return someone


def standing(someone: Person, kind: str, *, valid_from: date = BEGIN, valid_to: date | None = None) -> None:
    organisation.set_standing(
        someone, kind=kind, valid_from=valid_from, valid_to=valid_to, by=office(someone.ward), at=at(BEGIN)
    )


def dissolve(unit: Unit, *, on: date) -> None:
    """A branch ends; its members have gone before."""
    by, when = office(unit.ward), at(on)
    for place in unit.placements.filter(valid_to=None).exclude(kind=PlacementKind.GROUP):
        organisation.end_placement(place, on=on, by=by, at=when)
    organisation.dissolve_unit(unit, on=on, by=by, at=when)


def paper(day: date = DAY, number: str = "12-QĐ/ĐU") -> organisation.Decision:
    """A decision signed on a day."""
    return organisation.Decision(number, day)


def actor(position: str, *, of: Unit, on: date = DAY) -> Actor:
    """The actor who holds a post of a branch, or of its ward; appointed if nobody does."""
    held = {"ward": of.ward, "position": position, "valid_to": None}
    ward_post = position in {"ward_secretary", "office", "committee_member", "operator"}
    post = Post.objects.filter(unit=None if ward_post else of, **held).first()
    if post is None:
        someone = person(of.ward) if ward_post else member(of)
        unit = None if ward_post else of
        by = office(of.ward)
        post = organisation.appoint(someone, position, unit=unit, valid_from=BEGIN, by=by, at=at(BEGIN))
    return actor_of(post.person, on=on)


def charge(of: Unit, on: date = DAY) -> Actor:
    """A committee member in charge of a branch."""
    someone = person(of.ward)
    organisation.put_in_charge(someone, of, valid_from=BEGIN, by=office(of.ward), at=at(BEGIN))
    return actor_of(someone, on=on)


def own(someone: Person, on: date = DAY) -> Actor:
    return actor_of(someone, on=on)


def account(someone: Person, login: str = "") -> Account:
    made = Account(login_name=login or f"nguoi{next(_number)}", person=someone)
    made.set_password("mat-khau-thu-1")
    made.save()
    return made


def meeting(
    of: Unit | None = None,
    *,
    state: str = MeetingState.IN_SESSION,
    kind: str = "regular",
    day: date = DAY,
    groups: bool = False,
) -> Meeting:
    """A meeting walked to a state by the road people walk; nobody is marked yet when it is in session."""
    of = of or branch()
    by = actor("secretary", of=of)
    made = meetings.plan_meeting(
        of,
        kind=kind,
        month=Month.of(day),
        starts_at=at(day),
        place="Nhà văn hóa",
        topic="Học tập và làm theo Bác" if kind == "thematic" else "",
        by=by,
        at=at(day - timedelta(days=9)),
    )
    if groups:
        meetings.hold_by_groups(made, by=by, at=at(day - timedelta(days=8)))
    return walk(made, until=state)


def walk(made: Meeting, *, until: str) -> Meeting:
    """Take a meeting on to a state, from wherever it stands."""
    by, day = actor("secretary", of=made.unit), timezone.localdate(made.starts_at)
    while made.state != until:
        STEPS[made.state](made, by, day)
        made.refresh_from_db()
    return made


def mark_all(of: Meeting, status: str = "present") -> None:
    """Everybody not yet recorded gets a status."""
    reason = "travel" if status == "excused" else ""
    marks = [Mark(line.number, status, reason) for line in of.whole_roll.filter(status="unknown")]
    meetings.mark_many(of, marks, by=actor("secretary", of=of.unit), at=of.starts_at + timedelta(minutes=5))


def vote(of: Meeting, matter: str = "minutes") -> None:
    """Everybody present and entitled is in favour."""
    by, when = actor("secretary", of=of.unit), of.starts_at + timedelta(minutes=80)
    motion = meetings.put_to_vote(of, matter=matter, text="Thông qua", by=by, at=when)
    meetings.record_count(motion, in_favour=motion.present_count, against=0, abstained=0, seen=0, by=by, at=when)


def _prepare(made: Meeting, by: Actor, day: date) -> None:
    when = at(day - timedelta(days=5))
    others = list(made.unit.placements.exclude(person=made.chair_id).exclude(kind="group").select_related("person"))
    taker = others[0].person if others else made.chair
    meetings.appoint_chair_and_minute_taker(made, chair=made.chair, minute_taker=taker, by=by, at=when)
    meetings.draft_resolution(
        made,
        subject="Nhiệm vụ tháng",
        review="Kết quả",
        direction="Việc",
        implementation="",
        seen=0,
        by=by,
        at=when,
    )
    meetings.publish_paper(made, title="Bản tin", file=None, by=by, at=when)
    meetings.mark_prepared(made, by=by, at=when)


def _convene(made: Meeting, by: Actor, day: date) -> None:
    meetings.convene_meeting(made, by=by, at=at(day - timedelta(days=3)))


def _open(made: Meeting, by: Actor, day: date) -> None:
    meetings.open_meeting(made, by=by, at=made.starts_at)
    for part in made.group_meetings.select_related("parent"):
        meetings.open_meeting(part, by=by, at=made.starts_at)


def _finish(made: Meeting, by: Actor, day: date) -> None:
    mark_all(made)
    vote(made, "resolution")
    vote(made, "minutes")
    for part in made.group_meetings.select_related("parent"):
        meetings.close_meeting(part, by=by, at=made.starts_at + timedelta(minutes=94))
    meetings.close_meeting(made, by=by, at=made.starts_at + timedelta(minutes=95))


def _sign(made: Meeting, by: Actor, day: date) -> None:
    when = made.starts_at + timedelta(hours=3)
    made = Meeting.objects.select_related("minute_taker", "chair").get(pk=made.pk)
    meetings.sign_minutes(made, role="minute_taker", by=own(made.minute_taker), at=when)
    meetings.sign_minutes(made, role="chair", by=own(made.chair), at=when)


def _report(made: Meeting, by: Actor, day: date) -> None:
    meetings.report_meeting(made, by=by, at=made.starts_at + timedelta(hours=20))


STEPS = {
    MeetingState.PLANNED: _prepare,
    MeetingState.PREPARED: _convene,
    MeetingState.CONVENED: _open,
    MeetingState.IN_SESSION: _finish,
    MeetingState.CLOSED: _sign,
    MeetingState.SIGNED: _report,
}


def ward_term(of: Ward) -> None:
    """The term of the ward committee in which its own documents are numbered."""
    by = office(of)
    organisation.begin_ward_term(
        of.pk, name="2020–2025", valid_from=BEGIN, valid_to=date(2025, 1, 1), by=by, at=at(BEGIN)
    )


def directive(of: Ward, **given: object):
    """A document that the ward received, with a number of its own."""
    words = {
        "issuer": "Thành ủy Hà Nội",
        "kind": "ĐA",
        "symbol": f"{1000 + next(_number)}-ĐA/TU",
        "subject": "Nâng cao chất lượng sinh hoạt chi bộ",
        "dated_on": date(2022, 1, 10),
        "received_on": date(2022, 1, 15),
    }
    return directives.receive_directive(of.pk, **(words | given), by=office(of), at=at(date(2022, 1, 15)))


def dissemination(directive, *units: Unit, method: str = "branch_meeting", due_on: date = date(2022, 3, 31), **given):
    """The ward tells branches to pass a document on; the first branch's task comes back."""
    when = at(given.pop("day", date(2022, 2, 1)), hour=9)
    made = directives.assign_directive(
        directive, units=units, method=method, due_on=due_on, by=office(directive.ward), at=when, **given
    )
    return made[0]
