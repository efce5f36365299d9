# SPDX-License-Identifier: EUPL-1.2
"""A worker that dies is started again, ever more slowly when it dies at once; chores go on."""

from __future__ import annotations

import sys
from threading import Event, Timer

import pytest

from gemengd.web.work import chores, keeping
from gemengd.web.work.keeping import FIRST, LAST, WELL, keep, pause_after
from gemengd.web.work.kinds import Chore

DONE = []


def test_the_pause_doubles_with_every_quick_death_and_begins_anew_after_a_good_life():
    pauses = [pause_after(0, 1)]
    for _ in range(8):
        pauses.append(pause_after(pauses[-1], 1))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert pauses[0] == FIRST
    assert pauses[-1] == LAST
    assert pause_after(LAST, WELL + 1) == FIRST


def test_a_command_that_ends_is_started_again(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(keeping, "FIRST", 0.1)
    stop, seen = Event(), tmp_path / "seen"
    Timer(5, stop.set).start()
    keep((sys.executable, "-c", f"open({str(seen)!r}, 'a').write('x'); exit(3)"), stop)
    assert len(seen.read_text()) > 1
    assert "status 3" in capfd.readouterr().err


def test_a_command_is_told_to_stop_and_ended_when_it_does_not(monkeypatch):
    monkeypatch.setattr(keeping, "GRACE", 0.5)
    stop = Event()
    Timer(3, stop.set).start()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    keep((sys.executable, "-c", deaf), stop)


def write():
    DONE.append("written")


def fail():
    DONE.append("failed")
    raise KeyError("iemand@example.org")


@pytest.mark.django_db
def test_each_chore_is_done_when_it_is_due_and_one_that_fails_stops_no_other(caplog, monkeypatch):
    monkeypatch.setattr(chores, "close_old_connections", lambda: None)
    # Where this module is found depends on how it was imported.
    monkeypatch.setattr(chores, "import_string", lambda name: globals()[name])
    DONE.clear()
    now = 0.0
    turns = chores.Round((Chore("failing", "fail", 10), Chore("writing", "write", 25)), lambda: now)
    assert turns.turn() == 10
    now = 10
    assert turns.turn() == 10
    now = 25
    assert turns.turn() == 10
    assert DONE == ["failed", "written", "failed", "failed", "written"]
    assert "failing: KeyError" in caplog.text
    assert "iemand" not in caplog.text
