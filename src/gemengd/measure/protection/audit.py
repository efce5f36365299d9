# SPDX-License-Identifier: EUPL-1.2
"""`audit`: what an attacker derives from a publication, without knowing what is behind it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.protection.linear import Unknowns, interval, unknowns
from gemengd.measure.protection.protect import whole_counts
from gemengd.measure.protection.sheet import COUNT, SECRET, WEIGHT, Keys, complete, tables, with_totals
from gemengd.measure.protection.standard import Margin, Standard, Zeros, standard
from gemengd.measure.protection.table import Table
from gemengd.measure.table.reading import Names, names_of, read, refuse_clash, refuse_nulls
from gemengd.numeric.arrays import Flags, Integers

Bounds = tuple[int | None, int | None]

KNOWN = "__known"
FINDINGS = ("attacker_low", "attacker_high", "exposed", "finding")


def audit(
    frame: Any, *, rows: str, columns: str, shown: str = "shown", by: Names = (), nested: Names = (),
    sensitive: str | None = None, threshold: int = 10, width: int | None = None, zeros: Zeros = "hide",
    public: Collection[Margin] = (),
) -> pl.DataFrame:  # fmt: skip
    """Compute an attacker's interval for each hidden cell of a publication and say which are exposed.

    Two linear programmes per hidden cell over the additions as equations (HiGHS); it shares no code with the
    search in `protect`. It takes some milliseconds per hidden cell.

    Args:
        frame: any Arrow-speaking frame, one row per published cell; a total has null in the key columns it
            adds up; `shown` is null in a hidden cell. A cell or total that has no row is hidden too.
        rows: column that names the units (schools).
        columns: column that names the groups.
        shown: column of published counts.
        by: columns that tell the tables apart.
        nested: columns between the table and its rows, outermost first.
        sensitive: column of Booleans that says which cells the publisher wants to protect (null: not).
            Without it every hidden cell that may be below the threshold is judged.
        threshold: counts from this number on may be shown.
        width: width an attacker's interval must have; the threshold when not given.
        zeros: whether a zero in a row with pupils is sensitive.
        public: totals that everybody knows anyway ("rows", "columns"): not judged.

    Returns:
        The frame's keys and `shown`, one row per cell and total of the complete tables, with `attacker_low`,
        `attacker_high` (null: no upper limit), `exposed` and `finding`: shown_small (a sensitive count is
        shown), narrow (the interval is too narrow), below_threshold (the count is certainly below the
        threshold), inconsistent (no table has these totals; the interval is null), or null.

    Raises:
        TypeError, ValueError: a column has the wrong type, is missing or holds what is no count.
    """
    keys = Keys(names_of(by), (*names_of(nested), rows), columns)
    rule = standard(threshold, width, zeros, public)
    refuse_clash((*keys.all, shown), FINDINGS)
    published = read(frame, [*keys.all, shown, *([sensitive] if sensitive else [])])
    refuse_nulls(published, keys.by)
    sheet = _sheet(published, keys, shown, sensitive)
    parts = [
        _findings(table, rule, known, judged, marked=sensitive is not None)
        for table, known, judged in _blocks(sheet, keys, sensitive)
    ]
    found = pl.concat(parts) if parts else _findings_frame([], [], [])
    whole = sheet.select(*keys.all, pl.when(KNOWN).then(COUNT).alias(shown)).hstack(found)
    return whole.sort(*keys.all, nulls_last=True)


def _sheet(published: pl.DataFrame, keys: Keys, shown: str, sensitive: str | None) -> pl.DataFrame:
    """The complete tables with the published counts, 0 where nothing is known."""
    known = published.filter(pl.col(shown).is_not_null())
    counts = known.select(
        *keys.all, pl.Series(COUNT, whole_counts(known, shown)), pl.lit(value=True).alias(KNOWN)
    )
    marks = published.select(
        *keys.all, (pl.col(sensitive) if sensitive else pl.lit(None, pl.Boolean)).alias("__mark")
    )
    cells = published.filter(pl.all_horizontal(pl.col(*keys.tree, keys.column).is_not_null()))
    blank = cells.select(*keys.all, pl.lit(0, pl.Int64).alias(COUNT), pl.lit(0.0).alias(WEIGHT),
                         pl.lit(value=False).alias(SECRET))  # fmt: skip
    empty = with_totals(complete(blank, keys), keys).drop(COUNT)
    joined = empty.join(counts, on=keys.all, how="left", nulls_equal=True, maintain_order="left")
    joined = joined.join(
        marks.unique(keys.all), on=keys.all, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.with_columns(pl.col(COUNT, KNOWN, "__mark").fill_null(strategy="zero"))


def _blocks(sheet: pl.DataFrame, keys: Keys, sensitive: str | None) -> list[tuple[Table, Flags, Flags]]:
    known, mark = sheet[KNOWN].to_numpy(), sheet["__mark"].to_numpy()
    judged = mark if sensitive else np.ones(sheet.height, dtype=np.bool_)
    found, start = [], 0
    for table in tables(sheet, keys):
        end = start + table.counts.size
        found.append((table, known[start:end], judged[start:end]))
        start = end
    return found


def _findings(table: Table, rule: Standard, known: Flags, judged: Flags, *, marked: bool) -> pl.DataFrame:
    asked = unknowns(table, ~known)
    place = np.cumsum(~known) - 1
    public = _public(table, rule)
    total_known = np.broadcast_to(known.reshape(table.shape)[:, -1:], table.shape)
    filled = np.where(total_known, table.counts[:, -1:], 1)  # an unknown row total may have pupils
    small = (rule.sensitive(table.counts, filled) & ~public).ravel()
    judged = judged & ~public.ravel()
    bounds = [
        _bounds(asked, known, place, cell, count) for cell, count in enumerate(table.counts.ravel().tolist())
    ]
    findings = [
        _finding(rule, pair, judged=bool(judged[cell]), marked=marked) if not known[cell]
        else ("shown_small" if small[cell] else None)
        for cell, pair in enumerate(bounds)
    ]  # fmt: skip
    return _findings_frame([pair[0] for pair in bounds], [pair[1] for pair in bounds], findings)


def _bounds(asked: Unknowns, known: Flags, place: Integers, cell: int, count: int) -> Bounds:
    """The interval of one cell; a lowest value of None where no table has these totals."""
    if known[cell]:
        return count, count
    found = interval(asked, int(place[cell])) if asked.consistent else None
    return found or (None, None)


def _finding(rule: Standard, bounds: Bounds, *, judged: bool, marked: bool) -> str | None:
    """What is wrong with a hidden cell."""
    low, high = bounds
    if low is None:
        return "inconsistent"
    if high is None or not judged:
        return None
    if high < rule.threshold:
        return "below_threshold"
    return "narrow" if high - low < rule.width and (marked or low < rule.threshold) else None


def _findings_frame(
    lows: list[int | None], highs: list[int | None], findings: list[str | None]
) -> pl.DataFrame:
    finding = pl.Series("finding", findings, pl.String)
    low, high = pl.Series("attacker_low", lows, pl.Int64), pl.Series("attacker_high", highs, pl.Int64)
    return pl.DataFrame([low, high, finding.is_not_null().alias("exposed"), finding])


def _public(table: Table, rule: Standard) -> Flags:
    found = np.zeros(table.shape, dtype=np.bool_)
    found[:, -1] = "rows" in rule.public
    found[~table.leaf] |= "columns" in rule.public
    return found
