# SPDX-License-Identifier: EUPL-1.2
"""The school year in a column of text or dates, in terms that every engine has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

FIRST_MONTH = 8
"""A school year runs from 1 August."""


def school_year(value: ibis.Value) -> ibis.Value:
    """The year in which the school year starts.

    Args:
        value: whole numbers (2023), dates or moments, or text such as `2023`, `2023/2024` or `2023-24`.

    Returns:
        An int32 expression; null where a text is none of these.

    Raises:
        ValueError: the column is of another type.
    """
    import ibis

    dtype = value.type()
    if dtype.is_integer():
        return value.cast("int32")
    if dtype.is_date() or dtype.is_timestamp():
        started = value.month() >= FIRST_MONTH
        return ibis.ifelse(started, value.year(), value.year() - 1).cast("int32")
    if not dtype.is_string():
        raise ValueError(f"year: found a column of type {dtype}, expected whole numbers, dates or text")
    return _from_text(value)


def _from_text(text: ibis.Value) -> ibis.Value:
    import ibis

    text = text.strip()
    single = text.re_search("^[0-9]{4}$")
    span = text.re_search("^[0-9]{4}[-/]([0-9]{2}|[0-9]{4})$")
    first = ibis.ifelse(single | span, text.left(4), ibis.null("string")).cast("int32")
    second = ibis.ifelse(span, text.substr(5), ibis.null("string")).cast("int32")
    follows = second.isin([first + 1, (first + 1) % 100])
    return ibis.ifelse(single | follows, first, ibis.null("int32"))
