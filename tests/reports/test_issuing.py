"""Issued reports: number, hash, files; they stand, and say what has changed since and why."""

from datetime import date

import pytest
from django.db import Error, transaction
from django.urls import reverse
from pypdfium2 import PdfDocument

from nennep.core.refusals import Refused
from nennep.core.uploads import path_of
from nennep.organisation.models import Person
from nennep.recognition import actions as recognition
from nennep.reports import issuing
from nennep.reports.models import IssuedReport
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 5)
AT = make.at(ON, hour=9)


@pytest.fixture
def unit():
    made = make.branch(members=4)
    make.ward_term(made.ward)
    make.meeting(made, state="reported", day=date(2022, 3, 3))
    return made


def issue(unit, **given) -> IssuedReport:
    return issuing.issue(unit.ward, 2022, **{"on": ON, "by": make.office(unit.ward), "at": AT} | given)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.sentence


def a_later_meeting(unit) -> None:
    make.meeting(unit, state="reported", day=date(2022, 4, 3))


def test_an_issued_report_has_a_number_a_hash_and_files_that_bear_it(unit):
    issued = issue(unit)

    assert (issued.symbol, issued.revision, len(issued.sha256)) == ("01-BC/ĐU", 1, 64)
    assert issuing.reports_that_do_not_fit(unit.ward_id) == []
    assert "01-BC/ĐU" in PdfDocument(path_of(issued.pdf))[0].get_textpage().get_text_range()
    assert issued.docx.name == "bao-cao-2022.docx"


def test_the_same_report_is_not_issued_twice_and_a_year_without_a_finished_month_not_at_all(unit):
    issue(unit)
    assert refusal(lambda: issue(unit, reason="Thử")) == (
        "Lời văn và số liệu vẫn như báo cáo số 01-BC/ĐU. Không cần ban hành lại."
    )
    assert refusal(lambda: issuing.issue(unit.ward, 2023, on=ON, by=make.office(unit.ward), at=AT)) == (
        "Chưa có tháng nào của năm 2023 kết thúc nên chưa có số liệu để ban hành."
    )
    assert IssuedReport.objects.count() == 1


def test_figures_corrected_after_issuing_are_shown_and_issued_again_with_a_reason(unit):
    first = issue(unit)
    a_later_meeting(unit)
    since = issuing.since(first, unit.ward, on=ON)
    held = next(each for each in since.changes if each.title == "Sinh hoạt thường kỳ" and not each.unit)

    assert (held.before, held.after) == ("10% (1/10)", "20% (2/10)")  # records begin in March
    assert "meetings.meeting.stepped" in {event.name for event in since.events if event.month == date(2022, 4, 1)}
    assert refusal(lambda: issue(unit)).startswith("Ghi lý do ban hành lại")
    second = issue(unit, reason="Chi bộ bổ sung buổi tháng 4")
    assert (second.revision, second.symbol, second.reason) == (2, "02-BC/ĐU", "Chi bộ bổ sung buổi tháng 4")
    assert issuing.since(second, unit.ward, on=ON).changes == []
    first.refresh_from_db()
    assert issuing.reports_that_do_not_fit(unit.ward_id) == []


def test_a_branch_that_got_another_kind_changes_two_figures_of_one_indicator(unit):
    other = make.branch(unit.ward, kind="village")
    issued = issue(unit)
    other.branch_kind = "residential"
    other.save(update_fields=["branch_kind"])

    changes = issuing.since(issued, unit.ward, on=ON).changes

    by_kind = [(each.before, each.after) for each in changes if each.title == "Chi bộ theo loại hình"]
    assert sorted(by_kind) == [("1", "–"), ("–", "1")]


def test_an_award_recorded_after_issuing_is_a_change_with_its_entry_in_the_log(unit):
    issued = issue(unit)
    words = {"kind": "ward_certificate", "merit": "Tiêu biểu", "number": "1-QĐ/ĐU", "decided_on": date(2023, 1, 4)}
    recognition.record_award(unit.ward_id, year=2022, **words, by=make.office(unit.ward), at=AT)
    since = issuing.since(issued, unit.ward, on=ON)

    assert [(each.title, each.before, each.after) for each in since.changes] == [("Lần khen thưởng", "–", "1")]
    assert [event.name for event in since.events] == ["recognition.award.recorded"]


def test_the_database_refuses_to_change_or_remove_what_was_issued(unit):
    issued = issue(unit)
    for change in (
        lambda: IssuedReport.objects.filter(pk=issued.pk).update(sha256="0" * 64),
        lambda: IssuedReport.objects.filter(pk=issued.pk).delete(),
    ):
        with pytest.raises(Error, match="Báo cáo đã ban hành"), transaction.atomic():
            change()


@pytest.fixture
def office(client, unit, settings):
    settings.CLOCK_OFFSET_SECONDS = int((AT - make.timezone.now()).total_seconds())
    client.force_login(make.account(Person.objects.get(pk=make.actor("office", of=unit).person_id)))
    return client


def test_the_office_issues_reads_what_changed_and_issues_again(office, unit):
    address = reverse("reports:issue", args=[2022])
    shown = office.get(office.post(address).url).content.decode()
    assert "Số liệu và lời văn hôm nay vẫn như khi ban hành." in shown
    a_later_meeting(unit)
    issued = IssuedReport.objects.get()
    shown = office.get(reverse("reports:issued", args=[issued.pk])).content.decode()
    assert "Số liệu hôm nay khác báo cáo này" in shown and "20% (2/10)" in shown

    answer = office.post(address, {"reason": ""})
    assert answer.status_code == 422
    assert "Ghi lý do ban hành lại, ví dụ: chi bộ bổ sung biên bản tháng 3." in answer.content.decode()
    office.post(address, {"reason": "Bổ sung buổi tháng 4"})
    assert IssuedReport.objects.count() == 2
    for format in ("docx", "pdf", "json"):
        answer = office.get(reverse("reports:issued_file", args=[issued.pk, format]))
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]


def test_pages_ask_the_same_for_one_issue_and_for_four(office, unit, django_assert_max_num_queries):
    issue(unit)
    for month in (4, 5, 6):
        make.meeting(unit, state="reported", day=date(2022, month, 3))
        issue(unit, reason=f"Bổ sung tháng {month}")
    with django_assert_max_num_queries(8):
        office.get(reverse("reports:issue", args=[2022]))
    latest = IssuedReport.objects.latest("revision")
    with django_assert_max_num_queries(75) as captured:
        office.get(reverse("reports:issued", args=[latest.pk]))
    print(len(captured))
