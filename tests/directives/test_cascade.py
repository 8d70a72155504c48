"""A document from the ward to the last member: who must be reached, how each was, and what happens on the way."""

from datetime import date, timedelta

import pytest
from django.db import connection

from nennep.core.models import OutboxMessage
from nennep.core.refusals import Refused
from nennep.directives import actions, queries
from nennep.directives.models import Dissemination, Reader, listed
from nennep.meetings import actions as meetings
from nennep.organisation import actions as organisation
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2022, 3, 10)
MORNING = make.at(TODAY, hour=9)


def refusal_of(work) -> Refused:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value


def counts(dissemination: Dissemination) -> tuple[int, int]:
    dissemination.refresh_from_db()
    return dissemination.reached, dissemination.expected


def how_of(dissemination: Dissemination) -> dict[str, str]:
    return dict(dissemination.readers.filter(listed()).values_list("person__full_name", "how"))


# Assigning ----------------------------------------------------------------------------------------


def test_all_branches_are_told_in_one_step_and_everybody_is_on_a_list():
    ward = make.ward()
    branches = [make.branch(ward, members=size) for size in (2, 3, 4)]
    exempt, suspended = make.member(branches[0]), make.member(branches[0])
    make.standing(exempt, "exempt")
    make.standing(suspended, "suspended")
    directive = make.directive(ward)

    made = actions.assign_directive(
        directive, units=branches, method="groups", due_on=date(2022, 3, 31), by=make.office(ward), at=MORNING
    )

    assert [each.expected for each in made] == [3, 3, 4]  # the exempt are told at home, the suspended are not
    assert queries.coverage_of(directive, None, TODAY).expected == 10


def test_told_twice_a_branch_keeps_what_it_has():
    branch = make.branch()
    directive = make.directive(branch.ward)
    first = make.dissemination(directive, branch)

    again = actions.assign_directive(
        directive, units=[branch], method="self_reading", due_on=TODAY, by=make.office(branch.ward), at=MORNING
    )

    assert again == []
    assert Dissemination.objects.get(directive=directive) == first


@pytest.mark.parametrize(
    ("days", "field", "begins"),
    [
        ({"due_on": date(2022, 3, 9)}, "due_on", "Hạn 09/03/2022 đã qua."),
        ({"plan_due_on": date(2022, 3, 1)}, "plan_due_on", "Hạn nộp kế hoạch 01/03/2022 đã qua."),
        ({"report_due_on": date(2021, 3, 1)}, "report_due_on", "Hạn báo cáo 01/03/2021 đã qua."),
    ],
)
def test_a_day_in_the_past_is_refused_at_its_field(days, field, begins):
    branch = make.branch()
    directive = make.directive(branch.ward)
    words = {"due_on": date(2022, 3, 31)} | days

    refused = refusal_of(
        lambda: actions.assign_directive(
            directive, units=[branch], method="groups", by=make.office(branch.ward), at=MORNING, **words
        )
    )

    assert refused.field == field
    assert refused.sentence.startswith(begins)
    assert not Dissemination.objects.exists()


def test_without_a_branch_nothing_is_assigned():
    ward = make.ward()
    refused = refusal_of(
        lambda: actions.assign_directive(
            make.directive(ward), units=[], method="groups", due_on=TODAY, by=make.office(ward), at=MORNING
        )
    )

    assert refused.sentence == "Chọn ít nhất một chi bộ, hoặc một loại hình chi bộ."


# Reaching -----------------------------------------------------------------------------------------


def meeting_about(directive, branch, *, present: int, groups: bool = False, day: date = make.DAY):
    """A meeting that takes a document up, with so many of the list present, walked to its end."""
    meeting = make.meeting(branch, state="planned", day=day, groups=groups)
    by = make.actor("secretary", of=branch)
    meetings.add_directive(meeting, directive, by=by, at=make.at(day - timedelta(days=8)))
    make.walk(meeting, until="in_session")
    come = list(meeting.whole_roll.order_by("number")[:present])
    marks = [meetings.Mark(line.number, "present") for line in come]
    meetings.mark_many(meeting, marks, by=by, at=meeting.starts_at)
    make.mark_all(meeting, "excused")
    return make.walk(meeting, until="closed"), {line.person.full_name for line in come}


