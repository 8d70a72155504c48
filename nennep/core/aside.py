"""Strange files are read in a process of their own, with bounds on time and memory.

One that hangs or breaks the reader takes nobody's page with it (security.md A11). The module that is run calls
`bound()` before it opens the file, and answers with JSON or with one of the exit codes below.
"""

import json
import resource
import subprocess
import sys
from typing import Any

BROKEN, PASSWORD = 4, 3


class Failed(Exception):
    """The reader gave up; `code` says why, where it could still say so."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def ask(module: str, *words: str, seconds: int) -> Any:
    """What `python -m module words` answers as JSON."""
    command = [sys.executable, "-m", module, *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(BROKEN) from None
    if done.returncode:
        raise Failed(done.returncode)
    return json.loads(done.stdout)


def bound(*, seconds: int, memory: int) -> None:
    """Limits that the reading process sets for itself."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
