"""One data folder for a test run, no network but this machine, quick password hashing."""

import os
import socket
import tempfile
from collections.abc import Iterator

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nennep.site.settings")
_folder = tempfile.mkdtemp(prefix="nennep-test-")
os.environ["NENNEP_HOME"] = _folder

LOCAL = ("127.", "::1", "localhost", "/")


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves_this_machine() -> Iterator[None]:
    """Any connection to elsewhere is an error: nothing leaves the machine unless the operator said so."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(host).startswith(LOCAL):
            raise AssertionError(f"a connection to {host} was tried")
        return connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def quick_passwords(settings, request):
    """Hash quickly, except where the real hasher is what is tested; serve files without a manifest."""
    if "real_passwords" not in request.keywords:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def uploads_of_this_test(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"
