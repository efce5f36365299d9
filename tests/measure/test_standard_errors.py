# SPDX-License-Identifier: EUPL-1.2
"""Standard errors against numeric derivatives and against resampling."""

import numpy as np
import polars as pl
import pytest

from gemengd import measure
from gemengd.measure.index.kernels import two_group as kernels
from gemengd.measure.index.registry import INDICES, TWO_GROUP

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}


def gradient(function, counts):
    """Central differences of a function of a matrix, with respect to every positive count."""
    out = np.zeros(counts.shape)
    for place in zip(*np.nonzero(counts), strict=True):
        step = np.zeros(counts.shape)
        step[place] = 1e-4 * counts[place]
        out[place] = (function(counts + step) - function(counts - step)) / (2 * step[place])
    return out


@pytest.fixture(scope="module")
def matrix():
    return (
        np.random.default_rng(11).poisson(np.random.default_rng(2).gamma(1.0, 25.0, (15, 2))).astype(float)
        + 1
    )


@pytest.mark.parametrize("name", TWO_GROUP)
def test_slopes_are_the_derivatives_of_the_index(plain, matrix, name):
    a, o = np.ascontiguousarray(matrix.T)
    slopes = np.empty_like(a), np.empty_like(o)
    kernels.evaluate(INDICES[name].kernel, a, o, *slopes)
    numeric = gradient(lambda counts: plain.index(name, counts), matrix)
    assert np.column_stack(slopes) == pytest.approx(numeric, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("name", TWO_GROUP)
def test_slopes_weigh_up_to_zero(matrix, name):
    """Doubling all counts changes no index, so no mean slope has to be subtracted from the variance."""
    a, o = np.ascontiguousarray(matrix.T)
    da, do = np.empty_like(a), np.empty_like(o)
    kernels.evaluate(INDICES[name].kernel, a, o, da, do)
    assert (a * da).sum() + (o * do).sum() == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("name", list(measure.INDICES))
def test_standard_error_is_the_delta_method(plain, matrix, name):
    numeric = gradient(lambda counts: plain.index(name, counts), matrix)
    row = measure.indices(plain.long(matrix), **COLUMNS, index=name, focal="g0").to_dicts()[0]
    assert row["se"] == pytest.approx(np.sqrt((matrix * numeric**2).sum()), rel=1e-5)


@pytest.mark.parametrize("name", ["M", "H"])
def test_standard_error_of_several_groups_is_the_delta_method(plain, name):
    counts = np.random.default_rng(4).poisson(8, (9, 4)).astype(float)
    counts[2, 1] = counts[5, 3] = 0
    numeric = gradient(lambda n: plain.index(name, n), counts)
    row = measure.indices(plain.long(counts), **COLUMNS, index=name).to_dicts()[0]
    assert row["se"] == pytest.approx(np.sqrt((counts * numeric**2).sum()), rel=1e-5)


def test_error_of_dissimilarity_is_that_of_two_separate_samples(plain, matrix):
    """The formula in shared/facts, 1/4 [(1 − (Σ s a/A)²)/A + (1 − (Σ s o/O)²)/O], is the same number."""
    a, o = matrix.T
    A, O = matrix.sum(axis=0)
    s = np.sign(a / A - o / O)
    variance = ((1 - (s * a / A).sum() ** 2) / A + (1 - (s * o / O).sum() ** 2) / O) / 4
    row = measure.indices(plain.long(matrix), **COLUMNS, index="D", focal="g0").to_dicts()[0]
    assert row["se"] == pytest.approx(np.sqrt(variance), rel=1e-12)


def test_errors_are_those_of_resampled_pupils(plain):
    """A multinomial bootstrap of a clearly segregated cell without very small counts."""
    rng = np.random.default_rng(8)
    shares = rng.dirichlet(np.full(24, 1.5)).reshape(12, 2)
    counts = rng.multinomial(30000, shares.ravel()).reshape(12, 2)
    samples = rng.multinomial(30000, (counts / 30000).ravel(), size=1500).reshape(-1, 12, 2)
    frame = pl.concat([plain.long(sample, draw=number) for number, sample in enumerate(samples)])
    resampled = measure.indices(frame, **COLUMNS, by="draw", focal="g0", chance=False)
    spread = dict(resampled.group_by("index").agg(pl.col("estimate").std()).rows())
    table = measure.indices(plain.long(counts), **COLUMNS, focal="g0")
    for row in table.to_dicts():
        assert row["se"] / spread[row["index"]] == pytest.approx(1.0, abs=0.08), row["index"]


def test_no_error_where_nothing_can_vary(plain):
    complete = measure.indices(plain.long([[9, 0], [0, 9], [4, 0]]), **COLUMNS, focal="g0")
    for row in complete.filter(pl.col("index") != "M").to_dicts():
        assert row["se"] == pytest.approx(0.0, abs=1e-12), row["index"]
        assert row["estimate"] == pytest.approx(0.0 if row["index"] == "exposure" else 1.0)


def test_even_units_have_no_segregation_at_all(plain):
    even = measure.indices(plain.long([[10, 30], [20, 60], [7, 21]]), **COLUMNS, focal="g0")
    for row in even.filter(~pl.col("index").is_in(["isolation", "exposure"])).to_dicts():
        assert row["estimate"] == pytest.approx(0.0, abs=1e-16), row["index"]
        assert row["se"] == pytest.approx(0.0, abs=1e-9), row["index"]
