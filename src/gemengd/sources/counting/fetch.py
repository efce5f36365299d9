# SPDX-License-Identifier: EUPL-1.2
"""Small results out of an engine; what an engine says of single rows is never passed on."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from gemengd.tables.findings import Finding, InvalidTable

if TYPE_CHECKING:
    import ibis
    import polars as pl

Result = TypeVar("Result")

_QUOTES_ROWS = frozenset(
    {
        "ConversionException",  # DuckDB: a cast, with the value
        "InvalidInputException",  # DuckDB: a CSV file, with the line
        "OutOfRangeException",
        "DataError",  # psycopg: a cast, with the value
        "NumberFormatException",  # Spark: a cast, with the value
        "DateTimeException",
        "ArithmeticException",
        "SparkRuntimeException",
    }
)
_LINE = re.compile(r"CSV Error on Line: (\d+)")


def fetched(expression: ibis.Table, order: Sequence[str], what: str) -> pl.DataFrame:
    """The result of an expression that counts, in the same order on every engine (empty cells last).

    Args:
        expression: what to work out.
        order: the columns to sort by.
        what: what is being read, for a refusal.

    Raises:
        InvalidTable: see `guarded`.
    """
    if expression.get_backend().name == "duckdb":
        return guarded(what, lambda: _through_a_file(expression, order))
    frame = guarded(what, lambda: _at_once(expression))
    # In polars, as the databases have alphabets of their own.
    return frame.sort(order, nulls_last=True)


def _at_once(expression: ibis.Table) -> pl.DataFrame:
    import polars as pl

    connection = expression.get_backend()
    if connection.name != "pyspark":
        frame: pl.DataFrame = expression.to_polars()
        return frame
    # Without the detour through pandas that Ibis takes here.
    return pl.DataFrame(connection.raw_sql(connection.compile(expression)).toArrow())


def _through_a_file(expression: ibis.Table, order: Sequence[str]) -> pl.DataFrame:
    """By way of a temporary Parquet file of this user's own: sorted out of core and small in memory."""
    import polars as pl

    sorted_ = expression.order_by([expression[name].asc(nulls_first=False) for name in order])
    with tempfile.TemporaryDirectory(prefix="gemengd-") as folder:
        file = f"{folder}/counts.parquet"
        sorted_.to_parquet(file)
        return pl.read_parquet(file, memory_map=False)


def guarded(what: str, action: Callable[[], Result]) -> Result:
    """Do it, and turn an engine's complaint about a row into a refusal that shows nothing of that row.

    Args:
        what: what is being read, for the refusal.
        action: what the engine is to do.

    Raises:
        InvalidTable: in the place of an error that quotes a value or a line, as that may be about a pupil.
    """
    try:
        return action()
    except Exception as error:
        if not _QUOTES_ROWS & _kinds(error):
            raise
        finding = _finding(error)
    # Outside the handler: else the engine's text would travel along as the context of the refusal.
    raise InvalidTable(what, [finding])


def _kinds(error: Exception) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _finding(error: Any) -> Finding:
    line = _LINE.search(str(error))
    found = f"a row that cannot be read ({type(error).__name__}; not shown: it may be about a person)"
    expected = "values that fit the expression, and in a text file as many cells as columns"
    mend = "Look at it where the data may be looked at."
    return Finding("", found, expected, int(line[1]) if line else None, mend=mend)
