"""Every indicator has a second count from raw rows, and over an uneven year all of them agree."""

from datetime import date, time
from uuid import UUID

import pytest

from nennep.core.periods import Month, Period
from nennep.decisions.models import Task
from nennep.directives import actions as directives
from nennep.directives.models import Conference, Dissemination, Seat
from nennep.meetings.models import Guest, Meeting, Opinion, Paper
from nennep.organisation import actions as organisation
from nennep.organisation.models import BranchKind, Placement, Unit, Ward
from nennep.oversight import actions as oversight
from nennep.planning import actions as planning
from nennep.planning.models import PlannedTopic, ThematicPlan
from nennep.recognition import actions as recognition
from nennep.reports import actions
from nennep.reports.indicators import INDICATORS, Figure
from nennep.reports.models import Briefing
from nennep.reports.records import Records
from tests import make
from tests.quality import worlds
from tests.reports.recomputed import recomputed
from tests.reports.recomputed_more import Told, recomputed_year

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 5)
NOT_RECOMPUTED: dict[str, str] = {}
"""Indicators without a second count, each with the reason."""
OF_THE_WARD = {"directives_issued", "conferences", "conference_presence", "inspections", "briefings", "awards"}
"""What the ward does itself: no branch has a share of it."""


def told_of(records: Records, name: str, choice: str, unit_id: UUID | None) -> Figure:
    match name:
        case "branches_of_kind":
            return records.branches_of_kind(choice, [choice])
        case "themes_oriented" if choice:
            return records.themes_from(choice)
        case "visit_seen":
            return records.seen_at_visits(choice, unit_id)
        case _:
            return records.figure(name, unit_id)


def is_asked(told: Told) -> bool:
    """Figures that are told of the ward alone are not asked of a branch."""
    name, choice, unit_id = told
    return unit_id is None or not (name in OF_THE_WARD or (choice and name != "visit_seen"))


def pairs(ward: Ward) -> dict[Told, tuple[tuple[int, int], tuple[int, int]]]:
    """What `reports` tells and what the second count says, of each figure and of each branch that has none."""
    actions.refresh(ward.pk, until=ON)
    records, counted = Records(ward, Period.year(2022), on=ON), recomputed_year(ward.pk, 2022, on=ON)
    units = [None, *Unit.objects.filter(ward=ward, kind="branch").values_list("pk", flat=True)]
    asked = {told for told in counted if is_asked(told)}
    asked |= {key for name, choice, _of in asked for unit in units if is_asked(key := (name, choice, unit))}
    asked |= {("branches_of_kind", kind, None) for kind in BranchKind.values}
    found = {}
    for key in asked:
        figure = told_of(records, *key)
        found[key] = (figure.numerator, figure.denominator or 0), counted.get(key, (0, 0))
    return found


def test_the_year_report_and_the_rows_agree_on_every_figure_of_an_uneven_year():
    ward = a_ward_with_everything_uneven()

    found = pairs(ward)

    assert {key: pair for key, pair in found.items() if pair[0] != pair[1]} == {}
    of_ward = {(name, choice): told for (name, choice, unit), (told, _count) in found.items() if unit is None}
    assert of_ward["members", ""][0] > 10
    assert of_ward["charge_kept", ""] == (2, 5), "a sheet that the record does not bear out is no presence"
    assert of_ward["people_in_charge", ""] == (1, 0), "one person in charge of two branches, and who stood in"
    assert of_ward["quality", ""] == (1, 2) and of_ward["quality_gap", ""] == (1, 2)
    assert of_ward["petitions_overdue", ""] == (2, 0)
    assert of_ward["inspections", ""] == (1, 2)
    assert of_ward["remedies", ""] == (1, 2)
    assert of_ward["awards", ""] == (1, 0)


def test_every_indicator_has_a_second_count_or_a_reason_for_none():
    ward = a_ward_with_everything_uneven()
    counted = {name for name, *_rest in recomputed(ward.pk, 2022, on=ON)}
    counted |= {name for name, *_rest in recomputed_year(ward.pk, 2022, on=ON)}

    named = {indicator.id for indicator in INDICATORS}

    assert named - counted == set(NOT_RECOMPUTED)
    assert counted <= named


def test_a_paper_put_in_later_behind_the_meetings_own_row_is_noticed():
    ward = make.ward()
    meeting = make.meeting(make.branch(ward), state="reported")
    Paper.objects.create(ward=ward, meeting=meeting, title="Muộn", published_at=meeting.starts_at)
    actions.refresh(ward.pk, until=ON)

    told = Records(ward, Period.year(2022), on=ON).figure("papers_ahead")

    assert (told.numerator, told.denominator) != recomputed(ward.pk, 2022, on=ON)["papers_ahead", None, "2022"]


