"""nennep serve: the site on this machine, behind nothing or behind a reverse proxy."""

import argparse
import errno
import gc
import os
import socket
import struct
import sys
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_port(parser)
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe; mặc định chỉ máy này")
    parser.add_argument("--workers", type=int, default=2, help="số tiến trình; mặc định 2, mỗi cái 4 luồng")


def add_port(parser: argparse.ArgumentParser) -> None:
    """--port, or NENNEP_PORT, or 8000; anything but a port number is refused with a sentence."""
    port = os.environ.get("NENNEP_PORT") or "8000"
    parser.add_argument("--port", type=_port, default=port, help="cổng; mặc định NENNEP_PORT hoặc 8000")


def _port(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65536:
        raise argparse.ArgumentTypeError(
            f"“{words}” không phải số cổng; chọn số từ 1024 đến 65535 (not a port number, choose 1024 to 65535)"
        )
    return int(words)


def run(args: argparse.Namespace) -> int:
    from nennep.cli.migrate import is_current

    problem = port_problem(args.host, args.port)
    if not problem and not is_current():
        problem = (
            "Cơ sở dữ liệu chưa có hoặc chưa nâng cấp. Chạy trước: nennep migrate\n"
            "The database is missing or not upgraded. Run first: nennep migrate"
        )
    if problem:
        print(problem, file=sys.stderr)
        return 1
    serve(args.host, args.port, args.workers)
    return 0


def port_problem(host: str, port: int) -> str:
    """A sentence where the port cannot be had; empty where it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            return _why(fault, host, port)
    return ""


def _why(fault: OSError, host: str, port: int) -> str:
    other = f"NENNEP_PORT={port + 1 if 1024 <= port < 65535 else 8001}"
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: {other} scripts/demo\n"
            f"Port {port} is in use. Choose another, for example: {other} scripts/demo"
        )
    if fault.errno == errno.EACCES:
        return (
            f"Tài khoản này không được mở cổng {port}. Chọn cổng khác, ví dụ: {other} scripts/demo\n"
            f"This user may not open port {port}. Choose another, for example: {other} scripts/demo"
        )
    return (
        f"Không nghe được ở {host}:{port} ({fault.strerror}). Kiểm tra lại địa chỉ.\n"
        f"Cannot listen at {host}:{port} ({fault.strerror}). Check the address."
    )


def serve(host: str, port: int, workers: int) -> None:
    """Two processes of four threads: enough for a ward's meeting evening; ends when it is told to stop."""
    from gunicorn.app.base import BaseApplication

    from nennep.cli import background

    settings = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": 4,
        "keepalive": 15,
        "graceful_timeout": 10,  # a process told to stop while it was still starting may miss it
        "preload_app": True,
        "loglevel": "warning",
        "proc_name": "nennep",
        "control_socket_disable": True,
        "when_ready": lambda arbiter: _bound_waiting(arbiter.LISTENERS),
        "post_worker_init": lambda _worker: background.start(),
    }

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            return _application()

    Site().run()


PATIENCE_SECONDS = 15
"""How long a thread waits for the next bytes of a phone that lost its network in the middle of a request."""


def _bound_waiting(listeners: Any) -> None:
    """Connections inherit the listener's patience: eight stalled phones do not hold all threads for ever."""
    patience = struct.pack("ll", PATIENCE_SECONDS, 0)
    for listener in listeners:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)


def _application() -> object:
    """The whole site, loaded once and shared by the processes that are forked from this one."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from django.urls import get_resolver

    application = get_wsgi_application()
    _ = get_resolver().url_patterns
    connections.close_all()  # a connection must not be carried over a fork
    gc.collect()
    gc.freeze()
    return application
