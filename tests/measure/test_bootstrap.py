# SPDX-License-Identifier: EUPL-1.2
"""The pupil-level bootstrap: its draws, its replicates, its summaries."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from gemengd import measure
from gemengd.measure.certainty.bootstrap import draws
from gemengd.measure.certainty.bootstrap.kernels import draw_multinomial
from gemengd.measure.certainty.bootstrap.resampling import bootstrap
from gemengd.measure.certainty.bootstrap.summary import normal_quantile, summarise
from gemengd.measure.table.keys import scramble

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
NUMBERS = ("se", "bias", "low", "high", "low_bc", "high_bc", "low_reflected", "high_reflected")


def states(number, seed=1):
    steps = np.arange(number, dtype=np.uint64) * draws.GOLDEN + np.uint64(scramble(np.uint64(seed)))
    return [np.uint64(scramble(step)) for step in steps]


def fits(sample, law):
    """p-value of a chi-square test against a discrete law, outcomes grouped to 20 or more expected."""
    sample = np.asarray(sample, dtype=int)
    cuts = np.unique(law.ppf(np.linspace(0.03, 0.97, 25)).astype(int))
    edges = np.concatenate([[-1], cuts, [10**12]])
    expected = np.diff(law.cdf(edges)) * sample.size
    seen = np.diff(np.searchsorted(np.sort(sample), edges, side="right"))
    return stats.chisquare(seen, expected * sample.size / expected.sum()).pvalue


@pytest.mark.parametrize("mean", [1, 7, 60, 4096])
def test_alias_tables_draw_from_the_poisson_distribution(mean):
    start, low, threshold, alias = draws.alias_tables(np.array([mean]))
    out = np.empty(40_000)
    draws.poisson_many(low[0], threshold, alias, np.uint64(12345), out)
    assert start[1] == threshold.size
    assert fits(out, stats.poisson(mean)) > 1e-3


@pytest.mark.parametrize("mean", [10.0, 55.5, 5e4])
def test_large_means_draw_from_the_poisson_distribution(mean):
    sample = [draws.poisson_large(mean, state) for state in states(20_000)]
    assert fits(sample, stats.poisson(mean)) > 1e-3


@pytest.mark.parametrize(("n", "p"), [(4, 0.3), (30, 0.2), (60, 0.8), (500, 0.5), (10**6, 0.001)])
def test_binomial_draws_are_binomial(n, p):
    sample = [draws.binomial(float(n), p, state) for state in states(20_000)]
    assert fits(sample, stats.binom(n, p)) > 1e-3


@pytest.mark.parametrize(
    ("k", "n", "p"), [(0, 5, 0.2), (5, 5, 0.2), (3, 20, 0.1), (10**9 // 3, 10**9, 1 / 3)]
)
def test_binomial_probabilities(k, n, p):
    assert draws.log_binomial(float(k), float(n), p) == pytest.approx(stats.binom(n, p).logpmf(k), rel=1e-6)


def test_multinomial_replicates_keep_the_total_and_have_the_right_spread():
    counts = np.array([5.0, 20.0, 100.0, 3.0, 72.0])
    out = np.empty((5, 20_000))
    draw_multinomial(counts, np.uint64(7), 0, out)
    assert (out.sum(axis=0) == 200).all()
    assert out.mean(axis=1) == pytest.approx(counts, rel=0.02)
    assert out.var(axis=1) == pytest.approx(counts * (1 - counts / 200), rel=0.05)
    assert np.corrcoef(out)[2, 4] == pytest.approx(-np.sqrt(0.5 * 0.36 / (0.5 * 0.64)), abs=0.02)


@pytest.fixture(scope="module")
def matrix():
    rng = np.random.default_rng(8)
    return rng.multinomial(4000, rng.dirichlet(np.full(24, 1.5))).reshape(12, 2)


@pytest.mark.parametrize("kind", ["poisson", "multinomial"])
def test_agrees_with_a_plain_bootstrap(plain, matrix, kind):
    names = ("D", "H", "eta2", "gini", "relative_diversity")
    found = bootstrap(
        plain.long(matrix), **COLUMNS, index=names, focal="g0", replicates=4000, kind=kind, seed=3
    )
    rng = np.random.default_rng(5)
    draw = {
        "poisson": lambda: rng.poisson(matrix),
        "multinomial": lambda: rng.multinomial(4000, matrix.ravel() / 4000).reshape(matrix.shape),
    }[kind]
    samples = [draw() for _ in range(1500)]
    for row in found.to_dicts():
        # With two groups the multigroup relative diversity is eta2.
        name = "eta2" if row["index"] == "relative_diversity" else row["index"]
        values = np.array([plain.index(name, sample) for sample in samples])
        assert row["se"] == pytest.approx(values.std(), rel=0.08), name
        assert row["estimate"] + row["bias"] == pytest.approx(values.mean(), abs=0.15 * values.std()), name
        assert row["low"] == pytest.approx(np.quantile(values, 0.025), abs=0.3 * values.std()), name
        assert row["high"] == pytest.approx(np.quantile(values, 0.975), abs=0.3 * values.std()), name


def test_several_groups_agree_with_a_plain_bootstrap(plain):
    counts = np.random.default_rng(4).poisson(20, (8, 4))
    names = ("M", "H", "D_multigroup")
    found = bootstrap(plain.long(counts), **COLUMNS, index=names, replicates=3000)
    rng = np.random.default_rng(5)
    values = np.array([[plain.index(n, rng.poisson(counts)) for n in ("M", "H")] for _ in range(1500)])
    assert found["se"][:2].to_numpy() == pytest.approx(values.std(axis=0), rel=0.08)
    exact = measure.indices(plain.long(counts), **COLUMNS, index=names, chance=False)
    assert found["estimate"].to_list() == exact["estimate"].to_list()
    assert found["replicates"].to_list() == [3000, 3000, 3000]


def test_error_is_close_to_the_delta_method_where_units_are_large(plain, matrix):
    names = ("isolation", "eta2", "M", "H")
    large = plain.long(10 * matrix)
    found = bootstrap(large, **COLUMNS, index=names, focal="g0", replicates=4000)
    delta = measure.indices(large, **COLUMNS, index=names, focal="g0", chance=False)
    assert (found["se"] / delta["se"]).to_numpy() == pytest.approx(np.ones(4), abs=0.04)


def test_result_depends_on_the_cell_and_the_seed_only(plain, matrix):
    options = {**COLUMNS, "focal": "g0", "replicates": 50, "by": "town"}
    table = pl.concat([plain.long(matrix, town="a"), plain.long(matrix + 3, town="b")])
    first = bootstrap(table, **options)
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=2)
    assert bootstrap(shuffled, **options).equals(first)
    extra = plain.long([[4, 1], [9, 7]], town="0").with_columns(pl.lit("9").alias("group"))
    wider = bootstrap(pl.concat([extra, table]), **options).filter(pl.col("town") != "0")
    assert wider.equals(first)
    alone = bootstrap(table.filter(town="b"), **options, index="H")
    assert alone.row(0) == first.filter(town="b", index="H").row(0)
    assert bootstrap(table, **options, seed=1)["se"].to_list() != first["se"].to_list()


def test_replicates_do_not_depend_on_the_size_of_the_blocks(plain, matrix):
    """The first replicates of a longer run are those of a shorter one."""
    from gemengd.measure.certainty.bootstrap.kernels import draw_poisson

    counts = np.ascontiguousarray(matrix[:4].ravel()).astype(float)
    means, which = np.unique(counts.astype(np.int64), return_inverse=True)
    tables = draws.alias_tables(means)
    whole, part = np.empty((8, 100)), np.empty((8, 40))
    draw_poisson(counts, np.uint64(9), 0, which.astype(np.int32), tables, whole)
    draw_poisson(counts, np.uint64(9), 60, which.astype(np.int32), tables, part)
    assert (whole[:, 60:] == part).all()


def test_cells_without_an_index_have_a_status_and_nulls(plain):
    table = pl.concat(
        [
            plain.long([[5, 0], [9, 0]], town="one group").cast({"pupils": pl.Float64}),
            plain.long([[5, 4]], town="one unit").cast({"pupils": pl.Float64}),
            plain.long([[5.5, 4], [3, 2]], town="parts"),
            plain.long([[0, 0], [0, 0]], town="empty").cast({"pupils": pl.Float64}),
        ]
    )
    found = bootstrap(table, **COLUMNS, by="town", focal="g0", replicates=20)
    status = dict(found.filter(index="D").select("town", "status").rows())
    assert status == {
        "empty": "no_pupils",
        "one group": "reference_absent",
        "one unit": "one_unit",
        "parts": "fractional_counts",
    }
    nothing = found.filter(pl.col("town").is_in(["empty", "one group", "parts"]))
    assert nothing.select(pl.col(NUMBERS).is_null().all()).row(0) == (True,) * len(NUMBERS)
    assert found.filter(town="parts", index="D")["estimate"].item() > 0
    assert found.filter(town="one unit")["se"].to_list() == [0.0, 0.0, 0.0]


def test_replicates_without_a_group_are_left_out_and_counted(plain):
    found = bootstrap(plain.long([[1, 30], [0, 40]]), **COLUMNS, index="D", focal="g0", replicates=2000)
    # The one focal pupil is drawn no times with probability 1/e.
    assert found["replicates"].item() == pytest.approx(2000 * (1 - np.exp(-1)), abs=100)


def test_intervals_are_what_they_are_called():
    values = np.random.default_rng(3).gamma(4.0, 1.0, 1001)
    out = np.full(9, np.nan)
    summarise(values, 3.5, 0.9, out)
    z0 = stats.norm.ppf((values < 3.5).mean())
    shares = stats.norm.cdf(2 * z0 + stats.norm.ppf([0.05, 0.95]))
    low, high = np.quantile(values, [0.05, 0.95])
    assert out[:3] == pytest.approx([values.std(ddof=1), values.mean() - 3.5, 1001])
    assert out[3:5] == pytest.approx([low, high])
    assert out[5:7] == pytest.approx(np.quantile(values, shares), rel=1e-6)
    assert out[7:] == pytest.approx([7 - high, 7 - low])


@pytest.mark.parametrize("p", [1e-12, 1e-4, 0.025, 0.5, 0.9, 0.999999])
def test_normal_quantile(p):
    assert normal_quantile(p) == pytest.approx(stats.norm.ppf(p), abs=1e-9)


@pytest.mark.parametrize(
    "option",
    [{"index": "nothing"}, {"replicates": 1}, {"seed": -1}, {"kind": "jackknife"}, {"confidence": 1.0}],
)
def test_impossible_options_are_refused(plain, option):
    with pytest.raises(ValueError, match=next(iter(option))):
        bootstrap(plain.long([[1, 2], [3, 4]]), **COLUMNS, focal="g0", **option)
