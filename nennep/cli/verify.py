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
    from nennep.meetings.checks import held_without_minutes, minutes_that_do_not_fit, resolutions_that_do_not_fit
    from nennep.organisation.models import Ward
    from nennep.reports import search
    from nennep.reports.actions import differences
    from nennep.reports.briefings.papers import briefings_that_do_not_fit
    from nennep.reports.issuing import reports_that_do_not_fit
    from nennep.reports.upward.receiving import packages_that_do_not_fit

    faults = 0
    for ward in Ward.objects.order_by("code"):
        broken = audit.first_broken_link(ward.pk)
        checks = {
            "biên bản sai mã": [*minutes_that_do_not_fit(ward.pk), *held_without_minutes(ward.pk)],
            "nghị quyết khác biên bản": resolutions_that_do_not_fit(ward.pk),
            "biên bản giao ban sai mã": [str(each) for each in briefings_that_do_not_fit(ward.pk)],
            "báo cáo đã ban hành sai mã": reports_that_do_not_fit(ward.pk),
            "gói số liệu sai mã": packages_that_do_not_fit(ward.pk),
            "số tổng hợp lệch": [str(each) for each in differences(ward.pk)],
            "quán triệt lệch": miscounted(ward.pk),
            "tệp hỏng": uploads.damaged(ward.pk),
            "bảng tìm kiếm lệch": search.differences(ward.pk),
        }
        print(f"{ward.code}: nhật ký {'đủ' if broken is None else f'đứt ở mục {broken}'}", end="; ")
        print("; ".join(f"{what}: {len(found)}" for what, found in checks.items()))
        for label in (label for found in checks.values() for label in found):
            print(f"  ✕ {label}")
        faults += (broken is not None) + sum(map(len, checks.values()))
    missing = missing_guards(connection)
    for name in missing:
        print(f"  ✕ khóa chống sửa trong cơ sở dữ liệu mất hoặc bị đổi: {name}")
    return 1 if faults or missing else 0


def missing_guards(connection) -> list[str]:  # type: ignore[no-untyped-def]
    """Triggers that are gone or not what they must be: of what is frozen, and of the search index."""
    from nennep.core import guards
    from nennep.decisions.guards import GUARDS as of_decisions
    from nennep.meetings.guards import GUARDS as of_meetings
    from nennep.quality.guards import GUARDS as of_quality
    from nennep.reports.guards import GUARDS as of_reports

    kept = (*guards.AUDIT, *of_decisions, *of_meetings, *of_quality, *of_reports)
    missing = guards.broken(connection, kept)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            there = {row[0] for row in cursor.fetchall()}
        missing += sorted({f"core_search_{event}" for event in ("insert", "update", "delete")} - there)
    return missing
