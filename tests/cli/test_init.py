"""nennep init and nennep doctor, as somebody runs them on a fresh machine: one data folder, walked in order."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WARD = ["--name", "Phường Đức Thắng", "--parent-name", "Đảng bộ thành phố Hà Nội", "--office-phone", "024 3333 4444"]
CLERK = ["--full-name", "Nguyễn Thị Vân", "--phone", "0912 345 678"]


def nennep(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NENNEP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "nennep.site.settings"}
    environment.pop("NENNEP_DATABASE_URL", None)
    command = [sys.executable, "-m", "nennep", *words]
    return subprocess.run(
        command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("init") / "home"


def test_a_ward_begins_with_its_office_and_a_code_that_opens_the_account(home):
    missing = nennep(home, "init", "--name", "Phường Đức Thắng")
    made = nennep(home, "init", *WARD, *CLERK)
    again = nennep(home, "init", *WARD, *CLERK)

    assert (missing.returncode, made.returncode, again.returncode) == (1, 0, 1)
    assert "Còn thiếu: --parent-name, --full-name." in missing.stderr
    assert "✓ Đảng bộ phường Đức Thắng (mã duc-thang)" in made.stdout
    assert "tên đăng nhập 0912345678" in made.stdout
    assert len(re.findall(r"(?:[0-9A-Z]{5}-){5}[0-9A-Z]", made.stdout)) == 1
    assert "Mã phường “duc-thang” đã có. Chọn mã khác." in again.stderr
    assert home.stat().st_mode & 0o077 == 0, "the database names members"


def test_the_page_is_not_offered_where_a_ward_is(home):
    assert "Đã có phường ở đây." in nennep(home, "init", "--page").stderr


def test_doctor_says_what_to_mend_and_what_it_cannot_see(home):
    told = nennep(home, "doctor")

    assert told.returncode == 1
    assert "✓ SQLite synchronous" in told.stdout and "✓ khóa chống sửa biên bản đã ký" in told.stdout
    assert "✕ người giữ quyền, duc-thang" in told.stdout and "thêm người thứ hai" in told.stdout
    assert "– mã hóa đĩa" in told.stdout
    assert re.search(r"Đã xem \d+ mục, 2 mục cần sửa, 3 mục phải xem bằng cách khác\.", told.stdout)


def test_doctor_sees_an_open_key_and_a_missing_guard(home):
    (home / "secret.key").chmod(0o644)
    import pysqlite3

    with pysqlite3.connect(home / "db.sqlite3") as database:
        database.execute("DROP TRIGGER meetings_minutes_frozen_update")
    told = nennep(home, "doctor").stdout

    assert "✕ secret.key" in told and "chmod 600" in told
    assert "mất: meetings_minutes_frozen_update" in told
