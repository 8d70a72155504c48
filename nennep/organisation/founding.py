"""Taking a ward in: the ward itself, its office, and who leads each branch when it begins."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.core.text import fold
from nennep.organisation import actions
from nennep.organisation.actors import OFFICERS, Actor, machine
from nennep.organisation.models import Person, Placement, PlacementKind, Post, Term, Unit, Ward, holding_on

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WardCodeTaken(Refused):
    field = "code"
    message = _("Mã phường “%(code)s” đã có. Chọn mã khác.")


class WardCodeOdd(Refused):
    field = "code"
    message = _("Mã phường chỉ gồm chữ không dấu, số và gạch nối, ví dụ duc-thang.")


class WardNameMissing(Refused):
    field = "name"
    message = _("Nhập tên phường.")


class TwoPostsInOneBranch(Refused):
    message = _("%(unit)s: đồng chí %(name)s được chọn cả bí thư và phó bí thư. Chọn hai đồng chí khác nhau.")


def code_for(name: str) -> str:
    """A code for a ward's name: "Phường Đức Thắng" is duc-thang."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    return "-".join(words[1:] if words[:1] in (["phuong"], ["xa"]) and len(words) > 1 else words)[:50]


@transaction.atomic
def found_ward(
    *, code: str, name: str, party_name: str, parent_name: str, place: str, office_phone: str, on: date, at: datetime
) -> Ward:
    """Enter a ward committee (đảng ủy phường) into a new installation; by the program itself, nobody is there yet."""
    if not name.strip():
        raise WardNameMissing
    code = code.strip().lower() or code_for(name)
    if not _CODE.fullmatch(code) or len(code) > 50:
        raise WardCodeOdd
    if Ward.objects.filter(code=code).exists():
        raise WardCodeTaken(code=code)
    ward = Ward.objects.create(
        code=code,
        name=name,
        party_name=party_name.strip() or f"Đảng bộ {name[:1].lower()}{name[1:]}",
        parent_name=parent_name,
        place=place.strip() or re.sub(r"^(Phường|Xã)\s+", "", name.strip()),
        office_phone=office_phone,
    )
    audit.record("organisation.ward.founded", ward, by=machine(ward.pk, on=on), at=at, after=code)
    return ward


@transaction.atomic
def found_level(*, code: str, name: str, full_name: str, phone: str, on: date, at: datetime) -> Person:
    """Enter a level above the ward (cấp ủy cấp trên) with the first person of its office.

    It stands where a ward stands, without branches or members: whoever holds its office is a stranger to the wards
    below, whose rows all bear their own ward, and sees only the figures that they send.
    """
    level = found_ward(
        code=code, name=name, party_name=name, parent_name="", place=name, office_phone=phone, on=on, at=at
    )
    by = machine(level.pk, on=on)
    person = actions.register_person(level.pk, full_name=full_name, birth_year=None, phone=phone, by=by, at=at)
    actions.appoint(person, "superior_office", valid_from=on, by=by, at=at)
    return person


class UnderItself(Refused):
    message = _("Phường “%(code)s” không thể trực thuộc chính mình. Ghi mã của cấp trên.")


@transaction.atomic
def put_under(ward: Ward, level: Ward | None, *, by: Actor, at: datetime) -> Ward:
    """Let a level on the same machine take a ward's figures directly, or no level any more."""
    if level is not None and level.pk == ward.pk:
        raise UnderItself(code=ward.code)
    before, ward.parent_code = ward.parent_code, level.code if level else ""
    if before != ward.parent_code:
        ward.save(update_fields=["parent_code"])
        audit.record("organisation.ward.put_under", ward, by=by, at=at, before=before, after=ward.parent_code)
    return ward


@transaction.atomic
def change_office_phone(ward: Ward, phone: str, *, by: Actor, at: datetime) -> Ward:
    """Write down another telephone of the office; it stands at the foot of every page."""
    before, ward.office_phone = ward.office_phone, phone
    if before != phone:
        ward.save(update_fields=["office_phone"])
        audit.record("organisation.ward.phone_changed", ward, by=by, at=at, before=before, after=phone)
    return ward


