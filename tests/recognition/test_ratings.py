"""The yearly rating: who is rated, the own view, the count of paper ballots, the cap, the decision, rating again."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from nennep.core.models import AuditEvent
from nennep.core.refusals import NotFound, Refused
from nennep.organisation.merging import merge_people
from nennep.recognition.actions import ratings as rating
from nennep.recognition.models import Rating, RatingBallot, RatingYear
from nennep.recognition.queries import ratings as rated
from nennep.rulebook.ratings import rating_classes, rating_forms, rating_rules
from tests import make

pytestmark = pytest.mark.django_db
NEXT = make.at(date(2023, 1, 20))
PAPER = {"number": "05-QĐ/ĐU", "decided_on": date(2023, 1, 10)}
COUNT = {"held_on": date(2022, 12, 5), "summoned": 10, "present": 9, "issued": 9, "cast": 9, "valid": 8}
TELLERS = "Nguyễn Văn An\nTrần Thị Bưởi\nLê Đức Cường"


@pytest.fixture
def unit():
    return make.branch(members=3)


@pytest.fixture
def year(unit) -> RatingYear:
    return rating.open_rating(unit.ward_id, year=2022, by=make.office(unit.ward), at=NEXT)


def begin(year: RatingYear, unit, person=None) -> Rating:
    form = "2B" if person else "01"
    return rating.begin(year, unit, person=person, form=form, by=make.office(unit.ward), at=NEXT)


def decide(year: RatingYear, classes, **words) -> None:
    rating.decide(year, classes=classes, **{**PAPER, **words}, by=make.office(year.ward), at=NEXT)


def count(year: RatingYear, unit, votes, **words) -> RatingBallot:
    given = {**COUNT, "tellers": TELLERS, **words}
    return rating.record_count(year, unit, votes=votes, **given, by=make.office(unit.ward), at=NEXT)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.sentence


# Rules --------------------------------------------------------------------------------------------


def test_each_year_is_rated_by_the_set_in_force_at_its_end():
    assert [rating_rules(each).name for each in (2010, 2022, 2023, 2024, 2025)] == [
        "2018", "2018", "2023", "2023", "2025",
    ]  # fmt: skip
    assert list(rating_forms(2022)) == ["01", "2A", "2B"]
    assert list(rating_forms(2025)) == ["01", "2A", "2B", "2C"]
    assert list(rating_classes()) == ["excellent", "good", "done", "failed"]


@pytest.mark.parametrize(
    ("points", "found"),
    [(100, "excellent"), (90, "excellent"), (89, "good"), (70, "good"), (69, "done"), (50, "done"), (49, "failed")],
)
def test_points_reach_a_class_by_the_set_that_counts_points(points, found):
    assert rating_rules(2025).class_by_points(points) == found
    assert rating_rules(2022).class_by_points(points) == ""


@pytest.mark.parametrize(
    ("excellent", "good", "exception", "most"), [(2, 10, False, (2, 2)), (3, 12, False, (2, 3)), (3, 12, True, (3, 3))]
)
def test_the_cap_is_counted_on_both_bases_and_never_rounded_up(excellent, good, exception, most):
    caps = rating_rules(2025).caps(excellent, good, exception=exception)
    assert (caps["good"].most, caps["good_and_excellent"].most) == most


# Who ----------------------------------------------------------------------------------------------


def test_everybody_on_the_list_is_rated_or_has_a_reason_why_not(unit):
    exempt, suspended = make.member(unit, "Đỗ Thị Miễn"), make.member(unit, "Đỗ Thị Ngưng")
    make.standing(exempt, "exempt")
    make.standing(suspended, "suspended")
    guest = make.member(unit, "Đỗ Thị Nhờ", kind="temporary")
    late = make.member(unit, "Đỗ Thị Mới", joined=date(2022, 7, 2))
    just = make.member(unit, "Đỗ Thị Vừa", joined=date(2022, 7, 1))

    why = {line.person: str(line.why_not) for line in rated.who_is_rated(unit, 2022)}

    assert {each.full_name: why[each] for each in (exempt, suspended, guest, late, just)} == {
        "Đỗ Thị Miễn": "Được miễn công tác và sinh hoạt",
        "Đỗ Thị Ngưng": "Đang bị đình chỉ sinh hoạt đảng",
        "Đỗ Thị Nhờ": "Sinh hoạt tạm thời: chi bộ chính thức xếp loại, chi bộ này nhận xét",
        "Đỗ Thị Mới": "Mới kết nạp, chưa đủ 6 tháng",
        "Đỗ Thị Vừa": "",
    }
    assert [reason for person, reason in why.items() if "Đỗ Thị" not in person.full_name].count("") >= 2


def test_who_is_not_rated_gets_no_file_and_the_sentence_says_why(unit, year):
    exempt = make.member(unit, "Đỗ Thị Miễn")
    make.standing(exempt, "exempt")

    assert refusal(lambda: begin(year, unit, exempt)) == (
        "Đồng chí Đỗ Thị Miễn không thuộc diện xếp loại ở chi bộ này: Được miễn công tác và sinh hoạt."
    )


def test_a_member_rated_in_two_branches_is_refused_with_the_branch_named(unit, year):
    hoa, other = make.member(unit, "Vũ Thị Hoa"), make.branch(unit.ward)
    first = begin(year, unit, hoa)
    assert begin(year, unit, hoa) == first
    place, by = hoa.placements.get(), make.office(unit.ward)
    make.organisation.end_placement(place, on=date(2022, 12, 1), by=by, at=NEXT)
    make.organisation.place_member(hoa, other, kind="official", valid_from=date(2022, 12, 1), by=by, at=NEXT)

    assert refusal(lambda: begin(year, other, hoa)) == (
        f"Vũ Thị Hoa đã có phiếu xếp loại năm này ở {unit.name}. Mỗi năm chỉ xếp loại ở một chi bộ."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(ward=unit.ward, rating_year=year, unit=other, person=hoa, form="2B")


# Oneself ------------------------------------------------------------------------------------------


def test_only_the_member_writes_the_own_view_and_a_statement_stays_possible_after_the_decision(unit, year):
    hoa, lan = make.member(unit, "Vũ Thị Hoa"), make.member(unit, "Vũ Thị Lan")
    file = begin(year, unit, hoa)
    mine = {"self_class": "good", "points": None, "seen": 0, "at": NEXT}
    rating.rate_oneself(file, **mine, by=make.own(hoa))
    for someone in (make.own(lan), make.office(unit.ward)):
        with pytest.raises(NotFound):
            rating.rate_oneself(file, **{**mine, "self_class": "failed"}, by=someone)
        with pytest.raises(NotFound):
            rating.state(file, text="Ý kiến thay", by=someone, at=NEXT)
    decide(year, {file.pk: "done"})
    rating.state(file, text="Tôi chưa đồng ý.", by=make.own(hoa), at=NEXT)
    rating.state(file, text="Xin xem lại.", by=make.own(hoa), at=NEXT)

    file.refresh_from_db()
    assert (file.self_class, file.decided) == ("good", "done")
    assert file.statement == "20/01/2023: Tôi chưa đồng ý.\n20/01/2023: Xin xem lại."


# Ballot -------------------------------------------------------------------------------------------


def test_the_count_keeps_totals_and_is_entered_again_until_decided(unit, year):
    file = begin(year, unit, make.member(unit))
    count(year, unit, {file.pk: {"excellent": 1, "good": 6}})
    count(year, unit, {file.pk: {"excellent": 2, "good": 6}})

    file.refresh_from_db()
    assert (file.votes, RatingBallot.objects.get().valid) == ({"excellent": 2, "good": 6}, 8)
    decide(year, {file.pk: "good"})
    for votes in ({file.pk: {"good": 8}}, {}):
        assert "đã có quyết định xếp loại" in refusal(lambda votes=votes: count(year, unit, votes, valid=7))
    assert RatingBallot.objects.get().valid == 8


@pytest.mark.parametrize("wrong", [{"valid": 10}, {"cast": 10}, {"issued": 10}, {"present": 11}])
def test_a_count_that_does_not_add_up_is_refused_and_the_database_refuses_it_too(unit, year, wrong):
    assert refusal(lambda: count(year, unit, {}, **wrong)).startswith("Số phiếu chưa khớp: hợp lệ ")
    with pytest.raises(IntegrityError), transaction.atomic():
        RatingBallot.objects.create(ward=unit.ward, rating_year=year, unit=unit, tellers=TELLERS, **{**COUNT, **wrong})


def test_votes_beyond_the_valid_ballots_and_two_tellers_are_refused(unit, year):
    file = begin(year, unit, make.member(unit, "Vũ Thị Hoa"))

    assert refusal(lambda: count(year, unit, {file.pk: {"good": 5, "done": 4}})) == (
        "Vũ Thị Hoa: bốn mức cộng lại 9 phiếu, nhiều hơn 8 phiếu hợp lệ. Kiểm tra biên bản."
    )
    assert refusal(lambda: count(year, unit, {}, tellers="Nguyễn Văn An\nTrần Thị Bưởi")).startswith("Ban kiểm phiếu")
    assert not RatingBallot.objects.exists()


# Decision -----------------------------------------------------------------------------------------


def test_more_excellent_than_the_cap_is_refused_as_a_whole_with_both_bases(unit, year):
    files = [begin(year, unit, make.member(unit)) for _each in range(6)]
    classes = {file.pk: "excellent" if place < 2 else "good" for place, file in enumerate(files)}

    assert "nhiều nhất là 0 nếu tính trên số hoàn thành tốt, 1 nếu tính cả" in refusal(lambda: decide(year, classes))
    assert not Rating.objects.exclude(decided="").exists()
    decide(year, {**classes, files[0].pk: "good"} | {files[1].pk: "good"})
    assert Rating.objects.filter(decided="good").count() == 6


def test_the_higher_cap_needs_the_paper_that_allows_it(unit):
    by = {"by": make.office(unit.ward), "at": make.at(date(2026, 1, 20))}
    year = rating.open_rating(unit.ward_id, year=2025, **by)
    files = [begin(year, unit, make.member(unit)) for _each in range(5)]
    classes = {file.pk: "excellent" if place == 0 else "good" for place, file in enumerate(files)}
    paper = {"number": "05-QĐ/ĐU", "decided_on": date(2026, 1, 10)}

    assert "nhiều nhất là 0" in refusal(lambda: rating.decide(year, classes=classes, **paper, **by))
    assert "cho phép tỷ lệ cao hơn" in refusal(lambda: rating.allow_more(year, exception=" ", **by))
    rating.allow_more(year, exception="12-KL/TU ngày 05/01/2026", **by)
    rating.decide(year, classes=classes, **paper, **by)
    assert Rating.objects.filter(decided="excellent").count() == 1


def test_a_branch_has_a_file_of_its_own_and_is_decided_by_a_paper_with_number_and_day(unit, year):
    file = begin(year, unit)

    assert refusal(lambda: decide(year, {file.pk: "good"}, number=" ")) == "Ghi số và ngày quyết định xếp loại."
    assert "chưa đến" in refusal(lambda: decide(year, {file.pk: "good"}, decided_on=date(2023, 2, 1)))
    decide(year, {file.pk: "good"})
    assert [(each.unit, each.decided, each.number) for each in rated.current(year)] == [(unit, "good", "05-QĐ/ĐU")]


def test_rated_again_needs_a_reason_and_leaves_the_earlier_to_be_read(unit, year):
    hoa = make.member(unit, "Vũ Thị Hoa")
    file = begin(year, unit, hoa)
    decide(year, {file.pk: "good"})
    file.refresh_from_db()
    again = {"decided": "done", "number": "09-QĐ/ĐU", "decided_on": date(2023, 1, 19)}
    by = {"by": make.office(unit.ward), "at": NEXT}

    assert refusal(lambda: rating.rate_again(file, **again, reason=" ", **by)) == "Ghi lý do xếp loại lại."
    rating.rate_again(file, **again, reason="Phát hiện khuyết điểm", **by)
    assert [(each.decided, each.is_current, each.reason) for each in rated.history_of(hoa)] == [
        ("done", True, "Phát hiện khuyết điểm"),
        ("good", False, ""),
    ]
    names = AuditEvent.objects.filter(ward_id=unit.ward_id, name__startswith="recognition.").order_by("sequence")
    assert [event.name.split(".")[-1] for event in names] == ["opened", "begun", "decided", "decided_again"]


def test_two_entries_of_one_person_keep_both_their_ratings(unit, year):
    kept, gone = make.member(unit, "Vũ Thị Hoa"), make.member(unit, "Vũ Thị Hoa")
    before = rating.open_rating(unit.ward_id, year=2021, by=make.office(unit.ward), at=NEXT)
    begin(before, unit, gone), begin(year, unit, kept)

    merge_people(kept, gone, by=make.office(unit.ward), at=NEXT)

    assert [each.rating_year.year for each in rated.history_of(kept)] == [2022, 2021]
