# SPDX-License-Identifier: EUPL-1.2
"""Differences between two cells of a table of indices, with errors that know how many were compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, pairwise
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import polars as pl

from gemengd.measure.index.registry import INDICES
from gemengd.measure.table.reading import Names, names_of, read, refuse_clash, whole
from gemengd.measure.table.status import OK
from gemengd.numeric.arrays import Floats

NOT_GIVEN = "not_given"
NO_ERROR = "no_error"
COMPARISON_STATUSES = {
    NOT_GIVEN: "One of the two cells is not in the table.",
    NO_ERROR: "One of the two has no standard error, or neither can vary: the difference has no test.",
}
"""Statuses of a comparison beside those of the two cells (the first cell that is not ok gives its own)."""

CORRECTIONS = ("holm", "benjamini_hochberg", "none")
VALUES = ("estimate", "excess")
NUMBERS = ("difference", "se", "low", "high", "z", "p_value", "p_adjusted")
RESULTS = ("index", "first", "second", "first_value", "second_value", *NUMBERS, "status")

Pairs = Literal["consecutive", "all"] | Sequence[tuple[Any, Any]]
_LEAST_ERROR = 1e-12
_HALF_ROOT = math.sqrt(0.5)


def compare(
    results: Any,
    *,
    over: str,
    pairs: Pairs | None = None,
    against: Any = None,
    value: Literal["estimate", "excess"] = "estimate",
    correction: Literal["holm", "benjamini_hochberg", "none"] = "holm",
    family: Names = ("index",),
    correlation: float = 0.0,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Differences (second minus first) between cells that differ in one column only.

    Args:
        results: the outcome of `indices` (or of `bootstrap` or `survey`, for "estimate"): key columns, then
            `index`, `estimate`, `se`, `status` and, for "excess", `expected` and `excess`.
        over: the key column to compare over, such as "year" or "municipality"; other key columns must agree.
        pairs: "consecutive" (each value of `over` with the one before it in sorted order), "all" (every two
            values), or a list of (first, second). Default "consecutive".
        against: instead of `pairs`, one value of `over` that all others are compared with.
        value: "estimate", or "excess" over the chance level, which is fairer between cells whose units
            differ in size. The chance level is taken as known.
        correction: "holm" holds the probability of any false discovery in a family, "benjamini_hochberg" the
            share of false ones among the discoveries, "none" neither.
        family: columns whose combinations are corrected separately; () corrects everything together.
        correlation: correlation of the two estimates. With 0 they are taken for independent. The same pupils
            in two consecutive years make it positive, so that 0 overstates the error and tests too
            cautiously.
        confidence: coverage of `low … high`, for each difference on its own (not corrected).

    Returns:
        The other key columns, `index`, `first`, `second`, `first_value`, `second_value`, `difference`, `se`
        (√(se₁² + se₂² − 2·correlation·se₁·se₂)), `low`, `high`, `z`, `p_value` (two-sided, normal),
        `p_adjusted`, `status`; sorted by keys and index, then in the order of the pairs.

    Raises:
        ValueError: a column is missing, a cell occurs twice, an option is not known, or both `pairs` and
            `against` are given.
        TypeError: the input is no frame.
    """
    _check(value, correction, correlation, confidence, (pairs, against))
    table, keys = _values(results, over, value)
    rows = paired(table, keys, over, (pairs, against))
    rows = adjusted(_differences(rows, correlation, confidence), correction, names_of(family))
    return rows.with_columns(pl.col(NUMBERS).fill_nan(None)).select(*keys, *RESULTS)


def _check(
    value: str, correction: str, correlation: float, confidence: float, choice: tuple[Any, Any]
) -> None:
    if value not in VALUES or correction not in CORRECTIONS:
        raise ValueError(
            f"value is {value!r} and correction {correction!r}; "
            f"expected one of {list(VALUES)} and one of {list(CORRECTIONS)}"
        )
    if not -1.0 <= correlation <= 1.0:
        raise ValueError(f"correlation is {correlation}; expected a number from -1 to 1")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence is {confidence}; expected a number between 0 and 1, such as 0.95")
    if choice[0] is not None and choice[1] is not None:
        raise ValueError("both pairs and against are given; expected one of the two")


def _values(results: Any, over: str, value: str) -> tuple[pl.DataFrame, list[str]]:
    """Keys, index, value, error and status of every cell; and the key columns other than `over`."""
    what = "the table of indices"
    columns = whole(results, what).columns
    keys = columns[: columns.index("index")] if "index" in columns else []
    needed = ["index", "estimate", "se", "status", *(("expected", "excess") if value == "excess" else ())]
    table = read(results, (*keys, over, *needed), what)
    if over not in keys:
        raise ValueError(f"over is '{over}'; expected one of the key columns {keys} before 'index'")
    rest = [key for key in keys if key != over]
    refuse_clash(rest, RESULTS)
    if (twice := table.select(*keys, "index").is_duplicated()).any():
        row = int(twice.arg_max() or 0)
        raise ValueError(f"{what}, row {row}: this cell and index occur twice; expected one row for each")
    if value == "excess":
        table = _excess(table)
    return table.select(*keys, "index", pl.col("estimate").alias("value"), "se", "status"), rest


