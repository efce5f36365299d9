# SPDX-License-Identifier: EUPL-1.2
"""Answers as ClamAV does (clamd(8), INSTREAM): whoever sends the word VIRUS has one."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class _Scan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(10)
        content = b""
        while (length := struct.unpack(">I", self.rfile.read(4))[0]) and command == b"zINSTREAM\0":
            content += self.rfile.read(length)
        if b"MUTE" in content:
            return
        found = b"Eicar-Signature FOUND" if b"VIRUS" in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


class _Unix(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def clamd_server(path: Path | None = None) -> Iterator[str]:
    """A running scanner.

    Args:
        path: of its socket; None for a port.

    Yields:
        Its address, as the setting wants it.
    """
    server = _Unix(str(path), _Scan) if path else _Tcp(("127.0.0.1", 0), _Scan)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"unix:{path}" if path else f"tcp:127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
