# SPDX-License-Identifier: EUPL-1.2
"""Atkinson, Gorard and the concentration profile: relations to other indices, chance levels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd import measure

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
QUICK = settings(max_examples=40, deadline=None)
counts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=7).map(np.array)
tables = counts.filter(lambda n: (n.sum(axis=0) > 0).all())


def run(frame, index, **options):
    table = measure.indices(frame, **COLUMNS, index=index, focal="g0", **options)
    return {row["index"]: row for row in table.to_dicts()}


@QUICK
@given(tables)
def test_atkinson_of_one_half_follows_from_hutchens(plain, matrix):
    found = run(plain.long(matrix), ("atkinson", "hutchens"), draws=5)
    assert found["atkinson"]["estimate"] == pytest.approx(
        1 - (1 - found["hutchens"]["estimate"]) ** 2, abs=1e-13
    )


@QUICK
@given(tables, st.floats(0.1, 0.9))
def test_atkinson_has_the_form_of_massey_and_denton(plain, matrix, b):
    a, o = matrix[matrix.sum(axis=1) > 0].astype(float).T
    found = run(plain.long(matrix), "atkinson", b=b, chance=False)["atkinson"]["estimate"]
    assert found == pytest.approx(plain.atkinson(a, o, b), abs=1e-12)


@QUICK
@given(tables, st.floats(0.1, 0.9))
def test_swapping_the_groups_mirrors_the_parameter_inside_the_bracket(plain, matrix, b):
    """1 − A(b) is B^(1/(1−b)); with the groups swapped and 1 − b, B is the same."""
    first = run(plain.long(matrix), "atkinson", b=b, chance=False)["atkinson"]["estimate"]
    second = run(plain.long(matrix[:, ::-1]), "atkinson", b=1 - b, chance=False)["atkinson"]["estimate"]
    assert (1 - first) ** (1 - b) == pytest.approx((1 - second) ** b, abs=1e-9)


def test_error_of_atkinson_is_the_delta_method_for_any_parameter(plain):
    matrix = np.random.default_rng(6).poisson(20, (9, 2)) + 1.0
    for b in (0.2, 0.7):
        slopes = np.zeros_like(matrix)
        for place in np.ndindex(matrix.shape):
            step = np.zeros_like(matrix)
            step[place] = 1e-4 * matrix[place]
            up, down = (plain.atkinson(*(matrix + sign * step).T, b) for sign in (1, -1))
            slopes[place] = (up - down) / (2 * step[place])
        row = run(plain.long(matrix), "atkinson", b=b)["atkinson"]
        assert row["se"] == pytest.approx(np.sqrt((matrix * slopes**2).sum()), rel=1e-5)


@QUICK
@given(tables)
def test_gorard_is_dissimilarity_times_the_share_of_the_others(plain, matrix):
    found = run(plain.long(matrix), ("D", "gorard"))
    rest = matrix[:, 1].sum() / matrix.sum()
    assert found["gorard"]["estimate"] == pytest.approx(found["D"]["estimate"] * rest, abs=1e-14)
    assert found["gorard"]["expected"] == pytest.approx(found["D"]["expected"] * rest, abs=1e-14)
    if found["D"]["excess"] is not None:
        assert found["gorard"]["excess"] == pytest.approx(found["D"]["excess"], abs=1e-7)


@pytest.mark.parametrize(
    ("sizes", "totals"), [([3, 4, 2], [4, 5]), ([6, 5, 4, 1], [3, 13]), ([2, 2, 3, 2], [4, 5])]
)
@pytest.mark.parametrize("name", ["gorard", "concentration_profile"])
def test_chance_levels_are_exact(plain, sizes, totals, name):
    row = run(plain.long(allocation(sizes, totals)), name)[name]
    assert row["expected"] == pytest.approx(plain.by_chance(name, sizes, totals), rel=1e-11)
    assert row["expected_error"] == 0.0


@pytest.mark.parametrize("b", [0.3, 0.5, 0.8])
@pytest.mark.parametrize(("sizes", "totals"), [([3, 4, 2], [4, 5]), ([6, 5, 4, 1], [3, 13])])
def test_simulated_atkinson_is_within_its_error_of_the_truth(plain, sizes, totals, b):
    row = run(plain.long(allocation(sizes, totals)), "atkinson", b=b, draws=4000)["atkinson"]
    exact = sum(
        chance * plain.atkinson(*matrix.T.astype(float), b)
        for matrix, chance in plain.allocations(sizes, totals)
    )
    assert abs(row["expected"] - exact) < 5 * row["expected_error"]
    assert 0.0 < row["expected_error"] < 0.02


def test_the_control_variate_makes_the_simulation_sharp(plain):
    sizes, totals = [300, 200, 250, 150], [350, 550]
    row = run(plain.long(allocation(sizes, totals)), "atkinson", draws=200)["atkinson"]
    assert row["expected_error"] < 0.002 * row["expected"]


def test_complete_segregation_is_the_end_of_every_scale(plain):
    found = run(plain.long([[9, 0], [0, 9], [4, 0]]), ("atkinson", "gorard", "concentration_profile"))
    assert found["atkinson"]["estimate"] == found["concentration_profile"]["estimate"] == 1.0
    assert found["gorard"]["estimate"] == pytest.approx(9 / 22)
    assert [row["excess"] for row in found.values()] == pytest.approx([1.0, 1.0, 1.0])


def test_the_profile_may_exceed_complete_segregation_where_the_focal_group_is_large(plain):
    found = run(plain.long([[3, 0], [1, 1]]), "concentration_profile")["concentration_profile"]
    assert found["estimate"] == pytest.approx(1.125)
    assert found["estimate"] < measure.INDICES["concentration_profile"].high


@pytest.mark.parametrize("b", [0.0, 1.0, -0.5])
def test_the_parameter_must_lie_between_0_and_1(plain, b):
    with pytest.raises(ValueError, match=r"expected a number between 0 and 1, such as 0\.5"):
        run(plain.long([[1, 2], [2, 1]]), "atkinson", b=b)


def allocation(sizes, totals):
    """Some matrix with these margins."""
    out = np.zeros((len(sizes), len(totals)), dtype=int)
    units, labels = np.repeat(np.arange(len(sizes)), sizes), np.repeat(np.arange(len(totals)), totals)
    np.add.at(out, (units, labels), 1)
    return out
