# SPDX-License-Identifier: EUPL-1.2
"""The indices of a table: against plain numpy, degenerate cells, forms of input, messages."""

import numpy as np
import polars as pl
import pytest

from gemengd import measure
from gemengd.measure.index.registry import TWO_GROUP

COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils"}
ALL = tuple(measure.INDICES)


def run(frame, **options):
    return measure.indices(frame, **{**COLUMNS, **options})


class Arrow:
    """A frame that speaks nothing but the Arrow PyCapsule interface."""

    def __init__(self, frame):
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema=None):
        return self._frame.__arrow_c_stream__(requested_schema)


@pytest.fixture(scope="module")
def matrix():
    rng = np.random.default_rng(5)
    return np.column_stack([rng.poisson(rng.gamma(1.0, 20.0, 30)), rng.poisson(60, 30)])


@pytest.mark.parametrize("index", ALL)
def test_agrees_with_plain_numpy(plain, matrix, index):
    table = run(plain.long(matrix), index=index, focal="g0")
    assert table["estimate"].item() == pytest.approx(plain.index(index, matrix), abs=1e-13)


@pytest.mark.parametrize("index", ["M", "H"])
def test_several_groups_agree_with_plain_numpy(plain, index):
    counts = np.random.default_rng(1).poisson(5, (12, 4))
    assert run(plain.long(counts), index=index)["estimate"].item() == pytest.approx(
        plain.index(index, counts), abs=1e-13
    )


def test_columns_and_order_of_rows(plain, matrix):
    frame = pl.concat([plain.long(matrix, place=place) for place in ("b", "a")])
    table = run(frame, by="place", index=("H", "D"), focal="g0")
    assert table.columns == [
        *("place", "index", "estimate", "se", "low", "high", "expected", "expected_error", "excess"),
        *("units", "pupils", "status"),
    ]
    assert table.select("place", "index").rows() == [("a", "H"), ("a", "D"), ("b", "H"), ("b", "D")]


def test_interval_is_cut_to_the_range_of_the_index(plain):
    table = run(plain.long([[9, 1], [1, 9], [0, 4]]), index=("D", "isolation"), focal="g0", confidence=0.999)
    assert table["high"].to_list() == [1.0, 1.0]


def test_interval_follows_confidence(plain, matrix):
    row = run(plain.long(matrix), index="D", focal="g0", confidence=0.9).to_dicts()[0]
    assert row["high"] - row["estimate"] == pytest.approx(1.6448536269514722 * row["se"], rel=1e-12)


def test_excess_measures_from_chance_to_complete_segregation(plain, matrix):
    table = run(plain.long(matrix), focal="g0")
    excess = dict(table.select("index", "excess").rows())
    for row in table.filter(pl.col("index").is_in(["D", "gini", "hutchens", "eta2", "H"])).to_dicts():
        assert row["excess"] == pytest.approx((row["estimate"] - row["expected"]) / (1 - row["expected"]))
    assert excess["isolation"] == pytest.approx(excess["eta2"], rel=1e-9)
    assert excess["exposure"] == pytest.approx(excess["eta2"], rel=1e-9)
    assert excess["M"] == pytest.approx(excess["H"], rel=1e-9)


def test_no_excess_where_chance_alone_separates_completely(plain):
    table = run(plain.long([[1, 0], [0, 1], [0, 1]]), index=("D", "eta2"), focal="g0")
    assert table["expected"].to_list() == [pytest.approx(1.0), pytest.approx(1.0)]
    assert table["excess"].to_list() == [None, None]


def test_units_and_pupils_are_those_of_the_groups_compared(plain):
    frame = plain.long([[5, 5, 0], [2, 8, 1], [0, 0, 9]])
    table = run(frame, index=("D", "M"), focal="g0", reference="g1")
    assert table.select("units", "pupils").rows() == [(2, 20.0), (3, 30.0)]


CELLS = {
    "no_pupils": [[0, 0], [0, 0]],
    "focal_absent": [[0, 5], [0, 7]],
    "reference_absent": [[5, 0], [7, 0]],
    "one_unit": [[5, 7], [0, 0]],
    "ok": [[5, 7], [8, 1]],
}


@pytest.mark.parametrize("status", CELLS)
def test_status_of_two_group_indices(plain, status):
    frame = pl.concat([plain.long(CELLS["ok"], cell="a"), plain.long(CELLS[status], cell="b")])
    table = run(frame, by="cell", focal="g0", index=TWO_GROUP).filter(cell="b")
    defined = status in ("ok", "one_unit")
    assert table["status"].unique().to_list() == [status]
    for column in ("estimate", "se", "low", "high", "expected", "excess"):
        assert table[column].is_not_null().to_list() == [defined] * len(TWO_GROUP)
        assert not table[column].is_nan().any()


