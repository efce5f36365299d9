# SPDX-License-Identifier: EUPL-1.2
"""Levels of D and H without their chance part: means, spreads, intervals, statuses, Pearson's test."""

import contextlib
import doctest
import importlib
import io
import itertools
import re
from math import comb
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from gemengd import measure
from gemengd.measure import levels
from gemengd.measure.certainty.levels.dissimilarity import deviations
from gemengd.measure.certainty.levels.dissimilarity import reading as reading_of_d
from gemengd.measure.certainty.levels.entropy import moments
from gemengd.measure.certainty.levels.mixing import Z, dissimilarity_of, spread_to
from gemengd.measure.certainty.small_units.kernels import two_group_entropy

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils", "focal": "g0"}
QUICK = settings(max_examples=40, deadline=None)
NAMES = ("D", "H")


def matrices():
    shapes = st.tuples(st.integers(2, 7), st.just(2))
    return shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 40))).filter(
        lambda n: (n.sum(axis=0) >= 1).all() and (n.sum(axis=1) > 0).sum() >= 2
    )


def of(size, focal):
    """A units x groups matrix."""
    size, focal = np.asarray(size), np.asarray(focal)
    return np.column_stack([focal, size - focal])


def run(frame, **options):
    return levels(frame, **{**COLUMNS, "index": NAMES, **options})


def rows(frame, **options):
    return {row["index"]: row for row in run(frame, **options).to_dicts()}


def dissimilarities(focal, size):
    """D of every row of `focal`."""
    A, O = focal.sum(axis=1, keepdims=True), (size - focal).sum(axis=1, keepdims=True)
    return 0.5 * np.abs(focal / A - (size - focal) / O).sum(axis=1)


def entropies(focal, size):
    """H of two groups of every row of `focal`."""

    def e(p):
        q = 1 - p
        return -(p * np.log(np.where(p > 0, p, 1)) + q * np.log(np.where(q > 0, q, 1)))

    P = focal.sum(axis=1) / size.sum()
    return 1 - (size / size.sum() * e(focal / size)).sum(axis=1) / e(P)


OF = {"D": dissimilarities, "H": entropies}


# What the counts say, and what chance says.


@QUICK
@given(matrices())
def test_raw_and_expected_are_those_of_indices(plain, matrix):
    found, known = rows(plain.long(matrix)), measure.indices(plain.long(matrix), **COLUMNS, index=NAMES)
    for row in known.to_dicts():
        assert found[row["index"]]["raw"] == pytest.approx(row["estimate"], abs=1e-12)
        assert found[row["index"]]["expected"] == pytest.approx(row["expected"], abs=1e-9)


@pytest.mark.parametrize(("sizes", "A"), [((3, 4, 2), 3), ((8, 8), 4), ((1, 1, 5), 2), ((2, 3, 4, 5), 6)])
@pytest.mark.parametrize("name", NAMES)
def test_chance_level_is_the_mean_over_all_allocations(plain, sizes, A, name):
    first = next(m for m, _ in plain.allocations(sizes, (A, sum(sizes) - A)))
    exact = plain.by_chance(name, sizes, (A, sum(sizes) - A))
    assert rows(plain.long(first))[name]["expected"] == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(
    ("sizes", "A"), [((8, 8), 4), ((12, 12, 12), 12), ((5, 10, 15), 9), ((6, 6, 6, 6), 8), ((30, 4, 4), 10)]
)
@pytest.mark.parametrize("name", NAMES)
def test_spread_at_chance_is_near_that_of_all_allocations(plain, sizes, A, name):
    """The mean is exact; the spread of tiny cells is that of a normal and may be a fifth off."""
    ways = list(plain.allocations(sizes, (A, sum(sizes) - A)))
    value = np.array([plain.index(name, matrix) for matrix, _ in ways])
    weight = np.array([probability for _, probability in ways])
    spread = np.sqrt(weight @ value**2 - (weight @ value) ** 2)
    found = run(plain.long(ways[0][0]), curve=True).filter(index=name)["errors"][0][0]
    assert found == pytest.approx(spread, rel=0.35)


