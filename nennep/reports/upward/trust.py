"""Which keys the level above trusts: whose they are, from when, until when."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Ward
from nennep.reports.models import TrustedKey
from nennep.reports.upward import keys

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SenderCodeOdd(Refused):
    field = "code"
    message = _("Mã phường chỉ gồm chữ không dấu, số và gạch nối, ví dụ duc-thang. Chép đúng mã mà phường dùng.")


class SenderNameMissing(Refused):
    field = "name"
    message = _("Nhập tên phường.")


class KeyKnown(Refused):
    field = "public"
    message = _("Khóa này đã nhập cho phường “%(name)s” (mã %(code)s). Xem lại dòng khóa mà phường gửi.")


class KeyWithdrawn(Refused):
    field = "public"
    message = _("Khóa này của phường “%(name)s” (mã %(code)s) đã thôi dùng, không dùng lại được. Xin phường khóa mới.")


class HostedHere(Refused):
    field = "code"
    message = _("Phường “%(code)s” ở ngay trên máy này, số liệu lấy trực tiếp nên không cần khóa.")


class KeyOfLevel(Refused):
    field = "code"
    message = _("“%(code)s” là mã của chính cấp này. Ghi mã của phường gửi số liệu.")


@transaction.atomic
def enter_key(level: Ward, *, code: str, name: str, public: str, by: Actor, at: datetime) -> TrustedKey:
    """Enter the public key of a ward below (khóa công khai), after its fingerprint was compared with the ward.

    The same key for the same ward again changes nothing. A ward may have several: after a change of keys the older
    one still proves what it signed.
    """
    code, name = code.strip(), name.strip()
    if not _CODE.fullmatch(code) or len(code) > 50:
        raise SenderCodeOdd
    if not name:
        raise SenderNameMissing
    if code == level.code:
        raise KeyOfLevel(code=code)
    if Ward.objects.filter(parent_code=level.code, code=code).exists():
        raise HostedHere(code=code)
    key = keys.read(public)
    level = Ward.objects.select_for_update().get(pk=level.pk)  # two clerks entering one key wait for each other
    known = TrustedKey.objects.filter(ward=level, key_id=keys.key_id(key)).first()
    if known is not None:
        if known.withdrawn_at is not None:
            raise KeyWithdrawn(name=known.name, code=known.code)
        if known.code != code:
            raise KeyKnown(name=known.name, code=known.code)
        return known
    made = TrustedKey.objects.create(
        ward=level,
        code=code,
        name=name,
        public=keys.written(key),
        key_id=keys.key_id(key),
        entered_at=at,
        entered_by_name=by.name,
    )
    after = {"code": code, "name": name, "fingerprint": keys.fingerprint(key)}
    audit.record("reports.trusted_key.entered", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def withdraw_key(key: TrustedKey, *, by: Actor, at: datetime) -> TrustedKey:
    """Accept nothing signed with a key any more (thôi dùng khóa): it was lost or stolen. Received packages stay."""
    key = TrustedKey.objects.select_for_update().get(pk=key.pk)
    if key.withdrawn_at is None:
        key.withdrawn_at = at
        key.save(update_fields=["withdrawn_at"])
        audit.record("reports.trusted_key.withdrawn", key, by=by, at=at, after=key.key_id)
    return key


def trusted_keys(level_id: UUID) -> list[TrustedKey]:
    """Every key that was entered, ward by ward in fixed order, the newest of a ward first."""
    return list(TrustedKey.objects.filter(ward=level_id).order_by("code", "-entered_at", "pk"))
