# SPDX-License-Identifier: EUPL-1.2
"""The figures of a comparison of municipalities, with the tables behind them."""

from __future__ import annotations

from collections.abc import Mapping

from gemengd.figures.table import Row, Table
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure import (
    comparison_drawing as charts_comparison,
)
from gemengd.monitor.figure import (
    comparison_words as story_comparison,
)
from gemengd.monitor.figure.bound_kind import bound_kind
from gemengd.monitor.figure.figure_tables import columns_of, number_in_words, picked
from gemengd.monitor.figure.municipality import Kind
from gemengd.monitor.labels import reason
from gemengd.monitor.published.comparison import Comparison, Difference

CERTAINTIES = {
    Certainty.ALMOST_CERTAIN: mark("almost certain"),
    Certainty.PROBABLE: mark("probably"),
    Certainty.MAYBE: mark("maybe"),
    Certainty.UNKNOWN: mark("cannot be said"),
}
_LEVELS = (
    ("name", mark("municipality"), "text"),
    ("year", mark("school year"), "year"),
    ("estimate", mark("index"), "index"),
    ("se", mark("standard error"), "index"),
    ("low", mark("lowest (95%)"), "index"),
    ("high", mark("highest (95%)"), "index"),
    ("expected", mark("by chance alone"), "index"),
    ("excess", mark("above chance"), "index"),
    ("units", mark("schools"), "count"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)
_DIFFERENCES = (
    ("difference", mark("difference"), "index"),
    ("se", mark("standard error"), "index"),
    ("low", mark("lowest (95%)"), "index"),
    ("high", mark("highest (95%)"), "index"),
    ("excess", mark("difference above chance"), "index"),
    ("excess_se", mark("its standard error"), "index"),
    ("sure", mark("how sure"), "text"),
    ("words", mark("in words"), "text"),
)


def comparison_kinds(comparison: Comparison) -> Mapping[str, Kind]:
    """The figures of a comparison, in the order in which they are shown.

    Args:
        comparison: as `gemengd.monitor.published.comparison.compared` gives it.
    """
    index = comparison.indicator
    return {
        "levels": bound_kind(
            comparison,
            mark("Beside each other"),
            say=story_comparison.levels,
            table=levels,
            draw=charts_comparison.levels,
            definitions=(index,),
        ),
        "differences": bound_kind(
            comparison,
            mark("Differences between places"),
            say=story_comparison.differences,
            table=differences,
            draw=charts_comparison.differences,
            definitions=(index,),
        ),
        "trends": bound_kind(
            comparison,
            mark("Over the years"),
            say=story_comparison.trends,
            table=trends,
            draw=charts_comparison.trends,
            definitions=(index,),
        ),
        "changes": bound_kind(
            comparison,
            mark("Changes between years"),
            say=story_comparison.changes,
            table=changes,
            draw=charts_comparison.changes,
            definitions=(index,),
        ),
    }


def levels(comparison: Comparison, lang: Language) -> Table:
    """The index of every place in the last year."""
    return _numbers(comparison, (comparison.years[1],), lang)


def trends(comparison: Comparison, lang: Language) -> Table:
    """The index of every place in every year."""
    first, last = comparison.years
    years = sorted({year for cell in comparison.cells for year in cell.years if first <= year <= last})
    return _numbers(comparison, years, lang)


def _numbers(comparison: Comparison, years: list[int] | tuple[int, ...], lang: Language) -> Table:
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
    return Table(columns, picked(rows, columns), full)


def differences(comparison: Comparison, lang: Language) -> Table:
    """Every difference between two places in the last year."""
    names, year = comparison.names, comparison.years[1]
    ends = (("second_name", mark("municipality"), "text"), ("first_name", mark("beside"), "text"))
    rows = [
        _difference(each, lang)
        | {
            "second_name": names[each.second],
            "first_name": names[each.first],
            "year": year,
            "words": story_comparison.difference_in_words(comparison, each, lang),
        }
        for each in comparison.between_places
    ]
    return _table(comparison, rows, ends, ("year", "first", "second"), lang)


def changes(comparison: Comparison, lang: Language) -> Table:
    """The difference between the last and the first year, per place."""
    ends = (
        ("name", mark("municipality"), "text"),
        ("first", mark("from"), "year"),
        ("second", mark("to"), "year"),
    )
    rows = [
        _difference(each, lang)
        | {
            "name": comparison.names[each.place],
            "place": each.place,
            "words": story_comparison.change_in_words(comparison, each, lang),
        }
        for each in comparison.between_years
    ]
    return _table(comparison, rows, ends, ("place",), lang)


def _difference(each: Difference, lang: Language) -> Row:
    names = ("first", "second", "first_value", "second_value", "difference", "se", "low", "high")
    row = {name: getattr(each, name) for name in (*names, "p_adjusted", "excess", "excess_se")}
    return row | {"sure": lang.say(CERTAINTIES[each.sure]), "status": reason(each.status, lang)}


def _table(
    comparison: Comparison,
    rows: list[Row],
    ends: tuple[tuple[str, str, str], ...],
    keys: tuple[str, ...],
    lang: Language,
) -> Table:
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
    return Table(columns, picked(rows, columns), full)
