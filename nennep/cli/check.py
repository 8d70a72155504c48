"""The demo's own check: start the server, sign in as the ward office, look at two pages, stop it."""

import http.cookiejar
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any


def check(made: dict[str, Any]) -> int:
    """One line a check with its time; 0 if all are well, 1 if one is not."""
    port = _free_port()
    begin = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-m", "nennep", "serve", "--port", str(port)])
    visitor = _Visitor(f"http://127.0.0.1:{port}")
    office = next(account for account in made["accounts"] if account["login"] == "vanphong")
    try:
        checks: list[tuple[str, Callable[[], str]]] = [
            ("máy chủ trả lời (server answers)", lambda: visitor.wait(begin)),
            ("đăng nhập Văn phòng (sign in)", lambda: visitor.sign_in(office["login"], made["password"])),
            ("trang Việc của tôi (home page)", lambda: visitor.see("/", office["name"])),
            ("báo cáo năm 2022 (year report)", lambda: visitor.see("/bao-cao/nam/2022/", "558")),
        ]
        results = [_line(words, work) for words, work in checks]
        return 0 if all(results) else 1
    finally:
        server.terminate()
        server.wait(15)


def _line(words: str, work: Callable[[], str]) -> bool:
    begin = time.perf_counter()
    try:
        problem = work()
    except (OSError, AssertionError) as fault:
        problem = str(fault) or type(fault).__name__
    seconds = time.perf_counter() - begin
    print(f"{'✕' if problem else '✓'} {words:<42} {seconds:6.2f} s  {problem}", flush=True)
    return not problem


class _Visitor:
    """A browser without a window."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies)).open

    def wait(self, begin: float) -> str:
        while time.perf_counter() - begin < 20:
            try:
                self.get("/dang-nhap/")
                return ""
            except OSError:
                time.sleep(0.05)
        return "không trả lời sau 20 giây"

    def sign_in(self, login: str, password: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/dang-nhap/"))
        if token is None:
            return "trang đăng nhập không có biểu mẫu"
        words = {"login_name": login, "password": password, "csrfmiddlewaretoken": token[1]}
        request = urllib.request.Request(
            f"{self.base}/dang-nhap/",
            urllib.parse.urlencode(words).encode(),
            {"Referer": f"{self.base}/dang-nhap/"},
        )
        with self.open(request, timeout=20) as answer:
            return "" if answer.url.rstrip("/") == self.base else "đăng nhập không thành"

    def see(self, path: str, words: str) -> str:
        return "" if words in self.get(path) else f"không thấy “{words}” trên trang"

    def get(self, path: str) -> str:
        with self.open(self.base + path, timeout=20) as answer:
            return str(answer.read().decode())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