def a_ward_with_everything_uneven() -> Ward:
    """Of each kind of record one that counts, and beside it what must not count: withdrawn, unsent, of another year."""
    ward = make.ward()
    make.ward_term(ward)
    worlds.adopted(ward)
    first, second, third = make.branch(ward, members=4), make.branch(ward, members=5, groups=2), make.branch(ward)
    gone = make.branch(ward, members=2)
    held = _meetings(first, second)
    _duties(first, second)
    _themes(first, second, held)
    _passing_on(ward, first, second, third)
    _looking(ward, first, held)
    _following(ward, first, second)
    make.dissolve(gone, on=date(2022, 9, 1))
    return ward


def _meetings(first: Unit, second: Unit) -> list[Meeting]:
    """Five meetings: scored alike, scored apart, with somebody standing in, without anybody, with words of a guest."""
    ward, by = first.ward, make.office(first.ward)
    make.charge(first)
    charge = first.charges.get()
    organisation.put_in_charge(charge.person, second, valid_from=make.BEGIN, by=by, at=make.at(make.BEGIN))
    other = make.person(ward)
    organisation.stand_in(charge, other, valid_from=date(2022, 4, 1), valid_to=date(2022, 5, 1), by=by, at=make.EVENING)
    alike = {"1": worlds.give(40), "2": worlds.give(60)}
    apart = {"1": worlds.give(40), "2": worlds.give(50, "Sơ sài")}
    march = worlds.both(alike, of=first, day=date(2022, 3, 3))
    april = worlds.both(alike, apart, of=first, day=date(2022, 4, 3))
    worlds.decide(march, alike)
    worlds.decide(april, {"1": worlds.give(40), "2": worlds.give(40, "Sơ sài")})
    oversight.attend(march, charge.person, by=make.own(charge.person), at=march.starts_at)
    Guest.objects.create(ward=ward, meeting=april, person=other, name=other.full_name)
    may = make.meeting(second, day=date(2022, 5, 3))
    guest = Guest.objects.create(ward=ward, meeting=may, person=charge.person, name=charge.person.full_name)
    words = {"ward": ward, "root": may, "meeting": may, "item": may.agenda.first(), "said_at": may.starts_at}
    Opinion.objects.create(**words, guest=guest, kind="guest", text="Đề nghị chi bộ họp đúng ngày.")
    Opinion.objects.create(**words, guest=guest, kind="guest", text="Ghi nhầm.", removed_at=may.starts_at)
    make.walk(may, until="reported")
    june = make.meeting(second, state="closed", day=date(2022, 6, 8))
    theme = make.meeting(first, state="reported", kind="thematic", day=date(2022, 6, 20))
    planning.set_meeting_day(
        first, day=3, at_time=time(19, 30), place="Nhà văn hóa", valid_from=make.BEGIN, by=by, at=make.at(make.BEGIN)
    )
    planning.set_meeting_day(
        second, day=5, at_time=time(19, 30), place="Nhà văn hóa", valid_from=make.BEGIN, by=by, at=make.at(make.BEGIN)
    )
    return [march, april, may, june, theme]


def _duties(first: Unit, second: Unit) -> None:
    """Known, not yet known, taken back, known only after the year; somebody with a duty moves away."""
    by, at = make.office(first.ward), make.at(date(2022, 2, 1))
    people = [place.person for place in first.placements.filter(kind="official").order_by("pk")]
    words = {"year": 2022, "description": "Phụ trách tổ dân phố", "assigned_on": date(2022, 2, 1), "by": by, "at": at}
    known, _unknown, back, late = (organisation.assign_duty(person, first, **words) for person in people[:4])
    organisation.acknowledge_duty(known, on=date(2022, 2, 5), by=by, at=at)
    organisation.withdraw_duty(back, on=date(2022, 2, 6), by=by, at=at)
    organisation.acknowledge_duty(late, on=date(2023, 1, 3), by=by, at=at)
    mover = second.placements.filter(kind="official").order_by("pk").last()
    organisation.assign_duty(mover.person, second, **words)
    Placement.objects.filter(person=mover.person, valid_to=None).update(valid_to=date(2022, 12, 31))


def _themes(first: Unit, second: Unit, held: list[Meeting]) -> None:
    by, at = make.office(first.ward), make.EVENING
    suggestion = planning.suggest_topic(
        first.ward_id, year=2022, title="Chuyển đổi số", basis="topical", grounds="Văn bản", by=by, at=at
    )
    plan = ThematicPlan.objects.create(ward=first.ward, unit=first, year=2022, state="approved", decided_at=at)
    ThematicPlan.objects.create(ward=first.ward, unit=second, year=2022, state="submitted", submitted_at=at)
    topic = PlannedTopic.objects.create(
        ward=first.ward, plan=plan, quarter=2, title=suggestion.title, suggestion=suggestion
    )
    Meeting.objects.filter(pk=held[-1].pk).update(planned_topic=topic)


