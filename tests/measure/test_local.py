# SPDX-License-Identifier: EUPL-1.2
"""Local segregation and representation of every unit."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import fisher_exact

from gemengd import measure

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
MATRIX = np.array([[20, 5], [10, 40], [0, 25]])


def run(frame, **options):
    return measure.local(frame, **COLUMNS, **options)


def test_representation_against_the_cell(plain):
    rows = run(plain.long(MATRIX), focal="g0").to_dicts()
    assert [row["share"] for row in rows] == pytest.approx([0.8, 0.2, 0.0])
    assert [row["reference_share"] for row in rows] == pytest.approx([0.3] * 3)
    assert [row["difference"] for row in rows] == pytest.approx([50.0, -10.0, -30.0])
    assert [row["log2_ratio"] for row in rows[:2]] == pytest.approx(np.log2([0.8 / 0.3, 0.2 / 0.3]))
    assert rows[2]["log2_ratio"] is None
    assert [row["status"] for row in rows] == ["ok", "ok", "zero_share"]


def test_probability_is_fishers_exact_test_of_the_unit_against_the_rest_of_the_cell(plain):
    table = run(plain.long(MATRIX), focal="g0")
    for own, found in zip(MATRIX, table["probability"], strict=True):
        assert found == pytest.approx(fisher_exact([own, MATRIX.sum(axis=0) - own]).pvalue, rel=1e-9)


def test_score_is_the_divergence_from_the_composition_of_the_cell(plain):
    matrix = np.array([[4, 4, 2], [0, 9, 1]])
    everyone = matrix.sum(axis=0) / matrix.sum()
    table = run(plain.long(matrix))
    for own, row in zip(matrix, table.to_dicts(), strict=True):
        p = own / own.sum()
        assert row["score"] == pytest.approx(sum(p[p > 0] * np.log(p[p > 0] / everyone[p > 0])), rel=1e-12)
        assert row["weight"] == pytest.approx(own.sum() / matrix.sum())
        assert row["contribution_D"] is None
        assert row["status"] == "ok"


def test_reference_area_of_its_own(plain):
    area = pl.DataFrame({"unit": ["u000", "u001"], "focal": [30, 12], "pupils": [60, 100]})
    rows = run(plain.long(MATRIX), focal="g0", reference_area=area).to_dicts()
    assert [row["reference_share"] for row in rows] == [0.5, 0.12, None]
    assert rows[0]["difference"] == pytest.approx(30.0)
    assert rows[0]["probability"] == pytest.approx(fisher_exact([[20, 5], [30, 30]]).pvalue, rel=1e-9)
    assert rows[2]["status"] == "no_reference_area"
    assert rows[2]["probability"] is None


def test_reference_area_may_differ_between_cells(plain):
    frame = pl.concat([plain.long(MATRIX[:1], year=year) for year in (2022, 2023)])
    area = pl.DataFrame({"unit": ["u000"] * 2, "year": [2022, 2023], "focal": [5, 8], "pupils": [10, 10]})
    table = run(frame, by="year", focal="g0", reference="g1", reference_area=area.lazy())
    assert table["reference_share"].to_list() == [0.5, 0.8]


def test_expected_reference_area_has_no_probability(plain):
    area = pl.DataFrame({"unit": ["u000"], "focal": [2.5], "pupils": [10.0]})
    row = run(plain.long(MATRIX), focal="g0", reference_area=area).to_dicts()[0]
    assert (row["difference"], row["probability"]) == (pytest.approx(55.0), None)
    assert row["status"] == "fractional_counts"


def test_units_without_pupils_of_the_two_groups_have_a_reason(plain):
    matrix = np.array([[5, 5, 0], [2, 8, 1], [0, 0, 9]])
    row = run(plain.long(matrix), focal="g0", reference="g1").to_dicts()[2]
    assert row["status"] == "no_pupils"
    assert (row["share"], row["probability"], row["pupils"]) == (None, None, 9.0)


@pytest.mark.parametrize(
    ("matrix", "status"), [([[3, 0], [4, 0]], "reference_absent"), ([[0, 3], [0, 4]], "focal_absent")]
)
def test_absent_groups_have_a_reason(plain, matrix, status):
    table = run(plain.long(matrix), focal="g0")
    assert table["status"].unique().to_list() == [status]
    assert table["contribution_D"].null_count() == table["contribution_H"].null_count() == 2


def test_no_number_is_nan(plain):
    for matrix in (MATRIX, [[3, 0], [4, 0]], [[0, 3]], [[0.5, 2.0], [1.0, 3.0]]):
        table = run(plain.long(matrix), focal="g0")
        assert not any(table[name].is_nan().any() for name, kind in table.schema.items() if kind.is_float())


def test_rows_are_sorted_by_cell_and_unit(plain):
    frame = pl.concat([plain.long(MATRIX, cell=cell) for cell in "ba"]).reverse()
    keys = run(frame, by="cell", focal="g0").select("cell", "unit").rows()
    assert keys == [(cell, f"u00{j}") for cell in "ab" for j in range(3)]


@pytest.mark.parametrize(
    ("area", "message"),
    [
        ({"unit": ["u000", "u000"], "focal": [1, 1], "pupils": [2, 2]}, r"row 0: .* occurs twice"),
        ({"unit": ["u000"], "focal": [3], "pupils": [2]}, r"row 0, column 'focal': found 3.0, more than"),
        ({"unit": ["u000"], "pupils": [2]}, r"reference_area has no column 'focal'"),
    ],
)
def test_wrong_reference_areas_are_named(plain, area, message):
    with pytest.raises(ValueError, match=message):
        run(plain.long(MATRIX), focal="g0", reference_area=pl.DataFrame(area))


def test_of_must_be_unit_or_group(plain):
    with pytest.raises(ValueError, match="of is 'school'"):
        run(plain.long(MATRIX), of="school")
