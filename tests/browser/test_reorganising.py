"""The office merges two branches from the first of the month: what was before stays, the phone shows the new list."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_paths import button, no_sideways_scroll


def table_on(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("main table").first.inner_text()


def members(page: Page) -> int:
    return int(re.search(r"\d+", page.get_by_role("link", name=re.compile("đảng viên")).first.inner_text())[0])


def branch(page: Page, name: str) -> str:
    page.goto("/to-chuc/")
    return page.get_by_role("link", name=name, exact=True).get_attribute("href")


def test_the_office_merges_two_branches_and_last_month_stays_as_it_was(open_as):
    office = open_as("vanphong", width=1280)
    old, new = branch(office, "Chi bộ số 12"), branch(office, "Chi bộ số 13")
    office.goto(f"{old}ho-so/")
    coming = members(office)
    office.goto(f"{new}ho-so/")
    staying = members(office)
    grid, tree = table_on(office, "/bao-cao/?nam=2022"), table_on(office, "/to-chuc/cay/?ngay=30/04/2023")

    # By a decision of April, in force on the first of May.
    office.goto("/to-chuc/chi-bo/hop-nhat/")
    office.get_by_label("Chi bộ số 12", exact=True).check()
    office.get_by_label("Nhập vào").select_option(label="Chi bộ số 13")
    office.get_by_label("Có hiệu lực từ ngày").fill("1/5/23")
    office.get_by_label("Số quyết định").fill("45-QĐ/ĐU")
    office.get_by_label("Ngày ký quyết định").fill("20/4/2023")
    button(office, "Ghi hợp nhất").click()
    expect(office.get_by_text("Danh sách các tháng trước giữ nguyên.")).to_be_visible()

    # The days before are as they were, to the letter; from the first on there is one branch.
    assert table_on(office, "/bao-cao/?nam=2022") == grid
    assert table_on(office, "/to-chuc/cay/?ngay=30/04/2023") == tree
    now = table_on(office, "/to-chuc/cay/?ngay=01/05/2023")
    assert "Chi bộ số 12" not in now and str(coming + staying) in now

    # One of them moves on to another branch.
    office.goto(new)
    office.locator("main table").get_by_role("link").first.click()
    mover = office.locator("h1").inner_text()
    office.get_by_role("link", name="Chuyển sang chi bộ khác trong phường").click()
    office.get_by_label("Chi bộ", exact=True).select_option(label="Chi bộ Tổ dân phố số 1")
    office.get_by_label("Số giấy giới thiệu sinh hoạt đảng").fill("07-GT/ĐU")
    office.get_by_label("Ngày ký giấy giới thiệu").fill("15/5/2023")
    button(office, "Ghi chuyển chi bộ").click()
    expect(office.get_by_text("theo 07-GT/ĐU ngày 15/05/2023").first).to_be_visible()

    # The secretary's phone shows the new list.
    phone = open_as("bithu13", width=360)
    phone.goto(new)
    expect(phone.get_by_text(f"{coming + staying - 1}/{coming + staying - 1} đồng chí trong danh sách")).to_be_visible()
    no_sideways_scroll(phone)
    phone.goto(f"{new}?q={mover.split()[-1]}")
    expect(phone.get_by_role("link", name=mover, exact=True)).to_have_count(0)
    phone.goto(f"{new}ho-so/")
    expect(phone.get_by_text("theo 45-QĐ/ĐU ngày 20/04/2023").first).to_be_visible()
    no_sideways_scroll(phone)
