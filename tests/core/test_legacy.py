"""Text from before Unicode: the whole alphabet in both cases, and the decision which encoding a column is in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nennep.core.legacy import Encoding, decide, from_unicode, reading_of_cell, to_unicode
from nennep.core.syllables import is_syllable

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
ALPHABET = VOWELS + "đ" + "bcdghklmnpqrstvx"
WITHOUT_OWN_CAPITAL = {
    letter for letter in VOWELS if set(unicodedata.normalize("NFD", letter)) & set("\u0300\u0309\u0303\u0301\u0323")
}
"""In TCVN3 capitals with a tone are the small letters, shown as capitals by a font whose name ends in H."""

TCVN3 = {
    "Nguyễn Văn Ưởng": "NguyÔn V¨n ¦ëng",
    "Đinh Hồng Uyên": "§inh Hång Uyªn",
    "Phạm Thị Bưởi": "Ph¹m ThÞ B\xadëi",
    "Trường Tiểu học Đức Thắng": "Tr\xadêng TiÓu häc §øc Th¾ng",
    "quỹ, khuỷu, thủy, quỵ, quý, kỳ": "quü, khuûu, thñy, quþ, quý, kú",
    "bằng bẳng bẵng bắng bặng": "b»ng b¼ng b½ng b¾ng bÆng",
    "vầng vẩng vẫng vấng vậng": "vÇng vÈng vÉng vÊng vËng",
}
VNI = {
    "Nguyễn Bá Cường": "Nguyeãn Baù Cöôøng",
    "Tạ Ngọc Điệp": "Taï Ngoïc Ñieäp",
    "Lý Đức Ý": "Lyù Ñöùc YÙ",
    "Vũ Thị Mỵ, Trịnh Đình An": "Vuõ Thò Mî, Trònh Ñình An",
    "bằng bẳng bẵng bắng bặng": "baèng baúng baüng baéng baëng",
    "vầng vẩng vẫng vấng vậng": "vaàng vaång vaãng vaáng vaäng",
    "THUỶ ƯỞNG HƯƠNG": "THUYÛ ÖÔÛNG HÖÔNG",
}


@pytest.mark.parametrize("letter", ALPHABET)
@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_every_small_letter_comes_back(letter, encoding):
    assert to_unicode(from_unicode(letter, encoding), encoding) == letter


@pytest.mark.parametrize("letter", ALPHABET.upper())
def test_every_capital_comes_back_from_vni(letter):
    assert to_unicode(from_unicode(letter, Encoding.VNI), Encoding.VNI) == letter


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_capital_that_tcvn3_has_comes_back_and_the_others_in_small(letter):
    back = to_unicode(from_unicode(letter.upper(), Encoding.TCVN3), Encoding.TCVN3)

    assert back == (letter if letter in WITHOUT_OWN_CAPITAL else letter.upper())


@pytest.mark.parametrize("letter", sorted(WITHOUT_OWN_CAPITAL))
def test_a_capital_with_a_tone_among_capitals_is_a_capital(letter):
    assert to_unicode(f"NG{from_unicode(letter, Encoding.TCVN3)}NG", Encoding.TCVN3) == f"NG{letter.upper()}NG"


@pytest.mark.parametrize(("words", "written"), TCVN3.items())
def test_words_as_the_abc_fonts_have_them(words, written):
    assert (to_unicode(written, Encoding.TCVN3), from_unicode(words, Encoding.TCVN3)) == (words, written)


@pytest.mark.parametrize(("words", "written"), VNI.items())
def test_words_as_the_vni_fonts_have_them(words, written):
    assert (to_unicode(written, Encoding.VNI), from_unicode(words, Encoding.VNI)) == (words, written)


PARTS = "Nguyễn Trần Lê Phạm Thị Văn Hữu Đức Hồng Quỳnh Vượng Ưởng Thuý Hoà Cường Điệp Bưởi Mỹ Nghĩa"
names = st.lists(st.sampled_from(PARTS.split()), min_size=2, max_size=5).map(" ".join)


@given(st.lists(names, min_size=3, max_size=30, unique=True), st.sampled_from(list(Encoding)))
def test_a_column_of_names_comes_back_from_any_encoding(column, encoding):
    written = [from_unicode(name, encoding) for name in column]

    reading = decide(written)

    back = [to_unicode(cell, reading.encoding) for cell in written]
    assert [name.lower() for name in back] == [name.lower() for name in column]


@given(st.text(max_size=60))
def test_no_text_breaks_the_decision_and_unicode_that_no_font_had_stays(text):
    reading = decide([text])

    assert to_unicode(text + "ễ", reading.encoding) == unicodedata.normalize("NFC", text + "ễ")


def test_nearly_equal_means_unicode():
    assert decide(["Vũ", "Hà", "Lê", "quý"]).encoding == Encoding.UNICODE


def test_shares_and_three_cells_before_and_after_are_there_to_be_shown():
    reading = decide(VNI.values())

    assert (reading.encoding, reading.shares["VNI"]) == (Encoding.VNI, 1.0)
    assert reading.shares["TCVN3"] < 0.69 and reading.shares["Unicode"] < 0.69
    assert reading.samples[:3] == tuple((written, words) for words, written in list(VNI.items())[:3])


def test_a_single_cell_in_another_encoding_goes_its_own_way():
    assert reading_of_cell("NguyÔn V¨n", Encoding.VNI) == Encoding.TCVN3
    assert reading_of_cell("Nguyễn Văn", Encoding.VNI) == Encoding.UNICODE


SYLLABLES = "Nguyễn thủy thuỷ hoà hòa quốc giêng gì nghiêng khuỷu Xoè Mỵ Ý Quyết thuở múa yêu ngoèo"


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "Baù", "Taï", "teân", "hoc", "ctx", "ngă", "hát́", "ươư", "bcd"])
def test_what_is_no_syllable_is_known_too(word):
    assert not is_syllable(word)
