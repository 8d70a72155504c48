"""The pages of tasks: what is listed for whom, what can be reported, and how many questions it takes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from nennep.decisions import actions as decisions
from nennep.decisions.models import Task
from nennep.meetings import actions as meetings
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(settings):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(make.DAY + timedelta(days=1)) - make.timezone.now()).total_seconds())
    return make.meeting(make.branch(members=4))


def assign(meeting, count: int = 1) -> list[Task]:
    someone = meeting.whole_roll.exclude(person=meeting.chair).order_by("number")[0].person
    by = make.actor("secretary", of=meeting.unit)
    return [
        meetings.assign_task(
            meeting, description=f"Việc {n}", assignee=someone, due_on=date(2022, 3, 20), by=by, at=make.EVENING
        )
        for n in range(count)
    ]


def test_the_assignee_reports_and_the_result_stands(client, meeting):
    (task,) = assign(meeting)
    client.force_login(make.account(task.assignee))
    address = reverse("decisions:report", args=[task.pk])

    empty = client.post(address, {"state": "done", "text": "", "seen": 0})
    done = client.post(address, {"state": "done", "text": "Đã lắp ba bóng", "seen": 0})

    task.refresh_from_db()
    assert "Ghi kết quả của việc đã làm xong." in empty.content.decode() and empty.status_code == 422
    assert (done.status_code, task.state, task.result) == (302, "done", "Đã lắp ba bóng")


def test_mending_the_words_of_a_finished_task_does_not_make_it_late(meeting):
    (task,) = assign(meeting)

    def report(state: str, text: str, day: date) -> date | None:
        task.refresh_from_db()
        by = make.own(task.assignee)
        return decisions.report_task(
            task, state=state, text=text, seen=task.revision, by=by, at=make.at(day)
        ).finished_on

    assert report("done", "Xong", date(2022, 3, 15)) == date(2022, 3, 15)
    assert report("done", "Xong, đã gửi ảnh", date(2022, 4, 10)) == date(2022, 3, 15)
    assert report("under_way", "Đèn lại hỏng", date(2022, 4, 11)) is None
    assert report("done", "Đã thay", date(2022, 4, 12)) == date(2022, 4, 12)


def test_two_people_reporting_at_once_do_not_overwrite_each_other(client, meeting):
    (task,) = assign(meeting)
    client.force_login(make.account(task.assignee))
    address = reverse("decisions:report", args=[task.pk])
    client.post(address, {"state": "under_way", "text": "Đang mua đèn", "seen": 0})

    late = client.post(address, {"state": "done", "text": "Xong", "seen": 0})

    task.refresh_from_db()
    assert (
        late.status_code == 422 and "chưa bản nào bị mất" in late.content.decode() and "Xong" in late.content.decode()
    )
    assert task.result == "Đang mua đèn"


def test_whoever_only_looks_gets_no_link_to_report(client, meeting):
    (task,) = assign(meeting)
    address = reverse("decisions:report", args=[task.pk])
    client.force_login(make.account(make.Person.objects.get(pk=make.charge(meeting.unit).person_id)))

    page = client.get(reverse("decisions:mine")).content.decode()

    assert "Việc 0" in page and address not in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_questions_does_not_depend_on_the_number_of_tasks(
    client, meeting, count, django_assert_max_num_queries
):
    assign(meeting, count)
    client.force_login(make.account(meeting.chair))
    client.get(reverse("decisions:mine"))

    with django_assert_max_num_queries(6):
        client.get(reverse("decisions:mine"))


def test_who_left_the_branch_no_longer_reports_on_its_tasks(client, meeting):
    (task,) = assign(meeting)
    client.force_login(make.account(task.assignee))
    task.assignee.placements.update(valid_to=make.DAY)

    answer = client.post(reverse("decisions:report", args=[task.pk]), {"state": "done", "text": "Xong", "seen": 0})

    task.refresh_from_db()
    assert (answer.status_code, task.state) == (404, "open")
    assert task.description not in client.get("/").content.decode()