CELLS = [
    (np.full(20, 200), 0.3),
    (np.full(60, 50), 0.3),
    (np.full(20, 200), 0.05),
    (np.linspace(40, 700, 15).round(), 0.2),
    (np.full(300, 20), 0.4),
]


def simulated(name, size, P, spread, seed):
    """Readings of units whose shares are spread logit-normally, one from each equal part, in random order."""
    rng, number = np.random.default_rng(seed), 2000
    nodes = (rng.permuted(np.tile(np.arange(size.size), (number, 1)), axis=1) + 0.5) / size.size
    p = np.empty(Z.size)
    spread_to(P, spread, 0.0, Z, p)
    quantiles = np.sort(p)
    shares = np.interp(nodes, (np.arange(Z.size) + 0.5) / Z.size, quantiles)
    focal = rng.binomial(size.astype(int), shares)
    return OF[name](focal, size), shares


@pytest.mark.parametrize(("size", "P"), CELLS)
@pytest.mark.parametrize("name", NAMES)
def test_mean_and_spread_under_a_lottery_are_those_of_a_simulation(plain, size, P, name):
    rng, size = np.random.default_rng(8), size.astype(int)
    A = round(P * size.sum())
    focal = rng.multivariate_hypergeometric(size, A, size=4000, method="marginals")
    value = OF[name](focal, size)
    row = run(plain.long(of(size, focal[0])), curve=True).filter(index=name).row(0, named=True)
    assert row["means"][0] == pytest.approx(value.mean(), abs=4 * value.std() / np.sqrt(4000))
    assert row["errors"][0] == pytest.approx(value.std(), rel=0.08)


@pytest.mark.parametrize("level", [0.06, 0.15, 0.3, 0.5])
@pytest.mark.parametrize(("size", "P"), CELLS)
@pytest.mark.parametrize("name", NAMES)
def test_mean_and_spread_at_a_level_are_those_of_a_simulation(plain, size, P, level, name):
    """The mean of reading − truth, and the spread of it, with shares that stay as they are."""
    value, shares = simulated(name, size, P, level, 3)
    # Truth of every simulation in place of its mean takes the drawing of the shares out.
    truth = OF[name](shares * size, size)
    row = run(plain.long(of(size.astype(int), np.round(P * size).astype(int))), curve=True)
    row = row.filter(index=name).row(0, named=True)
    bias = np.interp(truth.mean(), row["levels"], np.subtract(row["means"], row["levels"]))
    assert (value - truth).mean() == pytest.approx(bias, abs=0.004)
    error = np.interp(truth.mean(), row["levels"], row["errors"])
    assert (value - truth).std() == pytest.approx(error, rel=0.12)


def test_deviations_are_exact():
    size, A, T = np.array([3.0, 7.0, 10.0]), 8, 20
    exact = [
        sum(abs(x - t * A / T) * stats.hypergeom(T, A, t).pmf(x) for x in range(t + 1)) for t in (3, 7, 10)
    ]
    P = A / T
    normal = np.sqrt(2 / np.pi * size * P * (1 - P) * (1 - size / T))
    assert deviations(size, A, T) == pytest.approx(exact / normal)


def test_a_unit_with_all_pupils_but_none_left_to_deal_does_not_divide_by_nought():
    size = np.array([5.0, 5.0])
    mean, variance = reading_of_d(size, deviations(size, 5, 10), 0.5, np.array([1e-300, 1.0]), 1.0)
    assert mean == pytest.approx(1.0)
    assert 0.0 <= variance < 1e-6


@pytest.mark.parametrize(("t", "p"), [(1, 0.3), (7, 0.02), (40, 0.5), (200, 0.97)])
def test_moments_of_entropy_are_those_of_the_binomial(t, p):
    x, weight = np.arange(t + 1), stats.binom(t, p).pmf(np.arange(t + 1))
    e = np.array([two_group_entropy(k / t) for k in x])
    exact = (weight @ e, weight @ e**2, weight @ (e * x) - (weight @ e) * t * p)
    assert moments(t, p, e) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("P", [0.005, 0.1, 0.5, 0.93])
def test_shares_spread_to_a_level_have_it_and_keep_their_mean(P):
    p, spread = np.empty(Z.size), 0.0
    for level in (0.01, 0.1, 0.3, 0.6, 0.8):
        spread = spread_to(P, level, spread, Z, p)
        assert p.mean() == pytest.approx(P, abs=1e-9)
        assert dissimilarity_of(p, P) == pytest.approx(level, abs=1e-6)


