"""Start to first answer, memory of all processes, and what a phone downloads on its first visit.

.venv/bin/python benchmarks/start.py
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from pages import free_port, sign_in

HERE = Path(__file__).resolve().parent
os.environ.setdefault("NENNEP_HOME", str(HERE.parent / "var/demo"))


def start(port: int) -> tuple[subprocess.Popen, float]:
    begin = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-m", "nennep", "serve", "--port", str(port)])
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap/").read()
            return server, time.perf_counter() - begin
        except OSError:
            time.sleep(0.01)


def memory(server: subprocess.Popen) -> float:
    """Proportional set size of the server and its workers, in MB."""
    children = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True).stdout.split()
    total = 0
    for process in [server.pid, *children]:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
        match = re.search(r"^Pss:\s+(\d+)", text, re.M)
        total += int(match[1]) if match else 0
    return total / 1024


def first_visit(port: int, path: str, cookie: str) -> tuple[int, int]:
    """Bytes of a page and all it loads, compressed, and the number of files."""
    base = f"http://127.0.0.1:{port}"

    def get(url: str) -> bytes:
        request = urllib.request.Request(base + url, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip" or url.endswith(".woff2")
            return body if packed else gzip.compress(body, 6)

    html = get(path)
    text = gzip.decompress(html).decode()
    urls = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    return len(html) + sum(len(get(url)) for url in urls), 1 + len(urls)


def main() -> None:
    times = []
    for _run in range(5):
        server, spent = start(free_port())
        times.append(spent)
        server.terminate()
        server.wait(15)
    port = free_port()
    server, _spent = start(port)
    try:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")
        django.setup()
        cookie = sign_in(port, "bithu7")
        fresh = memory(server)
        size, files = first_visit(port, "/", cookie)
        for _turn in range(300):
            first = urllib.request.Request(f"http://127.0.0.1:{port}/sinh-hoat/", headers={"Cookie": cookie})
            urllib.request.urlopen(first).read()
        print("| what | figure |\n|---|---|")
        print(f"| start to first answer (median of 5) | {statistics.median(times):.2f} s |")
        print(
            f"| memory of all processes after start / after 300 pages (PSS) | {fresh:.0f} / {memory(server):.0f} MB |"
        )
        print(f"| first visit of a phone, home page, {files} files, compressed | {size / 1024:.1f} kB |")
    finally:
        server.terminate()
        server.wait(15)


if __name__ == "__main__":
    main()
