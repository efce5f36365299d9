# SPDX-License-Identifier: EUPL-1.2
"""What the site can take: requests a second, waiting time, CPU and memory of two workers, on loopback.

Run: `python benchmarks/site_load.py [SECONDS PER CASE] [FOLDER WITH THE PUBLIC FILES]`; by default 10 seconds
and `../shared/data`. The client runs on the same machine and takes its part of the processors, so the CPU
time of the workers per request is the figure that others disturb least. "first" asks for everything once,
with nothing kept; "again" for the same as before; "unchanged" with the ETag that the reader has already.
"""

from __future__ import annotations

import html
import http.client
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import pytest  # noqa: E402 - how the server of the tests says that there is none

from postgres_server import server as postgres  # noqa: E402

WORKERS, THREADS, READERS = 2, 4, 8
TICKS = os.sysconf("SC_CLK_TCK")
COUNTRY = (
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz",
    "cbs/cbs_pc4_2020_v1.xlsx",
    "schools/bo_jan2013.csv.gz",
    "geo/nl_postcode4.geojson.gz",
)
PUBLISH = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from gemengd.tables import Workspace
from gemengd.web.published.services import publish
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
publish(Workspace(settings.GEMENGD_WORKSPACE).version)
"""


@dataclass
class Site:
    """Two workers that answer, and the readers that ask them."""

    process: int
    port: int
    seconds: float
    address: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def workers(self) -> list[int]:
        """Numbers of the processes that answer."""
        tasks = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [int(number) for number in tasks.read_text(encoding="ascii").split()]

    def get(self, path: str, *, etag: str = "", open_: http.client.HTTPConnection | None = None) -> Answer:
        """Ask for one address."""
        connection = open_ or http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        # Each request as if from another address: the limit of the API counts per address.
        number = next(self.address)
        from_ = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {"Host": "localhost", "X-Forwarded-For": from_, "Accept-Encoding": "identity"}
        connection.request("GET", path, headers=headers | ({"If-None-Match": etag} if etag else {}))
        response = connection.getresponse()
        body = response.read()
        if open_ is None:
            connection.close()
        return Answer(response.status, response.headers.get("ETag", ""), body.decode("utf-8", "replace"))

    def measured(self, name: str, paths: Iterable[str], *, etag: str = "", expected: int = 200) -> None:
        """Let the readers ask, and print how that went."""
        asked, times, statuses = iter(paths), list[float](), Counter[int]()
        lock, until = threading.Lock(), time.monotonic() + self.seconds
        before, started = _cpu(self.workers), time.perf_counter()

        def read() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            while time.monotonic() < until:
                with lock:
                    path = next(asked, None)
                if path is None:
                    break
                start = time.perf_counter()
                status = self.get(path, etag=etag, open_=connection).status
                with lock:
                    times.append(time.perf_counter() - start)
                    statuses[status] += 1
            connection.close()

        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        passed, cpu = time.perf_counter() - started, _cpu(self.workers) - before
        if set(statuses) != {expected}:
            raise SystemExit(f"{name}: found the answers {dict(statuses)}, expected only {expected}")
        _print(name, times, passed, cpu)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    etag: str
    text: str


def main() -> None:
    """Both workspaces on both databases."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "data"
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}; {os.cpu_count()} processors", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, workspace in _workspaces(Path(folder), data):
            run(f"{name}, SQLite", workspace, "", seconds)
            try:
                with postgres("site") as url:
                    run(f"{name}, PostgreSQL", workspace, url, seconds)
            except pytest.skip.Exception as reason:
                print(f"PostgreSQL is left out: {reason}")
    print(f"load of the machine after: {os.getloadavg()[0]:.1f}")


