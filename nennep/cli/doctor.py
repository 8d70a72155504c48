"""nennep doctor: look whether this installation is as it should be (security.md A.10), and say what to do.

What the program cannot see from inside is named as such, never counted as good.
"""

import argparse
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GOOD, BAD, UNKNOWN = "✓", "✕", "–"
LEAST_FREE = 1024**3
SLOWEST_FSYNC = 0.1
OLDEST_MESSAGE_HOURS = 1


@dataclass(frozen=True)
class Told:
    """One thing looked at: how it is, and what to do where it is not well."""

    mark: str
    what: str
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No words needed."""


def run(args: argparse.Namespace) -> int:
    found = [told for look in LOOKS for told in look()]
    for told in found:
        print(f"{told.mark} {told.what:<34} {told.words}")
    bad = sum(told.mark == BAD for told in found)
    looked = sum(told.mark != UNKNOWN for told in found)
    print(f"\nĐã xem {looked} mục, {bad} mục cần sửa, {len(found) - looked} mục phải xem bằng cách khác.")
    return 1 if bad else 0


def _told(good: bool, what: str, fine: str, mend: str) -> Told:
    return Told(GOOD if good else BAD, what, fine if good else mend)


def database() -> Iterator[Told]:
    """Engine, settings, migrations."""
    from django.db import connection

    from nennep.cli.migrate import is_current

    yield _told(is_current(), "cơ sở dữ liệu", "đúng bản này", "chưa nâng cấp: chạy nennep migrate")
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            value = cursor.fetchone()[0]
        yield _told(value != "off", "ghi chắc (synchronous_commit)", value, "đang off: mất điện là mất việc vừa ghi")


def _sqlite() -> Iterator[Told]:
    import pysqlite3
    from django.db import connection

    version = tuple(int(part) for part in pysqlite3.sqlite_version.split("."))
    yield _told(version >= (3, 51, 3), "SQLite", pysqlite3.sqlite_version, f"{pysqlite3.sqlite_version} có lỗi WAL")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "recursive_triggers": 1}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            is_now = cursor.fetchone()[0]
            yield _told(is_now == value, f"SQLite {name}", str(is_now), f"đang là {is_now}, phải là {value}")


def guards() -> Iterator[Told]:
    """Triggers that keep signed minutes from being changed, and those of the search index."""
    from django.db import connection

    from nennep.cli.verify import missing_guards

    missing = missing_guards(connection)
    yield _told(not missing, "khóa chống sửa biên bản đã ký", "đủ", f"mất: {', '.join(missing)}")


def secrets() -> Iterator[Told]:
    """The key, the folder, debugging."""
    from django.conf import settings

    for path, most in ((Path(settings.HOME) / "secret.key", 0o600), (Path(settings.HOME), 0o750)):
        mode = stat.S_IMODE(path.stat().st_mode)
        mend = f"quyền {mode:o}: chạy chmod {most:o} {path}"
        yield _told(not mode & ~most, path.name, f"quyền {mode:o}", mend)
    yield _told(not settings.DEBUG, "chế độ gỡ lỗi", "tắt", "đang bật: bỏ NENNEP_DEBUG")
    yield _told(
        settings.SECURE_COOKIES or settings.DEMO,
        "chứng chỉ (NENNEP_HTTPS)",
        "có" if settings.SECURE_COOKIES else "bản thử, chỉ máy này",
        "chưa: mật khẩu đi qua mạng không mã hóa, không dùng được khi mất mạng. Đặt sau Caddy hoặc Nginx",
    )


def disk() -> Iterator[Told]:
    """Room left, and how long the disk takes to keep something for good."""
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME).free
    size = f"{free / 1024**3:.1f} GB".replace(".", ",")
    yield _told(free >= LEAST_FREE, "chỗ trống trên đĩa", size, f"còn {size}: dọn đĩa, cần ít nhất 1 GB")
    seconds = _fsync_seconds(Path(settings.HOME))
    words = f"{seconds * 1000:.1f} ms một lần".replace(".", ",")
    yield _told(seconds <= SLOWEST_FSYNC, "ghi chắc xuống đĩa (fsync)", words, f"{words}: đĩa quá chậm")


def _fsync_seconds(folder: Path) -> float:
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        begun = time.perf_counter()
        for _each in range(10):
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        return (time.perf_counter() - begun) / 10


def people() -> Iterator[Told]:
    """Who holds the posts with the widest rights, and what waits too long."""
    from datetime import timedelta

    from nennep.core import clock
    from nennep.core.models import OutboxMessage
    from nennep.organisation.models import Post, Ward, holding_on

    today = clock.today()
    for ward in Ward.objects.order_by("code"):
        posts = Post.objects.filter(
            holding_on(today), ward=ward, position__in=["office", "operator", "superior_office"]
        )
        names = list(posts.order_by("position", "pk").values_list("person__full_name", flat=True).distinct())
        mend = "chưa có ai" if not names else f"chỉ có đ/c {names[0]}: thêm người thứ hai ở trang Thiết lập phường"
        yield _told(len(names) > 1, f"người giữ quyền, {ward.code}", ", ".join(names), mend)
    late = clock.now() - timedelta(hours=OLDEST_MESSAGE_HOURS)
    count = OutboxMessage.objects.filter(delivered_at__isnull=True, channel="sms", written_at__lt=late).count()
    yield _told(not count, "tin nhắn chờ gửi quá 1 giờ", "không có", f"{count} tin: xem cổng gửi tin NENNEP_OUTBOX")


def outside() -> Iterator[Told]:
    """What cannot be seen from inside the program."""
    yield Told(UNKNOWN, "mã hóa đĩa", "hỏi người cài máy; mất máy là mất hồ sơ đảng viên")
    yield Told(UNKNOWN, "bản sao lưu", "chưa có lệnh sao lưu trong bản này; chép thư mục dữ liệu khi đã dừng máy chủ")
    yield Told(UNKNOWN, "đồng hồ máy", "so với giờ điện thoại; lệch quá 1 phút thì mã điểm danh sai")


LOOKS: tuple[Callable[[], Iterator[Told]], ...] = (database, guards, secrets, disk, people, outside)
