# SPDX-License-Identifier: EUPL-1.2
"""The tables behind the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from gemengd.figures.table import Column, Row, Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.story_flows import FLOWS, distances
from gemengd.monitor.figure.story_places import area_name
from gemengd.monitor.labels import group_name, indicator_of, reason
from gemengd.monitor.published.map_classes import Classes, classes
from gemengd.monitor.published.view import Cell, Number

VERDICTS = {
    "mirror": mark("mirror"),
    "no_mirror": mark("no mirror"),
    "no_mirror_few_schools": mark("no mirror, few other schools nearby"),
    "unknown": mark("cannot be said"),
}
REFERENCES = {"own": mark("where its pupils live"), "near": mark("all pupils nearby")}


_D_COLUMNS = (
    ("year", mark("school year"), "year"),
    ("estimate", mark("would have to move"), "share"),
    ("low", mark("lowest (95%)"), "share"),
    ("high", mark("highest (95%)"), "share"),
    ("expected", mark("by chance alone"), "share"),
    ("units", mark("schools"), "count"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)


def columns_of(definitions: Iterable[tuple[str, str, str]], lang: Language) -> tuple[Column, ...]:
    """Columns from their key, heading (a message) and kind."""
    return tuple(Column(key, lang.say(heading), kind) for key, heading, kind in definitions)


def number_in_words(number: Number, lang: Language) -> Row:
    """The values of a number, with whole pupils and its status in words."""
    row = {each.name: getattr(number, each.name) for each in fields(number)}
    pupils = None if number.pupils is None else round(number.pupils)
    return row | {"pupils": pupils, "status": reason(number.status, lang)}


def picked(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Row, ...]:
    """The rows with these columns only."""
    return tuple({column.key: row.get(column.key) for column in columns} for row in rows)


def level(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of the last year."""
    columns = columns_of(_D_COLUMNS, lang)
    return Table(columns, picked([number_in_words(cell.number("D"), lang)], columns))


