# SPDX-License-Identifier: EUPL-1.2
"""Small units: the distribution behind the counts, its bounds, the beta fit, and known truths."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import integrate, optimize, special, stats

from gemengd import measure
from gemengd.measure.certainty.small_units.beta import beta_gini, beta_means, fit_beta
from gemengd.measure.certainty.small_units.bounds import bounds, moments, pinned
from gemengd.measure.certainty.small_units.draws import chance_probability
from gemengd.measure.certainty.small_units.estimating import small_units
from gemengd.measure.certainty.small_units.kernels import INDICES, bounded, functions_of, indices_of, kinds
from gemengd.measure.certainty.small_units.methods import units_of
from gemengd.measure.certainty.small_units.mixture import fit, grid, likelihoods

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
SMOOTH = ("D", "isolation", "eta2", "hutchens", "H")


def counts(size, focal):
    size, focal = np.asarray(size), np.asarray(focal)
    units = [f"u{j:04d}" for j in range(size.size)]
    focals = pl.DataFrame({"unit": units, "group": "a", "pupils": focal})
    return pl.concat([focals, pl.DataFrame({"unit": units, "group": "b", "pupils": size - focal})])


def drawn(law, size, seed):
    """Counts of units whose p follow a law (a scipy distribution, or one number for all)."""
    rng = np.random.default_rng(seed)
    size = np.asarray(size)
    p = np.full(size.size, law) if isinstance(law, float) else law.rvs(size.size, random_state=rng)
    return counts(size, rng.binomial(size, p))


def truth(points, weights):
    """The indices of a distribution of p."""
    points, weights = np.asarray(points, dtype=float), np.asarray(weights, dtype=float)
    m, out = points @ weights, np.empty(len(INDICES))
    indices_of(functions_of(points, m) @ weights, m, out)
    return dict(zip(INDICES, out, strict=True))


def of_beta(alpha, beta):
    at = stats.beta(alpha, beta).ppf((np.arange(20_000) + 0.5) / 20_000)
    return truth(at, np.full(20_000, 1 / 20_000))


def mixture(size, focal):
    size, focal = np.asarray(size, dtype=float), np.asarray(focal, dtype=float)
    sizes, focals, _, kind = kinds(size, focal, np.zeros(size.size, dtype=np.int64))
    number = np.bincount(kind).astype(float)
    points = grid(size.max(), focal.sum() / size.sum())
    L = likelihoods(sizes, focals, points)
    return points, fit(L, number), L, number


@pytest.mark.parametrize(
    ("law", "size", "units"),
    [(stats.beta(2, 3), 5, 400), (stats.beta(2, 3), 30, 60), (0.3, 20, 100), (stats.beta(0.3, 1), 8, 50)],
)
def test_no_distribution_makes_the_counts_more_likely(law, size, units):
    """At the maximum no grid point can gain: Σ n_i L_ig/L_i ≤ n, with equality on the support."""
    table = drawn(law, np.full(units, size), 3).filter(group="a")["pupils"].to_numpy()
    _, weights, L, number = mixture(np.full(units, size), table)
    gain = L.T @ (number / (L @ weights)) / number.sum()
    assert weights.sum() == pytest.approx(1.0)
    assert gain.max() <= 1 + 1e-8
    assert gain[weights > 1e-6] == pytest.approx(np.ones((weights > 1e-6).sum()), abs=1e-4)


def test_fitted_chances_are_the_frequencies_where_those_can_come_from_a_mixture():
    size, number = 3, np.array([40, 27, 23, 60])
    focal = np.repeat(np.arange(4), number)
    points, weights, *_ = mixture(np.full(150, size), focal)
    chances = [weights @ stats.binom(size, points).pmf(x) for x in range(4)]
    assert chances == pytest.approx(number / 150, abs=1e-5)


@pytest.mark.parametrize("order", [1, 2, 3, 5, 8, 12])
def test_bounds_are_those_of_a_linear_programme(order):
    rng = np.random.default_rng(order)
    points = grid(20.0, 0.3)
    weights = np.zeros(points.size)
    weights[rng.choice(points.size, 12, replace=False)] = rng.dirichlet(np.ones(12))
    functions = functions_of(points, points @ weights)
    low, high = np.empty(4), np.empty(4)
    bounds(points, weights, order, functions, low, high)
    rows = moments(points, order)
    for i, cost in enumerate(functions):
        for sign, found in ((1, low[i]), (-1, high[i])):
            solved = optimize.linprog(sign * cost, A_eq=rows, b_eq=rows @ weights, bounds=(0, None))
            assert found == pytest.approx(sign * solved.fun, abs=2e-6)


def test_bounds_of_two_moments_in_closed_form():
    """With the mean and E p² known, E|p − m| is at most the standard deviation (points m ± sd)."""
    points = grid(2.0, 0.4)
    weights = np.zeros(points.size)
    weights[[40, 100, 200, 300]] = 0.25
    m, spread = points @ weights, np.sqrt(weights @ points**2 - (points @ weights) ** 2)
    low, high = np.empty(4), np.empty(4)
    bounds(points, weights, 2, functions_of(points, m), low, high)
    assert high[0] == pytest.approx(spread, abs=1e-3)
    assert (low[1], high[1]) == pytest.approx((weights @ points**2,) * 2, abs=1e-9)


def test_more_moments_never_widen_the_bounds():
    points = grid(20.0, 0.3)
    weights = np.full(points.size, 1 / points.size)
    functions = functions_of(points, points @ weights)
    widths = []
    for order in range(1, 10):
        low, high = np.empty(4), np.empty(4)
        bounds(points, weights, order, functions, low, high)
        assert (low <= functions @ weights).all()
        assert (high >= functions @ weights).all()
        widths.append(high - low)
    assert (np.diff(widths, axis=0) <= 1e-7).all()


def test_few_points_are_pinned_by_their_moments():
    """n points by 2n moments, an end point by one; and two moments to be sure."""
    weights = np.zeros(401)
    weights[[100, 250]] = 0.5
    assert pinned(weights, 6)
    assert not pinned(weights, 5)
    weights[[100, 250, 0, 400]] = 0.25
    assert pinned(weights, 8)
    assert not pinned(weights, 7)
    weights[[101, 251]] = 0.25
    assert pinned(weights, 8)


def exact_bounds(size, law):
    """Bounds from the chances themselves, as infinitely many units of one size would give them."""
    focal, sizes = np.arange(size + 1.0), np.full(size + 1, float(size))
    number = 1e5 * stats.betabinom(size, *law).pmf(focal)
    points = grid(float(size), law[0] / sum(law))
    low, high = np.empty(len(INDICES)), np.empty(len(INDICES))
    bounded(
        sizes, number, np.zeros(size + 1, dtype=int), 1, likelihoods(sizes, focal, points), points, low, high
    )
    return low[:5], high[:5]


LAWS = ((1.5, 3.5), (0.4, 1.6), (9.0, 21.0))
# The tenth moment of the narrow law drowns in the precision of the fit (1e-7 in a chance moves D by 0.02).
CASES = [(size, law) for law in LAWS for size in (2, 3, 5, 8, 15) if (size, law) != (15, LAWS[2])]


@pytest.mark.parametrize(("size", "law"), CASES)
def test_bounds_from_exact_chances_hold_the_truth(size, law):
    low, high = exact_bounds(size, law)
    right = np.array(list(of_beta(*law).values()))[:5]
    assert (low - 1e-4 <= right).all()
    assert (right <= high + 1e-4).all()


def test_bounds_narrow_as_units_grow():
    low, high = np.transpose([exact_bounds(size, (1.5, 3.5)) for size in (2, 3, 5, 8)], (1, 0, 2))
    d, isolation, eta2, *_ = (high - low).T
    assert (np.diff(d) < 0).all()
    # Isolation and eta2 need two moments only, which units of two pupils already tell.
    assert [isolation.max(), eta2.max()] == pytest.approx([0.0, 0.0], abs=1e-6)


def test_many_units_come_close_to_the_exact_bounds():
    table = drawn(stats.beta(1.5, 3.5), np.full(60_000, 3), 1)
    row = small_units(table, **COLUMNS, index="H", focal="a", replicates=0).to_dicts()[0]
    low, high = exact_bounds(3, (1.5, 3.5))
    assert (row["estimate_low"], row["estimate_high"]) == pytest.approx((low[4], high[4]), abs=0.01)
    assert not row["identified"]


@pytest.mark.parametrize("method", ["np", "beta", "ct"])
def test_random_allocation_is_not_called_segregation(method):
    table = drawn(0.3, np.full(300, 20), 11)
    row = small_units(table, **COLUMNS, index="H", focal="a", method=method, replicates=100).to_dicts()[0]
    assert row["raw"] > 0.03
    assert row["estimate_high"] < 0.006
    assert row["p_random"] > 0.05
    if method != "ct":
        assert row["low"] == 0.0


@pytest.mark.parametrize("method", ["np", "beta"])
def test_intervals_cover_the_truth_about_as_often_as_promised(method):
    right, cover = of_beta(3.0, 7.0), 0
    sizes = np.random.default_rng(0).integers(12, 30, 60)
    for seed in range(30):
        table = drawn(stats.beta(3.0, 7.0), sizes, seed)
        row = small_units(table, **COLUMNS, index="H", focal="a", method=method, replicates=80).to_dicts()[0]
        cover += row["low"] <= right["H"] <= row["high"]
    assert cover >= 25


def test_beta_distribution_is_found_again():
    rng = np.random.default_rng(5)
    size = rng.integers(5, 40, 20_000).astype(float)
    focal = rng.binomial(size.astype(int), rng.beta(2.0, 6.0, size.size)).astype(float)
    mu, phi = fit_beta(size, focal)
    assert (mu, phi) == pytest.approx((0.25, 1 / 9), rel=0.02)


def test_beta_fit_is_the_maximum_of_the_beta_binomial_likelihood():
    rng = np.random.default_rng(6)
    size = rng.integers(2, 25, 80)
    focal = rng.binomial(size, rng.beta(1.0, 3.0, 80))

    def negative(x):
        mu, phi = special.expit(x)
        total = 1 / phi - 1
        return -stats.betabinom(size, mu * total, (1 - mu) * total).logpmf(focal).sum()

    best = optimize.minimize(
        negative, [-1.0, -1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11}
    )
    assert fit_beta(size.astype(float), focal.astype(float)) == pytest.approx(special.expit(best.x), rel=1e-4)


def test_too_even_units_have_no_spread_at_all():
    assert fit_beta(np.full(10, 8.0), np.array([4.0] * 10)) == pytest.approx((0.5, 0.0))


@pytest.mark.parametrize(("alpha", "beta"), [(2.0, 6.0), (0.4, 1.6), (30.0, 20.0)])
def test_indices_of_a_beta_distribution(alpha, beta):
    mu, phi = np.array(alpha / (alpha + beta)), np.array(1 / (alpha + beta + 1))
    law = stats.beta(alpha, beta)
    functions = (
        lambda p: abs(p - mu),
        lambda p: p**2,
        lambda p: np.sqrt(p * (1 - p)),
        lambda p: special.entr(p) + special.entr(1 - p),
    )
    plain = [
        integrate.quad(lambda p, f=f: f(p) * law.pdf(p), 0, 1, points=[float(mu)], limit=200)[0]
        for f in functions
    ]
    assert beta_means(mu, phi, mu) == pytest.approx(plain, rel=1e-6)
    # Gini's mean difference of a beta distribution: 4/(α + β) · B(α + β, α + β)/(B(α, α) B(β, β)).
    logs = (
        special.betaln(alpha + beta, alpha + beta) - special.betaln(alpha, alpha) - special.betaln(beta, beta)
    )
    gini = 4 / (alpha + beta) * np.exp(logs) / (2 * mu * (1 - mu))
    one = np.ones(1)
    assert beta_gini(mu * one, phi * one, one, mu) == pytest.approx(gini, rel=1e-3)


def test_raw_and_excess_are_those_of_the_indices(plain):
    rng = np.random.default_rng(9)
    size = rng.integers(2, 30, 40)
    table = counts(size, rng.binomial(size, rng.beta(2, 3, 40)))
    names = ("D", "isolation", "eta2", "hutchens", "H")
    found = small_units(table, **COLUMNS, index=names, focal="a", method="ct")
    same = measure.indices(table, **COLUMNS, index=names, focal="a")
    assert found["raw"].to_numpy() == pytest.approx(same["estimate"].to_numpy(), rel=1e-12)
    assert found["estimate_low"].to_numpy() == pytest.approx(same["excess"].to_numpy(), rel=1e-9)
    gini = small_units(table, **COLUMNS, index="gini", focal="a", method="ct", replicates=400).row(
        0, named=True
    )
    simulated = measure.indices(table, **COLUMNS, index="gini", focal="a", draws=400).row(0, named=True)
    assert gini["estimate_low"] == pytest.approx(simulated["excess"], rel=1e-9)


def test_probability_of_random_allocation_is_that_of_all_allocations(plain):
    size, focal = np.array([3.0, 4.0, 5.0]), np.array([3.0, 1.0, 1.0])

    def unevenness(x):
        return ((x - size * 5 / 12) ** 2 / size).sum()

    exact = sum(
        chance
        for matrix, chance in plain.allocations([3, 4, 5], [5, 7])
        if unevenness(matrix[:, 0]) >= unevenness(focal) - 1e-12
    )
    assert chance_probability(size, focal, 20_000, np.uint64(4)) == pytest.approx(exact, abs=0.01)


def test_size_bands_let_the_probabilities_differ_with_size():
    """Small units of one share, large units of another: no segregation within a size, much between them."""
    rng = np.random.default_rng(3)
    size = np.repeat([6, 24], 3000)
    table = counts(size, rng.binomial(size, np.repeat([0.2, 0.6], 3000)))
    weights = np.array([6.0, 24.0]) / 30
    right = truth([0.2, 0.6], weights)
    for method in ("np", "beta"):
        found = small_units(
            table, **COLUMNS, index=SMOOTH, focal="a", method=method, size_bands=None, replicates=0
        )
        for row in found.to_dicts():
            assert row["estimate_low"] - 0.01 <= right[row["index"]] <= row["estimate_high"] + 0.01, row
    pooled = small_units(table, **COLUMNS, index="H", focal="a", replicates=0)["estimate_low"].item()
    assert abs(pooled - right["H"]) > 0.02


def test_bands_hold_about_equally_many_units_and_never_split_a_size():
    units = units_of(np.array([2.0, 2, 2, 3, 4, 5, 6, 6, 6, 9]), np.ones(10), 3)
    assert units.bands == 3
    for size in np.unique(units.size):
        assert np.unique(units.band[units.size == size]).size == 1
    assert units_of(np.array([2.0, 3, 3, 8]), np.ones(4), None).bands == 3


@pytest.mark.parametrize("method", ["np", "beta", "ct"])
def test_result_depends_on_the_cell_and_the_seed_only(method):
    tables = [
        drawn(stats.beta(2, 3), np.arange(4, 24), seed).with_columns(town=pl.lit(str(seed)))
        for seed in (1, 2)
    ]
    table = pl.concat(tables)
    options = {**COLUMNS, "by": "town", "focal": "a", "method": method, "replicates": 30}
    first = small_units(table, **options)
    assert small_units(table.sample(fraction=1.0, shuffle=True, seed=1), **options).equals(first)
    assert small_units(tables[1], **options).equals(first.filter(town="2"))


def test_exchanging_the_groups_keeps_the_symmetric_indices():
    table = drawn(stats.beta(2, 5), np.arange(5, 65), 4)
    for method in ("np", "beta"):
        one, other = (
            small_units(table, **COLUMNS, index=("D", "H", "eta2"), focal=g, method=method, replicates=0)
            for g in "ab"
        )
        for column in ("estimate_low", "estimate_high"):
            assert one[column].to_numpy() == pytest.approx(other[column].to_numpy(), abs=2e-3)


def test_units_of_one_pupil_are_left_out():
    table = counts([1, 1, 1, 6, 8, 7], [1, 0, 1, 2, 5, 3])
    row = small_units(table, **COLUMNS, index="D", focal="a", replicates=0).to_dicts()[0]
    assert (row["units"], row["pupils"]) == (3, 21.0)


def test_degenerate_cells_have_a_status_and_nulls():
    tables = {
        "complete": counts([5, 5, 6], [5, 0, 6]),
        "no focal": counts([5, 5], [0, 0]),
        "no reference": counts([5, 5], [5, 5]),
        "one unit": counts([5], [2]),
        "parts": counts([5.5, 4.0], [2.5, 1.0]),
        "singles": counts([1, 1], [0, 1]),
    }
    cells = [
        table.cast({"pupils": pl.Float64}).with_columns(town=pl.lit(name)) for name, table in tables.items()
    ]
    for method in ("np", "beta", "ct"):
        options = {"by": "town", "focal": "a", "method": method, "replicates": 20}
        found = small_units(pl.concat(cells), **COLUMNS, **options, index=("D", "H"))
        assert dict(found.filter(index="D").select("town", "status").rows()) == {
            "complete": "ok",
            "no focal": "focal_absent",
            "no reference": "reference_absent",
            "one unit": "one_unit",
            "parts": "fractional_counts",
            "singles": "no_pupils",
        }
        numbers = found.filter(pl.col("town") != "complete").select("raw", "estimate_low", "low", "p_random")
        assert numbers.null_count().row(0) == (10, 10, 10, 10)
        complete = found.filter(town="complete")
        assert complete["raw"].to_list() == pytest.approx([1.0, 1.0])
        assert complete["estimate_high"].to_list() == pytest.approx([1.0, 1.0], abs=0.002)


@pytest.mark.parametrize(
    "option",
    [
        {"method": "jackknife"},
        {"index": "gini"},
        {"index": "M"},
        {"size_bands": 0},
        {"replicates": -1},
        {"confidence": 0.0},
    ],
)
def test_impossible_options_are_refused(option):
    with pytest.raises(ValueError, match=next(iter(option))):
        small_units(counts([4, 5], [1, 3]), **COLUMNS, focal="a", **option)


def test_the_example_prints_what_the_page_says(capsys):
    path = Path(__file__).resolve().parents[2] / "docs" / "reference" / "measure-certainty.md"
    page = path.read_text("utf-8")
    (code,), (output,) = (re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("python", "text"))
    exec(compile(code, "measure-certainty.md", "exec"), {})
    assert capsys.readouterr().out == output
