"""What is shipped: locks that name no registry, dependencies that are declared, a wheel with every file."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("run", "dev")
OURS = {"nennep", "tests", "benchmarks"}


def plain(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> set[str]:
    return {plain(re.match(r"[\w.-]+", line)[0]) for line in requirements}  # type: ignore[index]


def lines(lock: str) -> list[str]:
    return (HOUSE / f"requirements/{lock}.txt").read_text("utf-8").splitlines()


def pinned(lock: str) -> dict[str, str]:
    """Name and version of everything a lock installs."""
    found = (re.match(r"([\w.-]+)==(\S+)", line) for line in lines(lock))
    return {plain(each[1]): each[2] for each in found if each}


def third_party(folder: str) -> set[str]:
    """The distributions whose modules the files of a folder import by name."""
    owners = packages_distributions()
    tops = {module.partition(".")[0] for path in (HOUSE / folder).rglob("*.py") for module in imported(path)}
    tops -= OURS | {path.stem for path in (HOUSE / folder).glob("*.py")} | set(sys.stdlib_module_names)
    return {plain(owners[top][0]) for top in tops}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_nothing_else(lock):
    others = [
        line
        for line in lines(lock)
        if not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)
        and not re.fullmatch(r"[\w.-]+(?:\[\w+\])?==[\w.]+(?: ; [\w '\"=!<>.]+)? \\", line)
    ]
    assert others == []


def test_both_locks_hold_the_same_versions():
    run, dev = pinned("run"), pinned("dev")
    assert {name: dev.get(name) for name in run} == run


def test_everything_declared_is_locked():
    dev = declared(PROJECT["optional-dependencies"]["dev"])
    assert (declared(PROJECT["dependencies"]) - pinned("run").keys(), dev - pinned("dev").keys()) == (set(), set())


def test_everything_imported_is_declared():
    run = declared(PROJECT["dependencies"])
    dev = run | declared(PROJECT["optional-dependencies"]["dev"])
    assert (third_party("nennep") - run, third_party("tests") - dev, third_party("benchmarks") - dev) == (
        set(),
        set(),
        set(),
    )


def test_the_wheel_holds_every_file_of_the_package(tmp_path):
    source = tmp_path / "source"
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HOUSE / "nennep", source / "nennep", ignore=unwanted)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(HOUSE / name, source)

    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *offline, "-w", tmp_path, source], check=True)

    with zipfile.ZipFile(next(tmp_path.glob("nennep-*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if name.startswith("nennep/")}
    assert packed == {
        str(path.relative_to(HOUSE))
        for path in (HOUSE / "nennep").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