@pytest.mark.parametrize(
    ("status", "reason"),
    [("no_pupils", "no_pupils"), ("focal_absent", "one_group"), ("one_unit", "one_unit")],
)
def test_status_of_multigroup_indices(plain, status, reason):
    table = run(plain.long(CELLS[status]), index=("M", "H"))
    assert table["status"].to_list() == [reason, reason]
    assert table["estimate"].to_list() == ([0.0, 0.0] if reason == "one_unit" else [None, None])


def test_one_unit_has_the_isolation_of_its_composition(plain):
    row = run(plain.long([[3, 9]]), index="isolation", focal="g0").to_dicts()[0]
    assert row["estimate"] == pytest.approx(0.25)
    assert row["se"] == pytest.approx(np.sqrt(0.25 * 0.75 / 12))
    assert (row["expected"], row["excess"]) == (pytest.approx(0.25), pytest.approx(0.0))


def test_every_status_is_explained(plain):
    for matrix in CELLS.values():
        assert set(run(plain.long(matrix), focal="g0")["status"]) <= set(measure.STATUSES)


def test_empty_table_is_one_empty_cell(plain):
    table = run(plain.long(np.zeros((0, 2), dtype=int)), index=("D", "M"), focal="g0")
    assert table["status"].to_list() == ["no_pupils", "no_pupils"]
    assert run(plain.long(np.zeros((0, 2), dtype=int), cell="a"), by="cell", focal="g0").height == 0


def test_fractional_counts_have_an_estimate_and_no_error(plain):
    whole, half = np.array([[5, 7], [8, 1]]), np.array([[2.5, 3.5], [4, 0.5]])
    table = run(plain.long(half), focal="g0")
    assert table["estimate"].to_list() == pytest.approx(
        run(plain.long(whole), focal="g0")["estimate"].to_list()
    )
    assert table["status"].unique().to_list() == ["fractional_counts"]
    for column in ("se", "low", "high", "expected", "expected_error", "excess"):
        assert table[column].null_count() == table.height


def test_fractions_that_add_up_to_whole_numbers_are_still_fractions(plain):
    frame = pl.concat([plain.long([[0.5, 1.5], [2.5, 0.5]])] * 2)
    assert run(frame, index="D", focal="g0")["status"].item() == "fractional_counts"


def test_counts_next_to_nothing_are_nothing(plain):
    tiny = plain.long([[5.0, 7.0, 5e-324], [8.0, 1.0, 1e-200]])
    table = run(tiny, focal="g0", reference="g1")
    assert table.equals(run(plain.long([[5, 7], [8, 1]]), focal="g0"))


def test_whole_floats_are_counts(plain, matrix):
    assert run(plain.long(matrix.astype(float)), focal="g0").equals(run(plain.long(matrix), focal="g0"))


def test_rows_with_equal_keys_are_added(plain, matrix):
    frame = plain.long(matrix)
    doubled = pl.concat([frame, frame])
    expected = frame.with_columns(pl.col("pupils") * 2)
    assert run(doubled, focal="g0").equals(run(expected, focal="g0"))


def test_zero_and_absent_are_the_same(plain, matrix):
    frame = plain.long(np.where(matrix < 10, 0, matrix))
    assert run(frame, focal="g0").equals(run(frame.filter(pl.col("pupils") > 0), focal="g0"))


def test_unit_may_be_several_columns(plain, matrix):
    frame = plain.long(matrix).with_columns(
        pl.col("unit").str.slice(0, 3).alias("board"), pl.col("unit").str.slice(3).alias("location")
    )
    assert run(frame, unit=("board", "location"), focal="g0").equals(run(frame, focal="g0"))


def test_focal_may_be_several_groups(plain, matrix):
    frame = plain.long(np.column_stack([matrix[:, 0] // 2, matrix[:, 0] - matrix[:, 0] // 2, matrix[:, 1]]))
    split = run(frame, index="D", focal=("g0", "g1"))
    assert split["estimate"].item() == pytest.approx(plain.index("D", matrix), abs=1e-14)


def test_focal_may_differ_between_the_values_of_a_column(plain, matrix):
    frame = pl.concat([plain.long(matrix, trait="income"), plain.long(matrix[:, ::-1], trait="origin")])
    table = run(frame, by="trait", index="isolation", focal={"trait": {"income": "g0", "origin": ["g1"]}})
    assert table["estimate"][0] == table["estimate"][1] == pytest.approx(plain.index("isolation", matrix))


def test_without_focal_the_first_of_two_groups_is_focal(plain, matrix):
    frame = plain.long(matrix)
    assert run(frame, index="isolation").equals(run(frame, index="isolation", focal="g0"))


def test_multigroup_indices_use_every_group_whatever_the_focal_group(plain):
    counts = np.random.default_rng(1).poisson(5, (12, 4))
    frame = plain.long(counts)
    assert run(frame, index="M", focal="g0", reference="g1").equals(run(frame, index="M"))


@pytest.mark.parametrize("wrap", [Arrow, pl.DataFrame.lazy], ids=["arrow capsule", "lazy"])
def test_other_frames_give_the_same(plain, matrix, wrap):
    frame = plain.long(matrix)
    assert run(wrap(frame), focal="g0").equals(run(frame, focal="g0"))


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["u", "x", "zz"])])
def test_key_types_follow_their_own_order(plain, matrix, kind):
    frame = pl.concat([plain.long(matrix, cell=cell) for cell in ("zz", "u", "x")])
    table = run(frame.with_columns(pl.col("cell").cast(kind)), by="cell", index="D", focal="g0")
    assert table["cell"].dtype == kind
    assert table["cell"].to_list() == ["u", "x", "zz"]


