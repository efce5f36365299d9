# SPDX-License-Identifier: EUPL-1.2
"""DUO: advice for secondary school given to pupils in the last year of primary school."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo.locations import coded, municipalities, of_kind, primary_schools
from gemengd.tables import Contribution

ADVICE: dict[str, tuple[str, str, str]] = {
    "VSO": ("vso", "voortgezet speciaal onderwijs", "special secondary"),
    "PRO": ("pro", "praktijkonderwijs", "practical training"),
    "VMBO_B": ("vmbo_b", "vmbo-basis", "vmbo basic"),
    "VMBO_B_K": ("vmbo_b_k", "vmbo-basis/kader", "vmbo basic/middle"),
    "VMBO_K": ("vmbo_k", "vmbo-kader", "vmbo middle"),
    "VMBO_K_GT": ("vmbo_k_gt", "vmbo-kader/gt", "vmbo middle/theoretical"),
    "VMBO_GT": ("vmbo_gt", "vmbo-gt", "vmbo theoretical"),
    "VMBO_GT_HAVO": ("vmbo_gt_havo", "vmbo-gt/havo", "vmbo theoretical/havo"),
    "HAVO": ("havo", "havo", "havo"),
    "HAVO_VWO": ("havo_vwo", "havo/vwo", "havo/vwo"),
    "VWO": ("vwo", "vwo", "vwo"),
    "ADVIES_NIET_MOGELIJK": ("none", "geen advies mogelijk", "no advice possible"),
}
"""Column to the name of the group and its labels (Dutch, English)."""

COLUMNS = (
    "PEILDATUM_LEERLINGEN",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "INSTELLINGSNAAM_VESTIGING",
    "POSTCODE_VESTIGING",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "SOORT_PO",
    "DENOMINATIE_VESTIGING",
    "BEVOEGD_GEZAG_NUMMER",
    *ADVICE,
)

LAST_STAGE = "8"
"""Advice is given in group 8."""

_NOTE = (
    "The file counts pupils in the last year by advice. It gives no totals, so it adds no rows of the "
    "characteristic 'all': small counts are suppressed, and their sum is known only as an interval."
)


def characteristic() -> dict[str, object]:
    """The definition of `advice`, in the form of `characteristics.toml`."""
    return {
        "role": "count",
        "ordered": True,
        "label": {"nl": "schooladvies", "en": "school advice"},
        "unknown": ["none"],
        "groups": {name: {"nl": dutch, "en": english} for name, dutch, english in ADVICE.values()},
    }


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """School advice by location: pupils of the characteristic `advice`, schools and areas, per school year.

    Args:
        contents: files with the columns `COLUMNS`.
        year: not needed: the files name their reference date.

    Raises:
        InvalidTable: the content cannot be right.
    """
    del year
    checks = Checks("DUO school advice")
    rows = of_kind(coded(parse(contents, "latin-1"), checks), "PEILDATUM_LEERLINGEN", checks)
    again = rows.filter(~pl.struct("PEILDATUM_LEERLINGEN", "school_id", "SOORT_PO").is_first_distinct())
    checks.rows(again, "VESTIGINGSCODE", "each location and kind of school once")
    rows = codes.with_counts(rows, list(ADVICE), checks)
    checks.refuse()
    return [_contribution(part, contents) for part in rows.partition_by("day", maintain_order=True)]


def _contribution(rows: pl.DataFrame, contents: Sequence[Content]) -> Contribution:
    day = rows.item(0, "day")
    year = codes.school_year(day)
    return terms.contribution(
        terms.DUO,
        contents,
        source_id=f"duo-advice-{year}",
        title=f"DUO, school advice in the last year of primary school, {year}-{year + 1}",
        reference_date=day,
        tables={
            "pupils": _pupils(rows, year),
            "schools": primary_schools(rows, year),
            "areas": municipalities(rows),
        },
        rows_read=rows.height,
        notes=[_NOTE],
        characteristics={"advice": characteristic()},
    )


def _pupils(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    parts = [
        rows.select(
            pl.lit(year).alias("year"),
            "school_id",
            pl.lit("advice").alias("characteristic"),
            pl.lit(name).alias("group"),
            pl.col(f"{column}_low").alias("low"),
            pl.col(f"{column}_high").alias("high"),
            "track",
            pl.lit(LAST_STAGE).alias("stage"),
            "_file",
            "_row",
        )
        for column, (name, _, _) in ADVICE.items()
    ]
    return pl.concat(parts)
