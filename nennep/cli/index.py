"""nennep index: build the search index anew from the facts, for one ward or for all."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ward", help="mã phường; mặc định mọi phường")


def run(args: argparse.Namespace) -> int:
    from nennep.organisation.models import Ward
    from nennep.organisation.queries import ward_by_code
    from nennep.reports import search

    for ward in [ward_by_code(args.ward)] if args.ward else Ward.objects.order_by("code"):
        print(f"{ward.code}: {search.rebuild(ward.pk)} mục tìm kiếm (search entries)")
    return 0
