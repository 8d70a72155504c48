"""Every sentence is in both languages, and no template says one without asking for its translation."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

ROOT = Path(__file__).parent.parent
SAID_THROUGH_TAGS = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktranslate.*?endblocktranslate\s*%}"
    r"|{%\s*translate\s+(?:\"[^\"]*\"|'[^']*').*?%}|_\((?:\"[^\"]*\"|'[^']*')\)",
    re.S,
)
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I)
MAY_SAY = {"Tiếng Việt", "Nền Nếp"}
"""The language's own name and the program's: the same in every language."""


def test_every_sentence_is_translated_and_the_catalogues_are_fresh():
    run = subprocess.run([sys.executable, ROOT / "scripts/messages", "--check"], capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr


def test_english_is_really_spoken():
    with translation.override("en"):
        assert gettext("Điểm danh") == "Roll call"
    with translation.override("vi"):
        assert gettext("Điểm danh") == "Điểm danh"


TEMPLATES = [path for path in sorted((ROOT / "nennep").rglob("templates/**/*.html")) if path.name != "kit.html"]
"""All but the kit's page, which shows invented examples in the demonstration only."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_says_a_sentence_in_vietnamese_only(path):
    left = SAID_THROUGH_TAGS.sub("", path.read_text("utf-8"))
    for words in MAY_SAY:
        left = left.replace(words, "")
    bare = [line.strip() for line in left.splitlines() if VIETNAMESE.search(line)]
    assert bare == []
