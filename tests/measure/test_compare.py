# SPDX-License-Identifier: EUPL-1.2
"""Differences between cells, and corrections for many of them."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from gemengd import measure
from gemengd.measure.certainty.bootstrap.resampling import bootstrap
from gemengd.measure.certainty.compare import adjust, compare

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}


@pytest.fixture(scope="module")
def results(plain):
    rng = np.random.default_rng(3)
    tables = [
        plain.long(
            rng.multinomial(2000, rng.dirichlet(np.full(20, 2.0))).reshape(10, 2), town=town, year=year
        )
        for town in ("A", "B", "C")
        for year in (2019, 2020, 2022)
    ]
    return measure.indices(pl.concat(tables), **COLUMNS, by=("town", "year"), index=("D", "H"), focal="g0")


def cell(results, **key):
    return results.filter(**key).to_dicts()[0]


def test_difference_of_two_years_by_hand(results):
    row = cell(compare(results, over="year"), town="B", index="H", second=2022)
    one, two = (cell(results, town="B", index="H", year=year) for year in (2020, 2022))
    difference, se = two["estimate"] - one["estimate"], np.hypot(one["se"], two["se"])
    assert row["first"] == 2020
    assert row["difference"] == pytest.approx(difference, rel=1e-12)
    assert (row["first_value"], row["second_value"]) == (one["estimate"], two["estimate"])
    assert row["se"] == pytest.approx(se, rel=1e-12)
    assert row["p_value"] == pytest.approx(2 * stats.norm.sf(abs(difference / se)), rel=1e-10)
    assert (row["low"], row["high"]) == pytest.approx(
        (difference - 1.959964 * se, difference + 1.959964 * se)
    )


def test_every_town_and_index_is_compared_year_by_year(results):
    table = compare(results, over="year")
    assert table.select("town", "index", "first", "second").rows() == [
        (town, index, *years)
        for town in "ABC"
        for index in ("D", "H")
        for years in ((2019, 2020), (2020, 2022))
    ]


def test_towns_against_one(results):
    table = compare(results.filter(year=2020), over="town", against="B")
    assert table.filter(index="D").select("year", "first", "second").rows() == [
        (2020, "B", "A"),
        (2020, "B", "C"),
    ]


def test_all_pairs_and_given_pairs(results):
    one_year = results.filter(year=2020, index="D")
    every = compare(one_year, over="town", pairs="all").select("first", "second").rows()
    assert every == [("A", "B"), ("A", "C"), ("B", "C")]
    given = compare(one_year, over="town", pairs=[("C", "A")])
    assert given.select("first", "second").rows() == [("C", "A")]


def test_swapping_the_two_changes_signs_only(results):
    there, back = (
        compare(results, over="town", pairs=[pair], correction="none") for pair in (("A", "B"), ("B", "A"))
    )
    assert (there["difference"] + back["difference"]).abs().max() == pytest.approx(0, abs=1e-15)
    assert there["p_value"].to_list() == back["p_value"].to_list()


def test_correlated_estimates_differ_with_less_error(results):
    free, tied = (compare(results, over="year", correlation=r).row(0, named=True) for r in (0.0, 0.8))
    one, two = (cell(results, town="A", index="D", year=year) for year in (2019, 2020))
    assert tied["se"] < free["se"]
    assert tied["se"] ** 2 == pytest.approx(one["se"] ** 2 + two["se"] ** 2 - 1.6 * one["se"] * two["se"])


def test_excess_has_its_error_scaled_to_the_room_above_chance(results):
    row = compare(results, over="year", value="excess").row(0, named=True)
    one, two = (cell(results, town="A", index="D", year=year) for year in (2019, 2020))
    errors = [r["se"] / (1 - r["expected"]) for r in (one, two)]
    assert row["difference"] == pytest.approx(two["excess"] - one["excess"], rel=1e-12)
    assert row["se"] == pytest.approx(np.hypot(*errors), rel=1e-12)


def test_excess_of_an_index_without_a_fixed_top(plain):
    tables = [plain.long([[10, 30], [30, 12]], year=0), plain.long([[20, 30], [30, 22]], year=1)]
    found = measure.indices(pl.concat(tables), **COLUMNS, by="year", index=("M", "H"))
    by_index = {row["index"]: row for row in compare(found, over="year", value="excess").to_dicts()}
    assert by_index["M"]["difference"] == pytest.approx(by_index["H"]["difference"], rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_benjamini_hochberg_agrees_with_scipy(seed):
    p = np.random.default_rng(seed).uniform(size=40) ** 3
    assert adjust(p, "benjamini_hochberg") == pytest.approx(stats.false_discovery_control(p))


def test_holm_by_hand():
    assert adjust(np.array([0.01, 0.04, 0.03, 0.005]), "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjust(np.array([0.4, 0.6]), "holm") == pytest.approx([0.8, 0.8])


def test_holm_rejects_what_the_step_down_procedure_rejects():
    rng = np.random.default_rng(1)
    for _ in range(200):
        p = rng.uniform(size=6) ** 4
        rejected, order = set(), np.argsort(p)
        for rank, place in enumerate(order):
            if p[place] > 0.05 / (6 - rank):
                break
            rejected.add(int(place))
        assert set(np.flatnonzero(adjust(p, "holm") <= 0.05)) == rejected


def test_numbers_without_a_test_do_not_count_in_a_correction():
    adjusted = adjust(np.array([0.01, np.nan, 0.02]), "holm")
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.02])
    assert np.isnan(adjusted[1])


def test_families_are_corrected_separately(results):
    each = compare(results, over="year")
    together = compare(results, over="year", family=())
    p = each.filter(index="D")["p_value"].to_numpy()
    assert each.filter(index="D")["p_adjusted"].to_numpy() == pytest.approx(adjust(p, "holm"))
    assert together["p_adjusted"].to_numpy() == pytest.approx(adjust(together["p_value"].to_numpy(), "holm"))


def test_no_more_false_discoveries_than_promised(plain):
    """Forty towns whose pupils choose alike in both years: Holm finds a difference in few of the lists."""
    rng = np.random.default_rng(12)
    shares = rng.dirichlet(np.full(20, 4.0))
    found = 0
    for _ in range(40):
        tables = [
            plain.long(rng.multinomial(4000, shares).reshape(10, 2), town=town, year=year)
            for town in range(20)
            for year in (1, 2)
        ]
        indices = measure.indices(
            pl.concat(tables), **COLUMNS, by=("town", "year"), index="H", focal="g0", chance=False
        )
        found += (compare(indices, over="year")["p_adjusted"] < 0.05).any()
    assert found <= 6


def test_cells_without_a_number_get_their_reason(plain):
    tables = [
        plain.long([[5, 4], [9, 2]], town="whole", year=1),
        plain.long([[5, 4], [9, 3]], town="whole", year=2),
        plain.long([[5, 4], [9, 2]], town="gone", year=1),
        plain.long([[5, 0], [9, 0]], town="empty", year=1),
        plain.long([[5, 4], [9, 2]], town="empty", year=2),
        plain.long([[5, 4]], town="single", year=1),
        plain.long([[5, 4]], town="single", year=2),
        plain.long([[5, 0], [0, 4]], town="complete", year=1),
        plain.long([[5, 0], [0, 4]], town="complete", year=2),
    ]
    found = measure.indices(pl.concat(tables), **COLUMNS, by=("town", "year"), index="D", focal="g0")
    table = compare(found, over="year")
    assert dict(table.select("town", "status").rows()) == {
        "complete": "no_error",
        "empty": "reference_absent",
        "gone": "not_given",
        "single": "one_unit",
        "whole": "ok",
    }
    nothing = table.filter(pl.col("status") != "ok")
    assert nothing["p_value"].is_null().all()
    assert nothing["p_adjusted"].is_null().all()
    assert table.filter(status="ok")["p_adjusted"].to_list() == table.filter(status="ok")["p_value"].to_list()


def test_bootstrapped_errors_can_be_compared_as_well(plain):
    tables = [plain.long([[40, 60], [70, 30]], year=1), plain.long([[50, 50], [70, 30]], year=2)]
    found = bootstrap(pl.concat(tables), **COLUMNS, by="year", index="D", focal="g0", replicates=100)
    row = compare(found, over="year").to_dicts()[0]
    assert row["se"] == pytest.approx(np.hypot(*found["se"]), rel=1e-12)


def test_one_cell_alone_gives_an_empty_table(results):
    assert compare(results.filter(year=2020), over="year").height == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"over": "month"}, "month"),
        ({"over": "index"}, "key columns"),
        ({"over": "year", "correction": "bonferroni"}, "correction"),
        ({"over": "year", "pairs": "some"}, "pairs"),
        ({"over": "year", "pairs": "all", "against": 2019}, "both"),
        ({"over": "year", "correlation": 2.0}, "correlation"),
        ({"over": "year", "family": "pupils"}, "family"),
    ],
)
def test_impossible_options_are_refused(results, options, message):
    with pytest.raises(ValueError, match=message):
        compare(results, **options)


def test_a_cell_given_twice_is_refused(results):
    with pytest.raises(ValueError, match="row 0: this cell and index occur twice"):
        compare(pl.concat([results, results]), over="year")
