"""What holds for every test: nothing leaves this machine, uploads are its own, browsers only where one is."""

import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/", "tests/cli/test_init.py", "tests/search/test_search.py")
"""Tests that share what is dear to make: one process walks all of them, and begins with the most."""
LOCAL = ("127.", "::1", "localhost")
BROWSER = os.environ.get("NENNEP_CHROMIUM") or shutil.which("chromium") or ""
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}
NO_BROWSER = "no Chromium on this machine (NENNEP_CHROMIUM names one; Debian: apt-get install chromium)"


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves_this_machine() -> Iterator[None]:
    """Any connection to elsewhere is an error: nothing leaves the machine unless the operator said so."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
    yield
    patch.undo()


def _only_here(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOCAL):
            raise AssertionError(f"a connection to {address[0]} was tried")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True)
def real_passwords_where_they_are_tested(settings, request):
    if "real_passwords" in request.keywords:
        settings.PASSWORD_HASHERS = settings.REAL_PASSWORD_HASHERS


@pytest.fixture(autouse=True)
def uploads_of_this_test(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("NENNEP_DATABASE_URL"):
        without = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _asks_the_database(item)]
    if not BROWSER:
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


class Together(LoadScopeScheduling):
    """Test by test to whoever is free, but for those that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((each for each in TOGETHER if nodeid.startswith(each)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


def _asks_the_database(item: pytest.Item) -> bool:
    """Whether the answer of a test may differ on another database: the others run once, on SQLite."""
    return "django_db" in item.keywords or not DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
