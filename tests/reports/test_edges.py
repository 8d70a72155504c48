"""The year report where the records are thin, tied, added to, or stand under two rule sets."""

from datetime import date, timedelta

import pytest

from nennep.core.periods import Month, Period
from nennep.directives import actions as directives
from nennep.directives.models import Conference, ConferenceItem
from nennep.meetings import actions as meetings
from nennep.meetings.actions import Mark
from nennep.organisation.models import Charge, Unit
from nennep.reports import actions, documents
from nennep.reports.board import year_grid
from nennep.reports.records import Records
from tests import make
from tests.reports.test_year_report import NEW_YEAR, report_of, words

pytestmark = pytest.mark.django_db


def branch_of_2025(members: int):
    """A branch in its next term, with somebody to sign for it."""
    branch = make.branch(members=members)
    last = branch.terms.order_by("-valid_from").first()
    by = make.office(branch.ward)
    make.organisation.begin_term(
        branch, name="2025–2030", valid_from=last.valid_to or date(2025, 1, 1), valid_to=None, by=by, at=make.EVENING
    )
    return branch


def reported_after(branch, day: date, days: int) -> None:
    """A regular meeting whose record reached the ward so many days after it."""
    meeting = make.meeting(branch, state="signed", day=day)
    by = make.actor("secretary", of=branch, on=day)
    meetings.report_meeting(meeting, by=by, at=meeting.closed_at + timedelta(days=days))


def test_a_year_under_two_rule_sets_says_so_and_judges_each_meeting_by_its_own():
    branch = branch_of_2025(4)
    for month in (9, 10):
        reported_after(branch, date(2025, month, 3), 4)  # five days were allowed
    for month in (11, 12):
        reported_after(branch, date(2025, month, 3), 4)  # two days are
    report = report_of(branch.ward, year=2025, on=date(2026, 1, 5))

    assert "50% (2/4) buổi có biên bản" in words(report)
    assert "trong 5 ngày; từ 28/10/2025: 2 ngày sau buổi sinh hoạt" in words(report)


def test_attendance_between_the_old_and_the_new_line_is_met_before_and_not_after():
    branch = branch_of_2025(8)
    for day in (date(2025, 9, 3), date(2025, 11, 3)):
        meeting = make.meeting(branch, day=day)
        absent = meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id]).first()
        by = make.actor("secretary", of=branch, on=day)
        meetings.mark_many(meeting, [meetings.Mark(absent.number, "excused", "travel")], by=by, at=meeting.starts_at)
        make.walk(meeting, until="reported")  # 7 of 8 = 87.5 %: over 85 %, under 90 %
    records = Records(branch.ward, Period.year(2025), on=date(2026, 1, 5))
    report = report_of(branch.ward, year=2025, on=date(2026, 1, 5))
    autumn = Records(branch.ward, Period(Month(2025, 7), Month(2025, 9)), on=date(2026, 1, 5))

    assert "chưa đạt mức trên 85%" in words(report)
    assert "từ 28/10/2025: từ 90% trở lên" in words(report)
    assert not records.is_line_met(branch.pk)
    assert autumn.is_line_met(branch.pk)


def test_without_any_meeting_nothing_is_praised():
    branch = make.branch(members=3)
    text = words(report_of(branch.ward))

    assert "Chưa có số liệu về các buổi sinh hoạt trong kỳ" in text
    assert "chưa thấy chi bộ nào thiếu buổi" not in text


def test_a_year_that_begins_in_march_says_so():
    branch = make.branch(members=3)
    for month in range(3, 13):
        make.meeting(branch, state="reported", day=date(2022, month, 3))

    assert "Số liệu có từ tháng 03/2022; các tháng trước đó để trống, không tính." in words(report_of(branch.ward))


def test_ties_are_named_together_or_not_at_all():
    ward = make.ward()
    first, second = make.branch(ward, members=3), make.branch(ward, members=3)
    for branch in (first, second):
        for month in (1, 2):
            make.meeting(branch, state="reported", day=date(2022, month, 3))
    text = words(report_of(ward))

    assert f"{first.name} và {second.name} cùng có số lượng đảng viên đông nhất, mỗi chi bộ 3 đảng viên." in text
    assert "dự cao nhất" not in text


