# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils of primary and special schools by kind and age, without their homes."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import dating, terms
from gemengd.sources.publishers.canonical import municipalities
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo.flows import AGES
from gemengd.sources.publishers.duo.schools import CODED, of_kind, primary_schools
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import counts, once

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


def _in_one_spelling(rows: pl.DataFrame, _checks: Checks) -> pl.DataFrame:
    number = pl.coalesce(name for name in MUNICIPALITY if name in rows.columns)
    return rows.with_columns(number.alias(MUNICIPALITY[0]))


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


KIND = Layout(
    name="duo-po-pupils",
    nl="DUO, leerlingen po per vestiging, soort en leeftijd",
    en="DUO, pupils in primary education by location, kind of school and age",
    columns=COLUMNS,
    what="DUO pupils of primary schools by kind and age",
    source="duo-po-pupils-{year}",
    title="DUO, pupils of primary and special schools by kind and age, {year}-{next}",
    dating=dating.IN_DAY,
    steps=(
        _in_one_spelling,
        *CODED,
        *of_kind("PEILDATUM"),
        once(_KEY, "VESTIGINGSCODE", "each kind and cluster once"),
        counts(*AGES),
    ),
    tables={
        "pupils": _pupils,
        "schools": primary_schools,
        "areas": municipalities("GEMEENTENAAM"),
    },
    terms=terms.DUO,
    notes=_notes,
).kind
