"""The monthly briefing: figures with their rows, words beside them, the conference, what was issued and what is now."""

import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document
from pptx import Presentation
from pypdfium2 import PdfDocument

from nennep.core.documents.text import plain_text
from nennep.core.periods import Month, Period
from nennep.core.refusals import Changed
from nennep.decisions import actions as decisions
from nennep.decisions.models import Task
from nennep.meetings import actions as meetings
from nennep.oversight import actions as oversight
from nennep.reports import actions
from nennep.reports.actions import briefings as rules
from nennep.reports.briefings import pages, papers
from nennep.reports.briefings.sections import SECTIONS, Pack
from nennep.reports.briefings.stored import Today, figures, from_data
from nennep.reports.models import Briefing
from nennep.reports.queries import evidence, indicator
from nennep.reports.records import Records
from tests import make
from tests.quality import worlds

pytestmark = pytest.mark.django_db
MARCH, ON = Month(2022, 3), date(2022, 4, 2)


@pytest.fixture
def ward():
    found = make.ward()
    make.ward_term(found)
    return found


@pytest.fixture
def units(ward):
    """Three branches: one met and reported, one met with two of four away, one did not meet."""
    good, thin, none = (make.branch(ward, members=4) for _each in range(3))
    make.meeting(good, state="reported")
    low = make.meeting(thin)
    for line in low.whole_roll.exclude(person__in=[low.chair_id, low.minute_taker_id]):
        mark = [meetings.Mark(line.number, "excused", "travel")]
        meetings.mark_many(low, mark, by=make.actor("secretary", of=thin), at=low.starts_at)
    make.walk(low, until="closed")
    off = make.meeting(none, state="planned")
    meetings.cancel_meeting(off, reason="Mất điện", by=make.actor("secretary", of=none), at=make.EVENING)
    return good, thin, none


def packed(ward, month=MARCH, on=ON):
    actions.refresh(ward.pk, until=on)
    briefing = actions.begin_briefing(ward.pk, month, on=on, by=make.office(ward, on), at=make.at(on))
    actions.compose_pack(briefing, ward, at=make.at(on))
    return briefing


def opened(ward, month=MARCH, on=ON):
    briefing = packed(ward, month, on)
    chair, taker = make.person(ward, "Chủ Trì"), make.person(ward, "Thư Ký")
    return actions.open_briefing(
        briefing, starts_at=make.at(on, 14), place="Hội trường", chair=chair, minute_taker=taker,
        by=make.office(ward, on), at=make.at(on, 14),
    )  # fmt: skip


def closed(ward, month=MARCH, on=ON):
    briefing, by = opened(ward, month, on), make.office(ward, on)
    actions.call_the_roll(briefing, list(briefing.seats.values_list("person_id", flat=True)), by=by, at=make.at(on, 14))
    actions.write_course(briefing, course="Các chi bộ trao đổi.", seen=0, by=by, at=make.at(on, 15))
    return actions.close_briefing(briefing, by=by, at=make.at(on, 16))


def said(briefing, key):
    content = from_data(briefing.sections.get(key=key).content)
    return [each.text for each in content if hasattr(each, "text")]


def client_of(person, settings, on=ON):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(on, 9) - make.timezone.now()).total_seconds())
    client = Client()
    client.force_login(make.account(person))
    return client


def clerk(units):
    return make.Person.objects.get(pk=make.actor("office", of=units[0]).person_id)


# The pack -----------------------------------------------------------------------------------------


def test_one_button_says_who_met_who_did_not_and_why(ward, units):
    _good, thin, none = units
    briefing = packed(ward)
    head = none.posts.get(position="secretary").person.full_name

    assert said(briefing, "held") == [
        "66,7% (2/3) kỳ sinh hoạt thường kỳ phải có trong tháng đã được tổ chức.",
        f"Chưa sinh hoạt: 1, ở {none.name} (bí thư đ/c {head}).",
        "100% (2/2) buổi thường kỳ họp đúng ngày định kỳ.",
    ]
    assert f"{none.name} không họp: Mất điện." in said(briefing, "causes")
    assert f"Thấp nhất trong tháng: {thin.name}, 50% (2/4)." in said(briefing, "attendance")
    assert said(briefing, "minutes")[0] == "50% (1/2) buổi có biên bản ký đủ và gửi Đảng ủy đúng hạn."
    assert thin.name in said(briefing, "minutes")[1]


