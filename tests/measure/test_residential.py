# SPDX-License-Identifier: EUPL-1.2
"""Housing, sorting and mixing."""

import polars as pl
import pytest

from gemengd import measure

COLUMNS = {"unit": "unit", "area": "area", "group": "group", "pupils": "pupils"}


def flows(rows):
    return pl.DataFrame(rows, schema=["unit", "area", "group", "pupils"], orient="row")


def terms(rows, **options):
    table = measure.residential(flows(rows), **COLUMNS, **options)
    return {row["term"]: row for row in table.to_dicts()}


def test_everyone_at_the_school_of_the_neighbourhood_is_all_housing():
    found = terms([("s", "b", "x", 9), ("s", "b", "y", 1), ("t", "c", "x", 2), ("t", "c", "y", 8)])
    assert found["housing"]["estimate"] == pytest.approx(found["total"]["estimate"], abs=1e-15)
    assert found["housing"]["share"] == pytest.approx(1.0)
    assert found["sorting"]["estimate"] == pytest.approx(0.0, abs=1e-15)
    assert found["mixing"]["estimate"] == pytest.approx(0.0, abs=1e-15)


def test_even_neighbourhoods_with_uneven_schools_are_all_sorting():
    found = terms([("s", "b", "x", 10), ("t", "b", "y", 10), ("s", "c", "x", 10), ("t", "c", "y", 10)])
    assert found["housing"]["estimate"] == pytest.approx(0.0, abs=1e-15)
    assert found["sorting"]["estimate"] == pytest.approx(found["total"]["estimate"], abs=1e-15)


def test_one_school_for_uneven_neighbourhoods_mixes_all_of_it():
    found = terms([("s", "b", "x", 10), ("s", "c", "y", 10)])
    assert found["total"]["estimate"] == pytest.approx(0.0, abs=1e-15)
    assert found["mixing"]["estimate"] == pytest.approx(found["housing"]["estimate"], abs=1e-15)
    assert {row["status"] for row in found.values()} == {"one_unit"}
    assert found["housing"]["share"] is None


def test_total_and_its_error_are_those_of_the_index():
    rows = [
        ("s", "b", "x", 9),
        ("s", "c", "y", 4),
        ("t", "c", "x", 2),
        ("t", "c", "y", 8),
        ("t", "b", "y", 3),
    ]
    total = terms(rows)["total"]
    row = measure.indices(flows(rows), unit="unit", group="group", pupils="pupils", index="M").to_dicts()[0]
    assert total["estimate"] == pytest.approx(row["estimate"], abs=1e-15)
    assert total["se"] == pytest.approx(row["se"], rel=1e-12)
    assert (total["units"], total["areas"], total["pupils"]) == (2, 2, 26.0)


def test_errors_are_those_of_resampled_pupils():
    import numpy as np

    rng = np.random.default_rng(1)
    counts = rng.multinomial(20000, rng.dirichlet(np.full(4 * 5 * 3, 1.0))).reshape(4, 5, 3)
    samples = rng.multinomial(20000, (counts / 20000).ravel(), size=400).reshape(-1, 4, 5, 3)
    draw, unit, area, group = (part.ravel() for part in np.indices(samples.shape))
    columns = {"draw": draw, "unit": unit, "area": area, "group": group, "pupils": samples.ravel()}
    spread = measure.residential(pl.DataFrame(columns), **COLUMNS, by="draw")
    expected = dict(spread.group_by("term").agg(pl.col("estimate").std()).rows())
    one = pl.DataFrame({name: column[: counts.size] for name, column in columns.items()})
    table = measure.residential(one.with_columns(pupils=pl.Series(counts.ravel())), **COLUMNS)
    for row in table.to_dicts():
        assert row["se"] / expected[row["term"]] == pytest.approx(1.0, abs=0.12), row["term"]


def test_fractional_counts_have_no_error():
    found = terms([("s", "b", "x", 0.5), ("t", "c", "y", 0.75), ("t", "b", "y", 1.0)])
    assert {row["status"] for row in found.values()} == {"fractional_counts"}
    assert {row["se"] for row in found.values()} == {None}
    assert all(row["estimate"] is not None for row in found.values())


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("s", "b", "x", 0)], "no_pupils"),
        ([("s", "b", "x", 3), ("t", "c", "x", 3)], "one_group"),
        ([("s", "b", "x", 3), ("t", "b", "y", 3)], "one_area"),
    ],
)
def test_degenerate_cells_have_a_reason(rows, status):
    found = terms(rows)
    assert {row["status"] for row in found.values()} == {status}
    assert all((row["estimate"] is None) == (status != "one_area") for row in found.values())


def test_cells_are_independent_and_sorted():
    part = flows([("s", "b", "x", 9), ("s", "c", "y", 4), ("t", "c", "x", 2), ("t", "b", "y", 3)])
    other = part.with_columns(pl.col("unit").reverse(), cell=pl.lit("b"))
    both = pl.concat([other, part.with_columns(cell=pl.lit("a"))])
    table = measure.residential(both, **COLUMNS, by="cell")
    assert table["cell"].to_list() == ["a"] * 4 + ["b"] * 4
    alone = measure.residential(part, **COLUMNS)
    assert table.filter(cell="a").drop("cell").equals(alone)


def test_a_missing_home_area_is_refused():
    with pytest.raises(ValueError, match=r"row 1, column 'area': found null"):
        terms([("s", "b", "x", 9), ("s", None, "y", 4)])
