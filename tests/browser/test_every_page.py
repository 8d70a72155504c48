"""Every page in a real browser: axe finds nothing, nothing scrolls sideways at 320 px, paper shows no menu."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SMALLEST = 320
TONIGHT = "Sinh hoạt thường kỳ"


def walk(page: Page, role: str) -> Iterator[tuple[str, str]]:
    """The pages of a role by name: the fixed ones, then those of one meeting and one theme."""
    for address in FIXED[role]:
        yield address, address
    if role == "captren":
        yield from above(page)
        return
    yield from documents(page, role)
    if role == "bithu7":
        page.goto("/")
        yield "briefing heard", page.locator("main a[href*='/giao-ban/0']").first.get_attribute("href")
    if role == "vanphong":
        page.goto("/bao-cao/giao-ban/")
        yield "briefing", page.locator("main a[href*='/giao-ban/0']").first.get_attribute("href")
        page.goto("/khen-thuong/2022/")
        yield "award", page.locator("main a[href*='/khen-thuong/0']").first.get_attribute("href")
        page.goto("/cham-diem/bo-tieu-chi/")
        rubric = page.locator("main a[href*='/bo-tieu-chi/0']").first.get_attribute("href")
        for part in ("", "sua/", "sua/tieu-chi/0/", "sua/tieu-chi/2/"):
            yield f"rubric/{part}", f"{rubric}{part}"
        page.goto("/to-chuc/dang-vien/")
        yield "person", page.locator("main a[href*='/dong-chi/0']").first.get_attribute("href")
        page.goto("/to-chuc/")
        unit = page.locator("main a[href*='/chi-bo/0']").first.get_attribute("href").replace("ho-so/", "")
        for part in ("", "ho-so/", "nhiem-vu/2023/", "noi-cu-tru/2023/"):
            yield f"unit/{part}", f"{unit}{part}"
        page.goto("/xep-loai/2022/")
        yield "rating to open", page.url
        page.get_by_role("button", name="Mở đợt xếp loại").click()
        yield "rating", page.url
        page.locator("main a[href*='/xep-loai/2022/chi-bo/']").nth(10).click()  # a small branch
        page.get_by_role("button", name="Lập phiếu cho cả chi bộ").click()
        branch = page.url
        for part in ("", "kiem-phieu/", "quyet-dinh/"):
            yield f"rating/{part}", f"{branch}{part}"
        page.goto(branch)
        yield "rating file", page.locator("main a[href*='/xep-loai/phieu/']").nth(1).get_attribute("href")
        page.goto("/bao-cao/nam/2022/ban-hanh/")
        page.get_by_role("button", name="Ban hành báo cáo").click()
        yield "issued report", page.url
    if role not in PARTS:
        return
    page.goto("/sinh-hoat/")
    meetings = page.locator("main a[href*='/sinh-hoat/0']").evaluate_all("links => links.map(a => a.pathname)")
    with_minutes = next(each for each in meetings[2:] if each)
    page.goto("/")
    tonight = page.locator("main a[href*='/giay-moi/']").first.get_attribute("href").replace("giay-moi/", "")
    for part in PARTS[role]:
        yield f"tonight/{part}", f"{tonight}{part}"
    for part in RECORD[role]:
        yield f"record/{part}", f"{with_minutes}{part}"
    page.goto("/ke-hoach/chuyen-de/2023/")
    theme = page.locator("main a[href*='/muc/']").first.get_attribute("href")
    yield "theme", theme


def above(page: Page) -> Iterator[tuple[str, str]]:
    """Of the level above: the figures of the ward on this machine taken, added up, led back to their package."""
    page.goto("/bao-cao/tong-hop/2022-Q1/")
    page.get_by_role("button", name="Lấy số liệu").click()
    for part in ("", "bao-cao/", "bao-cao/attendance/"):
        yield f"consolidated/{part}", f"/bao-cao/tong-hop/2022-Q1/{part}"
    page.goto("/bao-cao/tong-hop/2022-Q1/")
    yield "package", page.locator("main a[href*='/goi/']").first.get_attribute("href")


def documents(page: Page, role: str) -> Iterator[tuple[str, str]]:
    """One document that branches are passing on: its pages for this role, one branch of it, and one conference."""
    page.goto("/van-ban/")
    plan = page.get_by_role("link", name="Kế hoạch 02-KH/ĐU").first.get_attribute("href").replace("doc/", "")
    for part in DOCUMENT[role]:
        yield f"document/{part}", f"{plan}{part}"
    page.goto(plan)
    for kind in ("chi-bo", "hoi-nghi"):
        links = page.locator(f"main a[href*='/{kind}/']")
        if links.count():
            yield f"document/{kind}", links.first.get_attribute("href")


FIXED = {
    "bithu7": ["/", "/sinh-hoat/", "/sinh-hoat/lap-lich/them/", "/nhiem-vu/", "/bao-cao/", "/quy-dinh/", "/to-chuc/",
               "/to-chuc/toi/", "/cham-diem/?ky=2023-03",
               "/cham-diem/bo-tieu-chi/", "/ke-hoach/chuyen-de/2023/", "/ke-hoach/dinh-huong/2023/",
               "/ke-hoach/chuyen-de/thu-vien/", "/nhac-viec/cua-toi/", "/dang-nhap/mat-khau/", "/van-ban/"],
    "dangvien7": ["/", "/sinh-hoat/", "/nhiem-vu/", "/ke-hoach/chuyen-de/2023/", "/van-ban/", "/tim/", "/tim/?q=xyz"],
    "vanphong": ["/", "/sinh-hoat/", "/sinh-hoat/lap-lich/", "/bao-cao/", "/bao-cao/xu-huong/", "/bao-cao/nam/2022/",
                 "/bao-cao/ky/", "/bao-cao/ky/2022-Q2/",
                 "/bao-cao/mau/", "/bao-cao/mau/them/", "/bao-cao/nam/2023/nhiem-vu/", "/bao-cao/nam/2022/chua-khop/",
                 "/bao-cao/so-lieu/attendance/?ky=2022", "/bao-cao/chi-tieu/",
                 "/to-chuc/", "/to-chuc/dang-vien/", "/to-chuc/cay/", "/to-chuc/nhap/", "/quy-dinh/",
                 "/ke-hoach/chuyen-de/2023/", "/ke-hoach/dinh-huong/2023/",
                 "/ke-hoach/dinh-huong/2023/them/", "/ke-hoach/noi-dung/",
                 "/ke-hoach/noi-dung/street_block/regular/", "/ke-hoach/lich/", "/nhac-viec/", "/van-ban/",
                 "/van-ban/nhan/", "/van-ban/ban-hanh/", "/van-ban/nhap/", "/van-ban/hoi-nghi/",
                 "/van-ban/hoi-nghi/them/", "/cham-diem/", "/cham-diem/?ky=2023-03", "/cham-diem/?ky=2022",
                 "/cham-diem/bo-tieu-chi/", "/cham-diem/bo-tieu-chi/nhap/", "/phieu-du/",
                 "/kien-nghi/", "/kien-nghi/?loc=tat-ca", "/kien-nghi/neu/", "/kiem-tra/2022/", "/kiem-tra/2023/them/",
                 "/kiem-tra/rut-mau/", "/bao-cao/giao-ban/", "/bao-cao/phu-trach/2022/", "/kit/",
                 "/khen-thuong/2022/", "/khen-thuong/2022/them/", "/huy-hieu/2023/",
                 "/tim/?q=hoa", "/tim/?q=hoa&loai=opinion", "/thiet-lap/", "/thiet-lap/van-phong/",
                 "/thiet-lap/bi-thu/", "/thiet-lap/quy-dinh/", "/thiet-lap/ngay-sinh-hoat/", "/dang-nhap/the/"],
    "captren": ["/", "/bao-cao/tong-hop/", "/bao-cao/tong-hop/khoa/", "/bao-cao/tong-hop/nhan/",
                "/bao-cao/tong-hop/2022-Q1/"],
    "phutrach7": ["/", "/phu-trach/", "/bao-cao/xu-huong/", "/kien-nghi/", "/kien-nghi/neu/"],
}  # fmt: skip
PARTS = {
    "bithu7": ["", "chuan-bi/", "chuong-trinh/", "tai-lieu/", "du-thao/", "phan-cong/", "tra-loi/", "giay-moi/",
               "doi-ngay/", "khong-hop/", "diem-danh/", "ban-dieu-hanh/", "hoi-truong/", "bieu-quyet/"],
    "dangvien7": ["", "giay-moi/", "co-mat/"],
}  # fmt: skip
DOCUMENT = {
    "bithu7": ["", "doc/"],
    "dangvien7": ["", "doc/"],
    "vanphong": ["", "sua/", "giao/", "cau-hoi/"],
    "phutrach7": [""],
}
RECORD = {"bithu7": ["", "bien-ban/", "ky/"], "dangvien7": ["", "bien-ban/"]}


@pytest.mark.parametrize("role", list(FIXED))
def test_every_page_is_readable_for_all_and_fits_the_smallest_phone(role, open_as):
    page = open_as(role, width=360)
    axe, wrong = Axe(), []
    for name, address in list(walk(page, role)):
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200:
            wrong.append(f"{name}: {answer.status}")
            continue
        if page.title().startswith("–"):
            wrong.append(f"{name}: no title")
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{name}: {each['id']} at {each['nodes'][0]['target']}" for each in found]
        page.set_viewport_size({"width": SMALLEST, "height": 700})
        for size in ("size-small", "size-large"):
            page.evaluate("size => document.documentElement.className = size", size)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > SMALLEST:
                wrong.append(f"{name}: {wide} px wide at {SMALLEST} px, {size}")
        page.set_viewport_size({"width": 360, "height": 780})
        page.emulate_media(media="print")
        if page.locator("nav.menu:visible, .action-bar:visible, button:visible").count():
            shown = page.locator("nav.menu:visible, .action-bar:visible, button:visible").first.evaluate(
                "e => e.outerHTML"
            )
            wrong.append(f"{name}: printed {re.sub(chr(10), ' ', shown)[:90]}")
        page.emulate_media(media="screen")
    assert not wrong, "\n".join(wrong)
