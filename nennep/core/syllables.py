"""Whether a word can be a Vietnamese syllable: the measure by which encodings are told apart (ux.md 5)."""

import re
import unicodedata
from functools import lru_cache

_ONSET_LIST = "ngh ng gh gi kh nh ph qu th tr ch b c d đ g h k l m n p r s t v x"
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt
    uân uâng uât uây uê uêch uênh uên uơ uy uya uych uyên uyêt uyn uynh uyt uyp uyu
    ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu y yên yêu yêt yêm yêng ynh ych yt
"""
_ONSETS = _ONSET_LIST.split()
"""The longer ones first."""
_RIMES = frozenset(_RIME_LIST.split())
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_HIGH_AND_LOW = frozenset("\u0301\u0323")  # sắc, nặng: the only tones before a stop
_STOPS = ("c", "ch", "p", "t")
_MARKED = frozenset("ăâêôơư")
_VOWELS = frozenset("aăâeêioôơuưy")
_BETWEEN = re.compile(r"[\s!-@\[-`{-~]+")


def words_of(text: str) -> list[str]:
    """The words of a text; whatever is not ASCII belongs to a word, since legacy letters look like symbols."""
    return [word for word in _BETWEEN.split(text) if word]


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word` is a possible Vietnamese syllable, its tone where a tone may stand."""
    bare, tone, toned_at = _without_tone(word.lower())
    onset, rime = _split(bare)
    if rime not in _RIMES:
        return False
    if rime.endswith(_STOPS):
        return tone in _HIGH_AND_LOW and toned_at - len(onset) in _may_be_toned(onset, rime)
    return not tone or toned_at - len(onset) in _may_be_toned(onset, rime)


def _without_tone(word: str) -> tuple[str, str, int]:
    """Letters without the tone, the tone, and the place of the letter that carried it; two tones are none."""
    bare, tone, toned_at = "", "", -1
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        here = [mark for mark in parts if mark in _TONES]
        if here:
            if tone or len(here) > 1:
                return "", "", -1
            tone, toned_at = here[0], len(bare)
        bare += unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return bare, tone, toned_at


def _split(bare: str) -> tuple[str, str]:
    for onset in _ONSETS:
        if bare.startswith(onset) and bare[len(onset) :] in _RIMES:
            return onset, bare[len(onset) :]
    if bare.startswith("gi"):  # gì, giêng: the i is onset and vowel at once
        return "g", bare[1:]
    return "", bare


def _may_be_toned(onset: str, rime: str) -> set[int]:
    """The places in a rime where its tone may stand; both customs of oà, uỳ are right."""
    vowels = [place for place, letter in enumerate(rime) if letter in _VOWELS]
    marked = [place for place in vowels if rime[place] in _MARKED]
    if marked:
        return {marked[-1]}
    if len(vowels) == 1:
        return {vowels[0]}
    if rime in {"oa", "oe", "uy"}:
        return {0, 1}
    if len(vowels) == 2:
        return {vowels[0]} if len(rime) == 2 else {vowels[1]}
    return {vowels[1]}
