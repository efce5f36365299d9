# SPDX-License-Identifier: EUPL-1.2
"""`gemengd serve` on an empty machine: it sets everything up, answers, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(port, tmp_path):
    places = ("--workspace", tmp_path / "workspace", "--data", tmp_path / "site", "--port", port)
    return [sys.executable, "-m", "gemengd", "serve", "--workers", "1", *map(str, places)]


def _environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GEMENGD_", "DJANGO_"))}
    return kept | {"DATABASE_URL": ""}


@pytest.mark.slow
def test_one_command_serves_the_example_region(tmp_path):
    port = _free_port()
    process = subprocess.Popen(
        _command(port, tmp_path),
        env=_environment(),
        cwd=tmp_path,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    # A process that hangs must not hang the tests.
    watch = threading.Timer(150, os.killpg, (process.pid, signal.SIGKILL))
    watch.start()
    try:
        said = []
        while not said or "Ctrl-C" not in said[-1]:
            line = process.stdout.readline()
            assert line, "".join(said)
            said.append(line)
        assert f"http://localhost:{port}/" in "".join(said)
        client = httpx.Client(
            base_url=f"http://localhost:{port}", transport=httpx.HTTPTransport(retries=5), timeout=60
        )
        with client:
            home = client.get("/")
            assert home.status_code == 200
            assert "Oosterhaven" in client.get("/zoeken/?q=Oosterhaven", follow_redirects=True).text
            style = home.text.split('rel="stylesheet" href="')[1].split('"')[0]
            assert client.get(style).status_code == 200
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.read()
        assert process.wait(timeout=60) in (0, -signal.SIGTERM)
    finally:
        watch.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()


def test_a_port_that_is_taken_is_refused_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            _command(taken.getsockname()[1], tmp_path),
            env=_environment(),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 5
    assert "choose another with --port" in done.stderr
    assert list(tmp_path.iterdir()) == []
