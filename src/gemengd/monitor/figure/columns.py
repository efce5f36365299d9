# SPDX-License-Identifier: EUPL-1.2
"""Columns and rows that several tables use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from gemengd.figures.table import Column, Row
from gemengd.language.language import Language, mark
from gemengd.monitor.labels import indicator_of, reason
from gemengd.monitor.published.view import Cell, Number

D_COLUMNS = (
    ("year", mark("school year"), "year"),
    ("estimate", mark("to another school (of every 100 in the group)"), "share"),
    ("low", mark("lowest (95%)"), "share"),
    ("high", mark("highest (95%)"), "share"),
    ("expected", mark("by a lottery"), "share"),
    ("level", mark("chance taken into account"), "share"),
    ("units", mark("schools"), "count"),
    ("pupils", mark("pupils"), "count"),
    ("step", mark("rounded to"), "share"),
    ("status", mark("status"), "text"),
)

NAMED = (
    ("name", mark("what"), "text"),
    ("estimate", mark("of every 100"), "share"),
    ("low", mark("lowest (95%)"), "share"),
    ("high", mark("highest (95%)"), "share"),
    ("pupils", mark("pupils"), "count"),
    ("status", mark("status"), "text"),
)


def columns_of(definitions: Iterable[tuple[str, str, str]], lang: Language) -> tuple[Column, ...]:
    """Columns from their key, heading (a message) and kind."""
    return tuple(Column(key, lang.say(heading), kind) for key, heading, kind in definitions)


def number_in_words(number: Number, lang: Language) -> Row:
    """The values of a number, with whole pupils and its status in words."""
    row = {each.name: getattr(number, each.name) for each in fields(number) if each.name != "calibration"}
    pupils = None if number.pupils is None else round(number.pupils)
    return row | {"pupils": pupils, "status": reason(number.status, lang)}


def picked(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Row, ...]:
    """The rows with these columns only."""
    return tuple({column.key: row.get(column.key) for column in columns} for row in rows)


def named(cell: Cell, names: Sequence[str], lang: Language, columns: Sequence[Column]) -> tuple[Row, ...]:
    rows = [
        number_in_words(cell.number(name), lang) | {"name": lang.say(indicator_of(name).name)}
        for name in names
    ]
    return picked(rows, columns)
