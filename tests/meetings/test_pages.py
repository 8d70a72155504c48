"""The pages of a meeting: what each reader is shown, what one press does, how little they ask the database."""

import re

import pytest
from django.urls import reverse

from nennep.meetings import actions
from nennep.meetings.models import Attendance, Meeting, Opinion
from tests import make
from tests.meetings.pages import Reader, errors_of, text_of, that_evening  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_evening")]


def secretary_of(meeting: Meeting) -> Reader:
    return Reader(make.actor("secretary", of=meeting.unit))


# Queries and sizes ------------------------------------------------------------------------------------


def queries(reader: Reader, name: str, *args, **query) -> int:
    """How many queries one page takes, its session and its reader's posts included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        page = reader.get(name, *args, **query)
    assert page.status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["show", "roll", "desk", "replies", "vote", "read", "prepare", "agenda"])
def test_pages_of_a_meeting_ask_the_same_for_three_people_and_for_thirty(name):
    counts = set()
    for members in (3, 30):
        meeting = make.meeting(make.branch(members=members))
        make.mark_all(meeting)
        item, by = meeting.agenda.order_by("position").first(), make.actor("secretary", of=meeting.unit)
        for line in meeting.roll.select_related("person"):
            actions.record_opinion(item, text="Ý kiến", speaker=line.person, by=by, at=make.EVENING)
            person = line.person
            words = {"description": "Việc", "assignee": person, "due_on": make.DAY}
            actions.assign_task(meeting, **words, by=by, at=make.EVENING)
        counts.add(queries(secretary_of(meeting), name, meeting.pk))

    assert len(counts) == 1


def test_the_page_of_a_meeting_takes_at_most_ten_queries():
    meeting = make.meeting(state="reported")

    counts = [queries(secretary_of(meeting), name, meeting.pk) for name in ("show", "roll")]

    assert max(counts) <= 10


def test_the_roll_of_a_hundred_and_eight_is_light():
    meeting = make.meeting(make.branch(members=108, groups=5))
    secretary = secretary_of(meeting)

    page = secretary.get("roll", meeting.pk)

    assert page.content.count(b"<button name=p") == 108
    assert len(page.content) <= 40_000
    assert queries(secretary, "roll", meeting.pk) <= 10


def test_lists_ask_the_same_for_one_meeting_and_for_thirty():
    ward = make.ward()
    reader = Reader(make.actor("office", of=make.branch(ward)))
    make.meeting(make.branch(ward), state="planned")
    one = queries(reader, "list")
    for _each in range(29):
        make.meeting(make.branch(ward, members=1), state="planned")

    assert queries(reader, "list") == one <= 8
    assert reader.get("list").content.count(b'class="link-row"') == 30


def test_the_months_plan_asks_the_same_for_one_branch_and_for_thirty():
    ward = make.ward()
    reader = Reader(make.actor("office", of=make.branch(ward)))
    one = queries(reader, "plan", thang="2022-03")
    for _each in range(29):
        make.branch(ward, members=1)

    assert queries(reader, "plan", thang="2022-03") == one


# The calendar -------------------------------------------------------------------------------------------


def test_the_office_plans_the_month_of_all_branches_once():
    ward = make.ward()
    for _each in range(3):
        make.branch(ward)
    office = Reader(make.actor("office", of=make.branch(ward)))

    first = office.post("plan", query="?thang=2022-05")
    second = office.post("plan", query="?thang=2022-05")

    assert (first.status_code, second.status_code) == (302, 302)
    assert Meeting.objects.filter(ward=ward, month="2022-05-01").count() == 4
    assert "Đã lên lịch" in text_of(office.get("plan", thang="05/2022"))


def test_only_the_office_makes_the_plan():
    unit = make.branch()

    assert Reader(make.actor("secretary", of=unit)).get("plan").status_code == 404
    assert Reader(make.actor("ward_secretary", of=unit)).get("plan").status_code == 200
    assert Reader(make.actor("ward_secretary", of=unit)).post("plan").status_code == 404


def test_a_list_is_narrowed_by_year_and_branch():
    ward = make.ward()
    unit, other = make.branch(ward), make.branch(ward)
    make.meeting(unit, state="planned")
    make.meeting(unit, state="planned", day=make.DAY.replace(year=2023))
    make.meeting(other, state="planned")
    office = Reader(make.actor("office", of=unit))

    assert office.get("list").content.count(b'class="link-row"') == 3
    narrowed = office.get("list", nam=2022, chi_bo=unit.pk)
    assert narrowed.content.count(b'class="link-row"') == 1
    assert office.get("list", nam="x", chi_bo="y").status_code == 200


def test_a_branch_plans_a_thematic_meeting_of_its_own():
    unit = make.branch()
    words = {"unit": unit.pk, "kind": "thematic", "month": "03/2022", "day": "28/3/22", "at": "19h30", "place": "Đình"}
    secretary = Reader(make.actor("secretary", of=unit))

    without = secretary.post("add", **words, topic="")
    assert errors_of(without) == ["Nhập tên chuyên đề."]
    secretary.post("add", **words, topic="Phòng cháy, chữa cháy")

    assert [meeting.topic for meeting in Meeting.objects.all()] == ["Phòng cháy, chữa cháy"]


# Before the meeting -------------------------------------------------------------------------------------


def test_items_move_by_buttons():
    meeting = make.meeting(state="planned")
    secretary = secretary_of(meeting)
    first, second, *_others = meeting.agenda.order_by("position")

    secretary.post("item_move", meeting.pk, second.pk, way="up")

    assert [item.pk for item in meeting.agenda.order_by("position")[:2]] == [second.pk, first.pk]


def test_a_suggestion_for_the_kind_of_branch_fills_the_form():
    meeting = make.meeting(state="planned")

    page = secretary_of(meeting).get("agenda", meeting.pk, **{"goi-y": "Vệ sinh môi trường, trật tự đô thị"})

    assert 'value="Vệ sinh môi trường, trật tự đô thị"' in page.content.decode()


def test_the_draft_begins_with_last_months_tasks_and_their_results():
    unit = make.branch()
    last = make.meeting(unit, day=make.DAY.replace(month=2))
    make.mark_all(last)
    by = make.actor("secretary", of=unit)
    line = last.roll.select_related("person").first()
    words = {"assignee": line.person, "due_on": make.DAY.replace(month=2, day=25)}
    actions.assign_task(last, description="Sửa đèn ngõ 44", **words, by=by, at=last.starts_at)
    meeting = make.meeting(unit, state="planned")

    page = Reader(by).get("draft", meeting.pk).content.decode()

    assert "hoàn thành 0% (0/1)" in page
    assert f"Sửa đèn ngõ 44 (đ/c {line.person.full_name}): quá hạn 25/02/2022" in page


def test_inviting_says_to_how_many_and_the_words_to_send_name_no_party_body():
    meeting = make.meeting(state="prepared")
    secretary = secretary_of(meeting)

    answer = secretary.post("invite", meeting.pk)
    page = secretary.get("replies", meeting.pk)

    assert answer.url == reverse("meetings:replies", args=[meeting.pk])
    assert "Đã gửi giấy mời tới 3 đồng chí." in text_of(page)
    words = re.search(r'<div class="text"[^>]*>(.*?)</div>', page.content.decode())
    assert words and words[1] == "Mời đồng chí xem lịch 03/03, 19:30."


def test_an_entry_for_ones_own_calendar_names_a_time_and_nothing_else():
    meeting = make.meeting(state="convened")
    invitation = meeting.invitations.select_related("person").first()

    entry = Reader(invitation.person).get("calendar_entry", meeting.pk).content.decode()

    assert "DTSTART:20220303T123000Z\r\n" in entry and "SUMMARY:Lịch 19:30\r\n" in entry
    assert meeting.unit.name not in entry and meeting.place not in entry


def test_replies_are_counted_for_the_officers_and_kept_from_other_members():
    meeting = make.meeting(state="convened")
    first, second, _third = meeting.invitations.select_related("person").order_by("pk")
    Reader(first.person).post("reply", meeting.pk, reply="coming", wants_to_speak="on", words_ahead="Đèn ngõ 44")
    Reader(second.person).post("reply", meeting.pk, reply="excuse", reason="travel")

    page = text_of(secretary_of(meeting).get("replies", meeting.pk))

    assert "1 dự" in page and "1 xin vắng" in page and "1 chưa trả lời" in page
    assert "Đèn ngõ 44" in page and "Đi xa" in page
    assert Reader(make.member(meeting.unit)).get("replies", meeting.pk).status_code == 404


def test_the_yearly_limit_of_meetings_by_groups_is_a_warning_not_a_refusal():
    unit = make.branch(members=9, groups=3)
    for month in (1, 2):
        make.meeting(unit, state="planned", day=make.DAY.replace(month=month), groups=True)
    meeting = make.meeting(unit, state="planned")
    secretary = Reader(make.actor("secretary", of=unit))

    page = secretary.get("by_groups", meeting.pk)
    assert "quy định cho tối đa" in text_of(page)
    secretary.post("by_groups", meeting.pk)

    assert meeting.group_meetings.count() == 3


# Roll call ----------------------------------------------------------------------------------------------


def test_one_tap_marks_one_row_says_when_and_can_be_taken_back():
    meeting = make.meeting()
    secretary, line = secretary_of(meeting), meeting.roll.select_related("person").order_by("number").first()

    row = secretary.post("mark", meeting.pk, htmx=True, p=f"{line.number}.0")

    assert row["HX-Retarget"] == f"#d{line.number}"
    assert re.search(r"Có mặt \d\d:\d\d Hoàn tác", text_of(row))
    assert 'id="counts" hx-swap-oob="true"' in row.content.decode()
    secretary.post("mark", meeting.pk, htmx=True, u=f"{line.number}.1.unknown.")
    line.refresh_from_db()
    assert (line.status, line.revision) == ("unknown", 2)


def test_taking_back_returns_to_the_excuse_that_was_there():
    meeting = make.meeting()
    line, by = meeting.roll.order_by("number").first(), make.actor("secretary", of=meeting.unit)
    actions.mark_attendance(line, status="excused", reason="sick", seen=0, by=by, at=make.EVENING)

    row = Reader(by).post("mark", meeting.pk, htmx=True, p=f"{line.number}.1")

    assert f"value={line.number}.2.excused.sick" in row.content.decode()


def test_a_whole_group_is_marked_and_taken_back_at_once():
    meeting = make.meeting(make.branch(members=9, groups=3))
    secretary = secretary_of(meeting)
    group = meeting.unit.party_groups.order_by("position").first()

    secretary.post("mark_group", meeting.pk, group=group.position)
    page = secretary.get("roll", meeting.pk)
    marked = set(meeting.roll.filter(status="present").values_list("number", flat=True))
    assert len(marked) == 3
    assert "Đã ghi có mặt 3 đồng chí." in text_of(page)

    secretary.post("mark_group", meeting.pk, undo=",".join(map(str, marked)))
    assert not meeting.roll.filter(status="present").exists()


def test_names_are_found_without_marks_in_every_tab():
    unit = make.branch(members=1)
    make.member(unit, "Đặng Thị Hoà")
    meeting = make.meeting(unit)
    make.mark_all(meeting)

    page = secretary_of(meeting).get("roll", meeting.pk, q="hoa dang")

    assert "Đặng Thị Hoà" in text_of(page)
    assert page.content.count(b"<li id=d") == 1


def test_the_denominator_is_explained_with_its_source():
    meeting = make.meeting()

    page = text_of(secretary_of(meeting).get("roll", meeting.pk))

    assert "Phải dự: 3 đồng chí." in page and "Căn cứ:" in page


def test_a_member_does_not_see_the_roll():
    meeting = make.meeting()
    someone = make.member(meeting.unit)

    assert Reader(someone).get("roll", meeting.pk).status_code == 404
    assert Reader(someone).post("mark", meeting.pk, p="1.0").status_code == 404
    assert Reader(make.charge(meeting.unit)).get("roll", meeting.pk).status_code == 200


# The desk -----------------------------------------------------------------------------------------------


def test_the_kind_of_an_opinion_is_the_button_that_was_pressed():
    meeting = make.meeting()
    make.mark_all(meeting)
    line, item = meeting.roll.first(), meeting.agenda.first()
    words = {"speaker": f"speaker:{line.person_id}", "text": "Ý kiến"}

    secretary_of(meeting).post("opinion_add", meeting.pk, item.pk, **words)
    secretary_of(meeting).post("opinion_add", meeting.pk, item.pk, **words, kind="reserved")

    assert sorted(Opinion.objects.values_list("kind", flat=True)) == ["opinion", "reserved"]


def test_a_guests_words_are_a_guests():
    meeting = make.meeting()
    secretary = secretary_of(meeting)
    secretary.post("guest_add", meeting.pk, name="Bà Lê Thị Lan", office="Đảng ủy viên")
    guest, item = meeting.guests.get(), meeting.agenda.first()

    secretary.post("opinion_add", meeting.pk, item.pk, speaker=f"guest:{guest.pk}", text="Lưu ý", kind="praise")

    assert [(each.kind, each.guest_id) for each in Opinion.objects.all()] == [("guest", guest.pk)]


def test_groups_run_their_parts_and_the_branch_adds_them_up():
    unit = make.branch(members=9, groups=3)
    meeting = make.meeting(unit, groups=True)
    part = meeting.group_meetings.select_related("unit", "parent").order_by("unit__position").first()
    leader = Reader(make.actor("group_leader", of=part.unit))
    item = meeting.agenda.order_by("position").first()

    for line in part.roll.all():
        leader.post("mark", part.pk, p=f"{line.number}.{line.revision}")
    line = part.roll.first()
    leader.post("opinion_add", part.pk, item.pk, speaker=f"speaker:{line.person_id}", text="Ý kiến của tổ")
    closed = leader.post("close", part.pk)

    assert closed.status_code == 302
    assert [(each.meeting_id, each.root_id) for each in Opinion.objects.all()] == [(part.pk, meeting.pk)]
    other = meeting.group_meetings.exclude(pk=part.pk).first()
    assert leader.get("desk", other.pk).status_code == 404
    assert leader.get("desk", meeting.pk).status_code == 404
    branch_desk = text_of(secretary_of(meeting).get("desk", meeting.pk))
    size = part.roll.count()
    assert f"{size}/{size} có mặt" in branch_desk and "Ý kiến của tổ" in branch_desk


def test_the_vote_of_groups_is_entered_by_groups_and_added_up():
    unit = make.branch(members=9, groups=3)
    meeting = make.meeting(unit, groups=True)
    make.mark_all(meeting)
    secretary = Reader(make.actor("secretary", of=unit))
    secretary.post("vote_open", meeting.pk, matter="minutes", text="Thông qua biên bản")
    from nennep.decisions.models import Motion

    motion = Motion.objects.get()
    counts = {}
    for part in meeting.group_meetings.select_related("unit"):
        prefix = f"to{part.unit.position}"
        counts |= {f"{prefix}-in_favour": part.roll.filter(grade="official").count()}
        counts |= {f"{prefix}-against": 0, f"{prefix}-abstained": 0}

    short = dict(counts, **{next(iter(counts)): 0})
    assert secretary.post("vote_count", meeting.pk, motion.pk, seen=0, **short).status_code == 422
    secretary.post("vote_count", meeting.pk, motion.pk, seen=0, **counts)

    motion.refresh_from_db()
    assert (motion.passed, motion.in_favour) == (True, motion.present_count)
    assert motion.tallies.count() == 3


# After the meeting ----------------------------------------------------------------------------------------


def test_chair_and_minute_taker_sign_the_same_sheet_and_nobody_else():
    meeting = make.meeting(state="closed")
    chair, taker = Reader(meeting.chair), Reader(Meeting.objects.get(pk=meeting.pk).minute_taker)

    assert Reader(make.member(meeting.unit)).post("sign", meeting.pk).status_code == 404
    sheet = text_of(chair.get("sign", meeting.pk))
    assert meeting.minutes.sha256 in sheet and "Đã đọc trước chi bộ, thông qua" in sheet
    chair.post("sign", meeting.pk)
    assert Meeting.objects.get(pk=meeting.pk).state == "closed"
    taker.post("sign", meeting.pk)
    assert Meeting.objects.get(pk=meeting.pk).state == "signed"

    chair.post("report", meeting.pk)
    assert Meeting.objects.get(pk=meeting.pk).state == "reported"


def test_members_read_the_minutes_once_they_are_signed():
    closed, signed = make.meeting(state="closed"), make.meeting(state="signed")

    member = Reader(make.member(closed.unit))
    assert member.get("minutes", closed.pk).status_code == 404
    assert member.get("minutes_file", closed.pk, "docx").status_code == 404
    assert member.get("resolution_file", closed.pk, "pdf").status_code == 404
    assert Reader(make.member(signed.unit)).get("minutes", signed.pk).status_code == 200
    assert Reader(make.member(signed.unit)).get("minutes_file", signed.pk, "docx").content.startswith(b"PK")
    assert Reader(make.member(signed.unit)).get("resolution_file", signed.pk, "pdf").content.startswith(b"%PDF")


def test_a_correction_is_an_addendum_under_the_signed_words():
    meeting = make.meeting(state="signed")
    secretary, before = secretary_of(meeting), meeting.minutes.sha256

    secretary.post("addendum", meeting.pk, text="Bổ sung một ý kiến", reason="Ghi sót")

    page = text_of(secretary.get("minutes", meeting.pk))
    assert "Bổ sung một ý kiến" in page
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.sha256 == before


def test_the_minutes_are_read_part_by_part_and_nonsense_means_the_first():
    meeting = make.meeting()
    make.mark_all(meeting)
    secretary = secretary_of(meeting)

    first, last = secretary.get("read", meeting.pk, phan="x"), secretary.get("read", meeting.pk, phan="999")

    assert "Phần 1/" in text_of(first)
    assert "Đọc xong, biểu quyết thông qua" in text_of(last)


def test_the_list_shows_nothing_of_other_branches():
    mine, other = make.meeting(state="planned"), make.meeting(state="planned")
    reader = Reader(make.member(mine.unit))

    page = reader.get("list").content.decode()

    assert str(mine.pk) in page and str(other.pk) not in page
    assert Attendance.objects.count() == 0