def _passing_on(ward: Ward, first: Unit, second: Unit, third: Unit) -> None:
    """One branch reached everybody, one lost a reader, one was let off; two conferences, one of them not closed."""
    by, directive = make.office(ward), make.directive(ward)
    for unit in (first, second, third):
        make.dissemination(directive, unit)
    whole, part, off = (Dissemination.objects.get(unit=unit) for unit in (first, second, third))
    day, at = date(2022, 3, 1), make.at(date(2022, 3, 2))
    directives.tell_again(whole, list(whole.readers.values_list("person", flat=True)), on=day, by=by, at=at)
    directives.tell_again(part, [part.readers.order_by("pk").first().person_id], on=day, by=by, at=at)
    directives.tell_again(off, [off.readers.order_by("pk").first().person_id], on=day, by=by, at=at)
    directives.withdraw(off, by=by, at=at)
    directives.issue_directive(
        ward.pk, kind="KH", subject="Kế hoạch", dated_on=date(2022, 2, 2), by=by, at=make.EVENING
    )
    for closed_at in (make.at(day, 11), None):
        conference = Conference.objects.create(
            ward=ward, title="Quán triệt", starts_at=make.at(day, 8), place="Hội trường", audience=["secretary"],
            listed_count=2, present_count=1, closed_at=closed_at,
        )  # fmt: skip
        for status in ("present", "absent"):
            Seat.objects.create(
                ward=ward, conference=conference, person=make.person(ward), office="Bí thư", status=status
            )


def _looking(ward: Ward, first: Unit, held: list[Meeting]) -> None:
    """A sheet that was sent, one that was not; minutes drawn and looked at; inspections concluded, open, dropped."""
    by, person = make.office(ward), first.charges.filter(kind="main").get().person
    sheet = held[0].visits.get()
    oversight.send_sheet(sheet, ticked=["agenda", "minutes"], seen=0, by=make.own(person), at=make.at(date(2022, 3, 5)))
    for month, title in ((4, "Xong"), (5, "Đang làm"), (6, "Thôi")):
        inspection = oversight.plan_inspection(
            ward.pk, year=2022, kind="inspection", title=title, scope="Quý", begins_on=date(2022, month, 1),
            ends_on=date(2022, month, 28), units=[first], head=person, by=by, at=make.EVENING,
        )  # fmt: skip
        if title == "Thôi":
            oversight.drop_inspection(inspection, reason="Trùng", by=by, at=make.EVENING)
        if title == "Xong":
            at = make.at(date(2022, 4, 9))
            oversight.record_found(inspection, unit=first, kind="strength", text="Tốt", by=by, at=at)
            inspection.refresh_from_db()
            oversight.conclude_inspection(inspection, conclusion="Tốt", seen=inspection.revision, by=by, at=at)
    march = Month(2022, 3)
    at = make.at(date(2022, 4, 2))
    sample = oversight.draw_sample(ward.pk, first=march, last=march, size=1, seed=1, by=by, at=at)
    oversight.check_minutes(sample.drawn.get(), ticked=[], remark="", seen=0, by=by, at=at)


def _following(ward: Ward, first: Unit, second: Unit) -> None:
    """Petitions in time, overdue and of the year before; a briefing with measures done, open and dropped; awards."""
    by, person = make.office(ward), make.person(ward)
    for raised, answered in ((date(2022, 3, 1), date(2022, 3, 9)), (date(2022, 4, 1), None), (date(2021, 6, 1), None)):
        petition = oversight.raise_petition(
            first, text="Lắp đèn", raised_in="member", raised_on=raised, by=by, at=make.at(raised)
        )
        if answered:
            oversight.answer_petition(petition, answer="Xong", seen=0, by=by, at=make.at(answered))
    day = date(2022, 4, 2)
    briefing = Briefing.objects.create(
        ward=ward, month=date(2022, 3, 1), state="closed", figures_on=day, closed_at=make.at(day), number=1, content={}
    )
    for state in ("done", "open", "dropped"):
        Task.objects.create(
            ward=ward, unit=second, description="Họp bù", assignee=person, assigned_on=day, due_on=date(2022, 4, 20),
            state=state, finished_on=date(2022, 4, 9) if state == "done" else None,
            origin_kind="briefing", origin_id=briefing.pk, origin_label="Giao ban",
        )  # fmt: skip
    words = {"kind": "ward_certificate", "merit": "Tiêu biểu", "by": by, "at": make.at(date(2023, 1, 3))}
    for year, number in ((2022, "1"), (2022, "2"), (2021, "3")):
        award = recognition.record_award(
            ward.pk, year=year, units=[first], number=number, decided_on=date(2023, 1, 2), **words
        )
        if number == "2":
            recognition.withdraw_award(award, reason="Sai", on=date(2023, 1, 3), by=by, at=make.at(date(2023, 1, 3)))
    oversight.remind(ward.pk, on=date(2022, 4, 25), at=make.at(date(2022, 4, 25)))
