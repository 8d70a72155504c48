"""From a visit on a phone to the briefing: the sheet, a petition from it, the office's answer, the pack."""

import re

from playwright.sync_api import expect

from tests.browser.test_paths import button, no_sideways_scroll

WORDS = "Hội trường thiếu ghế khi họp đông"
ANSWER = "Phường cấp thêm 30 ghế trong tháng 6"


def test_a_visit_becomes_a_petition_is_answered_and_stands_in_the_briefing(open_as):
    phone = open_as("phutrach7", width=360)
    phone.get_by_role("link", name=re.compile("^Dự sinh hoạt:")).first.click()
    no_sideways_scroll(phone)
    button(phone, "Tôi đã dự").click()
    expect(phone.get_by_text("Đã ghi đồng chí dự buổi sinh hoạt.")).to_be_visible()
    expect(phone.get_by_text("Buổi sinh hoạt đã ghi đồng chí trong số người dự")).to_be_visible()
    no_sideways_scroll(phone)

    # The sheet: ticks, words that save by themselves, a call that closes the page.
    for box in ("Bắt đầu đúng giờ, đủ thời lượng", "Đảng viên thảo luận dân chủ, cởi mở"):
        phone.get_by_label(box).check()
    phone.get_by_label("Nhận xét đã nói tại buổi sinh hoạt").fill("Điều hành linh hoạt")
    phone.get_by_label("Việc cần báo cáo, giải quyết").fill(WORDS)
    expect(phone.get_by_text(re.compile("^Đã lưu")).first).to_be_visible()
    button(phone, "Lưu, gửi sau").click()
    expect(phone.get_by_text("Đã lưu phiếu dự.")).to_be_visible()
    expect(phone.get_by_label("Việc cần báo cáo, giải quyết")).to_have_value(WORDS)

    # The words become a petition without being typed again.
    button(phone, "Thành kiến nghị").click()
    expect(phone.get_by_label("Nội dung")).to_have_value(WORDS)
    phone.get_by_label("Ủy ban nhân dân phường").check()
    no_sideways_scroll(phone)
    button(phone, "Gửi kiến nghị").click()
    expect(phone.get_by_text("Đã vào sổ kiến nghị.")).to_be_visible()
    phone.goto("/phu-trach/")
    button_or_link = phone.get_by_role("link", name="Mở phiếu dự")
    button_or_link.first.click()
    expect(phone.get_by_label("Bắt đầu đúng giờ, đủ thời lượng")).to_be_checked()
    button(phone, "Gửi phiếu dự").click()
    expect(phone.get_by_text("Đã gửi phiếu dự tới Văn phòng.")).to_be_visible()

    # The office answers; the branch's next meeting opens with the answer.
    office = open_as("vanphong", width=1280)
    office.get_by_role("link", name="Kiến nghị", exact=True).click()
    office.get_by_role("link", name=re.compile(WORDS)).click()
    office.get_by_label("Nội dung trả lời").fill(ANSWER)
    button(office, "Ghi trả lời").click()
    expect(office.get_by_text(re.compile("^Đã ghi trả lời")).first).to_be_visible()

    # The briefing of the running month: one button, parts as they are ready, the petition with its answer.
    office.get_by_role("link", name="Giao ban", exact=True).click()
    office.get_by_label("Tháng").select_option(label="05/2023")
    button(office, "Mở giao ban tháng này").click()
    button(office, "Lập bộ tài liệu").click()
    expect(office.get_by_role("button", name="Lấy lại số liệu hôm nay")).to_be_visible(timeout=120_000)
    petitions = office.locator("#petitions")
    expect(petitions.get_by_text(re.compile(WORDS)).first).to_be_visible()
    expect(petitions.get_by_text(re.compile(ANSWER)).first).to_be_visible()
    words = office.locator("#causes textarea")
    words.fill("Cơ sở vật chất còn thiếu")
    expect(office.locator("#causes").get_by_text(re.compile("^Đã lưu"))).to_be_visible()
    with office.expect_download() as slides:
        office.get_by_role("link", name="Slide").click()
    assert slides.value.suggested_filename == "giao-ban-2023-05.pptx"

    # Every figure opens its rows.
    petitions.get_by_role("link").first.click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Kiến nghị, khó khăn, vướng mắc được trả lời")
