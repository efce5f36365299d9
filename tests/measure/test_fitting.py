# SPDX-License-Identifier: EUPL-1.2
"""Iterative proportional fitting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd.measure.changes.fitting import fit

TOLERANCE = 1e-10


def fitted(source, units, groups, most=10_000):
    source, out = np.array(source, dtype=float), np.empty(np.shape(source))
    sweeps, residual = fit(source, np.array(units), np.array(groups), TOLERANCE, most, out)
    return out, sweeps, residual


def odds(table, j, g):
    return table[0, 0] * table[j, g] / (table[0, g] * table[j, 0])


positive = st.floats(0.01, 100.0)


@given(
    arrays(float, (4, 3), elements=positive),
    arrays(float, 4, elements=positive),
    arrays(float, 3, elements=positive),
)
@settings(max_examples=60, deadline=None)
def test_margins_and_odds_ratios(source, units, groups):
    units, groups = units / units.sum(), groups / groups.sum()
    table, _, residual = fitted(source, units, groups)
    assert residual <= TOLERANCE
    np.testing.assert_allclose(table.sum(axis=1), units, rtol=1e-12)
    np.testing.assert_allclose(table.sum(axis=0), groups, rtol=2 * TOLERANCE)
    for j in range(1, 4):
        for g in range(1, 3):
            assert odds(table, j, g) == pytest.approx(odds(source, j, g), rel=1e-9)


def test_the_residual_is_that_of_the_table_returned():
    table, sweeps, residual = fitted([[9, 1], [1, 9]], [0.9, 0.1], [0.3, 0.7], most=2)
    assert sweeps == 2
    assert residual == pytest.approx(np.abs(table.sum(axis=0) / [0.3, 0.7] - 1.0).max(), rel=1e-12)
    assert residual > TOLERANCE


def test_a_table_that_fits_already_takes_one_sweep():
    table, sweeps, residual = fitted([[0.4, 0.1], [0.2, 0.3]], [0.5, 0.5], [0.6, 0.4])
    np.testing.assert_allclose(table, [[0.4, 0.1], [0.2, 0.3]], rtol=1e-15)
    assert (sweeps, residual <= 1e-15) == (1, True)


def test_near_empty_cells_converge_by_newton_steps():
    # Plain sweeps let the corner grow by a few per cent each: some thousand sweeps from 1e-10.
    source = [[10.0, 1e-10], [1e-10, 10.0]]
    table, sweeps, residual = fitted(source, [0.51, 0.49], [0.50, 0.50])
    assert residual <= TOLERANCE
    assert sweeps < 600
    assert table[0, 1] == pytest.approx(0.01, rel=1e-6)


def test_equal_input_gives_equal_bits():
    rng = np.random.default_rng(1)
    source, units, groups = rng.random((50, 5)), np.full(50, 0.02), np.full(5, 0.2)
    first, second = (fitted(source, units, groups)[0] for _ in range(2))
    assert first.tobytes() == second.tobytes()
