# SPDX-License-Identifier: EUPL-1.2
"""`gemengd sources fetch`: download public files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.options import progress_bar

if TYPE_CHECKING:
    from gemengd.sources.fetch import Address


class Publisher(StrEnum):
    """Publishers in the table of addresses."""

    duo = "duo"
    cbs = "cbs"


def fetch(
    publisher: Annotated[Publisher, typer.Argument(help="Whose files.")],
    year: Annotated[
        int | None, typer.Option(help="School year in which it starts, or reference year.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="One file of the list, for example pc4.")] = None,
    out: Annotated[Path, typer.Option(help="Folder to download to.")] = Path("downloads"),
    url: Annotated[str | None, typer.Option(help="One file from this address instead of the list.")] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Another folder to fetch from, such as a mirror.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list the addresses.")] = False,
    again: Annotated[bool, typer.Option(help="Download also what is here already.")] = False,
) -> None:
    """Download public files, taking up a broken download where it stopped, and check them."""
    from gemengd.sources.fetch import at_base, find, own_address

    chosen = (own_address(url),) if url else find(publisher.value, dataset=dataset, year=year)
    if base_url:
        chosen = tuple(at_base(address, base_url) for address in chosen)
    if list_:
        for address in chosen:
            print(_described(address))
        return
    for address in chosen:
        if address.reads or dataset is not None:
            _download(address, out, again)
        else:
            print(
                f"Left out {_named(address)}: gemengd does not read it yet. "
                f"To download it all the same, add --dataset {address.dataset}."
            )


def _named(address: Address) -> str:
    return f"{address.dataset} {address.year}" if address.year else address.dataset


def _described(address: Address) -> str:
    tried = "" if address.checked else f" (not tried by the makers; found in {address.found_in})"
    read = "" if address.reads else " [not read by gemengd yet]"
    return f"{_named(address)}: {address.title}{read}\n  {address.url}{tried}"


def _download(address: Address, out: Path, again: bool) -> None:
    from gemengd.sources.fetch import download

    # What no kind reads has columns that are not known: there is nothing to check it by.
    check = _is_known if address.reads else None
    with progress_bar() as progress:
        path = download(address, out, progress=progress, check=check, again=again)
    after = f"Next: gemengd sources import {path}" if address.reads else "gemengd does not read it yet."
    print(f"{path} ({address.licence}; {address.attribution}). {after}")


def _is_known(path: Path) -> None:
    from gemengd import sources

    sources.recognise(path)
