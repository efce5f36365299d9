# SPDX-License-Identifier: EUPL-1.2
"""Any Arrow-speaking frame in, checked polars columns out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from gemengd.numeric.arrays import Floats

Names = str | Sequence[str]

_LEAST, _MOST = 1e-100, 1e15
"""Counts outside these limits would leave the range in which products of counts are finite and exact."""


def names_of(columns: Names) -> tuple[str, ...]:
    """One column name or several, as a tuple."""
    return (columns,) if isinstance(columns, str) else tuple(columns)


def read(frame: Any, columns: Iterable[str], what: str = "the table") -> pl.DataFrame:
    """The named columns of any Arrow-speaking frame, as a polars frame.

    Args:
        frame: polars DataFrame or LazyFrame, an object with `__arrow_c_stream__`, or whatever narwhals knows.
        columns: the columns needed; repeated names are read once.
        what: what to call the frame in an error message.

    Raises:
        TypeError: the object is no frame.
        ValueError: a column is missing.
    """
    wanted = list(dict.fromkeys(columns))
    if isinstance(frame, pl.LazyFrame):
        _require(wanted, frame.collect_schema().names(), what)
        return frame.select(wanted).collect()
    table = whole(frame, what)
    _require(wanted, table.columns, what)
    return table.select(wanted)


def whole(frame: Any, what: str) -> pl.DataFrame:
    """All columns of any Arrow-speaking frame."""
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    return frame if isinstance(frame, pl.DataFrame) else _arrow(frame, what)


def _arrow(frame: Any, what: str) -> pl.DataFrame:
    if hasattr(frame, "__arrow_c_stream__"):
        return pl.DataFrame(frame)
    try:
        known = nw.from_native(frame)
    except TypeError:
        message = (
            f"{what} is a {type(frame).__name__}; expected a frame that speaks Arrow (polars, pandas, …)"
        )
        raise TypeError(message) from None
    eager = known.collect("polars") if isinstance(known, nw.LazyFrame) else known
    return eager.to_polars()


def _require(wanted: Sequence[str], present: Sequence[str], what: str) -> None:
    missing = [name for name in wanted if name not in present]
    if missing:
        raise ValueError(
            f"{what} has no column {_quoted(missing)}; its columns are {_quoted(present)}. "
            "Rename the column or pass its name."
        )


def _quoted(names: Iterable[object]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "(none)"


def refuse_nulls(table: pl.DataFrame, columns: Iterable[str], what: str = "the table") -> None:
    """Raise where a key column holds a null: a pupil must be in some unit and some group."""
    for name in columns:
        if table[name].null_count():
            row = int(table[name].is_null().arg_max() or 0)
            raise ValueError(
                f"{what}, row {row}, column '{name}': found null, expected a value. "
                "Give these pupils a value such as 'unknown', or filter the rows out."
            )


def counts(table: pl.DataFrame, column: str, what: str = "the table") -> Floats:
    """A column of counts as floats; what is under 1e-100 counts as nothing.

    Raises:
        ValueError: a count is null, not finite, negative or above 1e15; the message names its row.
        TypeError: the column is not numeric.
    """
    series = table[column]
    if not series.dtype.is_numeric():
        raise TypeError(f"{what}, column '{column}': found type {series.dtype}, expected numbers of pupils")
    refuse_nulls(table, (column,), what)
    values = series.cast(pl.Float64).to_numpy()
    if values.size and not (values.min() >= 0.0 and values.max() <= _MOST):
        row = int(np.argmin((values >= 0.0) & (values <= _MOST)))
        raise ValueError(
            f"{what}, row {row}, column '{column}': found {series[row]}, "
            "expected a number of pupils, zero or more"
        )
    fraction = series.dtype.is_float() and bool((values < _LEAST).any())
    return np.where(values < _LEAST, 0.0, values) if fraction else values


def refuse_clash(keys: Iterable[str], results: Iterable[str]) -> None:
    """Raise where a key column has the name of a result column."""
    clash = sorted(set(keys) & set(results))
    if clash:
        raise ValueError(f"the key column {_quoted(clash)} has the name of a result column; rename it first")
