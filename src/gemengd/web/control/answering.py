# SPDX-License-Identifier: EUPL-1.2
"""The processes that answer visitors: gunicorn with our settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gunicorn.app.base import BaseApplication


@dataclass(frozen=True)
class Server:
    """Where and how the site answers.

    Attributes:
        host: address to listen on.
        port: port to listen on.
        workers: processes that answer.
        threads: threads of each.
        held: descriptor of a socket that listens there already; it is taken over.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4
    held: int | None = None


class Answering(BaseApplication):  # type: ignore[misc]
    """Gunicorn, run from this process until it is stopped."""

    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings."""
        server = self._server
        settings = {
            "bind": f"{server.host}:{server.port}" if server.held is None else f"fd://{server.held}",
            "workers": server.workers,
            "threads": server.threads,
            "worker_class": "gthread",
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The site; each worker loads it after the fork, as polars keeps threads."""
        from gemengd.web.wsgi import application

        return application
