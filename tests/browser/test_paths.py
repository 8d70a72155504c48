"""Whole paths in a real browser on the demo ward: the secretary's on a phone, the office's on a desktop."""

import os
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import typst
from playwright.sync_api import Page, expect

from tests.browser.scores import the_branch_scores_itself

PICTURES = Path(os.environ["NENNEP_PICTURES"]) if "NENNEP_PICTURES" in os.environ else None
"""Where the README's two screenshots are written, if somebody asks for them."""
SPREADSHEETS = Path(__file__).parents[1] / "data" / "spreadsheets"
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dung",
    "Giang",
    "Hà",
    "Hải",
    "Hoa",
    "Hồng",
    "Huệ",
    "Khánh",
    "Lan",
    "Liên",
    "Mai",
    "Minh",
    "Nga",
    "Ngọc",
    "Oanh",
    "Phúc",
    "Quý",
    "Sen",
    "Tâm",
    "Thảo",
]
"""Twenty-three: their pairs make a list too long to be read within a breath."""


def no_sideways_scroll(page: Page) -> None:
    expect(page.locator("footer")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=PICTURES / f"{name}.png")


def button(page: Page, name: str | re.Pattern[str]):
    return page.get_by_role("button", name=name).first


def test_a_member_answers_the_invitation_on_a_phone_and_cannot_open_the_desk(open_as):
    page = open_as("dangvien7", width=360)
    page.get_by_role("link", name=re.compile("Giấy mời")).first.click()
    no_sideways_scroll(page)
    desk = page.url.split("/giay-moi/")[0] + "/ban-dieu-hanh/"
    assert page.request.get(desk).status == 404, "a member has no business at the desk"
    page.get_by_label("Sẽ dự").check()
    button(page, "Gửi trả lời").click()

    expect(page.get_by_text(re.compile("Đã gửi trả lời|Đã ghi")).first).to_be_visible()


