# SPDX-License-Identifier: EUPL-1.2
"""Single schools and groups of schools: location quotient, one school mirrored, clusters."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd import measure

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
QUICK = settings(max_examples=40, deadline=None)


def tables(groups, units=6):
    cells = arrays(np.int64, st.just((units, groups)), elements=st.integers(0, 30))
    return cells.filter(lambda n: (n.sum(axis=0) > 0).all())


@QUICK
@given(tables(2))
def test_location_quotient_is_the_share_over_that_of_the_cell(plain, matrix):
    table = measure.local(plain.long(matrix), **COLUMNS, focal="g0")
    kept = matrix[matrix.sum(axis=1) > 0]
    expected = kept[:, 0] / kept.sum(axis=1) / (matrix[:, 0].sum() / matrix.sum())
    assert table["location_quotient"].to_list() == pytest.approx(expected.tolist(), abs=1e-12)


@QUICK
@given(tables(2))
def test_location_quotient_is_two_to_the_log_ratio(plain, matrix):
    table = measure.local(plain.long(matrix), **COLUMNS, focal="g0").drop_nulls("log2_ratio")
    assert (2 ** table["log2_ratio"]).to_list() == pytest.approx(table["location_quotient"].to_list())


def mirrored(frame, area=None, **options):
    return measure.if_mirrored(frame, **COLUMNS, focal="g0", reference_area=area, **options)


@QUICK
@given(tables(2), st.lists(st.integers(0, 10), min_size=6, max_size=6))
def test_mirroring_is_what_the_index_of_the_changed_table_says(plain, matrix, focal):
    area = pl.DataFrame({"unit": [f"u{j:03d}" for j in range(6)], "focal": focal, "pupils": [10] * 6})
    names = ("D", "H", "eta2", "gini", "isolation")
    table = mirrored(plain.long(matrix), area, index=names)
    for row in table.to_dicts():
        j = int(row["unit"][1:])
        changed = matrix.astype(float)
        changed[j] = matrix[j].sum() * np.array([focal[j], 10 - focal[j]]) / 10
        assert row["actual"] == pytest.approx(plain.index(row["index"], matrix), abs=1e-12)
        if (changed.sum(axis=0) > 0).all():
            after = plain.index(row["index"], changed)
            assert row["mirrored"] == pytest.approx(after, abs=1e-12)
            assert row["change"] == pytest.approx(after - row["actual"], abs=1e-12)
        else:
            assert row["mirrored"] is None


def test_without_areas_a_school_mirrors_its_cell(plain):
    table = mirrored(plain.long([[20, 10], [10, 20], [15, 15]]))
    assert table["reference_share"].unique().to_list() == [0.5]
    assert table.filter(pl.col("unit") == "u002")["change"].to_list() == pytest.approx([0.0, 0.0], abs=1e-15)
    assert (table.filter(pl.col("unit") != "u002")["change"] < 0.0).all()


def test_a_school_without_an_area_or_pupils_of_both_groups_has_a_reason(plain):
    frame = plain.long([[20, 10, 0], [10, 20, 0], [0, 0, 5]])
    area = pl.DataFrame({"unit": ["u000"], "focal": [1], "pupils": [2]})
    table = measure.if_mirrored(frame, **COLUMNS, focal="g0", reference="g1", reference_area=area, index="D")
    assert table["status"].to_list() == ["ok", "no_reference_area", "no_pupils"]
    assert table["change"].is_null().to_list() == [False, True, True]


def test_mirroring_takes_two_group_indices_only(plain):
    with pytest.raises(ValueError, match=r"index is \['M'\]; expected different names from"):
        mirrored(plain.long([[1, 2], [2, 1]]), index="M")


def with_boards(plain, matrix, boards):
    frame = plain.long(matrix)
    return frame.with_columns(board=pl.Series(np.repeat(boards, matrix.shape[1])))


@QUICK
@given(tables(3), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_clusters_add_up_to_the_total_and_agree_with_nested(plain, matrix, boards):
    frame = with_boards(plain, matrix, boards)
    table = measure.clusters(frame, **COLUMNS, cluster="board")
    levels = measure.nested(frame, levels=["board", "unit"], group="group", pupils="pupils")
    for index in ("M", "H"):
        sums = [table[f"{part}_{index}"].sum() for part in ("between", "within")]
        assert sums == pytest.approx(levels[index].to_list(), abs=1e-12)
    assert table["weight"].sum() == pytest.approx(1.0)
    if levels["M"].sum() > 1e-9:
        assert table["share"].sum() == pytest.approx(1.0)


@QUICK
@given(tables(3), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_inside_a_cluster_is_the_index_of_its_units(plain, matrix, boards):
    frame = with_boards(plain, matrix, boards)
    table = measure.clusters(frame, **COLUMNS, cluster="board")
    inside = measure.indices(frame, **COLUMNS, by="board", index=("M", "H"), chance=False)
    inside = inside.filter(pl.col("pupils") > 0)
    for index in ("M", "H"):
        expected = inside.filter(index=index)
        assert table["board"].to_list() == expected["board"].to_list()
        found = table[f"{index}_within"].to_list()
        for ours, theirs in zip(found, expected["estimate"].to_list(), strict=True):
            assert ours == (theirs if theirs is None else pytest.approx(theirs, abs=1e-12))
        assert table["status"].to_list() == expected["status"].to_list()
        assert table["units"].to_list() == expected["units"].to_list()


def test_a_school_with_two_tracks_counts_in_each(plain):
    frame = pl.concat([plain.long([[9, 1], [5, 5]], track="vwo"), plain.long([[2, 8], [3, 7]], track="vmbo")])
    table = measure.clusters(frame, **COLUMNS, cluster="track")
    assert table.select("track", "units", "pupils").rows() == [("vmbo", 2, 20.0), ("vwo", 2, 20.0)]


def test_clusters_of_several_cells_are_apart(plain):
    rng = np.random.default_rng(3)
    frames = [
        with_boards(plain, rng.poisson(9, (6, 3)), [0, 0, 1, 1, 2, 2]).with_columns(cell=pl.lit(cell))
        for cell in "ab"
    ]
    together = measure.clusters(pl.concat(frames), **COLUMNS, cluster="board", by="cell")
    apart = pl.concat([measure.clusters(f, **COLUMNS, cluster="board", by="cell") for f in frames])
    assert together.equals(apart)


def test_clusters_of_schools00_are_the_golden_terms(shared_data):
    frame = pl.read_csv(shared_data / "reference" / "schools00.csv")
    table = measure.clusters(frame, unit="school", cluster="state", group="race", pupils="n")
    assert table["between_M"].sum() == pytest.approx(0.0992437012829429, abs=1e-12)
    assert table["within_M"].sum() == pytest.approx(0.326295274593477, abs=1e-12)
    assert table["within_H"].sum() == pytest.approx(0.321134330284731, abs=1e-12)


@pytest.mark.parametrize("by", [(), "cell"])
def test_an_empty_table_has_rows_without_numbers_or_none_at_all(plain, by):
    frame = plain.long([[1, 2]], cell="a").with_columns(board=pl.lit("b")).clear()
    points = pl.DataFrame({"unit": ["u"], "x": [0.0], "y": [0.0]})
    columns = {**COLUMNS, "by": by}
    tables = [
        measure.clusters(frame, **columns, cluster="board"),
        measure.if_mirrored(frame, **columns, focal="g0"),
        measure.concentration(frame, **columns, focal="g0"),
        measure.ordered(frame, **columns, order=["g0", "g1"]),
        measure.profiles(frame, **columns, focal="g0", points=points),
    ]
    assert [table.height for table in tables] == ([0] * 5 if by else [0, 0, 1, 4, 66])
    for table in tables:
        assert set(table["status"]) <= {"no_pupils"}
