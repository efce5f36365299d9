# SPDX-License-Identifier: EUPL-1.2
"""Downloads that can break off at any moment without leaving half a file under its own name."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gemengd.sources.fetch.addresses import Address
from gemengd.sources.fetch.transfer import forget, transfer

if TYPE_CHECKING:
    import httpx


ATTEMPTS = 4
"""A connection that cannot be made is tried twice only: without network more tries only make people wait."""

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchFailed(RuntimeError):  # noqa: N818 - it says what happened
    """A download that did not succeed; the text says why, what is safe and what can be tried."""


def download(
    address: Address,
    folder: Path,
    *,
    progress: Callable[[str, int, int], None] | None = None,
    client: httpx.Client | None = None,
    check: Callable[[Path], object] | None = None,
    again: bool = False,
    attempts: int = ATTEMPTS,
    pause: Callable[[float], None] = time.sleep,
) -> Path:
    """Download a file, resuming an earlier attempt, and check it before it gets its name.

    The bytes go to `<name>.part`. When they are complete they are compared with the checksum (of the table,
    or the one written to `<name>.sha256` at the first download), looked at for being a web page, handed to
    `check`, and only then renamed in one step.

    Args:
        address: what to download; see `find` and `own_address`.
        folder: where the file goes; made when absent.
        progress: told (name, bytes so far, bytes in all or 0 when not known).
        client: an httpx client to use; by default one that follows redirects and obeys the proxy settings.
        check: called with the complete file, under its own name in a folder aside; what it raises refuses it.
        again: download also when the file is here already.
        attempts: how often a broken transfer is taken up again.
        pause: waits a number of seconds between attempts.

    Returns:
        The path of the file.

    Raises:
        FetchFailed: no connection, an error of the server, a file that is not what it should be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / address.name
    if final.exists() and not again:
        return _kept(final, address)
    part = folder / f"{address.name}.part"
    told = (lambda done, total: progress(address.name, done, total)) if progress else None
    with nullcontext(client) if client else _client() as opened:
        _transferred(opened, address, part, told=told, attempts=attempts, pause=pause)
    digest = _checked_sum(part, final, address)
    _refuse_page(part, address)
    _place(part, final, address, check)
    _sum_file(final).write_text(f"{digest}  {final.name}\n", encoding="utf-8")
    return final


def _client() -> httpx.Client:
    import httpx

    from gemengd import __version__

    headers = {"User-Agent": f"gemengd/{__version__}"}
    return httpx.Client(follow_redirects=True, timeout=httpx.Timeout(60, connect=15), headers=headers)


def _transferred(
    client: httpx.Client,
    address: Address,
    part: Path,
    *,
    told: Callable[[int, int], None] | None,
    attempts: int,
    pause: Callable[[float], None],
) -> None:
    import httpx

    for attempt in range(1, attempts + 1):
        try:
            return transfer(client, address.url, part, told)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            last = attempt == attempts or status not in _AGAIN | {416}
            failure = _status_failure(status, address)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            last, failure = attempt >= min(2, attempts), _no_connection(error, address)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
            last, failure = True, FetchFailed(f"{address.url} is no usable address: {error}. {_try(address)}")
        except httpx.TransportError as error:
            last, failure = attempt == attempts, _broken_off(error, address, part)
        if last:
            raise failure from None
        pause(2.0 ** (attempt - 1))
    return None


def _try(address: Address) -> str:
    origin = (
        ""
        if address.checked
        else (f" This address was not tried by the makers of gemengd; it was found in {address.found_in}.")
    )
    return (
        f"You can look for the file on the publisher's site, download it by hand and import it, or give "
        f"another address with --url or --base-url.{origin}"
    )


def _no_connection(error: Exception, address: Address) -> FetchFailed:
    host = urlsplit(address.url).hostname
    return FetchFailed(
        f"No connection to {host} ({error}). Nothing was changed; a part that came earlier is kept. "
        f"Is there a network here, and does it need a proxy (HTTPS_PROXY)? {_try(address)}"
    )


def _broken_off(error: Exception, address: Address, part: Path) -> FetchFailed:
    size = part.stat().st_size if part.exists() else 0
    return FetchFailed(
        f"The transfer of {address.name} broke off ({error}). The {size:,} bytes that came are kept in "
        f"{part.name}; run the same command again and it goes on from there. {_try(address)}"
    )


def _status_failure(status: int, address: Address) -> FetchFailed:
    means = {
        404: "there is no such file (any more)",
        410: "the file was taken away",
        401: "it asks for a login",
        403: "it refuses access",
    }.get(status, "an error of the server" if status >= 500 else "an error")
    return FetchFailed(f"{address.url} answers {status}: {means}. Nothing was changed. {_try(address)}")


def _kept(final: Path, address: Address) -> Path:
    expected = address.sha256 or _recorded(final)
    if expected and _sha256(final) != expected:
        raise FetchFailed(
            f"{final.name} is here already, but is not the file that was downloaded: its checksum differs. "
            "Nothing was changed. Move it away and run the command again."
        )
    return final


def _sum_file(final: Path) -> Path:
    return final.with_name(final.name + ".sha256")


def _recorded(final: Path) -> str | None:
    try:
        return _sum_file(final).read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError):
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked_sum(part: Path, final: Path, address: Address) -> str:
    digest = _sha256(part)
    expected = address.sha256 or _recorded(final)
    if expected is None or digest == expected:
        return digest
    forget(part)
    if address.sha256:
        why = "It is damaged, or the publisher replaced it."
    else:
        why = (
            "At the first download it was another file: the publisher has a new version, or this one is "
            f"damaged. To accept the new one, remove {_sum_file(final).name} and run the command again."
        )
    raise FetchFailed(
        f"{address.name} has the wrong checksum: found {digest}, expected {expected}. {why} "
        "The download was thrown away; nothing else was changed."
    )


def _refuse_page(part: Path, address: Address) -> None:
    with part.open("rb") as file:
        start = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head")):
        forget(part)
        raise FetchFailed(
            f"{address.url} gives a web page instead of data: the file was moved, or a login page or filter "
            f"stands between. The page was thrown away; nothing was changed. {_try(address)}"
        )


def _place(part: Path, final: Path, address: Address, check: Callable[[Path], object] | None) -> None:
    # The check sees the file under its own name (a reader may look at it), but not yet in its own place.
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=".checking-") as aside:
        waiting = Path(aside) / final.name
        part.replace(waiting)
        forget(part)
        if check is not None:
            try:
                check(waiting)
            except Exception as error:
                raise FetchFailed(
                    f"{address.name} was downloaded, but it is not the file that was expected: {error} "
                    f"The download was thrown away; nothing was changed. {_try(address)}"
                ) from error
        waiting.replace(final)
