"""Reminders: on which days, to whom, why, what became of them; and messages that survive being cut off."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nennep.cli.background import one_round
from nennep.core import leases, outbox
from nennep.core.models import Lease, OutboxMessage
from nennep.decisions import actions as decisions
from nennep.meetings import actions as meetings
from nennep.organisation.models import Person
from nennep.oversight.actions import remind
from nennep.oversight.due import due_of
from nennep.oversight.models import Reminder
from nennep.oversight.rules import ReminderRule, reminder_rules
from tests import make
from tests.meetings.pages import Reader, text_of

pytestmark = pytest.mark.django_db
DUE = date(2022, 3, 20)


def task_in(branch, *, due=DUE):
    """A task given to a member without a post, and that member."""
    meeting = make.meeting(branch, state="in_session")
    someone = meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id]).first().person
    by = make.actor("secretary", of=branch)
    task = meetings.assign_task(
        meeting, description="Rà soát hộ nghèo", assignee=someone, due_on=due, by=by, at=make.EVENING
    )
    return task, someone


def reminded(ward, on: date) -> int:
    return remind(ward.pk, on=on, at=make.at(on, 7, 0))


def of_rule(key: str) -> list[Reminder]:
    return list(Reminder.objects.filter(rule=key).order_by("reminded_on", "pk"))


# Rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late_by", "step"), [(-4, None), (-3, -3), (-1, -3), (0, 0), (1, 1), (6, 1), (7, 7), (40, 7)])
def test_a_rule_speaks_at_the_last_of_its_days_that_has_come(late_by, step):
    assert ReminderRule("task", "tasks", "assignee", "", (-3, 0, 1, 7)).step_on(late_by) == step


def test_every_rule_of_the_data_names_a_source_and_people_that_exist():
    from nennep.oversight.due import SOURCES

    assert {rule.source for rule in reminder_rules()} <= set(SOURCES)
    people = {"assignee", "secretary", "signer", "author", "invited", "reader", "answerer", "visitor", "office"}
    assert {rule.to for rule in reminder_rules()} <= people
    assert len({rule.key for rule in reminder_rules()}) == len(reminder_rules())


# Days -------------------------------------------------------------------------------------------------


def test_a_task_is_reminded_three_days_ahead_on_its_day_and_after_never_twice_a_step():
    branch = make.branch(members=4)
    _task, someone = task_in(branch)
    days = [DUE + timedelta(days=n) for n in range(-5, 12)]

    for day in days:
        reminded(branch.ward, day)
        assert reminded(branch.ward, day) == 0, "the second run of a day adds nothing"
    found = [each for each in of_rule("task") if each.person == someone]

    assert [each.reminded_on for each in found] == [DUE + timedelta(days=n) for n in (-3, 0, 1, 7)]
    assert found[0].why == "Đồng chí được giao việc này ngày 03/03/2022."
    assert {each.person for each in of_rule("task_overdue")} == {branch.posts.get(position="secretary").person}


def test_a_week_without_power_is_made_up_for_once():
    branch = make.branch(members=4)
    task_in(branch)

    reminded(branch.ward, DUE + timedelta(days=5))

    assert [(each.step, each.reminded_on) for each in of_rule("task")] == [(1, DUE + timedelta(days=5))]


def test_what_was_done_is_settled_and_tells_whether_in_time():
    branch = make.branch(members=4)
    task, someone = task_in(branch)
    reminded(branch.ward, DUE - timedelta(days=3))
    decisions.report_task(task, state="done", text="Xong", seen=0, by=make.own(someone), at=make.at(DUE, 9, 0))

    reminded(branch.ward, DUE)
    (reminder,) = of_rule("task")

    assert (reminder.settled_on, reminder.outcome) == (DUE, "xong đúng hạn")


def test_a_theme_is_due_by_the_forty_fifth_day_and_reminded_from_the_day_after():
    branch = make.branch(members=4)
    last = date(2022, 5, 15)  # 30 days of April and 15 of May

    counts = [len(due_of("theme_dates", branch.ward_id, last + timedelta(days=n))) for n in (0, 1)]
    reminded(branch.ward, last + timedelta(days=1))

    assert counts == [0, 1]
    assert [(each.due_on, each.step) for each in of_rule("theme_date")] == [(last, 0)]


def test_signatures_are_asked_of_whoever_has_not_signed():
    branch = make.branch(members=4)
    meeting = make.meeting(branch, state="closed")
    meetings.sign_minutes(
        meeting, role="minute_taker", by=make.own(meeting.minute_taker), at=meeting.closed_at + timedelta(hours=1)
    )
    reminded(branch.ward, meeting.closed_at.date() + timedelta(days=5))

    assert [each.person_id for each in of_rule("signature")] == [meeting.chair_id]


def test_papers_invitations_answers_records_and_themes_have_their_days():
    branch = make.branch(members=4)
    secretary = branch.posts.get(position="secretary").person
    make.meeting(branch, state="planned", day=date(2022, 5, 3))
    make.meeting(make.branch(branch.ward, members=3), state="convened", day=date(2022, 5, 21))
    make.meeting(make.branch(branch.ward, members=3), state="signed", day=date(2022, 5, 14))

    for day in (date(2022, 4, 30), date(2022, 5, 2), date(2022, 5, 20)):
        reminded(branch.ward, day)
    keys = set(Reminder.objects.values_list("rule", flat=True))

    assert {"papers", "invitations", "reply", "report", "theme_date"} <= keys
    assert {each.person for each in of_rule("invitations")} == {secretary}


# Messages ---------------------------------------------------------------------------------------------


def test_one_digest_a_person_and_day_names_no_body_and_no_topic():
    branch = make.branch(members=4)
    _task, someone = task_in(branch)
    Person.objects.filter(pk=someone.pk).update(channel="sms")

    reminded(branch.ward, DUE)
    reminded(branch.ward, DUE)
    message = OutboxMessage.objects.get(person_id=someone.pk)

    assert message.words == "Đồng chí có 1 việc cần xem, hạn gần nhất 20/03/2022."
    assert message.delivered_at is None


def waiting_sms(count: int = 3) -> list[OutboxMessage]:
    ward = make.ward()
    return [
        outbox.put(
            key=f"thu:{n}",
            ward_id=ward.pk,
            person_id=make.person(ward).pk,
            channel="sms",
            words=f"Việc {n}",
            at=make.EVENING,
        )
        for n in range(count)
    ]


def test_nothing_leaves_the_machine_unless_a_folder_is_named(settings, tmp_path):
    waiting_sms()
    settings.OUTBOX_FOLDER = None

    assert outbox.deliver(at=make.EVENING) == 0
    assert list(tmp_path.iterdir()) == []


class Cut(BaseException):
    """The process is killed here."""


@pytest.mark.parametrize("point", ["before the file", "before its name", "before the mark", "after the mark"])
@pytest.mark.parametrize("nth", [0, 1, 2])
def test_cut_off_at_any_point_every_message_arrives_once(point, nth, settings, tmp_path, monkeypatch):
    messages = waiting_sms()
    settings.OUTBOX_FOLDER = str(tmp_path)
    cut_at(point, nth, monkeypatch)

    with pytest.raises(Cut):
        outbox.deliver(at=make.EVENING)
    monkeypatch.undo()
    settings.OUTBOX_FOLDER = str(tmp_path)
    outbox.deliver(at=make.EVENING)

    arrived = [json.loads(path.read_text())["words"] for path in tmp_path.glob("*.json")]
    assert sorted(arrived) == sorted(message.words for message in messages)
    assert not OutboxMessage.objects.filter(delivered_at__isnull=True).exists()


def cut_at(point: str, nth: int, monkeypatch) -> None:
    """Kill the process at one of the points between writing a message and marking it."""
    from pathlib import Path

    real_open, real_replace, real_save = Path.open, Path.replace, OutboxMessage.save
    calls = {"n": -1}

    def counted() -> bool:
        calls["n"] += 1
        return calls["n"] == nth

    def opening(self, *args, **kwargs):
        if self.suffix == ".tmp" and counted():
            raise Cut
        return real_open(self, *args, **kwargs)

    def naming(self, target):
        if counted():
            raise Cut
        return real_replace(self, target)

    def marking(self, *args, **kwargs):
        stop = counted()
        if stop and point == "before the mark":
            raise Cut
        real_save(self, *args, **kwargs)
        if stop:
            raise Cut

    if point == "before the file":
        monkeypatch.setattr(Path, "open", opening)
    elif point == "before its name":
        monkeypatch.setattr(Path, "replace", naming)
    else:
        monkeypatch.setattr(OutboxMessage, "save", marking)


# In the background ------------------------------------------------------------------------------------


def test_one_process_at_a_time_does_the_background_work():
    now = make.EVENING
    assert leases.take("background", at=now, seconds=60)
    Lease.objects.update(holder="another:1")

    assert not leases.take("background", at=now + timedelta(seconds=30), seconds=60)
    assert leases.take("background", at=now + timedelta(seconds=61), seconds=60)


def test_a_round_reminds_after_seven_in_the_morning_once_a_day(settings):
    branch = make.branch(members=4)
    task_in(branch, due=DUE)
    done: set[date] = set()

    for hour, minute in ((6, 59), (7, 1), (7, 2)):
        moment = make.at(DUE, hour, minute)
        settings.CLOCK_OFFSET_SECONDS = int((moment - make.timezone.now()).total_seconds())
        one_round(done)
        if hour == 6:
            assert not Reminder.objects.exists()

    assert done == {DUE}
    assert len(of_rule("task")) == 1


def test_reminding_asks_the_same_for_three_branches_and_for_twelve():
    ward = make.ward()
    for _n in range(3):
        task_in(make.branch(ward, members=3))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            reminded(ward, DUE)
        return len(found)

    reminded(ward, DUE)
    few = asked()
    for _n in range(9):
        task_in(make.branch(ward, members=3))
    reminded(ward, DUE)

    assert asked() == few


# Pages ------------------------------------------------------------------------------------------------


def test_a_member_sees_why_and_the_office_sees_whom_to_call(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(DUE) - make.timezone.now()).total_seconds())
    branch = make.branch(members=4)
    _task, someone = task_in(branch)
    Person.objects.filter(pk=someone.pk).update(channel="call", phone="0912 345 678")
    reminded(branch.ward, DUE)
    clerk = make.person(branch.ward)
    by = make.office(branch.ward)
    make.organisation.appoint(clerk, "office", valid_from=make.BEGIN, by=by, at=make.at(make.BEGIN))
    office, member = Reader(clerk), Reader(someone)

    own = text_of(member.client.get("/nhac-viec/cua-toi/"))
    before = text_of(office.client.get("/nhac-viec/"))
    message = OutboxMessage.objects.get(person_id=someone.pk)
    office.client.post(f"/nhac-viec/da-bao/{message.pk}/")
    after = text_of(office.client.get("/nhac-viec/"))
    message.refresh_from_db()

    assert "Rà soát hộ nghèo" in own
    assert "Đồng chí được giao việc này ngày 03/03/2022." in own
    assert "Cần báo trực tiếp" in before
    assert "0912 345 678" in before
    assert "Cần báo trực tiếp" not in after
    assert message.delivered_by_id == clerk.pk
    assert member.client.get("/nhac-viec/").status_code == 404


def test_the_command_reminds_now(capsys):
    branch = make.branch(members=4)
    task_in(branch)
    from nennep.cli import main

    assert main(["remind", "--on", DUE.isoformat()]) == 0
    assert "Đã nhắc" in capsys.readouterr().out
