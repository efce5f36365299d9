# SPDX-License-Identifier: EUPL-1.2
"""Rows with known keys to cells: key, characteristic, group, lowest and highest count."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.own.keys import RAW, text
from gemengd.sources.own.mapping import Field, Group, Mapping
from gemengd.sources.own.problems import Problems, count_like, group_like
from gemengd.tables import counts
from gemengd.tables.findings import MOST_SHOWN

KEY = ("year", "school_id", "area_id", "track", "stage")
CELL = (*KEY, "characteristic", "group", "low", "high")

_THOUSANDS = r"^\s*\d{1,3}([.,]\d{3})+\s*$"
_DOUBLE = "Remove the double row, add the two up if both count, or map the column in which they differ."


def cells(frame: pl.DataFrame, mapping: Mapping, problems: Problems) -> list[pl.DataFrame]:
    """The cells of a frame: the total, and each characteristic by itself.

    Characteristics are counted one by one and never crossed: a cross of many comes near to single pupils.

    Args:
        frame: rows with the columns of `KEY` that are known and `group:<characteristic>`.
        mapping: layout, count columns and markers.
        problems: takes what is wrong.

    Returns:
        Frames with the columns of `CELL`; none when something is wrong.
    """
    absent = [pl.lit(None, pl.String).alias(name) for name in KEY if name not in frame.columns]
    frame = frame.with_columns(absent)
    if mapping.layout == "pupils":
        return _by_group(
            frame.with_columns(low=pl.lit(1, pl.Int64), high=pl.lit(1, pl.Int64)), mapping.groups
        )
    _check_double(frame, mapping, problems)
    if mapping.layout == "counts":
        frame = _with_interval(frame, mapping.pupils["count"], "", mapping, problems)
        return [] if problems.total else _by_group(frame, mapping.groups)
    return _wide(frame, mapping, problems)


def _by_group(frame: pl.DataFrame, groups: Sequence[Group]) -> list[pl.DataFrame]:
    parts = [_named(frame, "all", pl.lit("all"))]
    return parts + [_named(frame, one.name, pl.col(f"group:{one.name}")) for one in groups]


def _named(frame: pl.DataFrame, characteristic: str, group: pl.Expr, prefix: str = "") -> pl.DataFrame:
    return frame.select(
        *KEY,
        pl.lit(characteristic).alias("characteristic"),
        group.alias("group"),
        pl.col(f"{prefix}low").alias("low"),
        pl.col(f"{prefix}high").alias("high"),
    )


def _check_double(frame: pl.DataFrame, mapping: Mapping, problems: Problems) -> None:
    fields = [mapping.pupils.get(name) for name in ("year", "track", "stage")] + [mapping.school["id"]]
    fields += [mapping.home.field] if mapping.home else []
    fields += [group.field for group in mapping.groups]
    key = list(dict.fromkeys(name for field in fields if field for name in field.columns))
    if not key:
        return
    raw = frame.select("_row", *(pl.col(f"{RAW}{name}").str.strip_chars().alias(name) for name in key))
    double = raw.filter(~pl.struct(key).is_first_distinct())
    secret = mapping.home.field.columns if mapping.home and mapping.home.kind == "pc6" else ()
    for row, *values in double.head(MOST_SHOWN).iter_rows():
        shown = [group_like(value, shown=name not in secret) for name, value in zip(key, values, strict=True)]
        problems.add(
            " + ".join(key), f"{', '.join(shown)} a second time", "each combination once", row, _DOUBLE
        )
    problems.total += max(0, double.height - MOST_SHOWN)


def _with_interval(
    frame: pl.DataFrame, field: Field, prefix: str, mapping: Mapping, problems: Problems
) -> pl.DataFrame:
    low, high = f"{prefix}low", f"{prefix}high"
    frame = frame.with_columns(_cell=text(field))
    lowest, highest = counts.from_text("_cell")
    # 1.234 may be a thousand or one and a bit: it is left to the person who knows.
    clear = ~pl.col("_cell").fill_null("").str.contains(_THOUSANDS)
    frame = frame.with_columns(
        pl.when(clear).then(lowest).alias(low), pl.when(clear).then(highest).alias(high)
    )
    wrong = frame.filter(pl.col(low).is_null() & ~_marked(mapping))
    negative = frame.filter((pl.col(low) < 0) & ~_marked(mapping))
    _note(problems, wrong, field, "a whole number, or <5 for a small one", _mend(mapping))
    _note(problems, negative, field, "a count of 0 or more", _mend(mapping))
    return (
        _rounded(frame, low, high, mapping.rounded_to)
        .with_columns(*_markers(mapping, low, high))
        .drop("_cell")
    )


def _mend(mapping: Mapping) -> str:
    known = f" Marks known now: {', '.join(map(repr, mapping.markers))}." if mapping.markers else ""
    return f'If it marks a small or secret count, say so: [pupils] markers = {{ "-1" = [0, 4] }}.{known}'


def _marked(mapping: Mapping) -> pl.Expr:
    return pl.col("_cell").fill_null("").is_in(list(mapping.markers))


def _markers(mapping: Mapping, low: str, high: str) -> list[pl.Expr]:
    if not mapping.markers:
        return []
    cell = pl.col("_cell").fill_null("")
    ends = ((low, 0), (high, 1))
    return [
        pl.coalesce(
            cell.replace_strict(
                {mark: bounds[end] for mark, bounds in mapping.markers.items()},
                default=None,
                return_dtype=pl.Int64,
            ),
            pl.col(name),
        ).alias(name)
        for name, end in ends
    ]


def _rounded(frame: pl.DataFrame, low: str, high: str, step: int | None) -> pl.DataFrame:
    if step is None:
        return frame
    lowest, highest = counts.rounded(pl.col(low), step)
    exact = pl.col(low) == pl.col(high)
    return frame.with_columns(
        pl.when(exact).then(lowest).otherwise(pl.col(low)).alias(low),
        pl.when(exact).then(highest).otherwise(pl.col(high)).alias(high),
    )


def _note(problems: Problems, wrong: pl.DataFrame, field: Field, expected: str, mend: str) -> None:
    column = " + ".join(field.columns)
    for row, cell in wrong.select("_row", "_cell").head(MOST_SHOWN).iter_rows():
        problems.add(column, count_like(cell), expected, row, mend)
    problems.total += max(0, wrong.height - MOST_SHOWN)


def _wide(frame: pl.DataFrame, mapping: Mapping, problems: Problems) -> list[pl.DataFrame]:
    names = list(dict.fromkeys(name for group in mapping.groups for name in group.columns))
    for name in names:
        frame = _with_interval(frame, Field((name,)), f"{name}:", mapping, problems)
    total = mapping.pupils.get("total")
    if total is not None:
        frame = _with_interval(frame, total, "total:", mapping, problems)
    elif mapping.groups:
        frame = frame.with_columns(
            _sum(mapping.groups[0], end).alias(f"total:{end}") for end in ("low", "high")
        )
    else:
        problems.add("", "no total and no groups", "[pupils] total or [characteristics]", None, None)
    if problems.total:
        return []
    parts = [_named(frame, "all", pl.lit("all"), "total:")]
    for group in mapping.groups:
        parts += _wide_group(frame, group, problems)
    return parts


def _sum(group: Group, end: str) -> pl.Expr:
    return pl.sum_horizontal(f"{name}:{end}" for name in group.columns)


def _wide_group(frame: pl.DataFrame, group: Group, problems: Problems) -> list[pl.DataFrame]:
    frame = frame.with_columns(_sum(group, "low").alias("sum:low"), _sum(group, "high").alias("sum:high"))
    too_many = pl.col("sum:low") > pl.col("total:high")
    too_few = (pl.col("sum:high") < pl.col("total:low")) if group.rest is None else pl.lit(False)
    _check_sums(frame.filter(too_many | too_few), group, problems)
    parts = [
        _named(frame, group.name, pl.lit(meaning), f"{name}:") for name, meaning in group.columns.items()
    ]
    if group.rest is not None:
        low = (pl.col("total:low") - pl.col("sum:high")).clip(lower_bound=0)
        high = (pl.col("total:high") - pl.col("sum:low")).clip(lower_bound=0)
        rest = frame.with_columns(low.alias("rest:low"), high.alias("rest:high"))
        parts.append(_named(rest, group.name, pl.lit(group.rest), "rest:"))
    return parts


def _check_sums(wrong: pl.DataFrame, group: Group, problems: Problems) -> None:
    ends = ("sum:low", "sum:high", "total:low", "total:high")
    mend = f'If the rest is unknown, write rest = "unknown" in [characteristics.{group.name}].'
    for row, low, high, total_low, total_high in wrong.select("_row", *ends).head(MOST_SHOWN).iter_rows():
        found = f"groups that add up to {_between(low, high)}"
        expected = f"the total of {_between(total_low, total_high)}"
        problems.add(" + ".join(group.columns), found, expected, row, mend)
    problems.total += max(0, wrong.height - MOST_SHOWN)


def _between(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
