# SPDX-License-Identifier: EUPL-1.2
"""The packaged table of addresses that files can be downloaded from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Address:
    """One file to download.

    Attributes:
        kind: `duo`, `cbs`, or `own` for an address that the user gave.
        dataset: what it is, as a short name.
        title: what it is, for a reader.
        url: where it is.
        year: school year (duo) or reference year (cbs); None when the file holds several.
        licence: the terms.
        attribution: the words that outputs must carry.
        found_in: where the makers found the address.
        checked: True when the makers downloaded from it themselves.
        sha256: the checksum of the file in hex, None when not known.
        reads: False when no kind of file reads it yet.
    """

    kind: str
    dataset: str
    title: str
    url: str
    year: int | None = None
    licence: str = "not stated"
    attribution: str = ""
    found_in: str = ""
    checked: bool = False
    sha256: str | None = None
    reads: bool = True

    @property
    def name(self) -> str:
        """The name of the file: the last part of the address."""
        name = unquote(urlsplit(self.url).path).replace("\\", "/").rsplit("/", 1)[-1]
        return name.lstrip(".") or f"{self.kind}-{self.dataset}"


class UnknownAddress(LookupError):  # noqa: N818 - it says what it is
    """No download of that description is in the table; the text says which ones are."""


@cache
def addresses() -> tuple[Address, ...]:
    """All addresses of the package, in the order of `addresses.toml`."""
    text = files("gemengd.sources.fetch").joinpath("addresses.toml").read_text(encoding="utf-8")
    return tuple(Address(**entry) for entry in tomllib.loads(text)["address"])


def find(kind: str, *, dataset: str | None = None, year: int | None = None) -> tuple[Address, ...]:
    """The addresses of a kind, of one dataset or year when given; a file of several years has every year.

    Raises:
        UnknownAddress: there is none.
    """
    of_kind = [one for one in addresses() if one.kind == kind]
    of_set = [one for one in of_kind if dataset in (None, one.dataset)]
    found = tuple(one for one in of_set if year is None or one.year in (None, year))
    if found:
        return found
    there = of_set or of_kind or addresses()
    wanted = " ".join(str(part) for part in (kind, dataset, year) if part is not None)
    listed = ", ".join(_described(one) for one in there)
    raise UnknownAddress(
        f"There is no address for {wanted}. There are: {listed}. "
        "Have you found one yourself? Give it with --url, or download the file by hand and import it."
    )


def _described(address: Address) -> str:
    year = f" {address.year}" if address.year else ""
    return f"{address.kind} {address.dataset}{year}"


def at_base(address: Address, base_url: str) -> Address:
    """The same file under another folder address, such as a mirror inside the organisation."""
    return replace(address, url=f"{base_url.rstrip('/')}/{urlsplit(address.url).path.rsplit('/', 1)[-1]}")


def own_address(url: str, *, sha256: str | None = None) -> Address:
    """An address that the user gave."""
    return Address("own", "file", url, url, found_in="given by the user", checked=True, sha256=sha256)