def test_a_meeting_after_the_branchs_own_day_is_late(ward):
    unit = make.branch(ward, day=3)
    make.meeting(unit, state="reported", day=date(2022, 3, 9))

    assert said(packed(ward), "held")[1].startswith(f"Sinh hoạt sau ngày định kỳ: 1 buổi, ở {unit.name}")


def test_every_figure_opens_rows_that_add_up_to_it(ward, units):
    briefing = packed(ward)
    kept = [figure for section in briefing.sections.all() for figure in figures(from_data(section.content))]

    for each in kept:
        records = Records(ward, Period.parse(each.period), on=ON)
        unit_id = make.uuid7().__class__(each.unit_id) if each.unit_id else None
        found = evidence(
            records, indicator(each.indicator_id), unit_id=unit_id, wanting=each.wanting, choice=each.choice
        )
        assert sum(row.part for row, _unit in found.rows) == found.figure.numerator, each
        assert each.text in {found.figure.text, found.figure.parts, str(found.figure.numerator)}, each
    assert len(kept) > 20


def test_branches_stand_in_their_fixed_order_beside_their_own_past_and_nobody_is_ranked(ward):
    first, second = make.branch(ward, members=4), make.branch(ward, members=4)
    for unit, absent in ((first, 2), (second, 0)):
        for month in (1, 2):
            make.meeting(unit, state="reported", day=date(2022, month, 3))
        meeting = make.meeting(unit)
        lines = meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id])[:absent]
        marks = [meetings.Mark(line.number, "excused", "travel") for line in lines]
        meetings.mark_many(meeting, marks, by=make.actor("secretary", of=unit), at=meeting.starts_at)
        make.walk(meeting, until="reported")

    content = from_data(packed(ward).sections.get(key="attendance").content)
    table = next(each for each in content if hasattr(each, "rows"))

    assert [(row[0], row[1].text, row[3].text, row[4]) for row in table.rows] == [
        (first.name, "50% (2/4)", "100% (8/8)", "▼ giảm"),
        (second.name, "100% (4/4)", "100% (8/8)", "= giữ mức"),
    ]


def test_shortcomings_are_grouped_by_the_criterion_of_the_sheets(ward):
    unit = make.branch(ward)
    charge, meeting = make.charge(unit), make.meeting(unit)
    person = make.Person.objects.get(pk=charge.person_id)
    visit = oversight.attend(meeting, person, by=charge, at=make.EVENING)
    oversight.send_sheet(
        visit, ticked=["on_time", "roll"], problems="Hội trường chật", seen=0, by=charge, at=make.EVENING
    )
    make.walk(meeting, until="reported")
    briefing = packed(ward)

    assert (
        "Nguyên tắc: 0% (0/1) phiếu dự thấy “tự phê bình và phê bình, giữ nguyên tắc tập trung dân chủ” "
        f"(chưa thấy ở {unit.name})."
    ) in said(briefing, "short")
    assert not any("Thời gian" in sentence for sentence in said(briefing, "short"))
    assert f"Phiếu dự tại {unit.name}: Hội trường chật." in said(briefing, "causes")
    assert said(briefing, "charge")[:2] == [
        "100% (1/1) buổi sinh hoạt có đảng ủy viên phụ trách đến dự.",
        "1 phiếu dự đã gửi về Văn phòng.",
    ]


def test_petitions_stand_with_their_state(ward, units):
    words = {"raised_in": "member", "by": make.office(ward), "at": make.at(date(2022, 3, 20))}
    first = oversight.raise_petition(units[0], text="Lắp đèn", raised_on=date(2022, 3, 2), **words)
    oversight.raise_petition(units[1], text="Vá đường", raised_on=date(2022, 3, 5), **words)
    oversight.answer_petition(first, answer="Xong", seen=0, by=make.office(ward), at=make.at(date(2022, 3, 25)))
    briefing = packed(ward)

    assert said(briefing, "petitions") == [
        "50% (1/2) kiến nghị nêu trong tháng đã có trả lời.",
        "1 kiến nghị quá hạn chưa trả lời.",
    ]


