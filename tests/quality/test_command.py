"""nennep import rubric: checked, kept, adopted, tried; what is wrong is a sentence and exit code 1."""

from datetime import date
from pathlib import Path

import pytest

from nennep.cli import main
from nennep.quality.editing import to_toml
from nennep.quality.models import Rubric
from tests import make
from tests.quality import worlds

pytestmark = pytest.mark.django_db


def write(folder: Path, data: object) -> str:
    file = folder / "bo.toml"
    file.write_text(to_toml(data), "utf-8")  # type: ignore[arg-type]
    return str(file)


def test_a_rubric_is_entered_from_a_file_once_and_adopted(tmp_path: Path, capsys):
    ward = make.ward()
    words = ["import", "rubric", write(tmp_path, worlds.SMALL), "--ward", ward.code, "--adopt", "2022-01-01"]
    for _twice in range(2):
        assert main(words) == 0

    rubric = Rubric.objects.get(ward=ward)
    assert (rubric.version, rubric.valid_from) == (1, date(2022, 1, 1))
    assert "Đã nhập “Bộ tiêu chí nhỏ”, bản 1, 2 tiêu chí" in capsys.readouterr().out


def test_a_rubric_of_103_points_is_told_and_not_kept(tmp_path: Path, capsys):
    ward = make.ward()
    more = {"key": "3", "group": "2", "text": "Thêm", "max": 3, "kind": "number"}
    data = worlds.SMALL | {
        "criterion": [*worlds.SMALL["criterion"], more],
        "group": [{"key": "1", "title": "A"}, {"key": "2", "title": "B"}],
    }
    assert main(["import", "rubric", write(tmp_path, data), "--ward", ward.code]) == 1

    assert capsys.readouterr().err == "✕ Các tiêu chí cộng lại 103 điểm, phải đúng 100. Bớt 3 điểm.\n"
    assert not Rubric.objects.exists()


def test_a_shipped_rubric_is_tried_on_a_year_and_nothing_is_kept(capsys):
    meeting = make.meeting(make.branch(members=3), state="reported")
    assert main(["import", "rubric", "an-phu-2025", "--ward", meeting.ward.code, "--try", "2022"]) == 0

    out = capsys.readouterr().out
    assert "03/2022" in out
    assert "Coi như tối đa: 3a, 3b" in out
    assert not Rubric.objects.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("khong-co.toml", "Không có bộ tiêu chí kèm phần mềm mang mã"), ("hong.toml", "Không đọc được bộ tiêu chí ở tệp")],
)
def test_what_is_not_there_or_no_rubric_is_a_sentence(name, sentence, tmp_path: Path, capsys):
    (tmp_path / "hong.toml").write_text("code = ", "utf-8")
    assert main(["import", "rubric", str(tmp_path / name), "--ward", make.ward().code]) == 1

    assert sentence in capsys.readouterr().err
