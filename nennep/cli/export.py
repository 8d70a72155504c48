"""nennep export: a ward's signed figures for the level above, as JSON, with a workbook to read beside it."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="LOẠI")
    package = kinds.add_parser("package", help="gói số liệu có chữ ký, không có tên người (signed figures)")
    package.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")
    package.add_argument("--period", required=True, help="kỳ: 2022, 2022-H1, 2022-Q1 hoặc 2022-05")
    package.add_argument("--after", type=Path, help="gói trước của kỳ này mà gói mới thay")
    package.add_argument("--reason", default="", help="vì sao lập lại, khi có --after")
    package.add_argument("-o", "--output", required=True, type=Path, help="tệp .json ghi ra; .xlsx để đọc ở bên cạnh")


def run(args: argparse.Namespace) -> int:
    import json

    from nennep.core import clock
    from nennep.organisation.queries import ward_by_code
    from nennep.reports.upward import keys, sealing
    from nennep.reports.upward.package import workbook

    ward, after = ward_by_code(args.ward), None
    if args.after:
        public = keys.written(keys.public_key(ward.code))
        after = sealing.check(args.after.read_bytes(), public=public, ward=ward.code, period=args.period)
    package = sealing.seal(ward, args.period, after=after, reason=args.reason, on=clock.today(), at=clock.now())
    args.output.write_text(json.dumps(package, ensure_ascii=False, indent=1), "utf-8")
    args.output.with_suffix(".xlsx").write_bytes(workbook(package["content"]))
    print(f"{args.output}: kỳ {args.period}, lần {package['content']['revision']}, SHA-256 {package['sha256']}")
    return 0
