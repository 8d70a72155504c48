"""What stands around every page: the body's name, who reads, where one may go."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.accounts.middleware import is_shared
from nennep.accounts.models import TextSize
from nennep.core import clock
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, MEMBER, Actor
from nennep.reports.access import may_consolidate


@dataclass(frozen=True)
class Shell:
    """All that the frame of a page shows."""

    ward_name: str
    person_name: str
    menu: list[tuple[str, str, bool]]
    office_phone: str
    size: str
    demo_day: date | None
    text_size_url: str
    sign_out_url: str = ""
    shared_device: bool = False
    search_url: str = ""
    person_id: str = ""
    """Whose drafts the device keeps: two people may have one name."""
    beside: tuple[tuple[str, str], ...] = ()
    """What rooms above have to say about the thing on this page: (words, address)."""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context for every template: two queries at most, both already made by whoever answered."""
    demo_day = clock.today() if settings.DEMO else None
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        size = request.COOKIES.get("size", "")
        size = size if size in TextSize.values else TextSize.SMALL
        return {"shell": Shell("Nền Nếp", "", [], "", size, demo_day, reverse("site:text_size"))}
    ward = user.person.ward
    entries = _menu(request.actor)
    here = max((url for _label, url in entries if request.path.startswith(url)), key=len, default="")
    menu = [(label, url, url == here) for label, url in entries]
    return {
        "shell": Shell(
            ward.party_name,
            user.person.full_name,
            menu,
            ward.office_phone,
            user.text_size,
            demo_day,
            reverse("site:text_size"),
            reverse("accounts:sign_out"),
            is_shared(request),
            reverse("site:search"),
            str(user.person_id),
            _beside(request),
        )
    }


MEETING_PAGES = frozenset(
    {"meetings:show", "meetings:desk", "meetings:vote", "meetings:close", "meetings:minutes", "meetings:sign"}
)


def _beside(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """A meeting's pages lead on to its scoring, of which the room of meetings knows nothing."""
    here = request.resolver_match
    if here is None or here.view_name not in MEETING_PAGES or "meeting_id" not in here.kwargs:
        return ()
    return ((_("Chấm điểm buổi sinh hoạt"), reverse("quality:sheets", args=[here.kwargs["meeting_id"]])),)


def _menu(actor: Actor) -> list[tuple[str, str]]:
    """Where this person may go: the same rights as the addresses behind."""
    entries = [(_("Việc của tôi"), reverse("site:home"))]
    member = bool(actor.units_as(*BRANCH_COMMITTEE, MEMBER, CHARGE)) or actor.is_ward_staff
    if member:
        entries.append((_("Buổi sinh hoạt"), reverse("meetings:list")))
        entries.append((_("Nhiệm vụ"), reverse("decisions:mine")))
        entries.append((_("Văn bản"), reverse("directives:register")))
        entries.append((_("Chuyên đề"), reverse("planning:start")))
        entries.append((_("Kiến nghị"), reverse("oversight:petitions")))
    if actor.units_as(CHARGE):
        entries.append((_("Phụ trách"), reverse("oversight:calendar")))
    if actor.is_ward_staff or actor.units_as(*BRANCH_COMMITTEE, CHARGE):
        entries.append((_("Bảng theo dõi"), reverse("reports:board")))
        entries.append((_("Chấm điểm"), reverse("quality:board")))
        entries.append((_("Chi bộ"), reverse("organisation:branches")))
    if actor.is_ward_staff:
        entries.append((_("Lập lịch"), reverse("meetings:plan")))
        entries.append((_("Nhắc việc"), reverse("oversight:ward")))
        entries.append((_("Phiếu dự"), reverse("oversight:sheets")))
        entries.append((_("Giao ban"), reverse("reports:briefings")))
        entries.append((_("Kiểm tra"), reverse("oversight:programme", args=[actor.on.year])))
        entries.append((_("Khen thưởng"), reverse("recognition:awards", args=[actor.on.year])))
    if may_consolidate(actor):
        entries.append((_("Tổng hợp"), reverse("reports:superior")))
    entries.append((_("Quy định"), reverse("rulebook:index")))
    return entries
