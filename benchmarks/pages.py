"""Pages of the demo ward beside the floor, both with two workers, asked in turn in one run.

.venv/bin/python benchmarks/pages.py [ROUNDS]
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("NENNEP_HOME") or HERE.parent / "var/demo")
os.environ["NENNEP_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 150


def main() -> None:
    paths = addresses()
    with tempfile.TemporaryDirectory() as folder:
        key = subprocess.run(
            [sys.executable, HERE / "floor.py", folder], capture_output=True, text=True, check=True
        ).stdout.strip()
        floor_port, our_port = free_port(), free_port()
        environment = {**os.environ, "FLOOR": folder}
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "--chdir",
            str(HERE),
            "-w",
            "2",
            "-k",
            "gthread",
            "--threads",
            "4",
            "--no-control-socket",
        ]
        servers = [
            subprocess.Popen([*gunicorn, "-b", f"127.0.0.1:{floor_port}", "floor:application"], env=environment),
            subprocess.Popen([sys.executable, "-m", "nennep", "serve", "--port", str(our_port)]),
        ]
        try:
            wait(floor_port), wait(our_port)
            report(paths, floor_port, f"sessionid={key}", our_port)
        finally:
            for server in servers:
                server.terminate()
                server.wait(15)


def addresses() -> list[tuple[str, str, str, str]]:
    """(what, login, path here, floor's path)."""
    import django

    django.setup()
    from nennep.meetings.models import Meeting

    running = Meeting.objects.filter(unit__short_name="TDP số 7", parent=None, state="convened").first()
    assert running is not None, "run scripts/demo --reset first"
    return [
        ("meeting with 108 people: roll call", "bithu7", f"/sinh-hoat/{running.pk}/diem-danh/", "/people/"),
        ("meeting with 108 people: its page", "bithu7", f"/sinh-hoat/{running.pk}/", "/people/"),
        ("list of 100 meetings", "vanphong", "/sinh-hoat/", "/meetings/"),
        ("year grid 2022", "vanphong", "/bao-cao/?nam=2022", "/meetings/"),
        ("year report 2022", "vanphong", "/bao-cao/nam/2022/", "/meetings/"),
        ("better or worse, of the ward", "bithuphuong", "/bao-cao/xu-huong/", "/meetings/"),
        ("better or worse, of the branches in charge of", "phutrach7", "/bao-cao/xu-huong/", "/meetings/"),
        ("home of the ward office", "vanphong", "/", "/meetings/"),
        ("home of a secretary", "bithu7", "/", "/meetings/"),
        ("home of a member", "dangvien7", "/", "/meetings/"),
    ]


def report(paths: list[tuple[str, str, str, str]], floor_port: int, floor_cookie: str, our_port: int) -> None:
    cookies = {login: sign_in(our_port, login) for login in {row[1] for row in paths}}
    print("| page | SQL | kB HTML | ms (median) | floor ms | ratio |\n|---|---|---|---|---|---|")
    for what, login, ours, floors in paths:
        mine, theirs, size = [], [], 0
        here, there = (http.client.HTTPConnection("127.0.0.1", port) for port in (our_port, floor_port))
        for turn in range(ROUNDS + 10):
            spent, body = ask(here, ours, cookies[login])
            other, _body = ask(there, floors, floor_cookie)
            if turn >= 10:
                mine.append(spent), theirs.append(other)
            size = len(body)
        median, floor = statistics.median(mine), statistics.median(theirs)
        sql = queries(login, ours)
        print(
            f"| {what} | {sql} | {size / 1024:.1f} | {median:.1f} | {floor:.1f} | {median / floor:.2f} |",
            flush=True,
        )


def queries(login: str, path: str) -> int:
    """How many statements the page asks, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nennep.accounts.models import Account

    visitor = Client(SERVER_NAME="127.0.0.1")
    visitor.force_login(Account.objects.get(login_name=login))
    visitor.get(path)
    with CaptureQueriesContext(connection) as captured:
        visitor.get(path)
    return len(captured)


def ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[float, bytes]:
    begin = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return (time.perf_counter() - begin) * 1000, body


def sign_in(port: int, login: str) -> str:
    from nennep.cli.generate.ward import PASSWORD

    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/dang-nhap/")
    answer = connection.getresponse()
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read())
    assert token
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    words = {"login_name": login, "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/dang-nhap/", urllib.parse.urlencode(words), headers)
    answer = connection.getresponse()
    answer.read()
    given = [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie", [])]
    return "; ".join(each for each in given if each.startswith(("nennep=", "__Host-nennep=")))


def wait(port: int) -> None:
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