def trend(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of every year."""
    columns = columns_of(_D_COLUMNS, lang)
    return Table(
        columns, picked([number_in_words(cell.number("D", year), lang) for year in cell.years], columns)
    )


def averages(cell: Cell, lang: Language) -> Table:
    """The mean dissimilarity over municipalities, of every year."""
    columns = columns_of((*_D_COLUMNS[:5], *_D_COLUMNS[-2:]), lang)
    return Table(
        columns, picked([number_in_words(cell.number("D", year), lang) for year in cell.years], columns)
    )


_NAMED = (
    ("name", mark("what"), "text"),
    ("estimate", mark("of every 100"), "share"),
    ("low", mark("lowest (95%)"), "share"),
    ("high", mark("highest (95%)"), "share"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)


def _named(cell: Cell, names: Sequence[str], lang: Language, columns: Sequence[Column]) -> tuple[Row, ...]:
    rows = [
        number_in_words(cell.number(name), lang) | {"name": lang.say(indicator_of(name).name)}
        for name in names
    ]
    return picked(rows, columns)


def causes(cell: Cell, lang: Language) -> Table:
    """The nearest-school comparison."""
    columns = columns_of(_NAMED, lang)
    return Table(columns, _named(cell, ("D_nearest", "D_choice", "D_residence"), lang, columns))


def flows(cell: Cell, lang: Language) -> Table:
    """The ways to school."""
    columns = columns_of((*_NAMED[:2], *_NAMED[-2:]), lang)
    return Table(columns, _named(cell, FLOWS, lang, columns))


def peers(cell: Cell, lang: Language) -> Table:
    """Dissimilarity here and in comparable municipalities."""
    columns = columns_of((("name", mark("municipality"), "text"), *_D_COLUMNS[1:]), lang)
    strip = [(cell.name, cell.number("D")), *((peer.name, peer.dissimilarity) for peer in cell.peers)]
    strip.sort(key=lambda pair: pair[0])
    return Table(
        columns, picked([number_in_words(number, lang) | {"name": name} for name, number in strip], columns)
    )


_SCHOOL_COLUMNS = (
    ("name", mark("school"), "text"),
    ("pupils", mark("pupils"), "count"),
    ("focal_share", mark("share at the school"), "share"),
    ("reference_share", mark("share in the catchment"), "share"),
    ("difference", mark("difference (points)"), "points"),
    ("verdict", mark("mirror?"), "text"),
    ("near_schools", mark("other schools nearby"), "count"),
    ("status", mark("status"), "text"),
)
_SCHOOL_CSV = (
    "contribution_M",
    "contribution_D",
    "local",
    "log_ratio",
    "probability",
    "own_share",
    "near_share",
)


def schools(cell: Cell, lang: Language) -> Table:
    """Every school beside its catchment, from above to below it, the unknown last."""
    columns = columns_of(_SCHOOL_COLUMNS, lang)
    rows = [school_in_words(row, lang) for row in cell.schools]
    rows.sort(key=lambda row: (row["difference"] is None, -(row["difference"] or 0), row["name"]))
    ids = ("school_id", *(column.key for column in columns), "reference", *_SCHOOL_CSV)
    full = tuple({name: row.get(name) for name in ids} for row in rows)
    return Table(columns, picked(rows, columns), full)


def school_in_words(row: Row, lang: Language) -> Row:
    """A row of the frame `schools` with whole pupils, its catchment's share, and its verdict in words."""
    near = row.get("reference") == "near"
    reference, verdict = REFERENCES["near" if near else "own"], VERDICTS[row["verdict"] or "unknown"]
    return row | {
        "pupils": None if row["pupils"] is None else round(row["pupils"]),
        "reference_share": row.get("near_share" if near else "own_share"),
        "reference": lang.say(reference),
        "verdict": lang.say(verdict),
        "status": reason(row["status"], lang),
    }


_CLASS = ("class", mark("class on the map"), "text")
_AREA_COLUMNS = (
    ("area_id", mark("code"), "text"),
    ("name", mark("area"), "text"),
    ("pupils", mark("pupils living there"), "count"),
    ("focal_share", mark("share"), "share"),
    _CLASS,
    ("status", mark("status"), "text"),
)


def _class(row: Row, used: Classes, lang: Language) -> str | None:
    number = used.number(row)
    if number is None:
        return None
    words = used.words(number, lang)
    return lang.say("{words}, in doubt", words=words) if used.doubtful(row) else words


def areas(cell: Cell, lang: Language) -> Table:
    """Every area where pupils live."""
    columns, used = columns_of(_AREA_COLUMNS, lang), classes(cell)
    rows = [
        row
        | {
            "class": _class(row, used, lang),
            "name": area_name(row),
            "pupils": None if row["pupils"] is None else round(row["pupils"]),
            "status": reason(row["status"], lang),
        }
        for row in cell.areas
    ]
    return Table(columns, picked(rows, columns))


def municipalities(cell: Cell, lang: Language) -> Table:
    """Dissimilarity of every municipality, with its margin."""
    definitions = (("name", mark("municipality"), "text"), _AREA_COLUMNS[0], *_D_COLUMNS[1:4])
    columns = columns_of((*definitions, ("pupils", mark("pupils"), "count"), *_AREA_COLUMNS[-2:]), lang)
    used = classes(cell)
    rows = [
        row
        | {
            "class": _class(row, used, lang),
            "name": area_name(row),
            "estimate": row["focal_share"],
            "pupils": None if row["pupils"] is None else round(row["pupils"]),
            "status": reason(row["status"], lang),
        }
        for row in sorted(cell.areas, key=area_name)
    ]
    return Table(columns, picked(rows, columns))


def distance(cell: Cell, lang: Language) -> Table:
    """Mean distance, for everybody and by group."""
    columns = columns_of(
        (("name", mark("group"), "text"), ("estimate", mark("km"), "km"), *_NAMED[-2:]), lang
    )
    entries = [(lang.say("all pupils"), "distance")]
    entries += [(group_name(cell.characteristic, g, lang), f"distance:{g}") for g, _ in distances(cell)]
    rows = [number_in_words(cell.number(indicator), lang) | {"name": name} for name, indicator in entries]
    return Table(columns, picked(rows, columns))


_GROUP_COLUMNS = (
    ("year", mark("school year"), "year"),
    ("name", mark("group"), "text"),
    ("pupils", mark("pupils"), "count"),
    ("share", mark("share"), "share"),
    ("status", mark("status"), "text"),
)


def groups(cell: Cell, lang: Language) -> Table:
    """The size of every group: the last year for a reader, all years in the CSV."""
    columns = columns_of(_GROUP_COLUMNS, lang)
    order = list(cell.characteristic.groups)
    rows = [
        row
        | {
            "name": group_name(cell.characteristic, row["group"], lang),
            "pupils": None if row["pupils"] is None else round(row["pupils"]),
            "status": reason(row["status"], lang),
        }
        for row in sorted(cell.groups, key=lambda row: (row["year"], _place(row["group"], order)))
    ]
    last = [row for row in rows if row["year"] == cell.year]
    return Table(columns, picked(last, columns), picked(rows, columns))


def _place(group: str, order: list[str]) -> int:
    return order.index(group) if group in order else len(order)


def ladder(cell: Cell, lang: Language) -> Table:
    """The terms of the decomposition."""
    columns = columns_of((("name", mark("what"), "text"), ("estimate", "M", "index"), *_NAMED[-2:]), lang)
    names = ("M_housing", "M_sorting", "M_mixing", "M_total")
    return Table(columns, _named(cell, names, lang, columns))


_INDEX_COLUMNS = (
    ("name", mark("index"), "text"),
    ("estimate", mark("estimate"), "index"),
    ("se", mark("standard error"), "index"),
    ("low", mark("lowest (95%)"), "index"),
    ("high", mark("highest (95%)"), "index"),
    ("expected", mark("by chance alone"), "index"),
    ("excess", mark("above chance"), "index"),
    ("bound_low", mark("lower bound"), "index"),
    ("bound_high", mark("upper bound"), "index"),
    ("units", mark("units"), "count"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)


def indices(cell: Cell, lang: Language) -> Table:
    """Every indicator that is an index: the last year for a reader, all years in the CSV."""
    columns = columns_of(_INDEX_COLUMNS, lang)
    rows = [
        number_in_words(number, lang) | {"name": lang.say(indicator_of(number.indicator).name)}
        for _, number in sorted(cell.numbers.items())
        if indicator_of(number.indicator).kind == "index"
    ]
    last = [row for row in rows if row["year"] == cell.year]
    group = lang.pick(cell.characteristic.focal_label, cell.characteristic.name)
    full = tuple({"year": row["year"], "group": group, **row} for row in rows)
    return Table(columns, picked(last, columns), full)
