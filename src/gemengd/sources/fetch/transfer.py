# SPDX-License-Identifier: EUPL-1.2
"""One attempt to transfer a file, going on where an earlier attempt broke off."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

PIECE = 1 << 16


@dataclass(frozen=True)
class Beginning:
    """What is known of the file of which a part is here: enough to ask for the rest of the same file.

    Attributes:
        url: where it came from.
        etag, last_modified: the marks of this version; without either the transfer starts over.
    """

    url: str
    etag: str = ""
    last_modified: str = ""

    @property
    def mark(self) -> str:
        """The mark for `If-Range`; a weak ETag is none (RFC 9110, section 13.1.5)."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


def note_of(part: Path) -> Path:
    """The file beside a part that says what it is a part of."""
    return part.with_name(part.name + ".json")


def forget(part: Path) -> None:
    """Remove a part and its note."""
    part.unlink(missing_ok=True)
    note_of(part).unlink(missing_ok=True)


def transfer(
    client: httpx.Client, url: str, part: Path, progress: Callable[[int, int], None] | None = None
) -> None:
    """Make one request and write its body to the part.

    With a part and a mark of its version the rest is asked for with `Range` and `If-Range`; a server that
    does not know ranges, or has another version by now, sends the whole, and the part starts over.

    Args:
        client: an httpx client.
        url: where the file is.
        part: where the bytes go; what is there of the same version is kept.
        progress: told (bytes so far, bytes in all or 0).

    Raises:
        httpx.HTTPStatusError: the server answers with an error.
        httpx.TransportError: the connection fails or breaks off; what came is kept.
    """
    beginning = _beginning(part, url)
    start = part.stat().st_size if beginning else 0
    headers = {"Accept-Encoding": "identity"}
    if beginning and start:
        headers |= {"Range": f"bytes={start}-", "If-Range": beginning.mark}
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == 416 and _total(response) == start:
            return
        if response.status_code == 416:
            forget(part)
        response.raise_for_status()
        goes_on = (
            response.status_code == 206 and beginning is not None and _continues(response, start, beginning)
        )
        if response.status_code == 206 and not goes_on:
            forget(part)
            raise _broken("the server sent another piece than was asked for", response)
        _receive(response, part, start if goes_on else 0, url, progress)


def _beginning(part: Path, url: str) -> Beginning | None:
    try:
        found = Beginning(**json.loads(note_of(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if part.exists() and found.url == url and found.mark else None


def _continues(response: httpx.Response, start: int, beginning: Beginning) -> bool:
    given = str(response.headers.get("Content-Range", ""))
    same = bool(response.headers.get("ETag", beginning.etag) == beginning.etag)
    return given.startswith(f"bytes {start}-") and same


def _total(response: httpx.Response) -> int | None:
    total = response.headers.get("Content-Range", "").rsplit("/", 1)[-1]
    return int(total) if total.isdigit() else None


def _receive(
    response: httpx.Response,
    part: Path,
    start: int,
    url: str,
    progress: Callable[[int, int], None] | None,
) -> None:
    encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    length = response.headers.get("Content-Length", "")
    total = start + int(length) if length.isdigit() and not encoded else 0
    if not start:
        forget(part)
        # A body that is compressed on the way has no place at which it could be taken up again.
        _note(part, Beginning(url) if encoded else _marks(url, response))
    done = start
    with part.open("ab") as file:
        for piece in response.iter_bytes(PIECE) if encoded else response.iter_raw(PIECE):
            file.write(piece)
            done += len(piece)
            if progress:
                progress(done, total)
    if total and done != total:
        raise _broken(f"{done:,} of {total:,} bytes came", response)


def _marks(url: str, response: httpx.Response) -> Beginning:
    return Beginning(url, response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _note(part: Path, beginning: Beginning) -> None:
    note_of(part).write_text(json.dumps(asdict(beginning)), encoding="utf-8")


def _broken(text: str, response: httpx.Response) -> httpx.TransportError:
    import httpx

    return httpx.RemoteProtocolError(text, request=response.request)
