# SPDX-License-Identifier: EUPL-1.2
"""Who published a source and on what terms; every output carries the attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.tables import Contribution, Refusal, SourceFile


@dataclass(frozen=True)
class Terms:
    """Publisher, licence (SPDX name or words) and the attribution its users owe."""

    publisher: str
    licence: str
    attribution: str


DUO = Terms("DUO (Dienst Uitvoering Onderwijs)", "CC0-1.0", "Source: DUO")
CBS = Terms("CBS (Statistics Netherlands)", "CC-BY-4.0", "Source: CBS")
POSTCODE_SHAPES = Terms(
    "CBS, Kadaster (not named in the file)",
    "not stated in the file",
    "Source: CBS; postcode boundaries (c) CBS, (c) ESRI Nederland",
)
AREA_SHAPES = Terms(
    "CBS, Kadaster (not named in the file)", "not stated in the file", "Source: CBS, Kadaster"
)
LOCATED_SCHOOLS = Terms(
    "DUO (Dienst Uitvoering Onderwijs); coordinates added by others",
    "CC0-1.0 for the register; not stated for the coordinates",
    "Source: DUO",
)
MERGERS = Terms(
    "not stated (the codes are those of CBS)", "Apache-2.0 for the public copy", "Source: not stated"
)
AMSTERDAM = Terms(
    "ODISSEI School Choice",
    "Apache-2.0; the origin of the counts is not stated",
    "Source: ODISSEI School Choice (doi:10.5281/zenodo.7188622)",
)


def contribution(
    terms: Terms,
    contents: Sequence[Content],
    *,
    source_id: str,
    title: str,
    reference_date: date | None,
    tables: dict[str, pl.DataFrame],
    rows_read: int,
    refused: Sequence[Refusal] = (),
    notes: Sequence[str] = (),
    characteristics: dict[str, dict[str, object]] | None = None,
) -> Contribution:
    """A contribution under the terms of its publisher, with the files it came from (each once)."""
    return Contribution(
        source_id=source_id,
        title=title,
        publisher=terms.publisher,
        licence=terms.licence,
        attribution=terms.attribution,
        reference_date=reference_date,
        tables=tables,
        files=files_of(contents),
        rows_read=rows_read,
        refused=tuple(refused),
        notes=(*notes, *_passed_over(contents)),
        characteristics=characteristics or {},
    )


def _passed_over(contents: Sequence[Content]) -> list[str]:
    names = sorted({name for content in contents for name in content.member.beside})
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return [f"Passed over, in formats that gemengd does not read: {shown}."] if names else []


def files_of(contents: Sequence[Content]) -> tuple[SourceFile, ...]:
    """The files on disk that the contents came from, each once, in order."""
    return tuple(dict.fromkeys(content.member.given for content in contents))
