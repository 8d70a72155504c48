"""Import of 5,000 members: preview, taking, the same file again, undo; time and memory of the whole process tree.

    NENNEP_HOME=$(mktemp -d) .venv/bin/python benchmarks/imports.py

The data folder is made for the occasion; nothing of an installation is touched.
"""

import io
import os
import resource
import sys
import tempfile
import time
from datetime import date, datetime
from random import Random

ROWS = 5000
ON = date(2022, 12, 31)


def main() -> None:
    os.environ.setdefault("NENNEP_HOME", tempfile.mkdtemp(prefix="nennep-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.utils import timezone

    from nennep.organisation import actions
    from nennep.organisation.actors import machine
    from nennep.organisation.imports import steps
    from nennep.organisation.imports.undo import undo_import
    from nennep.organisation.models import Person, Ward

    call_command("migrate", verbosity=0)
    code = f"do-{time.time_ns()}"
    ward = Ward.objects.create(code=code, name="P", party_name="Đảng bộ P", parent_name="Q", place="Đức Thắng")
    by, at = machine(ward.pk, on=ON), timezone.make_aware(datetime(2022, 12, 31, 9))
    for number in range(1, 101):
        actions.found_unit(
            ward.pk, name=f"Chi bộ TDP số {number}", short_name=f"TDP {number}", valid_from=ON, by=by, at=at
        )
    content = workbook(Random(6))
    print(f"{ROWS} rows, {len(content) // 1024} kB")

    def brought():  # type: ignore[no-untyped-def]
        file = SimpleUploadedFile("ds.xlsx", content)
        return steps.read_rows(steps.bring(file, classified=False, ward_id=ward.pk, on=ON, by=by, at=at))

    made = timed("preview, nobody known", brought)
    timed("take", lambda: steps.take(made, by=by, at=at))
    assert Person.objects.filter(ward=ward).count() == ROWS - made.counts["twin"], made.counts
    timed("the same file again, preview", brought)
    timed("undo", lambda: undo_import(made, by=by, at=at))
    own, reader = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"memory: {own} MB, reader aside {reader} MB")


def timed(what, work):  # type: ignore[no-untyped-def]
    begun, before = time.perf_counter(), computing()
    result = work()
    print(f"{what}: {time.perf_counter() - begun:.2f} s, of it computing {computing() - before:.2f} s")
    return result


def computing() -> float:
    """Processor seconds of this process and of the reader aside: what counts where others share the machine."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def workbook(random: Random) -> bytes:
    """A list as an office keeps it: a title, a heading, everybody's line."""
    import xlsxwriter

    sys.path.insert(0, os.getcwd())
    from nennep.cli.generate.people import someone

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    head = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ", "SĐT", "Chi bộ"]
    page.write_row(2, 0, [*head, "Chức vụ", "Ghi chú"])
    taken: set[str] = set()
    for number in range(1, ROWS + 1):
        who = someone(random, "street_block", taken)
        born = who.birth_date.strftime("%d/%m/%Y") if who.birth_date else who.birth_year
        days = [day.strftime("%d/%m/%Y") if day else "" for day in (who.joined_on, who.official_on)]
        unit = random.choice(["TDP {}", "Chi bộ TDP số {}", "CB tổ dân phố {}"]).format(number % 100 + 1)
        sex = "Nữ" if who.sex == "female" else "Nam"
        page.write_row(number + 2, 0, [number, who.full_name, sex, born, *days, who.card_number, who.phone[1:], unit])
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main()
