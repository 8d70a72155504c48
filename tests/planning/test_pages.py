"""The pages of themes, of the ward's orientation and of agendas by kind of branch."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from nennep.planning import actions
from nennep.planning.models import ContentLibrary, PlannedTopic, ThematicPlan, TopicOrientation
from tests import files, make
from tests.meetings.pages import errors_of, text_of

pytestmark = pytest.mark.django_db
YEAR = 2022
TODAY = date(2022, 5, 20)


@pytest.fixture(autouse=True)
def the_day(settings, tmp_path):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(TODAY) - make.timezone.now()).total_seconds())
    settings.UPLOAD_ROOT = tmp_path


@pytest.fixture
def branch():
    return make.branch(make.ward(), members=4)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(make.account(person))
    return client


def secretary_of(branch) -> Client:
    return signed_in(branch.posts.get(position="secretary").person)


def office_of(branch) -> Client:
    clerk = make.person(branch.ward)
    by = make.office(branch.ward)
    make.organisation.appoint(clerk, "office", valid_from=make.BEGIN, by=by, at=make.at(make.BEGIN))
    return signed_in(clerk)


def plan_url(branch, name="plan", **more):
    return reverse(f"planning:{name}", kwargs={"year": YEAR, "unit_id": branch.pk, **more})


def topic_in(branch, quarter=2, **words) -> PlannedTopic:
    by, at = make.actor("secretary", of=branch), make.at(TODAY)
    return actions.add_topic(branch, year=YEAR, quarter=quarter, title="Nêu gương", by=by, at=at, **words)


# From the ward's suggestion to its approval -----------------------------------------------------------


def test_a_suggestion_travels_from_the_office_to_an_approved_plan(branch):
    office, secretary = office_of(branch), secretary_of(branch)
    author = branch.posts.get(position="secretary").person
    words = {"title": "Phòng cháy", "basis": "topical", "grounds": "Các vụ cháy"}

    office.post(reverse("planning:suggest", args=[YEAR]), words)
    before = text_of(secretary.get(plan_url(branch)))
    office.post(reverse("planning:issue", args=[YEAR]))
    board = text_of(secretary.get(plan_url(branch)))
    suggestion = TopicOrientation.objects.get()
    secretary.post(plan_url(branch, "place"), {"suggestion": suggestion.pk, "quarter": "2"})
    for quarter in (1, 3, 4):
        secretary.post(plan_url(branch, "place"), {"title": f"Chuyên đề {quarter}", "quarter": str(quarter)})
    for topic in PlannedTopic.objects.all():
        sent = {"title": topic.title, "author": author.pk, "seen": topic.revision}
        assert secretary.post(reverse("planning:topic", args=[topic.pk]), sent).status_code == 302
    secretary.post(plan_url(branch, "submit"))
    waiting = text_of(office.get(reverse("planning:themes", args=[YEAR])))
    refused = office.post(plan_url(branch, "decide"), {"return": "1"})
    office.post(plan_url(branch, "decide"), {"approve": "1", "remark": "Tốt."})
    approved = text_of(secretary.get(plan_url(branch)))

    assert "Phường chưa ban hành gợi ý" in before
    assert "Gợi ý của phường (1)" in board
    assert "Chờ phường duyệt" in waiting
    assert errors_of(refused) == ["Ghi nhận xét để chi bộ biết cần sửa gì."]
    assert "Đã duyệt" in approved
    assert "Phường duyệt kế hoạch: Tốt." in approved
    assert ThematicPlan.objects.get().state == "approved"


def test_a_suggestion_for_another_kind_of_branch_is_as_if_it_were_not_there(branch):
    office = make.office(branch.ward)
    suggestion = actions.suggest_topic(
        branch.ward_id,
        year=YEAR,
        title="Cho trường học",
        basis="topical",
        grounds="Năm học mới",
        branch_kinds=["school"],
        by=office,
        at=make.at(TODAY),
    )
    actions.issue_orientation(branch.ward_id, year=YEAR, by=office, at=make.at(TODAY))

    answer = secretary_of(branch).post(plan_url(branch, "place"), {"suggestion": suggestion.pk, "quarter": "2"})

    assert errors_of(answer) == ["Nhập tên chuyên đề."]
    assert not PlannedTopic.objects.exists()


def test_a_stranger_cannot_be_named_as_author(branch):
    topic, stranger = topic_in(branch), make.member(make.branch(branch.ward))
    sent = {"title": "Tên mới", "author": stranger.pk, "seen": topic.revision}

    answer = secretary_of(branch).post(reverse("planning:topic", args=[topic.pk]), sent)

    assert errors_of(answer) == ["Không có đồng chí này trong danh sách. Chọn người trong danh sách."]
    assert "Tên mới" in answer.content.decode()
    topic.refresh_from_db()
    assert topic.title == "Nêu gương"


def test_two_people_change_one_theme_and_the_second_sees_what_stands(branch):
    topic, secretary = topic_in(branch), secretary_of(branch)
    address = reverse("planning:topic", args=[topic.pk])
    secretary.post(address, {"title": "Bản một", "seen": topic.revision})

    second = secretary.post(address, {"title": "Bản hai", "seen": topic.revision})
    again = secretary.post(address, {"title": "Bản hai", "seen": topic.revision + 1})
    topic.refresh_from_db()

    assert second.status_code == 409
    assert "Bản đang lưu: “Bản một”" in text_of(second)
    assert 'value="Bản hai"' in second.content.decode()
    assert again.status_code == 302
    assert topic.title == "Bản hai"


def test_february_is_typed_as_people_write_it(branch):
    topic = topic_in(branch, quarter=1)
    sent = {"title": "X", "meets_on": "05/02/2022", "seen": topic.revision}

    secretary_of(branch).post(reverse("planning:topic", args=[topic.pk]), sent)
    topic.refresh_from_db()

    assert topic.meets_on == date(2022, 2, 5)


# Drafts -----------------------------------------------------------------------------------------------


def pdf(name="ban-thao.pdf"):
    return SimpleUploadedFile(name, files.PDF)


def test_the_author_hands_in_and_other_members_see_only_the_final_text(branch):
    author, reader = make.member(branch), make.member(branch)
    topic = topic_in(branch)
    by = make.actor("secretary", of=branch)
    actions.change_topic(
        topic, title="X", author=author, draft_due=None, meets_on=None, seen=topic.revision, by=by, at=make.at(TODAY)
    )
    as_author, as_reader = signed_in(author), signed_in(reader)
    draft, final = (reverse(f"planning:{name}", args=[topic.pk]) for name in ("draft", "final"))

    refused = as_reader.post(reverse("planning:hand_in_draft", args=[topic.pk]), {"file": pdf(), "classified": "no"})
    secret = as_author.post(reverse("planning:hand_in_draft", args=[topic.pk]), {"file": pdf(), "classified": "yes"})
    taken = as_author.post(reverse("planning:hand_in_draft", args=[topic.pk]), {"file": pdf(), "classified": "no"})
    hidden, seen = as_reader.get(draft).status_code, as_author.get(draft).status_code
    as_author.post(reverse("planning:hand_in_final", args=[topic.pk]), {"file": pdf("chinh.pdf"), "classified": "no"})

    assert refused.status_code == 404
    assert errors_of(secret) == ["Tài liệu có dấu mật không được đưa vào hệ thống. Tệp không được lưu."]
    assert taken.status_code == 302
    assert (hidden, seen) == (404, 200)
    assert as_reader.get(final).status_code == 200


def test_remarks_wait_for_a_draft(branch):
    topic = topic_in(branch)

    answer = secretary_of(branch).post(reverse("planning:remark", args=[topic.pk]), {"remarks": "Thêm số liệu"})

    assert errors_of(answer) == ["Chưa có bản thảo để góp ý."]
    assert "Thêm số liệu" in answer.content.decode()


# Documents --------------------------------------------------------------------------------------------


def test_the_plan_is_printed_in_its_official_form(branch):
    topic_in(branch)
    answer = secretary_of(branch).get(plan_url(branch, "plan_file", format="docx"))
    word = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    lines = [paragraph.text for paragraph in word.paragraphs]

    assert "DỰ THẢO KẾ HOẠCH" in lines
    assert f"sinh hoạt chuyên đề năm {YEAR}" in lines
    assert "Nêu gương" in cells
    assert "Quý II" in cells


# Agendas by kind of branch ----------------------------------------------------------------------------


def content_form(client: Client, **changes):
    """The form of an agenda as a browser would send it back."""
    address = reverse("planning:content", args=["street_block", "regular"])
    page = client.get(address)
    lines = page.context["lines"]
    sent = {"valid_from": "20/05/2022", "focus": "Điểm một\nĐiểm hai", "note": "Góp ý của chi bộ"}
    sent |= {"muc-TOTAL_FORMS": str(len(lines.forms)), "muc-INITIAL_FORMS": str(len(lines.initial_forms))}
    for number, form in enumerate(lines.forms):
        sent |= {f"muc-{number}-{name}": form.initial.get(name, "") for name in ("part", "hint", "title", "minutes")}
    return address, sent | changes


def test_a_new_version_is_what_the_next_meeting_starts_from(branch):
    office = office_of(branch)
    old = make.meeting(branch, state="planned", day=date(2022, 5, 3))
    address, sent = content_form(office, **{"muc-9-title": "Thảo luận theo chủ đề tháng", "muc-16-title": "Văn nghệ"})

    assert office.post(address, sent).status_code == 302
    new = make.meeting(branch, state="planned", day=date(2022, 6, 3))

    assert ContentLibrary.objects.get().version == 1
    assert "Thảo luận theo chủ đề tháng" in [item.title for item in new.agenda.all()]
    assert new.agenda.get(title="Văn nghệ").part == "other"
    assert "Văn nghệ" not in [item.title for item in old.agenda.all()]


def test_a_part_that_the_desk_needs_cannot_be_left_out(branch):
    office = office_of(branch)
    address, sent = content_form(office, **{"muc-2-title": "", "muc-9-title": "Tên còn giữ"})

    answer = office.post(address, sent)

    assert errors_of(answer)[0].startswith("Chương trình mẫu thiếu mục “Báo cáo tình hình đảng viên dự sinh hoạt")
    assert "Tên còn giữ" in answer.content.decode()
    assert not ContentLibrary.objects.exists()


# How many questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["themes", "orientation"])
def test_pages_of_the_ward_ask_the_same_for_one_branch_and_for_twenty(name, branch):
    office, address = office_of(branch), reverse(f"planning:{name}", args=[YEAR])
    topic_in(branch)
    other = make.branch(branch.ward)
    topic_in(other)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert office.get(address).status_code == 200
        return len(found)

    few = asked()
    for _number in range(18):
        topic_in(make.branch(branch.ward))

    assert asked() == few <= 10


def test_a_board_asks_the_same_for_one_theme_and_for_twelve(branch):
    secretary = secretary_of(branch)
    topic_in(branch)
    secretary.get(plan_url(branch))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            secretary.get(plan_url(branch))
        return len(found)

    few = asked()
    for quarter in (1, 2, 3, 4) * 3:
        topic_in(branch, quarter=quarter)

    assert asked() == few <= 10


def test_the_home_page_names_the_quarter_without_a_date_and_the_theme_to_write(branch):
    by, secretary = make.actor("secretary", of=branch), branch.posts.get(position="secretary").person
    topic = topic_in(branch)
    actions.change_topic(
        topic,
        title="Nêu gương",
        author=secretary,
        draft_due=TODAY - timedelta(days=1),
        meets_on=None,
        seen=topic.revision,
        by=by,
        at=make.at(TODAY),
    )
    page = text_of(signed_in(secretary).get("/"))

    assert "Định ngày sinh hoạt chuyên đề quý này" in page
    assert "Viết chuyên đề: Nêu gương" in page
    assert "quá hạn" in page


def test_an_author_who_left_the_branch_no_longer_writes_its_theme(branch):
    author = make.member(branch, "Lê Văn Rời")
    topic = actions.add_topic(
        branch, year=YEAR, quarter=2, title="Số hóa", by=make.actor("secretary", of=branch), at=make.at(TODAY)
    )
    PlannedTopic.objects.filter(pk=topic.pk).update(author=author)
    client = signed_in(author)
    address = reverse("planning:hand_in_draft", args=[topic.pk])
    assert client.post(address).status_code == 422
    author.placements.update(valid_to=TODAY)

    assert client.post(address).status_code == 404


def test_a_secretary_sees_the_meeting_day_of_the_own_branch_only(branch):
    other = make.branch(branch.ward)
    secretary = signed_in(make.Person.objects.get(posts__unit=branch, posts__position="secretary"))
    office = signed_in(make.Person.objects.get(pk=make.actor("office", of=branch).person_id))

    mine, all_days = (text_of(each.get(reverse("planning:days"))) for each in (secretary, office))

    assert branch.name in mine and other.name not in mine
    assert branch.name in all_days and other.name in all_days