def test_bands_stand_with_all_three_scores_and_lost_points_become_shortcomings():
    meeting = worlds.both({"1": worlds.give(40), "2": worlds.give(60)})
    worlds.decide(meeting, {"1": worlds.give(40), "2": worlds.give(40, "Thảo luận ít")})
    briefing = packed(meeting.unit.ward)
    table = from_data(briefing.sections.get(key="bands").content)[-1]

    assert said(briefing, "bands") == [
        "0% (0/1) buổi đã quyết định được xếp mức cao nhất.",
        "0% (0/1) buổi có điểm chi bộ tự chấm khác điểm đảng ủy viên chấm.",
        "Đảng ủy xếp loại: Khá 1 buổi.",
    ]
    assert table.rows == ((meeting.unit.name, "100", "100", "80", "Khá"),)
    assert "Chấm điểm: “Nội dung” mất điểm ở 1 buổi." in said(briefing, "short")


def test_meetings_that_nobody_scored_have_no_band_and_no_figure(ward, units):
    assert said(packed(ward), "bands") == ["Chưa quyết định xếp loại 2 buổi; Văn phòng trình Đảng ủy."]


def test_a_month_to_come_has_no_briefing(ward):
    with pytest.raises(rules.MonthToCome) as refused:
        actions.begin_briefing(ward.pk, Month(2022, 6), on=ON, by=make.office(ward), at=make.at(ON))
    assert refused.value.sentence == "Tháng 06/2022 chưa bắt đầu. Lập bộ tài liệu khi tháng đã có số liệu."


def test_the_offices_words_stay_when_figures_are_taken_again_and_are_not_overwritten(ward, units):
    briefing, by = packed(ward), make.office(ward)
    section = briefing.sections.get(key="good")
    actions.write_words(section, words="TDP 1 làm tốt", seen=0, by=by, at=make.at(ON))
    with pytest.raises(Changed):
        actions.write_words(section, words="Khác", seen=0, by=by, at=make.at(ON))

    stale = briefing
    briefing = actions.renew_pack(briefing, on=ON + timedelta(days=1), by=by, at=make.at(ON))
    with pytest.raises(Changed):
        actions.compose_next(stale, ward, at=make.at(ON))
    assert pages.briefing_page(briefing, ward, compare=False).made == 0
    made = []
    while key := actions.compose_next(briefing, ward, at=make.at(ON)):
        made.append(key)

    section.refresh_from_db()
    assert section.words == "TDP 1 làm tốt"
    assert made == [each.key for each in SECTIONS]


# The conference -----------------------------------------------------------------------------------


def test_a_decision_is_a_task_and_opens_the_next_briefing_with_what_became_of_it(ward, units):
    briefing, by = opened(ward), make.office(ward, ON)
    key = make.uuid7()
    for _retry in range(2):
        given = actions.decide(
            briefing, description="Gửi biên bản trong 5 ngày", unit=None, to="secretary",
            due_on=date(2022, 4, 20), by=by, at=make.at(ON, 15), id=key,
        )  # fmt: skip
    wrong = actions.decide(
        briefing, description="Nhầm", unit=units[0], to="secretary", due_on=date(2022, 4, 20), by=by, at=make.at(ON, 15)
    )
    actions.drop_decision(briefing, wrong[0], by=by, at=make.at(ON, 15))
    actions.call_the_roll(briefing, [briefing.seats.first().person_id], by=by, at=make.at(ON, 14))
    actions.write_course(briefing, course="Trao đổi", seen=0, by=by, at=make.at(ON, 15))
    actions.close_briefing(briefing, by=by, at=make.at(ON, 16))
    first = given[0]
    decisions.report_task(first, state="done", text="Đã làm", seen=0, by=by, at=make.at(date(2022, 4, 10)))

    april = packed(ward, Month(2022, 4), date(2022, 5, 2))

    assert Task.objects.filter(origin_id=briefing.pk).exclude(state="dropped").count() == len(units)
    assert said(april, "remedies") == ["33,3% (1/3) việc giao tại hội nghị giao ban kỳ trước đã xong."]
    table = from_data(april.sections.get(key="remedies").content)[1]
    assert [row[4] for row in table.rows].count("quá hạn") == 2 and "đã xong: Đã làm" in [row[4] for row in table.rows]
    assert pages.briefing_page(april, ward, compare=False).sections[0].section.key == "remedies"


