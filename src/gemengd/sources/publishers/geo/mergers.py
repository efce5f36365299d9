# SPDX-License-Identifier: EUPL-1.2
"""The list of municipal mergers up to 2017."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import terms
from gemengd.sources.publishers.checks import Checks
from gemengd.tables import Contribution, Refusal

COLUMNS = ("BESTAAN_TOT", "OUDE", "NIEUWE")

_NO_CODE = "#N/A"


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Mergers: old code, new code, and the first day of the new municipality (table mergers).

    Args:
        contents: files with the columns `COLUMNS`; dates are d-m-yyyy or dd-mm-yyyy.
        year: not used.

    Raises:
        InvalidTable: a code or date cannot be read.
    """
    del year
    rows = parse(contents, "latin-1").with_columns(
        pl.col("BESTAAN_TOT").str.to_date("%d-%m-%Y", strict=False).alias("date")
    )
    outside = rows.filter(pl.col("NIEUWE") == _NO_CODE)
    inside = rows.filter(pl.col("NIEUWE") != _NO_CODE)
    _check(inside)
    table = inside.select(
        pl.col("OUDE").alias("old_id"), pl.col("NIEUWE").alias("new_id"), "date", "_file", "_row"
    )
    single = table.unique(["old_id", "new_id", "date"], keep="first", maintain_order=True)
    last = single.select(pl.col("date").max().dt.strftime("%d-%m-%Y")).item()
    return [
        terms.contribution(
            terms.MERGERS,
            contents,
            source_id="municipal-mergers",
            title="Municipal mergers",
            reference_date=None,
            tables={"mergers": single},
            rows_read=rows.height,
            refused=_refusals(outside, inside, table.height - single.height),
            notes=[f"The last merger in the file is of {last}; later mergers are not in it."],
        )
    ]


def _check(rows: pl.DataFrame) -> None:
    checks = Checks("Municipal mergers")
    checks.rows(rows.filter(pl.col("date").is_null()), "BESTAAN_TOT", "a date such as 1-1-2014")
    for column in ("OUDE", "NIEUWE"):
        wrong = rows.filter(~pl.col(column).str.contains(r"^GM\d{4}$"))
        checks.rows(wrong, column, "a municipality code such as GM0363")
    checks.refuse()


def _refusals(outside: pl.DataFrame, inside: pl.DataFrame, copies: int) -> list[Refusal]:
    refusals = []
    if outside.height:
        refusals.append(
            Refusal("the municipality went to another country", outside.height, outside.item(0, "OUDE"))
        )
    if copies:
        again = inside.filter(~pl.struct(COLUMNS).is_first_distinct())
        refusals.append(Refusal("the same merger a second time", copies, again.item(0, "OUDE")))
    return refusals
