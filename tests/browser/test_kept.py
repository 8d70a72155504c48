"""What is typed on a phone is never lost, and what was done stays in sight: at 360 px, with the script running."""

import re

import pytest
from playwright.sync_api import Page, expect

from nennep.cli.generate.ward import PASSWORD

SAVED = re.compile("Đã lưu")


@pytest.fixture
def desk(open_as):
    """The desk of tonight's meeting at the discussion, on the secretary's phone."""
    page = open_as("bithu7", width=360)
    page.locator("main a[href*='/giay-moi/']").first.wait_for()
    tonight = page.locator("main a[href*='/giay-moi/']").first.get_attribute("href").replace("giay-moi/", "")
    page.goto(f"{tonight}ban-dieu-hanh/")
    begin = page.get_by_role("button", name="Bắt đầu buổi sinh hoạt")
    if begin.count():
        begin.first.click()
    page.goto(f"{tonight}ban-dieu-hanh/")
    page.get_by_role("link", name="Thảo luận, tự phê bình và phê bình").click()
    page.tonight = tonight
    return page


def sign_in_again(page: Page) -> None:
    page.get_by_label("Tên đăng nhập").fill("bithu7")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="nennep")


def record(page: Page) -> None:
    page.get_by_role("link", name="Biên bản", exact=True).click()


def opinion(page: Page):
    return page.locator("#opinion textarea")


def choose_speaker(page: Page, name: str) -> str:
    page.locator("#opinion [role=combobox]").fill(name)
    page.get_by_role("option").first.click()
    return page.locator("#opinion [role=combobox]").input_value()


def mark_somebody(page: Page) -> str:
    page.goto(f"{page.tonight}diem-danh/?loc=chua-ghi")
    row = page.locator("#roll > li").first
    name = row.locator(".title").inner_text()
    row.get_by_role("button", name="Có mặt").click()
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_visible()
    return name


def test_autosave_after_the_session_ended_keeps_the_text_and_says_so(desk, complaints):
    record(desk)
    box = desk.get_by_label("Diễn biến")
    end_session(desk)
    box.fill("Bí thư nêu ba việc của tháng")
    expect(desk.get_by_text("chưa được lưu; chữ còn giữ trên máy này").first).to_be_visible()
    expect(desk.get_by_text(SAVED)).to_have_count(0)

    desk.get_by_role("link", name="Đăng nhập lại").click()
    sign_in_again(desk)

    expect(desk.get_by_label("Diễn biến")).to_have_value("Bí thư nêu ba việc của tháng")
    expect(desk.get_by_text(SAVED).first).to_be_attached()
    complaints.clear()  # the 401


def test_an_opinion_sent_after_the_session_ended_comes_back_with_its_speaker_until_it_arrived(desk, complaints):
    address = desk.url
    present = mark_somebody(desk)
    desk.goto(address)
    record(desk)
    who = choose_speaker(desk, present)
    opinion(desk).fill("Đề nghị sửa cống ngõ 12")
    end_session(desk)
    desk.locator("#opinion").get_by_role("button", name="Ghi", exact=True).click()
    expect(desk.get_by_text("Nội dung vừa gửi chưa được lưu")).to_be_visible()
    sign_in_again(desk)

    # Back on the page of the form, with a message of something else on it: the text is still there.
    expect(opinion(desk)).to_have_value("Đề nghị sửa cống ngõ 12")
    expect(opinion(desk)).to_be_visible()
    expect(desk.locator("#opinion [role=combobox]")).to_have_value(who)
    desk.locator("#opinion").get_by_role("button", name="Ghi", exact=True).click()
    expect(desk.get_by_text("Đã ghi ý kiến.")).to_be_in_viewport()
    expect(opinion(desk)).to_have_value("")
    desk.reload()
    expect(opinion(desk)).to_have_value("")
    complaints.clear()


def test_an_error_at_the_desk_opens_the_part_it_stands_in(desk, complaints):
    record(desk)
    opinion(desk).fill("Chưa chọn ai")
    desk.locator("#opinion").get_by_role("button", name="Ghi", exact=True).click()
    expect(desk.locator("[data-error-summary]")).to_be_focused()
    expect(opinion(desk)).to_be_visible()
    expect(opinion(desk)).to_have_value("Chưa chọn ai")

    desk.get_by_role("link", name="Chương trình", exact=True).click()
    desk.locator("[data-error-summary] a").first.click()
    expect(desk.locator("#opinion [role=combobox]")).to_be_focused()
    complaints.clear()


def test_a_name_that_is_nobody_stays_and_is_told_and_one_hit_is_chosen(desk):
    desk.goto(f"{desk.tonight}phan-cong/")
    chair = desk.get_by_role("combobox").first
    chair.fill("xyz")
    desk.get_by_role("button", name="Lưu phân công").click()
    expect(desk.get_by_text("Chưa chọn được ai theo chữ này.")).to_be_visible()
    expect(chair).to_have_value("xyz")

    taker = desk.get_by_role("combobox").nth(1)
    name = desk.locator("select[data-picker]").nth(0).evaluate("s => [...s.options].filter(o => o.value)[1].label")
    chair.fill(name.split(" (")[0].lower())
    taker.fill("")
    desk.get_by_role("button", name="Lưu phân công").click()
    expect(desk.get_by_text(f"Đã phân công: chủ trì {name.split(' (')[0]}")).to_be_in_viewport()


def test_what_was_done_far_down_the_page_is_told_in_sight_with_the_way_back(desk):
    desk.goto(f"{desk.tonight}chuong-trinh/")
    remove = desk.get_by_role("button", name=re.compile("^Bỏ mục")).last
    remove.scroll_into_view_if_needed()
    desk.evaluate("scrollBy(0, 200)")
    remove.click()
    expect(desk.get_by_text("Đã bỏ mục")).to_be_in_viewport()
    undo = desk.get_by_role("button", name="Hoàn tác")
    expect(undo).to_be_in_viewport()
    undo.click()
    expect(desk.get_by_text("Đã hoàn tác.")).to_be_in_viewport()


def test_whoever_is_looked_for_stands_above_the_keyboard(desk):
    desk.set_viewport_size({"width": 360, "height": 400})
    desk.goto(f"{desk.tonight}diem-danh/?loc=chua-ghi")
    search = desk.get_by_role("searchbox")
    search.press_sequentially("ng")
    expect(desk.locator("#roll > li:not([hidden])").first).to_be_in_viewport(ratio=0.9)
    search.fill("zzz")
    expect(desk.get_by_text("Không thấy ai tên này trong nhóm đang mở.")).to_be_in_viewport()
    search.fill("")
    expect(desk.locator("#groups")).to_be_attached()
    expect(desk.locator(".waits")).to_have_count(0)


def test_with_the_largest_letters_the_top_leaves_the_page_room(desk):
    desk.goto("/")
    desk.evaluate("document.documentElement.className = 'size-large'")
    assert desk.locator("main").bounding_box()["y"] < 200
