"""nennep demo: the ward of the article on this machine, living on the evening of 17 May 2023."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

NEEDS_DJANGO = False
EVENING = datetime(2023, 5, 17, 19, 20, tzinfo=timezone(timedelta(hours=7)))
"""Where the demo's clock starts: ten minutes before branch no. 7 meets, on the day of the article."""
MADE = "ward.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="chạy thử, xem hai trang rồi dừng")
    parser.add_argument("--reset", action="store_true", help="tạo lại phường từ đầu")
    from nennep.cli.serve import add_port

    add_port(parser)


def run(args: argparse.Namespace) -> int:
    begin = time.perf_counter()
    home = Path(os.environ.get("NENNEP_HOME") or "var/demo").resolve()
    os.environ["NENNEP_HOME"] = str(home)
    if problem := _not_ours(home):
        print(problem, file=sys.stderr)
        return 1
    from nennep.cli.serve import port_problem, serve

    if not args.check and (problem := port_problem("127.0.0.1", args.port)):
        print(problem, file=sys.stderr)
        return 1
    with _alone(home) as is_alone:
        if not is_alone:
            print(BUSY, file=sys.stderr)
            return 1
        if args.reset and home.exists():
            shutil.rmtree(home)
        _prepare(home)
    if args.check:
        from nennep.cli.check import check

        return check(json.loads((home / MADE).read_text("utf-8")))
    _say_where(json.loads((home / MADE).read_text("utf-8")), args.port, time.perf_counter() - begin)
    _open_browser(args.port)
    serve("127.0.0.1", args.port, workers=2)
    return 0


BUSY = (
    "Một lệnh scripts/demo khác đang chuẩn bị phường thử này. Chờ nó xong rồi chạy lại.\n"
    "Another scripts/demo is preparing this demo ward. Wait for it, then run again."
)


def _not_ours(home: Path) -> str:
    """A sentence where the folder holds something that no demo made: it is never removed."""
    if not home.exists() or not any(home.iterdir()):
        return ""
    with suppress(OSError, ValueError):
        if json.loads((home / "config.json").read_text("utf-8")).get("demo"):
            return ""
    return (
        f"Thư mục {home} có dữ liệu không phải của bản thử nên không đụng tới. Đặt NENNEP_HOME là thư mục khác.\n"
        "The folder holds data that no demo made, so it is left alone. Let NENNEP_HOME name another folder."
    )


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Whether nobody else prepares the same folder meanwhile; ends with the process, however it ends."""
    import fcntl

    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f".{home.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _prepare(home: Path) -> None:
    """Make the data folder, the database and the ward where they are missing."""
    fresh = not (home / MADE).exists()
    if fresh:
        if home.exists():
            shutil.rmtree(home)
        home.mkdir(parents=True)
        offset = int((EVENING - datetime.now(UTC)).total_seconds())
        (home / "config.json").write_text(json.dumps({"demo": True, "clock_offset_seconds": offset}))
    import django

    django.setup()
    from nennep.cli.migrate import is_current, prepare

    if fresh or not is_current():
        with _timed("Cơ sở dữ liệu (database)"):
            prepare()
    if fresh:
        from nennep.cli.generate.ward import generate_ward

        with _timed("Phường Đức Thắng: 13 chi bộ, 558 đảng viên, từ 01/2022 (generating the ward)"):
            made = generate_ward(seed=2023, code="duc-thang", until=EVENING.date(), say=_quiet)
        (home / MADE).write_text(json.dumps(made.manifest(), ensure_ascii=False, indent=1), encoding="utf-8")


class _timed:
    """One line a step with its time."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __enter__(self) -> None:
        self.begin = time.perf_counter()
        print(f"· {self.words} …", end="", flush=True)

    def __exit__(self, *problem: Any) -> None:
        print(f" {time.perf_counter() - self.begin:.1f} s", flush=True)


def _quiet(_words: str) -> None:
    return None


def _say_where(made: dict[str, Any], port: int, seconds: float) -> None:
    print(f"\nNền Nếp – phường Đức Thắng, tối 17/5/2023:  http://127.0.0.1:{port}   ({seconds:.1f} s)\n")
    print(f"  Mật khẩu chung của bản thử (password): {made['password']}\n")
    for account in made["accounts"]:
        if account["login"].startswith("bithu") and account["login"][5:].isdigit() and account["login"] != "bithu7":
            continue
        print(f"  {account['login']:<12} {account['role']:<36} {account['name']}")
    print(
        "\n  Năm phút đầu tiên: đăng nhập bithu7 → Buổi sinh hoạt tháng 05 → “Bắt đầu buổi sinh hoạt” →\n"
        "  ghi có mặt vài đồng chí → ghi ý kiến → biểu quyết → đọc biên bản → “Kết thúc buổi sinh hoạt”.\n"
        "  Rồi đăng nhập vanphong → Bảng theo dõi → Báo cáo năm 2022.   Dừng: Ctrl+C\n",
        flush=True,
    )


def _open_browser(port: int) -> None:
    """Only where somebody sits before a desktop."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        return
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    command = [
        sys.executable,
        "-c",
        f"import time, webbrowser; time.sleep(1.5); webbrowser.open('http://127.0.0.1:{port}')",
    ]
    subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
