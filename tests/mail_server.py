# SPDX-License-Identifier: EUPL-1.2
"""A mail server of our own on a free port, which can be told to misbehave."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP (RFC 5321) to be sent mails.

    Attributes:
        behaviour: `""` (takes everything), `refuses` (550 to the address), `busy` (451 to the address),
            `closing` (421 to the address), `silent` (never answers the sender), `breaks` (hangs up before the
            mail), `breaks_after` (takes the mail and hangs up without an answer), `unwelcoming` (554 at the
            door) or `sender` (530 to the sender).
        taken: the mails that it took, as they came over the line.
        visits: number of connections.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.behaviour = ""
        self.taken: list[bytes] = []
        self.visits = 0
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Visit(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.visits += 1
        if self.server.behaviour == "unwelcoming":
            self._say(554, "not today")
            return
        self._say(220, "test")
        while line := self.rfile.readline():
            if not self._answer(line.decode().strip().upper()):
                return

    def _answer(self, line: str) -> bool:
        behaviour = self.server.behaviour
        if line.startswith("MAIL") and behaviour == "silent":
            self.server.over.wait(20)
            return False
        if line.startswith("MAIL") and behaviour == "sender":
            self._say(530, "who are you")
        elif line.startswith("RCPT") and behaviour in ("refuses", "busy", "closing"):
            code = {"refuses": 550, "busy": 451, "closing": 421}[behaviour]
            self._say(code, f"no, <{line.rsplit('<', maxsplit=1)[-1]}")
            return behaviour != "closing"
        elif line == "DATA":
            return self._take()
        elif line == "QUIT":
            self._say(221, "bye")
            return False
        else:
            self._say(250, "ok")
        return True

    def _take(self) -> bool:
        if self.server.behaviour == "breaks":
            return False
        self._say(354, "go on")
        text = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            text += line
        self.server.taken.append(text)
        if self.server.behaviour == "breaks_after":
            return False
        self._say(250, "taken")
        return True

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Any]:
    """A running server."""
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
        time.sleep(0)
