"""Which changes the office may record of a person or a unit, what each asks for, and the action behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import NotFound
from nennep.organisation import actions
from nennep.organisation.actions import Dates, Decision, NewUnit
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, PlacementKind, StandingKind, Unit
from nennep.organisation.queries import PersonFile

Words = str | Promise
PAPER = ("number", "dated_on")


@dataclass(frozen=True)
class MemberStep:
    """One kind of change of a member: its address, its button, what it asks for."""

    slug: str
    title: Words
    button: Words
    done: Words
    fields: tuple[str, ...]
    act: Callable[..., Any]
    for_members: bool = True
    """For somebody who is a member now, or for somebody who is not (yet, or any more)."""
    hints: tuple[tuple[str, Words], ...] = ()


def _decided(act: Callable[..., Any]) -> Callable[..., Any]:
    """An action that takes the paper as one thing, called with the two fields of the form."""

    def call(person: Person, *, number: str = "", dated_on: date | None = None, **words: Any) -> Any:
        return act(person, decision=Decision(number, dated_on), **words)

    return call


def _joining(act: Callable[..., Any]) -> Callable[..., Any]:
    """An action that takes in somebody with a membership begun elsewhere."""

    def call(
        person: Person,
        *,
        admitted_on: date,
        official_on: date | None,
        card_number: str = "",
        number: str = "",
        dated_on: date | None = None,
        **words: Any,
    ) -> Any:
        dates = Dates(admitted_on, official_on=official_on, card_number=card_number)
        return act(person, dates=dates, decision=Decision(number, dated_on), **words)

    return call


CAME = ("unit", "on", "elsewhere", "admitted_on", "official_on", "card_number", *PAPER)
PAPER_OF_INTRODUCTION = (("number", _("Số giấy giới thiệu sinh hoạt đảng")), ("dated_on", _("Ngày ký giấy giới thiệu")))
MEMBER_STEPS = (
    MemberStep(
        "chuyen-chi-bo",
        _("Chuyển sang chi bộ khác trong phường"),
        _("Ghi chuyển chi bộ"),
        _("Đã ghi chuyển chi bộ."),
        ("unit", "on", *PAPER),
        _decided(actions.move_member),
        hints=PAPER_OF_INTRODUCTION,
    ),
    MemberStep(
        "chuyen-di",
        _("Chuyển sinh hoạt chính thức đi nơi khác"),
        _("Ghi chuyển đi"),
        _("Đã ghi chuyển đi."),
        ("elsewhere", "on", *PAPER),
        _decided(actions.transfer_out),
        hints=PAPER_OF_INTRODUCTION,
    ),
    MemberStep(
        "tam-thoi-di",
        _("Giới thiệu sinh hoạt tạm thời nơi khác"),
        _("Ghi sinh hoạt tạm thời"),
        _("Đã ghi sinh hoạt tạm thời."),
        ("unit?", "elsewhere", "on", "until", *PAPER),
        _decided(actions.stay_elsewhere),
        hints=(*PAPER_OF_INTRODUCTION, ("unit", _("Đến chi bộ"))),
    ),
    MemberStep(
        "thoi-tam-thoi",
        _("Thôi sinh hoạt tạm thời trước hạn"),
        _("Ghi thôi sinh hoạt tạm thời"),
        _("Đã ghi thôi sinh hoạt tạm thời."),
        ("on",),
        actions.end_stay,
    ),
    MemberStep(
        "chinh-thuc",
        _("Công nhận đảng viên chính thức"),
        _("Ghi công nhận chính thức"),
        _("Đã ghi công nhận chính thức."),
        ("on", *PAPER),
        _decided(actions.recognise_member),
    ),
    MemberStep(
        "mien",
        _("Miễn công tác và sinh hoạt"),
        _("Ghi miễn sinh hoạt"),
        _("Đã ghi miễn sinh hoạt."),
        ("reason", "on", "until?", *PAPER),
        _decided(actions.exempt_member),
        hints=(("number", _("Số nghị quyết của chi bộ")), ("dated_on", _("Ngày nghị quyết"))),
    ),
    MemberStep(
        "tro-lai",
        _("Trở lại sinh hoạt sau khi được miễn"),
        _("Ghi trở lại sinh hoạt"),
        _("Đã ghi trở lại sinh hoạt."),
        ("on",),
        actions.return_member,
    ),
    MemberStep(
        "dinh-chi",
        _("Đình chỉ sinh hoạt đảng"),
        _("Ghi đình chỉ sinh hoạt"),
        _("Đã ghi đình chỉ sinh hoạt."),
        ("on", "until?", *PAPER),
        _decided(actions.suspend_member),
    ),
    MemberStep(
        "het-dinh-chi",
        _("Hết đình chỉ sinh hoạt"),
        _("Ghi hết đình chỉ"),
        _("Đã ghi hết đình chỉ."),
        ("on", *PAPER),
        _decided(actions.reinstate_member),
    ),
    MemberStep(
        "xoa-ten",
        _("Xóa tên trong danh sách đảng viên"),
        _("Ghi xóa tên"),
        _("Đã ghi xóa tên."),
        ("on", *PAPER),
        _decided(actions.strike_off),
    ),
    MemberStep(
        "khai-tru",
        _("Khai trừ khỏi Đảng"),
        _("Ghi khai trừ"),
        _("Đã ghi khai trừ."),
        ("on", *PAPER),
        _decided(actions.expel_member),
    ),
    MemberStep(
        "tu-tran",
        _("Từ trần"),
        _("Ghi từ trần"),
        _("Đã ghi từ trần."),
        ("on",),
        actions.record_death,
    ),
    MemberStep(
        "ket-nap",
        _("Kết nạp vào Đảng"),
        _("Ghi kết nạp"),
        _("Đã ghi kết nạp."),
        ("unit", "on", *PAPER),
        _decided(actions.admit_to_party),
        for_members=False,
        hints=(("on", _("Ngày lễ kết nạp, thời gian dự bị tính từ ngày này")),),
    ),
    MemberStep(
        "chuyen-den",
        _("Tiếp nhận chuyển sinh hoạt chính thức đến"),
        _("Ghi tiếp nhận"),
        _("Đã tiếp nhận đồng chí."),
        CAME,
        _joining(actions.transfer_in),
        for_members=False,
        hints=PAPER_OF_INTRODUCTION,
    ),
    MemberStep(
        "tam-thoi-den",
        _("Tiếp nhận sinh hoạt tạm thời"),
        _("Ghi tiếp nhận tạm thời"),
        _("Đã tiếp nhận sinh hoạt tạm thời."),
        (*CAME[:3], "until", *CAME[3:]),
        _joining(actions.stay_here),
        for_members=False,
        hints=PAPER_OF_INTRODUCTION,
    ),
)
COMING = tuple(step for step in MEMBER_STEPS if not step.for_members)
MEMBER_STEP = {step.slug: step for step in MEMBER_STEPS}


def member_step(slug: str) -> MemberStep:
    if slug not in MEMBER_STEP:
        raise NotFound
    return MEMBER_STEP[slug]


def coming_step(slug: str) -> MemberStep:
    """A step by which somebody new comes."""
    step = member_step(slug)
    if step.for_members:
        raise NotFound
    return step


def steps_for(file: PersonFile, on: date) -> list[MemberStep]:
    """The changes that make sense for a person as they stand on a day; the rest is refused anyway."""
    membership = file.membership
    if membership is None or (membership.ended_on and membership.ended_on <= on):
        return list(COMING)
    holding = {standing.kind for standing in file.standings if standing.holds_on(on)}
    staying = any(place.kind == PlacementKind.TEMPORARY and place.holds_on(on) for place in file.placements)
    senseless = {
        "chinh-thuc": membership.official_on is not None,
        "mien": StandingKind.EXEMPT in holding,
        "tro-lai": StandingKind.EXEMPT not in holding,
        "dinh-chi": StandingKind.SUSPENDED in holding,
        "het-dinh-chi": StandingKind.SUSPENDED not in holding,
        "tam-thoi-di": StandingKind.AWAY in holding,
        "thoi-tam-thoi": StandingKind.AWAY not in holding and not staying,
    }
    return [step for step in MEMBER_STEPS if step.for_members and not senseless.get(step.slug)]


def take_in(
    step: MemberStep, ward_id: UUID, *, person: dict[str, Any], words: dict[str, Any], by: Actor, at: datetime
) -> Any:
    """Enter a new person and the change by which they come, both or neither."""
    with transaction.atomic():
        # The form's id names both: sent twice, it enters one person and one change.
        someone = actions.register_person(ward_id, **person, id=words["id"], by=by, at=at)
        return step.act(someone, **words, by=by, at=at)


@dataclass(frozen=True)
class UnitStep:
    """One kind of change of a branch."""

    slug: str
    title: Words
    button: Words
    done: Words
    fields: tuple[str, ...]
    act: Callable[..., Any]
    hints: tuple[tuple[str, Words], ...] = ()


def _split(
    unit: Unit,
    *,
    name: str,
    short_name: str,
    branch_kind: str,
    number: str,
    dated_on: date | None,
    **words: Any,
) -> Any:
    new = NewUnit(name, short_name, branch_kind)
    return actions.split_unit(unit, new=new, decision=Decision(number, dated_on), **words)


def _dissolve(unit: Unit, *, number: str, dated_on: date | None, at: datetime, **words: Any) -> Any:
    decision = Decision(number, dated_on)
    decision.require(at)
    return actions.dissolve_unit(unit, decision=decision, at=at, **words)


def _divide(unit: Unit, *, groups: str, number: str, dated_on: date | None, **words: Any) -> Any:
    return actions.divide_into_groups(unit, groups=groups.splitlines(), decision=Decision(number, dated_on), **words)


UNIT_STEPS = (
    UnitStep(
        "doi-ten",
        _("Đổi tên chi bộ"),
        _("Đổi tên chi bộ"),
        _("Đã đổi tên chi bộ. Báo cáo, biên bản các tháng trước giữ tên cũ."),
        ("name", "short_name", "on", *PAPER),
        _decided(actions.rename_unit),
    ),
    UnitStep(
        "chia-to",
        _("Chia tổ đảng"),
        _("Chia tổ đảng"),
        _("Đã chia tổ đảng. Xếp các đồng chí vào tổ ở danh sách."),
        ("groups", "on", *PAPER),
        _divide,
    ),
    UnitStep(
        "chia-tach",
        _("Chia tách chi bộ"),
        _("Tách chi bộ mới"),
        _("Đã tách chi bộ mới."),
        ("name", "short_name", "branch_kind", "people", "on", *PAPER),
        _split,
    ),
    UnitStep(
        "giai-the",
        _("Giải thể chi bộ"),
        _("Giải thể chi bộ"),
        _("Đã ghi giải thể."),
        ("on", *PAPER),
        _dissolve,
    ),
    UnitStep(
        "chuyen-dang-bo",
        _("Chuyển chi bộ về đảng bộ khác"),
        _("Ghi chuyển chi bộ"),
        _("Đã ghi chuyển chi bộ về đảng bộ khác."),
        ("ward", "on", *PAPER),
        _decided(actions.move_unit_out),
    ),
    UnitStep(
        "dai-hoi",
        _("Đại hội, nhiệm kỳ mới"),
        _("Ghi kết quả đại hội"),
        _("Đã ghi kết quả đại hội; chức vụ cũ kết thúc cùng ngày."),
        ("name", "on", "until", "secretary", "deputies", "members", *PAPER),
        _decided(actions.hold_congress),
        hints=(
            ("name", _("Nhiệm kỳ, ví dụ 2025–2030")),
            ("until", _("Hết nhiệm kỳ ngày")),
            ("number", _("Số quyết định chuẩn y")),
            ("dated_on", _("Ngày ký quyết định chuẩn y")),
        ),
    ),
)
UNIT_STEP = {step.slug: step for step in UNIT_STEPS}


def unit_step(slug: str) -> UnitStep:
    if slug not in UNIT_STEP:
        raise NotFound
    return UNIT_STEP[slug]
