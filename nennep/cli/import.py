"""nennep import: members, branches, a rubric, as offices bring them along (--dry-run only says what would become of
each row); for the level above, wards' keys and packages of figures."""

import argparse
import sys
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
    rubric = kinds.add_parser("rubric", help="bộ tiêu chí chấm điểm từ tệp TOML (a rubric)")
    rubric.add_argument("file", type=Path, help="tệp .toml, hoặc mã một bộ kèm phần mềm, ví dụ an-phu-2025")
    rubric.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")
    rubric.add_argument("--adopt", type=date.fromisoformat, metavar="NGÀY", help="áp dụng từ ngày (năm-tháng-ngày)")
    rubric.add_argument("--try", dest="tried", type=int, metavar="NĂM", help="chấm thử các buổi của năm, không lưu gì")
    package = kinds.add_parser("package", help="gói số liệu các phường gửi lên (signed figures of wards)")
    package.add_argument("files", type=Path, nargs="+", metavar="TỆP", help="một hay nhiều tệp .json")
    package.add_argument("--period", default="", help="chỉ nhận gói của kỳ này, ví dụ 2022-Q1")
    key = kinds.add_parser("key", help="khóa công khai của một phường (a ward's public key)")
    key.add_argument("public", metavar="KHÓA", help="dòng khóa mà “nennep key show” in ra ở phường")
    key.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")
    key.add_argument("--name", required=True, help="tên phường")
    for parser in (package, key):
        parser.add_argument("--level", required=True, help="mã cấp trên nhận số liệu")


def run(args: argparse.Namespace) -> int:
    from django.utils import translation

    from nennep.organisation.queries import ward_by_code

    with translation.override("vi"):
        if args.kind in ("package", "key"):
            level = ward_by_code(args.level)
            return _packages(args, level) if args.kind == "package" else _key(args, level)
        ward = ward_by_code(args.ward)
        return _rubric(args, ward) if args.kind == "rubric" else _people(args, ward)


def _people(args: argparse.Namespace, ward) -> int:  # type: ignore[no-untyped-def]
    """Members, or the branches they belong to."""
    from nennep.core import clock
    from nennep.organisation.actors import machine
    from nennep.organisation.imports import command

    on = args.on or clock.today()
    by = machine(ward.pk, on=on, name="Nhập từ Excel")
    if args.kind == "units":
        print(command.import_units(ward, args.file, dry_run=args.dry_run, on=on, by=by, at=clock.now()))
        return 0
    told = command.import_members(ward, args.file, sheet=args.sheet, dry_run=args.dry_run, on=on, by=by, at=clock.now())
    if args.report:
        told.write(args.report)
    print(told.words)
    return 0


def _packages(args: argparse.Namespace, level) -> int:  # type: ignore[no-untyped-def]
    """Each file is taken or refused by itself: one bad file does not keep the others out."""
    from nennep.core import clock
    from nennep.core.refusals import Refused
    from nennep.organisation.actors import machine
    from nennep.reports.upward import receiving

    by, refused = machine(level.pk, on=clock.today(), name="Nhận gói số liệu"), 0
    for file in args.files:
        try:
            receipt = receiving.receive(level, file.read_bytes(), period=args.period, by=by, at=clock.now())
            print(f"{'✓' if receipt.is_new else '='} {file}: {receipt.sentence}")
        except (Refused, OSError) as fault:
            refused += 1
            words = fault.sentence if isinstance(fault, Refused) else f"Không đọc được tệp ({fault.strerror})."
            print(f"✕ {file}: {words}", file=sys.stderr)
    return 1 if refused else 0


def _key(args: argparse.Namespace, level) -> int:  # type: ignore[no-untyped-def]
    """Enter a ward's key, and print the fingerprint to be compared with the ward."""
    from nennep.core import clock
    from nennep.organisation.actors import machine
    from nennep.reports.upward import keys, trust

    by = machine(level.pk, on=clock.today())
    made = trust.enter_key(level, code=args.ward, name=args.name, public=args.public, by=by, at=clock.now())
    print(f"Đã nhập khóa của {made.name}. Gọi cho phường, so dấu khóa (compare the fingerprint):")
    print(keys.fingerprint(keys.read(made.public)))
    return 0


def _rubric(args: argparse.Namespace, ward) -> int:  # type: ignore[no-untyped-def]
    """Read, check, and keep as a draft or adopt; a rubric with errors is told and not kept."""
    from nennep.core import clock
    from nennep.organisation.actors import machine
    from nennep.quality import actions, checks, rubrics, shipped

    data = (
        rubrics.read_file(args.file.read_text("utf-8-sig")) if args.file.exists() else shipped.data_of(str(args.file))
    )
    scheme = rubrics.parse(data)
    faults = checks.faults_of(scheme)
    for fault in faults:
        print(f"{'✕' if fault.is_error else '!'} {fault.sentence}", file=sys.stderr)
    if args.tried:
        _try(scheme, ward, args.tried)
        return 0
    if any(fault.is_error for fault in faults):
        return 1
    by, at = machine(ward.pk, on=clock.today()), clock.now()
    rubric = actions.keep_rubric(ward.pk, data=data, by=by, at=at)
    print(f"Đã nhập “{rubric.title}”, bản {rubric.version}, {len(scheme.criteria)} tiêu chí (rubric entered).")
    if args.adopt:
        actions.adopt_rubric(rubric, valid_from=args.adopt, by=by, at=at)
        print(f"Áp dụng từ {args.adopt:%d/%m/%Y} (adopted).")
    return 0


def _try(scheme, ward, year: int) -> None:  # type: ignore[no-untyped-def]
    """What the meetings of a year would get from their records, everything else at full marks."""
    from nennep.core import clock
    from nennep.quality import queries, trying
    from nennep.quality.words import written

    found = trying.try_rubric(scheme, queries.meetings_of_year(ward.pk, year), now=clock.now())
    for line in found.lines:
        band = line.at_best.band.name if line.at_best.band else ""
        lost = "; ".join(f"{criterion.key} −{written(points)}" for criterion, points in line.lost)
        name, month = line.meeting.unit.short_name, f"{line.meeting.month:%m/%Y}"
        print(f"{name}\t{month}\t{written(line.measured)}/{written(line.measurable)}\t"
              f"{written(line.at_best.points)} {band}\t{lost}")  # fmt: skip
    print("Hệ thống tính: " + ", ".join(each.key for each in found.measured_by_records))
    print("Coi như tối đa: " + ", ".join(each.key for each in found.left_open))
