"""A meeting is judged from beginning to end: branch and committee member on phones, the ward at a desk."""

import re

from playwright.sync_api import Page, expect

from tests.browser.scores import fill_the_rest
from tests.browser.test_paths import no_sideways_scroll


def april_of_branch_7(page: Page) -> str:
    """The page of last month's meeting, which nobody has scored yet."""
    page.goto("/cham-diem/?ky=2023-04")
    no_sideways_scroll(page)
    page.get_by_role("link", name="TDP số 7").first.click()
    expect(page.get_by_role("heading", name="Chấm điểm buổi sinh hoạt")).to_be_visible()
    return page.url


def test_a_meeting_is_scored_by_the_branch_then_by_its_committee_member_then_decided_by_the_ward(open_as):
    page = open_as("bithu7", width=360)
    address = april_of_branch_7(page)
    page.get_by_role("link", name="Tự chấm điểm").click()
    no_sideways_scroll(page)
    page.get_by_role("button", name="Đồng ý phần hệ thống tính").click()
    fill_the_rest(page)
    criterion = page.locator("section.card", has=page.get_by_role("heading", name=re.compile("^3.2 ")))
    criterion.locator("input[inputmode=decimal]").fill("8")
    criterion.get_by_label(re.compile("Lý do trừ điểm")).fill("Văn bản dài, ít thời gian thảo luận")
    page.get_by_role("button", name="Gửi phiếu chấm").click()
    expect(page.get_by_text("Đã gửi phiếu chấm.")).to_be_visible()
    expect(page.get_by_text(re.compile("Chi bộ tự chấm")).first).to_be_visible()
    no_sideways_scroll(page)

    member = open_as("phutrach7", width=360)
    member.get_by_role("link", name="Chấm điểm buổi Thứ Hai, 17/04/2023").click()
    no_sideways_scroll(member)
    member.get_by_role("button", name="Đồng ý phần hệ thống tính").click()
    fill_the_rest(member)
    criterion = member.locator("section.card", has=member.get_by_role("heading", name=re.compile("^3.2 ")))
    criterion.locator("input[inputmode=decimal]").fill("7")
    criterion.get_by_label(re.compile("Lý do trừ điểm")).fill("Ba mục không có ý kiến nào")
    member.get_by_role("button", name="Gửi phiếu chấm").click()
    expect(member.get_by_text(re.compile("lệch 1")).first).to_be_visible()

    office = open_as("vanphong", width=1280)
    office.goto(address)
    expect(office.get_by_text("1 tiêu chí lệch nhau.")).to_be_visible()
    office.get_by_role("link", name="Chốt điểm").click()
    expect(office.get_by_text("hai phiếu lệch nhau")).to_have_count(1)
    office.get_by_role("button", name="Chốt điểm").click()
    expect(office.get_by_text("Đã chốt điểm.")).to_be_visible()
    expect(office.get_by_text(re.compile("Phường chốt")).first).to_be_visible()

    page.goto(address)
    expect(page.get_by_text(re.compile("Phường chốt")).first).to_be_visible()

    the_briefing_of_the_month_says_it(office)


def the_briefing_of_the_month_says_it(office: Page) -> None:
    """One press makes the pack of April; its bands show what was just decided, and lead to the rows."""
    office.goto("/bao-cao/giao-ban/")
    office.get_by_label("Tháng").select_option("2023-04")
    office.get_by_role("button", name="Mở giao ban tháng này").click()
    office.get_by_role("button", name="Lập bộ tài liệu").click()
    row = office.locator("#bands tr", has_text="Tổ dân phố số 7")
    expect(row).to_be_visible()
    no_sideways_scroll(office)
    branch, member, ward = (float(cell.replace(",", ".")) for cell in row.locator("td").all_inner_texts()[:3])
    assert branch - member == 1 and ward in {branch, member}
    office.locator("#bands a").first.click()
    expect(office.locator("main table")).to_contain_text("ngày 17/04/2023; chi bộ 98, cấp ủy viên 97, phường 97")


def test_the_office_decides_on_all_that_agree_in_one_press(open_as):
    office = open_as("vanphong", width=1280)
    office.goto("/cham-diem/?ky=2023-04")
    decide = office.get_by_role("button", name=re.compile(r"^Chốt \d+ buổi không lệch$"))
    count = re.search(r"\d+", decide.inner_text())
    assert count
    decide.click()
    expect(office.get_by_text(f"Đã chốt {count[0]} buổi.")).to_be_visible()
    expect(office.get_by_text("không lệch, chờ chốt")).to_have_count(0)
