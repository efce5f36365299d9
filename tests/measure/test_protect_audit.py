# SPDX-License-Identifier: EUPL-1.2
"""Brute force against `protect` and `audit`: all tables an attacker can imagine, all patterns that do."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.measure.protection import audit, protect
from gemengd.measure.protection.cover import Problem
from gemengd.measure.protection.cutsets import Cutsets
from gemengd.measure.protection.exact import Effort, Search
from gemengd.measure.protection.flows import Flows
from gemengd.measure.protection.linear import Linear
from gemengd.measure.protection.standard import costs, demand, standard
from gemengd.measure.protection.table import Table, network

KEYS = {"rows": "row", "columns": "column"}


def frame(cells: np.ndarray) -> pl.DataFrame:
    rows, columns = cells.shape
    return pl.DataFrame(
        {
            "row": np.repeat(np.arange(rows), columns),
            "column": np.tile(np.arange(columns), rows),
            "pupils": cells.ravel(),
        }
    )


def with_margins(cells: np.ndarray) -> Table:
    full = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), dtype=np.int64)
    full[1:, :-1], full[1:, -1] = cells, cells.sum(axis=1)
    full[0] = full[1:].sum(axis=0)
    parent = np.where(np.arange(full.shape[0]) == 0, -1, 0)
    ones = np.ones(full.shape)
    return Table(full, parent, parent == 0, ones, np.zeros(full.shape, dtype=bool))


def tables(most_rows: int, most_columns: int, most: int) -> st.SearchStrategy[np.ndarray]:
    shape = st.tuples(st.integers(1, most_rows), st.integers(1, most_columns))
    return shape.flatmap(
        lambda size: st.lists(
            st.integers(0, most), min_size=size[0] * size[1], max_size=size[0] * size[1]
        ).map(lambda values: np.array(values, dtype=np.int64).reshape(size))
    )


def imagined(table: Table, hidden: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest value of every cell over all tables with cells up to `most` that fit."""
    shape = (table.shape[0] - 1, table.shape[1] - 1)
    shown = ~hidden
    free = hidden[1:, :-1].ravel()
    low, high = np.full(table.shape, 10**6), np.full(table.shape, -1)
    for values in product(range(most + 1), repeat=int(free.sum())):
        cells = table.counts[1:, :-1].ravel().copy()
        cells[free] = values
        full = with_margins(cells.reshape(shape)).counts
        if (full[shown] == table.counts[shown]).all():
            low, high = np.minimum(low, full), np.maximum(high, full)
    return low, high


@settings(max_examples=60, deadline=None)
@given(tables(3, 2, 3), st.integers(0, 2**12 - 1))
def test_attackers_intervals_are_those_of_all_tables_that_fit(cells, mask):
    table = with_margins(cells)
    hidden = np.array([mask >> bit & 1 for bit in range(table.counts.size)], dtype=bool).reshape(table.shape)
    hidden[0] = False  # with column totals shown every count is bounded by them
    most = int(table.counts[0, :-1].max())
    if hidden[1:, :-1].sum() > 4:
        hidden[2:, 0] = False
    low, high = imagined(table, hidden, most)
    targets, limit = np.flatnonzero(hidden), int(table.counts.sum()) + 1
    for attacker in (Cutsets, Flows, Linear):
        reach = attacker(table, network(table), targets, limit).reach(hidden.ravel().astype(float))
        assert (table.counts[hidden] + reach.up == high[hidden]).all(), attacker
        assert (table.counts[hidden] - reach.down == low[hidden]).all(), attacker


@settings(max_examples=60, deadline=None)
@given(tables(4, 4, 12), st.integers(0, 2**25 - 1))
def test_cuts_flows_and_programmes_agree_with_hidden_totals_too(cells, mask):
    table = with_margins(cells)
    hidden = np.array([mask >> bit & 1 for bit in range(table.counts.size)], dtype=bool)
    targets, limit = np.flatnonzero(hidden), int(table.counts.sum()) + 1
    first, *others = (
        attacker(table, network(table), targets, limit).reach(hidden.astype(float))
        for attacker in (Cutsets, Flows, Linear)
    )
    for other in others:
        assert (first.up == other.up).all()
        assert (first.down == other.down).all()


@settings(max_examples=40, deadline=None)
@given(tables(4, 4, 25), st.sampled_from(["hide", "show"]), st.integers(1, 12))
def test_every_sensitive_cell_is_protected_as_an_independent_audit_sees_it(cells, zeros, width):
    result = protect(frame(cells), pupils="pupils", zeros=zeros, width=width, **KEYS)
    publication = result.select("row", "column", "shown", sensitive=pl.col("safe").is_not_null())
    found = audit(publication, zeros=zeros, width=width, sensitive="sensitive", **KEYS)
    assert not found["exposed"].any(), found.filter("exposed")
    assert found["attacker_low"].equals(result["attacker_low"])
    assert found["attacker_high"].equals(result["attacker_high"])
    visible = result.filter(~pl.col("hidden"))
    assert visible["shown"].equals(visible["pupils"], check_names=False)
    assert result.filter("hidden")["shown"].null_count() == result["hidden"].sum()


def lightest(table: Table, rule) -> float:
    """Weight of the lightest safe pattern by going through all patterns, judged by going through all cuts."""
    need, cost = demand(table, rule), costs(table)
    others = np.flatnonzero(~need.sensitive)
    attacker = Cutsets(table, network(table), need.targets, need.reach)
    best = np.inf
    for choice in product((False, True), repeat=others.size):
        pattern = need.sensitive.copy()
        pattern[others] = choice
        weight = cost[pattern].sum()
        if weight < best:
            reach = attacker.reach(pattern.astype(float))
            if need.met(reach.up.astype(int), reach.down.astype(int)).all():
                best = weight
    return float(best)


