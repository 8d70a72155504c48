"""A throwaway PostgreSQL cluster for tests: made, used, stopped by its process id, removed.

python tests/postgres.py --where          prints the folder of the binaries, or nothing
python tests/postgres.py -- COMMAND …     runs COMMAND with NENNEP_DATABASE_URL set
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def binaries() -> Path | None:
    """PostgreSQL 15 where Debian puts it; another version or place only where 15 is missing."""
    candidates = [
        Path("/usr/lib/postgresql/15/bin"),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    found = shutil.which("initdb")
    if found:
        candidates.append(Path(found).resolve().parent)
    return next((each for each in candidates if (each / "initdb").exists() and (each / "postgres").exists()), None)


def unprivileged() -> dict:
    """PostgreSQL refuses to run as root: root starts it as postgres or nobody."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit("No unprivileged user to run PostgreSQL as.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_with(command: list[str]) -> int:
    folder = binaries()
    if folder is None:
        raise SystemExit("No PostgreSQL binaries found.")
    who, port = unprivileged(), free_port()
    base = Path(tempfile.mkdtemp(prefix="nennep-pg-"))
    try:
        if who:
            os.chown(base, who["user"], who["group"])
        data = base / "data"
        quiet = {"stdout": subprocess.DEVNULL, "cwd": base, "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
        init = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "nennep",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-locale",
        ]
        subprocess.run(init, check=True, **quiet, **who)
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c full_page_writes=off"
        options += f" -c synchronous_commit=off -c unix_socket_directories={base} -c max_connections=60"
        with (base / "log").open("wb") as log:
            server = subprocess.Popen(
                [folder / "postgres", "-D", data, *options.split()], stdout=log, stderr=log, cwd=base, **who
            )
        try:
            wait_until_ready(server, port, base)
            url = f"postgresql://nennep@127.0.0.1:{port}/postgres"
            return subprocess.run(command, env={**os.environ, "NENNEP_DATABASE_URL": url}, check=False).returncode
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def wait_until_ready(server: subprocess.Popen, port: int, base: Path) -> None:
    for _attempt in range(150):
        if server.poll() is not None:
            raise SystemExit((base / "log").read_text())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.3)
                return
        time.sleep(0.1)
    raise SystemExit("PostgreSQL did not start.")


if __name__ == "__main__":
    if sys.argv[1:] == ["--where"]:
        print(binaries() or "")
    else:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped then, too
        sys.exit(run_with(sys.argv[2:]))
