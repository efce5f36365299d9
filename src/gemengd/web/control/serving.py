# SPDX-License-Identifier: EUPL-1.2
"""Serving the site from one command: set up what is not there yet, then answer."""

from __future__ import annotations

import fcntl
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
    from gemengd.web.control.answering import Server

Say = Callable[[str], None]
FIRST_PORT = 8000
PORTS = 100
"""How many ports are tried, from the first on, where nobody chose one."""


class PortTakenError(OSError):
    """Something else answers on the address."""


def listen(host: str, port: int | None = None) -> socket.socket:
    """Take the address before anything is made, so that nobody else takes it meanwhile.

    Args:
        host: address to listen on.
        port: port to listen on; without it the first free one from 8000 on.

    Returns:
        A socket that listens; visitors who come early wait in its queue.

    Raises:
        PortTakenError: the port cannot be used, or none of those that were tried.
    """
    problem: OSError | None = None
    for wanted in range(FIRST_PORT, FIRST_PORT + PORTS) if port is None else (port,):
        try:
            return socket.create_server((host, wanted))
        except OSError as error:
            problem = error
    tried = f"Port {port}" if port else f"Each port from {FIRST_PORT} to {FIRST_PORT + PORTS - 1}"
    raise PortTakenError(
        f"{tried} of {host} cannot be used ({problem and problem.strerror}). "
        "Stop what is running there, or choose another with --port."
    )


def serve(server: Server, say: Say) -> None:
    """Set the site up and answer until stopped.

    Args:
        server: where and how.
        say: told what is being done, a line each; another process gets it too, so it can be pickled.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemengd.web.settings")
    _elsewhere(say)
    say(f"The site is at http://{'localhost' if server.host == '127.0.0.1' else server.host}:{server.port}/")
    say("Stop with Ctrl-C.")
    from gemengd.web.control.answering import Answering

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
    from django.conf import settings

    with _alone(Path(settings.GEMENGD_SITE_DATA), say):
        _make_what_lacks(say)


def _make_what_lacks(say: Say) -> None:
    from django.core.management import call_command

    _fill_workspace(say)
    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0, interactive=False)
    if not _collected():
        say("Collecting style sheets and scripts …")
        call_command("collectstatic", verbosity=0, interactive=False)
    _publish_first(say)
    _fill_index(say)


def _collected() -> bool:
    """Whether style sheets and scripts were collected since they changed; compressing them takes seconds."""
    from django.conf import settings

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return manifest.exists() and manifest.stat().st_mtime > max(path.stat().st_mtime for path in _sheets())


def _sheets() -> Iterator[Path]:
    """Every file that the apps serve as it is."""
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


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
        say("Protecting what is published …")
        publish(version)
        say(f"Version {version} of the workspace is published.")


def _fill_index(say: Say) -> None:
    """An installation from before the search had an index gets one."""
    from gemengd.web.search.models import Entry
    from gemengd.web.search.services import rebuild

    if not Entry.objects.exists():
        say("Making the index of the search …")
        rebuild()


@contextmanager
def _alone(data: Path, say: Say) -> Iterator[None]:
    """One set-up at a time: two that are started together on one folder would make the same things twice."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting up this site; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
