"""nennep serve: the site on this machine, behind nothing or behind a reverse proxy."""

import argparse
import os
import socket
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("NENNEP_PORT", "8000")))
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe; mặc định chỉ máy này")
    parser.add_argument("--workers", type=int, default=2)


def run(args: argparse.Namespace) -> int:
    problem = port_problem(args.host, args.port)
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
        except OSError:
            return (
                f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: NENNEP_PORT=8001 scripts/demo\n"
                f"Port {port} is in use. Choose another, for example: NENNEP_PORT=8001 scripts/demo"
            )
    return ""


def serve(host: str, port: int, workers: int) -> None:
    """Two processes of four threads: enough for a ward's meeting evening; returns when stopped."""
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{host}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": 4,
                "keepalive": 15,
                "preload_app": True,
                "accesslog": None,
                "loglevel": "warning",
                "proc_name": "nennep",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            from nennep.site.wsgi import application

            return application

    Site().run()
