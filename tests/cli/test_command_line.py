"""The command line's first words, and what the server says when it cannot start."""

import socket
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
