# SPDX-License-Identifier: EUPL-1.2
"""The multigroup indices of Reardon & Firebaugh: relations, chance levels, golden values."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd import measure
from gemengd.measure.index.registry import MULTIGROUP

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
QUICK = settings(max_examples=40, deadline=None)
VARIANCE = ("normalised_exposure", "relative_diversity", "squared_variation")
DIVERSITY = ("entropy", "simpson_interaction", "simpson_concentration")
GOLDEN = {"multigroup dissimilarity": "D_multigroup", "entropy E": "entropy"}


def tables(groups):
    cells = arrays(np.int64, st.tuples(st.integers(2, 7), st.just(groups)), elements=st.integers(0, 30))
    return cells.filter(lambda n: (n.sum(axis=0) > 0).all())


def run(frame, index=MULTIGROUP, **options):
    table = measure.indices(frame, **COLUMNS, index=index, focal="g0", **options)
    return {row["index"]: row for row in table.to_dicts()}


@pytest.mark.parametrize("label", GOLDEN)
def test_golden_values(golden, shared_data, label):
    values = json.loads((golden / "measurement.json").read_text())["values"]
    (value,) = (v for v in values if v["dataset"] == "schools00" and v["index"] == label)
    frame = pl.read_csv(shared_data / "reference" / "schools00.csv")
    table = measure.indices(frame, unit="school", group="race", pupils="n", index=GOLDEN[label], chance=False)
    assert table["estimate"].item() == pytest.approx(value["value"], abs=value["tol"])


@QUICK
@given(tables(2))
def test_with_two_groups_they_are_the_two_group_indices(plain, matrix):
    found = run(plain.long(matrix), (*MULTIGROUP, "D", "gini", "eta2"), draws=5)
    for several, two in (
        ("D_multigroup", "D"),
        ("gini_multigroup", "gini"),
        *((n, "eta2") for n in VARIANCE),
    ):
        for column in ("estimate", "se"):
            assert found[several][column] == pytest.approx(found[two][column], abs=1e-12), several
    for name in ("D_multigroup", *VARIANCE):
        two = "D" if name == "D_multigroup" else "eta2"
        assert found[name]["expected"] == pytest.approx(found[two]["expected"], abs=1e-12)


@QUICK
@given(tables(4))
def test_errors_are_the_delta_method(plain, matrix):
    matrix = matrix + 1.0
    for name in MULTIGROUP:
        slopes = np.zeros_like(matrix)
        for place in np.ndindex(matrix.shape):
            step = np.zeros_like(matrix)
            step[place] = 1e-5 * matrix[place]
            up, down = (plain.index(name, matrix + sign * step) for sign in (1, -1))
            slopes[place] = (up - down) / (2 * step[place])
        if not measure.INDICES[name].smooth and has_kinks(matrix):
            continue
        found = run(plain.long(matrix), name, chance=False)[name]["se"]
        assert found == pytest.approx(np.sqrt((matrix * slopes**2).sum()), rel=1e-4, abs=1e-7), name


def has_kinks(matrix):
    """Whether two shares of a group (of units, or of a unit and the cell) are equal."""
    rows = np.vstack([matrix, matrix.sum(axis=0)])
    share = rows / rows.sum(axis=1, keepdims=True)
    return any(np.diff(np.sort(column)).min() < 1e-4 for column in share.T)


@pytest.mark.parametrize(("sizes", "totals"), [([3, 2, 2], [3, 2, 2]), ([4, 2, 1], [1, 2, 4])])
@pytest.mark.parametrize("name", ["D_multigroup", *VARIANCE, *DIVERSITY])
def test_chance_levels_are_exact(plain, sizes, totals, name):
    row = run(plain.long(allocation(sizes, totals)), name)[name]
    assert row["expected"] == pytest.approx(plain.by_chance(name, sizes, totals), rel=1e-11)
    assert row["expected_error"] == 0.0


@pytest.mark.parametrize(("sizes", "totals"), [([3, 2, 2], [3, 2, 2]), ([4, 2, 1], [1, 2, 4])])
def test_simulated_gini_is_within_its_error_of_the_truth(plain, sizes, totals):
    row = run(plain.long(allocation(sizes, totals)), "gini_multigroup", draws=4000)["gini_multigroup"]
    assert (
        abs(row["expected"] - plain.by_chance("gini_multigroup", sizes, totals)) < 5 * row["expected_error"]
    )
    assert 0.0 < row["expected_error"] < 0.01


def test_groups_of_equal_size_do_not_make_the_simulation_look_sharper(plain):
    """With two equal groups both Ginis are the same draws, so the error is that of the two-group Gini."""
    found = run(plain.long([[8, 2], [2, 8], [5, 5]]), ("gini", "gini_multigroup"))
    assert found["gini_multigroup"]["expected"] == pytest.approx(found["gini"]["expected"], rel=1e-12)
    assert found["gini_multigroup"]["expected_error"] == pytest.approx(
        found["gini"]["expected_error"], rel=1e-9
    )


@QUICK
@given(tables(3))
def test_diversity_is_a_property_of_the_cell(plain, matrix):
    together = matrix.sum(axis=0, keepdims=True)
    first, second = (run(plain.long(n), DIVERSITY) for n in (matrix, together))
    for name in DIVERSITY:
        assert first[name]["estimate"] == pytest.approx(second[name]["estimate"], abs=1e-14)
        assert first[name]["se"] == pytest.approx(second[name]["se"], abs=1e-14)
        assert first[name]["expected"] == first[name]["estimate"]
        assert first[name]["excess"] is None


@QUICK
@given(tables(3))
def test_simpson_interaction_and_concentration_add_up_to_one(plain, matrix):
    found = run(plain.long(matrix), DIVERSITY)
    total = found["simpson_interaction"]["estimate"] + found["simpson_concentration"]["estimate"]
    assert total == pytest.approx(1.0, abs=1e-14)


@QUICK
@given(tables(3), st.integers(0, 3))
def test_an_empty_group_changes_nothing(plain, matrix, place):
    """PySAL's H, C and entropy are NaN here."""
    wider = plain.long(np.insert(matrix, place, 0, axis=1))
    first, second = run(wider, draws=5), run(plain.long(matrix), draws=5)
    for name in MULTIGROUP:
        assert first[name]["estimate"] == pytest.approx(second[name]["estimate"], abs=1e-14)
        assert first[name]["expected"] == pytest.approx(second[name]["expected"], abs=1e-14)


