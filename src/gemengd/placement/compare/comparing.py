# SPDX-License-Identifier: EUPL-1.2
"""The comparison of rule sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from gemengd.placement.compare.outcomes import all_rows, changes, measured, segregated, spread
from gemengd.placement.compare.rule_sets import Drawn, RuleSet
from gemengd.placement.market.frame_checks import need_columns, refuse_repeats

CORE = ("D", "isolation", "H")
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rule sets side by side. Every table is tidy and holds the mean over the draws and its spread.

    The spread `sd`, `low` and `high` is what the lottery does with these families; that other families would
    come next year is not in it.

    Attributes:
        outcomes: `rules, group, measure, value, sd, low, high, draws`. Group null is everybody. Measures are
            shares of children ("first_choice", "top_three", "top_five", "unplaced"), "mean_distance" (of who
            is placed and whose distance is given), and of everybody "empty_seats", "swap_pairs" and
            "swappers".
        segregation: `rules, index, estimate, expected, excess, sd, low, high, draws`: of the intake, with the
            level to expect by chance (`gemengd.measure.indices`); empty without groups.
        changes: `rules, group, measure, value, …`: shares "better", "same" and "worse" off than under the
            first rule set with the same draw.
        names: the rule sets, in order.
    """

    outcomes: pl.DataFrame
    segregation: pl.DataFrame
    changes: pl.DataFrame
    names: tuple[str, ...]


def compare(
    rule_sets: Sequence[RuleSet],
    *,
    draws: int = 20,
    seed: int = 0,
    groups: pl.DataFrame | None = None,
    focal: str | None = None,
    distances: pl.DataFrame | None = None,
    schools: pl.DataFrame | None = None,
    index: Sequence[str] = CORE,
    progress: Progress | None = None,
) -> Comparison:
    """Place the same families under each rule set, with the same lottery draws.

    Args:
        rule_sets: the rule sets, the present one first; two or more, with different names.
        draws: draws of the lottery, 1 or more.
        seed: seed of the first draw; the others follow it.
        groups: `applicant, group`; children without a row count among everybody only.
        focal: group that the segregation indices are about; needed with `groups`.
        distances: `applicant, programme, distance`.
        schools: `programme, school`; without it every programme is a school.
        index: segregation indices, names from `gemengd.measure.INDICES`.
        progress: called with (what, done, total) after each draw.

    Raises:
        ValueError: there are fewer than two rule sets, two have one name, a number is out of range, or
            `focal` is no group.
        InvalidTable: a table lacks a column or holds a row twice.
    """
    names = tuple(one.name for one in rule_sets)
    _check(names, draws, seed, groups, focal)
    placed, rounds = all_rows(_drawn(rule_sets, draws, seed, progress))
    placed = _with_school(_with_distance(_with_group(placed, groups), distances), schools)
    by = ["rules", "group", "measure"]
    segregation = pl.DataFrame()
    if focal is not None:
        found = segregated(placed, focal, index)
        segregation = spread(found, ["rules", "index"], ["estimate", "expected", "excess"], names)
    return Comparison(
        spread(measured(placed, rounds), by, ["value"], names),
        segregation,
        spread(changes(placed, names[0]), by, ["value"], names),
        names,
    )


def _drawn(
    rule_sets: Sequence[RuleSet], draws: int, seed: int, progress: Progress | None
) -> Iterator[tuple[str, int, Drawn]]:
    for place, one in enumerate(rule_sets):
        for number in range(draws):
            yield one.name, number, one.draw(seed + number)
            if progress is not None:
                progress("draws", place * draws + number + 1, len(rule_sets) * draws)


def _check(
    names: tuple[str, ...], draws: int, seed: int, groups: pl.DataFrame | None, focal: str | None
) -> None:
    if len(names) < 2 or len(set(names)) < len(names):
        raise ValueError(f"rule_sets are {list(names)}; expected two or more with different names")
    if draws < 1 or seed < 0:
        raise ValueError(f"draws is {draws} and seed {seed}; expected 1 or more draws, a seed of 0 or more")
    known = [] if groups is None else sorted(groups["group"].drop_nulls().unique().to_list())
    if (groups is not None or focal is not None) and focal not in known:
        raise ValueError(f"focal is {focal!r}; expected one of the groups {known}")


def _with_group(placed: pl.DataFrame, groups: pl.DataFrame | None) -> pl.DataFrame:
    if groups is None:
        return placed.with_columns(group=pl.lit(None, pl.String))
    need_columns("groups", groups, ["applicant", "group"])
    refuse_repeats("groups", groups, ["applicant"], "each applicant once")
    return placed.join(groups.select("applicant", "group"), on="applicant", how="left")


def _with_distance(placed: pl.DataFrame, distances: pl.DataFrame | None) -> pl.DataFrame:
    if distances is None:
        return placed.with_columns(distance=pl.lit(None, pl.Float64))
    pair = ["applicant", "programme"]
    need_columns("distances", distances, [*pair, "distance"])
    refuse_repeats("distances", distances, pair, "each pair once")
    known = distances.select(*pair, pl.col("distance").cast(pl.Float64))
    return placed.join(known, on=pair, how="left")


def _with_school(placed: pl.DataFrame, schools: pl.DataFrame | None) -> pl.DataFrame:
    if schools is None:
        return placed.with_columns(school=pl.col("programme"))
    need_columns("schools", schools, ["programme", "school"])
    refuse_repeats("schools", schools, ["programme"], "each programme once")
    return placed.join(schools.select("programme", "school"), on="programme", how="left")