def test_praise_and_guests_are_not_the_discussion_of_members():
    branch = make.branch(members=4)
    meeting = make.meeting(branch, day=date(2022, 3, 3))
    make.mark_all(meeting)
    by, at, item = make.actor("secretary", of=branch), meeting.starts_at, meeting.agenda.get(part="discussion")
    one, other = [line.person for line in meeting.whole_roll.order_by("number")[:2]]
    guest = meetings.add_guest(meeting, name="Khách", by=by, at=at)
    meetings.record_opinion(item, text="Ý kiến", speaker=one, by=by, at=at)
    meetings.record_opinion(item, text="Bảo lưu", speaker=one, kind="reserved", by=by, at=at)
    meetings.record_opinion(item, text="Biểu dương", speaker=other, kind="praise", by=by, at=at)
    meetings.record_opinion(item, text="Chào", guest=guest, kind="guest", by=by, at=at)
    make.walk(meeting, until="reported")

    assert "ghi nhận 2 ý kiến của đảng viên" in words(report_of(branch.ward))


def test_the_committee_member_in_charge_is_counted_where_they_came_on_that_day():
    branch = make.branch(members=3)
    by = make.office(branch.ward)
    early, late = make.person(branch.ward, "Lê Văn Trước"), make.person(branch.ward, "Vũ Thị Sau")
    for person, first in ((early, date(2022, 1, 1)), (late, date(2022, 3, 1))):
        Charge.objects.filter(unit=branch, valid_to__isnull=True).update(valid_to=first)
        make.organisation.put_in_charge(person, branch, valid_from=first, by=by, at=make.at(first))
    for month, guest in ((1, early), (2, None), (3, early), (4, late)):
        meeting = make.meeting(branch, state="convened", day=date(2022, month, 3))
        if guest:
            meetings.add_guest(meeting, name=guest.full_name, person=guest, by=by, at=meeting.starts_at)
        make.walk(meeting, until="reported")

    assert "50% (2/4) buổi sinh hoạt có đảng ủy viên phụ trách trực tiếp dự." in words(report_of(branch.ward))


def test_minutes_that_were_added_to_are_told_and_marked_on_their_rows():
    branch = make.branch(members=3)
    meeting = make.meeting(branch, state="reported", day=date(2022, 3, 3))
    by = make.actor("secretary", of=branch)
    meetings.add_addendum(meeting, text="Sửa", reason="Nhầm", by=by, at=meeting.starts_at + timedelta(days=1))
    report = report_of(branch.ward)
    records = Records(branch.ward, Period.year(2022), on=date(2023, 1, 5))

    assert "1 biên bản có phần bổ sung sau khi thông qua." in words(report)
    assert [row.note for row in records.figure("attendance").rows()] == ["03/03/2022, có phần bổ sung biên bản"]


def test_a_later_copy_of_a_report_names_the_rules_of_its_year():
    branch = make.branch(members=3)
    make.meeting(branch, state="reported", day=date(2022, 3, 3))
    then = documents.report_data(report_of(branch.ward))["indicators"]["attendance"]["source"]
    later = documents.report_data(report_of(branch.ward, on=date(2027, 1, 5)))["indicators"]["attendance"]["source"]

    assert then == later == "12-HD/BTCTW (2018)"


# What is owed, tied and passed on -----------------------------------------------------------------


def test_grid_and_report_agree_that_a_quarter_within_which_a_branch_was_founded_is_not_owed():
    branch = make.branch(members=3)
    Unit.objects.filter(pk=branch.pk).update(valid_from=date(2022, 4, 10))
    for day in (date(2022, 4, 20), date(2022, 5, 3), date(2022, 6, 3)):
        make.meeting(branch, state="reported", day=day)
    actions.rebuild(branch.ward_id, until=NEW_YEAR)
    records = Records(branch.ward, Period.year(2022), on=NEW_YEAR)

    (line,) = year_grid(records)
    owed = records.figure("thematic_coverage", branch.pk)

    assert [mark and mark.tone for mark in line.quarters] == [None, None, "missing", "missing"]
    assert (owed.numerator, owed.denominator) == (0, 2)