def test_a_meeting_that_takes_it_up_reaches_those_who_are_present():
    branch = make.branch(members=6)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch)

    meeting, come = meeting_about(directive, branch, present=5)

    assert counts(dissemination) == (5, 6)
    assert {name for name, how in how_of(dissemination).items() if how == "meeting"} == come
    address = dissemination.readers.filter(how="meeting")[0].source_address
    assert str(meeting.pk) in address
    titles = list(meeting.agenda.order_by("position").values_list("title", flat=True))
    place = next(i for i, title in enumerate(titles) if title.startswith("Quán triệt"))
    assert titles[place - 1] == "Phổ biến thời sự, văn bản mới của cấp trên"
    assert directive.symbol in titles[place]


def test_a_meeting_by_groups_says_so_of_each():
    branch = make.branch(members=6, groups=2)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch, method="groups")

    meeting_about(directive, branch, present=6, groups=True)

    assert counts(dissemination) == (6, 6)
    assert set(how_of(dissemination).values()) == {"group"}


def test_an_item_that_was_left_out_reaches_nobody():
    branch = make.branch(members=4)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch)
    meeting = make.meeting(branch, state="planned")
    by = make.actor("secretary", of=branch)
    meetings.add_directive(meeting, directive, by=by, at=make.at(date(2022, 2, 25)))
    make.walk(meeting, until="in_session")
    meetings.start_item(meeting.agenda.get(part="opening"), by=by, at=meeting.starts_at)

    make.walk(meeting, until="closed")

    assert counts(dissemination) == (0, 4)


def test_who_came_from_elsewhere_to_the_meeting_is_not_counted_twice():
    ward = make.ward()
    here, home = make.branch(ward, members=3), make.branch(ward, members=2)
    directive = make.directive(ward)
    guest = home.placements.exclude(person__posts__position="secretary").first().person
    organisation.place_member(
        guest, here, kind="temporary", valid_from=date(2022, 1, 1), by=make.office(ward), at=make.at(make.BEGIN)
    )
    mine = make.dissemination(directive, here, home)

    meeting_about(directive, here, present=4)

    assert counts(mine) == (3, 3)
    assert queries.coverage_of(directive, None, TODAY).expected == 5


def test_a_newcomer_who_was_present_is_added_and_counted():
    branch = make.branch(members=3)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch)
    make.member(branch, "Hoàng Thị Mới")

    meeting_about(directive, branch, present=4)

    assert counts(dissemination) == (4, 4)
    assert "Hoàng Thị Mới" in how_of(dissemination)


def test_the_secretary_tells_those_who_were_absent_and_a_wrong_tick_is_taken_back():
    branch = make.branch(members=4)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch)
    meeting_about(directive, branch, present=2)
    by = make.actor("secretary", of=branch)
    missed = list(dissemination.readers.filter(reached_on__isnull=True))

    told = actions.tell_again(dissemination, [each.person_id for each in missed], on=TODAY, by=by, at=MORNING)
    actions.take_back(Reader.objects.get(pk=missed[0].pk), by=by, at=MORNING)
    present = dissemination.readers.filter(how="meeting").first()
    actions.take_back(present, by=by, at=MORNING)

    assert told == 2
    assert counts(dissemination) == (3, 4)
    assert Reader.objects.get(pk=present.pk).how == "meeting"
    refused = refusal_of(lambda: actions.tell_again(dissemination, [], on=TODAY, by=by, at=MORNING))
    assert refused.sentence == "Chọn ít nhất một đồng chí đã được truyền đạt lại."


# Reading ------------------------------------------------------------------------------------------


def ask(directive, *answers: int) -> list:
    by = make.office(directive.ward)
    return [
        actions.ask_question(directive, text=f"Câu {n}", choices=["A", "B", "C"], answer=n, by=by, at=MORNING)
        for n in answers
    ]


def test_a_member_reads_answers_and_is_reached_once():
    branch = make.branch(members=2)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch, method="self_reading")
    first, second = ask(directive, 1, 3)
    reader = dissemination.readers.first()
    answers = {first.pk: 0, second.pk: 1}

    for _retry in range(2):
        actions.acknowledge(reader, answers=answers, by=make.own(reader.person), at=MORNING)

    reader.refresh_from_db()
    assert (reader.how, reader.reached_on, reader.asked, reader.right) == ("read", TODAY, 2, 1)
    assert counts(dissemination) == (1, 2)
    totals = [(each.asked, each.answered_right) for each in queries.questions_of(directive)]
    assert totals == [(1, 1), (1, 0)]


