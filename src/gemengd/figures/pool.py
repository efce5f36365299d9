# SPDX-License-Identifier: EUPL-1.2
"""Drawing in processes that may break off: a picture that cannot be drawn costs that picture."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from queue import LifoQueue
from threading import Lock, Timer
from time import monotonic
from typing import Any, BinaryIO, cast

from gemengd.figures.child import read_message, write_message

SECONDS = 30.0
"""As long as a picture may take, the start of the process included."""
REMEMBERED = 600.0
"""Seconds for which a picture that broke a process off is not tried again."""


class PictureFailed(RuntimeError):  # noqa: N818 - said as a page says it
    """The picture could not be drawn; the process that tried broke off, took too long or gave an error.

    Attributes:
        reason: what happened, for a log; never a text of the picture.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the picture could not be drawn ({reason}); its numbers are in the table")


class Child:
    """One process that draws; started when it is first asked, and again after it broke off."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: bytes, seconds: float) -> bytes:
        """What the process answers.

        Args:
            question: as `gemengd.figures.child` reads it.
            seconds: as long as it may take.

        Raises:
            PictureFailed: it broke off, took too long or gave an error.
        """
        process = self._running()
        # Wherever it hangs, the end of the process ends the waiting for it.
        watch = Timer(seconds, process.kill)
        watch.start()
        try:
            write_message(cast("BinaryIO", process.stdin), question)
            body = read_message(cast("BinaryIO", process.stdout))
        except BrokenPipeError:
            body = None
        finally:
            late = watch.finished.is_set()
            watch.cancel()
        if body is None:
            code = self.end()
            raise PictureFailed(f"more than {seconds:.0f} s" if late else f"the process ended with {code}")
        if body[:1] == b"-":
            raise PictureFailed(body[1:].decode())
        return body[1:]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            # -P: what lies in the folder where somebody works is not imported.
            command = [sys.executable, "-P", "-m", "gemengd.figures.child"]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self._process

    def end(self) -> int | None:
        """End the process.

        Returns:
            Its exit status; None where there was none.
        """
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        return process.wait()


def _close(pipe: Any) -> None:
    # What was still to be written has no reader.
    with suppress(BrokenPipeError):
        pipe.close()


class Pool:
    """A few processes that draw, shared by the threads of this process.

    Args:
        size: how many draw at once; who asks for more waits.
    """

    def __init__(self, size: int = 1) -> None:
        self._children: LifoQueue[Child] = LifoQueue()
        for _ in range(size):
            self._children.put(Child())
        self._failed: dict[str, tuple[float, str]] = {}

    def draw(self, form: str, *, seconds: float = SECONDS, **given: Any) -> bytes:
        """What was drawn.

        Args:
            form: `svg`, `png` or `pdf`.
            seconds: as long as it may take.
            given: what that form needs, see `gemengd.figures.child`.

        Raises:
            PictureFailed: it could not be drawn.
        """
        question = json.dumps({"form": form, **given}).encode()
        name = hashlib.sha256(question).hexdigest()
        self._refuse_known(name)
        child = self._children.get()
        try:
            return child.ask(question, seconds)
        except PictureFailed as problem:
            # Every try costs the start of a process, so the answer stays the same for a while.
            self._failed[name] = (monotonic(), problem.reason)
            raise
        finally:
            self._children.put(child)

    def _refuse_known(self, name: str) -> None:
        fresh = monotonic() - REMEMBERED
        self._failed = {key: told for key, told in self._failed.items() if told[0] > fresh}
        if name in self._failed:
            raise PictureFailed(self._failed[name][1])

    def close(self) -> None:
        """End the processes; who draws meanwhile is told that it failed."""
        for child in list(self._children.queue):
            child.end()


_SIZE = 1
_LOCK = Lock()
_POOLS: dict[int, Pool] = {}


def shared_pool() -> Pool:
    """The pool of this process; one that was forked gets its own, not the pipes of its parent."""
    with _LOCK:
        if os.getpid() not in _POOLS:
            pool = _POOLS[os.getpid()] = Pool(_SIZE)
            atexit.register(pool.close)
        return _POOLS[os.getpid()]


def draw_svg(spec: Mapping[str, Any]) -> str:
    """A Vega-Lite specification as SVG, as vl-convert draws it.

    Raises:
        PictureFailed: it could not be drawn.
    """
    return shared_pool().draw("svg", spec=spec).decode()


def draw_png(spec: Mapping[str, Any], scale: float) -> bytes:
    """A Vega-Lite specification as PNG.

    Raises:
        PictureFailed: it could not be drawn.
    """
    return shared_pool().draw("png", spec=spec, scale=scale)


def write_pdf(html: str, pictures: Mapping[str, bytes], *, sides: int = 0) -> bytes | None:
    """A page as PDF/UA-1.

    Args:
        html: the page.
        pictures: the SVG of each picture by its address; it may show nothing else.
        sides: as many sides as it may have; 0 for as many as it takes.

    Returns:
        The document; None where it has more sides.

    Raises:
        PictureFailed: it could not be written.
    """
    encoded = {address: b64encode(picture).decode() for address, picture in pictures.items()}
    return shared_pool().draw("pdf", html=html, pictures=encoded, sides=sides) or None
