# SPDX-License-Identifier: EUPL-1.2
"""Asks a real worker for work, and prints how each piece ended, as JSON.

Run as `python -m hostile_work.driver [FILE TO IMPORT ...]`.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import django
from django.core.management import call_command

PATIENCE = 150.0
"""Seconds; machines that run tests are busy."""


def main() -> None:
    """Every scenario in turn."""
    django.setup()
    call_command("migrate", verbosity=0)
    told = {"one_worker": one_worker(), "killed": killed(), "stopped": stopped()}
    if files := sys.argv[1:]:
        told["imports"] = imports([Path(file) for file in files])
    print(json.dumps(told))


def one_worker() -> dict[str, Any]:
    """A worker that meets everything that can go wrong, and goes on."""
    from gemengd.web.organisations.models import Kind, Organisation
    from gemengd.web.work.services import ask, cancel

    boards = [Organisation.objects.create(kind=Kind.BOARD, name=f"Bestuur {one}") for one in "ab"]
    person = _person()
    worker = start(slots=3)
    jobs = {kind: ask(kind, person) for kind in ("abort", "eat", "eat_at_once", "late", "fail", "leave")}
    for name, board in (("first", boards[0]), ("second", boards[0]), ("other", boards[1])):
        jobs[name] = ask("good", person, organisation=board, payload={"seconds": 4})
    for name in ("alone", "alone_too"):
        jobs[name] = ask("alone", person, payload={"seconds": 1})
    jobs["cancelled"] = ask("sleep", person)
    until(lambda: fresh(jobs["cancelled"]).doing)
    processes = [int(pid) for pid in fresh(jobs["cancelled"]).doing.split()]
    cancel(fresh(jobs["cancelled"]), person)
    until(lambda: all(fresh(job).ended for job in jobs.values()))
    told = {name: _told(job) for name, job in jobs.items()}
    told["worker_lives"] = worker.poll() is None
    told["left"] = [pid for pid in processes if there_is(pid)]
    told["stopped_as_it_should"] = stop(worker)
    return told


def killed() -> dict[str, Any]:
    """A worker that dies of something that no process survives, and the next one."""
    from gemengd.web.work.models import Worker
    from gemengd.web.work.services import ask, retry

    person = _person()
    worker = start(slots=1)
    lost, waits = ask("sleep", person), ask("good", person)
    until(lambda: fresh(lost).doing)
    process = int(fresh(lost).doing.split()[0])
    worker.kill()
    worker.wait()
    until(lambda: not there_is(process))
    after = start(slots=1)
    until(lambda: fresh(lost).ended and fresh(waits).ended)
    again = retry(fresh(lost), person)
    until(lambda: fresh(again).doing)
    told = {"lost": _told(lost), "waits": _told(waits), "again": fresh(again).state}
    told["workers"] = Worker.objects.count()
    stop(after)
    return told | {"again_after_stop": _told(again)}


def stopped() -> dict[str, Any]:
    """A worker that is kept going: when it dies, another comes."""
    from gemengd.web.work.models import Worker
    from gemengd.web.work.services import ask

    command = [sys.executable, "-m", "gemengd.web.work.keeping"]
    keeping = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=sys.stderr)
    until(Worker.objects.exists)
    before = Worker.objects.get().pid
    os.kill(before, signal.SIGKILL)
    job = ask("good", _person())
    until(lambda: fresh(job).ended)
    told = {"job": _told(job), "other": Worker.objects.exclude(pid=before).exists()}
    last = Worker.objects.latest("id").pid
    assert keeping.stdin is not None
    keeping.stdin.close()  # as when the server is gone
    keeping.wait(60)
    return told | {"left": there_is(last)}


def imports(files: list[Path]) -> dict[str, Any]:
    """Each file is imported by the page of the site, one after another, by one worker."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from accounts import BACKEND, make_user
    from gemengd.web.work.models import Job

    client = Client(headers={"host": "localhost"})
    client.force_login(make_user("beheer@example.org", is_superuser=True, is_staff=True), backend=BACKEND)
    worker = start(slots=1)
    told: dict[str, Any] = {}
    for file in files:
        client.post("/beheer/inlezen/", {"sent": SimpleUploadedFile(file.name, file.read_bytes())})
        job = Job.objects.latest("id")
        until(lambda job=job: fresh(job).ended)
        told[file.name] = _told(job) | {"page": client.get(f"/beheer/werk/{job.pk}/").content.decode()}
    told["worker_lives"] = worker.poll() is None
    stop(worker)
    return told


def start(slots: int) -> subprocess.Popen[bytes]:
    """A worker."""
    command = [sys.executable, "-m", "django", "work", "--slots", str(slots)]
    # Not our output: who waits for that would wait for the worker as well.
    worker = subprocess.Popen(command, stdout=sys.stderr)
    atexit.register(worker.terminate)
    return worker


def stop(worker: subprocess.Popen[bytes]) -> bool:
    """Stop it, and tell whether it left as it should."""
    worker.send_signal(signal.SIGTERM)
    return worker.wait(60) == 0


def until(so: Callable[[], Any]) -> None:
    """Wait until something is so."""
    began = monotonic()
    while not so():
        if monotonic() - began > PATIENCE:
            raise TimeoutError("it never came")
        sleep(0.2)


def fresh(job: Any) -> Any:
    """The job as it is now."""
    return type(job).objects.get(pk=job.pk)


def there_is(pid: int) -> bool:
    """Whether a process is there; one that ended and was not waited for is not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _person() -> Any:
    from gemengd.web.organisations.models import User

    return User.objects.first() or User.objects.create_user("iemand@example.org")


def _told(job: Any) -> dict[str, Any]:
    now = fresh(job)
    return {
        "state": now.state,
        "ending": now.ending,
        "problem": now.problem,
        "result": now.result,
        "started": now.started and now.started.timestamp(),
        "ended": now.ended and now.ended.timestamp(),
    }


if __name__ == "__main__":
    main()
