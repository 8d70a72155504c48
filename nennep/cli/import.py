"""nennep import: members, or branches, from a spreadsheet; --dry-run only says what would become of each row."""

import argparse
from datetime import date
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="LOẠI")
    members = kinds.add_parser("members", help="đảng viên, kèm chi bộ, chức vụ, nhiệm vụ (members)")
    units = kinds.add_parser("units", help="các chi bộ (branches)")
    for parser in (members, units):
        parser.add_argument("file", type=Path, help="bảng tính .xlsx, .xls hoặc .csv")
        parser.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem kết quả từng dòng, không nhận gì")
        parser.add_argument("--on", type=date.fromisoformat, help="tính từ ngày (năm-tháng-ngày); mặc định hôm nay")
    members.add_argument("--report", type=Path, help="ghi kết quả từng dòng ra tệp .xlsx hoặc .json")
    members.add_argument("--sheet", default="", help="tên trang tính, nếu không phải trang chương trình tự chọn")


def run(args: argparse.Namespace) -> int:
    from django.utils import translation

    from nennep.core import clock
    from nennep.organisation.actors import machine
    from nennep.organisation.imports import command

    ward = command.ward_by_code(args.ward)
    on = args.on or clock.today()
    by = machine(ward.pk, on=on, name="Nhập từ Excel")
    with translation.override("vi"):
        if args.kind == "units":
            print(command.import_units(ward, args.file, dry_run=args.dry_run, on=on, by=by, at=clock.now()))
            return 0
        told = command.import_members(
            ward, args.file, sheet=args.sheet, dry_run=args.dry_run, on=on, by=by, at=clock.now()
        )
        if args.report:
            told.write(args.report)
        print(told.words)
    return 0