def test_questions_left_open_are_asked_for_and_nothing_is_counted():
    branch = make.branch(members=2)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch, method="self_reading")
    first, _second = ask(directive, 1, 2)
    reader = dissemination.readers.first()

    refused = refusal_of(
        lambda: actions.acknowledge(reader, answers={first.pk: 0}, by=make.own(reader.person), at=MORNING)
    )

    assert refused.sentence.startswith("Còn câu hỏi chưa trả lời.")
    assert counts(dissemination) == (0, 2)


def test_somebody_who_left_the_branch_is_told_that_it_no_longer_counts():
    branch = make.branch(members=3)
    dissemination = make.dissemination(make.directive(branch.ward), branch, method="self_reading")
    reader = dissemination.readers.exclude(person__posts__position="secretary").first()
    organisation.end_placement(
        reader.person.placements.get(), on=date(2022, 3, 1), by=make.office(branch.ward), at=MORNING
    )

    refused = refusal_of(lambda: actions.acknowledge(reader, answers={}, by=make.own(reader.person), at=MORNING))

    assert refused.sentence.startswith(f"Đồng chí không còn sinh hoạt ở {branch.name}")
    assert counts(dissemination) == (0, 3)


@pytest.mark.parametrize(
    ("choices", "answer", "says"),
    [
        (["A"], 1, "Nhập ít nhất hai câu trả lời, mỗi dòng một câu."),
        (["A", "B"], 3, "Câu trả lời đúng là số từ 1 đến 2, theo thứ tự các dòng."),
    ],
)
def test_a_question_needs_answers_of_which_one_is_right(choices, answer, says):
    directive = make.directive(make.ward())
    refused = refusal_of(
        lambda: actions.ask_question(
            directive, text="?", choices=choices, answer=answer, by=make.office(directive.ward), at=MORNING
        )
    )

    assert refused.sentence == says


# Following the list -------------------------------------------------------------------------------


def test_the_list_follows_the_branch_until_the_due_day_and_lets_go_who_left():
    branch = make.branch(members=3)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch, due_on=TODAY)
    by = make.office(branch.ward)
    leaves = dissemination.readers.exclude(person__posts__position="secretary").first().person
    organisation.end_placement(leaves.placements.get(), on=date(2022, 3, 1), by=by, at=MORNING)
    make.member(branch, "Lê Thị Vào")

    actions.renew_readers(branch.ward_id, by=by, at=MORNING)
    after_due = MORNING + timedelta(days=1)
    make.member(branch, "Trần Văn Muộn")
    actions.renew_readers(branch.ward_id, by=by, at=after_due)

    names = set(how_of(dissemination))
    assert counts(dissemination) == (0, 3)
    assert "Lê Thị Vào" in names and "Trần Văn Muộn" not in names and leaves.full_name not in names


def test_who_was_reached_stays_reached_after_leaving():
    branch = make.branch(members=3)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch)
    meeting_about(directive, branch, present=3)
    leaves = dissemination.readers.exclude(person__posts__position="secretary").first().person
    by = make.office(branch.ward)
    organisation.end_placement(leaves.placements.get(), on=date(2022, 3, 5), by=by, at=MORNING)

    actions.renew_readers(branch.ward_id, by=by, at=MORNING)

    assert counts(dissemination) == (3, 3)


