"""What minutes and resolutions print: field by field after domain.md 3.2, 3.3 and 3.6, and old ones as they were."""

from datetime import date, timedelta

import pytest

from nennep.core.documents.blocks import Table
from nennep.core.documents.text import plain_text
from nennep.decisions import actions as decisions
from nennep.decisions.queries import motions_of
from nennep.meetings import actions, ballots, reading
from nennep.meetings.actions import Mark
from nennep.meetings.documents import minutes_blocks, minutes_document, resolution_document
from nennep.meetings.models import Meeting, Minutes
from nennep.planning import actions as planning
from nennep.planning.models import PlannedTopic
from tests import make

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
NEW_KEYS = {
    "": ("theme",),
    "last_tasks": ("state_at_start",),
    "tasks": ("report_in",),
    "groups": ("excused_names", "unexcused_names"),
}


def secretary(meeting: Meeting):
    return make.actor("secretary", of=meeting.unit)


def lines(document) -> list[str]:
    return plain_text(document).splitlines()


def line(document, begins: str) -> str:
    (found,) = [each for each in lines(document) if each.startswith(begins)]
    return found


def tables(document) -> dict[str, Table]:
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


def few_came(members: int = 10) -> Meeting:
    """Only chair and minute-taker are there; they vote on the agenda and the minutes."""
    meeting = make.meeting(make.branch(members=members))
    by = secretary(meeting)
    here = meeting.whole_roll.filter(person__in=[meeting.chair_id, meeting.minute_taker_id])
    actions.mark_many(meeting, [Mark(each.number, "present") for each in here], by=by, at=meeting.starts_at)
    make.mark_all(meeting, "excused")
    for matter in ("agenda", "minutes"):
        make.vote(meeting, matter)
    return meeting


def with_tasks() -> tuple[Meeting, Meeting]:
    """February gives three tasks; March opens with them: done late, still open past its day, under way."""
    branch = make.branch(members=4, day=3)
    february = make.meeting(branch, day=date(2022, 2, 3))
    by, someone = secretary(february), february.whole_roll.first().person
    made = [
        actions.assign_task(
            february, description=words, assignee=someone, due_on=day, by=by, at=february.starts_at + 30 * MINUTE
        )
        for words, day in (
            ("Việc xong muộn", date(2022, 2, 10)),
            ("Việc bỏ quên", date(2022, 2, 20)),
            ("Việc dài", date(2022, 3, 20)),
        )
    ]
    make.walk(february, until="closed")
    decisions.report_task(made[0], state="done", text="Xong", seen=0, by=by, at=make.at(date(2022, 2, 15)))
    decisions.report_task(made[2], state="under_way", text="Đang làm", seen=0, by=by, at=make.at(date(2022, 2, 15)))
    return february, make.meeting(branch, day=date(2022, 3, 3))


def test_votes_on_procedure_show_the_share_of_those_present():
    meeting = few_came()
    sheet = minutes_document(meeting)
    actions.close_meeting(meeting, by=secretary(meeting), at=meeting.starts_at + 95 * MINUTE)
    meeting.refresh_from_db()
    motion = motions_of(meeting.pk, meeting.ward_id).get(matter="minutes")

    votes = [each for each in lines(sheet) if each.startswith("Thông qua:")]
    assert len(votes) == 2
    assert all("có mặt 2; tán thành 100% (2/2) đồng chí có mặt, không tán thành 0" in each for each in votes)
    assert ballots.result_words(motion) == "Được thông qua: đồng ý 100% (2/2)."
    assert reading.sign_page(meeting, meeting.minutes, secretary(meeting)).passed == "100% (2/2)"


def test_the_agenda_that_was_passed_has_its_line_in_minutes_and_resolution():
    meeting = few_came()
    actions.close_meeting(meeting, by=secretary(meeting), at=meeting.starts_at + 95 * MINUTE)
    meeting.refresh_from_db()

    assert line(minutes_document(meeting), "Chương trình:") == (
        "Chương trình: 16 nội dung, được thông qua với 100% (2/2) đồng chí có mặt tán thành."
    )


def test_an_agenda_that_nobody_voted_on_is_not_said_to_be_passed():
    meeting = make.meeting(make.branch(members=4), state="closed")

    assert line(minutes_document(meeting), "Chương trình:") == "Chương trình: 16 nội dung."
    assert "Chương trình được thông qua" not in plain_text(resolution_document(meeting))


def test_the_resolution_tells_length_agenda_state_at_start_and_when_to_report():
    _february, meeting = with_tasks()
    by, someone = secretary(meeting), meeting.whole_roll.first().person
    make.mark_all(meeting)
    make.vote(meeting, "agenda")
    for words, day in (("Trước ngày họp", date(2022, 4, 2)), ("Sau ngày họp", date(2022, 4, 20))):
        actions.assign_task(
            meeting, description=words, assignee=someone, due_on=day, by=by, at=meeting.starts_at + 30 * MINUTE
        )
    make.vote(meeting, "resolution")
    make.vote(meeting, "minutes")
    actions.close_meeting(meeting, by=by, at=meeting.starts_at + 95 * MINUTE)
    meeting.refresh_from_db()
    sheet = resolution_document(meeting)
    last = tables(sheet)["Kết quả thực hiện nghị quyết trước"]
    new = tables(sheet)["Nhiệm vụ được phân công"]

    preamble = next(each for each in lines(sheet) if each.startswith("Ngày họp:"))
    assert "Thời lượng 95 phút." in preamble
    assert "Chương trình được thông qua với 100% (4/4) đồng chí có mặt tán thành." in preamble
    start = list(last.head).index("Đầu kỳ")
    assert [row[start] for row in last.rows] == ["Mới giao", "Mới giao", "Mới giao"]
    where = list(new.head).index("Báo cáo tại")
    assert [row[where] for row in new.rows] == ["Kỳ sinh hoạt 04/2022", "Kỳ sinh hoạt 05/2022"]


