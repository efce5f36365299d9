# SPDX-License-Identifier: EUPL-1.2
"""Differences of levels: what is compared, and how seldom nothing is taken for something."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from gemengd import measure
from gemengd.measure import contrasts, levels
from gemengd.measure.certainty.compare import adjust

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils", "focal": "g0"}


def run(frame, **options):
    return contrasts(
        frame, **{**COLUMNS, "by": ("town", "year"), "over": "year", "index": ("D", "H"), **options}
    )


@pytest.fixture(scope="module")
def frame(plain):
    rng = np.random.default_rng(3)
    return pl.concat(
        plain.long(
            rng.multinomial(2000, rng.dirichlet(np.full(20, 2.0))).reshape(10, 2), town=town, year=year
        )
        for town in ("A", "B", "C")
        for year in (2019, 2020, 2022)
    )


@pytest.fixture(scope="module")
def table(frame):
    return run(frame)


def test_every_town_and_index_is_compared_year_by_year(table):
    assert table.select("town", "index", "first", "second").rows() == [
        (town, index, *years)
        for town in "ABC"
        for index in ("D", "H")
        for years in ((2019, 2020), (2020, 2022))
    ]


def test_levels_and_difference_are_those_of_levels(frame, table):
    known = levels(frame, **COLUMNS, by=("town", "year"), index=("D", "H"))
    at = {(row["town"], row["year"], row["index"]): row["level"] for row in known.to_dicts()}
    for row in table.to_dicts():
        ends = [at[row["town"], row[side], row["index"]] for side in ("first", "second")]
        assert [row["first_level"], row["second_level"]] == pytest.approx(ends)
        assert row["difference"] == pytest.approx(ends[1] - ends[0])


def test_the_interval_holds_nought_exactly_when_p_is_large_enough(frame):
    for confidence in (0.5, 0.8, 0.95):
        for row in run(frame, confidence=confidence).to_dicts():
            assert (row["low"] <= 0 <= row["high"]) == (row["p_value"] > 1 - confidence)
            assert row["low"] <= row["difference"] <= row["high"]


def test_swapping_the_two_changes_signs_only(frame):
    there, back = (run(frame, pairs=[pair], correction="none") for pair in ((2019, 2022), (2022, 2019)))
    assert (there["difference"] + back["difference"]).abs().max() == 0.0
    assert back["p_value"].to_numpy() == pytest.approx(there["p_value"].to_numpy(), abs=1e-3)
    assert back["low"].to_numpy() == pytest.approx(-there["high"].to_numpy(), abs=2e-3)


def test_the_order_of_rows_does_not_matter(frame, table):
    again = run(frame.sample(fraction=1.0, shuffle=True, seed=4))
    numbers = ("first_level", "second_level", "difference", "low", "high", "p_value", "p_adjusted")
    assert again.select(numbers).to_numpy() == pytest.approx(table.select(numbers).to_numpy(), abs=1e-6)
    assert again.drop(numbers).equals(table.drop(numbers))


def test_towns_against_one_and_all_pairs(frame):
    one_year = frame.filter(year=2020)
    against = run(one_year, over="town", index="D", against="B")
    assert against.select("year", "first", "second").rows() == [(2020, "B", "A"), (2020, "B", "C")]
    every = run(one_year, over="town", index="D", pairs="all")
    assert every.select("first", "second").rows() == [("A", "B"), ("A", "C"), ("B", "C")]


def test_a_list_is_corrected_as_a_list(frame, table):
    p = table.filter(index="D")["p_value"].to_numpy()
    assert table.filter(index="D")["p_adjusted"].to_numpy() == pytest.approx(adjust(p, "holm"))
    together = run(frame, family=())
    assert together["p_adjusted"].to_numpy() == pytest.approx(adjust(together["p_value"].to_numpy(), "holm"))
    alone = run(frame, correction="none")
    assert alone["p_adjusted"].to_list() == alone["p_value"].to_list()


def test_far_from_chance_it_is_nearly_the_test_of_the_raw_index(plain):
    rng = np.random.default_rng(1)
    tables = []
    for year in (1, 2):
        focal = rng.binomial(40_000, np.linspace(0.1, 0.6 + 0.01 * year, 12))
        tables.append(plain.long(np.column_stack([focal, 40_000 - focal]), town="A", year=year))
    found = run(pl.concat(tables), index="D").row(0, named=True)
    raw = measure.compare(
        measure.indices(pl.concat(tables), **COLUMNS, by=("town", "year"), index="D"), over="year"
    ).row(0, named=True)
    assert found["difference"] == pytest.approx(raw["difference"], abs=1e-3)
    assert found["high"] - found["low"] == pytest.approx(raw["high"] - raw["low"], rel=0.1)


def test_one_school_in_either_year_tells_no_change(plain):
    two, one = plain.long([[40, 60], [10, 90]], town="A"), plain.long([[50, 150]], town="A")
    for first, second in ((two, one), (one, two)):
        both = pl.concat([first.with_columns(year=1), second.with_columns(year=2)])
        row = run(both, index="D").row(0, named=True)
        assert row["status"] == "one_unit"
        assert all(row[name] is None for name in ("difference", "low", "high", "p_value", "p_adjusted"))


def test_cells_without_a_number_get_their_reason(plain):
    whole = [[5, 4], [9, 2]]
    tables = [
        plain.long(whole, town="whole", year=1),
        plain.long([[5, 4], [9, 3]], town="whole", year=2),
        plain.long(whole, town="gone", year=1),
        plain.long([[5, 0], [9, 0]], town="empty", year=1),
        plain.long(whole, town="empty", year=2),
        plain.long([[0, 4], [0, 9]], town="no focal", year=2),
        plain.long(whole, town="no focal", year=1),
    ]
    tables = [table.with_columns(pl.col("pupils").cast(float)) for table in tables]
    tables += [tables[0].with_columns(town=pl.lit("parts")), tables[1].with_columns(town=pl.lit("parts"))]
    tables[-1] = tables[-1].with_columns(pl.col("pupils") + 0.5)
    found = run(pl.concat(tables), index="D")
    assert dict(found.select("town", "status").rows()) == {
        "empty": "reference_absent",
        "gone": "not_given",
        "no focal": "focal_absent",
        "parts": "fractional_counts",
        "whole": "ok",
    }
    nothing = found.filter(pl.col("status") != "ok")
    assert nothing["p_value"].is_null().all()
    assert nothing["p_adjusted"].is_null().all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"over": "month"}, "month"),
        ({"over": "unit"}, "over"),
        ({"correction": "bonferroni"}, "correction"),
        ({"pairs": "some"}, "pairs"),
        ({"pairs": "all", "against": 2019}, "both"),
        ({"family": "pupils"}, "family"),
        ({"index": "gini"}, "index"),
        ({"confidence": 0.0}, "confidence"),
    ],
)
def test_impossible_options_are_refused(frame, options, message):
    with pytest.raises(ValueError, match=message):
        run(frame, **options)


# Lottery towns: nothing changed but the group, the schools or the luck of the draw.


def counted(focal, size, year):
    town, unit = np.indices(focal.shape)
    keys = {"town": town.ravel(), "unit": unit.ravel(), "year": np.full(focal.size, year)}
    each = (("g0", focal), ("g1", size - focal))
    return pl.concat([pl.DataFrame(keys | {"group": g, "pupils": n.ravel()}) for g, n in each])


def dealt(size, share, number, rng):
    size = np.asarray(size, dtype=int)
    return rng.multivariate_hypergeometric(size, round(share * size.sum()), size=number, method="marginals")


UNEVEN = tuple(np.linspace(30, 500, 25).round().astype(int).tolist())

LOTTERIES = {
    "a group that shrinks": ((200,) * 20, 0.30, (200,) * 20, 0.05),
    "a group that grows": ((200,) * 20, 0.05, (200,) * 20, 0.30),
    "schools and group that shrink": ((200,) * 60, 0.15, (120,) * 60, 0.10),
    "nothing changes": ((200,) * 20, 0.30, (200,) * 20, 0.30),
    "two schools": ((200, 200), 0.3, (150, 200), 0.2),
    "five small schools": ((60,) * 5, 0.3, (40,) * 5, 0.2),
    "classes": ((25,) * 20, 0.3, (15,) * 20, 0.3),
    "a tiny group": ((200,) * 20, 0.01, (200,) * 20, 0.02),
    "a group all but gone": ((200,) * 20, 0.02, (200,) * 20, 0.003),
    "schools of all sizes": (UNEVEN, 0.2, UNEVEN, 0.1),
    "half of the schools close": (UNEVEN, 0.2, UNEVEN[::2], 0.2),
    "many schools": ((150,) * 300, 0.25, (100,) * 300, 0.2),
}


@pytest.mark.parametrize("world", LOTTERIES)
def test_in_lottery_towns_change_is_seldom_called_certain(world):
    first, before, second, after = LOTTERIES[world]
    rng, number = np.random.default_rng(2026), 300
    focal = dealt(first, before, number, rng), dealt(second, after, number, rng)
    table = pl.concat([counted(focal[0], np.array(first), 1), counted(focal[1], np.array(second), 2)])
    found = run(table, correction="none")
    for index in ("D", "H"):
        p = found.filter(index=index)["p_value"].to_numpy()
        assert p.size == number
        for bound in (0.05, 0.20):
            assert (p < bound).sum() <= stats.binom(number, bound).ppf(0.995)


@pytest.mark.parametrize("level", ["little", "much"])
def test_schools_that_only_shrink_keep_their_level(level):
    """Shares stay as they are; from 200 to 60 pupils the raw index rises and the level does not."""
    rng, number, shape = np.random.default_rng(7), 300, {"little": (12, 28), "much": (2, 4.7)}[level]
    shares = stats.beta(*shape).ppf((rng.permutation(60) + 0.5) / 60)
    sizes = np.full(60, 200), np.full(60, 60)
    tables = [
        counted(rng.binomial(size, shares, (number, 60)), size, year) for year, size in enumerate(sizes)
    ]
    found = run(pl.concat(tables), correction="none")
    for index in ("D", "H"):
        part = found.filter(index=index)
        assert abs(part["difference"].mean()) < 0.004
        assert (part["p_value"].to_numpy() < 0.05).sum() <= stats.binom(number, 0.05).ppf(0.995)


def test_a_change_is_seen_as_often_as_by_an_exact_test():
    """The exact test deals the pupils of each school anew over the two years, which needs equal sizes."""
    rng, number, size = np.random.default_rng(11), 150, 200
    shares = (
        stats.beta(60, 140).ppf((np.arange(40) + 0.5) / 40),
        stats.beta(21, 49).ppf((np.arange(40) + 0.5) / 40),
    )
    focal = [rng.binomial(size, p, (number, 40)) for p in shares]
    found = run(
        pl.concat([counted(n, size, year) for year, n in enumerate(focal)]), index="D", correction="none"
    )
    ours = (found["p_value"].to_numpy() < 0.05).mean()
    exact = np.mean([permuted(one, two, size, rng) < 0.05 for one, two in zip(*focal, strict=True)])
    assert 0.3 < exact < 0.99
    assert ours > exact - 0.08


def permuted(one, two, size, rng):
    def d(focal):
        A = focal.sum(-1, keepdims=True)
        return 0.5 * np.abs(focal / A - (size - focal) / (size * focal.shape[-1] - A)).sum(-1)

    pooled = one + two
    again = rng.hypergeometric(pooled, 2 * size - pooled, size, (299, one.size))
    gap = np.abs(d(pooled - again) - d(again))
    return (1 + (gap >= abs(d(two) - d(one)) - 1e-12).sum()) / 300