def test_a_branch_that_ends_under_an_open_cascade_hands_its_members_on():
    ward = make.ward()
    ends, stays = make.branch(ward, members=3), make.branch(ward, members=2)
    directive = make.directive(ward)
    make.dissemination(directive, ends, stays)
    old, new = (Dissemination.objects.get(unit=unit) for unit in (ends, stays))
    by, day = make.office(ward), date(2022, 3, 5)
    for placement in ends.placements.all():
        organisation.end_placement(placement, on=day, by=by, at=MORNING)
        organisation.place_member(placement.person, stays, valid_from=day, by=by, at=MORNING)
    make.Unit.objects.filter(pk=ends.pk).update(valid_to=day)

    actions.renew_readers(ward.pk, by=by, at=MORNING)
    old.refresh_from_db()

    assert queries.standing_of(old, TODAY).words == "chi bộ đã kết thúc hoạt động"
    assert counts(new) == (0, 5)
    coverage = queries.coverage_of(directive, None, TODAY)
    assert (coverage.reached, coverage.expected) == (0, 5)
    refused = refusal_of(
        lambda: actions.assign_directive(
            make.directive(ward),
            units=[make.Unit.objects.get(pk=ends.pk)],
            method="groups",
            due_on=date(2022, 4, 1),
            by=by,
            at=MORNING,
        )
    )
    assert refused.sentence == f"{ends.name} đã kết thúc hoạt động từ ngày 05/03/2022. Bỏ chọn chi bộ này."


# Replacing ----------------------------------------------------------------------------------------


def test_a_document_replaced_while_half_have_studied_it_keeps_what_was_done():
    ward = make.ward()
    done, waits = make.branch(ward, members=3), make.branch(ward, members=2)
    old, new = make.directive(ward), make.directive(ward, subject="Bản mới")
    first = make.dissemination(old, done, waits)
    meeting_about(old, done, present=3)
    by = make.office(ward)

    actions.replace_directive(old, new=new, on=TODAY, due_on=date(2022, 4, 15), by=by, at=MORNING)

    kept = queries.coverage_of(old, None, TODAY)
    assert (kept.reached, kept.expected) == (3, 5)
    assert {line.standing.words for line in kept.branches} == {"văn bản đã được thay thế"}
    fresh = queries.coverage_of(new, None, TODAY)
    assert (fresh.reached, fresh.expected, len(fresh.branches)) == (0, 5, 2)
    reader = first.readers.first()
    assert refusal_of(
        lambda: actions.acknowledge(
            Reader.objects.filter(dissemination__unit=waits, dissemination__directive=old).first(),
            answers={},
            by=make.own(reader.person),
            at=MORNING,
        )
    ).sentence.startswith("Việc quán triệt này đã dừng ngày 10/03/2022")
    again = refusal_of(
        lambda: actions.assign_directive(
            make.directives.change_directive(old, seen=99, by=by, at=MORNING),
            units=[done],
            method="groups",
            due_on=date(2022, 4, 1),
            by=by,
            at=MORNING,
        )
    )
    assert again.sentence == f"{old.label} đã được thay thế bằng {new.label}. Giao quán triệt văn bản mới."


def test_two_documents_cannot_replace_each_other():
    ward = make.ward()
    one, two = make.directive(ward), make.directive(ward)
    by = make.office(ward)
    actions.replace_directive(one, new=two, on=TODAY, due_on=None, by=by, at=MORNING)
    one.refresh_from_db()

    refused = refusal_of(lambda: actions.replace_directive(two, new=one, on=TODAY, due_on=None, by=by, at=MORNING))

    assert refused.field == "new"


# Conferences --------------------------------------------------------------------------------------


def conference_about(ward, *directives, day: date = date(2022, 2, 20)):
    by = make.office(ward)
    return actions.call_conference(
        ward.pk,
        title="Hội nghị cán bộ chủ chốt",
        starts_at=make.at(day, hour=8),
        place="Hội trường",
        audience=["committee_member", "secretary"],
        directives=directives,
        by=by,
        at=make.at(date(2022, 2, 10)),
    )


def test_a_conference_summons_who_holds_the_positions_and_reaches_who_came():
    ward = make.ward()
    branches = [make.branch(ward, members=3) for _each in range(2)]
    make.actor("committee_member", of=branches[0])
    directive = make.directive(ward)
    dissemination = make.dissemination(directive, *branches)
    conference = conference_about(ward, directive)
    secretaries = [unit.posts.get(position="secretary").person for unit in branches]
    by = make.office(ward)

    seats = queries.seats_of(conference)
    actions.call_the_roll(conference, [secretaries[0].pk], by=by, at=conference.starts_at)
    for _retry in range(2):
        actions.close_conference(conference, by=by, at=conference.starts_at + timedelta(hours=2))

    assert {seat.person.full_name for seat in seats} >= {each.full_name for each in secretaries}
    assert f"Bí thư {branches[0].name}" in [seat.office for seat in seats]
    assert len(seats) == 3
    assert counts(dissemination) == (1, 3)
    assert dissemination.readers.get(person=secretaries[0]).how == "conference"
    assert not Reader.objects.filter(person=secretaries[1], reached_on__isnull=False).exists()


