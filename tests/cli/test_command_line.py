"""The command line's first words, and what the server says when it cannot start."""

import fcntl
import os
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from nennep import cli
from nennep.cli import serve
from nennep.core.refusals import Refused


class TooEarly(Refused):
    message = "Chưa đến ngày lập báo cáo."


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_refusal_is_its_sentence_and_exit_code_1(monkeypatch, capsys):
    def refuse(_args):
        raise TooEarly

    monkeypatch.setattr(cli, "import_module", lambda _name: SimpleNamespace(add_arguments=lambda _p: None, run=refuse))
    assert cli.main(["verify"]) == 1
    assert capsys.readouterr().err == "Chưa đến ngày lập báo cáo.\n"


def test_every_command_explains_itself(capsys):
    for name in cli.COMMANDS.keys() - {"manage"}:
        with pytest.raises(SystemExit) as ending:
            cli.main([name, "--help"])
        assert ending.value.code == 0
        assert cli.COMMANDS[name][:12] in capsys.readouterr().out


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as ending:
        cli.main(["sreve"])
    assert ending.value.code == 2
    assert "'serve'" in capsys.readouterr().err


def test_a_taken_port_names_another_one(taken_port, capsys):
    assert cli.main(["serve", "--port", str(taken_port)]) == 1
    assert f"Cổng {taken_port} đang có chương trình khác dùng." in capsys.readouterr().err


def test_an_address_of_elsewhere_is_a_sentence():
    assert serve.port_problem("192.0.2.1", 8000).startswith("Không nghe được ở 192.0.2.1:8000")


def test_a_free_port_is_no_problem(taken_port):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert (serve.port_problem("127.0.0.1", free), serve.port_problem("127.0.0.1", taken_port) == "") == ("", False)


@pytest.mark.parametrize("words", ["tám nghìn", "0", "65536", "-1", "80.5"])
def test_what_is_not_a_port_is_refused_with_a_sentence(words, monkeypatch, capsys):
    monkeypatch.setenv("NENNEP_PORT", words)
    with pytest.raises(SystemExit) as ending:
        cli.main(["serve"])
    assert ending.value.code == 2
    assert f"“{words}” không phải số cổng" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_empty_data_folder_names_the_command_that_fills_it(monkeypatch, capsys):
    monkeypatch.setattr("nennep.cli.migrate.is_current", lambda: False)
    monkeypatch.setattr(serve, "port_problem", lambda _host, _port: "")
    assert cli.main(["serve"]) == 1
    assert "nennep migrate" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_database_of_the_tests_is_current():
    from nennep.cli.migrate import is_current

    assert is_current()


# The demo never removes what it did not make --------------------------------------------------------


def nennep(home, *words, **more):
    """The command as a newcomer runs it, in a process and a data folder of its own."""
    environment = {**os.environ, "NENNEP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "nennep.site.settings", **more}
    if "NENNEP_DATABASE_URL" not in more:
        environment.pop("NENNEP_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "nennep", *words], env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("words", [["demo", "--check"], ["demo", "--check", "--reset"]])
def test_a_folder_with_other_data_is_left_alone(words, tmp_path):
    home = tmp_path / "ward"
    home.mkdir()
    (home / "db.sqlite3").write_text("a real ward")
    (home / "config.json").write_text("{}")

    answer = nennep(home, *words)

    assert answer.returncode == 1
    assert "có dữ liệu không phải của bản thử nên không đụng tới" in answer.stderr
    assert (home / "db.sqlite3").read_text() == "a real ward"


def test_a_second_demo_waits_for_the_first(tmp_path):
    home = tmp_path / "demo"
    with (tmp_path / ".demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = nennep(home, "demo", "--check")

    assert answer.returncode == 1
    assert "Một lệnh scripts/demo khác đang chuẩn bị phường thử này." in answer.stderr
    assert not home.exists()


def test_a_broken_database_is_a_sentence(tmp_path):
    (tmp_path / "db.sqlite3").write_text("not a database, only words " * 100)

    answer = nennep(tmp_path, "verify")

    assert answer.returncode == 1
    assert answer.stderr.startswith("Không dùng được tệp cơ sở dữ liệu trong thư mục dữ liệu.")
    assert "Traceback" not in answer.stderr


def test_a_database_server_that_is_not_there_is_a_sentence(tmp_path):
    answer = nennep(tmp_path, "verify", NENNEP_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    assert answer.returncode == 1
    assert answer.stderr.startswith("Không dùng được PostgreSQL mà NENNEP_DATABASE_URL chỉ tới.")
    assert "Traceback" not in answer.stderr
