# SPDX-License-Identifier: EUPL-1.2
"""What a request asks of a table: filters, page, order and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl
from django.http import QueryDict

from gemengd.web.api.data.columns import Column
from gemengd.web.api.data.resources import Resource
from gemengd.web.api.rest.problems import BadQueryError, Fault

PAGE, SIZE, SORT, FIELDS = "page", "pageSize", "sort", "fields"
CONTROLS = (PAGE, SIZE, SORT, FIELDS)
DEFAULT_SIZE, LARGEST_SIZE = 100, 1000
LARGEST_PAGE = 1_000_000
MOST_VALUES = 100
"""So many values of one filter in one request."""
MOST_SORTED = 5
LONGEST = 200
"""Characters of a value without a pattern."""
YEARS = (1900, 2200)
FLAGS = {"true": True, "false": False}

Value = str | int | bool


@dataclass(frozen=True)
class Query:
    """What a request asks.

    Attributes:
        filters: column to the values that are asked for; any of them.
        page: number of the page, from 1.
        size: rows per page.
        sort: columns to sort by, with True for descending; the key when empty.
        columns: columns that are asked for, in this order; all of them when empty.
    """

    filters: dict[str, list[Value]] = field(default_factory=dict)
    page: int = 1
    size: int = DEFAULT_SIZE
    sort: tuple[tuple[str, bool], ...] = ()
    columns: tuple[str, ...] = ()


def parse(resource: Resource, given: QueryDict, *, paged: bool = True) -> Query:
    """Understand the query of a request.

    Args:
        resource: the table that is asked.
        given: the query.
        paged: False for one row: only `fields` is then known.

    Raises:
        BadQueryError: something cannot be understood; every fault is named, with what is expected.
    """
    faults: list[Fault] = []
    known = (*resource.filters, *CONTROLS) if paged else (FIELDS,)
    faults += [_unknown(name, known) for name in given if name not in known]
    faults += [_twice(name) for name in known if len(given.getlist(name)) > 1]
    filters = {
        name: _values(resource.column(name), str(given[name]), faults)
        for name in resource.filters
        if paged and name in given
    }
    query = Query(
        filters,
        _whole(given, PAGE, 1, LARGEST_PAGE, faults) if paged else 1,
        _whole(given, SIZE, DEFAULT_SIZE, LARGEST_SIZE, faults) if paged else 1,
        tuple(_sorts(resource, given.get(SORT), faults)) if paged else (),
        tuple(_columns(resource, given.get(FIELDS), faults)),
    )
    if faults:
        raise BadQueryError(faults)
    return query


def select(frame: pl.DataFrame, query: Query) -> pl.DataFrame:
    """The rows that are asked for, in the order that is asked for."""
    wanted = [pl.col(name).is_in(values) for name, values in query.filters.items()]
    rows = frame.filter(wanted) if wanted else frame
    if query.sort:
        names, descending = zip(*query.sort, strict=True)
        rows = rows.sort(names, descending=list(descending), nulls_last=True, maintain_order=True)
    return rows


def _unknown(name: str, known: tuple[str, ...]) -> Fault:
    return Fault(name[:LONGEST], "unknown", f"{name[:LONGEST]!r} is niet bekend; kies uit {', '.join(known)}")


def _twice(name: str) -> Fault:
    return Fault(
        name, "repeated", f"{name} staat er meer dan een keer; zet de waarden achter elkaar met een komma"
    )


def _whole(given: QueryDict, name: str, otherwise: int, most: int, faults: list[Fault]) -> int:
    value = given.get(name)
    if value is None:
        return otherwise
    if re.fullmatch("[0-9]{1,7}", value) and 1 <= int(value) <= most:
        return int(value)
    faults.append(_fault(name, value, f"een heel getal van 1 tot en met {most}"))
    return otherwise


def _fault(name: str, value: str, expected: str) -> Fault:
    return Fault(name, "invalid", f"{name}: gevonden {value[:LONGEST]!r}, verwacht {expected}")


def _values(column: Column, text: str, faults: list[Fault]) -> list[Value]:
    parts = text.split(",")
    if len(parts) > MOST_VALUES:
        faults.append(
            Fault(column.name, "too_many", f"{column.name}: hoogstens {MOST_VALUES} waarden tegelijk")
        )
        return []
    return [value for part in parts if (value := _value(column, part, faults)) is not None]


def _value(column: Column, text: str, faults: list[Fault]) -> Value | None:
    value, expected = _understood(column, text)
    if value is None:
        faults.append(_fault(column.name, text, expected))
    return value


def _understood(column: Column, text: str) -> tuple[Value | None, str]:
    if column.kind == "year":
        low, high = YEARS
        found = int(text) if re.fullmatch("[0-9]{4}", text) and low <= int(text) <= high else None
        return found, "een jaar, zoals 2017"
    if column.kind == "flag":
        return FLAGS.get(text), "true of false"
    if column.values:
        return (text if text in column.values else None), f"een van {', '.join(column.values)}"
    pattern = column.pattern or f"^[^,\\x00-\\x1f]{{1,{LONGEST}}}$"
    return (text if re.search(pattern, text) and "\n" not in text else None), f"iets als {column.example}"


def _sorts(resource: Resource, text: str | None, faults: list[Fault]) -> Iterator[tuple[str, bool]]:
    names = [column.name for column in resource.columns]
    parts = text.split(",") if text is not None else []
    if len(parts) > MOST_SORTED:
        faults.append(Fault(SORT, "too_many", f"{SORT}: hoogstens {MOST_SORTED} kolommen"))
        return
    for part in parts:
        name = part.removeprefix("-")
        if name not in names:
            faults.append(_fault(SORT, part, f"een van {', '.join(names)}, met - ervoor voor aflopend"))
        yield name, part.startswith("-")


def _columns(resource: Resource, text: str | None, faults: list[Fault]) -> Iterator[str]:
    names = [column.name for column in resource.columns]
    parts = text.split(",") if text is not None else []
    if len(parts) > len(names):
        faults.append(Fault(FIELDS, "too_many", f"{FIELDS}: er zijn {len(names)} kolommen"))
        return
    for part in dict.fromkeys(parts):
        if part not in names:
            faults.append(_fault(FIELDS, part, f"een of meer van {', '.join(names)}"))
        yield part
