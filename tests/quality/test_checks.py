"""The checker of rubrics: each contradiction is one sentence, and a sound rubric has none."""

from copy import deepcopy

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from nennep.quality import shipped
from nennep.quality.actions.rubrics import plain
from nennep.quality.checks import faults_of
from nennep.quality.editing import RangeUnreadable, to_toml, with_criterion
from nennep.quality.rubrics import RubricUnreadable, parse, read_file
from tests.quality.worlds import SMALL


def sentences(**changes: object) -> list[str]:
    return [fault.sentence for fault in faults_of(parse(deepcopy(SMALL) | changes))]


def criteria(**first: object) -> list[dict]:
    return [deepcopy(SMALL["criterion"][0]) | first, deepcopy(SMALL["criterion"][1])]


def test_a_sound_rubric_has_no_fault():
    assert sentences() == []


@pytest.mark.parametrize(
    ("most", "sentence"),
    [
        (63, "Các tiêu chí cộng lại 103 điểm, phải đúng 100. Bớt 3 điểm."),
        (57, "Các tiêu chí cộng lại chỉ 97 điểm, không buổi nào đạt 100. Thêm 3 điểm."),
    ],
)
def test_a_total_that_is_not_a_hundred(most, sentence):
    rows = criteria()
    rows[1]["max"] = most
    assert sentences(criterion=rows, group=[{"key": "1", "title": "A"}, {"key": "2", "title": "B"}]) == [sentence]


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        (
            [{"points": 40, "above": 50}, {"points": 20, "from": 40, "below": 50}, {"points": 0, "below": 40}],
            "Tiêu chí 1 “Tỷ lệ dự”: đúng 50% không thuộc mức nào.",
        ),
        (
            [{"points": 40, "from": 90}, {"points": 20, "below": 85}],
            "Tiêu chí 1 “Tỷ lệ dự”: giữa 85% và 90% không thuộc mức nào.",
        ),
        (
            [{"points": 40, "from": 90}, {"points": 20, "to": 90}],
            "Tiêu chí 1 “Tỷ lệ dự”: đúng 90% thuộc hai mức.",
        ),
        (
            [{"points": 40, "from": 85}, {"points": 20, "below": 90}],
            "Tiêu chí 1 “Tỷ lệ dự”: từ 85% đến 90% thuộc hai mức.",
        ),
        (
            [{"points": 40, "from": 90}, {"points": 20, "from": 50, "below": 90}],
            "Tiêu chí 1 “Tỷ lệ dự”: dưới 50% không thuộc mức nào.",
        ),
        (
            [{"points": 40, "from": 90, "below": 100}, {"points": 20, "below": 90}],
            "Tiêu chí 1 “Tỷ lệ dự”: trên 100% không thuộc mức nào.",
        ),
        (
            [{"points": 50, "from": 90}, {"points": 20, "below": 90}],
            "Tiêu chí 1 “Tỷ lệ dự” có mức 50 điểm, hơn điểm tối đa 40.",
        ),
        (
            [{"points": 35, "from": 90}, {"points": 20, "below": 90}],
            "Tiêu chí 1 “Tỷ lệ dự” tối đa 40 điểm, nhưng mức cao nhất chỉ 35.",
        ),
        ([], "Tiêu chí 1 “Tỷ lệ dự” chưa có mức điểm nào."),
    ],
)
def test_gaps_overlaps_and_heights_of_levels(levels, sentence):
    assert sentences(criterion=criteria(level=levels)) == [sentence]


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ([{"name": "Tốt", "from": 90}, {"name": "Khá", "from": 50}], "Buổi dưới 50 điểm không thuộc mức nào."),
        (
            [{"name": "Tốt", "from": 90}, {"name": "Khá", "from": 0, "below": 80}],
            "Từ 80 đến dưới 90 điểm không thuộc mức nào (giữa Khá và Tốt).",
        ),
        (
            [{"name": "Tốt", "from": 80}, {"name": "Khá", "from": 0, "below": 90}],
            "Từ 80 đến dưới 90 điểm thuộc cả hai mức Khá và Tốt.",
        ),
        (
            [{"name": "Tốt", "from": 110}, {"name": "Khá", "from": 0}],
            "Mức Tốt từ 110 điểm, trên tổng 100: không buổi nào đạt.",
        ),
        (
            [{"name": "Tốt", "from": 90}, {"name": "Khá", "from": 0, "gates": ["1"]}],
            "Buổi chưa đạt điều kiện của mức Khá không thuộc mức nào.",
        ),
        (
            [{"name": "Tốt", "from": 90, "gates": ["9"]}, {"name": "Khá", "from": 0}],
            "“Tốt” nêu tiêu chí 9, mà tiêu chí ấy không có.",
        ),
        ([], "Bộ tiêu chí chưa có mức xếp loại nào."),
    ],
)
def test_bands_with_gaps(bands, sentence):
    assert sentences(band=bands) == [sentence]


def test_a_group_smaller_than_its_sum_is_an_error_where_points_are_lost_by_it():
    found = sentences(group=[{"key": "1", "title": "A", "max": 30}, {"key": "2", "title": "B", "max": 60}])

    assert found == [
        "Các tiêu chí cộng lại chỉ 90 điểm, không buổi nào đạt 100. Thêm 10 điểm.",
        "Nhóm 1 ghi tối đa 30 điểm, các tiêu chí trong nhóm cộng lại 40.",
    ]


