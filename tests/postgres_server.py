# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server of our own: in a temporary folder, on a free port, as an unprivileged user.

As a command it runs another command against such a server:

    python tests/postgres_server.py pytest tests/web
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

VARIABLE = "GEMENGD_TEST_DATABASE_URL"
"""Names the database on which the tests of the site run; SQLite where it is absent."""


@contextmanager
def server(user: str = "counter") -> Iterator[str]:
    """A running server.

    Yields:
        The address of its database.
    """
    programs = _programs()
    # Not in pytest's folder: that is closed to other users, and the name of a socket may not be long.
    home = Path(tempfile.mkdtemp(prefix="gemengd-pg-"))
    as_user = _unprivileged(home)
    data, port = home / "data", _free_port()
    options = f"-F -c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={home}"
    initialise = (programs / "initdb", "-D", data, "-A", "trust", "-U", user, "-E", "UTF8", "--no-sync")
    try:
        _run(*as_user, *initialise)
        control = (*as_user, programs / "pg_ctl", "-D", data)
        _run(*control, "-w", "-l", home / "log", "-o", options, "start")
        try:
            yield f"postgresql://{user}@127.0.0.1:{port}/postgres"
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def absent(reason: str) -> NoReturn:
    """Skip the test, as something is not there that cannot be had here; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must not skip: {reason}")
    pytest.skip(reason)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    program = found[-1] if found else shutil.which("initdb")
    if program is None:
        absent("there is no PostgreSQL server: run scripts/system test")
    return Path(program).resolve().parent


def _unprivileged(home: Path) -> tuple[str, ...]:
    """What goes before a command, as PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    shutil.chown(home, "postgres", "postgres")
    return ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")


def _run(*command: str | Path) -> None:
    # Output to a file: the server keeps what it inherits open, and a pipe would wait for it.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([str(part) for part in command], stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run a command against a server."""
    try:
        with server("site") as url:
            return subprocess.run(command, env=os.environ | {VARIABLE: url}, check=False).returncode
    except pytest.skip.Exception as reason:
        print(f"Not run on PostgreSQL: {reason}", file=sys.stderr)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