def test_a_document_goes_through_tonights_meeting_from_the_office_to_the_last_absent_member(open_as, tmp_path):
    """The secretary's evening on a phone, from the agenda to the signature, with a document of the office in it."""
    office = open_as("vanphong", width=1280)
    document = the_office_sends_a_document(office, tmp_path)
    page = open_as("bithu7", width=360)
    no_sideways_scroll(page)
    expect(page.get_by_role("link", name="Quán triệt: Chỉ thị 33-CT/TU").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Sinh hoạt thường kỳ")).first.click()
    meeting = page.url.split("/sinh-hoat/")[1].split("/")[0]
    desk = page.url
    page.goto(f"/sinh-hoat/{meeting}/chuong-trinh/")
    no_sideways_scroll(page)
    button(page, "Đưa vào chương trình: Chỉ thị 33-CT/TU").click()
    expect(page.get_by_text("Đã đưa văn bản vào chương trình.")).to_be_visible()
    page.goto(desk)
    button(page, "Bắt đầu buổi sinh hoạt").click()
    expect(page.get_by_text("Đã bắt đầu buổi sinh hoạt")).to_be_visible()
    desk = page.url
    no_sideways_scroll(page)

    # Before anybody is called: a member reads the hall's code with the own phone.
    page.goto(desk.replace("ban-dieu-hanh", "hoi-truong").split("?")[0])
    code = page.locator(".digits").inner_text().replace(" ", "")
    expect(page.locator("svg.qr")).to_be_visible()
    picture(page, "hall")
    phone = open_as("dangvien7", width=360)
    phone.goto(desk.replace("ban-dieu-hanh", f"co-mat/{code}").split("?")[0])
    button(phone, "Tôi có mặt").click()
    expect(phone.get_by_text("đã được ghi có mặt lúc")).to_be_visible()
    no_sideways_scroll(phone)
    expect(page.get_by_text(re.compile(r"^1/10\d$"))).to_be_visible()  # the hall's screen counts by itself
    page.goto(desk)

    # Roll call: by hand, by name without marks, by group.
    page.get_by_role("link", name="Điểm danh đủ").click()
    page.wait_for_url("**/diem-danh/**")
    no_sideways_scroll(page)
    picture(page, "roll-phone")
    roll = page.url
    page.locator("#roll").get_by_role("button", name=re.compile("^Có mặt")).first.click()
    expect(page.get_by_text(re.compile(r"\(2/10\d\)")).first).to_be_visible()
    for number in range(1, 6):
        page.goto(roll)
        button(page, re.compile(f"Cả Tổ {number} có mặt")).click()
        expect(page.get_by_text(re.compile("Đã ghi có mặt")).first).to_be_visible()
    page.goto(roll)
    expect(page.get_by_role("link", name=re.compile(r"Chưa ghi\s*0"))).to_be_visible()

    # Somebody recorded themselves, so the heads are counted.
    present = re.search(r"\((\d+)/10\d\)", page.locator("#counts").inner_text())
    assert present
    page.get_by_label("Số đảng viên đếm được trong hội trường").fill(present[1])
    button(page, "Ghi số đếm").click()
    expect(page.get_by_text("Đã ghi số đếm trong hội trường.")).to_be_visible()

    # An opinion, noted under the discussion, by somebody who is here.
    page.goto(desk)
    page.get_by_role("link", name="Thảo luận, tự phê bình và phê bình").click()
    page.get_by_role("link", name="Biên bản", exact=True).click()
    speak = page.locator("form", has=page.get_by_label("Nội dung", exact=False)).filter(
        has=page.get_by_label("Người phát biểu")
    )
    choose(page, speak.get_by_label("Người phát biểu"))
    speak.locator("textarea").first.fill("Đề nghị lắp thêm đèn ở ngõ 44")
    page.reload()  # a call came in, the page was loaded again: what was typed is still there
    expect(speak.locator("textarea").first).to_have_value("Đề nghị lắp thêm đèn ở ngõ 44")
    choose(page, speak.get_by_label("Người phát biểu"))
    speak.get_by_role("button", name=re.compile("^Ghi")).first.click()
    expect(page.get_by_text("Đề nghị lắp thêm đèn ở ngõ 44").first).to_be_visible()
    no_sideways_scroll(page)

    # The office's document is passed on.
    page.goto(desk)
    page.locator("a", has_text="Quán triệt Chỉ thị 33-CT/TU").first.click()
    button(page, re.compile("^Bắt đầu mục")).click()

    the_branch_scores_itself(page, desk)

    # The resolution, the minutes read aloud and passed, closing.
    vote(page, desk, "Nghị quyết: biểu quyết")
    page.goto(desk)
    page.get_by_role("link", name="Đọc biên bản", exact=True).click()
    page.wait_for_url("**/doc-bien-ban/**")
    no_sideways_scroll(page)
    vote(page, desk, "Biểu quyết thông qua biên bản")
    page.goto(desk)
    page.get_by_role("link", name="Kết thúc buổi sinh hoạt").click()
    button(page, "Kết thúc buổi sinh hoạt").click()
    expect(page.get_by_text("Đã kết thúc buổi sinh hoạt")).to_be_visible()

    # The chair's signature; the minute-taker's is still missing.
    page.goto(desk.replace("ban-dieu-hanh", "ky").split("?")[0])
    expect(page.get_by_text("Đề nghị lắp thêm đèn ở ngõ 44").first).to_be_visible()
    no_sideways_scroll(page)
    button(page, "Ký biên bản").click()
    expect(page.get_by_text(re.compile("Đã ký")).first).to_be_visible()

    the_last_absent_member_is_reached(page, office, document)


def the_office_sends_a_document(office: Page, folder: Path) -> str:
    """The office enters a document with its file, asks a question, and tells branch no. 7; returns its address."""
    paper = folder / "chi-thi.pdf"
    paper.write_bytes(typst.compile("Chỉ thị về phòng cháy ở nhà chung cư.".encode()))
    office.get_by_role("link", name="Văn bản", exact=True).first.click()
    office.get_by_role("link", name="Vào sổ văn bản đến").click()
    office.get_by_label("Cơ quan ban hành").fill("Thành ủy Hà Nội")
    office.get_by_label("Loại văn bản").select_option(label="Chỉ thị")
    office.get_by_label("Số, ký hiệu").fill("33-CT/TU")
    office.get_by_label("Trích yếu").fill("Phòng cháy, chữa cháy ở khu chung cư")
    office.get_by_label("Tệp").set_input_files(paper)
    office.get_by_label("Không thuộc danh mục bí mật nhà nước").check()
    button(office, "Vào sổ").click()
    expect(office.get_by_role("heading", name="Chỉ thị 33-CT/TU")).to_be_visible()
    document = office.url
    office.get_by_role("link", name="Giao quán triệt").click()
    office.get_by_label("Chi bộ Tổ dân phố số 7").check()
    office.get_by_label("Hạn quán triệt xong").fill("31/05/2023")
    button(office, "Giao quán triệt").click()
    expect(office.get_by_text("0% (0/108)").first).to_be_visible()
    office.goto("/van-ban/?q=phong chay nha chung cu")
    expect(office.get_by_role("link", name="Chỉ thị 33-CT/TU")).to_be_visible()
    return document


def the_last_absent_member_is_reached(page: Page, office: Page, document: str) -> None:
    """Whoever was present is reached by the closed meeting; the secretary sees to the others, one after the other."""
    office.goto(document)
    office.get_by_role("link", name="Chi bộ Tổ dân phố số 7", exact=True).click()
    branch = office.url
    expect(office.get_by_text(re.compile("tại sinh hoạt chi bộ")).first).to_be_attached()
    page.goto(branch)
    no_sideways_scroll(page)
    absent = page.locator("input[name=people]")
    waiting = absent.count()
    assert 0 < waiting < 20, "some were absent, most were not"
    button(page, f"Nhắc {waiting} đồng chí").click()
    expect(page.get_by_text(f"Đã nhắc {waiting} đồng chí.")).to_be_visible()
    for each in absent.all()[:-1]:
        each.check()
    button(page, "Ghi đã truyền đạt lại").click()
    expect(page.get_by_role("heading", name="Chưa được quán triệt (1)")).to_be_visible()
    office.reload()
    expect(office.get_by_text("(107/108)")).to_be_visible()
    absent.check()
    button(page, "Ghi đã truyền đạt lại").click()
    expect(page.get_by_text("đã quán triệt đủ").first).to_be_visible()
    picture(page, "coverage")
    office.goto(document)
    expect(office.get_by_text("100% (108/108)").first).to_be_visible()
    picture(office, "document-desktop")


def choose(page: Page, picker) -> None:
    """Pick the third name of a person picker, whether it is still a select or already a list to type in."""
    if picker.first.evaluate("e => e.tagName") == "SELECT":
        picker.first.select_option(index=3)
        return
    picker.first.fill("ng")
    page.get_by_role("option").nth(1).click()


def vote(page: Page, desk: str, step: str) -> None:
    """Put a matter to the vote, count everybody present in favour, settle it."""
    page.goto(desk)
    page.get_by_role("link", name=step).click()
    button(page, re.compile("^Đưa ra biểu quyết")).click()
    expect(button(page, "Chốt kết quả")).to_be_visible()
    no_sideways_scroll(page)
    if not page.get_by_label("Đồng ý", exact=True).first.input_value():
        present = re.search(r"(\d+) .*có mặt", page.locator("main").inner_text())
        assert present
        page.get_by_label("Đồng ý", exact=True).first.fill(present[1])
    button(page, "Chốt kết quả").click()
    expect(page.get_by_text(re.compile("thông qua", re.I)).first).to_be_visible()


def test_the_office_finds_the_problem_the_figure_and_its_minutes_on_a_desktop(open_as):
    page = open_as("vanphong", width=1280)
    page.get_by_role("link", name="Bảng theo dõi", exact=True).first.click()
    expect(page.get_by_role("table", name=re.compile("Sinh hoạt của các chi bộ"))).to_be_visible()
    page.goto("/bao-cao/?nam=2022")
    expect(page.get_by_text("8 + 3 = 11 ≠ 13")).to_be_visible()
    picture(page, "board-desktop")
    page.goto("/bao-cao/nam/2022/")
    expect(page.get_by_text("558").first).to_be_visible()

    page.get_by_role("link", name="156/156").first.click()
    page.get_by_role("link", name=re.compile("Biên bản|biên bản")).first.click()
    expect(page.locator("main")).to_contain_text("SHA-256")

    page.goto("/bao-cao/nam/2022/")
    with page.expect_download() as file:
        page.get_by_role("link", name=re.compile("Word")).click()
    assert Path(file.value.path()).read_bytes().startswith(b"PK")


def test_the_day_is_typed_as_people_write_it_and_february_is_february(open_as):
    page = open_as("vanphong", width=1280)
    page.goto("/ke-hoach/lich/")
    page.get_by_role("link", name="Chi bộ Tổ dân phố số 1").click()
    page.get_by_label("Áp dụng từ ngày").fill("05/02/2026")
    button(page, "Ghi ngày sinh hoạt").click()

    expect(page.get_by_text("Đã ghi ngày sinh hoạt")).to_be_visible()


def test_the_interface_speaks_english_on_request(open_as):
    page = open_as("vanphong", width=1280)
    button(page, "English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_office_takes_members_in_from_a_spreadsheet_and_back(open_as):
    """S13 at a desk: file, columns, a cell mended in place, a twin decided upon, taken, undone."""
    page = open_as("vanphong", width=1280)
    page.get_by_role("link", name="Chi bộ", exact=True).first.click()
    page.get_by_role("link", name="Nhập đảng viên từ Excel").click()
    page.get_by_label("Bảng tính đảng viên").set_input_files(SPREADSHEETS / "05-errors-and-twins.xlsx")
    page.get_by_label("Không thuộc danh mục bí mật nhà nước").check()
    button(page, "Đọc tệp").click()
    expect(page.get_by_text("Bước 2 trong 4")).to_be_visible()
    no_sideways_scroll(page)
    button(page, "Xem từng dòng").click()

    expect(page.get_by_role("link", name=re.compile(r"^Lỗi\s*6$"))).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("Ngày 31/02/1960 không có trong lịch.").first).to_be_visible()
    page.locator("[name='5-birth']").fill("1960")
    page.locator("[name='13-unit']").select_option(label="Chi bộ Tổ dân phố số 2")
    button(page, "Ghi các chỗ đã sửa").click()
    expect(page.get_by_text("Đã sửa xong 2 dòng.")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Trùng\?")).click()
    expect(page.get_by_role("heading", name="Dòng 32: Bùi Thị Kiều")).to_be_visible()
    button(page, "Bỏ qua dòng này").click()
    no_sideways_scroll(page)

    button(page, "Nhận 26 dòng đúng").click()
    expect(page.get_by_role("heading", name="Đã nhận 26 dòng")).to_be_visible()
    button(page, re.compile("^Hoàn tác lần nhập này")).click()
    expect(page.get_by_text("Đã hoàn tác lần nhập này.")).to_be_visible()


def after_the_days_round(site) -> None:
    """Wait for the one round a day in which lists of readers follow the branches: it would build on what came in."""
    end = time.monotonic() + 120
    with closing(sqlite3.connect(site.home / "db.sqlite3")) as database:
        while not database.execute("SELECT 1 FROM core_lease WHERE name = 'background'").fetchone():
            assert time.monotonic() < end, "no background round began"
            time.sleep(1)
    time.sleep(10)


def test_a_long_list_is_read_and_taken_beside_the_page(open_as, site, tmp_path):
    """529 rows: the page counts by itself and goes on when the reading is over."""
    after_the_days_round(site)
    names = [f"Trần Thị {given} {second}" for given in GIVEN for second in GIVEN]
    lines = ["Họ và tên,Ngày sinh,Ngày vào Đảng,Chi bộ"]
    lines += [f"{name},{1950 + place % 40},{1990 + place % 20},TDP {place % 8 + 1}" for place, name in enumerate(names)]
    (tmp_path / "dai.csv").write_text("\n".join(lines), "utf-8")
    page = open_as("vanphong", width=1280)
    page.goto("/to-chuc/nhap/")
    page.get_by_label("Bảng tính đảng viên").set_input_files(tmp_path / "dai.csv")
    page.get_by_label("Không thuộc danh mục bí mật nhà nước").check()
    button(page, "Đọc tệp").click()
    button(page, "Xem từng dòng").click()

    taking = button(page, re.compile(r"^Nhận \d+ dòng đúng"))
    expect(taking).to_be_visible(timeout=60_000)
    taking.click()
    undo = button(page, re.compile("^Hoàn tác lần nhập này"))
    expect(undo).to_be_visible(timeout=60_000)
    undo.click()
    expect(page.get_by_text("Đã hoàn tác lần nhập này.")).to_be_visible()


def test_one_key_leads_from_any_page_to_whatever_is_looked_for(open_as):
    """The clerk at the desk by keyboard; the member on a phone finds the search in the menu."""
    page = open_as("vanphong", width=1280)
    page.goto("/bao-cao/")
    page.keyboard.press("Control+k")
    page.keyboard.type("nguyen thi hoa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Đồng chí")).to_be_visible()
    page.get_by_role("link", name=re.compile("Ý kiến")).first.click()
    expect(page.get_by_role("heading", name="Ý kiến")).to_be_visible()

    phone = open_as("dangvien7", width=360)
    phone.get_by_text("Mục lục").first.click()
    phone.get_by_label("Tìm đồng chí, buổi họp, văn bản").first.fill("chi bộ")
    phone.get_by_role("button", name="Tìm").first.click()
    expect(phone.get_by_role("heading", name="Buổi sinh hoạt")).to_be_visible()
    no_sideways_scroll(phone)
