"""Facts 15, 17, 24 and 25 of the first ward's article, told by the year report from records that lead to rows."""

from datetime import date

import pytest

from nennep.core.periods import Month
from nennep.oversight import actions as oversight
from nennep.recognition import actions as recognition
from nennep.reports import actions
from tests import make
from tests.reports.test_briefings import closed
from tests.reports.test_year_report import report_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    found = make.ward()
    make.ward_term(found)
    return found


def test_the_year_report_tells_of_briefings_checking_urging_and_principles(ward):
    unit = make.branch(ward, members=4)
    charge, meeting = make.charge(unit), make.meeting(unit)
    by, person = make.office(ward), make.Person.objects.get(pk=charge.person_id)
    visit = oversight.attend(meeting, person, by=charge, at=make.EVENING)
    ticked = ["agenda", "last_month", "minutes", "democracy", "criticism", "leadership"]
    oversight.send_sheet(visit, ticked=ticked, seen=0, by=charge, at=make.EVENING)
    make.walk(meeting, until="reported")
    petition = oversight.raise_petition(
        unit, text="Lắp đèn", raised_in="member", raised_on=make.DAY, by=by, at=make.EVENING
    )
    oversight.answer_petition(petition, answer="Xong", seen=0, by=by, at=make.at(date(2022, 3, 9)))
    inspection = oversight.plan_inspection(
        ward.pk, year=2022, kind="inspection", title="Nền nếp", scope="Quý I", begins_on=date(2022, 4, 1),
        ends_on=date(2022, 4, 30), units=[unit], head=person, by=by, at=make.EVENING,
    )  # fmt: skip
    oversight.record_found(inspection, unit=unit, kind="strength", text="Tốt", by=by, at=make.at(date(2022, 4, 9)))
    inspection.refresh_from_db()
    oversight.conclude_inspection(inspection, conclusion="Tốt", seen=1, by=by, at=make.at(date(2022, 4, 10)))
    march = Month(2022, 3)
    sample = oversight.draw_sample(
        ward.pk, first=march, last=march, size=1, seed=1, by=by, at=make.at(date(2022, 4, 1))
    )
    oversight.check_minutes(sample.drawn.get(), ticked=[], remark="", seen=0, by=by, at=make.at(date(2022, 4, 1)))
    oversight.remind(ward.pk, on=date(2022, 4, 20), at=make.at(date(2022, 4, 20)))
    closed(ward)

    report = report_of(ward, on=date(2023, 1, 5))
    told = words(report)

    assert "8,3% (1/12) tháng có hội nghị giao ban; chất lượng sinh hoạt chi bộ là nội dung cố định" in told
    assert "100% (1/1) cuộc kiểm tra, giám sát trong chương trình đã kết luận." in told
    assert "Văn phòng đã xem 1 biên bản rút ngẫu nhiên." in told
    assert "lượt nhắc việc đến hạn" in told
    assert "100% (1/1) kiến nghị, khó khăn, vướng mắc của chi bộ, đảng viên nêu trong kỳ đã được trả lời." in told
    assert "100% (1/1) phiếu ghi buổi sinh hoạt thể hiện tính lãnh đạo, tính giáo dục, tính chiến đấu." in told
    assert "100% (1/1) phiếu ghi đảng viên thảo luận dân chủ, cởi mở" in told
    for figure in report.figures:
        assert sum(row.part for row in figure.rows()) == figure.numerator, figure.indicator.id


def test_a_ward_that_followed_nothing_up_tells_nothing_of_it(ward):
    make.meeting(make.branch(ward), state="reported")

    told = words(report_of(ward, on=date(2023, 1, 5)))

    assert "giao ban" not in told and "phiếu dự" not in told


def test_a_substitute_keeps_the_charge_on_the_days_it_holds(ward):
    unit = make.branch(ward)
    make.charge(unit)
    charge = unit.charges.get()
    other, by = make.person(ward), make.office(ward)
    make.organisation.stand_in(
        charge, other, valid_from=date(2022, 3, 1), valid_to=date(2022, 3, 8), by=by, at=make.EVENING
    )
    for day in (make.DAY, date(2022, 4, 3)):
        meeting = make.meeting(unit, day=day)
        oversight.attend(meeting, other, by=make.own(other), at=make.at(day))
        make.walk(meeting, until="reported")
    actions.refresh(ward.pk, until=date(2023, 1, 5))

    told = words(report_of(ward, on=date(2023, 1, 5)))

    assert "50% (1/2) buổi sinh hoạt có đảng ủy viên phụ trách trực tiếp dự." in told
    assert "1 đồng chí đảng ủy viên theo dõi" in told, "whoever stands in is not counted as in charge"


def test_awards_are_told_with_their_decision_or_as_only_told(ward):
    """Fact 26: the photograph names nobody, and neither does the report; what was withdrawn is not told."""
    unit, by, at = make.branch(ward, members=2), make.office(ward), make.at(date(2023, 1, 20))
    words_of = {"kind": "ward_certificate", "merit": "Tiêu biểu", "by": by, "at": at}
    recognition.record_award(
        ward.pk, year=2022, told_by="ảnh lễ trao thưởng", unnamed="tập thể, cá nhân có thành tích", **words_of
    )
    decided = {"number": "12-QĐ/ĐU", "decided_on": date(2023, 1, 10)}
    given = recognition.record_award(ward.pk, year=2022, units=[unit], **decided, **words_of)
    recognition.commend(given, person=make.member(unit, "Vũ Thị Hoa"), by=by, at=at)
    wrong = recognition.record_award(ward.pk, year=2022, **{**decided, "number": "13"}, **words_of)
    recognition.withdraw_award(wrong, reason="Sai", on=date(2023, 1, 21), by=by, at=at)
    recognition.record_award(ward.pk, year=2021, **{**decided, "number": "14"}, **words_of)

    report = report_of(ward, on=date(2023, 2, 5))
    told = words(report)

    assert "Khen thưởng cho thành tích của năm: 2 lần." in told
    assert (
        "Giấy khen của Đảng ủy phường: tập thể, cá nhân có thành tích. "
        "Theo ảnh lễ trao thưởng; không có quyết định trong hồ sơ." in told
    )
    named = f"{unit.name}, các đảng viên có tên trong quyết định. Quyết định số 12-QĐ/ĐU ngày 10/01/2023."
    assert f"Giấy khen của Đảng ủy phường: {named}" in told
    assert "Vũ Thị Hoa" not in told
    figure = next(each for each in report.figures if each.indicator.id == "awards")
    assert sorted(row.note for row in figure.rows()) == ["12-QĐ/ĐU", "ảnh lễ trao thưởng"]
