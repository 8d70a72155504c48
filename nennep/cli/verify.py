"""nennep verify: recompute what must never change, and say what does not fit.

It finds accidents and careless hands. Whoever has the whole data folder can rewrite it so that it fits again: against
that stand the printed minutes with their hash, and copies kept elsewhere.
"""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No words needed."""


def run(args: argparse.Namespace) -> int:
    from django.db import connection

    from nennep.core import audit, uploads
    from nennep.directives.queries import miscounted
    from nennep.meetings.queries import held_without_minutes, minutes_that_do_not_fit
    from nennep.organisation.models import Ward
    from nennep.reports.actions import differences
    from nennep.reports.briefings.papers import briefings_that_do_not_fit

    faults = 0
    for ward in Ward.objects.order_by("code"):
        broken = audit.first_broken_link(ward.pk)
        checks = {
            "biên bản sai mã": [*minutes_that_do_not_fit(ward.pk), *held_without_minutes(ward.pk)],
            "biên bản giao ban sai mã": [str(each) for each in briefings_that_do_not_fit(ward.pk)],
            "số tổng hợp lệch": [str(each) for each in differences(ward.pk)],
            "quán triệt lệch": miscounted(ward.pk),
            "tệp hỏng": uploads.damaged(ward.pk),
        }
        print(f"{ward.code}: nhật ký {'đủ' if broken is None else f'đứt ở mục {broken}'}", end="; ")
        print("; ".join(f"{what}: {len(found)}" for what, found in checks.items()))
        for label in (label for found in checks.values() for label in found):
            print(f"  ✕ {label}")
        faults += (broken is not None) + sum(map(len, checks.values()))
    missing = _missing_guards(connection)
    for name in missing:
        print(f"  ✕ mất khóa chống sửa trong cơ sở dữ liệu: {name}")
    return 1 if faults or missing else 0


def _missing_guards(connection) -> list[str]:  # type: ignore[no-untyped-def]
    """Triggers that keep signed minutes from being changed and that are no longer there."""
    from nennep.meetings.models import Addendum, Minutes, Signature
    from nennep.reports.models import Briefing, BriefingSection

    wanted = {
        f"{model._meta.db_table}_frozen_{event}"
        for model in (Minutes, Signature, Addendum, Briefing, BriefingSection)
        for event in ("update", "delete")
    }
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - there)
