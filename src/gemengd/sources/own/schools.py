# SPDX-License-Identifier: EUPL-1.2
"""Schools and home areas, as far as a municipality's own file tells of them."""

from __future__ import annotations

import polars as pl

from gemengd.sources.own.mapping import Mapping
from gemengd.tables.findings import Finding, InvalidTable
from gemengd.tables.schema import AREAS, SCHOOLS

_NAMES = {"board": "board_id"}
_LEVELS = {"pc4": "pc4", "pc6": "pc4", "buurt": "buurt", "wijk": "wijk"}
NO_SCHOOLS = (
    "The mapping does not say in which municipality and sector the schools are: "
    "import a file with the schools (DUO) as well."
)


def schools(said: pl.DataFrame, file: str) -> pl.DataFrame | None:
    """The table `schools`, or None when municipality or sector is not in the mapping.

    Args:
        said: per school, year and particulars the number of rows that say so.
        file: name of the file, for findings.

    Raises:
        InvalidTable: a school stands in two municipalities or sectors.
    """
    if not {"municipality_id", "sector"} <= set(said.columns):
        return None
    said = said.rename({old: new for old, new in _NAMES.items() if old in said.columns})
    _check_one(said, file)
    particulars = [name for name in SCHOOLS.columns if name in said.columns and name != "school_id"]
    years = said.group_by("school_id").agg(first_year=pl.col("year").min(), last_year=pl.col("year").max())
    # Where rows differ (a school that was renamed), the newest year decides, then the most rows.
    ordered = said.sort(
        "school_id", "year", "rows", *particulars, descending=[False, True, True, *_no(particulars)]
    )
    newest = ordered.group_by("school_id", maintain_order=True).agg(
        pl.col(name).drop_nulls().first() for name in particulars
    )
    table = newest.join(years, on="school_id").sort("school_id")
    if "name" not in table.columns:
        table = table.with_columns(name=pl.lit(None, pl.String))
    table = table.with_columns(pl.col("name").fill_null(pl.col("school_id")))
    if {"x", "y"} <= set(table.columns):
        table = table.with_columns(located=pl.when(pl.col("x").is_not_null()).then(pl.lit("given")))
    return table


def _no(names: list[str]) -> list[bool]:
    return [False] * len(names)


def _check_one(said: pl.DataFrame, file: str) -> None:
    findings = []
    for name in ("municipality_id", "sector"):
        # A school may move to another municipality by a merger, but not within one year.
        several = (
            said.group_by("school_id", "year")
            .agg(pl.col(name).unique().sort())
            .filter(pl.col(name).list.len() > 1)
        )
        findings += [
            Finding(
                f"school.{name.removesuffix('_id')}",
                f"school {school} in {', '.join(values)}",
                "one",
                file=file,
            )
            for school, _, values in several.sort("school_id", "year").iter_rows()
        ]
    if findings:
        raise InvalidTable(file, findings)


def areas(pupils: pl.DataFrame, mapping: Mapping) -> pl.DataFrame | None:
    """The table `areas` of the home areas, or None when they are not mapped or of the file's own making."""
    level = _LEVELS.get(mapping.home.kind) if mapping.home else None
    if level is None:
        return None
    abroad = pl.col("area_id").is_in(["BE", "DE", "OTHER"])
    known = pupils.select("area_id").drop_nulls().unique().sort("area_id")
    municipality = pl.when(~abroad).then(pl.lit("GM") + pl.col("area_id").str.slice(2, 4))
    table = known.with_columns(
        level=pl.when(abroad).then(pl.lit("abroad")).otherwise(pl.lit(level)),
        municipality_id=municipality if level in ("buurt", "wijk") else pl.lit(None, pl.String),
    )
    return table.filter(pl.col("area_id").is_not_null()).with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in AREAS.dtypes.items() if name not in table.columns
    )
