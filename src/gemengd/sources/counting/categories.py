# SPDX-License-Identifier: EUPL-1.2
"""Which values of a column make which group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gemengd.sources.counting.fetch import fetched
from gemengd.tables.schema import IDENTIFIER, NAME

if TYPE_CHECKING:
    import ibis

UNKNOWN = "unknown"
"""The group of pupils without a value; every built-in characteristic leaves it out of the indices."""


@dataclass(frozen=True)
class Categories:
    """How one characteristic is read from a column.

    Attributes:
        column: name of the column, or an Ibis expression (`ibis._.income // 10`).
        groups: value in the column to group, compared as it stands; None when the values are the groups.
        otherwise: group of the values that `groups` does not name; None when they are refused.
        missing: group of pupils without a value (null, or an empty text that `groups` does not name); None
            when they are refused.
    """

    column: Any
    groups: Mapping[str | int | bool, str] | None = None
    otherwise: str | None = None
    missing: str | None = UNKNOWN

    def by_group(self) -> dict[str, list[str | int | bool]]:
        """Group to the values that make it, in the order in which they were given."""
        found: dict[str, list[str | int | bool]] = {}
        for value, group in (self.groups or {}).items():
            found.setdefault(group, []).append(value)
        return found


def categories_of(given: Mapping[str, Any]) -> dict[str, Categories]:
    """The characteristics as `Categories`: a column by itself stands for its values.

    Raises:
        ValueError: a characteristic or a group has a name that no table can hold.
    """
    found = {name: one if isinstance(one, Categories) else Categories(one) for name, one in given.items()}
    for name, one in found.items():
        if name == "all" or not re.search(NAME, name):
            raise ValueError(
                f"characteristics: found the name {name!r}, expected a lower-case name such as income "
                "('all' is the count of all pupils, which is always made)"
            )
        for group in (*one.by_group(), one.otherwise, one.missing):
            if group is not None and not re.search(IDENTIFIER, group):
                raise ValueError(f"characteristics.{name}: found the group {group!r}, expected a name")
    return found


def check_values(name: str, one: Categories, column: ibis.Value) -> None:
    """Refuse a column whose values are no groups, and values that the column cannot hold.

    Raises:
        ValueError: with what was found and how to mend it.
    """
    dtype = column.type()
    if not (dtype.is_string() or dtype.is_integer() or dtype.is_boolean()):
        raise ValueError(
            f"characteristics.{name}: found a column of type {dtype}, expected text, whole numbers or "
            "true and false. Make groups of it first, for example (ibis._.weight * 10).round().cast('int64')."
        )
    expected: type = str if dtype.is_string() else bool if dtype.is_boolean() else int
    strange = [value for value in one.groups or {} if type(value) is not expected]
    if strange:
        raise ValueError(
            f"characteristics.{name}: found the value {strange[0]!r} in 'groups', expected one of type "
            f"{expected.__name__}, as the column is of type {dtype}"
        )


def values_in(table: ibis.Table, column: Any, *, most: int = 40) -> dict[Any, int]:
    """The values of a column that holds groups, with their rows: to write `Categories` with.

    Args:
        table: the microdata.
        column: name of the column or an Ibis expression.
        most: a column with more values than this holds no groups, and may tell of persons.

    Returns:
        Value to number of rows, in order of the values; None, for no value, comes last.

    Raises:
        ValueError: there are more values than `most`; none of them is shown.
    """
    import ibis

    (value,) = table.bind(column)
    counted = table.select(value=value).group_by("value").agg(rows=ibis._.count())
    found = fetched(counted.limit(most + 1), ["value"], "The microdata")
    if found.height > most:
        raise ValueError(
            f"column {value.get_name()!r}: found more than {most} values (not shown: they may tell of "
            "persons), expected a column of groups. If it is one, make 'most' larger."
        )
    return dict(found.iter_rows())
