"""Awards and badges in the words and parts that pages are built from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core import written
from nennep.core.components import Cell, Column, CountTab, DataTable, Fact, TableRow, Tone
from nennep.recognition.models import Award
from nennep.recognition.queries import BadgeLine, Candidate
from nennep.rulebook.awards import badge_rules, bonus_of


@dataclass(frozen=True)
class Line:
    """One row of a list: what, more about it, where it leads, its mark."""

    title: str
    note: str
    url: str = ""
    tone: Tone = "plain"
    state: str = ""


def years(name: str, year: int, today: date) -> list[CountTab]:
    """The year, the one before and the one after; badges are looked at ahead."""
    shown = sorted({year - 1, year, year + 1, today.year})
    return [
        CountTab(_("Năm %(year)s") % {"year": each}, None, reverse(name, args=[each]), each == year)
        for each in shown
        if 1930 <= each <= today.year + 5
    ]


def award_lines(awards: Sequence[Award]) -> list[Line]:
    """Each award with who received it, in one line."""
    return [
        Line(
            award.form.title,
            " · ".join(filter(None, [who_of(award), _by_what(award)])),
            reverse("recognition:award", args=[award.pk]),
            "missing" if award.withdrawn_on else "done" if award.number else "plain",
            _("đã thu hồi") if award.withdrawn_on else "" if award.number else _("chỉ kể lại"),
        )
        for award in awards
    ]


def lines_of_person(awards: Sequence[Award]) -> list[Line]:
    """What somebody received: for which year, by which paper."""
    return [Line(str(each), f"{each.merit} · {_by_what(each)}") for each in awards]


def who_of(award: Award) -> str:
    """Who received an award: by name up to three, else how many."""
    names = [each.name for each in award.recipients.all()]
    if not names:
        return award.unnamed or _("chưa ghi người nhận")
    if len(names) <= 3:
        return ", ".join(names)
    units = sum(each.person_id is None for each in award.recipients.all())
    people = len(names) - units
    words = [
        ngettext("%(n)s tập thể", "%(n)s tập thể", units) % {"n": units} if units else "",
        ngettext("%(n)s cá nhân", "%(n)s cá nhân", people) % {"n": people} if people else "",
    ]
    return ", ".join(filter(None, words))


def _by_what(award: Award) -> str:
    if award.number and award.decided_on:
        asked = {"number": award.number, "day": written.short_date(award.decided_on)}
        return _("Quyết định số %(number)s ngày %(day)s") % asked
    return _("Theo: %(source)s") % {"source": award.told_by}


def facts_of(award: Award) -> list[Fact]:
    """What is known of an award."""
    ceremony = [written.short_date(award.ceremony_on) if award.ceremony_on else "", award.ceremony_place]
    known = [
        (_("Năm"), str(award.year)),
        (_("Thành tích"), award.merit),
        (_("Cấp quyết định"), award.issuer),
        (_("Căn cứ"), _by_what(award)),
        (_("Người nhận"), award.unnamed),
        (_("Trao"), ", ".join(filter(None, ceremony))),
        (_("Điều kiện"), f"{award.form.condition} ({award.form.source}, {award.form.confidence})"),
    ]
    return [Fact(label, text) for label, text in known if text]


def recipient_lines(award: Award) -> list[Line]:
    """Who received it, with the money that the rules set for such a recipient on that day."""
    lines = []
    for each in award.recipients.all():
        whom = "member" if each.person_id else each.unit.kind if each.unit else ""
        bonus = bonus_of(award.form, whom, award.decided_on) if award.decided_on else None
        note = [each.unit.short_name] if each.person_id and each.unit else []
        if bonus:
            asked = {
                "amount": written.number(bonus.amount),
                "multiplier": bonus.times,
                "salary": written.number(bonus.base_salary),
            }
            note.append(_("mức tiền %(amount)s đ (%(multiplier)s × lương cơ sở %(salary)s đ)") % asked)
        lines.append(Line(each.name, " · ".join(note)))
    return lines


def candidate_lines(candidates: Sequence[Candidate]) -> list[Line]:
    """Who can be put forward, and the awards that are the reason."""
    return [
        Line(
            each.name,
            _("%(title)s: đã được khen các năm %(years)s")
            % {"title": each.kind.title, "years": ", ".join(str(award.year) for award in each.because)},
            reverse("recognition:award", args=[each.because[-1].pk]),
        )
        for each in candidates
    ]


def badge_table(year: int, lines: Sequence[BadgeLine]) -> DataTable:
    """Whose badge is due, in the order of the days on which badges are handed over."""
    columns = [Column(_("Đợt trao")), Column(_("Họ và tên")), Column(_("Chi bộ")), Column(_("Huy hiệu"))]
    columns += [Column(_("Ngày kết nạp"))]
    rows = [
        TableRow(
            [
                Cell(written.short_date(line.handed_over_on))
                if line.is_sure
                else Cell(_("chưa rõ"), tone="finding", note=_("chỉ biết năm hoặc tháng kết nạp")),
                Cell(line.person.full_name, reverse("organisation:person", args=[line.person.pk])),
                Cell(line.unit.short_name),
                Cell(_("%(years)s năm") % {"years": line.years}),
                Cell(str(line.admitted)),
            ]
        )
        for line in lines
    ]
    return DataTable(_("Đến kỳ nhận Huy hiệu Đảng năm %(year)s") % {"year": year}, columns, rows)


def badge_words() -> str:
    """The rule behind the list, in a sentence."""
    rules = badge_rules()
    days = ", ".join(f"{day}/{month}" for month, day in rules.handing_days)
    early = "; ".join(
        _("đến %(years)s năm: %(months)s tháng") % {"years": each.to, "months": each.months} for each in rules.early
    )
    asked = {"days": days, "early": early, "source": rules.source, "confidence": rules.confidence}
    words = _(
        "Các đợt trao: %(days)s. Ốm nặng có thể được xét tặng sớm (%(early)s). Nguồn: %(source)s (%(confidence)s)."
    )
    return words % asked
