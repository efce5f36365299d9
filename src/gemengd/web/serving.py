# SPDX-License-Identifier: EUPL-1.2
"""Serving the site from one command: set up what is not there yet, then answer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gemengd.web.answering import Server

Say = Callable[[str], None]


class PortTakenError(OSError):
    """Something else answers on the address."""


def serve(server: Server, say: Say) -> None:
    """Set the site up and answer until stopped.

    Args:
        server: where and how.
        say: told what is being done, a line each; another process gets it too, so it can be pickled.

    Raises:
        PortTakenError: something else answers on the address; nothing was changed.
    """
    _refuse_taken(server)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemengd.web.settings")
    _elsewhere(say)
    say(f"The site is at http://{'localhost' if server.host == '127.0.0.1' else server.host}:{server.port}/")
    say("Stop with Ctrl-C.")
    from gemengd.web.answering import Answering

    with _work():
        Answering(server).run()


def _elsewhere(say: Say) -> None:
    """Set up in a process of its own: polars keeps threads, and workers forked beside them would hang."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as apart:
        apart.submit(set_up, say).result()


def set_up(say: Say) -> None:
    """Make what the site needs and lacks: a built workspace, a database, static files, a version to show."""
    import django

    django.setup()
    from django.core.management import call_command

    _fill_workspace(say)
    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0, interactive=False)
    if not _collected():
        say("Collecting style sheets and scripts …")
        call_command("collectstatic", verbosity=0, interactive=False)
    _publish_first(say)


def _collected() -> bool:
    """Whether style sheets and scripts were collected since they changed; compressing them takes seconds."""
    from django.conf import settings

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = (path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))
    return manifest.exists() and manifest.stat().st_mtime > max(path.stat().st_mtime for path in files)


def _fill_workspace(say: Say) -> None:
    from django.conf import settings

    from gemengd.monitor import Settings, build
    from gemengd.sources.example import contribution
    from gemengd.tables import Workspace

    workspace = Workspace(settings.GEMENGD_WORKSPACE)
    if not workspace.exists:
        say(f"{workspace.folder} is empty: storing the FICTIONAL example region in it …")
        workspace.add([contribution()], now=datetime.now(UTC))
    if not workspace.built:
        say("Building the monitor …")
        chosen = Settings()
        workspace.store_monitor(build(workspace, chosen), settings=chosen.as_dict(), now=datetime.now(UTC))


def _publish_first(say: Say) -> None:
    from django.conf import settings

    from gemengd.tables import Workspace
    from gemengd.web.published.models import Publication
    from gemengd.web.published.services import publish

    version = Workspace(settings.GEMENGD_WORKSPACE).version
    if version is not None and not Publication.objects.exists():
        publish(version)
        say(f"Version {version} of the workspace is published.")


def _refuse_taken(server: Server) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as error:
            raise PortTakenError(
                f"Port {server.port} of {server.host} cannot be used ({error.strerror}). "
                "Stop what is running there, or choose another with --port."
            ) from error


@contextmanager
def _work() -> Iterator[None]:
    """A process beside the server that keeps a worker going, for what is asked for on the site."""
    command = [sys.executable, "-m", "gemengd.web.work.keeping"]
    # The pipe is never written to: its end tells that the server is gone, however it went.
    keeping = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own interpreter
    try:
        yield
    finally:
        keeping.terminate()
        keeping.wait(timeout=30)
