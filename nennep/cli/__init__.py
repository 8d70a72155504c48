"""The command line: one module a command, imported only when called."""

import argparse
import os
import sys
from importlib import import_module

COMMANDS = {
    "demo": "phường thử trên máy này (the demo ward, served at 127.0.0.1)",
    "serve": "chạy trang web (serve the site)",
    "migrate": "tạo hoặc nâng cấp cơ sở dữ liệu (create or upgrade the database)",
    "report": "báo cáo ra docx, pdf, xlsx, md, json (reports)",
    "generate": "tạo phường thử với người hư cấu (generate a synthetic ward)",
    "verify": "kiểm tra nhật ký, biên bản, số tổng hợp (verify audit chain, minutes, summaries)",
    "manage": "lệnh của Django, dành cho người phát triển (Django's commands, for developers)",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; a refusal is a sentence and exit code 1."""
    argv = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")
    parser = argparse.ArgumentParser(prog="nennep", description="Nền Nếp")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    wanted = argv[0] if argv else ""
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        if name == wanted:
            import_module(f"nennep.cli.{name}").add_arguments(command)
    if wanted == "manage":
        return import_module("nennep.cli.manage").run_words(argv[1:])
    args = parser.parse_args(argv)
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    module = import_module(f"nennep.cli.{args.command}")
    if getattr(module, "NEEDS_DJANGO", True):
        import django

        django.setup()
    from nennep.core.refusals import Refused

    try:
        return module.run(args)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