def test_who_heard_it_at_the_conference_counts_when_the_branch_is_told_later():
    branch = make.branch(members=3)
    directive = make.directive(branch.ward)
    conference = conference_about(branch.ward, directive)
    secretary = branch.posts.get(position="secretary").person
    by = make.office(branch.ward)
    actions.call_the_roll(conference, [secretary.pk], by=by, at=conference.starts_at)
    actions.close_conference(conference, by=by, at=conference.starts_at)

    dissemination = make.dissemination(directive, branch, day=date(2022, 3, 1))

    assert counts(dissemination) == (1, 3)


def test_a_conference_is_not_closed_before_it_begins_nor_with_an_empty_hall():
    branch = make.branch(members=3)
    conference = conference_about(branch.ward, make.directive(branch.ward))
    by = make.office(branch.ward)

    early = refusal_of(lambda: actions.close_conference(conference, by=by, at=make.at(date(2022, 2, 19))))
    empty = refusal_of(lambda: actions.close_conference(conference, by=by, at=conference.starts_at))

    assert early.sentence.startswith("Hội nghị bắt đầu lúc 08:30, 20/02/2022.")
    assert empty.sentence == "Chưa ghi ai có mặt. Điểm danh, rồi kết thúc hội nghị."


# Urging -------------------------------------------------------------------------------------------


def test_only_those_not_reached_are_urged_once_a_day_and_no_message_names_the_document():
    branch = make.branch(members=3)
    directive = make.directive(branch.ward)
    dissemination = make.dissemination(directive, branch)
    meeting_about(directive, branch, present=1)
    by = make.actor("secretary", of=branch)

    urged = actions.urge_readers(dissemination, by=by, at=MORNING)
    refused = refusal_of(lambda: actions.urge_readers(dissemination, by=by, at=MORNING))

    messages = OutboxMessage.objects.filter(key__startswith="directive:")
    assert (urged, messages.count()) == (2, 2)
    assert refused.sentence.startswith("Không còn ai phải nhắc")
    assert not [m for m in messages if directive.symbol in m.words or "Đảng" in m.words]


def test_the_secretary_of_the_day_is_urged_though_the_term_has_an_end():
    branch = make.branch(members=3)
    dissemination = make.dissemination(make.directive(branch.ward), branch)
    secretary = branch.posts.get(position="secretary")
    branch.posts.filter(pk=secretary.pk).update(valid_to=TODAY + timedelta(days=1))

    urged = actions.urge_secretary(dissemination, by=make.office(branch.ward), at=MORNING)

    assert urged == secretary.person.full_name
    assert OutboxMessage.objects.get(key__startswith="directive:").person_id == secretary.person_id


def test_a_branch_without_a_secretary_that_day_is_named_as_such():
    branch = make.branch(members=3)
    dissemination = make.dissemination(make.directive(branch.ward), branch)
    branch.posts.filter(position="secretary").update(valid_to=TODAY)

    refused = refusal_of(lambda: actions.urge_secretary(dissemination, by=make.office(branch.ward), at=MORNING))

    assert refused.sentence.startswith(f"{branch.name} hôm nay không có bí thư")


def test_the_tree_asks_the_same_questions_for_one_branch_and_for_many(django_assert_num_queries):
    ward = make.ward()
    directive = make.directive(ward)
    for _each in range(3):
        make.dissemination(directive, make.branch(ward, members=1))

    with django_assert_num_queries(2):
        assert len(queries.coverage_of(directive, None, TODAY).branches) == 3


def test_counters_that_differ_from_their_readers_are_found():
    branch = make.branch(members=2)
    dissemination = make.dissemination(make.directive(branch.ward), branch)
    assert queries.miscounted(branch.ward_id) == []

    with connection.cursor() as cursor:
        cursor.execute("UPDATE directives_dissemination SET reached = 1")

    assert queries.miscounted(branch.ward_id) == [str(dissemination)]