# The level and its interval.


@QUICK
@given(matrices())
def test_levels_lie_in_their_range_and_interval(plain, matrix):
    for row in rows(plain.long(matrix), curve=True).values():
        assert 0.0 <= row["low"] <= row["level"] <= row["high"] <= 1.0
        assert 0.0 <= row["p_random"] <= 1.0
        assert np.all(np.diff(row["means"]) >= 0.0)
        assert np.all(np.isfinite(row["errors"]))
        assert row["levels"][0] == 0.0
        assert row["levels"][-1] == 1.0


@QUICK
@given(matrices())
def test_chance_is_taken_out_and_never_put_in(plain, matrix):
    for row in rows(plain.long(matrix)).values():
        assert row["level"] <= row["raw"] + 2e-3
        if row["raw"] <= row["expected"]:
            assert row["level"] == row["low"] == 0.0


@QUICK
@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_names_of_units_do_not_matter(plain, matrix, random):
    table = plain.long(matrix)
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=random.randrange(1000))
    names = {f"u{j:03d}": f"{(j * 5 + 3) % 11} school" for j in range(len(matrix))}
    renamed = shuffled.with_columns(pl.col("unit").replace_strict(names))
    one, other = run(table), run(renamed)
    numbers = ("raw", "expected", "level", "low", "high")
    assert other.select(numbers).to_numpy() == pytest.approx(one.select(numbers).to_numpy(), abs=1e-7)
    # Where p is drawn the draws fall otherwise; 1,999 of them are off by a hundredth or so.
    assert other["p_random"].to_numpy() == pytest.approx(one["p_random"].to_numpy(), abs=0.06)


@QUICK
@given(matrices())
def test_a_group_and_its_complement_have_the_same_level(plain, matrix):
    table = plain.long(matrix)
    one, other = (run(table, focal=focal).select("raw", "level", "low", "high") for focal in ("g0", "g1"))
    assert other.to_numpy() == pytest.approx(one.to_numpy(), abs=2e-5)


@pytest.mark.parametrize("index", NAMES)
def test_each_cell_is_judged_alone(plain, index):
    tables = [plain.long([[5, 20], [9, 30]], town=0), plain.long([[50, 60], [80, 200], [3, 9]], town=1)]
    together = run(pl.concat(tables), by="town", index=index)
    apart = pl.concat([run(table, by="town", index=index) for table in tables])
    assert together.equals(apart)


def test_complete_segregation_is_level_one(plain):
    for row in rows(plain.long([[30, 0], [0, 40]])).values():
        assert row["level"] == pytest.approx(1.0)
        assert row["high"] == 1.0
        assert row["p_random"] < 1e-9


