# SPDX-License-Identifier: EUPL-1.2
"""`protect`: which cells of the tables in a long frame to hide."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import numpy as np
import polars as pl

from gemengd.measure.protection.exact import Effort
from gemengd.measure.protection.sheet import (
    COUNT,
    LEVEL,
    SECRET,
    WEIGHT,
    Keys,
    complete,
    tables,
    with_totals,
)  # fmt: skip
from gemengd.measure.protection.solve import Protected, protect_table
from gemengd.measure.protection.standard import Margin, Standard, Zeros, standard
from gemengd.measure.protection.table import Table
from gemengd.measure.table.reading import Names, counts, names_of, read, refuse_clash, refuse_nulls
from gemengd.numeric.arrays import Flags, Integers

RESULTS: dict[str, type[pl.DataType]] = {
    "total": pl.Boolean, "hidden": pl.Boolean, "reason": pl.String, "shown": pl.Int64,
    "attacker_low": pl.Int64, "attacker_high": pl.Int64, "safe": pl.Boolean,
    "method": pl.String, "gap": pl.Float64,
}  # fmt: skip
"""The columns that `protect` adds."""


def protect(
    frame: Any, *, rows: str, columns: str, pupils: str, by: Names = (), nested: Names = (),
    totals: Literal["published", "hidden"] = "published", threshold: int = 10, width: int | None = None,
    zeros: Zeros = "hide", public: Collection[Margin] = (), secret: str | None = None,
    weight: str | None = None, nodes: int = 500, seconds: float | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Hide the small counts of tables, and as little else as keeps them from being derived.

    A sensitive count `a` is hidden, and further cells are hidden until an attacker who knows every shown
    cell, all shown totals and that counts are whole and not negative is left an interval [low, high] with
    `high − low ≥ width`, `high ≥ threshold` (a + 1 for a secret cell above it) and, unless a = 0, `low < a`.

    Args:
        frame: any Arrow-speaking frame, one row per count; repeated keys are added up, absent pairs of a row
            and a column of the same table count zero.
        rows: column that names the units (schools).
        columns: column that names the groups.
        pupils: column of counts, whole numbers.
        by: columns that tell the tables apart; each table is protected by itself.
        nested: columns between the table and its rows, outermost first (boards), with subtotals published.
        totals: "published" (row, column, sub- and grand totals) or "hidden" (only the cells themselves are).
        threshold: counts from this number on may be shown.
        width: width of an attacker's interval; the threshold when not given.
        zeros: "hide" treats a zero in a row with pupils as sensitive (it says something of all its pupils).
        public: totals that everybody knows anyway ("rows", "columns"): never hidden, never sensitive.
        secret: column of Booleans: cells to hide whatever their count.
        weight: column of weights of hiding a cell, zero or more (1 when not given). A total outweighs all
            cells together, so one is hidden only where cells alone cannot protect.
        nodes: branch-and-bound nodes per integer programme; more may close the gap of large tables.
        seconds: time limit per integer programme; results then depend on the machine. Best left alone.

    Returns:
        One row per cell of each complete table, then its totals (null in a key column: all of them together),
        sorted by the keys: the key columns, `pupils`, and `total`, `hidden`, `reason` (primary,
        complementary, whole_table when nothing of the table is shown), `shown` (the count or null),
        `attacker_low`, `attacker_high` (null: no upper limit), `safe` (null for cells that are not sensitive;
        false only where `public` totals make the standard impossible), `method` (none, primary, pairs, exact,
        heuristic, repaired) and `gap` (weight above a proven lower bound, 0: no lighter pattern exists).
        Publish only the keys and `shown`: the other columns tell the secret.

    Raises:
        TypeError: a column has the wrong type.
        ValueError: a column is missing, a key is null, a count is negative or fractional, a setting is wrong.

    Source: Fischetti & Salazar-González (2000), JASA 95: 916-928; (1999), Mathematical Programming 84.
    """  # fmt: skip
    keys = Keys(names_of(by), (*names_of(nested), rows), columns)
    rule = standard(threshold, width, zeros, public)
    refuse_clash((*keys.all, pupils), RESULTS)
    _check_totals(totals)
    long = _long(frame, keys, pupils, secret, weight)
    sheet = with_totals(complete(long, keys), keys)
    found = [_one(table, rule, totals, Effort(nodes=nodes, seconds=seconds)) for table in tables(sheet, keys)]
    full = _joined(sheet, keys, pupils, found)
    kept = full if totals == "published" else full.filter(~pl.col("total"))
    return kept.select(*keys.all, pupils, *RESULTS)