@transaction.atomic
def add_office_person(
    ward: Ward, *, full_name: str, birth_year: int | None = None, phone: str = "", by: Actor, at: datetime
) -> Person:
    """A person of the ward office (cán bộ Văn phòng): the post from which all rights of the office follow."""
    person = actions.register_person(
        ward.pk, full_name=full_name, birth_year=birth_year, phone=phone, by=by, at=at
    )  # the same name again is another person: two officers may share one
    actions.appoint(person, "office", valid_from=by.on, by=by, at=at)
    return person


@dataclass(frozen=True)
class Head:
    """Somebody chosen to lead a branch."""

    unit: Unit
    position: str
    person: Person


@transaction.atomic
def appoint_heads(heads: Sequence[Head], *, term_from: date, term_to: date, by: Actor, at: datetime) -> int:
    """Write down who leads each branch (bí thư, phó bí thư) in the term that runs; returns how many posts.

    A branch without a term on its first day gets this one. Said twice, it changes nothing.
    """
    _check_two_people(heads)
    units = {head.unit.pk: head.unit for head in heads}
    for unit in units.values():
        if not Term.objects.filter(holding_on(term_from), ward=unit.ward_id, unit=unit).exists():
            name = f"{term_from.year}–{term_to.year}"
            actions.begin_term(unit, name=name, valid_from=term_from, valid_to=term_to, by=by, at=at)
    return sum(_appoint(head, term_from, by, at) for head in heads)


def _check_two_people(heads: Sequence[Head]) -> None:
    seen: dict[tuple[object, object], Head] = {}
    for head in heads:
        if seen.setdefault((head.unit.pk, head.person.pk), head) is not head:
            raise TwoPostsInOneBranch(unit=head.unit.name, name=head.person.full_name)


def _appoint(head: Head, since: date, by: Actor, at: datetime) -> bool:
    held = Post.objects.filter(
        ward=head.unit.ward_id, unit=head.unit, person=head.person, position=head.position, valid_to__isnull=True
    )
    if held.exists():
        return False
    actions.appoint(head.person, head.position, unit=head.unit, valid_from=since, by=by, at=at)
    return True


@dataclass(frozen=True)
class BranchToLead:
    """One branch with who leads it today, and who could."""

    unit: Unit
    heads: dict[str, Person]
    people: list[Person]


def branches_to_lead(units: Sequence[Unit], on: date) -> list[BranchToLead]:
    """Branches with their heads and their members: two queries for any number."""
    ids = [unit.pk for unit in units]
    heads: dict[object, dict[str, Person]] = {}
    posts = Post.objects.filter(holding_on(on), unit__in=ids, position__in=OFFICERS).select_related("person")
    for post in posts.order_by("pk"):
        heads.setdefault(post.unit_id, {})[post.position] = post.person
    people: dict[object, list[Person]] = {}
    places = Placement.objects.filter(holding_on(on), unit__in=ids, kind=PlacementKind.OFFICIAL)
    for place in places.select_related("person").order_by("person__name_key", "person__birth_year", "person_id"):
        people.setdefault(place.unit_id, []).append(place.person)
    return [BranchToLead(unit, heads.get(unit.pk, {}), people.get(unit.pk, [])) for unit in units]


# The page of a new installation -------------------------------------------------------------------

KEY_FILE = "setup.key"


def new_key(home: Path) -> str:
    """A key for the page of a new installation: who has the data folder sets the ward up, nobody else."""
    file = home / KEY_FILE
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def opens(key: str, home: Path) -> bool:
    """Whether this key opens the page: only while no ward is there."""
    file = home / KEY_FILE
    known = file.read_text() if file.exists() else ""
    return bool(known) and secrets.compare_digest(known.encode(), key.encode()) and not Ward.objects.exists()


def forget_key(home: Path) -> None:
    """The page has done its work and does not open again."""
    (home / KEY_FILE).unlink(missing_ok=True)