def test_the_same_shares_in_larger_schools_come_nearer_to_the_raw_index(plain):
    shares = np.array([[2, 8], [3, 7], [5, 5], [1, 9]])
    gaps = [(row := rows(plain.long(shares * k))["D"])["raw"] - row["level"] for k in (2, 5, 20, 200)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.005


def test_units_of_one_pupil_say_nothing(plain):
    row = rows(plain.long([[1, 0]] * 6 + [[0, 1]] * 9))["D"]
    assert (row["raw"], row["expected"]) == (1.0, pytest.approx(1.0))
    assert row["low"] == 0.0
    assert row["high"] == 1.0
    assert row["p_random"] == pytest.approx(1.0, abs=0.6)


@pytest.mark.parametrize("matrix", [[[1, 0], [0, 1]], [[1, 1], [0, 1]], [[1, 3], [0, 2]]])
def test_a_handful_of_pupils_leaves_everything_open(plain, matrix):
    for row in rows(plain.long(matrix)).values():
        assert row["status"] == "ok"
        assert row["low"] == 0.0
        assert row["p_random"] > 0.05


def test_a_huge_cell_is_pinned_down(plain):
    row = rows(plain.long([[3_000_000, 7_000_000], [2_900_000, 7_100_000], [3_100_000, 6_900_000]]))["D"]
    assert row["level"] == pytest.approx(row["raw"], rel=1e-2)
    assert row["low"] > 0.9 * row["raw"]
    assert row["high"] < 1.1 * row["raw"]
    assert row["p_random"] == 0.0


def test_one_focal_pupil_in_a_country(plain):
    row = rows(plain.long([[1, 999_999], *[[0, 100_000]] * 50]))["D"]
    assert row["low"] == 0.0
    assert row["p_random"] > 0.05


# Statuses.


def test_cells_that_cannot_be_calibrated_tell_why(plain):
    fractional = plain.long([[5, 4], [9, 2]], town="fractional").with_columns(pl.col("pupils") * 1.1)
    tables = [
        plain.long([[5, 4], [9, 2]], town="fine"),
        plain.long([[5, 4]], town="single"),
        plain.long([[0, 4], [0, 2]], town="no focal"),
        plain.long([[5, 0], [9, 0]], town="no reference"),
        plain.long([[0, 0], [0, 0]], town="nobody"),
    ]
    whole = [table.with_columns(pl.col("pupils").cast(float)) for table in tables]
    found = run(pl.concat([*whole, fractional]), by="town", curve=True)
    assert dict(found.filter(index="D").select("town", "status").rows()) == {
        "fine": "ok",
        "single": "one_unit",
        "no focal": "focal_absent",
        "no reference": "reference_absent",
        "nobody": "no_pupils",
        "fractional": "fractional_counts",
    }
    nothing = found.filter(pl.col("status") != "ok")
    for name in ("expected", "level", "low", "high", "p_random", "levels", "means", "errors"):
        assert nothing[name].is_null().all()
    assert found.filter(town="fractional")["raw"].is_not_null().all()
    assert nothing.filter(pl.col("town").is_in(["no focal", "no reference", "nobody"]))["raw"].is_null().all()


def test_a_cell_of_one_unit_gives_raw_and_no_more(plain):
    for row in rows(plain.long([[5, 4]])).values():
        assert row["status"] == "one_unit"
        assert row["level"] is None


def test_an_absent_group_among_three(plain):
    table = plain.long([[5, 4, 0], [9, 2, 0]])
    assert rows(table, reference="g2")["D"]["status"] == "reference_absent"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"index": "gini"}, "index"),
        ({"index": ()}, "index"),
        ({"index": ("D", "D")}, "index"),
        ({"confidence": 1.0}, "confidence"),
        ({"confidence": 95}, "confidence"),
        ({"by": "raw"}, "raw"),
    ],
)
def test_impossible_options_are_refused(plain, options, message):
    table = plain.long([[5, 4], [9, 2]], raw=1)
    with pytest.raises(ValueError, match=message):
        run(table, **options)


# Pearson's test.


def pearson(focal, size):
    P = focal.sum() / size.sum()
    return ((focal - size * P) ** 2 / size).sum()


@pytest.mark.parametrize("focal", [(4, 0, 2), (5, 3, 1), (1, 1, 1), (6, 0, 0)])
def test_p_random_of_a_small_cell_is_that_of_all_allocations(plain, focal):
    size, focal = np.array([9, 7, 6]), np.array(focal)
    found, A, ways = pearson(focal, size), focal.sum(), 0
    for x in itertools.product(*(range(t + 1) for t in size)):
        if sum(x) == A and pearson(np.array(x), size) >= found - 1e-12:
            ways += np.prod([comb(t, k) for t, k in zip(size.tolist(), x, strict=True)])
    exact = ways / comb(22, int(A))
    found = rows(plain.long(of(size, focal)))["D"]["p_random"]
    assert found == pytest.approx(exact, abs=0.04)


def test_three_pupils_of_whom_two_meet_are_nothing_unusual(plain):
    """The limiting distribution calls it one in some thousands; three in a hundred lotteries give it."""
    matrix = of(np.full(100, 40), [2, 1] + [0] * 98)
    assert stats.chi2_contingency(matrix, correction=False).pvalue < 0.0005
    apart = comb(100, 3) * 40**3 / comb(4000, 3)
    assert rows(plain.long(matrix))["D"]["p_random"] == pytest.approx(1 - apart, abs=0.015)