def _check_totals(totals: str) -> None:
    if totals not in ("published", "hidden"):
        raise ValueError(f"totals: found '{totals}', expected 'published' or 'hidden'")


def _long(frame: Any, keys: Keys, pupils: str, secret: str | None, weight: str | None) -> pl.DataFrame:
    """The checked input under the sheet's names."""
    wanted = [*keys.all, pupils, *(name for name in (secret, weight) if name is not None)]
    table = read(frame, wanted)
    refuse_nulls(table, keys.all)
    count = whole_counts(table, pupils)
    weights = np.ones(table.height) if weight is None else counts(table, weight)
    marked = pl.lit(value=False) if secret is None else _flags(table, secret)
    return table.select(
        *keys.all, pl.Series(COUNT, count), pl.Series(WEIGHT, weights), marked.alias(SECRET)
    )  # fmt: skip


def _flags(table: pl.DataFrame, name: str) -> pl.Expr:
    if table.schema[name] != pl.Boolean:
        raise TypeError(f"the table, column '{name}': found type {table.schema[name]}, expected Boolean")
    refuse_nulls(table, (name,))
    return pl.col(name)


def whole_counts(table: pl.DataFrame, column: str) -> Integers:
    """A column of counts as whole numbers; the error names the first row that is none."""
    values = counts(table, column)
    fractional = values != np.rint(values)
    if fractional.any():
        row = int(fractional.argmax())
        raise ValueError(
            f"the table, row {row}, column '{column}': found {values[row]}, expected a whole number of "
            "pupils. Expected compositions are no counts: publish them rounded or not at all."
        )
    return values.astype(np.int64)


def _one(table: Table, rule: Standard, totals: str, effort: Effort) -> Protected:
    if totals == "published":
        return protect_table(table, rule, effort)
    return _without_totals(table, rule)


def _without_totals(table: Table, rule: Standard) -> Protected:
    """Hide the sensitive cells only: without totals nothing can be derived."""
    found = (rule.sensitive(table.counts, table.counts[:, -1:]) | table.secret) & ~table.totals
    low, high = np.where(found, 0, table.counts), np.where(found, -1, table.counts)
    method = "primary" if found.any() else "none"
    return Protected(found, found, low, high, found, method, 0.0)


def _joined(sheet: pl.DataFrame, keys: Keys, pupils: str, found: list[Protected]) -> pl.DataFrame:
    hidden, sensitive = _flat([p.hidden for p in found]), _flat([p.sensitive for p in found])
    sizes = [p.hidden.size for p in found]
    whole = np.repeat(np.array([p.hidden.all() for p in found], dtype=bool), sizes)
    low, high = (np.concatenate([np.empty(0, np.int64), *(part.ravel() for part in side)])
                 for side in ([p.low for p in found], [p.high for p in found]))  # fmt: skip
    top = (pl.col(LEVEL) < len(keys.tree)) | pl.col(keys.column).is_null()
    added = sheet.with_columns(
        pl.col(COUNT).alias(pupils), top.alias("total"), pl.Series("hidden", hidden),
        pl.Series("reason", _reasons(hidden, sensitive, whole)),
        pl.Series("attacker_low", low), pl.Series("attacker_high", high).replace(-1, None),
        pl.Series("__sensitive", sensitive), pl.Series("__safe", _flat([p.safe for p in found])),
        pl.Series("method", np.repeat(np.array([p.method for p in found], dtype=object), sizes), pl.String),
        pl.Series("gap", np.repeat(np.array([p.gap for p in found], dtype=float), sizes)),
    )  # fmt: skip
    full = added.with_columns(
        pl.when(~pl.col("hidden")).then(pl.col(COUNT)).alias("shown"),
        pl.when("__sensitive").then(pl.col("__safe")).alias("safe"),
    )
    return full.sort("__table", *keys.tree, keys.column, nulls_last=True)


def _reasons(hidden: Flags, sensitive: Flags, whole: Flags) -> pl.Series:
    code = np.where(whole, 3, np.where(sensitive, 2, np.where(hidden, 1, 0)))
    names = pl.Series([None, "complementary", "primary", "whole_table"], dtype=pl.String)
    return names.gather(pl.Series(code, dtype=pl.UInt32))


def _flat(parts: list[Flags]) -> Flags:
    return np.concatenate([np.empty(0, np.bool_), *(part.ravel() for part in parts)])
