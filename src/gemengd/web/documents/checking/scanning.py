# SPDX-License-Identifier: EUPL-1.2
"""Asking ClamAV about a file, where whoever runs the site set that up (`GEMENGD_CLAMD`)."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext

from gemengd.web.documents.checking.refusal import RefusedError

SECONDS = 30.0
"""How long the scanner may be silent."""
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


def scan(content: bytes) -> bool:
    """Ask the scanner about a file.

    Args:
        content: the whole file.

    Returns:
        True when it was found clean; False where no scanner is set up.

    Raises:
        RefusedError: something was found, or the scanner does not answer.
    """
    if not settings.GEMENGD_CLAMD:
        return False
    try:
        answer = _asked(settings.GEMENGD_CLAMD, content)
    except (OSError, ValueError) as problem:
        raise RefusedError(
            gettext("We cannot check files for viruses just now, so we do not take any. Try again later.")
        ) from problem
    if answer.endswith(b"FOUND"):
        raise RefusedError(gettext("The virus scanner found something in this file."))
    if not answer.endswith(b": OK"):
        raise RefusedError(gettext("The virus scanner could not check this file."))
    return True


def _asked(address: str, content: bytes) -> bytes:
    with _connected(address) as scanner:
        scanner.settimeout(SECONDS)
        # Each part with its length before it, and an empty one at the end (clamd(8), INSTREAM).
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            part = content[start : start + _CHUNK]
            scanner.sendall(struct.pack(">I", len(part)) + part)
        scanner.sendall(struct.pack(">I", 0))
        return b"".join(_answer(scanner)).strip(b"\0 \r\n")


def _answer(scanner: socket.socket) -> Iterator[bytes]:
    length = 0
    while length < _LONGEST_ANSWER and (part := scanner.recv(1024)):
        length += len(part)
        yield part
        if part.endswith(b"\0"):
            return


def _connected(address: str) -> socket.socket:
    """A connection with `unix:/path` or `tcp:host:port`."""
    if address.startswith("unix:"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(SECONDS)
        try:
            scanner.connect(address.removeprefix("unix:"))
        except OSError:
            scanner.close()
            raise
        return scanner
    found = re.fullmatch(r"tcp:(.+):(\d+)", address)
    if found is None:
        raise ValueError(f"found {address!r}, expected unix:/path or tcp:host:port")
    return socket.create_connection((found[1], int(found[2])), timeout=SECONDS)
