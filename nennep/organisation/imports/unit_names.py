"""Which branch is meant: "TDP 7", "Chi bộ TDP số 7", "CB tổ dân phố 7", "TỔ DÂN PHỐ 07" are one."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from nennep.core.text import fold
from nennep.organisation.models import Unit

_SAME = (
    (r"\b(chi bo|chibo|cb|cbo|c\.b)\b", " "),
    (r"\b(to dan pho|to dan  pho|to dp|t\.d\.p|tdp|todanpho)(?=\b|\d)", " tdp "),
    (r"\b(khu dan cu|kdc)(?=\b|\d)", " kdc "),
    (r"\b(khu pho|kp)(?=\b|\d)", " kp "),
    (r"\b(truong tieu hoc|th|truong th|tieu hoc)\b", " tieuhoc "),
    (r"\b(truong trung hoc co so|trung hoc co so|truong thcs|thcs)\b", " thcs "),
    (r"\b(truong mam non|mam non|truong mn|mn)\b", " mamnon "),
    (r"\b(tram y te|tyt|y te)\b", " yte "),
    (r"\b(cong an|ca)\b", " congan "),
    (r"\b(quan su|qs|ban chqs|chqs)\b", " quansu "),
    (r"\b(co quan|cq)\b", " coquan "),
    (r"\b(so|phuong|p)\b", " "),
    (r"\b0+(\d)", r"\1"),
)
_STREET_BLOCK = re.compile(r"tdp (\d+)")
_CLOSE = 0.75


def unit_key(name: str) -> str:
    """What is left of a branch's name when everything is gone that offices write one way or another."""
    key = " ".join(re.sub(r"[^\w.]", " ", fold(name)).split())
    for pattern, same in _SAME:
        key = re.sub(pattern, same, key)
    return " ".join(re.sub(r"[^\w]", " ", re.sub(r"(?<=[a-z])(?=\d)", " ", key)).split())


@dataclass(frozen=True)
class Branches:
    """The branches of a ward on a day, to be found by any of their names."""

    by_key: dict[str, list[Unit]]
    names: tuple[str, ...]
    place: str

    def find(self, words: str) -> Unit | None:
        """The one branch that is meant, or nothing where none or several could be."""
        key = unit_key(words)
        for tried in dict.fromkeys((key, self._without_place(key))):
            found = self.by_key.get(tried, [])
            if len(found) == 1:
                return found[0]
        return None

    def _without_place(self, key: str) -> str:
        place = unit_key(self.place)
        return " ".join(re.sub(rf"\b{re.escape(place)}\b", " ", key).split()) if place else key

    def close_to(self, words: str) -> list[str]:
        """The names that look most like it, for the sentence that says what would be right."""
        names = {unit_key(name): name for name in self.names}
        return [names[key] for key in get_close_matches(unit_key(words), list(names), n=3, cutoff=_CLOSE)]


def branches_by_name(units: Iterable[Unit], place: str) -> Branches:
    """An index of branches by all their names."""
    by_key: dict[str, list[Unit]] = {}
    units = list(units)
    empty = Branches({}, (), place)
    for unit in units:
        keys = {unit_key(unit.name), unit_key(unit.short_name)}
        for key in keys | {empty._without_place(key) for key in keys}:
            if key and unit not in by_key.setdefault(key, []):
                by_key[key].append(unit)
    return Branches(by_key, tuple(unit.name for unit in units), place)


def written_names(cells: Sequence[str]) -> dict[str, str]:
    """How each branch is called in the report of a file: by its fullest proper writing in it, street blocks alike."""
    writings: dict[str, Counter[str]] = {}
    for words in cells:
        if words:
            writings.setdefault(unit_key(words), Counter())[words] += 1
    return {key: _best(key, found) for key, found in writings.items()}


def street_block_name(key: str) -> str:
    """How the branch of a street block (tổ dân phố) is called, or nothing where it is none."""
    block = _STREET_BLOCK.fullmatch(key)
    return f"Chi bộ TDP số {block[1]}" if block else ""


def _best(key: str, found: Counter[str]) -> str:
    if block := street_block_name(key):
        return block
    name = max(found, key=lambda words: (not words.isupper(), fold(words).startswith("chi bo"), found[words]))
    if name.isupper():
        name = name.capitalize()
    name = re.sub(r"^(cb|chi bộ)\b\.?\s*", "", name, flags=re.IGNORECASE)
    return f"Chi bộ {name}"
