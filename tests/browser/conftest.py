"""The demo ward, generated once for a run, served on this machine, and a real Chromium.

NENNEP_DEMO_HOME names a data folder to copy instead of generating: quicker while writing tests.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from nennep.cli.demo import EVENING
from nennep.cli.generate.ward import PASSWORD

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("NENNEP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


PATIENCE = 30_000
"""Milliseconds to wait for what has to appear: beside a second lane of tests a small machine is slow."""


@dataclass(frozen=True)
class Site:
    """The running demo ward."""

    base: str
    home: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


def _environment(home: Path) -> dict[str, str]:
    environment = {**os.environ, "NENNEP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
    environment.pop("NENNEP_DATABASE_URL", None)
    return environment


NENNEP = [sys.executable, "-m", "nennep"]


@pytest.fixture(scope="session")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demo ward on SQLite, made once and never served itself."""
    home = tmp_path_factory.mktemp("ward") / "home"
    steps = [["migrate"]]
    if "NENNEP_DEMO_HOME" in os.environ:
        shutil.copytree(os.environ["NENNEP_DEMO_HOME"], home)
    else:
        home.mkdir()
        steps.append(["generate", "--manifest", str(home / "ward.json")])
    (home / "config.json").write_text(json.dumps({"demo": True}))
    for words in steps:
        subprocess.run([*NENNEP, *words], env=_environment(home), cwd=ROOT, check=True, capture_output=True)
    above = [sys.executable, "-m", "tests.browser.level"]
    subprocess.run(above, env=_environment(home), cwd=ROOT, check=True, capture_output=True)
    return home


@pytest.fixture(scope="module")
def site(ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The ward on its evening, fresh for each file of tests; its own server process, stopped by its process id."""
    if not CHROMIUM:
        pytest.skip("browser tests: no Chromium on this machine (apt-get install chromium)")
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(ward, home)
    offset = int((EVENING - datetime.now(UTC)).total_seconds())
    (home / "config.json").write_text(json.dumps({"demo": True, "clock_offset_seconds": offset}))
    port = _free_port()
    words = [*NENNEP, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(words, env=_environment(home), cwd=ROOT)
    try:
        _wait(port)
        yield Site(f"http://127.0.0.1:{port}", home)
    finally:
        server.terminate()
        server.wait(15)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A real Chromium, ended with the last browser test: while its loop runs, Django opens no database beside it."""
    if not CHROMIUM:
        pytest.skip("browser tests: no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages' consoles complained of; a test that provokes some clears them."""
    return []


@pytest.fixture
def open_as(site: Site, chromium: Browser, complaints: list[str]) -> Iterator:
    """Sign in as somebody, at a width; whatever the page's console complains of fails the test."""
    contexts: list = []

    def sign_in(login: str, *, width: int, base: str = site.base) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 780 if width < 600 else 900}, locale="vi-VN", base_url=base
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto("/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/")
        return page

    yield sign_in
    for number, context in enumerate(contexts):
        if "NENNEP_PICTURES" in os.environ:
            context.pages[-1].screenshot(
                path=Path(os.environ["NENNEP_PICTURES"]) / f"last-{number}.png", full_page=True
            )
        context.close()
    assert complaints == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _attempt in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")