def test_months_that_tie_each_show_their_own_parts():
    branch = make.branch(members=4)
    for month in (1, 2, 3):
        meeting = make.meeting(branch, day=date(2022, month, 3))
        if month == 2:
            away = meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id])[0]
            by = make.actor("secretary", of=branch)
            meetings.mark_many(meeting, [Mark(away.number, "excused", "travel")], by=by, at=meeting.starts_at)
        make.walk(meeting, until="reported")
    make.member(branch)
    make.meeting(branch, state="reported", day=date(2022, 4, 3))

    assert (
        "Tháng 01/2022 (4/4), 03/2022 (4/4) và 04/2022 (5/5) cùng dự cao nhất: 100%; "
        "tháng 02/2022 thấp nhất: 75% (3/4)." in words(report_of(branch.ward))
    )


def told(dissemination) -> None:
    everybody = [reader.person_id for reader in dissemination.readers.all()]
    by = make.office(dissemination.ward)
    directives.tell_again(dissemination, everybody, on=date(2022, 3, 1), by=by, at=make.at(date(2022, 3, 2)))


def line_with(ward, what: str) -> str:
    (line,) = [line for line in words(report_of(ward)).splitlines() if what in line]
    return line


def chain_of_two(ward):
    top = make.directive(ward, symbol="11-ĐA/TU")
    return top, make.directive(ward, parent=top, issuer="Quận ủy", kind="KH", symbol="70-KH/QU")


def test_two_documents_that_reached_other_branches_are_not_one_figure():
    ward = make.ward()
    here, there = make.branch(ward, members=3), make.branch(ward, members=3)
    for directive, branch in zip(chain_of_two(ward), (here, there), strict=True):
        told(make.dissemination(directive, branch))

    assert line_with(ward, "Thực hiện Đề án 11-ĐA/TU").endswith("; đã quán triệt đến 100% (6/6) lượt đảng viên.")


def test_a_document_that_nobody_was_told_of_is_not_said_to_be_passed_on():
    ward = make.ward()
    _top, plan = chain_of_two(ward)
    told(make.dissemination(plan, make.branch(ward, members=3)))

    line = line_with(ward, "Thực hiện Đề án 11-ĐA/TU")
    assert line.endswith("; đã quán triệt Kế hoạch 70-KH/QU đến 100% (3/3) đảng viên.")


def conference_on(directive, day: date) -> None:
    held = Conference.objects.create(
        ward=directive.ward,
        title="Hội nghị quán triệt",
        starts_at=make.at(day, 8),
        place="Hội trường",
        audience=["secretary"],
        listed_count=3,
        present_count=3,
        closed_at=make.at(day, 11),
    )
    ConferenceItem.objects.create(ward=directive.ward, conference=held, directive=directive)


def test_a_conference_alone_does_not_say_that_branches_were_told():
    ward = make.ward()
    branch, directive = make.branch(ward, members=3), make.directive(ward)
    conference_on(directive, date(2022, 2, 10))
    assert "truyền đạt tiếp" not in words(report_of(ward))
    assert "100% (3/3) đại biểu" in words(report_of(ward))

    conference_on(directive, date(2022, 5, 10))
    told(make.dissemination(directive, branch))
    line = line_with(ward, "hội nghị cán bộ chủ chốt")
    assert "100% (6/6) lượt đại biểu" in line and "truyền đạt tiếp đến đảng viên" in line


def test_the_duties_of_members_are_not_measured_by_tasks_from_meetings():
    branch = make.branch(members=3)
    meeting = make.meeting(branch)
    by = make.actor("secretary", of=branch)
    meetings.assign_task(
        meeting, description="Việc", assignee=meeting.chair, due_on=date(2022, 3, 20), by=by, at=meeting.starts_at
    )
    make.walk(meeting, until="reported")
    report = report_of(branch.ward)

    assert "bốn nhiệm vụ của người đảng viên" in line_with(branch.ward, "bốn nhiệm vụ")
    assert "đúng hạn" not in line_with(branch.ward, "bốn nhiệm vụ")
    assert "0% (0/1) nhiệm vụ được giao hoàn thành đúng hạn" in words(report)
