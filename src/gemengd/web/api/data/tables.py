# SPDX-License-Identifier: EUPL-1.2
"""The tables of the open data, made from the protected frames of the published version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import polars as pl

from gemengd.monitor.labels import group_name, indicator_of
from gemengd.monitor.speech import language
from gemengd.web.api.data.columns import Column
from gemengd.web.api.data.resources import RESOURCES, Resource
from gemengd.web.published.selectors import Shown, shown_at

DTYPES = {
    "text": pl.String(),
    "whole": pl.Int64(),
    "number": pl.Float64(),
    "year": pl.Int64(),
    "flag": pl.Boolean(),
}

DIGITS = 6
"""Decimals of a number; sums of fractions would show the computer's rounding."""


def tables(now: Shown) -> Mapping[str, pl.DataFrame]:
    """Every table of the open data by name, sorted by its key, with its Dutch column names."""
    return _tables(now.folder, now.version)


@lru_cache(maxsize=2)
def _tables(folder: Path, version: int) -> dict[str, pl.DataFrame]:
    now = shown_at(folder, version)
    return {resource.name: _conform(resource, _ROWS[resource.name](now)) for resource in RESOURCES}


def _conform(resource: Resource, frame: pl.DataFrame) -> pl.DataFrame:
    """Exactly the columns of the resource; a number that is not finite is no number."""
    chosen = frame.select(_value(column, frame) for column in resource.columns)
    return chosen.sort(resource.key, nulls_last=True)


def _value(column: Column, frame: pl.DataFrame) -> pl.Expr:
    dtype = DTYPES[column.kind]
    value = pl.col(column.source) if column.source in frame.columns else pl.lit(None)
    value = value.cast(dtype)
    if column.kind == "number":
        value = pl.when(value.is_finite()).then(value.round(DIGITS))
    return value.alias(column.name)


def _frame(name: str) -> Callable[[Shown], pl.DataFrame]:
    return lambda now: now.monitor.frames[name]


def _is_flow() -> pl.Expr:
    kinds = pl.col("indicator").map_elements(lambda name: indicator_of(name).kind, pl.String)
    return kinds.is_in(("share", "distance"))


def _indices(now: Shown) -> pl.DataFrame:
    return now.monitor.frames["indicators"].filter(~_is_flow())


def _flows(now: Shown) -> pl.DataFrame:
    return now.monitor.frames["indicators"].filter(_is_flow())


def _municipalities(now: Shown) -> pl.DataFrame:
    return now.monitor.frames["places"].sort("year").unique("municipality_id", keep="last")


def _schools(now: Shown) -> pl.DataFrame:
    return now.monitor.frames["schools"].sort("year").unique("school_id", keep="last")


def _areas(now: Shown) -> pl.DataFrame:
    names = now.monitor.tables["areas"].select("area_id", "name")
    found = now.monitor.frames["areas"].sort("year").unique("area_id", keep="last")
    return found.join(names, on="area_id", how="left")


def _characteristics(now: Shown) -> pl.DataFrame:
    used = now.monitor.frames["groups"].select("characteristic", "group").unique().iter_rows()
    known = now.monitor.characteristics
    rows = []
    for name, group in used:
        one = known[name]
        words = group_name(one, group, language("nl"))
        rows.append((name, one.label["nl"], group, words, group in one.focal, group not in one.unknown))
    names = ("characteristic", "name", "group", "group_name", "focal", "known")
    return pl.DataFrame(rows, schema=names, orient="row")


def _indicators(now: Shown) -> pl.DataFrame:
    dutch = language("nl")
    used = now.monitor.frames["indicators"]["indicator"].unique().to_list()
    rows = [
        (name, dutch.say(one.name), dutch.say(one.definition) if one.definition else "", one.kind)
        for name, one in ((name, indicator_of(name)) for name in used)
    ]
    return pl.DataFrame(rows, schema=("indicator", "name", "definition", "kind"), orient="row")


_ROWS: dict[str, Callable[[Shown], pl.DataFrame]] = {
    "gemeenten": _municipalities,
    "leerlingaantallen": _frame("places"),
    "groepen": _frame("groups"),
    "dekkingen": _frame("coverage"),
    "indicatoren": _indices,
    "stromen": _flows,
    "scholen": _schools,
    "schoolcijfers": _frame("schools"),
    "gebieden": _areas,
    "gebiedscijfers": _frame("areas"),
    "vergelijkbare-gemeenten": _frame("peers"),
    "kenmerken": _characteristics,
    "maten": _indicators,
}
