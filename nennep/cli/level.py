"""nennep level: the level above the wards on this machine, and which wards hosted here send it their figures."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="VIỆC")
    create = kinds.add_parser("create", help="lập cấp trên và tài khoản Văn phòng của cấp ấy (make it)")
    create.add_argument("--code", required=True, help="mã, ví dụ lam-dong")
    create.add_argument("--name", required=True, help="tên, ví dụ Đảng bộ tỉnh Lâm Đồng")
    create.add_argument("--full-name", required=True, help="họ tên cán bộ Văn phòng thứ nhất")
    create.add_argument("--phone", default="", help="điện thoại, dùng làm tên đăng nhập")
    host = kinds.add_parser("host", help="lấy số liệu của một phường trên máy này trực tiếp (a ward hosted here)")
    host.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")
    host.add_argument("--under", default="", help="mã cấp trên; không ghi là thôi trực thuộc")


def run(args: argparse.Namespace) -> int:
    from django.db import transaction

    with transaction.atomic():
        return _create(args) if args.kind == "create" else _host(args)


def _create(args: argparse.Namespace) -> int:
    from nennep.accounts.actions import issue_first_codes
    from nennep.core import clock, written
    from nennep.organisation import founding
    from nennep.organisation.actors import machine

    on, at = clock.today(), clock.now()
    words = {"code": args.code, "name": args.name, "full_name": args.full_name, "phone": args.phone}
    clerk = founding.found_level(**words, on=on, at=at)
    [card] = issue_first_codes([clerk], by=machine(clerk.ward_id, on=on), at=at)
    print(f"✓ {args.name} (mã {args.code}); tên đăng nhập {card.login_name}")
    print(f"  Mã đăng nhập lần đầu (first log-in code), hết hạn {written.moment(card.expires_at)}: {card.code}")
    return 0


def _host(args: argparse.Namespace) -> int:
    from nennep.core import clock
    from nennep.organisation import founding
    from nennep.organisation.actors import machine
    from nennep.organisation.queries import ward_by_code

    ward, level = ward_by_code(args.ward), ward_by_code(args.under) if args.under else None
    founding.put_under(ward, level, by=machine(ward.pk, on=clock.today()), at=clock.now())
    told = f"{ward.code}: số liệu lấy trực tiếp cho {level.code}" if level else f"{ward.code}: không trực thuộc cấp nào"
    print(f"✓ {told}")
    return 0
