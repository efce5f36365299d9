# SPDX-License-Identifier: EUPL-1.2
"""What the registry says of an index is what the index does: every property is tried, also its absence."""

import numpy as np
import polars as pl
import pytest

from gemengd import measure
from gemengd.measure.index.registry import CORE, ORDERED, TWO_GROUP

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
EVERY = {**measure.INDICES, **ORDERED}
CATEGORIES = [f"g{number}" for number in range(4)]
DRAWS = 60


def groups(name):
    return 2 if name in TWO_GROUP else 4


def values(plain, name, matrices):
    """An index of many matrices in one call; exposure is turned round, so that more is more segregated."""
    frame = pl.concat([plain.long(matrix, draw=number) for number, matrix in enumerate(matrices)])
    options = {**COLUMNS, "by": "draw", "index": name, "chance": False}
    if name in ORDERED:
        table = measure.ordered(frame, **options, order=CATEGORIES, degree=2)
    else:
        table = measure.indices(frame, **options, focal="g0", b=0.3)
    sign = -1.0 if name == "exposure" else 1.0
    return sign * table.sort("draw")["estimate"].to_numpy()


def random_tables(name, seed=0, units=5):
    rng = np.random.default_rng(seed)
    return rng.integers(1, 60, (DRAWS, units, groups(name))).astype(float)


@pytest.mark.parametrize("name", EVERY)
def test_organisational_equivalence(plain, name):
    tables = random_tables(name)
    split = [np.vstack([0.25 * table[:1], 0.75 * table[:1], table[1:]]) for table in tables]
    same = values(plain, name, tables) == pytest.approx(values(plain, name, split), abs=1e-12)
    assert same == EVERY[name].organisational_equivalence


@pytest.mark.parametrize("name", EVERY)
def test_transfers(plain, name):
    """A pupil moves from the unit where the pupil's group is largest to the one where it is smallest."""
    tables, moved = random_tables(name), []
    for number, table in enumerate(tables):
        after, group = table.copy(), number % groups(name)
        share = table[:, group] / table.sum(axis=1)
        after[share.argmax(), group] -= 0.5
        after[share.argmin(), group] += 0.5
        moved.append(after)
    change = values(plain, name, moved) - values(plain, name, tables)
    if EVERY[name].transfers == "strict":
        assert (change < 0.0).all()
    elif EVERY[name].transfers == "weak":
        assert (change <= 1e-12).all()
        assert (np.abs(middle_transfers(plain, name)) < 1e-12).any()
    else:
        rises = np.concatenate([change, middle_transfers(plain, name)])
        assert (rises > 1e-9).any()


def middle_transfers(plain, name):
    """Changes when a small part of a pupil moves between two units whose shares are near to each other."""
    tables, moved = random_tables(name, seed=1, units=12), []
    for number, table in enumerate(tables):
        after, group = table.copy(), number % groups(name)
        order = np.argsort(table[:, group] / table.sum(axis=1))
        place = 1 + number % (len(order) - 2)
        after[order[place + 1], group] -= 0.01
        after[order[place], group] += 0.01
        moved.append(after)
    return values(plain, name, moved) - values(plain, name, tables)


@pytest.mark.parametrize("name", EVERY)
def test_composition_invariance(plain, name):
    tables = random_tables(name)
    scaled = tables * np.array([3.0] + [1.0] * (groups(name) - 1))
    same = values(plain, name, tables) == pytest.approx(values(plain, name, scaled), abs=1e-9)
    assert same == EVERY[name].composition_invariance


@pytest.mark.parametrize("name", EVERY)
def test_decomposability(plain, name):
    """With fixed totals of two clusters, is the index the part between plus a fixed mean of the insides?"""
    rng, totals = np.random.default_rng(7), random_tables(name, seed=2)[0, :2] * 10
    insides = [[spread(rng, total) for total in totals] for _ in range(DRAWS)]
    whole = values(plain, name, [np.vstack(inside) for inside in insides])
    between = values(plain, name, [totals])[0]
    parts = np.stack([values(plain, name, [inside[c] for inside in insides]) for c in (0, 1)], axis=1)
    weights, *_ = np.linalg.lstsq(parts, whole - between)
    left = np.abs(whole - between - parts @ weights).max()
    decomposable = left < 1e-10 and (weights > 0.01).all()
    assert decomposable == EVERY[name].decomposability


def spread(rng, totals, units=4):
    """Units of a cluster with these totals."""
    return np.stack([rng.dirichlet(np.full(units, 2.0)) * total for total in totals], axis=1)


def test_the_catalogue_is_a_table_of_every_index():
    table = measure.catalogue()
    assert table["name"].to_list() == list(EVERY)
    assert table["name"].is_unique().all()
    for column in ("label", "groups", "formula", "source", "transfers", "decomposability", "chance"):
        assert table[column].null_count() == 0
    row = table.row(by_predicate=pl.col("name") == "M", named=True)
    assert (row["high"], row["complete"], row["groups"]) == (None, None, "2 or more")


def test_without_names_the_indices_of_the_monitor_are_given(plain):
    table = measure.indices(plain.long([[5, 7], [8, 1]]), **COLUMNS)
    assert tuple(table["index"]) == CORE
