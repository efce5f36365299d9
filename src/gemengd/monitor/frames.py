# SPDX-License-Identifier: EUPL-1.2
"""The frames of the monitor: their columns, types and meaning."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

CELL = ("municipality_id", "sector", "year", "characteristic")
"""What an indicator is computed for."""

PLACE = ("municipality_id", "sector", "year")
"""A municipality's schools of one sector in one school year."""


@dataclass(frozen=True)
class Field:
    """A column of a frame: its type and what it says."""

    dtype: pl.DataType
    meaning: str


@dataclass(frozen=True)
class Frame:
    """A frame: its columns in order, and the columns that together occur once."""

    fields: dict[str, Field]
    key: tuple[str, ...]

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Column name to polars type."""
        return {name: field.dtype for name, field in self.fields.items()}


_TEXT, _WHOLE, _NUMBER, _YEAR, _FLAG = pl.String(), pl.Int64(), pl.Float64(), pl.Int32(), pl.Boolean()

_CELL = {
    "municipality_id": Field(_TEXT, "code of today, such as GM0363"),
    "sector": Field(_TEXT, "po, so or vo"),
    "year": Field(_YEAR, "the year in which the school year starts"),
    "characteristic": Field(_TEXT, "how pupils are told apart; `all` where a number does not depend on it"),
}
_PLACE = {name: _CELL[name] for name in PLACE}
_STATUS = {"status": Field(_TEXT, "`ok`, or a reason from gemengd.measure or gemengd.monitor.statuses")}
_ESTIMATE = {
    "estimate": Field(_NUMBER, "the number"),
    "se": Field(_NUMBER, "standard error"),
    "low": Field(_NUMBER, "lower end of the confidence interval; of D, null where it is not above chance"),
    "high": Field(_NUMBER, "upper end of the confidence interval"),
    "level": Field(_NUMBER, "D without its chance part"),
    "level_low": Field(_NUMBER, "lower end of the confidence interval of `level`"),
    "level_high": Field(_NUMBER, "upper end of the confidence interval of `level`"),
    "p_value": Field(_NUMBER, "of D: how often a lottery is as uneven; of a change: two-sided, of no change"),
    "expected": Field(_NUMBER, "what chance alone would give"),
    "expected_error": Field(_NUMBER, "Monte-Carlo error of `expected`; 0 where it is exact"),
    "excess": Field(_NUMBER, "(estimate - expected) / (1 - expected)"),
    "bound_low": Field(_NUMBER, "lowest value that fits counts that are intervals"),
    "bound_high": Field(_NUMBER, "highest value that fits counts that are intervals"),
    "units": Field(_WHOLE, "schools or areas behind it (years between, for a change)"),
    "pupils": Field(_NUMBER, "pupils behind it"),
}
NUMBERS = (*_ESTIMATE, "status")

_PLACES = {
    **_PLACE,
    "name": Field(_TEXT, "name of the municipality; its code when no source names it"),
    "pupils": Field(_WHOLE, "pupils at schools in the municipality (the lowest number that fits)"),
    "pupils_high": Field(_WHOLE, "the highest number that fits; equal to `pupils` unless counts are hidden"),
    "schools": Field(_WHOLE, "school locations"),
    "address_density": Field(_NUMBER, "addresses per km2 around the pupils' homes, weighted by pupils"),
    "fictional": Field(_FLAG, "True when the workspace holds invented data"),
}
_GROUPS = {
    **_CELL,
    "group": Field(_TEXT, "name of the group; for an expected composition the focal group and `other`"),
    "pupils": Field(_NUMBER, "pupils; a fraction when expected, null when only an interval is known"),
    "low": Field(_NUMBER, "lowest number of pupils that fits"),
    "high": Field(_NUMBER, "highest number of pupils that fits"),
    "share": Field(_NUMBER, "share of the pupils in known groups, 0-1"),
    "known": Field(_FLAG, "False for a group of pupils of unknown composition"),
    "focal": Field(_FLAG, "True for the groups whose separation is measured"),
    "basis": Field(_TEXT, "`observed` at the school or `expected` from the home areas"),
    "residents_year": Field(_YEAR, "year of the residents behind an expected composition"),
    **_STATUS,
}
_COVERAGE = {
    **_CELL,
    "basis": Field(_TEXT, "`observed` or `expected`"),
    "residents_year": Field(_YEAR, "year of the residents behind an expected composition"),
    "schools": Field(_WHOLE, "school locations in the municipality"),
    "schools_used": Field(_WHOLE, "of which the composition is known"),
    "pupils": Field(_NUMBER, "pupils at these locations"),
    "pupils_used": Field(_NUMBER, "of known composition, all indicators rest on these"),
    "abroad_or_unknown": Field(_NUMBER, "pupils left out: they live abroad or it is not known where"),
    "composition_secret": Field(_NUMBER, "pupils left out: the composition of their area is not published"),
    "composition_absent": Field(_NUMBER, "pupils left out: their area is not in the table of residents"),
    "areas_used": Field(_WHOLE, "home areas of the pupils used, null when not known"),
    **_STATUS,
}
_INDICATORS = {
    **_CELL,
    "indicator": Field(_TEXT, "see docs/reference/indicators.md"),
    **_ESTIMATE,
    "step": Field(_NUMBER, "to what the numbers were rounded for protection; null before it"),
    **_STATUS,
}
_CALIBRATIONS = {
    **_CELL,
    "indicator": Field(_TEXT, "D"),
    "true": Field(_NUMBER, "a level without chance, 0 to 1"),
    "mean": Field(_NUMBER, "what the index of counts reads on average at that level; at 0 the chance level"),
    "error": Field(_NUMBER, "standard deviation of what it reads"),
}
_SCHOOLS = {
    "year": _CELL["year"],
    "school_id": Field(_TEXT, "location code"),
    "name": Field(_TEXT, "name of the location"),
    "municipality_id": _CELL["municipality_id"],
    "sector": _CELL["sector"],
    "board_id": Field(_TEXT, "the board (bevoegd gezag)"),
    "denomination": Field(_TEXT, "as in the source"),
    "area_id": Field(_TEXT, "area in which the school stands"),
    "x": Field(_NUMBER, "metres east, EPSG:28992"),
    "y": Field(_NUMBER, "metres north, EPSG:28992"),
    "located": Field(_TEXT, "how the point was found; `area` when it is the point of the school's area"),
    "characteristic": _CELL["characteristic"],
    "pupils": Field(_NUMBER, "pupils in known groups"),
    "focal_pupils": Field(_NUMBER, "pupils in the focal groups"),
    "focal_share": Field(_NUMBER, "focal_pupils / pupils"),
    "local": Field(_NUMBER, "local segregation score: sum over groups of p_g|j ln(p_g|j / p_g)"),
    "contribution_M": Field(_NUMBER, "part of M of the municipality that comes from this school"),
    "contribution_D": Field(_NUMBER, "part of D of the municipality that comes from this school"),
    "own_share": Field(_NUMBER, "focal share of the areas where its own pupils live, weighted by them"),
    "near_share": Field(_NUMBER, "focal share of all pupils who live near the school"),
    "near_pupils": Field(_NUMBER, "pupils in known groups who live near the school"),
    "near_schools": Field(_WHOLE, "other schools of the sector near it"),
    "near_kinds": Field(_WHOLE, "different denominations among them; null when none is known"),
    "reference": Field(_TEXT, "`own` or `near`: the share that `difference` is taken from"),
    "difference": Field(_NUMBER, "focal_share minus the reference share, -1 to 1 (0.2 is 20 points)"),
    "log_ratio": Field(_NUMBER, "log2(focal_share / reference share)"),
    "probability": Field(_NUMBER, "chance of a difference at least this unlikely, two-sided, exact"),
    "verdict": Field(_TEXT, "mirror, no_mirror, no_mirror_few_schools or unknown"),
    **_STATUS,
}
_AREAS = {
    "year": _CELL["year"],
    "area_id": Field(_TEXT, "code of the area"),
    "level": Field(_TEXT, "pc4, buurt, wijk, ..."),
    "municipality_id": Field(_TEXT, "municipality of the area, null when not known"),
    "sector": _CELL["sector"],
    "characteristic": _CELL["characteristic"],
    "pupils": Field(_NUMBER, "resident pupils in known groups, whatever school they attend"),
    "focal_share": Field(_NUMBER, "share of the focal groups among them"),
    "x": Field(_NUMBER, "metres east, EPSG:28992"),
    "y": Field(_NUMBER, "metres north, EPSG:28992"),
    **_STATUS,
}
_FLOWS = {
    "year": _CELL["year"],
    "sector": _CELL["sector"],
    "school_id": Field(_TEXT, "location code"),
    "municipality_id": Field(_TEXT, "municipality of the school"),
    "area_id": Field(_TEXT, "home area"),
    "home_municipality_id": Field(_TEXT, "municipality of the home area, null when not known or abroad"),
    "pupils": Field(_WHOLE, "pupils; null when only an interval is known"),
    "distance": Field(
        _NUMBER, "km in a straight line from the area's point to the school, null when unknown"
    ),
}
_PEERS = {
    "municipality_id": _CELL["municipality_id"],
    "sector": _CELL["sector"],
    "rank": Field(_WHOLE, "1 is the most comparable"),
    "peer_id": Field(_TEXT, "code of the comparable municipality"),
    "distance": Field(_NUMBER, "distance in standard deviations, see docs/reference/indicators.md"),
}
_STANDING = {
    **_CELL,
    "indicator": Field(_TEXT, "D or H"),
    "estimate": Field(_NUMBER, "of this municipality"),
    "compared": Field(_WHOLE, "comparable municipalities with this number in the same year"),
    "lower": Field(_WHOLE, "of which lower"),
    "higher": Field(_WHOLE, "of which higher"),
    "surely_lower": Field(_WHOLE, "of which lower by more than noise; null when there is no error"),
    "surely_higher": Field(_WHOLE, "of which higher by more than noise; null when there is no error"),
    "peers_lowest": Field(_NUMBER, "lowest of the comparable municipalities"),
    "peers_median": Field(_NUMBER, "their median"),
    "peers_highest": Field(_NUMBER, "highest of the comparable municipalities"),
    **_STATUS,
}

FRAMES: dict[str, Frame] = {
    "places": Frame(_PLACES, PLACE),
    "groups": Frame(_GROUPS, (*CELL, "group")),
    "coverage": Frame(_COVERAGE, CELL),
    "indicators": Frame(_INDICATORS, (*CELL, "indicator")),
    "calibrations": Frame(_CALIBRATIONS, (*CELL, "indicator", "true")),
    "schools": Frame(_SCHOOLS, ("year", "school_id", "characteristic")),
    "areas": Frame(_AREAS, ("year", "area_id", "sector", "characteristic", "status")),
    "flows": Frame(_FLOWS, ("year", "school_id", "area_id")),
    "peers": Frame(_PEERS, ("municipality_id", "sector", "rank")),
    "standing": Frame(_STANDING, (*CELL, "indicator")),
}
"""Every frame that `build` returns."""


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly its documented columns and types, sorted by its key.

    Args:
        name: one of `FRAMES`.
        frame: rows; a documented column that is absent becomes null, other columns are dropped.
    """
    wanted = FRAMES[name]
    absent = [pl.lit(None).alias(column) for column in wanted.fields if column not in frame.columns]
    typed = frame.with_columns(absent).select(
        pl.col(column).cast(dtype) for column, dtype in wanted.dtypes.items()
    )
    return typed.sort(wanted.key)