@settings(max_examples=25, deadline=None)
@given(tables(3, 2, 30), st.sampled_from(["hide", "show"]))
def test_no_lighter_pattern_exists(cells, zeros):
    table = with_margins(cells)
    result = protect(frame(cells), pupils="pupils", zeros=zeros, **KEYS)
    order = result.sort("row", "column", nulls_last=True)["hidden"].to_numpy().reshape(table.shape)
    pattern = np.roll(order, 1, axis=0).ravel()  # the total row first, as in Table
    assert result["method"][0] in ("none", "primary", "pairs", "exact")
    assert costs(table)[pattern].sum() == lightest(table, standard(10, None, zeros, ()))


@settings(max_examples=25, deadline=None)
@given(tables(6, 4, 25).filter(lambda cells: cells.min() < 10))
def test_a_search_cut_short_is_safe_and_its_gap_holds_the_lightest_pattern(cells):
    table, rule = with_margins(cells), standard(10, None, "hide", ())
    need = demand(table, rule)
    net = network(table)
    for attacker in (Cutsets, Flows):
        problem = Problem(table, net, need, attacker(table, net, need.targets, need.reach))
        short = Search(problem, Effort(rounds=0)).run()
        best = Search(problem, Effort()).run()
        assert problem.safe(short.hidden)
        assert best.gap == 0.0
        assert (
            problem.cost(short.hidden) - short.gap <= problem.cost(best.hidden) <= problem.cost(short.hidden)
        )


def test_no_lighter_pattern_exists_in_a_table_of_three_by_four():
    cells = np.array([[3, 31, 8, 40], [25, 12, 30, 22], [60, 4, 33, 11]])
    result = protect(frame(cells), pupils="pupils", **KEYS)
    found = int(result["hidden"].sum())
    need = demand(with_margins(cells), standard(10, None, "hide", ()))
    attacker = Cutsets(with_margins(cells), network(with_margins(cells)), need.targets, need.reach)
    interior = np.flatnonzero(~need.sensitive & ~with_margins(cells).totals.ravel())
    sizes = []
    for choice in product((False, True), repeat=interior.size):
        pattern = need.sensitive.copy()
        pattern[interior] = choice
        reach = attacker.reach(pattern.astype(float))
        if need.met(reach.up.astype(int), reach.down.astype(int)).all():
            sizes.append(int(pattern.sum()))
    assert found == min(sizes)
    assert result["gap"][0] == 0.0


@settings(max_examples=25, deadline=None)
@given(tables(5, 2, 40).filter(lambda cells: cells.shape[1] == 2))
def test_the_two_column_route_hides_no_more_than_the_general_one(cells):
    plain = protect(frame(cells), pupils="pupils", **KEYS)
    weighted = frame(cells).with_columns(weight=1.0 + (pl.col("row") == 0) * 1e-6)
    general = protect(weighted, pupils="pupils", weight="weight", **KEYS)
    assert plain["hidden"].sum() == general["hidden"].sum()


@settings(max_examples=20, deadline=None)
@given(tables(5, 4, 25), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(cells, random):
    long = frame(cells)
    order = list(range(long.height))
    random.shuffle(order)
    assert protect(long[order], pupils="pupils", **KEYS).equals(protect(long, pupils="pupils", **KEYS))


@settings(max_examples=12, deadline=None)
@given(tables(6, 3, 25), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_nested_rows_are_safe_as_an_independent_audit_sees_them(cells, boards):
    long = frame(cells).with_columns(
        board=pl.Series(boards).gather(np.repeat(np.arange(cells.shape[0]), cells.shape[1]))
    )
    result = protect(long, pupils="pupils", nested="board", **KEYS)
    marked = result.select("board", "row", "column", "shown", sensitive=pl.col("safe").is_not_null())
    found = audit(marked, nested="board", sensitive="sensitive", **KEYS)
    assert not found["exposed"].any()
    assert result.filter(~pl.col("safe")).is_empty()


def publication(shown: list[tuple[int | None, int | None, int | None]]) -> pl.DataFrame:
    return pl.DataFrame(shown, schema={"row": pl.Int64, "column": pl.Int64, "shown": pl.Int64}, orient="row")


FULL = [(0, 0, 3), (0, 1, 90), (1, 0, 40), (1, 1, 80), (0, None, 93), (1, None, 120),
        (None, 0, 43), (None, 1, 170), (None, None, 213)]  # fmt: skip


def test_the_audit_subtracts_a_lone_hidden_cell_from_its_total():
    found = audit(publication([(0, 0, None), *FULL[1:]]), **KEYS)
    row = found.filter(row=0, column=0).row(0, named=True)
    assert (row["attacker_low"], row["attacker_high"], row["finding"]) == (3, 3, "below_threshold")


def test_the_audit_sees_a_small_count_that_is_shown():
    found = audit(publication(FULL), **KEYS)
    assert found.filter("exposed").select("row", "column", "finding").rows() == [(0, 0, "shown_small")]


def test_the_audit_says_when_no_table_has_these_totals():
    wrong = [(0, 0, None), (0, 1, 90), (1, 0, 40), (1, 1, 80), (0, None, 93), (1, None, 120), (None, 0, 99)]
    found = audit(publication(wrong), **KEYS)
    assert "inconsistent" in found["finding"].to_list()


def test_the_audit_takes_absent_totals_as_unknown():
    found = audit(publication([(0, 0, None), (0, 1, 90), (1, 0, 40), (1, 1, 80)]), **KEYS)
    row = found.filter(row=0, column=0).row(0, named=True)
    assert (row["attacker_low"], row["attacker_high"]) == (0, None)
    assert not found["exposed"].any()
