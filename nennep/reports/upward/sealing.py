"""Packages sealed with hash and signature, and whether a file is one: everything about it is doubted until checked."""

import json
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nennep import __version__
from nennep.core.digests import content_hash
from nennep.core.refusals import Refused
from nennep.organisation.models import Ward
from nennep.reports.upward import keys
from nennep.reports.upward.package import FORMAT, VERSION, figures_of
from nennep.reports.upward.shape import fits, schema

MOST_BYTES = 20 * 1024 * 1024


class TooBig(Refused):
    field = "file"
    message = _("Tệp lớn hơn %(limit)s MB, không phải gói số liệu. Chọn lại tệp mà phường gửi.")


class NotAPackage(Refused):
    field = "file"
    message = _("Tệp không phải gói số liệu của Nền Nếp, hoặc bị cắt mất trên đường gửi. Xin phường gửi lại tệp JSON.")


class NewerPackage(Refused):
    field = "file"
    message = _("Gói số liệu do phiên bản mới hơn lập (dạng %(version)s). Nâng cấp phần mềm ở đây rồi nhận lại.")


class AnotherKey(Refused):
    field = "file"
    message = _("Gói ký bằng khóa %(key_id)s, không phải khóa đã tin. Gọi cho phường, so dấu khóa trước khi nhận.")


class Forged(Refused):
    field = "file"
    message = _("Nội dung gói không khớp chữ ký: có chỗ bị sửa sau khi ký. Không nhận; xin phường gửi lại.")


class AnotherWard(Refused):
    field = "file"
    message = _("Gói này của phường “%(found)s”, không phải “%(chosen)s”. Chọn đúng tệp.")


class AnotherPeriod(Refused):
    field = "file"
    message = _("Gói này của kỳ %(found)s, không phải kỳ %(chosen)s. Chọn đúng tệp.")


class ReasonMissing(Refused):
    field = "reason"
    message = _("Gói này thay gói trước. Ghi lý do, ví dụ: chi bộ bổ sung biên bản tháng 3.")


def contents(
    ward: Ward, key: str, *, after: dict[str, Any] | None, reason: str, on: date, at: datetime
) -> dict[str, Any]:
    """What a package says; `after` is the package that it replaces, and `reason` why it does."""
    if after and not reason.strip():
        raise ReasonMissing
    return {
        "format": FORMAT,
        "version": VERSION,
        "software": __version__,
        "ward": {"code": ward.code, "name": ward.name},
        "period": key,
        "revision": after["content"]["revision"] + 1 if after else 1,
        "replaces": after["sha256"] if after else None,
        "reason": reason.strip() if after else "",
        "made_at": at.isoformat(timespec="seconds"),
        **figures_of(ward, key, on=on),
    }


def seal(
    ward: Ward, key: str, *, after: dict[str, Any] | None, reason: str = "", on: date, at: datetime
) -> dict[str, Any]:
    """A ward's signed package of a period; `after` is the package that it replaces, already checked."""
    content = contents(ward, key, after=after, reason=reason, on=on, at=at)
    sha256 = content_hash(content)
    key_id, value = keys.sign(ward.code, sha256)
    return {
        "content": content,
        "sha256": sha256,
        "signature": {"algorithm": "Ed25519", "key_id": key_id, "value": value},
    }


def check(file: bytes, *, public: str, ward: str, period: str) -> dict[str, Any]:
    """The package in a file: whole, unchanged, signed with the trusted key, of the ward and period that were chosen."""
    return confirm(read(file), public=public, ward=ward, period=period)


def confirm(package: dict[str, Any], *, public: str, ward: str, period: str) -> dict[str, Any]:
    """As `check`, of a package already read."""
    content, signature = package["content"], package["signature"]
    if signature["key_id"] != keys.key_id(keys.read(public)):
        raise AnotherKey(key_id=signature["key_id"])
    is_whole = content_hash(content) == package["sha256"]
    if not (is_whole and keys.is_signed(public, package["sha256"], signature["value"])):
        raise Forged
    if content["ward"]["code"] != ward:
        raise AnotherWard(found=content["ward"]["code"], chosen=ward)
    if content["period"] != period:
        raise AnotherPeriod(found=content["period"], chosen=period)
    return package


def read(file: bytes) -> dict[str, Any]:
    """JSON of the published shape. The version is looked at first: a newer one may have another shape."""
    if len(file) > MOST_BYTES:
        raise TooBig(limit=MOST_BYTES // 1024 // 1024)
    try:
        package = json.loads(file)
    except (ValueError, RecursionError) as fault:
        raise NotAPackage from fault
    content = package.get("content") if isinstance(package, dict) else None
    version = content.get("version") if isinstance(content, dict) else None
    if type(version) is int and version > VERSION:
        raise NewerPackage(version=version)
    if not fits(package, schema()):
        raise NotAPackage
    return package
