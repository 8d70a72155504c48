"""nennep init: a new installation. Asks for the ward and the first person of its office, or opens a page for it.

Every question has an option, so that the command can run without anybody before the keyboard.
"""

import argparse
import sys
from collections.abc import Callable

QUESTIONS = (
    ("name", "Tên phường, ví dụ Phường Đức Thắng (ward)", True),
    ("parent_name", "Đảng bộ cấp trên (Party body above)", True),
    ("office_phone", "Điện thoại Văn phòng, có thể để trống (office telephone)", False),
    ("full_name", "Họ tên cán bộ Văn phòng thứ nhất (first office clerk)", True),
    ("phone", "Điện thoại của đồng chí ấy, dùng làm tên đăng nhập (clerk's telephone)", False),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from nennep.cli.serve import add_port

    for name, words, _needed in QUESTIONS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=words)
    parser.add_argument("--party-name", default="", help="tên Đảng bộ; mặc định theo tên phường")
    parser.add_argument("--place", default="", help="địa danh in trên văn bản; mặc định theo tên phường")
    parser.add_argument("--code", default="", help="mã phường, ví dụ duc-thang; mặc định theo tên")
    parser.add_argument("--page", action="store_true", help="không hỏi ở đây, in địa chỉ trang lập phường")
    add_port(parser)


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from nennep.cli.migrate import is_current, prepare

    print(f"Thư mục dữ liệu (data folder): {settings.HOME}")
    if not is_current():
        settings.HOME.chmod(0o700)  # the database names members: nobody else on the machine reads it
        prepare()
    return _open_page(args.port) if args.page else _found(args)


def _open_page(port: int) -> int:
    from django.conf import settings

    from nennep.organisation.founding import new_key
    from nennep.organisation.models import Ward

    if Ward.objects.exists():
        print("Đã có phường ở đây. Đăng nhập bằng tài khoản Văn phòng rồi mở /thiet-lap/.", file=sys.stderr)
        print("There is a ward already. Sign in as its office and open /thiet-lap/.", file=sys.stderr)
        return 1
    key = new_key(settings.HOME)
    print("Chạy “nennep serve”, rồi mở trang này; nó chỉ mở được một lần:")
    print(f"  http://127.0.0.1:{port}/khoi-tao/{key}/")
    print("Run “nennep serve”, then open this page; it opens once.")
    return 0


def _found(args: argparse.Namespace) -> int:
    answers, missing = _answers(args, input if sys.stdin.isatty() else None)
    if missing:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        print(f"Còn thiếu: {options}. Hoặc dùng --page để điền trên trang.", file=sys.stderr)
        print(f"Missing: {options}. Or use --page to fill in a page.", file=sys.stderr)
        return 1
    from django.db import transaction

    from nennep.accounts.actions import issue_first_codes
    from nennep.core import clock, written
    from nennep.organisation import founding
    from nennep.organisation.actors import machine

    on, at = clock.today(), clock.now()
    with transaction.atomic():
        ward = founding.found_ward(
            code=args.code,
            name=answers["name"],
            party_name=args.party_name,
            parent_name=answers["parent_name"],
            place=args.place,
            office_phone=answers["office_phone"],
            on=on,
            at=at,
        )
        by = machine(ward.pk, on=on)
        clerk = founding.add_office_person(ward, full_name=answers["full_name"], phone=answers["phone"], by=by, at=at)
        [card] = issue_first_codes([clerk], by=by, at=at)
    print(f"✓ {ward.party_name} (mã {ward.code})")
    print(f"✓ Tài khoản Văn phòng của đ/c {clerk.full_name}: tên đăng nhập {card.login_name}")
    print(f"\n  Mã đăng nhập lần đầu, dùng một lần, hết hạn {written.moment(card.expires_at)}:\n\n      {card.code}\n")
    print(f"  1. nennep serve\n  2. http://127.0.0.1:{args.port}/dang-nhap/lan-dau/  (gõ mã trên, đặt mật khẩu)")
    print(f"  3. http://127.0.0.1:{args.port}/thiet-lap/  (chi bộ, đảng viên, bí thư, thẻ, lịch tháng đầu)")
    return 0


def _answers(args: argparse.Namespace, ask: Callable[[str], str] | None) -> tuple[dict[str, str], list[str]]:
    """What was given as options or, where somebody sits before the keyboard, is asked; and what is still missing."""
    answers, missing = {}, []
    for name, words, needed in QUESTIONS:
        given = getattr(args, name)
        while given is None and ask:
            given = ask(f"{words}: ").strip() or ("" if not needed else None)
        if needed and not (given or "").strip():
            missing.append(name)
        answers[name] = (given or "").strip()
    return answers, missing
