# SPDX-License-Identifier: EUPL-1.2
"""Properties every index must have, on tables found by Hypothesis."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gemengd import measure
from gemengd.measure.index.registry import MULTIGROUP, TWO_GROUP

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
QUICK = settings(max_examples=50, deadline=None)


def matrices(groups=2, least=1, largest=40):
    shapes = st.tuples(st.integers(1, 8), st.just(groups))
    return shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, largest))).filter(
        lambda n: (n.sum(axis=0) >= least).all()
    )


def flows():
    """Pupils, in fractions, of three schools from four areas in three groups."""
    counts = arrays(np.float64, (3, 4, 3), elements=st.floats(0, 50).map(lambda count: round(count, 6)))
    return counts.filter(lambda n: (n.sum(axis=(0, 1)) > 1).all())


def flow_table(counts):
    unit, area, group = (part.ravel() for part in np.indices(counts.shape))
    return pl.DataFrame({"unit": unit, "area": area, "group": group, "pupils": counts.ravel()})


def run(frame, **options):
    return measure.indices(frame, **{**COLUMNS, "focal": "g0", **options})


def estimates(frame, **options):
    return dict(run(frame, chance=False, **options).select("index", "estimate").rows())


@QUICK
@given(matrices())
def test_numbers_lie_within_their_bounds(plain, matrix):
    for row in run(plain.long(matrix), draws=20, index=tuple(measure.INDICES)).to_dicts():
        index = measure.INDICES[row["index"]]
        for column in ("estimate", "expected", "low", "high"):
            assert index.low - 1e-12 <= row[column] <= index.high + 1e-12
        assert row["low"] <= row["estimate"] + 1e-15
        assert row["estimate"] <= row["high"] + 1e-15
        assert row["se"] >= 0.0
        # Of the profile complete segregation is not the largest value.
        if row["index"] != "concentration_profile":
            assert row["excess"] is None or row["excess"] <= 1.0 + 1e-9


@QUICK
@given(matrices(groups=3))
def test_agrees_with_plain_numpy(plain, matrix):
    found = estimates(plain.long(matrix), reference="g1", index=tuple(measure.INDICES))
    for name in TWO_GROUP:
        assert found[name] == pytest.approx(plain.index(name, matrix[:, :2]), abs=1e-13)
    for name in MULTIGROUP:
        assert found[name] == pytest.approx(plain.index(name, matrix), abs=1e-13)


@QUICK
@given(matrices(), st.randoms(use_true_random=False), st.booleans())
def test_order_of_rows_does_not_matter_to_the_last_bit(plain, matrix, random, fractional):
    frame = pl.concat([plain.long(matrix / 3 if fractional else matrix, cell=cell) for cell in "ab"] * 3)
    rows = list(range(frame.height))
    random.shuffle(rows)
    first, second = (run(part, by="cell", draws=5) for part in (frame, frame[rows]))
    assert first.equals(second)


@QUICK
@given(matrices())
def test_relabelling_units_changes_nothing(plain, matrix):
    first, second = estimates(plain.long(matrix)), estimates(plain.long(matrix[::-1]))
    for name, value in first.items():
        assert second[name] == pytest.approx(value, abs=1e-14)


@QUICK
@given(matrices())
def test_chance_level_of_gini_does_not_see_labels(plain, matrix):
    first, second = (run(plain.long(part), index="gini", draws=5) for part in (matrix, matrix[::-1]))
    assert first["expected"].to_list() == second["expected"].to_list()


@QUICK
@given(matrices())
def test_swapping_focal_and_reference(plain, matrix):
    first = estimates(plain.long(matrix))
    second = estimates(plain.long(matrix), focal="g1", reference="g0")
    for name in ("D", "eta2", "gini", "hutchens", "M", "H"):
        assert second[name] == pytest.approx(first[name], abs=1e-12)


@QUICK
@given(matrices(groups=3), st.permutations(range(3)))
def test_relabelling_groups_changes_nothing(plain, matrix, order):
    first, second = (estimates(plain.long(part), index=MULTIGROUP) for part in (matrix, matrix[:, order]))
    for name, value in first.items():
        assert second[name] == pytest.approx(value, abs=1e-13)


@QUICK
@given(matrices(), st.integers(2, 4))
def test_splitting_units_into_equal_parts_changes_nothing(plain, matrix, parts):
    split = np.repeat(matrix, parts, axis=0)
    every = {"index": tuple(measure.INDICES)}
    first, second = estimates(plain.long(matrix * parts), **every), estimates(plain.long(split), **every)
    for name, value in first.items():
        assert second[name] == pytest.approx(value, abs=1e-13)


@QUICK
@given(matrices(groups=3), st.integers(2, 3))
def test_an_empty_group_changes_nothing(plain, matrix, place):
    wider = np.insert(matrix, place, 0, axis=1)
    frame = plain.long(wider).with_columns(pl.col("group").replace({f"g{place}": "x", "g3": "g2"}))
    assert run(frame, draws=5).equals(run(plain.long(matrix), draws=5))


@QUICK
@given(matrices(groups=3), st.data())
def test_within_and_between_add_up(plain, matrix, data):
    regions = data.draw(st.lists(st.integers(0, 2), min_size=len(matrix), max_size=len(matrix)))
    frame = plain.long(matrix).with_columns(region=pl.Series(np.repeat(regions, 3)))
    total = plain.mutual(matrix.astype(float))
    table = measure.nested(frame, levels=["region", "unit"], group="group", pupils="pupils")
    assert table["M"].sum() == pytest.approx(total, abs=1e-12)
    inside = 0.0
    for region in set(regions):
        part = matrix[np.array(regions) == region].astype(float)
        if part.sum() > 0:
            inside += part.sum() / matrix.sum() * plain.mutual(part)
    assert table["M"][1] == pytest.approx(inside, abs=1e-12)


@QUICK
@given(flows())
def test_housing_sorting_and_mixing_add_up(plain, counts):
    table = measure.residential(flow_table(counts), area="area", **COLUMNS)
    term = dict(table.select("term", "estimate").rows())
    assert term["total"] == pytest.approx(term["housing"] + term["sorting"] - term["mixing"], abs=1e-12)
    assert term["total"] == pytest.approx(plain.mutual(counts.sum(axis=1)), abs=1e-12)
    assert term["housing"] == pytest.approx(plain.mutual(counts.sum(axis=0)), abs=1e-12)
    sorting = sum(n.sum() / counts.sum() * plain.mutual(n) for n in counts.swapaxes(0, 1) if n.sum() > 0)
    mixing = sum(n.sum() / counts.sum() * plain.mutual(n) for n in counts if n.sum() > 0)
    assert term["sorting"] == pytest.approx(sorting, abs=1e-12)
    assert term["mixing"] == pytest.approx(mixing, abs=1e-12)


@QUICK
@given(flows(), st.randoms(use_true_random=False))
def test_order_of_flows_does_not_matter_to_the_last_bit(counts, random):
    frame = pl.concat([flow_table(counts)] * 3)
    rows = list(range(frame.height))
    random.shuffle(rows)
    first, second = (measure.residential(part, area="area", **COLUMNS) for part in (frame, frame[rows]))
    assert first.equals(second)


@QUICK
@given(matrices(groups=3))
def test_local_scores_add_up_to_the_total(plain, matrix):
    found = estimates(plain.long(matrix), reference=("g1", "g2"))
    for of in ("unit", "group"):
        table = measure.local(plain.long(matrix), **COLUMNS, focal="g0", of=of)
        assert table["weight"].sum() == pytest.approx(1.0)
        assert table["contribution_M"].sum() == pytest.approx(found["M"], abs=1e-12)
        assert table["contribution_H"].sum() == pytest.approx(found["H"], abs=1e-12)
    table = measure.local(plain.long(matrix), **COLUMNS, focal="g0")
    assert table["contribution_D"].sum() == pytest.approx(found["D"], abs=1e-12)
