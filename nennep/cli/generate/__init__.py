"""nennep generate: a ward of fictitious people around real facts, the same on every machine for one seed."""

import argparse
from datetime import date, datetime
from pathlib import Path

NAME = "generate"
HELP = "tạo phường thử với người hư cấu (generate a synthetic ward)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=2023, help="số gốc: cùng số cho cùng một phường")
    parser.add_argument("--code", default="duc-thang", help="mã phường")
    parser.add_argument("--until", default="2023-05-17", help="ngày dừng (năm-tháng-ngày)")
    parser.add_argument("--manifest", type=Path, help="ghi tài khoản thử vào tệp này (JSON)")


def run(args: argparse.Namespace) -> int:
    import json

    from nennep.cli.generate.ward import generate_ward

    until = date.fromisoformat(args.until)
    ward = generate_ward(seed=args.seed, code=args.code, until=until, say=print)
    if args.manifest:
        text = json.dumps(ward.manifest(), ensure_ascii=False, indent=1)
        args.manifest.write_text(text, encoding="utf-8")
    return 0


def evening(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a day in the ward's time zone."""
    from django.utils import timezone

    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))
