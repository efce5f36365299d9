# SPDX-License-Identifier: EUPL-1.2
"""The canonical tables: their columns, keys and the values that may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

SECTORS = ("po", "so", "vo")
"""Ordinary primary, special (sbo, so, vso), secondary."""

LEVELS = ("pc4", "buurt", "wijk", "gemeente", "square", "abroad")
"""Kinds of area. `abroad` holds the home codes of pupils who live outside the Netherlands."""

LOCATED = ("address", "postcode6", "postcode4", "given")
"""How the point of a school was found, from fine to coarse; `given` when the source does not say."""

NAME = r"^[a-z][a-z0-9_]*$"
MUNICIPALITY = r"^GM\d{4}$"
IDENTIFIER = r"^\S(.*\S)?$"

RD_X = (-7_000.0, 300_000.0)
RD_Y = (289_000.0, 629_000.0)
"""The range of validity of EPSG:28992 in metres, rounded outwards."""


@dataclass(frozen=True)
class Column:
    """One column: type, whether it may be empty, and the rule its values keep.

    Attributes:
        dtype: the polars type.
        optional: True when a value may be absent.
        pattern: regular expression for text.
        choices: the only values allowed.
        between: lowest and highest value allowed.
        expected: the rule in words, for findings.
        code: True for what is compared and never read as prose, so that no sign in it may be invisible.
    """

    dtype: pl.DataType | type[pl.DataType]
    optional: bool = False
    pattern: str | None = None
    choices: tuple[str, ...] | None = None
    between: tuple[float, float] | None = None
    expected: str = ""
    code: bool = False


@dataclass(frozen=True)
class Table:
    """One canonical table.

    Attributes:
        name: name of the table.
        columns: column name to rule, in order.
        key: the columns that together occur once.
    """

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Column name to polars type."""
        return {name: _instance(column.dtype) for name, column in self.columns.items()}

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=self.dtypes)


def _instance(dtype: pl.DataType | type[pl.DataType]) -> pl.DataType:
    return dtype() if isinstance(dtype, type) else dtype


_IDENTIFIER = Column(pl.String, pattern=IDENTIFIER, expected="a code without spaces around it", code=True)
_NAME = Column(pl.String, pattern=NAME, expected="a lower-case name such as parental_education")
_GROUP = Column(pl.String, pattern=IDENTIFIER, expected="the name of a group", code=True)
_YEAR = Column(pl.Int32, between=(1900, 2100), expected="the year in which the school year starts")
_LOW = Column(pl.Int64, between=(0, 1e9), expected="a count of 0 or more")
_HIGH = Column(pl.Int64, between=(0, 1e9), expected="a count of 0 or more, not below 'low'")
_TEXT = Column(pl.String, optional=True)
_CODE = Column(pl.String, optional=True, code=True)
_MUNICIPALITY = Column(pl.String, pattern=MUNICIPALITY, expected="a municipality code such as GM0363")
_X = Column(pl.Float64, optional=True, between=RD_X, expected="metres east in EPSG:28992 (RD)")
_Y = Column(pl.Float64, optional=True, between=RD_Y, expected="metres north in EPSG:28992 (RD)")

PUPILS = Table(
    "pupils",
    {
        "year": _YEAR,
        "school_id": _IDENTIFIER,
        "area_id": Column(
            pl.String,
            optional=True,
            pattern=IDENTIFIER,
            expected="the code of the home area, or empty",
            code=True,
        ),
        "characteristic": _NAME,
        "group": _GROUP,
        "low": _LOW,
        "high": _HIGH,
        "track": _CODE,
        "stage": _CODE,
    },
    ("year", "school_id", "area_id", "characteristic", "group", "track", "stage"),
)

SCHOOLS = Table(
    "schools",
    {
        "school_id": _IDENTIFIER,
        "name": Column(pl.String, pattern=IDENTIFIER, expected="the name of the school"),
        "sector": Column(pl.String, choices=SECTORS, expected="po, so or vo"),
        "board_id": _CODE,
        "municipality_id": _MUNICIPALITY,
        "denomination": _TEXT,
        "area_id": _CODE,
        "x": _X,
        "y": _Y,
        "located": Column(
            pl.String, optional=True, choices=LOCATED, expected="address, postcode6, postcode4 or given"
        ),
        "capacity": Column(pl.Int64, optional=True, between=(0, 1e5), expected="a number of places"),
        "tracks": Column(pl.List(pl.String), optional=True, code=True),
        "first_year": _YEAR,
        "last_year": _YEAR,
    },
    ("school_id",),
)

AREAS = Table(
    "areas",
    {
        "area_id": _IDENTIFIER,
        "level": Column(pl.String, choices=LEVELS, expected=f"one of {', '.join(LEVELS)}"),
        "name": _TEXT,
        "municipality_id": Column(
            pl.String, optional=True, pattern=MUNICIPALITY, expected="a municipality code such as GM0363"
        ),
        "x": _X,
        "y": _Y,
        "address_density": Column(
            pl.Float64, optional=True, between=(0, 1e5), expected="addresses per square kilometre"
        ),
    },
    ("area_id",),
)

SHAPES = Table(
    "shapes",
    {"area_id": _IDENTIFIER, "wkb": Column(pl.Binary, expected="a polygon as WKB, EPSG:28992")},
    ("area_id",),
)

RESIDENTS = Table(
    "residents",
    {
        "year": _YEAR,
        "area_id": _IDENTIFIER,
        "characteristic": _NAME,
        "group": _GROUP,
        "low": _LOW,
        "high": _HIGH,
        "value": Column(pl.Float64, optional=True, between=(0, 1e9), expected="the published number"),
    },
    ("year", "area_id", "characteristic", "group"),
)

MERGERS = Table(
    "mergers",
    {
        "old_id": _MUNICIPALITY,
        "new_id": _MUNICIPALITY,
        "date": Column(pl.Date, expected="the first day of the new municipality"),
    },
    ("old_id", "new_id", "date"),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (PUPILS, SCHOOLS, AREAS, SHAPES, RESIDENTS, MERGERS)
}
