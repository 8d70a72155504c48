"""A committee member in a hall without network: the sheet opens, is written and pressed, and arrives once, later."""

import json
import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from nennep.cli.generate.ward import PASSWORD
from tests.browser.conftest import PATIENCE
from tests.browser.scores import fill_the_rest
from tests.browser.test_paths import no_sideways_scroll
from tests.browser.wire import Wire

REMARK = "Chi bộ thảo luận sôi nổi, đúng trọng tâm"
PROBLEM = "Nhà văn hóa dột mái"
WAITING = re.compile("còn giữ trên máy, có mạng thì tự gửi")
KEPT = "async address => (await vault.all('pages', document.body.dataset.person)).some(each => each.name === address)"
KEPT_AS_IT_IS = """async address => {
  const seen = document.querySelector("[name=seen]").outerHTML;
  const kept = await vault.get("pages", document.body.dataset.person, address);
  return kept?.html.includes(seen.slice(0, seen.indexOf(" id=")));
}"""
ON_DISK = """async () => {
  const base = await new Promise(done => { const a = indexedDB.open("nennep"); a.onsuccess = () => done(a.result); });
  const all = name => new Promise(done => {
    const a = base.transaction(name).objectStore(name).getAll();
    a.onsuccess = () => done(a.result);
  });
  const [sendings, keys] = [await all("sendings"), await all("keys")];
  const text = sendings.map(each => new TextDecoder().decode(each.data)).join("");
  const out = await crypto.subtle.exportKey("raw", keys[0]).then(() => "taken out", error => error.name);
  return { count: sendings.length, readable: text.includes("remarks"), out };
}"""


def sign_in(page: Page, login: str, *, shared: bool = False) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    if shared:
        page.get_by_label(re.compile("dùng chung")).check()
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/")


