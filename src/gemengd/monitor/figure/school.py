# SPDX-License-Identifier: EUPL-1.2
"""The figures of one school, with the tables behind them."""

from __future__ import annotations

from collections.abc import Mapping

from gemengd.figures.table import Row, Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure import school_drawing as charts_school
from gemengd.monitor.figure import school_words as story_school
from gemengd.monitor.figure.bound_kind import bound_kind
from gemengd.monitor.figure.figure_tables import columns_of, picked, school_in_words
from gemengd.monitor.figure.municipality import Kind
from gemengd.monitor.published.school import School

_BESIDE = (
    ("year", mark("school year"), "year"),
    ("pupils", mark("pupils"), "count"),
    ("focal_share", mark("share at the school"), "share"),
    ("low", mark("lowest (95%)"), "share"),
    ("high", mark("highest (95%)"), "share"),
    ("reference_share", mark("share in the catchment"), "share"),
    ("chance_low", mark("lowest by chance"), "share"),
    ("chance_high", mark("highest by chance"), "share"),
    ("difference", mark("difference (points)"), "points"),
    ("verdict", mark("mirror?"), "text"),
    ("reference", mark("catchment"), "text"),
    ("status", mark("status"), "text"),
)
_HOMES = (
    ("year", mark("school year"), "year"),
    ("focal_share", mark("share at the school"), "share"),
    ("own_share", mark("share where its pupils live"), "share"),
    ("near_share", mark("share among all pupils nearby"), "share"),
    ("near_pupils", mark("pupils nearby"), "count"),
    ("near_schools", mark("other schools nearby"), "count"),
    ("status", mark("status"), "text"),
)
_NEARBY = (
    ("name", mark("school"), "text"),
    ("km", mark("km"), "km"),
    ("pupils", mark("pupils"), "count"),
    ("focal_share", mark("share at the school"), "share"),
    ("reference_share", mark("share in the catchment"), "share"),
    ("difference", mark("difference (points)"), "points"),
    ("verdict", mark("mirror?"), "text"),
    ("status", mark("status"), "text"),
)


def school_kinds(school: School) -> Mapping[str, Kind]:
    """The figures of a school, in the order in which they are shown.

    Args:
        school: as `gemengd.monitor.published.school.school_at` gives it.
    """
    return {
        "beside": bound_kind(
            school,
            mark("The school and its catchment"),
            say=story_school.beside,
            table=beside,
            draw=charts_school.beside,
            definitions=("mirror",),
        ),
        "homes": bound_kind(
            school,
            mark("Where its pupils live"),
            say=story_school.homes,
            table=homes,
            draw=charts_school.homes,
            definitions=("mirror",),
        ),
        "nearby": bound_kind(
            school,
            mark("Schools nearby"),
            say=story_school.nearby,
            table=nearby,
            draw=charts_school.nearby,
            definitions=("mirror",),
        ),
    }


def beside(school: School, lang: Language) -> Table:
    """A row per school year."""
    columns = columns_of(_BESIDE, lang)
    rows = [school_in_words(row, lang) | _spans(row) for row in school.rows]
    full = ("year", *(column.key for column in columns[1:]), "probability")
    return Table(
        columns, picked(rows, columns), tuple({name: row.get(name) for name in full} for row in rows)
    )


def _spans(row: Row) -> Row:
    own, chance = charts_school.interval(row), charts_school.by_chance(row)
    spans = {"low": own and own[0], "high": own and own[1]}
    return spans | {"chance_low": chance and chance[0], "chance_high": chance and chance[1]}


def homes(school: School, lang: Language) -> Table:
    """What may be published of where the pupils live, a row per school year."""
    columns = columns_of(_HOMES, lang)
    return Table(columns, picked([school_in_words(row, lang) for row in school.rows], columns))


def nearby(school: School, lang: Language) -> Table:
    """The schools nearby, by distance."""
    columns = columns_of(_NEARBY, lang)
    rows = [school_in_words(each.row, lang) | {"km": each.km} for each in school.nearby]
    full = ("school_id", *(column.key for column in columns))
    return Table(
        columns, picked(rows, columns), tuple({name: row.get(name) for name in full} for row in rows)
    )
