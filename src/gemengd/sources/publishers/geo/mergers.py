# SPDX-License-Identifier: EUPL-1.2
"""The list of municipal mergers up to 2017; dates are d-m-yyyy or dd-mm-yyyy."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import dating, terms
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import adds, refuses
from gemengd.tables import Refusal

COLUMNS = ("BESTAAN_TOT", "OUDE", "NIEUWE")

_INSIDE = pl.col("NIEUWE") != "#N/A"
"""Another country has no code."""

_KEY = ["old_id", "new_id", "date"]
_CODE = r"^GM\d{4}$"
_CODE_SAID = "a municipality code such as GM0363"


def _mergers(rows: pl.DataFrame, _year: int) -> pl.DataFrame:
    return rows.filter(_INSIDE).select(*_KEY, "_file", "_row").unique(_KEY, keep="first", maintain_order=True)


def _refused(rows: pl.DataFrame) -> list[Refusal]:
    outside, inside = rows.filter(~_INSIDE), rows.filter(_INSIDE)
    refusals = []
    if outside.height:
        reason = "the municipality went to another country"
        refusals.append(Refusal(reason, outside.height, outside.item(0, "OUDE")))
    if copies := inside.height - _mergers(rows, 0).height:
        again = inside.filter(~pl.struct(COLUMNS).is_first_distinct())
        refusals.append(Refusal("the same merger a second time", copies, again.item(0, "OUDE")))
    return refusals


def _notes(rows: pl.DataFrame) -> list[str]:
    last = rows.filter(_INSIDE).select(pl.col("date").max().dt.strftime("%d-%m-%Y")).item()
    return [f"The last merger in the file is of {last}; later mergers are not in it."]


KIND = Layout(
    name="mergers",
    nl="Gemeentelijke herindelingen",
    en="Municipal mergers",
    columns=COLUMNS,
    what="Municipal mergers",
    source="municipal-mergers",
    title="Municipal mergers",
    dating=dating.NONE,
    steps=(
        adds(
            date=pl.col("BESTAAN_TOT").str.to_date("%d-%m-%Y", strict=False),
            old_id=pl.col("OUDE"),
            new_id=pl.col("NIEUWE"),
        ),
        refuses(_INSIDE & pl.col("date").is_null(), "BESTAAN_TOT", "a date such as 1-1-2014"),
        refuses(_INSIDE & ~pl.col("OUDE").str.contains(_CODE), "OUDE", _CODE_SAID),
        refuses(_INSIDE & ~pl.col("NIEUWE").str.contains(_CODE), "NIEUWE", _CODE_SAID),
    ),
    tables={"mergers": _mergers},
    terms=terms.MERGERS,
    notes=_notes,
    refused=_refused,
).kind