def test_null_in_by_is_a_cell_of_its_own(plain, matrix):
    frame = pl.concat([plain.long(matrix, cell="a"), plain.long(matrix, cell=None)], how="vertical_relaxed")
    assert run(frame, by="cell", index="D", focal="g0")["cell"].to_list() == [None, "a"]


def test_gini_chance_level_ignores_the_other_cells(plain, matrix):
    alone = plain.long(matrix, cell="b")
    among = pl.concat([plain.long(matrix[:4], cell="a"), alone])
    first, second = (
        run(frame, by="cell", index="gini", focal="g0").filter(cell="b") for frame in (alone, among)
    )
    assert first.equals(second)
    assert first["expected_error"].item() > 0.0
    assert not first.equals(run(alone, by="cell", index="gini", focal="g0", seed=1))


def test_chance_can_be_left_out(plain, matrix):
    table = run(plain.long(matrix), focal="g0", chance=False)
    assert table["expected"].null_count() == table.height
    assert table["se"].null_count() == 0


MESSAGES = [
    ({"pupils": [3, -2]}, {}, r"row 1, column 'pupils': found -2, expected a number of pupils"),
    ({"pupils": [3.0, float("nan")]}, {}, r"row 1, column 'pupils': found nan"),
    ({"pupils": [float("inf"), 2.0]}, {}, r"row 0, column 'pupils': found inf"),
    ({"pupils": [3.0, 1e300]}, {}, r"row 1, column 'pupils': found 1e\+300"),
    ({"pupils": [3, None]}, {}, r"row 1, column 'pupils': found null"),
    ({"unit": [None, "a"]}, {}, r"row 0, column 'unit': found null"),
    ({"group": ["a", None]}, {}, r"row 1, column 'group': found null"),
    ({}, {"unit": "school"}, r"no column 'school'; its columns are 'unit', 'group', 'pupils'"),
    ({}, {"index": ("D", "Q")}, r"index is \['D', 'Q'\]; expected different names"),
    ({}, {"index": ()}, r"index is \[\]"),
    ({}, {"confidence": 95}, r"confidence is 95"),
    ({}, {"draws": 1}, r"draws is 1"),
    ({}, {"focal": "a", "reference": "a"}, r"'a'.* both as focal and as reference"),
    ({}, {"reference": "a"}, r"reference is given without focal"),
    ({}, {"focal": {"trait": {"x": "a"}}}, r"'trait', which is not in by"),
    ({}, {"focal": {"unit": {"x": "a"}}, "by": "unit"}, r"no groups are named for unit 'u'; found 'x'"),
    ({}, {"focal": {"x": "a"}}, r"expected groups as"),
]


@pytest.mark.parametrize(("columns", "options", "message"), MESSAGES)
def test_errors_say_where_and_what(columns, options, message):
    frame = pl.DataFrame({"unit": ["u", "v"], "group": ["a", "b"], "pupils": [3, 2]} | columns, strict=False)
    with pytest.raises(ValueError, match=message):
        run(frame, **options)


def test_three_groups_need_a_focal_group(plain):
    with pytest.raises(ValueError, match=r"needs focal: found 3 groups \(g0, g1, g2\)"):
        run(plain.long([[1, 2, 3], [3, 2, 1]]))


def test_a_third_group_without_pupils_needs_no_focal_group(plain):
    assert run(plain.long([[1, 2, 0], [3, 2, 0]]), index="D")["status"].item() == "ok"


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"unit": [1]}, "expected a frame that speaks Arrow"),
        (
            pl.DataFrame({"unit": ["u"], "group": ["a"], "pupils": ["3"]}),
            "found type String, expected numbers",
        ),
        (pl.DataFrame({"unit": [["u"]], "group": ["a"], "pupils": [3]}), "expected text, numbers or dates"),
    ],
)
def test_wrong_types_are_named(frame, message):
    with pytest.raises(TypeError, match=message):
        run(frame)


def test_a_key_named_like_a_result_is_refused(plain, matrix):
    with pytest.raises(ValueError, match="'status' has the name of a result column"):
        run(plain.long(matrix, status="x"), by="status")


def test_no_rows_and_a_focal_group_per_cell_give_no_rows():
    empty = pl.DataFrame(schema={"kind": pl.String, "s": pl.String, "g": pl.String, "n": pl.Int64})
    focal = {"kind": {"origin": "x"}}
    for function in (measure.indices, measure.local):
        assert function(empty, unit="s", group="g", pupils="n", by="kind", focal=focal).height == 0
