"""The command line: one module a command, imported only when called."""

import argparse
import os
import sys
from importlib import import_module

from nennep import __version__

COMMANDS = {
    "demo": "phường thử trên máy này (the demo ward, served at 127.0.0.1)",
    "init": "lập phường mới trên máy này (a new installation)",
    "doctor": "xem máy chủ có như phải có (look whether the installation is well)",
    "serve": "chạy trang web (serve the site)",
    "migrate": "tạo hoặc nâng cấp cơ sở dữ liệu (create or upgrade the database)",
    "import": "nhập đảng viên, chi bộ, bộ tiêu chí, gói số liệu từ tệp (members, branches, a rubric, packages)",
    "report": "báo cáo ra docx, pdf, xlsx, md, json (reports)",
    "export": "xuất gói số liệu có chữ ký cho cấp trên (signed figures for the level above)",
    "key": "khóa ký gói số liệu của phường (the ward's signing key)",
    "level": "lập cấp trên trên máy này, đặt phường trực thuộc (the level above the wards)",
    "generate": "tạo phường thử với người hư cấu (generate a synthetic ward)",
    "remind": "nhắc việc đến hạn hôm nay (write the day's reminders)",
    "verify": "kiểm tra nhật ký, biên bản, số tổng hợp (verify audit chain, minutes, summaries)",
    "index": "lập lại bảng tìm kiếm từ dữ liệu (rebuild the search index)",
    "manage": "lệnh của Django, dành cho người phát triển (Django's commands, for developers)",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; a refusal is a sentence and exit code 1.

    A command is a module of this folder with `add_arguments(parser)` and `run(args) -> int`. One that says
    `NEEDS_DJANGO = False` sets Django up itself, after it has settled which data folder to use.
    """
    words = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")
    if words[:1] == ["manage"]:
        return int(import_module("nennep.cli.manage").run_words(words[1:]))
    args = _parser(wanted=words[0] if words else "").parse_args(words)
    try:
        return _run(args)
    except KeyboardInterrupt:
        return 130


def _parser(wanted: str) -> argparse.ArgumentParser:
    """Names every command, and knows the words of the wanted one."""
    parser = argparse.ArgumentParser(prog="nennep", description="Nền Nếp")
    parser.add_argument("--version", action="version", version=f"nennep {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        if name == wanted:
            import_module(f"nennep.cli.{name}").add_arguments(command)
    return parser


def _run(args: argparse.Namespace) -> int:
    module = import_module(f"nennep.cli.{args.command}")
    if getattr(module, "NEEDS_DJANGO", True):
        import django

        django.setup()
    from django.db import DatabaseError

    from nennep.core.refusals import Refused

    try:
        return int(module.run(args))
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    except DatabaseError as fault:
        print(_database_words(fault), file=sys.stderr)
        return 1


def _database_words(fault: Exception) -> str:
    """What to look at where the database does not answer; the driver's own words last, for whoever helps."""
    if os.environ.get("NENNEP_DATABASE_URL"):
        look = "Không dùng được PostgreSQL mà NENNEP_DATABASE_URL chỉ tới. Kiểm tra địa chỉ, mật khẩu, máy chủ."
        said = "The PostgreSQL named by NENNEP_DATABASE_URL cannot be used. Check address, password, server."
    else:
        look = "Không dùng được tệp cơ sở dữ liệu trong thư mục dữ liệu. Kiểm tra đĩa, hoặc lấy lại bản sao lưu."
        said = "The database file in the data folder cannot be used. Check the disk, or restore a backup."
    detail = str(fault).strip().splitlines()[:1]
    return "\n".join([look, said, *detail])
