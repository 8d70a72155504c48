"""What plan and orientation print: the day and the signer of what was done, not of the day of printing."""

from datetime import date

import pytest

from nennep.core.documents.text import plain_text
from nennep.organisation import actions as organisation
from nennep.planning import actions, documents
from nennep.planning.models import PlannedTopic
from tests import make
from tests.planning.test_themes import YEAR, full_plan, secretary, suggest

pytestmark = pytest.mark.django_db

LATER = date(YEAR + 1, 5, 17)
SENT, DECIDED = date(YEAR, 1, 12), date(YEAR, 1, 20)


@pytest.fixture
def branch():
    return make.branch()


def another_secretary(branch, on: date) -> str:
    """Somebody else becomes secretary; who it was before is returned."""
    post = branch.posts.get(position="secretary")
    by, someone = make.office(branch.ward), make.member(branch, "Trịnh Văn Mới")
    organisation.end_post(post, on=on, by=by, at=make.at(on))
    organisation.appoint(someone, "secretary", unit=branch, valid_from=on, by=by, at=make.at(on))
    return post.person.full_name


def printed(branch) -> str:
    return plain_text(documents.plan_document(branch, YEAR, today=LATER))


def test_a_draft_says_so_and_has_neither_day_nor_name(branch):
    full_plan(branch)
    sheet = documents.plan_document(branch, YEAR, today=LATER)

    assert (sheet.kind, sheet.right.name) == ("DỰ THẢO KẾ HOẠCH", "")
    assert sheet.place_and_date == f"{branch.ward.place}, ngày … tháng … năm …"
    assert "phê duyệt" not in printed(branch)


def test_a_plan_that_waits_has_the_day_it_was_sent_and_is_still_a_draft(branch):
    actions.submit_plan(full_plan(branch), by=secretary(branch), at=make.at(SENT))
    name = another_secretary(branch, date(YEAR, 6, 1))
    sheet = documents.plan_document(branch, YEAR, today=LATER)

    assert (sheet.kind, sheet.right.name) == ("DỰ THẢO KẾ HOẠCH", name)
    assert "ngày 12 tháng 01" in sheet.place_and_date
    assert f"Đảng ủy phường phê duyệt: chưa; chi bộ gửi ngày {SENT:%d/%m/%Y}." in printed(branch)


def test_an_approved_plan_has_its_day_its_signer_and_the_approval(branch):
    plan = full_plan(branch)
    actions.submit_plan(plan, by=secretary(branch), at=make.at(SENT))
    actions.approve_plan(plan, remark="Quý II làm sớm.", by=make.office(branch.ward), at=make.at(DECIDED))
    name = another_secretary(branch, date(YEAR, 6, 1))
    sheet = documents.plan_document(branch, YEAR, today=LATER)

    assert (sheet.kind, sheet.right.name) == ("KẾ HOẠCH", name)
    assert "ngày 12 tháng 01" in sheet.place_and_date
    assert f"Đảng ủy phường phê duyệt: ngày {DECIDED:%d/%m/%Y}. Quý II làm sớm." in printed(branch)


def test_a_plan_changed_after_it_was_approved_says_when(branch):
    plan = full_plan(branch)
    actions.submit_plan(plan, by=secretary(branch), at=make.at(SENT))
    actions.approve_plan(plan, by=make.office(branch.ward), at=make.at(DECIDED))
    topic = PlannedTopic.objects.filter(plan=plan).order_by("quarter").last()
    words = {"title": "Tên mới", "author": topic.author, "draft_due": None, "meets_on": None}
    changed = make.at(date(YEAR, 7, 5))
    actions.change_topic(topic, **words, seen=topic.revision, reason="Theo thời sự", by=secretary(branch), at=changed)

    assert f"phê duyệt: ngày {DECIDED:%d/%m/%Y}. Chi bộ điều chỉnh ngày 05/07/{YEAR}." in printed(branch)


def test_the_orientation_is_a_guidance_of_the_day_on_which_it_was_issued(branch):
    ward = branch.ward
    suggest(ward, issued=False)
    actions.issue_orientation(ward.pk, year=YEAR, by=make.office(ward), at=make.at(SENT))
    head = make.person(ward, "Nguyễn Thị Bí Thư")
    by = make.office(ward)
    post = organisation.appoint(head, "ward_secretary", unit=None, valid_from=make.BEGIN, by=by, at=make.EVENING)
    organisation.end_post(post, on=date(YEAR, 6, 1), by=by, at=make.EVENING)
    sheet = documents.orientation_document(ward.pk, YEAR)

    assert (sheet.symbol, sheet.kind) == ("…-HD/ĐU", "HƯỚNG DẪN")
    assert sheet.subject == f"định hướng nội dung sinh hoạt chuyên đề năm {YEAR}"
    assert "ngày 12 tháng 01" in sheet.place_and_date
    assert sheet.right.name == "Nguyễn Thị Bí Thư"
