"""Two entries of one person become one; nothing that was recorded of either is lost."""

from datetime import date

import pytest

from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.decisions.models import Task
from nennep.meetings import actions as meetings
from nennep.meetings.models import Attendance, Signature
from nennep.organisation import actions
from nennep.organisation.access import get_person
from nennep.organisation.merging import merge_people
from nennep.organisation.models import Membership, Person, Placement
from nennep.organisation.queries import branch_list
from nennep.organisation.references import pointers_to
from tests import make

pytestmark = pytest.mark.django_db
AT = make.at()
NAME = "Hoàng Thị Bạch"


def merged(kept: Person, gone: Person) -> Person:
    return merge_people(kept, gone, by=make.office(kept.ward), at=AT)


def refused(kept: Person, gone: Person) -> str:
    with pytest.raises(Refused) as refusal:
        merged(kept, gone)
    return refusal.value.sentence


def test_a_double_in_the_same_branch_leaves_one_member_on_its_list():
    unit = make.branch(members=1)
    kept, gone = make.member(unit, NAME), make.member(unit, NAME)

    merged(kept, gone)

    names = [member.person.full_name for member in branch_list(unit, make.DAY)]
    assert names.count(NAME) == 1
    assert Placement.objects.get(person=gone).valid_to == Placement.objects.get(person=gone).valid_from


def test_what_each_did_is_with_the_one_who_is_left():
    unit = make.branch(members=4)
    kept = make.member(unit, NAME)
    first = make.meeting(unit, day=date(2022, 3, 3))
    Placement.objects.filter(person=kept).update(valid_to=date(2022, 3, 20))
    gone = make.member(unit, NAME)
    Placement.objects.filter(person=gone).update(valid_from=date(2022, 3, 20))
    second = make.meeting(unit, day=date(2022, 4, 3))
    by, at = make.actor("secretary", of=unit), second.starts_at
    task = meetings.assign_task(second, description="Việc", assignee=gone, due_on=date(2022, 5, 1), by=by, at=at)

    merged(kept, gone)

    rolls = Attendance.objects.filter(person=kept).order_by("root__starts_at").values_list("root", flat=True)
    assert list(rolls) == [first.pk, second.pk]
    assert Task.objects.get(pk=task.pk).assignee == kept
    assert get_person(make.office(unit.ward), gone.pk) == kept
    places = Placement.objects.filter(person=kept).order_by("valid_from")
    assert [each.valid_from for each in places] == [make.BEGIN, date(2022, 3, 20)]


def test_what_only_one_entry_knew_is_known_afterwards():
    unit = make.branch(members=1)
    kept, gone = make.member(unit, NAME, probationary=True), make.member(unit, NAME)
    Person.objects.filter(pk=gone.pk).update(phone="0912345678", birth_month=12)
    Membership.objects.filter(person=gone).update(card_number="01234567", official_on=date(2022, 9, 1))

    merged(kept, gone)

    kept.refresh_from_db()
    own = kept.memberships.get()
    assert (kept.phone, str(kept.birth), own.card_number, own.official_on) == (
        "0912345678",
        "12/1950",
        "01234567",
        date(2022, 9, 1),
    )


def test_everybody_on_one_roll_twice_is_for_somebody_to_decide():
    unit = make.branch(members=1)
    kept, gone = make.member(unit, NAME), make.member(unit, NAME)
    make.meeting(unit)
    before = list(Attendance.objects.order_by("pk").values("pk", "person")), list(Placement.objects.values())

    sentence = refused(kept, gone)

    assert "danh sách nên chưa gộp được: Sinh hoạt thường kỳ 2022-03." in sentence
    assert before == (list(Attendance.objects.order_by("pk").values("pk", "person")), list(Placement.objects.values()))
    assert not AuditEvent.objects.filter(name="organisation.person.merged").exists()


def test_two_branches_at_once_and_two_cards_are_refused():
    unit = make.branch(members=1)
    other = make.branch(unit.ward, members=1)
    kept, elsewhere, second = make.member(unit, NAME), make.member(other, NAME), make.member(unit, NAME)
    Membership.objects.filter(person=kept).update(card_number="11111111")
    Membership.objects.filter(person=second).update(card_number="22222222")

    assert unit.name in refused(kept, elsewhere) and other.name in refused(kept, elsewhere)
    assert "11111111 và 22222222" in refused(kept, second)
    assert "khác nhau" in refused(kept, kept)


def test_what_was_signed_stays_as_it_was_signed():
    unit = make.branch(members=3)
    signed = make.meeting(unit, state="signed")
    signer = signed.minute_taker
    Placement.objects.filter(person=signer).update(valid_to=date(2022, 6, 1))
    kept = make.member(unit, signer.full_name)
    Placement.objects.filter(person=kept).update(valid_from=date(2022, 6, 1))

    merged(kept, signer)

    assert Signature.objects.filter(minutes__meeting=signed, person=signer).count() == 1
    assert Attendance.objects.get(root=signed, person=kept)


def test_posts_that_both_hold_become_one_over_both_spans():
    unit = make.branch(members=1)
    kept, gone = make.member(unit, NAME), make.member(unit, NAME)
    by = make.office(unit.ward)
    for person, day in ((kept, date(2021, 1, 1)), (gone, date(2020, 6, 1))):
        actions.appoint(person, "branch_committee_member", unit=unit, valid_from=day, by=by, at=AT)

    merged(kept, gone)

    assert [post.valid_from for post in kept.posts.all()] == [date(2020, 6, 1)]
    assert not [post for post in gone.posts.all() if post.holds_on(make.DAY)]


def test_every_table_that_names_people_is_walked():
    found = {f"{pointer.model._meta.label}.{pointer.field}" for pointer in pointers_to(Person)}

    assert {"meetings.Signature.person", "accounts.Account.person", "decisions.Task.assignee"} <= found
    kept = {pointer.model.__name__ for pointer in pointers_to(Person) if pointer.frozen is not None}
    assert kept == {"Signature", "Addendum", "ScoreSheet", "Briefing"}
