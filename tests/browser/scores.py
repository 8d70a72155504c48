"""Filling a score sheet in a real browser, as other paths need it."""

import re

from playwright.sync_api import Page, expect


def fill_the_rest(page: Page) -> None:
    """Everything that is still open gets full marks, in selects and in boxes."""
    for select in page.locator("main select").all():
        if select.input_value() == "":
            value = select.locator("option").nth(1).get_attribute("value")
            assert value
            select.select_option(value)
    for card in page.locator("main section.card").all():
        box = card.locator("input[inputmode=decimal]")
        if box.count() and box.input_value() == "":
            most = re.search(r"tối đa (\d+)", card.locator("label").first.inner_text())
            assert most
            box.fill(most[1])


def the_branch_scores_itself(page: Page, desk: str) -> None:
    """The secretary, in the meeting, on a phone: what is measured is agreed to, the rest given, the branch votes."""
    page.goto(desk)
    page.get_by_role("link", name="Chấm điểm buổi sinh hoạt").first.click()
    page.get_by_role("button", name="Tự chấm điểm").or_(page.get_by_role("link", name="Tự chấm điểm")).first.click()
    page.get_by_role("button", name="Đồng ý phần hệ thống tính").click()
    expect(page.get_by_text("Đã ghi phần hệ thống tính.")).to_be_visible()
    fill_the_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("button", name="Gửi biểu quyết").click()
    expect(page.get_by_text("Đã đưa điểm tự chấm ra biểu quyết.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Thông qua điểm tự chấm buổi sinh hoạt: "))).to_be_visible()
    present = re.search(r"đếm đủ (\d+)", page.locator("main").inner_text())
    assert present
    page.get_by_label("Đồng ý", exact=True).fill(present[1])
    page.get_by_role("button", name="Chốt kết quả").click()
    expect(page.get_by_text(re.compile("Được thông qua: đồng ý")).first).to_be_visible()
