"""nennep verify: recompute what must never change, and say what does not fit."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No words needed."""


def run(args: argparse.Namespace) -> int:
    from nennep.core import audit
    from nennep.meetings.queries import minutes_that_do_not_fit
    from nennep.organisation.models import Ward
    from nennep.reports.actions import differences

    faults = 0
    for ward in Ward.objects.order_by("code"):
        broken = audit.first_broken_link(ward.pk)
        minutes = minutes_that_do_not_fit(ward.pk)
        summaries = differences(ward.pk)
        print(f"{ward.code}: nhật ký {'đủ' if broken is None else f'đứt ở mục {broken}'}", end="; ")
        print(f"biên bản sai mã: {len(minutes)}; số tổng hợp lệch: {len(summaries)}")
        for label in [*minutes, *map(str, summaries)]:
            print(f"  ✕ {label}")
        faults += (broken is not None) + len(minutes) + len(summaries)
    return 1 if faults else 0
