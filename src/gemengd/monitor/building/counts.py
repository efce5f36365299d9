# SPDX-License-Identifier: EUPL-1.2
"""The counts that the monitor starts from: pupils with the sector and municipality of their school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from gemengd.tables import Characteristic
from gemengd.tables.schema import SECTORS

FOCAL, OTHER = "focal", "other"
"""The two groups of a composition that is only known as a share."""

TOGETHER = "+"
"""Between the names of several focal groups that are taken together."""


class Source(Protocol):
    """What the monitor reads: a `gemengd.tables.Workspace`, or anything that answers like one."""

    def table(self, name: str) -> pl.DataFrame:
        """A canonical table."""
        ...

    @property
    def characteristics(self) -> Mapping[str, Characteristic]:
        """The characteristics known."""
        ...

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Particulars of the sources."""
        ...


@dataclass(frozen=True)
class Counts:
    """The tables of a workspace, made ready.

    Attributes:
        flows: year, sector, municipality_id, school_id, area_id, low, high: all pupils, by home area.
        social: the same with characteristic, group, focal and known: pupils by social characteristic.
        roles: characteristic, group, focal, known: the groups that are focal or of unknown composition.
        schools: canonical table.
        areas: canonical table.
        shapes: canonical table.
        residents: canonical table.
        fictional: whether the workspace holds invented data.
    """

    flows: pl.DataFrame
    social: pl.DataFrame
    roles: pl.DataFrame
    schools: pl.DataFrame
    areas: pl.DataFrame
    shapes: pl.DataFrame
    residents: pl.DataFrame
    fictional: bool


def load(source: Source) -> Counts:
    """Read a workspace and join pupils to their schools.

    Rows of a school that the table `schools` does not hold are left out: no municipality is known for them.
    """
    tables = _coded(source)
    schools = tables["schools"]
    attending = tables["pupils"].join(
        schools.select("school_id", "sector", "municipality_id"), on="school_id", how="inner"
    )
    roles = group_roles(source.characteristics).with_columns(
        pl.col(name).cast(tables["pupils"].schema[name]) for name in ("characteristic", "group")
    )
    social = pl.col("characteristic").is_in(roles["characteristic"].unique().implode())
    cell = ("year", "sector", "municipality_id", "school_id", "area_id")
    return Counts(
        flows=_summed(attending.filter(pl.col("characteristic") == "all"), cell),
        social=with_roles(_summed(attending.filter(social), (*cell, "characteristic", "group")), roles),
        roles=roles,
        schools=schools,
        areas=tables["areas"],
        shapes=tables["shapes"],
        residents=tables["residents"],
        fictional=bool(source.manifest.get("fictional", False)),
    )


def _coded(source: Source) -> dict[str, pl.DataFrame]:
    """The tables with their codes as numbers behind names (`Enum`), in the order of the names.

    Joining and sorting millions of rows by text takes many times longer.
    """
    tables = {name: source.table(name) for name in ("pupils", "schools", "areas", "shapes", "residents")}
    own = [name for definition in source.characteristics.values() for name in _names(definition)]
    kinds = {
        "school_id": _names_in(tables, ("school_id",)),
        # A municipality is an area as well, so that the two can be joined.
        "area_id": _names_in(tables, ("area_id", "municipality_id")),
        "sector": pl.Enum(sorted(SECTORS)),
        "characteristic": _names_in(tables, ("characteristic",), ["all", *source.characteristics]),
        "group": _names_in(tables, ("group",), ["all", FOCAL, OTHER, *own]),
    }
    kinds["municipality_id"] = kinds["area_id"]
    return {
        name: table.with_columns(
            pl.col(column).cast(kind) for column, kind in kinds.items() if column in table.columns
        )
        for name, table in tables.items()
    }


def _names(definition: Characteristic) -> list[str]:
    """The groups with a role, and the name that the focal groups have together."""
    return [*definition.focal, *definition.unknown, TOGETHER.join(definition.focal)]


def _names_in(
    tables: Mapping[str, pl.DataFrame], columns: Sequence[str], more: Sequence[str] = ()
) -> pl.Enum:
    parts = [
        table[column].drop_nulls().unique().to_list()
        for table in tables.values()
        for column in columns
        if column in table.columns
    ]
    return pl.Enum(sorted({name for part in (*parts, more) for name in part}))


def group_roles(characteristics: Mapping[str, Characteristic]) -> pl.DataFrame:
    """Focal and unknown groups of the social characteristics: characteristic, group, focal, known."""
    rows = [
        (name, group, group in definition.focal, group not in definition.unknown)
        for name, definition in characteristics.items()
        if definition.role == "social"
        for group in (*definition.focal, *definition.unknown)
    ]
    schema = {"characteristic": pl.String, "group": pl.String, "focal": pl.Boolean, "known": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def with_roles(frame: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Add `focal` and `known` by characteristic and group; a group without a role is known, not focal."""
    return frame.join(roles, on=["characteristic", "group"], how="left").with_columns(
        pl.col("focal").fill_null(False), pl.col("known").fill_null(True)
    )


def _summed(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    # Tracks and stages of one school are added up: segregation is measured between locations.
    # Sorted, so that every later sum runs in the same order and a build gives the same bits each time.
    ordered = rows.select(*key, "low", "high").sort(key)
    return ordered.group_by(key, maintain_order=True).agg(pl.col("low", "high").sum())
