"""Receiving packages: checked against the key that is trusted, kept as they came, one revision beside the other."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.digests import content_hash
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Ward
from nennep.reports.models import ReceivedPackage, TrustedKey
from nennep.reports.upward import keys, sealing
from nennep.reports.upward.package import period_of

RECEIVED = "reports.package.received"


class UnknownKey(Refused):
    field = "file"
    message = _(
        "Chưa có khóa %(key_id)s, mà gói ghi là của phường “%(ward)s”. Gọi cho phường theo số đã biết, so dấu khóa, "
        "nhập khóa ở trang Khóa của các phường rồi nhận lại."
    )


class WithdrawnKey(Refused):
    field = "file"
    message = _("Khóa %(key_id)s của phường “%(ward)s” đã thôi dùng. Xin phường gửi gói ký bằng khóa mới.")


class AnotherContent(Refused):
    field = "file"
    message = _(
        "Lần %(revision)s của phường “%(ward)s”, kỳ %(period)s đã nhận với nội dung khác. Xin phường lập gói mới "
        "thay gói ấy (nennep export package … --after), rồi nhận."
    )


class AnotherBefore(Refused):
    field = "file"
    message = _(
        "Gói ghi là thay một gói khác với lần %(revision)s đã nhận ở đây. Xin phường cho biết gói nào đúng, rồi lập "
        "lại từ gói ấy."
    )


class Repeated(Refused):
    field = "file"
    message = _("Gói ghi một số liệu hai lần (%(indicator)s) nên không cộng được. Xin phường lập lại gói.")


class NotHosted(Refused):
    message = _("Không có phường nào trên máy này trực thuộc đây. Số liệu các phường nhận bằng gói.")


@dataclass(frozen=True)
class Receipt:
    """A package as it was taken in: `is_new` is false where the same file had come before."""

    package: ReceivedPackage
    is_new: bool

    @property
    def sentence(self) -> str:
        """What became of the file, for whoever brought it."""
        if self.is_new:
            return _now("Đã nhận %(package)s.") % {"package": self.package}
        return _now("%(package)s: đã nhận trước đây, không có gì mới.") % {"package": self.package}


@transaction.atomic
def receive(level: Ward, file: bytes, *, period: str = "", by: Actor, at: datetime) -> Receipt:
    """Take in a ward's package (nhận gói số liệu): whole, unchanged, signed with a key that was entered for that ward.

    The same file twice is nothing new. A later revision stands beside the earlier. Refused: a newer version of the
    format, an unknown or withdrawn key, another ward than the key's, another `period` than the one waited for (where
    one is), a revision that was received with other contents, one that replaces something else than what is here.
    """
    package = sealing.read(file)
    content, key_id = package["content"], package["signature"]["key_id"]
    key = TrustedKey.objects.filter(ward=level, key_id=key_id).first()
    if key is None:
        raise UnknownKey(key_id=key_id, ward=content["ward"]["name"])
    sealing.confirm(package, public=key.public, ward=key.code, period=period or content["period"])
    Ward.objects.select_for_update().get(pk=level.pk)  # two clerks with the same file wait for each other
    before = _received(level, key.code, content["period"])
    if any(each.sha256 == package["sha256"] for each in before):
        return Receipt(next(each for each in before if each.sha256 == package["sha256"]), is_new=False)
    if key.withdrawn_at is not None:
        raise WithdrawnKey(key_id=key_id, ward=key.name)
    _require_sound(content)
    _require_fitting(content, before)
    made = _keep(level, package, key, by=by, at=at)
    return Receipt(made, is_new=True)


def take_hosted(level: Ward, period: str, *, on: date, by: Actor, at: datetime) -> list[Receipt]:
    """Take the figures of the wards on this machine directly (lấy trực tiếp), in the shape in which others send them.

    A ward whose figures are as they were gives nothing new; otherwise a further revision stands beside the earlier.
    """
    wards = hosted_wards(level)
    if not wards:
        raise NotHosted
    return [_take(level, ward, period, on=on, by=by, at=at) for ward in wards]


def hosted_wards(level: Ward) -> list[Ward]:
    """The wards on this machine whose level above this is, in fixed order."""
    return list(Ward.objects.filter(parent_code=level.code).order_by("code"))


def packages_that_do_not_fit(level_id: UUID) -> list[str]:
    """Received packages that are not any more what was signed: for `nennep verify`."""
    packages = ReceivedPackage.objects.filter(ward=level_id).select_related("key").order_by("pk")
    return [str(each) for each in packages.iterator(chunk_size=10) if not _fits(each)]


def _fits(package: ReceivedPackage) -> bool:
    if content_hash(package.content) != package.sha256:
        return False
    if package.key is None or package.signature is None:
        return True  # taken directly, never signed
    return keys.is_signed(package.key.public, package.sha256, package.signature["value"])


@transaction.atomic
def _take(level: Ward, ward: Ward, period: str, *, on: date, by: Actor, at: datetime) -> Receipt:
    Ward.objects.select_for_update().get(pk=level.pk)
    last = next(iter(_received(level, ward.code, period)), None)
    after = {"content": last.content, "sha256": last.sha256} if last else None
    reason = "Số liệu của phường thay đổi sau lần lấy trước."
    content = sealing.contents(ward, period, after=after, reason=reason, on=on, at=at)
    if last and _said(last.content) == _said(content):
        return Receipt(last, is_new=False)
    package = {"content": content, "sha256": content_hash(content), "signature": None}
    return Receipt(_keep(level, package, None, by=by, at=at), is_new=True)


def _said(content: dict[str, Any]) -> list[Any]:
    """What a package tells, without how often and when it was told."""
    return [content[part] for part in ("ward", "branches", "withheld", "indicators", "figures", "findings")]


def _received(level: Ward, code: str, period: str) -> list[ReceivedPackage]:
    """What came of a ward and period before, the latest first."""
    return list(ReceivedPackage.objects.filter(ward=level, code=code, period=period).order_by("-revision"))


def _require_sound(content: dict[str, Any]) -> None:
    """What the published shape cannot say: a period that exists, every figure once."""
    period_of(content["period"])
    counted = Counter((each["indicator"], each["branch"]) for each in content["figures"])
    for (indicator, _branch), count in counted.items():
        if count > 1:
            raise Repeated(indicator=indicator)


def _require_fitting(content: dict[str, Any], before: list[ReceivedPackage]) -> None:
    """The revision is free, and replaces what was received as the revision before it, if that was received."""
    revisions = {each.revision: each for each in before}
    revision = content["revision"]
    if revision in revisions:
        named = {"ward": content["ward"]["name"], "period": content["period"]}
        raise AnotherContent(revision=revision, **named)
    earlier = revisions.get(revision - 1)
    if earlier is not None and content["replaces"] != earlier.sha256:
        raise AnotherBefore(revision=revision - 1)


def _keep(level: Ward, package: dict[str, Any], key: TrustedKey | None, *, by: Actor, at: datetime) -> ReceivedPackage:
    content = package["content"]
    made = ReceivedPackage(
        ward=level,
        code=content["ward"]["code"],
        name=content["ward"]["name"],
        period=content["period"],
        revision=content["revision"],
        content=content,
        sha256=package["sha256"],
        signature=package["signature"],
        key=key,
        received_at=at,
        received_by_name=by.name,
    )
    made.save(force_insert=True)
    after = {"sha256": made.sha256, "revision": made.revision, "key": key.key_id if key else None}
    audit.record(RECEIVED, made, by=by, at=at, after=after)
    return made
