"""The hall's screen: a code that changes, by which a member says "I am here" (security.md A8, A.4).

The code proves that its reader saw the screen within the last moments. Somebody in the hall who passes it on at
once is not stopped by it: therefore one device that speaks for two members is shown to whoever keeps the roll, and
the heads counted in the hall are compared before the meeting closes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from nennep.accounts import throttle
from nennep.core import qr, written
from nennep.core.refusals import Refused
from nennep.meetings.models import Attendance, AttendanceStatus, HowRecorded, Meeting, MeetingState
from nennep.meetings.queries import RollLine

STEP_SECONDS = 20
"""How long one code is shown; it and the one before are accepted, so a photograph is worth forty seconds at most."""
PASS_FOR = timedelta(minutes=10)
"""How long a code that was read in time leaves its reader to sign in and press the button."""
TRIES = 10
"""Wrong codes of one member in one meeting before the keeper of the roll has to write the line."""
_DIGITS = 6
_SALT = "nennep.meetings.hall.handed"


class TooManyCodes(Refused):
    field = "code"
    message = _lazy("Đồng chí đã nhập sai %(tries)s lần. Nhờ người điểm danh ghi có mặt, hoặc thử lại sau một giờ.")


def code_at(meeting_id: UUID, at: datetime) -> str:
    """The six digits that the hall of this meeting shows at a moment."""
    return _code(meeting_id, _step(at))


def is_code(meeting_id: UUID, code: str, at: datetime) -> bool:
    """Whether `code` is the hall's code now, or the one before."""
    now = _step(at)
    return constant_time_compare(code, _code(meeting_id, now)) | constant_time_compare(code, _code(meeting_id, now - 1))


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _code(meeting_id: UUID, step: int) -> str:
    digest = salted_hmac("nennep.meetings.hall", f"{meeting_id}:{step}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**_DIGITS:0{_DIGITS}d}"


def device_mark(meeting_id: UUID, device: str) -> str:
    """A device as this one meeting knows it; in another meeting the same device has another mark."""
    return salted_hmac("nennep.meetings.device", f"{meeting_id}:{device}", algorithm="sha256").hexdigest()[:16]


@dataclass(frozen=True)
class Handed:
    """A code as it was handed in, and when: read at the door, looked at once it is known who reads.

    The browser carries it, signed; the house keeps nothing of visitors who have not signed in.
    """

    meeting_id: UUID
    code: str
    at: datetime

    def packed(self) -> str:
        return signing.dumps([str(self.meeting_id), self.code, self.at.timestamp()], salt=_SALT)

    @classmethod
    def unpacked(cls, packed: str, meeting_id: UUID, now: datetime) -> "Handed | None":
        """What was handed in for this meeting a short while ago, or nothing."""
        try:
            meeting, code, seconds = signing.loads(packed, salt=_SALT)
        except signing.BadSignature:
            return None
        at = datetime.fromtimestamp(seconds, UTC)
        return cls(meeting_id, code, at) if meeting == str(meeting_id) and now - at <= PASS_FOR else None

    def is_right(self, person_id: UUID, *, now: datetime) -> bool:
        """Whether it is the hall's code of its moment. Refuses to look after too many wrong ones of this member."""
        place = f"hall {self.meeting_id} {person_id}"
        if not throttle.begin_code(place, most=TRIES, at=now):
            raise TooManyCodes(tries=TRIES)
        if not is_code(self.meeting_id, self.code, self.at):
            return False
        throttle.forget_code(place)
        return True


# The screen ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HallPage:
    """What everybody in the hall may see: the code, and how many are here."""

    is_open: bool
    code: str
    picture: SafeString | str
    present: int
    expected: int
    next_in: int


def hall_page(meeting: Meeting, *, at: datetime, address: str) -> HallPage:
    """The screen at a moment; `address` is where the code leads, with "000000" in the place of the code."""
    code = code_at(meeting.pk, at)
    is_open = meeting.state == MeetingState.IN_SESSION
    link = address.replace("0" * _DIGITS, code)
    return HallPage(
        is_open=is_open,
        code=f"{code[:3]} {code[3:]}",
        picture=qr.svg(link, label=_("Mã điểm danh")) if is_open else "",
        present=meeting.present_count,
        expected=meeting.expected_count,
        next_in=STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS,
    )


def is_here(line: Attendance) -> bool:
    """Whether this member is written down as present."""
    return line.status == AttendanceStatus.PRESENT


# What the keeper of the roll is told --------------------------------------------------------------


def shared_devices(lines: Iterable[RollLine]) -> list[str]:
    """Members who said "I am here" from one and the same device: "A, B", a line a device."""
    by_device: dict[str, list[str]] = {}
    for line in lines:
        if line.device and line.status == AttendanceStatus.PRESENT:
            by_device.setdefault(line.device, []).append(line.name)
    return [", ".join(names) for names in by_device.values() if len(names) > 1]


def must_count_heads(meeting: Meeting, lines: Iterable[RollLine | Attendance]) -> bool:
    """Whether members recorded themselves and nobody counted the heads yet."""
    by_code = (each.how == HowRecorded.CODE and each.meeting_id == meeting.pk for each in lines)
    return meeting.heads_counted is None and any(by_code)


def note_of(line: RollLine) -> str:
    """How the member was recorded, where it was not by hand."""
    if line.status != AttendanceStatus.PRESENT or line.how in ("", HowRecorded.HAND):
        return ""
    at = written.clock(line.recorded_at) if line.recorded_at else ""
    return f"{HowRecorded(line.how).label} {at}".strip()


def digits_of(scanned: str) -> list[str]:
    """The numbers in what a card's code said: one of them may be the number of a Party card."""
    return re.findall(r"[0-9]{4,20}", scanned)[:20]
