"""nennep key: the key with which a ward signs its packages of figures; made, shown, replaced."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="VIỆC")
    for name, words in (
        ("create", "tạo khóa (make it)"),
        ("show", "in khóa công khai và dấu khóa (print it)"),
        ("rotate", "thay khóa (replace it)"),
    ):
        kind = kinds.add_parser(name, help=words)
        kind.add_argument("--ward", required=True, help="mã phường, ví dụ duc-thang")


def run(args: argparse.Namespace) -> int:
    from nennep.organisation.queries import ward_by_code
    from nennep.reports.upward import keys

    act = {"create": keys.create, "show": keys.public_key, "rotate": keys.rotate}[args.kind]
    key = act(ward_by_code(args.ward).code)
    print(f"Khóa công khai (public key): {keys.written(key)}")
    print(f"Mã khóa (key id): {keys.key_id(key)}")
    print(f"Dấu khóa (fingerprint): {keys.fingerprint(key)}")
    return 0
