# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils of primary and special schools by kind and age, without their homes."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo.flows import AGES
from gemengd.sources.publishers.duo.locations import coded, municipalities, of_kind, primary_schools
from gemengd.tables import Contribution

MUNICIPALITY = ("GEMEENTENUMMER", "GEMEENTENNUMMER")
"""The second spelling is that of the public code; whether the file has it too is not known."""

COLUMNS = (
    "PEILDATUM",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "INSTELLINGSNAAM_VESTIGING",
    "POSTCODE_VESTIGING",
    "|".join(MUNICIPALITY),
    "GEMEENTENAAM",
    "SOORT_PO",
    "CLUSTER",
    "DENOMINATIE_VESTIGING",
    "BEVOEGD_GEZAG_NUMMER",
    *AGES,
)
"""Named in Song-wenfei/Find_Most_Suitable_Dutch_School_Around_You, `tools/update_duo_data.py`; the date, the
two numbers, the cluster and the outer ages only in the order of columns in edugis-repo/data-nl-scholen,
`addleerlingen.sh`."""

_LAYOUT = (
    "This layout is known from public code (Song-wenfei/Find_Most_Suitable_Dutch_School_Around_You, "
    "edugis-repo/data-nl-scholen) and was not checked against a file of DUO: compare the totals with those "
    "that DUO publishes."
)
_KEY = ("PEILDATUM", "school_id", "SOORT_PO", "CLUSTER")


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Pupils by location to one contribution per reference date: tables schools, pupils (all) and areas.

    Args:
        contents: files with the columns `COLUMNS`.
        year: not needed: the files name their reference date.

    Raises:
        InvalidTable: the content cannot be right.
    """
    del year
    checks = Checks("DUO pupils of primary schools by kind and age")
    frame = parse(contents, "latin-1")
    number = pl.coalesce(name for name in MUNICIPALITY if name in frame.columns)
    rows = of_kind(coded(frame.with_columns(number.alias(MUNICIPALITY[0])), checks), "PEILDATUM", checks)
    checks.rows(
        rows.filter(~pl.struct(_KEY).is_first_distinct()), "VESTIGINGSCODE", "each kind and cluster once"
    )
    rows = codes.with_counts(rows, list(AGES), checks)
    checks.refuse()
    return [_contribution(part, contents) for part in rows.partition_by("day", maintain_order=True)]


def _contribution(rows: pl.DataFrame, contents: Sequence[Content]) -> Contribution:
    day = rows.item(0, "day")
    year = codes.school_year(day)
    named = set(rows.get_column("_file"))
    return terms.contribution(
        terms.DUO,
        [content for content in contents if content.member.name in named],
        source_id=f"duo-po-pupils-{year}",
        title=f"DUO, pupils of primary and special schools by kind and age, {year}-{year + 1}",
        reference_date=day,
        tables={
            "pupils": _pupils(rows, year),
            "schools": primary_schools(rows, year),
            "areas": municipalities(rows),
        },
        rows_read=rows.height,
        notes=_notes(rows),
    )


def _pupils(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """The totals by location and kind of school: sums over ages, and over clusters of special education."""
    return (
        rows.group_by("school_id", "track", maintain_order=True)
        .agg(*_sums(), pl.col("_file", "_row").first())
        .with_columns(year=pl.lit(year), characteristic=pl.lit("all"), group=pl.lit("all"))
    )


def _sums() -> list[pl.Expr]:
    """Lowest and highest sum over all ages and rows."""
    return [pl.sum_horizontal(f"{age}_{end}" for age in AGES).sum().alias(end) for end in ("low", "high")]


def _notes(rows: pl.DataFrame) -> list[str]:
    low, high = rows.select(_sums()).row(0)
    if low == high:
        return [_LAYOUT]
    suppressed = (
        "Small counts by age are suppressed, so totals of schools are sums of intervals: "
        f"{low:,} to {high:,} pupils in all."
    )
    return [_LAYOUT, suppressed]
