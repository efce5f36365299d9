# SPDX-License-Identifier: EUPL-1.2
"""`gemengd sources map`: draft a mapping for a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gemengd.cli.outcome import REFUSED, stop


def map_(
    file: Annotated[Path, typer.Argument(help="CSV, Parquet, Excel or ODS.", exists=True, dir_okay=False)],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the draft; by default it is printed.")
    ] = None,
) -> None:
    """Draft a mapping (TOML) for a file of your own by looking at its columns."""
    from gemengd.sources.own import draft

    text = draft(file)
    if out is None:
        print(text, end="")
        return
    if out.exists():
        stop(f"{out} exists already; it is left as it is. Choose another name with --out.", REFUSED)
    out.write_text(text, encoding="utf-8")
    print(f"Wrote {out}. Read it, mend it, then: gemengd sources import {file} --mapping {out}")
