"""The ward itself: branches, people, posts, duties; then its months."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from nennep.accounts import actions as accounts
from nennep.cli.generate import evening
from nennep.cli.generate.people import content, someone
from nennep.core import audit, ids
from nennep.organisation import actions as organisation
from nennep.organisation.actors import Actor, machine
from nennep.organisation.models import Person, PlacementKind, StandingKind, Unit, UnitKind, Ward
from nennep.planning import actions as planning
from nennep.reports import actions as reports
from nennep.reports.models import SourceStatement

BEGIN = date(2020, 1, 1)
FIRST_DAY = date(2022, 1, 1)
TERMS = (("2020–2022", date(2020, 1, 1), date(2022, 7, 1)), ("2022–2025", date(2022, 7, 1), date(2025, 1, 1)))
WARD_TERM = ("2020–2025", date(2020, 1, 1), date(2025, 7, 1))
PASSWORD = "hoa-sua-thang-10"
ARTICLE = "Cổng thông tin phường Đức Thắng, bài ngày 17/5/2023 (Thanh Tâm)"
SENTENCE = (
    "Đảng bộ phường Đức Thắng có 13 chi bộ trực thuộc; trong đó có 08 chi bộ Tổ dân phố và 03 chi bộ ngành "
    "với tổng số 558 đảng viên."
)


@dataclass
class Branch:
    """A branch while it is being made: its unit, people and what they hold."""

    unit: Unit
    kind: str
    people: list[Person] = field(default_factory=list)
    groups: list[Unit] = field(default_factory=list)
    secretary: Person | None = None
    deputy: Person | None = None
    charge: Person | None = None
    discipline: float = 0.96
    """How likely a member is to come."""


@dataclass
class GeneratedWard:
    """What was made, and who may log in."""

    ward: Ward
    office: Actor
    random: Random
    branches: list[Branch] = field(default_factory=list)
    accounts: list[dict[str, str]] = field(default_factory=list)

    def manifest(self) -> dict[str, Any]:
        return {"ward": self.ward.code, "password": PASSWORD, "accounts": self.accounts}


def generate_ward(*, seed: int, code: str, until: date, say: Callable[[str], None]) -> GeneratedWard:
    """Make the ward of the article and walk it through its months up to the morning of `until`."""
    from nennep.cli.generate.months import walk

    random = Random(seed)
    with ids.seeded(Random(seed), int(evening(BEGIN).timestamp() * 1000)):
        made = _found(random, code)
        say(f"  {len(made.branches)} chi bộ, {sum(len(b.people) for b in made.branches)} đảng viên")
        walk(made, until=until, say=say)
        reports.rebuild(made.ward.pk)
    return made


def _found(random: Random, code: str) -> GeneratedWard:
    ward = Ward.objects.create(
        code=code,
        name="Phường Đức Thắng",
        party_name="Đảng bộ phường Đức Thắng",
        parent_name="Đảng bộ quận Bắc Từ Liêm",
        place="Đức Thắng",
        office_phone="024 0000 0000",
    )
    made = GeneratedWard(ward, machine(ward.pk, on=BEGIN, name="Văn phòng Đảng ủy"), random)
    with audit.together():
        name, first, last = WARD_TERM
        organisation.begin_ward_term(
            ward.pk, name=name, valid_from=first, valid_to=last, by=made.office, at=evening(BEGIN)
        )
        taken: set[str] = set()
        for position, row in enumerate(content("branches")["branch"], start=1):
            made.branches.append(_branch(made, row, position, taken))
        _ward_posts(made)
        _charges(made)
        _statements(made)
    with audit.together():
        _open_accounts(made)
    return made


def _branch(made: GeneratedWard, row: dict[str, Any], position: int, taken: set[str]) -> Branch:
    office, at = made.office, evening(BEGIN)
    unit = organisation.found_unit(
        made.ward.pk,
        name=row["name"],
        short_name=row["short_name"],
        branch_kind=row["kind"],
        position=position,
        valid_from=BEGIN,
        by=office,
        at=at,
    )
    branch = Branch(unit, row["kind"], discipline=made.random.uniform(0.945, 0.985))
    for name, first, last in TERMS:
        organisation.begin_term(unit, name=name, valid_from=first, valid_to=last, by=office, at=at)
    hour, minute = map(int, row["at"].split(":"))
    planning.set_meeting_day(
        unit, day=row["day"], at_time=time(hour, minute), place=row["place"], valid_from=BEGIN, by=office, at=at
    )
    for number in range(1, row.get("groups", 0) + 1):
        group = organisation.found_unit(
            made.ward.pk,
            name=f"Tổ đảng số {number}",
            short_name=f"Tổ {number}",
            kind=UnitKind.PARTY_GROUP,
            parent=unit,
            position=number,
            valid_from=BEGIN,
            by=office,
            at=at,
        )
        branch.groups.append(group)
    _members(made, branch, row["members"], taken)
    _branch_posts(made, branch)
    _standings(made, branch)
    rules_number = f"{made.random.randint(1, 9):02d}-QC/CB"
    organisation.adopt_working_rules(
        unit, number=rules_number, issued_on=date(2020, 8, 15), review_on=date(2022, 8, 15), by=office, at=at
    )
    return branch


def _members(made: GeneratedWard, branch: Branch, count: int, taken: set[str]) -> None:
    random, office, at = made.random, made.office, evening(BEGIN)
    newcomers = max(1, count // 40) if branch.kind != "health" else 0
    for place in range(count):
        since = date(2021, 9, 3) if place < newcomers else None
        each = someone(random, branch.kind, taken, probationary_since=since)
        person = organisation.register_person(
            made.ward.pk,
            full_name=each.full_name,
            birth_year=each.birth_year,
            birth_date=each.birth_date,
            sex=each.sex,
            phone=each.phone,
            channel=each.channel,
            by=office,
            at=at,
        )
        membership = organisation.admit_member(
            person,
            admitted_on=each.joined_on,
            probation_from=each.joined_on,
            official_on=each.official_on or (date(2022, 9, 3) if place % 2 else date(2023, 6, 1)),
            card_number=each.card_number,
            by=office,
            at=at,
        )
        assert membership.person_id == person.pk
        begin = max(BEGIN, each.joined_on)
        organisation.place_member(person, branch.unit, valid_from=begin, by=office, at=at)
        if branch.groups:
            group = branch.groups[place % len(branch.groups)]
            organisation.place_member(person, group, kind=PlacementKind.GROUP, valid_from=begin, by=office, at=at)
        branch.people.append(person)
    duties = content("words")["duties"]
    for person in branch.people:
        for year in (2022, 2023):
            duty = organisation.assign_duty(
                person,
                branch.unit,
                year=year,
                description=random.choice(duties.get(branch.kind, duties["default"])),
                assigned_on=date(year, 1, 10),
                by=office,
                at=evening(date(year, 1, 10)),
            )
            organisation.acknowledge_duty(
                duty, on=date(year, 1, random.randint(11, 28)), by=office, at=evening(date(year, 1, 28))
            )


def _branch_posts(made: GeneratedWard, branch: Branch) -> None:
    office, at = made.office, evening(BEGIN)
    able = [person for person in branch.people if 1948 <= (person.birth_year or 0) <= 1988]
    chosen = made.random.sample(able, min(len(able), 3 + 2 * len(branch.groups)))
    branch.secretary, branch.deputy = chosen[0], chosen[1]
    posts = [(chosen[0], "secretary"), (chosen[1], "deputy_secretary"), (chosen[2], "branch_committee_member")]
    for person, position in posts:
        organisation.appoint(person, position, unit=branch.unit, valid_from=BEGIN, by=office, at=at)
    for number, group in enumerate(branch.groups):
        leader = next(
            person
            for place, person in enumerate(branch.people)
            if place % len(branch.groups) == number and person in able and person not in chosen[:3]
        )
        organisation.appoint(leader, "group_leader", unit=group, valid_from=BEGIN, by=office, at=at)


def _standings(made: GeneratedWard, branch: Branch) -> None:
    random, office, at = made.random, made.office, evening(BEGIN)
    officers = {branch.secretary, branch.deputy}
    for person in branch.people:
        if person in officers:
            continue
        if (person.birth_year or 2000) <= 1943 and random.random() < 0.5:
            organisation.set_standing(
                person, kind=StandingKind.EXEMPT, valid_from=date(2021, 6, 1), reason="age", by=office, at=at
            )
        elif (person.birth_year or 0) >= 1975 and random.random() < 0.03:
            organisation.set_standing(
                person,
                kind=StandingKind.AWAY,
                valid_from=date(2022, random.randint(1, 9), 1),
                valid_to=date(2023, random.randint(2, 5), 1),
                reason="work",
                by=office,
                at=at,
            )


def _ward_posts(made: GeneratedWard) -> None:
    staff = [person for branch in made.branches[-2:] for person in branch.people]
    positions = ["ward_secretary", "ward_deputy_secretary", "office", "office"]
    secretaries = {branch.secretary for branch in made.branches}
    free = [person for person in staff if person not in secretaries and 1966 <= (person.birth_year or 0) <= 1990]
    for person, position in zip(free, positions, strict=False):
        organisation.appoint(person, position, valid_from=BEGIN, by=made.office, at=evening(BEGIN))
    operator = organisation.register_person(
        made.ward.pk, full_name="Lê Tuấn Vận", birth_year=1990, by=made.office, at=evening(BEGIN)
    )
    organisation.appoint(operator, "operator", valid_from=BEGIN, by=made.office, at=evening(BEGIN))
    made.accounts.extend(
        [
            {"login": "vanphong", "person": str(free[2].pk), "role": "Văn phòng Đảng ủy", "start": "/bao-cao/"},
            {"login": "bithuphuong", "person": str(free[0].pk), "role": "Bí thư Đảng ủy phường", "start": "/bao-cao/"},
            {"login": "vanhanh", "person": str(operator.pk), "role": "Người vận hành hệ thống", "start": "/"},
        ]
    )


def _charges(made: GeneratedWard) -> None:
    """Thirteen committee members, one for each branch, none in charge of the own one."""
    at, taken = evening(BEGIN), {account["person"] for account in made.accounts}
    home = made.branches[-1:] + made.branches[:-1]
    for branch, own in zip(made.branches, home, strict=True):
        busy = {own.secretary, own.deputy}
        able = [p for p in own.people if p not in busy and 1955 <= (p.birth_year or 0) <= 1985]
        branch.charge = next(p for p in able if str(p.pk) not in taken)
        taken.add(str(branch.charge.pk))
        organisation.appoint(branch.charge, "committee_member", valid_from=BEGIN, by=made.office, at=at)
        organisation.put_in_charge(branch.charge, branch.unit, valid_from=BEGIN, by=made.office, at=at)


def _statements(made: GeneratedWard) -> None:
    figures = {"branches": 13, "branches.street_block": 8, "branches.sector": 3, "members": 558}
    for figure, value in figures.items():
        statement = SourceStatement.objects.create(
            ward=made.ward,
            source=ARTICLE,
            published_on=date(2023, 5, 17),
            sentence=SENTENCE,
            figure=figure,
            value=value,
        )
        at = evening(date(2023, 5, 17), 17)
        audit.record("reports.statement.kept", statement, by=made.office, at=at, after={figure: value})


def _open_accounts(made: GeneratedWard) -> None:
    seventh = made.branches[6]
    leader_id = _holder(made, seventh.groups[0], "group_leader")
    busy = {seventh.secretary, seventh.deputy}
    member = next(
        p for p in seventh.people if p not in busy and p.pk != leader_id and p.channel == "app" and p.birth_year
    )
    made.accounts[:0] = [
        _account("bithu7", seventh.secretary, "Bí thư Chi bộ TDP số 7"),
        _account("phobithu7", seventh.deputy, "Phó Bí thư Chi bộ TDP số 7"),
        {"login": "totruong1", "person": str(leader_id), "role": "Tổ trưởng Tổ đảng số 1, TDP số 7", "start": "/"},
        _account("dangvien7", member, "Đảng viên Chi bộ TDP số 7"),
        _account("phutrach7", seventh.charge, "Đảng ủy viên phụ trách TDP số 7"),
    ]
    for number, branch in enumerate(made.branches, start=1):
        if branch is not seventh:
            made.accounts.append(_account(f"bithu{number}", branch.secretary, f"Bí thư {branch.unit.name}"))
    hashed = make_password(PASSWORD)
    opened: set[str] = set()
    for account in made.accounts:
        if account["person"] in opened:
            continue
        opened.add(account["person"])
        person = Person.objects.get(pk=account["person"])
        account["name"] = person.full_name
        accounts.open_account(
            person,
            login_name=account["login"],
            password="",
            hashed=hashed,
            by=made.office,
            at=evening(FIRST_DAY),
        )
    made.accounts = [account for account in made.accounts if "name" in account]


def _account(login: str, person: Person | None, role: str) -> dict[str, str]:
    assert person is not None
    return {"login": login, "person": str(person.pk), "role": role, "start": "/"}


def _holder(made: GeneratedWard, unit: Unit, position: str) -> UUID:
    return unit.posts.get(position=position).person_id