@pytest.mark.parametrize("table", [((2, 10), (8, 7)), ((1, 12), (4, 8)), ((0, 9), (5, 8))])
def test_two_small_schools_are_near_fishers_exact_test(plain, table):
    """Fisher orders outcomes by probability and not by X²; with two small schools that is nearly the same."""
    assert rows(plain.long(table))["D"]["p_random"] == pytest.approx(
        stats.fisher_exact(table).pvalue, abs=0.06
    )


def test_p_random_of_large_units_is_that_of_the_chi_squared_test(plain):
    matrix = of(np.full(30, 100), np.random.default_rng(4).binomial(100, 0.35, 30))
    known = stats.chi2_contingency(matrix, correction=False)
    T = matrix.sum()
    p = stats.chi2(29).sf(known.statistic * (T - 1) / T)
    assert rows(plain.long(matrix))["D"]["p_random"] == pytest.approx(p, rel=1e-9)


def test_p_random_depends_on_the_seed_only_where_it_is_drawn(plain):
    small, large = plain.long([[3, 6], [1, 7], [4, 5]]), plain.long([[30, 60], [40, 50]])
    assert rows(small, seed=1)["D"]["p_random"] == rows(small, seed=1)["D"]["p_random"]
    assert rows(small, seed=1)["D"]["p_random"] != rows(small, seed=2)["D"]["p_random"]
    assert rows(large, seed=1) == rows(large, seed=2)


def towns(size, P, number, seed):
    """Lottery towns as one table."""
    rng, size = np.random.default_rng(seed), np.asarray(size, dtype=int)
    focal = rng.multivariate_hypergeometric(size, round(P * size.sum()), size=number, method="marginals")
    town, unit = np.indices(focal.shape)
    keys = {"town": town.ravel(), "unit": unit.ravel()}
    each = (("g0", focal), ("g1", size - focal))
    return pl.concat([pl.DataFrame(keys | {"group": g, "pupils": n.ravel()}) for g, n in each])


@pytest.mark.parametrize(
    ("size", "P"),
    [
        ((200,) * 20, 0.3),
        ((200,) * 20, 0.01),
        ((12,) * 8, 0.3),
        ((200, 150), 0.2),
        ((25,) * 100, 0.1),
        ((40,) * 50, 0.002),
    ],
)
def test_lottery_towns_are_found_uneven_no_more_often_than_promised(size, P):
    number = 400
    p = levels(towns(size, P, number, 6), **COLUMNS, by="town")["p_random"].to_numpy()
    for bound in (0.05, 0.2):
        assert (p < bound).sum() <= stats.binom(number, bound).ppf(0.999)


@pytest.mark.parametrize(
    ("size", "P"), [((200,) * 20, 0.3), ((200,) * 20, 0.02), ((50,) * 300, 0.3), ((60, 300, 20, 150), 0.1)]
)
@pytest.mark.parametrize("name", NAMES)
def test_in_lottery_towns_the_interval_reaches_down_to_nought(size, P, name):
    number = 400
    low = levels(towns(size, P, number, 7), **COLUMNS, by="town", index=name)["low"].to_numpy()
    assert (low > 0).sum() <= stats.binom(number, 0.05).ppf(0.999)


def test_the_example_in_the_text_holds():
    module = importlib.import_module("gemengd.measure.certainty.levels.levels")
    assert doctest.testmod(module).failed == 0


PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "measure-levels.md"


def test_the_example_on_the_page_prints_what_it_says():
    (code,), (output,) = (
        re.findall(rf"```{k}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) for k in ("python", "text")
    )
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, PAGE.name, "exec"), {})
    assert printed.getvalue() == output


def test_every_table_of_the_study_stands_on_the_page():
    source = (PAGE.parents[2] / "benchmarks" / "levels.py").read_text("utf-8")
    names = re.findall(r'"(\w+)": \w+', re.search(r"^TABLES = (.*?\})", source, re.DOTALL | re.MULTILINE)[1])
    tables = dict(
        re.findall(
            r"<!-- benchmarks/levels\.py (\w+) -->(.*?)<!-- end -->", PAGE.read_text("utf-8"), re.DOTALL
        )
    )
    assert set(names) == set(tables)
    assert all("\n|---|" in table for table in tables.values())