def test_an_old_remedy_that_nobody_did_comes_back_until_it_is_done(ward, units):
    briefing, by = opened(ward), make.office(ward, ON)
    actions.decide(
        briefing, description="Mua loa", unit=units[0], to="secretary", due_on=date(2022, 4, 20), by=by, at=make.at(ON)
    )
    june = packed(ward, Month(2022, 6), date(2022, 7, 2))

    table = from_data(june.sections.get(key="remedies").content)[1]
    assert [(row[0], row[4]) for row in table.rows] == [("Mua loa", "quá hạn")]


@pytest.mark.parametrize("step", ["nobody", "silent", "same", "draft", "no_charge"])
def test_what_is_missing_is_said_before_the_conference_can_end(ward, units, step):
    by, at = make.office(ward, ON), make.at(ON, 14)
    if step == "draft":
        briefing = actions.begin_briefing(ward.pk, MARCH, on=ON, by=by, at=at)
        people = {"chair": make.person(ward), "minute_taker": make.person(ward)}
        with pytest.raises(rules.PackIncomplete):
            actions.open_briefing(briefing, starts_at=at, place="x", **people, by=by, at=at)
        with pytest.raises(rules.NotInSession):
            actions.close_briefing(briefing, by=by, at=at)
        return
    if step == "same":
        someone = make.person(ward)
        with pytest.raises(rules.SameSigner):
            actions.open_briefing(
                packed(ward), starts_at=at, place="x", chair=someone, minute_taker=someone, by=by, at=at
            )
        return
    briefing = opened(ward)
    if step == "no_charge":
        with pytest.raises(rules.NobodyToDo):
            actions.decide(briefing, description="Việc", unit=units[0], to="charge", due_on=ON, by=by, at=at)
    elif step == "nobody":
        with pytest.raises(rules.NobodyPresent):
            actions.close_briefing(briefing, by=by, at=at)
    else:
        actions.call_the_roll(briefing, [briefing.seats.first().person_id], by=by, at=at)
        with pytest.raises(rules.CourseMissing):
            actions.close_briefing(briefing, by=by, at=at)


def test_closed_means_frozen_signed_by_two_and_the_database_holds_it(ward, units):
    briefing = closed(ward)
    by, at = make.office(ward, ON), make.at(ON, 17)
    section = briefing.sections.get(key="good")

    for change in (
        lambda: actions.write_words(section, words="Sau", seen=0, by=by, at=at),
        lambda: actions.renew_pack(briefing, on=ON, by=by, at=at),
        lambda: actions.write_course(briefing, course="Sau", seen=1, by=by, at=at),
    ):
        with pytest.raises(rules.BriefingOver):
            change()
    with pytest.raises(rules.NotASigner):
        actions.sign_briefing(briefing, by=by, at=at)
    for signer in (briefing.chair, briefing.minute_taker, briefing.chair):
        actions.sign_briefing(briefing, by=make.own(signer, ON), at=at)
    briefing.refresh_from_db()

    assert briefing.number == 1 and briefing.frozen_at is not None
    assert papers.briefings_that_do_not_fit(ward.pk) == []
    for broken in (
        lambda: Briefing.objects.filter(pk=briefing.pk).update(course="Khác"),
        lambda: briefing.sections.update(words="Khác"),
        lambda: briefing.sections.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            broken()


def test_a_fact_corrected_after_closing_shows_beside_what_was_issued(ward, units):
    briefing = closed(ward)
    thin = units[1]
    late = thin.meetings.get()
    make.walk(late, until="reported")  # the record of the closed month came in after all
    actions.refresh(ward.pk, until=ON)

    page = pages.briefing_page(briefing, ward, compare=True)
    pieces = [piece for each in page.sections for shown in each.content for piece in shown.pieces if piece[2]]

    assert ("⟦50% (1/2)⟧", "100% (2/2)") in {(words, today) for words, _url, today in pieces}
    assert page.differing == len(pieces) + sum(
        cell.tone == "finding"
        for each in page.sections for shown in each.content if shown.table for row in shown.table.rows
        for cell in row.cells
    )  # fmt: skip
    assert "50% (1/2) buổi có biên bản" in plain_text(papers.minutes_document(briefing, ward))


# Paper and slides ---------------------------------------------------------------------------------


def test_the_pack_says_the_same_words_in_word_pdf_and_on_slides(ward, units, settings):
    briefing = packed(ward)
    section = briefing.sections.get(key="causes")
    actions.write_words(section, words="Mùa vụ bận", seen=0, by=make.office(ward), at=make.at(ON))
    client = client_of(clerk(units), settings)
    files = {
        each: client.get(reverse("reports:briefing_file", args=[briefing.pk, each])).content
        for each in ("docx", "pdf", "pptx")
    }
    sentence = "66,7% (2/3) kỳ sinh hoạt thường kỳ"

    word = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(files["docx"])).paragraphs)
    pdf = " ".join(page.get_textpage().get_text_bounded() for page in PdfDocument(files["pdf"]))
    show = Presentation(io.BytesIO(files["pptx"]))
    slides = [" ".join(shape.text_frame.text for shape in each.shapes if shape.has_text_frame) for each in show.slides]

    assert all(sentence in text for text in (word, " ".join(pdf.split()), " ".join(slides)))
    assert all("Mùa vụ bận" in text for text in (word, pdf, " ".join(slides)))
    assert len(slides) == 1 + len(SECTIONS)
    assert [each.shapes.title.text_frame.text for each in show.slides][1:] == [each.title for each in SECTIONS]
    sizes = {
        run.font.size.pt
        for each in show.slides for shape in each.shapes if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs for run in paragraph.runs if run.font.size
    }  # fmt: skip
    assert min(sizes - {14}) >= 24, "letters that are read at ten metres"


