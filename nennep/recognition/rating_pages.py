"""The yearly rating in the words and parts that pages are built from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core import written
from nennep.core.components import Fact, Tone
from nennep.organisation.models import Unit
from nennep.recognition.models import Rating, RatingYear
from nennep.recognition.pages import Line
from nennep.recognition.queries import ratings as queries
from nennep.rulebook.ratings import RatingClass, rating_classes, rating_forms


def classes() -> list[RatingClass]:
    return list(rating_classes().values())


def _title(key: str) -> str:
    return rating_classes()[key].title if key else ""


def branch_lines(rating_year: RatingYear) -> list[Line]:
    """Each branch with how far it is."""
    lines = []
    for each in queries.states_of(rating_year):
        words = _("tự xếp loại %(self)s/%(all)s") % {"self": each.self_rated, "all": each.files}
        counted = _("đã kiểm phiếu") if each.is_counted else _("chưa kiểm phiếu")
        decided = _("quyết định %(done)s/%(all)s") % {"done": each.decided, "all": each.files}
        note = " · ".join([words, counted, decided]) if each.files else _("chưa lập phiếu")
        address = reverse("recognition:rating_branch", args=[rating_year.year, each.unit.pk])
        state = {"todo": _("chưa bắt đầu"), "doing": _("đang làm"), "done": _("xong")}[each.tone]
        lines.append(Line(each.unit.name, note, address, each.tone, state))
    return lines


def cap_lines(rating_year: RatingYear) -> list[Line]:
    """The cap on both readings of its base, with the one the ward follows named; nothing is rounded up."""
    names = {"people": _("Đảng viên"), "branches": _("Chi bộ")}
    lines = []
    for kind, state in queries.caps_of(rating_year).items():
        good, both = state.caps["good"], state.caps["good_and_excellent"]
        note = _(
            "nhiều nhất %(good)s nếu tính %(percent)s%% của %(base)s hoàn thành tốt; %(both)s nếu tính cả xuất sắc. "
            "Phường tính: %(followed)s."
        ) % {
            "good": good.most,
            "percent": good.percent,
            "base": good.base,
            "both": both.most,
            "followed": str(rating_year.get_cap_base_display()).lower(),
        }
        title = _("%(kind)s: %(count)s hoàn thành xuất sắc") % {"kind": names[kind], "count": state.excellent}
        kept = state.is_kept
        lines.append(Line(title, note, "", "done" if kept else "late", _("trong mức") if kept else _("vượt mức")))
    return lines


def file_lines(files: Sequence[Rating]) -> list[Line]:
    """Each file in one line: whose, the own view, the ballot, the decision."""
    lines = []
    for each in files:
        said = [_("tự xếp loại: %(class)s") % {"class": _title(each.self_class)}] if each.self_class else []
        votes = votes_in_words(each)
        note = " · ".join([*said, *([votes] if votes else [])]) or _("chưa tự xếp loại")
        tone: Tone = "done" if each.decided else "doing" if each.self_class or each.votes else "todo"
        state = _title(each.decided) or _("chưa quyết định")
        name = str(each.person or each.unit.name)
        lines.append(Line(name, note, reverse("recognition:rating_file", args=[each.pk]), tone, state))
    return lines


def votes_in_words(rating: Rating) -> str:
    """ "phiếu: HTXSNV 2, HTTNV 30"; empty without a count."""
    counted = [f"{each.short} {rating.votes[each.key]}" for each in classes() if rating.votes.get(each.key)]
    return _("phiếu: %(counted)s") % {"counted": ", ".join(counted)} if counted else ""


@dataclass(frozen=True)
class Without:
    """Who on the list has no file: the number of those still to begin, and each who is not rated with the reason."""

    to_begin: int
    not_rated: list[Line]


def without_a_file(unit: Unit, year: int, files: Sequence[Rating]) -> Without:
    have = {each.person_id for each in files}
    listed = queries.who_is_rated(unit, year)
    waiting = sum(not line.why_not and line.person.pk not in have for line in listed)
    not_rated = [Line(line.person.full_name, str(line.why_not)) for line in listed if line.why_not]
    return Without(waiting, not_rated)


def counted_before(rating_year: RatingYear, unit: Unit) -> dict[str, Any]:
    """What was entered of the count, to be mended."""
    ballot = queries.ballot_of(rating_year, unit)
    names = ("held_on", "summoned", "present", "issued", "cast", "valid", "tellers")
    return {name: getattr(ballot, name) for name in names} if ballot else {}


@dataclass(frozen=True)
class FilePage:
    """One file in words: the form, what the records show, what was said and decided, the earlier ratings."""

    form: str
    counts_points: bool
    shown: list[Fact]
    said: list[Fact]
    earlier: list[Line]


def file_page(rating: Rating) -> FilePage:
    year = rating.rating_year.year
    return FilePage(
        rating_forms(year)[rating.form],
        bool(queries.rating_rules(year).least_points),
        _shown(rating) if rating.person else [],
        _said(rating),
        [_earlier(each) for each in queries.history_of(rating.person) if each != rating] if rating.person else [],
    )


def _shown(rating: Rating) -> list[Fact]:
    """What the records of the year show of a member."""
    assert rating.person
    found = queries.year_of(rating.person, rating.rating_year.year)
    tasks = _("%(done)s/%(all)s xong, %(late)s sau hạn") % {
        "done": found.tasks_done,
        "all": found.tasks,
        "late": found.tasks_late,
    }
    return [
        Fact(_("Dự sinh hoạt"), _("%(present)s/%(all)s buổi") % {"present": found.present, "all": found.expected}),
        Fact(_("Ý kiến phát biểu"), str(found.opinions)),
        Fact(_("Nhiệm vụ chi bộ giao"), tasks if found.tasks else _("không có")),
        Fact(_("Phân công cả năm"), "; ".join(found.duties) or _("chưa ghi")),
    ]


def _said(rating: Rating) -> list[Fact]:
    facts = []
    if rating.self_class:
        points = f" ({rating.points})" if rating.points is not None else ""
        facts.append(Fact(_("Tự xếp loại"), _title(rating.self_class) + points))
    if votes := votes_in_words(rating):
        facts.append(Fact(_("Kết quả kiểm phiếu"), votes))
    if rating.decided and rating.decided_on:
        paper = f"{_title(rating.decided)}, {rating.number}, {written.short_date(rating.decided_on)}"
        facts.append(Fact(_("Quyết định"), paper))
    if rating.reason:
        facts.append(Fact(_("Lý do xếp loại lại"), rating.reason))
    return facts


def _earlier(rating: Rating) -> Line:
    state = "" if rating.is_current else _("đã xếp loại lại")
    title = _("Năm %(year)s: %(class)s") % {
        "year": rating.rating_year.year,
        "class": _title(rating.decided) or _("chưa quyết định"),
    }
    return Line(title, rating.unit.name, reverse("recognition:rating_file", args=[rating.pk]), "plain", state)
