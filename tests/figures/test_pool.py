# SPDX-License-Identifier: EUPL-1.2
"""Drawing in other processes: the same bytes, and what breaks off costs one picture."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import vl_convert

from gemengd.figures import child
from gemengd.figures.pool import Child, PictureFailed, Pool, shared_pool, write_pdf


def spec(name="De Weefspoel"):
    """A bar with a name."""
    return {
        "data": {"values": [{"school": name, "pupils": 210}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "school", "type": "nominal"},
            "y": {"field": "pupils", "type": "quantitative"},
        },
    }


@pytest.fixture(scope="module")
def pool():
    pool = Pool()
    yield pool
    pool.close()


def process_of(pool):
    return pool._children.queue[0]._process


def test_svg_and_png_are_those_of_the_library(pool):
    assert pool.draw("svg", spec=spec()).decode() == vl_convert.vegalite_to_svg(spec())
    assert pool.draw("png", spec=spec(), scale=2) == vl_convert.vegalite_to_png(spec(), scale=2)


def test_one_process_draws_picture_after_picture(pool):
    pool.draw("svg", spec=spec())
    first = process_of(pool).pid
    pool.draw("svg", spec=spec("Het Getij"))
    assert process_of(pool).pid == first


@pytest.mark.parametrize("sign", ["\x01", "\ufffe"])
def test_a_sign_that_breaks_the_library_costs_one_picture(pool, sign):
    with pytest.raises(PictureFailed) as failed:
        pool.draw("svg", spec=spec(f"De{sign}Weefspoel"))
    assert failed.value.reason == f"the process ended with {-signal.SIGABRT}"
    assert "Weefspoel" not in str(failed.value)
    assert pool.draw("svg", spec=spec()).startswith(b"<svg")


def test_what_broke_a_process_is_not_tried_again_for_a_while(pool, monkeypatch):
    asked = []
    ask = Child.ask
    monkeypatch.setattr(Child, "ask", lambda *given: asked.append(given) or ask(*given))
    for _ in range(50):
        with pytest.raises(PictureFailed):
            pool.draw("svg", spec=spec("\x02"))
    assert len(asked) == 1


def test_an_error_of_the_library_is_told_by_its_kind_and_the_process_stays(pool):
    pool.draw("svg", spec=spec())
    before = process_of(pool).pid
    with pytest.raises(PictureFailed) as failed:
        pool.draw("svg", spec={"mark": "Jansen"})
    assert "Jansen" not in str(failed.value)
    with pytest.raises(PictureFailed, match="KeyError"):
        pool.draw("svg")
    assert process_of(pool).pid == before


def test_a_picture_that_takes_too_long_is_ended(pool):
    pool.draw("svg", spec=spec())
    stopped = process_of(pool).pid
    os.kill(stopped, signal.SIGSTOP)
    with pytest.raises(PictureFailed, match="more than 1 s"):
        pool.draw("svg", spec=spec("stopped"), seconds=1)
    assert not there_is(stopped)
    assert pool.draw("svg", spec=spec()).startswith(b"<svg")


def test_a_process_that_was_killed_between_two_pictures_is_started_again(pool):
    pool.draw("svg", spec=spec())
    process_of(pool).kill()
    process_of(pool).wait()
    assert pool.draw("svg", spec=spec()).startswith(b"<svg")


def test_threads_share_a_pool(pool):
    names = [f"school {number}" for number in range(8)]
    drawn = {}

    def draw(name):
        drawn[name] = pool.draw("svg", spec=spec(name))

    threads = [threading.Thread(target=draw, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(name.encode() in drawn[name] for name in names)


def test_a_process_that_eats_memory_is_ended():
    question = json.dumps({"form": "svg", "spec": spec()})
    code = (
        "import sys; from gemengd.figures import child; child.MEGABYTES = 1500\n"
        f"child.hold_memory()\nassert child.answer({question!r}.encode()).startswith(b'+')\n"
        "child.FORMS['svg'] = lambda _: b'x' * 1600 * 1024**2\n"
        f"print(child.answer({question!r}.encode()).decode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "-MemoryError\n", done.stderr


def test_drawing_ends_with_the_process_that_asked():
    code = (
        "import os, signal; from gemengd.figures.pool import shared_pool\n"
        "pool = shared_pool(); pool.draw('svg', spec={'mark': 'bar'})\n"
        "print(pool._children.queue[0]._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    wait_for_end(pid)
    assert not there_is(pid)


def wait_for_end(pid):
    """Wait for a process that is no child of this one; given up after a minute, or a failure would hang."""
    with contextlib.suppress(ProcessLookupError):
        ended = os.pidfd_open(pid)
        select.select([ended], [], [], 60)
        os.close(ended)


def there_is(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def test_each_process_has_a_pool_of_its_own(monkeypatch):
    mine = shared_pool()
    assert shared_pool() is mine
    monkeypatch.setattr(os, "getpid", lambda: 1)
    other = shared_pool()
    assert other is not mine


def test_what_a_library_prints_does_not_stand_between_the_answers():
    code = (
        "from gemengd.figures import child\n"
        "def loud(_):\n print('noise', flush=True)\n return b'drawn'\n"
        "child.FORMS['svg'] = loud\nchild.main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    child.write_message(process.stdin, b'{"form": "svg"}')
    process.stdin.close()
    assert child.read_message(process.stdout) == b"+drawn"
    assert child.read_message(process.stdout) is None
    assert process.stderr.read() == b"noise\n"
    process.stdout.close()
    process.stderr.close()
    assert process.wait() == 0


def test_a_document_of_too_many_sides_is_none():
    pytest.importorskip("weasyprint")
    page = "<html lang='nl'><title>x</title><p style='break-after: page'>a<p>b"
    assert write_pdf(page, {}, sides=1) is None
    assert write_pdf(page, {}, sides=2).startswith(b"%PDF")
    assert write_pdf(page, {}).startswith(b"%PDF")


def test_nothing_is_left_open():
    one = Child()
    one.ask(json.dumps({"form": "svg", "spec": spec()}).encode(), 30)
    one.end()
    del one
    gc.collect()  # a pipe that was left open would warn, and a warning is an error here