def until(page: Page, script: str, arg: str = "") -> None:
    """Wait for what no element shows; pages run no text as script, so it is asked again and again."""
    for _each in range(PATIENCE // 100):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


@pytest.fixture
def wire(site):
    between = Wire(int(site.base.rpartition(":")[2]))
    yield between
    between.close()


@pytest.fixture
def member(open_as, wire, complaints):
    """The committee member in charge of branch 7, who opened the calendar at home: the phone takes the sheet along."""
    page = open_as("phutrach7", width=360, base=f"http://127.0.0.1:{wire.port}")
    page.goto("/phu-trach/")
    page.tonight = page.get_by_role("link", name="Mở phiếu dự").first.get_attribute("href")
    until(page, KEPT, page.tonight)
    yield page
    page.goto("about:blank")  # no more questions over the wire
    complaints.clear()  # a browser without network complains of each address that it did not reach


def in_the_hall(page: Page, wire: Wire) -> None:
    """No network any more; the sheet opens all the same."""
    wire.cut()
    page.goto(page.tonight)
    expect(page.get_by_text(re.compile("Mất mạng: đang xem bản giữ trên máy"))).to_be_visible()
    no_sideways_scroll(page)


def rows_of(site, sql: str) -> list[tuple]:
    """What the database holds, read from the file itself."""
    with sqlite3.connect(site.home / "db.sqlite3") as database:
        return database.execute(f"SELECT {sql}").fetchall()


def change_rows(site, sql: str) -> None:
    """What somebody else does meanwhile, elsewhere."""
    with sqlite3.connect(site.home / "db.sqlite3") as database:
        database.execute(f"UPDATE {sql}")


VISITS = "id FROM oversight_visit WHERE problems = 'Nhà văn hóa dột mái'"


def test_what_waits_is_never_sent_under_another_name(member, wire, site):
    in_the_hall(member, wire)
    member.get_by_label("Việc cần báo cáo, giải quyết").fill(PROBLEM)
    member.get_by_role("button", name="Lưu, gửi sau").click()
    expect(member.get_by_text(WAITING)).to_be_visible()

    member.goto("about:blank")
    wire.mend()
    member.context.clear_cookies(name="nennep")  # the session ends while the phone is in a pocket
    sign_in(member, "bithu7")
    until(member, "async () => (await vault.owner()) === document.body.dataset.person")
    expect(member.get_by_text(WAITING)).to_have_count(0)
    assert member.evaluate("async () => (await vault.all('pages', document.body.dataset.person)).length") == 0
    assert rows_of(site, VISITS) == []

    member.context.clear_cookies(name="nennep")
    sign_in(member, "phutrach7")
    expect(member.get_by_text("Đã gửi phần giữ trên máy.")).to_be_visible()
    assert len(rows_of(site, VISITS)) == 1  # the visit was recorded with its first words, and only once


def test_without_network_other_pages_say_so_and_name_what_is_kept(member, wire):
    wire.cut()
    member.goto("/nhiem-vu/")
    expect(member.get_by_role("heading", name="Mất mạng")).to_be_visible()
    expect(member.get_by_role("link", name="Phiếu dự sinh hoạt").first).to_be_visible()
    no_sideways_scroll(member)


def test_whoever_signs_out_leaves_nothing_on_the_phone(member):
    member.locator(".menu-phone summary").click()
    member.get_by_role("button", name="Đăng xuất").first.click()
    member.wait_for_url("**/dang-nhap/**")
    assert member.evaluate("async () => [await vault.owner(), (await caches.keys()).length]") == [None, 0]


def test_a_shared_device_keeps_nothing(open_as, complaints):
    page = open_as("phutrach7", width=360)
    page.context.clear_cookies()
    sign_in(page, "phutrach7", shared=True)
    page.goto("/phu-trach/")
    page.wait_for_timeout(1500)
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate("async () => (await vault.all('pages', document.body.dataset.person)).length") == 0


def test_the_second_score_is_written_without_network_too(member, wire):
    member.goto("/")
    member.get_by_role("link", name=re.compile("Chấm điểm buổi")).first.click()
    member.get_by_role("button", name="Đồng ý phần hệ thống tính").click()
    expect(member.get_by_text("Đã ghi phần hệ thống tính.")).to_be_visible()
    address = member.evaluate("location.pathname")
    until(member, KEPT_AS_IT_IS, address)
    wire.cut()
    member.goto(address)
    fill_the_rest(member)
    member.get_by_role("button", name="Gửi phiếu chấm").click()
    expect(member.get_by_text(WAITING)).to_be_visible()
    no_sideways_scroll(member)

    wire.mend()
    member.get_by_role("button", name="Gửi ngay").click()
    expect(member.get_by_text("Đã gửi phiếu chấm.")).to_be_visible()


def test_signing_out_asks_first_while_something_waits(member, wire):
    in_the_hall(member, wire)
    member.get_by_label("Việc cần báo cáo, giải quyết").fill("Thiếu ghế ngồi")
    member.get_by_role("button", name="Lưu, gửi sau").click()
    expect(member.get_by_text(WAITING)).to_be_visible()
    asked: list[str] = []
    member.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    member.locator(".menu-phone summary").click()
    member.get_by_role("button", name="Đăng xuất").first.click()

    assert asked == ["Trên máy còn phần chưa gửi. Đăng xuất thì phần ấy mất. Vẫn đăng xuất?"]
    expect(member.get_by_text(WAITING)).to_be_visible()


def test_who_lost_the_charge_meanwhile_is_told_and_keeps_the_words(member, wire, site):
    in_the_hall(member, wire)
    member.get_by_label("Việc cần báo cáo, giải quyết").fill("Loa hỏng, chưa thay")
    member.get_by_role("button", name="Lưu, gửi sau").click()
    expect(member.get_by_text(WAITING)).to_be_visible()
    change_rows(site, "organisation_charge SET valid_to = '2023-05-17' WHERE valid_to IS NULL")
    wire.mend()
    member.get_by_role("button", name="Gửi ngay").click()
    expect(member.get_by_text(re.compile("không còn được giao việc này"))).to_be_visible()
    member.get_by_text("Chữ đã ghi").click()
    expect(member.locator("#waiting [data-text]")).to_have_text("Loa hỏng, chưa thay")
    no_sideways_scroll(member)
    assert rows_of(site, "id FROM oversight_visit WHERE problems = 'Loa hỏng, chưa thay'") == []
    change_rows(site, "organisation_charge SET valid_to = NULL WHERE valid_to = '2023-05-17'")


def test_a_sheet_written_without_network_waits_on_the_phone_and_arrives_once(member, wire, site):
    in_the_hall(member, wire)
    member.get_by_role("checkbox").first.check()
    member.get_by_label("Nhận xét đã nói tại buổi sinh hoạt").fill("Chi bộ thảo luận")
    member.get_by_role("button", name="Gửi phiếu dự").click()
    expect(member.get_by_text(WAITING)).to_be_visible()
    member.get_by_label("Nhận xét đã nói tại buổi sinh hoạt").fill(REMARK)
    member.get_by_role("button", name="Gửi phiếu dự").click()
    expect(member.get_by_text(WAITING)).to_be_visible()
    expect(member.get_by_label("Nhận xét đã nói tại buổi sinh hoạt")).to_have_value(REMARK)
    no_sideways_scroll(member)
    assert member.evaluate(ON_DISK) == {"count": 1, "readable": False, "out": "InvalidAccessError"}
    assert rows_of(site, f"id FROM oversight_visit WHERE remarks = '{REMARK}'") == []

    wire.mend()
    member.get_by_role("button", name="Gửi ngay").click()
    expect(member.get_by_text("Đã gửi phiếu dự tới Văn phòng.")).to_be_visible()
    member.goto("/phu-trach/")
    expect(member.get_by_text(WAITING)).to_have_count(0)
    sent = rows_of(site, f"sent_at IS NOT NULL, ticked FROM oversight_visit WHERE remarks = '{REMARK}'")
    assert [(is_sent, len(json.loads(ticked))) for is_sent, ticked in sent] == [(1, 1)]