def _excess(table: pl.DataFrame) -> pl.DataFrame:
    """The excess in the place of the estimate, its error scaled by the room between chance and complete."""
    complete = pl.col("index").replace_strict(
        {name: index.complete for name, index in INDICES.items()}, default=None, return_dtype=pl.Float64
    )
    above = pl.col("estimate") - pl.col("expected")
    room = pl.coalesce(complete - pl.col("expected"), above / pl.col("excess"))
    return table.with_columns(se=(pl.col("se") / room).abs(), estimate="excess")


def _pairs(values: pl.Series, pairs: Pairs | None, against: Any) -> pl.DataFrame:
    known = values.unique().drop_nulls().sort()
    names = known.to_list()
    if against is not None:
        found = [(against, name) for name in names if name != against]
    elif pairs is None or pairs == "consecutive":
        found = list(pairwise(names))
    elif isinstance(pairs, str):
        if pairs != "all":
            raise ValueError(f"pairs is {pairs!r}; expected 'consecutive', 'all' or a list of pairs")
        found = list(combinations(names, 2))
    else:
        found = [(first, second) for first, second in pairs]
    schema = {"first": values.dtype, "second": values.dtype}
    return pl.DataFrame(found, schema=schema, orient="row").with_row_index("_pair")


def _differences(rows: pl.DataFrame, correlation: float, confidence: float) -> pl.DataFrame:
    one, other = (rows[f"{side}_se"].fill_null(np.nan).to_numpy() for side in ("first", "second"))
    difference = (rows["second_value"] - rows["first_value"]).fill_null(np.nan).to_numpy()
    se = np.sqrt(np.maximum(one**2 + other**2 - 2.0 * correlation * one * other, 0.0))
    z = np.divide(difference, se, out=np.full(se.shape, np.nan), where=se > _LEAST_ERROR)
    reach = NormalDist().inv_cdf(0.5 + confidence / 2.0) * se
    given = pl.col("first_status").is_not_null() & pl.col("second_status").is_not_null()
    return rows.with_columns(
        pl.Series("difference", difference),
        pl.Series("se", se),
        pl.Series("low", difference - reach),
        pl.Series("high", difference + reach),
        pl.Series("z", z, nan_to_null=True),
        pl.Series("p_value", _two_sided(z), nan_to_null=True),
    ).with_columns(
        status=pl.when(~given)
        .then(pl.lit(NOT_GIVEN))
        .when(pl.col("first_status") != OK)
        .then("first_status")
        .when(pl.col("second_status") != OK)
        .then("second_status")
        .when(pl.col("p_value").is_null())
        .then(pl.lit(NO_ERROR))
        .otherwise(pl.lit(OK))
    )


def paired(table: pl.DataFrame, keys: list[str], over: str, choice: tuple[Pairs | None, Any]) -> pl.DataFrame:
    """Both cells of every pair side by side, for every combination of the other keys and the index.

    Args:
        table: key columns, `index` and whatever belongs to a cell.
        keys: the key columns other than `over`.
        over: the key column to compare over.
        choice: pairs, or the one value that all others are compared with.

    Returns:
        The keys, `index`, `first`, `second`, and every other column twice, as `first_…` and `second_…`.
    """
    _check("estimate", "none", 0.0, 0.5, choice)
    two, on = _pairs(table[over], *choice), [*keys, "index"]
    rows = table.select(on).unique(maintain_order=True).with_row_index("_cell").join(two, how="cross")
    for side in ("first", "second"):
        part = table.rename({name: f"{side}_{name}" for name in table.columns if name not in (*on, over)})
        rows = rows.join(part.rename({over: side}), on=[*on, side], how="left", nulls_equal=True)
    return rows.sort(*keys, "_cell", "_pair", maintain_order=True)


def adjusted(rows: pl.DataFrame, correction: str, family: tuple[str, ...]) -> pl.DataFrame:
    """The rows with `p_adjusted`, each combination of the columns of `family` corrected on its own."""
    known = rows.columns[: rows.columns.index("first")]
    if not set(family) <= set(known):
        raise ValueError(f"family is {list(family)}; expected columns from {known}")
    if correction not in CORRECTIONS:
        raise ValueError(f"correction is {correction!r}; expected one of {list(CORRECTIONS)}")
    corrected = pl.col("p_value").map_batches(
        lambda p: pl.Series(adjust(p.to_numpy(), correction)), return_dtype=pl.Float64
    )
    whole = corrected.over(family) if family else corrected
    return rows.with_columns(p_adjusted=whole.fill_nan(None))


def adjust(p: Floats, correction: str) -> Floats:
    """Adjusted p-values of one family; a NaN stays NaN and does not count.

    Holm (1979): the largest so far of (m − k + 1)·p_(k). Benjamini & Hochberg (1995): the smallest from here
    on of m·p_(k)/k. Both are cut at 1.
    """
    out = np.array(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(out))
    order = known[np.argsort(out[known], kind="stable")]
    m, rank = order.size, np.arange(1, order.size + 1)
    if correction == "holm":
        out[order] = np.minimum(np.maximum.accumulate((m - rank + 1) * out[order]), 1.0)
    elif correction == "benjamini_hochberg":
        scaled = m * out[order] / rank
        out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out


def _two_sided(z: Floats) -> Floats:
    """2 Φ(−|z|). `math.erfc` and not SciPy's, which would cost who only compares a few places its loading."""
    return np.array([math.erfc(abs(one) * _HALF_ROOT) for one in z.tolist()])