def test_the_minutes_name_who_came_and_what_was_decided(ward, units):
    briefing = opened(ward)
    by = make.office(ward, ON)
    actions.decide(
        briefing,
        description="Ghi đủ ý kiến",
        unit=None,
        to="secretary",
        due_on=date(2022, 4, 20),
        by=by,
        at=make.at(ON),
    )
    seats = list(briefing.seats.order_by("pk").values_list("person_id", flat=True))
    actions.call_the_roll(briefing, seats[:2], by=by, at=make.at(ON, 14))
    actions.write_course(briefing, course="Bí thư phát biểu.", seen=0, by=by, at=make.at(ON, 15))
    text = plain_text(papers.minutes_document(actions.close_briefing(briefing, by=by, at=make.at(ON, 16)), ward))

    assert "Số 01-BB/ĐU" in text and f"Có mặt 2/{len(seats)} đồng chí được triệu tập." in text
    assert "Ghi đủ ý kiến 3 chi bộ, mỗi chi bộ một đồng chí 20/04/2022" in text
    assert "Bí thư phát biểu." in text and "CHỦ TRÌ HỘI NGHỊ" in text


# Pages --------------------------------------------------------------------------------------------


def test_the_office_goes_from_the_button_to_the_signed_minutes(ward, units, settings):
    office = clerk(units)
    client = client_of(office, settings)
    began = client.post(reverse("reports:briefings"), {"month": "2022-03"})
    page = began.headers["Location"]
    client.post(f"{page}lap/")
    shown = client.get(page).content.decode()
    saved = client.post(f"{page}loi/good/", {"words": "Hay", "seen": "0"}, headers={"HX-Request": "true"})
    other = client.post(f"{page}loi/good/", {"words": "Khác", "seen": "0"}, headers={"HX-Request": "true"})
    second = make.actor("ward_secretary", of=units[0])
    client.post(
        f"{page}bat-dau/",
        {
            "day": "02/04/2022",
            "time": "9:00",
            "place": "Hội trường",
            "chair": second.person_id,
            "minute_taker": office.pk,
        },
    )
    seats = list(Briefing.objects.get().seats.values_list("person_id", flat=True))
    client.post(f"{page}diem-danh/", {"present": seats})
    client.post(f"{page}dien-bien/", {"course": "Trao đổi", "seen": "0"})
    nothing = client.post(f"{page}ket-luan/", {"to": "secretary"})
    client.post(f"{page}ket-luan/", {"description": "Việc", "to": "secretary", "due_on": "20/04/2022"})
    client.post(f"{page}ket-thuc/")
    client.post(f"{page}ky/")

    briefing = Briefing.objects.get()
    assert "⟦66,7% (2/3)⟧" in shown and "?ky=2022-03" in shown
    assert (saved.status_code, saved.headers["NN-Seen"], other.status_code) == (204, "1", 409)
    assert nothing.status_code == 422 and "Nhập nội dung việc được giao." in nothing.content.decode()
    assert briefing.state == "closed" and briefing.taker_signed_at and not briefing.chair_signed_at
    assert Task.objects.filter(origin_id=briefing.pk).count() == 3
    assert client.get(f"{page}bien-ban/pdf/").content.startswith(b"%PDF")


