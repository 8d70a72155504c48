"""nennep remind: the day's reminders now, for installations that prefer a timer of their own."""

import argparse
from datetime import date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=date.fromisoformat, help="ngày (năm-tháng-ngày); mặc định hôm nay")


def run(args: argparse.Namespace) -> int:
    from nennep.cli.background import remind_all
    from nennep.core import clock, outbox

    count = remind_all(args.on or clock.today(), clock.now())
    sent = outbox.deliver(at=clock.now())
    print(f"Đã nhắc {count} việc; chuyển đi {sent} tin (reminders written, messages handed over)")
    return 0