def test_caps_against_sums_are_told_as_warnings():
    cap = {"over": ["1", "2"], "max": 90, "text": "Họp gộp", "when": {"measure": "combined", "from": 1}}
    useless = cap | {"max": 120, "text": "Trần thừa"}
    found = faults_of(parse(deepcopy(SMALL) | {"cap": [cap, useless]}))

    assert [(fault.sentence, fault.is_error) for fault in found] == [
        ("Trần “Trần thừa” là 120 điểm, các tiêu chí ấy cộng lại chỉ 100: trần không có tác dụng.", False),
        ("Khi áp dụng trần “Họp gộp”, buổi sinh hoạt chỉ đạt tối đa 90 điểm.", False),
        ("Khi áp dụng trần “Trần thừa”, buổi sinh hoạt chỉ đạt tối đa 90 điểm.", False),
    ]


def test_a_rescaled_cap_takes_nothing_from_anybody():
    cap = {
        "over": ["1", "2"],
        "max": 90,
        "text": "Họp gộp",
        "when": {"measure": "combined", "from": 1},
        "rescaled": True,
    }
    assert sentences(cap=[cap]) == []


def test_what_counts_nothing_where_it_does_not_apply_is_told():
    rows = criteria(applies={"measure": "thematic", "from": 1}, otherwise="zero")

    assert sentences(criterion=rows) == [
        "Buổi mà tiêu chí 1 “Tỷ lệ dự” không áp dụng chỉ đạt tối đa 60 điểm, vì tiêu chí ấy tính 0."
    ]


def test_a_measure_that_the_program_does_not_know_is_named():
    assert "dùng số đo “mood” mà hệ thống không có" in sentences(criterion=criteria(measure="mood"))[0]


def test_the_two_contradictions_of_the_source_of_rubric_a_are_found():
    """As written: "over 50 %" beside "40 to under 50", and a cap of 10 over criteria of 15 (domain.md 2.2)."""
    data = deepcopy(shipped.data_of("an-phu-2025"))
    speakers = next(row for row in data["criterion"] if row["key"] == "4đ")
    speakers["level"][1] = {"points": 4, "from": 40, "below": 50}
    data["cap"][0]["rescaled"] = False
    thematic = next(row for row in data["criterion"] if row["key"] == "4c")
    thematic["otherwise"] = "zero"

    assert [fault.sentence for fault in faults_of(parse(data))] == [
        "Tiêu chí 4đ “Đảng viên phát biểu, trên số có mặt”: đúng 50% không thuộc mức nào.",
        "Buổi mà tiêu chí 4c “Nội dung chuyên đề (II.3.2), tháng có chuyên đề” không áp dụng chỉ đạt tối đa 95 điểm, "
        "vì tiêu chí ấy tính 0.",
        "Khi áp dụng trần “Họp gộp thường kỳ với chuyên đề: hai nội dung chung tối đa 10”, buổi sinh hoạt chỉ đạt "
        "tối đa 95 điểm.",
    ]


# Reading and writing files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"criterion": [{"key": "1"}]}, "tiêu chí 1"),
        ({"band": [{"name": "Tốt", "from": "cao"}]}, "“cao” không phải số điểm"),
        ({"points": 3}, "không hiểu mục “points”"),
        ({"criterion": "không"}, "“criterion” phải là danh sách bảng"),
        ({"issued_on": "31/02/2022"}, "không phải ngày"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(change, words):
    with pytest.raises(RubricUnreadable) as refused:
        parse(deepcopy(SMALL) | change)
    assert words in refused.value.sentence


@pytest.mark.parametrize("data", shipped.all_data(), ids=lambda data: data["code"])
def test_a_rubric_written_to_a_file_reads_back_the_same(data):
    assert parse(read_file(to_toml(plain(data)))) == parse(data)


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("từ 75% đến dưới 90%", {"from": 75, "below": 90}),
        ("Trên 3", {"above": 3}),
        ("≥ 87,5 ≤ 90", {"from": "87.5", "to": 90}),
        ("", {}),
    ],
)
def test_a_range_is_typed_in_words_with_ends_that_belong_to_it_or_not(typed, ends):
    row = {"key": "9", "group": "1", "text": "x", "max": 5, "kind": "computed", "measure": "minutes"}
    made = with_criterion(SMALL, 0, row | {"levels": f"5 | {typed} | đủ"})

    assert next(each for each in made["criterion"] if each["key"] == "9")["level"] == [
        {"points": 5, **ends, "text": "đủ"}
    ]


@pytest.mark.parametrize("typed", ["khoảng 75", "từ 75 trên 80", "dưới", "75-90"])
def test_a_range_that_is_not_understood_is_refused_at_its_field(typed):
    row = {"key": "9", "group": "1", "text": "x", "max": 5, "kind": "number", "levels": ""}
    with pytest.raises(RangeUnreadable) as refused:
        with_criterion(SMALL, 0, row | {"applies_measure": "members", "applies_range": typed})
    assert (refused.value.field, typed in refused.value.sentence) == ("applies_range", True)


@given_by(st.text(max_size=200))
def test_no_text_whatever_breaks_the_reader_of_files(text):
    try:
        parse(read_file(text))
    except RubricUnreadable:
        return
    raise AssertionError("a random text was taken for a rubric")
