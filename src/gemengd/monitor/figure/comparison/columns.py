# SPDX-License-Identifier: EUPL-1.2
"""The tables of numbers and of differences between municipalities or years."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.figures.table import About, Row, Table
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, number_in_words, picked
from gemengd.monitor.labels import reason
from gemengd.monitor.published.comparison import Comparison, Difference

CERTAINTIES = {
    Certainty.ALMOST_CERTAIN: mark("almost certain"),
    Certainty.PROBABLE: mark("probably"),
    Certainty.UNKNOWN: mark("cannot be said"),
}

_LEVELS = (
    ("name", mark("municipality"), "text"),
    ("year", mark("school year"), "year"),
    ("estimate", mark("index"), "index"),
    ("low", mark("lowest (95%)"), "index"),
    ("high", mark("highest (95%)"), "index"),
    ("expected", mark("by a lottery"), "index"),
    ("level", mark("chance taken into account"), "index"),
    ("units", mark("schools"), "count"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)

_DIFFERENCES = (
    ("difference", mark("difference"), "index"),
    ("low", mark("lowest (95%)"), "index"),
    ("high", mark("highest (95%)"), "index"),
    ("sure", mark("how sure"), "text"),
    ("words", mark("in words"), "text"),
)


def numbers_table(
    comparison: Comparison, years: Sequence[int], lang: Language, about: About | None = None
) -> Table:
    """A row per place and year.

    Args:
        comparison: the places.
        years: the school years.
        lang: the language.
        about: what the rows are about.
    """
    columns = columns_of(_LEVELS, lang)
    rows = [
        number_in_words(comparison.number(cell, year), lang)
        | {"name": cell.name, "code": cell.municipality_id}
        for cell in comparison.cells
        for year in years
    ]
    full = tuple(
        {"code": row["code"], "indicator": comparison.indicator, **{c.key: row.get(c.key) for c in columns}}
        for row in rows
    )
    return Table(columns, picked(rows, columns), full, about)


def difference_row(each: Difference, lang: Language) -> Row:
    """The values of a difference, with how sure it is and its status in words."""
    names = ("first", "second", "first_value", "second_value", "difference", "low", "high", "p_adjusted")
    row = {name: getattr(each, name) for name in names}
    return row | {"sure": lang.say(CERTAINTIES[each.sure]), "status": reason(each.status, lang)}


def differences_table(
    comparison: Comparison,
    rows: Sequence[Row],
    ends: tuple[tuple[str, str, str], ...],
    keys: tuple[str, ...],
    lang: Language,
    about: About | None = None,
) -> Table:
    """A row per difference.

    Args:
        comparison: the places.
        rows: as `difference_row` makes them, with the values of `ends` and `keys`.
        ends: the columns that say between what the differences are.
        keys: further columns of the CSV, for programs.
        lang: the language.
        about: what the rows are about.
    """
    columns = columns_of((*ends, *_DIFFERENCES), lang)
    names = (
        *keys,
        *(column.key for column in columns),
        "first_value",
        "second_value",
        "p_adjusted",
        "status",
    )
    full = tuple({"indicator": comparison.indicator, **{name: row[name] for name in names}} for row in rows)
    return Table(columns, picked(rows, columns), full, about)
