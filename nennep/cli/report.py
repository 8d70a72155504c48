"""nennep report: what the ward committee reports, to a file in the format its ending or --format names."""

import argparse
import sys
from datetime import date
from pathlib import Path

FORMATS = ("docx", "pdf", "xlsx", "md", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="LOẠI")
    year = kinds.add_parser("year", help="báo cáo năm (year report)")
    year.add_argument("--year", required=True, type=int, help="năm báo cáo")
    period = kinds.add_parser("period", help="báo cáo tháng, quý, 6 tháng, nhiều tháng (report of a period)")
    period.add_argument("--period", required=True, help="2022-03, 2022-Q1, 2022-H1 hoặc 2022-03..2023-02")
    consolidated = kinds.add_parser("consolidated", help="tổng hợp gói số liệu các phường (over wards' packages)")
    consolidated.add_argument("--level", required=True, help="mã cấp trên nhận số liệu")
    consolidated.add_argument("--period", required=True, help="2022-03, 2022-Q1, 2022-H1 hoặc 2022")
    for each in (year, period):
        each.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")
    for each in (year, period, consolidated):
        formats = ("xlsx", "json") if each is consolidated else FORMATS
        each.add_argument("--format", choices=formats, help="định dạng; không ghi thì theo đuôi tệp")
        each.add_argument("--on", type=date.fromisoformat, help="lập vào ngày (năm-tháng-ngày); mặc định hôm nay")
        each.add_argument("-o", "--output", required=True, type=Path, help="tệp ghi ra; “-” là in ra màn hình")


def run(args: argparse.Namespace) -> int:
    """Compose, render, write."""
    content = _consolidated(args) if args.kind == "consolidated" else _of_ward(args)
    if str(args.output) == "-":
        sys.stdout.buffer.write(content)
        return 0
    args.output.write_bytes(content)
    print(f"{args.output}: {len(content):,} byte".replace(",", "."))
    return 0


def _consolidated(args: argparse.Namespace) -> bytes:
    """The packages of a period that a level received; refused where the period or the ending is none of its own."""
    from django.utils import translation

    from nennep.core import clock
    from nennep.organisation.queries import ward_by_code
    from nennep.reports.upward import consolidated, files
    from nennep.reports.upward.package import period_of

    level, period = ward_by_code(args.level), period_of(args.period).key
    format = args.format or files.format_of(args.output.name)
    with translation.override("vi"):
        report = consolidated.consolidated(level, period, on=args.on or clock.today())
        return files.render(report, format)


def _of_ward(args: argparse.Namespace) -> bytes:
    """The report of one ward over a year or another period."""
    from django.utils import translation

    from nennep.core import clock
    from nennep.core.periods import Period
    from nennep.organisation.queries import ward_by_code
    from nennep.reports import actions, documents, queries
    from nennep.reports.records import Records
    from nennep.reports.year_report import year_report

    ward = ward_by_code(args.ward)
    period = Period.year(args.year) if args.kind == "year" else queries.stretch_of(args.period)
    format = args.format or queries.format_of(args.output.name)
    on = args.on or clock.today()
    with translation.override("vi"):
        actions.refresh(ward.pk, until=on)
        report = year_report(Records(ward, period, on=on))
        return documents.render(report, format)