def test_with_script_the_parts_appear_one_by_one(ward, units, settings):
    client = client_of(clerk(units), settings)
    page = client.post(reverse("reports:briefings"), {"month": "2022-03"}).headers["Location"]
    first = client.post(f"{page}lap/", headers={"HX-Request": "true"}).content.decode()
    second = client.post(f"{page}lap/", {"tiep": "1"}, headers={"HX-Request": "true"}).content.decode()
    for _part in range(len(SECTIONS) - 1):
        last = client.post(f"{page}lap/", {"tiep": "1"}, headers={"HX-Request": "true"}).content.decode()

    whole = len(SECTIONS)
    assert f"0/{whole}" in first and f"1/{whole}" in second and f"{whole}/{whole}" in last
    assert SECTIONS[0].title in second and SECTIONS[1].title not in second
    assert "hx-post" in second and "hx-post" not in last


@pytest.mark.parametrize("count", [1, 12])
def test_composing_asks_the_same_number_of_questions_for_any_number_of_branches(
    count, ward, django_assert_max_num_queries
):
    for _each in range(count):
        make.meeting(make.branch(ward), state="reported")
    actions.refresh(ward.pk, until=ON)
    briefing = actions.begin_briefing(ward.pk, MARCH, on=ON, by=make.office(ward), at=make.at(ON))

    with django_assert_max_num_queries(170):
        actions.compose_pack(briefing, ward, at=make.at(ON))
    with django_assert_max_num_queries(80):
        pages.briefing_page(briefing, ward, compare=True)


def test_today_is_asked_once_for_figures_that_stand_twice(ward, units):
    briefing = packed(ward)
    pack = Pack(ward, MARCH, on=ON)
    kept = [figure for section in briefing.sections.all() for figure in figures(from_data(section.content))]

    today = Today(ward, on=pack.on)
    assert [figure.today for figure in kept if today.of(figure)] == []


def test_who_sat_there_reads_what_was_told_and_concluded_and_nobody_else_does(ward, units, settings):
    good, thin, _none = units
    briefing, by = opened(ward), make.office(ward, ON)
    task = actions.decide(
        briefing, description="Gửi giấy mời trước 7 ngày", unit=good, to="secretary", due_on=date(2022, 4, 30),
        by=by, at=make.at(ON, 14),
    )[0]  # fmt: skip
    head = thin.posts.get(position="secretary")
    sat = client_of(head.person, settings)
    address = reverse("reports:briefing_read", args=[briefing.pk])
    assert sat.get(address).status_code == 404  # not before it is over
    actions.call_the_roll(briefing, [head.person_id], by=by, at=make.at(ON, 14))
    actions.write_course(briefing, course="Chi bộ nêu khó khăn.", seen=0, by=by, at=make.at(ON, 15))
    actions.close_briefing(briefing, by=by, at=make.at(ON, 16))

    page = sat.get(address).content.decode()
    assert "Gửi giấy mời trước 7 ngày" in page and task.assignee.full_name in page and "Chi bộ nêu khó khăn." in page
    assert "/bao-cao/so-lieu/" not in page  # its figures are words: rows of other branches stay closed
    assert address in sat.get("/").content.decode()
    assert client_of(make.member(thin), settings).get(address).status_code == 404

    make.organisation.end_post(head, on=ON, by=by, at=make.at(ON, 17))
    settings.CLOCK_OFFSET_SECONDS += 24 * 3600
    assert sat.get(address).status_code == 404  # the paper goes with the post
