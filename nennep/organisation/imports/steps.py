"""The steps of an import of members: bring a file, correct its columns, read, mend and choose rows, take them in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit, uploads
from nennep.core.ids import uuid7
from nennep.core.progress import Tell, silent
from nennep.core.refusals import Refused
from nennep.core.sheets import Book, column_letter, read_book, words_in
from nennep.core.workbooks import column_number
from nennep.organisation.actors import Actor
from nennep.organisation.imports import fates
from nennep.organisation.imports.fates import Fate, Judged, Register
from nennep.organisation.imports.intake import Intake, Made, known_of
from nennep.organisation.imports.layout import Corrections, Layout, lay_out
from nennep.organisation.imports.members import Problem, Reader, Row, Words
from nennep.organisation.imports.records import Choice, ColumnMemory, ImportRow, ImportState, MemberImport
from nennep.organisation.imports.rows import RawRow, raw_rows
from nennep.organisation.imports.unit_names import Branches, branches_by_name
from nennep.organisation.models import Unit, UnitKind, Ward, holding_on

BATCH = 500


class NotOpen(Refused):
    message = _("Lần nhập này đã kết thúc. Tải tệp lên lần nữa nếu muốn nhập tiếp.")


class NothingToTake(Refused):
    message = _("Chưa có dòng nào để nhận. Sửa các dòng lỗi, hoặc chọn lại các dòng đã bỏ qua.")


class FatesChanged(Refused):
    message = _("Danh sách của phường vừa thay đổi nên %(count)s dòng có kết quả khác. Xem lại rồi nhận.")


class NoNameColumn(Refused):
    field = "columns"
    message = _("Chọn cột họ và tên, hoặc hai cột họ đệm và tên.")


# 1 Tệp --------------------------------------------------------------------------------------------


def bring(
    file: UploadedFile[Any],
    *,
    classified: bool,
    ward_id: UUID,
    on: date,
    default_unit: Unit | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberImport:
    """Bring a file of members; it is looked at, and nothing is taken yet. The same id again changes nothing.

    What this ward corrected the last time it brought a file with these headings is remembered. Reading takes a moment
    and happens outside any transaction; a file that is refused is kept nowhere.
    """
    if id and (existing := MemberImport.objects.filter(ward=ward_id, pk=id).first()):
        return existing
    upload = uploads.accept_table(file, classified=classified, ward_id=ward_id, by=by, at=at)
    try:
        book = read_book(uploads.path_of(upload))
        corrections = _remembered(ward_id, lay_out(book))
        layout = lay_out(book, corrections)
        raw_rows(layout)
        made = MemberImport(
            id=id or uuid7(),
            ward_id=ward_id,
            upload=upload,
            on=on,
            default_unit=default_unit,
            corrections=_to_json(corrections),
            about=about(layout, book.names),
            brought_by_id=by.person_id,
            brought_by_name=by.name,
            brought_at=at,
        )
        with transaction.atomic():
            made.save(force_insert=True)
            audit.record("organisation.import.brought", made, by=by, at=at, after=upload.name)
    except Exception:
        uploads.discard(upload)
        raise
    return made


def about(layout: Layout, sheets: list[str]) -> dict[str, Any]:
    """How a file was understood, for the report and the page."""
    return {
        "sheet": layout.page.name,
        "charset": layout.charset,
        "encoding": layout.encoding,
        "header_row": layout.heading.first + 1,
        "header_rows": list(range(layout.heading.first + 1, layout.heading.last + 2)),
        "mapping": layout.mapping,
        "sheets": sheets,
        "columns": [_column(layout, column) for column in range(layout.page.width)],
        "rows": len(layout.page.rows) - layout.heading.last - 1,
    }


def _column(layout: Layout, column: int) -> dict[str, Any]:
    """One column for the page: what stands over it, three cells, what it is taken for, text before and after."""
    body = layout.page.rows[layout.heading.last + 1 :]
    samples = [words_in(row[column]) for row in body[:200] if column < len(row) and words_in(row[column])]
    reading = layout.readings.get(column)
    field = next((name for name, place in layout.columns.items() if place == column), "")
    label = layout.heading.labels.get(column, "")
    decoded = reading.samples if reading and reading.is_doubtful else ()
    return {
        "column": column,
        "letter": column_letter(column),
        "label": label,
        "samples": list(dict.fromkeys(samples))[:3],
        "field": field,
        "encoding": reading.encoding.value if reading else "",
        "before_after": [pair for pair in decoded if pair[1] not in label][:3],
    }


def book_of(made: MemberImport) -> Book:
    """The file itself."""
    return read_book(uploads.path_of(made.upload))


# 2 Cột --------------------------------------------------------------------------------------------


def correct_columns(made: MemberImport, corrections: Corrections, *, at: datetime) -> MemberImport:
    """Correct which column is what, where the heading stands, how text is decoded; remembered for the ward."""
    if corrections.columns is not None:
        _check_columns(corrections.columns)
    book = book_of(made)
    layout = lay_out(book, corrections)
    raw_rows(layout)
    return _corrected(made, corrections, layout, book.names, at)


@transaction.atomic
def _corrected(
    made: MemberImport, corrections: Corrections, layout: Layout, names: list[str], at: datetime
) -> MemberImport:
    made = _open(made)
    made.corrections, made.about = _to_json(corrections), about(layout, names)
    made.state = ImportState.COLUMNS
    made.save()
    made.rows.all().delete()
    if layout.heading.labels:
        ColumnMemory.objects.update_or_create(
            ward_id=made.ward_id,
            signature=_signature(layout),
            defaults={"corrections": made.corrections, "used_at": at},
        )
    return made


def _check_columns(columns: Mapping[str, int]) -> None:
    names = set(columns)
    if not ("full_name" in names or {"family_name", "given_name"} <= names):
        raise NoNameColumn


def _signature(layout: Layout) -> str:
    said = "|".join(f"{column}:{label}" for column, label in sorted(layout.heading.labels.items()) if label)
    return hashlib.sha256(said.encode()).hexdigest()


def _remembered(ward_id: UUID, layout: Layout) -> Corrections:
    memory = ColumnMemory.objects.filter(ward=ward_id, signature=_signature(layout)).first()
    if memory is None:
        return Corrections()
    kept = _from_json(memory.corrections)
    return Corrections(columns=kept.columns, encodings=kept.encodings)


def _to_json(corrections: Corrections) -> dict[str, Any]:
    kept = asdict(corrections)
    return kept | {"encodings": {str(column): each for column, each in corrections.encodings.items()}}


def _from_json(kept: Mapping[str, Any]) -> Corrections:
    return Corrections(
        kept.get("page", ""),
        kept.get("header", 0),
        kept.get("columns"),
        {int(column): encoding for column, encoding in kept.get("encodings", {}).items()},
    )


# 3 Từng dòng --------------------------------------------------------------------------------------


def branches_of(ward_id: UUID, on: date) -> Branches:
    """The branches of a ward on a day, by all their names."""
    units = Unit.objects.filter(holding_on(on), ward=ward_id, kind=UnitKind.BRANCH).order_by("position", "pk")
    return branches_by_name(units, Ward.objects.get(pk=ward_id).place)


def read_rows(made: MemberImport, *, tell: Tell = silent) -> MemberImport:
    """Read every row of the file, with its fate; rows read before are read anew."""
    book = book_of(made)
    layout = lay_out(book, _from_json(made.corrections))
    raw = raw_rows(layout)
    reader = Reader(layout.columns, branches_of(made.ward_id, made.on), raw.names, made.on, made.default_unit)
    rows = []
    for number, each in enumerate(raw.rows, start=1):
        rows.append(reader.read(each))
        if not number % BATCH:
            tell(number, len(raw.rows))
    judged = fates.judge(rows, Register(made.ward_id, on=made.on))
    with transaction.atomic():
        made = MemberImport.objects.select_for_update().get(ward=made.ward_id, pk=made.pk)
        if made.state not in {ImportState.COLUMNS, ImportState.READING, ImportState.ROWS}:
            raise NotOpen
        made.rows.all().delete()
        ImportRow.objects.bulk_create(
            (_to_record(made, raw_row, each) for raw_row, each in zip(raw.rows, judged, strict=True)), batch_size=BATCH
        )
        made.about = about(layout, book.names) | {"names": raw.names, "ignored": raw.ignored}
        made.counts, made.state, made.fault = fates.counts(judged), ImportState.ROWS, ""
        made.save()
    return made


def _to_record(made: MemberImport, raw: RawRow, judged: Judged) -> ImportRow:
    record = ImportRow(ward_id=made.ward_id, member_import=made, number=judged.row.number, raw=raw.to_json())
    _write(record, judged)
    return record


def _write(record: ImportRow, judged: Judged) -> None:
    row = judged.row
    record.words = row.words.to_json()
    record.problems = [asdict(each) for each in row.problems]
    record.unit_id = row.unit.pk if row.unit else None
    record.fate = judged.fate.value
    kept = record.person_id if judged.fate == Fate.TWIN and record.choice == Choice.MERGE else None
    record.person_id = judged.person_id or kept
    record.differences = [asdict(each) for each in judged.differences]
    record.twin_rows = list(judged.twin_rows)
    record.twin_people = [str(each) for each in judged.twin_people]


WRITTEN = (
    "words", "problems", "unit_id", "fate", "person_id", "differences", "twin_rows", "twin_people", "mended",
)  # fmt: skip


def problems_of(record: ImportRow) -> tuple[Problem, ...]:
    """What is wrong with a row."""
    return tuple(Problem(**each) for each in record.problems)


def row_of(record: ImportRow, units: Mapping[UUID, Unit]) -> Row:
    """A row as it was read."""
    problems = problems_of(record)
    unit = units.get(record.unit_id) if record.unit_id else None
    return Row(record.number, Words.from_json(record.words), unit, problems)


def judged_of(record: ImportRow) -> Judged:
    """A row with its fate, as it is kept."""
    return Judged(
        row_of(record, {}),
        Fate(record.fate),
        record.person_id,
        tuple(fates.Difference(**each) for each in record.differences),
        tuple(record.twin_rows),
        tuple(UUID(each) for each in record.twin_people),
    )


@transaction.atomic
def mend(made: MemberImport, texts: Mapping[int, Mapping[str, str]], *, by: Actor, at: datetime) -> int:
    """Mend cells in place: what the reader typed, by row number and column name. Says how many rows are right now."""
    made = _open(made)
    reader = Reader(
        _columns(made), branches_of(made.ward_id, made.on), made.about.get("names", {}), made.on, made.default_unit
    )
    mended: dict[int, Row] = {}
    for record in made.rows.filter(number__in=list(texts)):
        record.mended = {**record.mended, **texts[record.number]}
        record.save(update_fields=["mended"])
        mended[record.number] = reader.read(RawRow.from_json(record.raw).mended(record.mended))
    _judge_again(made, mended)
    return sum(not row.is_faulty for row in mended.values())


def _columns(made: MemberImport) -> dict[str, int]:
    return {name: column_number(letter) for name, letter in made.about["mapping"].items()}


def _judge_again(made: MemberImport, mended: Mapping[int, Row]) -> int:
    """Judge every row anew, with some read anew; says for how many the fate is another."""
    units = {unit.pk: unit for unit in Unit.objects.filter(ward=made.ward_id)}
    records = list(made.rows.order_by("number"))
    rows = [mended.get(record.number) or row_of(record, units) for record in records]
    judged = fates.judge(rows, Register(made.ward_id, on=made.on))
    changed = []
    for record, each in zip(records, judged, strict=True):
        before = [getattr(record, name) for name in WRITTEN]
        _write(record, each)
        if [getattr(record, name) for name in WRITTEN] != before or record.number in mended:
            changed.append((record, before[WRITTEN.index("fate")]))
    ImportRow.objects.bulk_update([record for record, _fate in changed], WRITTEN, batch_size=100)
    made.counts = fates.counts(judged)
    made.save(update_fields=["counts"])
    return sum(record.fate != fate for record, fate in changed)


@transaction.atomic
def choose(made: MemberImport, numbers: Iterable[int], choice: str, *, person_id: UUID | None = None) -> int:
    """Decide about rows: leave them out, take them after all, a twin is the same person or somebody else."""
    made = _open(made)
    if choice not in {"", *Choice.values}:
        return 0
    rows = made.rows.filter(number__in=list(numbers))
    if choice == Choice.MERGE:
        return _merge_with(rows, person_id)
    if choice == Choice.APART:
        return rows.filter(fate=Fate.TWIN).update(choice=choice)
    return rows.update(choice=choice)


def _merge_with(rows: Any, person_id: UUID | None) -> int:
    count = 0
    for record in rows.filter(fate=Fate.TWIN):
        candidates = [UUID(each) for each in record.twin_people]
        if person_id and person_id not in candidates:
            continue
        record.choice = Choice.MERGE
        record.person_id = person_id or (candidates[0] if candidates else None)
        record.save(update_fields=["choice", "person_id"])
        count += 1
    return count


def _open(made: MemberImport) -> MemberImport:
    made = (
        MemberImport.objects.select_for_update(of=["self"]).select_related("upload").get(ward=made.ward_id, pk=made.pk)
    )
    if not made.is_open:
        raise NotOpen
    return made


@transaction.atomic
def drop(made: MemberImport, *, by: Actor, at: datetime) -> MemberImport:
    """Leave an import that was not taken (bỏ lần nhập): its rows go, the file and the note of it stay."""
    made = _open(made)
    made.rows.all().delete()
    made.state = ImportState.DROPPED
    made.save(update_fields=["state"])
    audit.record("organisation.import.dropped", made, by=by, at=at)
    return made


# 4 Nhận -------------------------------------------------------------------------------------------


def take(made: MemberImport, *, by: Actor, at: datetime, tell: Tell = silent) -> MemberImport:
    """Take what was accepted, all or nothing: new rows, changes, twins decided upon. The second time changes nothing.

    If the ward's own list changed since the rows were shown, nothing is taken and the new fates are shown.
    """
    with audit.together():
        made = MemberImport.objects.select_for_update(of=["self"]).select_related("upload").get(pk=made.pk)
        if made.state == ImportState.TAKEN:
            return made
        if made.state not in {ImportState.ROWS, ImportState.TAKING}:
            raise NotOpen
        changed = _judge_again(made, {})
        if not changed:
            _take_all(made, by, at, tell)
    if changed:
        MemberImport.objects.filter(pk=made.pk).update(state=ImportState.ROWS)
        raise FatesChanged(count=changed)
    return made


def _take_all(made: MemberImport, by: Actor, at: datetime, tell: Tell) -> None:
    units = {unit.pk: unit for unit in Unit.objects.filter(ward=made.ward_id)}
    records = {record.number: record for record in made.rows.order_by("number")}
    rows = {number: row_of(record, units) for number, record in records.items()}
    new = [rows[number] for number, record in records.items() if is_new(record)]
    others = [record for record in records.values() if is_change(record)]
    if not new and not others:
        raise NothingToTake
    whole = len(new) + len(others)
    intake = Intake(made.ward_id, made.on, by, at)
    done = intake.take_new(new, tell=tell, of=whole)
    register = Register(made.ward_id, on=made.on)
    for place, record in enumerate(others, start=len(new)):
        row = rows[record.number]
        known = register.people.get(record.person_id) if record.person_id else _above(record, done, rows, made.ward_id)
        if known is not None:
            done[record.number] = intake.change(row, known, [each.field for each in fates.differences(row, known)])
        if not place % BATCH:
            tell(place, whole)
    for number, each in done.items():
        records[number].made, records[number].person_id = each.to_json(), each.person_id
    ImportRow.objects.bulk_update([records[number] for number in done], ["made", "person_id"], batch_size=200)
    made.state, made.taken_at, made.fault = ImportState.TAKEN, at, ""
    made.counts = made.counts | {"taken": len(done), "entered": len(new)}
    made.save()
    audit.record("organisation.import.taken", made, by=by, at=at, after=made.counts)


def _above(record: ImportRow, done: Mapping[int, Made], rows: Mapping[int, Row], ward_id: UUID) -> Any:
    """Somebody whom a row above has just brought in."""
    number = next((each for each in record.twin_rows if each in done), None)
    return known_of(done[number], rows[number], ward_id) if number is not None else None


def is_new(record: ImportRow) -> bool:
    """Whether taking the row enters a person."""
    wanted = record.fate == Fate.NEW and record.choice != Choice.LEAVE
    return wanted or (record.fate == Fate.TWIN and record.choice == Choice.APART)


def is_change(record: ImportRow) -> bool:
    """Whether taking the row changes somebody known."""
    wanted = record.fate == Fate.CHANGED and record.choice != Choice.LEAVE
    return wanted or (record.fate == Fate.TWIN and record.choice == Choice.MERGE)


def texts_of(record: ImportRow) -> dict[str, str]:
    """What stands in the cells of a row, mended ones as they were typed."""
    raw = RawRow.from_json(record.raw)
    said = {name: words_in(cell) for name, cell in raw.cells.items() if name not in raw.formulas}
    return {**said, **record.mended}


def unfinished_imports(ward_id: UUID, person_id: UUID | None) -> list[MemberImport]:
    """Imports that somebody brought and neither took nor left behind for long: the last three."""
    open_states = [ImportState.COLUMNS, ImportState.READING, ImportState.ROWS, ImportState.TAKING]
    found = MemberImport.objects.filter(ward=ward_id, brought_by_id=person_id, state__in=open_states)
    return list(found.select_related("upload").order_by("-brought_at", "-pk")[:3])