@pytest.mark.parametrize(
    ("matrix", "status"), [([[5, 0], [7, 0]], "one_group"), ([[0, 0]], "no_pupils"), ([[5, 7]], "one_unit")]
)
def test_degenerate_cells_have_a_reason(plain, matrix, status):
    for name, row in run(plain.long(matrix)).items():
        assert row["status"] == status
        assert (row["estimate"] is None) == (status != "one_unit")
        if status == "one_unit" and name not in DIVERSITY:
            assert row["estimate"] == pytest.approx(0.0, abs=1e-15)


def test_fractions_have_an_estimate_and_no_error(plain):
    whole, half = (run(plain.long(np.array([[5, 7, 1], [8, 1, 3]]) / n)) for n in (1, 2))
    for name, row in half.items():
        assert row["estimate"] == pytest.approx(whole[name]["estimate"], rel=1e-12)
        assert (row["se"], row["expected"], row["status"]) == (None, None, "fractional_counts")


def test_the_order_of_names_is_the_order_of_rows(plain):
    names = ("gini_multigroup", "H", "simpson_interaction", "M", "relative_diversity")
    assert tuple(run(plain.long([[5, 7], [8, 1]]), names)) == names


def allocation(sizes, totals):
    """Some matrix with these margins."""
    out = np.zeros((len(sizes), len(totals)), dtype=int)
    units, labels = np.repeat(np.arange(len(sizes)), sizes), np.repeat(np.arange(len(totals)), totals)
    np.add.at(out, (units, labels), 1)
    return out
