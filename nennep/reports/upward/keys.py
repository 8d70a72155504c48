"""The key with which a ward signs its packages: its private half is a file that only the service reads."""

import base64
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused

_SIGNED = b"nennep-package-v1\n"
"""Stands before what is signed, so that no signature made here can be taken for one of another kind."""


class NoKey(Refused):
    message = _("Phường “%(ward)s” chưa có khóa ký. Người vận hành chạy: nennep key create --ward %(ward)s")


class KeyExists(Refused):
    message = _("Phường “%(ward)s” đã có khóa ký. Muốn thay khóa, chạy: nennep key rotate --ward %(ward)s")


class NotAKey(Refused):
    message = _("Đây không phải khóa công khai của gói số liệu. Chép lại cả dòng mà “nennep key show” in ra.")


def create(ward_code: str) -> Ed25519PublicKey:
    """Make a ward's first key; refused where it has one."""
    if _file(ward_code).exists():
        raise KeyExists(ward=ward_code)
    return _write(ward_code)


def rotate(ward_code: str) -> Ed25519PublicKey:
    """Put a new key in the place of the old one; what the old one signed stays checkable with its public half."""
    _read(ward_code)
    return _write(ward_code)


def public_key(ward_code: str) -> Ed25519PublicKey:
    return _read(ward_code).public_key()


def sign(ward_code: str, sha256: str) -> tuple[str, str]:
    """The key's id, and its signature over a hash."""
    key = _read(ward_code)
    return key_id(key.public_key()), base64.b64encode(key.sign(_SIGNED + sha256.encode())).decode()


def is_signed(public: str, sha256: str, signature: str) -> bool:
    """Whether a signature over a hash was made with the private half of this key."""
    try:
        read(public).verify(base64.b64decode(signature, validate=True), _SIGNED + sha256.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def read(text: str) -> Ed25519PublicKey:
    """A public key from the line in which it is passed on."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError as fault:
        raise NotAKey from fault


def written(key: Ed25519PublicKey) -> str:
    """The line in which a public key is passed on."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def key_id(key: Ed25519PublicKey) -> str:
    return _digest(key)[:16]


def fingerprint(key: Ed25519PublicKey) -> str:
    """What two people compare on the telephone or on paper: "1f2e 77ab …"."""
    digest = _digest(key)
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _digest(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def _file(ward_code: str) -> Path:
    return settings.HOME / "keys" / f"{ward_code}.key"


def _read(ward_code: str) -> Ed25519PrivateKey:
    file = _file(ward_code)
    if not file.exists():
        raise NoKey(ward=ward_code)
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_text()))


def _write(ward_code: str) -> Ed25519PublicKey:
    """Written aside and moved into place: a full disk leaves the old key as it was."""
    key, file = Ed25519PrivateKey.generate(), _file(ward_code)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = file.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(base64.b64encode(key.private_bytes_raw()).decode())
    aside.replace(file)
    return key.public_key()