def run(title: str, workspace: Path, database: str, seconds: float) -> None:
    """All cases on one site."""
    print(f"\n{title}\n{'':44} requests/s   median      p95   CPU each   requests", flush=True)
    with _site(workspace, database, seconds) as site:
        codes = _codes(site)
        pages = [f"/gemeente/{code}/" for code in codes]
        site.measured("municipality page, first", pages)
        _cases(site, "municipality page", pages[:8])
        pictures = [path for page in pages[:4] for path in _pictures(site.get(page).text)][:24]
        site.measured("figure (SVG), first", pictures)
        _cases(site, "figure (SVG)", pictures[:8])
        _cases(site, "API, municipalities", ["/api/v1/gemeenten"])
        _cases(site, "API, indicators of a municipality", [f"/api/v1/indicatoren?gemeente={codes[0]}"])
        for number, worker in enumerate(site.workers, 1):
            memory = _memory(worker)
            print(f"worker {number}: RSS {memory['Rss']:.0f} MB, PSS {memory['Pss']:.0f} MB", flush=True)


def _cases(site: Site, name: str, paths: list[str]) -> None:
    for path in paths * READERS:  # every worker has seen everything
        site.get(path)
    site.measured(f"{name}, again", itertools.cycle(paths))
    etag = site.get(paths[0]).etag
    site.measured(f"{name}, unchanged", itertools.repeat(paths[0]), etag=etag, expected=304)


def _codes(site: Site) -> list[str]:
    """Codes of the municipalities, by page of the API."""
    found, path = [], "/api/v1/gemeenten"
    while path:
        answer = json.loads(site.get(path).text)
        found += [row["gemeente"] for row in answer["results"]]
        following = answer["links"]["next"]
        path = "/" + following.split("/", 3)[3] if following else ""
    return list(dict.fromkeys(found))


def _pictures(page: str) -> list[str]:
    found = re.findall(r"(?:src|srcset)=\"(/gemeente/[^\" ]+\.svg[^\" ]*)", page)
    return [html.unescape(path) for path in dict.fromkeys(found)]


@contextmanager
def _site(workspace: Path, database: str, seconds: float) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "gemengd.web.settings",
            "GEMENGD_WORKSPACE": str(workspace),
            "GEMENGD_SITE_DATA": data,
            "GEMENGD_ADDRESS": f"http://localhost:{port}",
            "GEMENGD_PROXIES": "1",
            "DATABASE_URL": database,
        }
        subprocess.run([sys.executable, "-c", PUBLISH], env=environment, check=True)
        how = ("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS))
        where = ("--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning")
        command = [sys.executable, "-m", "gunicorn", "gemengd.web.wsgi", *how, *where]
        process = subprocess.Popen(command, env=environment)
        try:
            site = Site(process.pid, port, seconds)
            _wait(site)
            yield site
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(site: Site) -> None:
    for _ in range(300):
        try:
            if site.get("/gezond/").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the site did not start within a minute")


def _workspaces(folder: Path, data: Path) -> Iterator[tuple[str, Path]]:
    from gemengd import sources
    from gemengd.monitor import Settings, build
    from gemengd.sources.example import contribution
    from gemengd.tables import Workspace

    def built(name: str, contributions: list[object]) -> Path:
        workspace, now, settings = Workspace(folder / name), datetime.now(UTC), Settings()
        workspace.add(contributions, now=now)  # type: ignore[arg-type]
        workspace.store_monitor(build(workspace, settings), settings=settings.as_dict(), now=now)
        return workspace.folder

    yield "example region", built("example", [contribution()])
    files = [data / name for name in COUNTRY]
    if all(file.exists() for file in files):
        yield "the country", built("country", list(sources.read(files)))
    else:
        print(f"the country is left out: {data} does not hold the public files")


def _cpu(workers: list[int]) -> float:
    """Seconds of processor time that the workers used."""
    used = 0
    for worker in workers:
        parts = Path(f"/proc/{worker}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        used += int(parts[11]) + int(parts[12])
    return used / TICKS


def _memory(worker: int) -> dict[str, float]:
    """Megabytes of a worker: all it sees (Rss), and with what it shares divided (Pss)."""
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def _print(name: str, times: list[float], passed: float, cpu: float) -> None:
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"{name:44} {len(times) / passed:10.0f} {middle * 1000:6.0f} ms {late * 1000:6.0f} ms "
        f"{cpu / len(times) * 1000:7.1f} ms {len(times):10}",
        flush=True,
    )


if __name__ == "__main__":
    main()
