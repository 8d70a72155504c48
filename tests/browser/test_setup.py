"""A ward is taken in by somebody who sees the program for the first time: from nothing to the first planned month."""

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Locator, Page, expect

from nennep.cli.generate.people import content, someone
from tests.browser.conftest import CHROMIUM, ROOT, _free_port, _wait

PASSWORD = "một câu ngắn dễ nhớ"
MEMBERS = 558


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A fresh data folder, served; the address of the page that `nennep init --page` printed."""
    if not CHROMIUM:
        pytest.skip("browser tests: no Chromium on this machine (apt-get install chromium)")
    home, port = tmp_path / "home", _free_port()
    environment = {**os.environ, "NENNEP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
    environment.pop("NENNEP_DATABASE_URL", None)
    nennep = [sys.executable, "-m", "nennep"]
    said = subprocess.run(
        [*nennep, "init", "--page", "--port", str(port)],
        env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    address = re.search(r"http://\S+/khoi-tao/\S+", said)
    assert address, said
    server = subprocess.Popen([*nennep, "serve", "--port", str(port), "--workers", "1"], env=environment, cwd=ROOT)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}", address[0]
    finally:
        server.terminate()
        server.wait(15)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield context.new_page()
    if "NENNEP_PICTURES" in os.environ:
        context.pages[-1].screenshot(path=Path(os.environ["NENNEP_PICTURES"]) / "setup-last.png", full_page=True)
    context.close()


def spreadsheet() -> bytes:
    """The members of the thirteen branches as an office keeps them: a title, one sheet, posts beside the names."""
    random, taken, out = Random(2026), set(), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write(0, 0, "DANH SÁCH ĐẢNG VIÊN PHƯỜNG ĐỨC THẮNG")
    head = [
        "TT",
        "Họ và tên",
        "Ngày sinh",
        "Nam/Nữ",
        "Ngày vào Đảng",
        "Ngày chính thức",
        "Số thẻ",
        "Điện thoại",
        "Chi bộ",
    ]
    for column, words in enumerate(head):
        sheet.write(2, column, words)
    line = 3
    for branch in content("branches")["branch"]:
        for _member in range(branch["members"]):
            each = someone(random, branch["kind"], taken)
            born = each.birth_date.strftime("%d/%m/%Y") if each.birth_date else str(each.birth_year)
            sex = "Nữ" if each.sex == "female" else "Nam"
            days = [day.strftime("%d/%m/%Y") if day else "" for day in (each.joined_on, each.official_on)]
            row = [line - 2, each.full_name, born, sex, *days, each.card_number, each.phone, branch["name"]]
            for column, value in enumerate(row):
                sheet.write(line, column, value)
            line += 1
    book.close()
    assert line - 3 == MEMBERS
    return out.getvalue()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def step(page: Page, base: str, name: str) -> None:
    """From the list of steps to one of them."""
    page.goto(f"{base}/thiet-lap/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name=re.compile(name)).first.click()


def come_back_until(page: Page, there: Locator) -> None:
    """Long work goes on beside the page: look again until it is done."""
    for _look in range(120):
        if there.is_visible():
            return
        again = page.get_by_role("link", name="Xem kết quả")
        again.click() if again.is_visible() else page.wait_for_timeout(1000)
        page.wait_for_timeout(500)
    expect(there).to_be_visible()


def keep(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    if "NENNEP_PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["NENNEP_PICTURES"]) / f"setup-{name}.png", full_page=True)


def test_from_nothing_to_the_first_planned_month(nothing, page, tmp_path):
    base, address = nothing
    begun = time.monotonic()
    the_ward_and_its_office(page, base, address)
    the_branches(page, base)
    the_members(page, base, tmp_path)
    who_leads(page, base)
    step(page, base, "Bộ quy định áp dụng")
    keep(page, "rules")
    press(page, "Dùng bộ quy định này")
    the_rubric(page, base)
    the_days(page, base)
    login, code = the_cards(page, base, tmp_path)
    the_first_month(page, base)
    assert time.monotonic() - begun < 15 * 60
    a_secretary_opens_the_account(page, base, login, code)


def the_ward_and_its_office(page: Page, base: str, address: str) -> None:
    assert page.request.get(f"{base}/khoi-tao/doan-mo/").status == 404
    page.goto(address)
    press(page, "Lập phường")
    expect(page.get_by_text("Nhập tên phường.").first).to_be_visible()
    page.get_by_label("Tên phường").fill("Phường Đức Thắng")
    page.get_by_label("Đảng bộ cấp trên").fill("Đảng bộ thành phố Hà Nội")
    page.get_by_label("Điện thoại Văn phòng").fill("024 3333 4444")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Vân")
    page.get_by_label("Điện thoại, cũng là tên đăng nhập").fill("0912 345 678")
    page.get_by_label("Mật khẩu của cán bộ Văn phòng").fill(PASSWORD)
    keep(page, "begin")
    press(page, "Lập phường")
    expect(page.get_by_text("Tên đăng nhập của đồng chí: 0912345678.")).to_be_visible()
    keep(page, "list")
    assert page.request.get(address).status == 404, "the page opens once"
    step(page, base, "Văn phòng Đảng ủy")
    page.get_by_label("Họ và tên").fill("Trần Văn Hùng")
    press(page, "Thêm cán bộ Văn phòng")


def the_rubric(page: Page, base: str) -> None:
    step(page, base, "Bộ tiêu chí chấm điểm")
    press(page, re.compile("^Lấy bộ này: .*An Phú"))
    keep(page, "rubric")
    press(page, "Áp dụng bộ tiêu chí")
    expect(page.get_by_text("Đã áp dụng bộ tiêu chí.").first).to_be_visible()


def the_branches(page: Page, base: str) -> None:
    step(page, base, "Các chi bộ")
    page.locator("textarea").fill("\n".join(["Tên chi bộ", *(each["name"] for each in content("branches")["branch"])]))
    press(page, "Xem trước")
    press(page, re.compile("Thành lập 13 chi bộ"))
    step(page, base, "Đảng viên")


def the_members(page: Page, base: str, folder: Path) -> None:
    file = folder / "dang-vien.xlsx"
    file.write_bytes(spreadsheet())
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Không thuộc danh mục bí mật nhà nước").check()
    press(page, "Đọc tệp")
    press(page, "Xem từng dòng")
    accept = page.get_by_role("button", name=re.compile(r"Nhận \d+ dòng đúng"))
    come_back_until(page, accept)
    keep(page, "rows")
    accept.click()
    come_back_until(page, page.get_by_text(re.compile("Đã nhận|Hoàn tác")).first)
    page.goto(f"{base}/thiet-lap/")
    expect(page.get_by_text(re.compile(r"5\d\d đảng viên"))).to_be_visible()


def who_leads(page: Page, base: str) -> None:
    step(page, base, "Bí thư, phó bí thư chi bộ")
    page.get_by_label("Nhiệm kỳ từ ngày").fill("1/7/2025")
    page.get_by_label("Nhiệm kỳ đến ngày").fill("30/6/2020")
    press(page, "Ghi chức vụ đã chọn")
    expect(page.get_by_text("Ngày hết nhiệm kỳ phải sau ngày bắt đầu.").first).to_be_visible()
    page.get_by_label("Nhiệm kỳ đến ngày").fill("30/6/2030")
    for number, position in enumerate(("Bí thư chi bộ", "Phó Bí thư chi bộ")):
        boxes = page.get_by_label(position, exact=True)
        for place in range(boxes.count()):
            boxes.nth(place).fill("n")
            page.get_by_role("option").nth(number).click()
    keep(page, "heads")
    press(page, "Ghi chức vụ đã chọn")
    expect(page.get_by_text("Đã ghi 26 chức vụ.")).to_be_visible()


def the_days(page: Page, base: str) -> None:
    step(page, base, "Ngày sinh hoạt của từng chi bộ")
    page.get_by_label("Ngày", exact=True).first.fill("33")
    press(page, "Ghi ngày sinh hoạt")
    expect(page.get_by_text("Ngày sinh hoạt là số từ 1 đến 31.").first).to_be_visible()
    page.get_by_label("Ngày", exact=True).first.fill("3")
    page.get_by_label("Giờ", exact=True).first.fill("19h30")
    page.get_by_label("Nơi họp", exact=True).first.fill("Nhà văn hóa")
    page.get_by_label("Ngày", exact=True).nth(1).fill("5")
    keep(page, "days")
    press(page, "Ghi ngày sinh hoạt")
    expect(page.get_by_text("Đã ghi ngày của 13 chi bộ.")).to_be_visible()


def the_cards(page: Page, base: str, folder: Path) -> tuple[str, str]:
    """The printed sheet; the last card's log-in name and code, read from the paper."""
    step(page, base, "Thẻ đăng nhập lần đầu")
    keep(page, "cards")
    with page.expect_download() as waiting:
        press(page, "In thẻ đã chọn (PDF)")
    sheet = folder / "the.pdf"
    waiting.value.save_as(sheet)
    text = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True).stdout
    codes = re.findall(r"(?:[0-9A-Z]{5}-){5}[0-9A-Z]", text)
    assert len(codes) == len(set(codes)) == 27, "thirteen secretaries, thirteen deputies, the second clerk"
    assert sheet.read_bytes().startswith(b"%PDF")
    return re.findall(r"Tên đăng nhập\s+(\S+)", text)[-1], codes[-1]


def the_first_month(page: Page, base: str) -> None:
    step(page, base, "Lịch sinh hoạt tháng")
    press(page, re.compile("Lập lịch cho 13 chi bộ"))
    expect(page.get_by_text(re.compile("Đã lập lịch 13 buổi sinh hoạt"))).to_be_visible()
    page.goto(f"{base}/thiet-lap/")
    expect(page.get_by_text("Đã xong mọi việc.")).to_be_visible()
    keep(page, "done")


def a_secretary_opens_the_account(page: Page, base: str, login: str, code: str) -> None:
    """With the paper in hand: once, and not a second time."""
    for expected in ("Đã đặt mật khẩu.", "Mã này đã được dùng"):
        page.context.clear_cookies()
        page.goto(f"{base}/dang-nhap/lan-dau/")
        page.get_by_label("Mã trên thẻ").fill(code.lower())
        page.get_by_label("Mật khẩu mới của đồng chí").fill("hoa sữa tháng mười")
        press(page, "Đặt mật khẩu và đăng nhập")
        expect(page.get_by_text(re.compile(expected)).first).to_be_visible()
    keep(page, "first")
    page.goto(f"{base}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill("hoa sữa tháng mười")
    press(page, "Đăng nhập")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