def test_a_task_carried_over_says_how_it_stood_when_the_period_began():
    _february, march = with_tasks()
    make.walk(march, until="closed")
    april = make.meeting(march.unit, day=date(2022, 4, 3), state="closed")
    (table,) = [each for each in tables(minutes_document(april)).values() if "tháng trước" in each.caption]
    start = list(table.head).index("Đầu kỳ")

    assert {row[1]: row[start] for row in table.rows} == {"Việc bỏ quên": "Chưa làm", "Việc dài": "Đang làm"}


def test_a_task_past_its_day_and_one_finished_after_it_say_so():
    _february, march = with_tasks()
    make.walk(march, until="closed")
    (table,) = [each for each in tables(minutes_document(march)).values() if "tháng trước" in each.caption]
    state = list(table.head).index("Tình trạng")

    assert {row[1]: row[state] for row in table.rows} == {
        "Việc xong muộn": "Đã xong, sau hạn",
        "Việc bỏ quên": "Chưa làm, quá hạn",
        "Việc dài": "Đang làm",
    }


def thematic(*, drafted: bool = True) -> Meeting:
    branch = make.branch(members=4)
    by = make.actor("secretary", of=branch)
    author = make.member(branch, "Nguyễn Thị Người Viết")
    topic = planning.add_topic(
        branch, year=2022, quarter=1, title="Tiết kiệm điện", by=by, at=make.at(date(2022, 1, 5))
    )
    drafted_at = make.at(date(2022, 2, 26)) if drafted else None
    PlannedTopic.objects.filter(pk=topic.pk).update(author=author, drafted_at=drafted_at)
    topic.refresh_from_db()
    meeting = actions.plan_meeting(
        branch,
        kind="thematic",
        month=make.Month(2022, 3),
        starts_at=make.at(date(2022, 3, 9)),
        place="Nhà văn hóa",
        planned_topic=topic,
        by=by,
        at=make.at(date(2022, 3, 1)),
    )
    return make.walk(meeting, until="closed")


def test_thematic_minutes_name_author_plan_and_the_day_the_draft_was_sent():
    sheet = minutes_document(thematic())

    assert line(sheet, "Thực hiện:") == "Thực hiện: Kế hoạch sinh hoạt chuyên đề năm 2022 của chi bộ, quý I."
    assert line(sheet, "Người viết chuyên đề:") == "Người viết chuyên đề: Đồng chí Nguyễn Thị Người Viết."
    assert line(sheet, "Bản thảo gửi ngày:") == "Bản thảo gửi ngày: 26/02/2022."


def test_a_theme_without_a_draft_has_no_day_of_it():
    assert not [each for each in lines(minutes_document(thematic(drafted=False))) if each.startswith("Bản thảo")]


def by_groups() -> Meeting:
    meeting = make.meeting(make.branch(members=7, groups=2), groups=True)
    away = meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id]).filter(
        meeting=meeting.group_meetings.order_by("unit__position")[0]
    )
    mark = [Mark(away[0].number, "excused", "travel")]
    actions.mark_many(meeting, mark, by=secretary(meeting), at=meeting.starts_at)
    return make.walk(meeting, until="closed")


def test_each_party_group_tells_place_hours_and_who_was_absent():
    meeting = by_groups()
    absent = meeting.whole_roll.get(status="excused").person.full_name
    sheet = minutes_document(meeting)
    first, second = line(sheet, "Tổ đảng số 1:"), line(sheet, "Tổ đảng số 2:")

    assert meeting.place in first and "19 giờ 30 phút" in first
    assert first.endswith(f"vắng có lý do: {absent} (đi xa).")
    assert second.endswith("không có đồng chí nào vắng.")


@pytest.mark.parametrize("made", [thematic, by_groups, lambda: with_tasks()[1]], ids=["theme", "groups", "tasks"])
def test_minutes_frozen_before_the_new_fields_print_without_them(made):
    meeting = make.walk(made(), until="reported")
    content = Minutes.objects.get(meeting=meeting).content
    for part, keys in NEW_KEYS.items():
        for each in [content] if not part else content[part]:
            for key in keys:
                each.pop(key, None)
    meeting.minutes.content = content
    old = list(lines_of(content))

    assert old and not [words for words in old if "Đầu kỳ" in words or "Báo cáo tại" in words or "Người viết" in words]
    assert not [words for words in old if "không có đồng chí nào vắng" in words]


def lines_of(content):
    for block in minutes_blocks(content):
        if isinstance(block, Table):
            yield from block.head
        else:
            yield str(block)
