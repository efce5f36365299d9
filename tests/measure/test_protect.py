# SPDX-License-Identifier: EUPL-1.2
"""`protect` on tables whose answer can be seen, on degenerate tables and on bad input."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gemengd.measure.protection import protect, solve
from gemengd.measure.protection.exact import Pattern
from gemengd.measure.protection.standard import Demand

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "protect.md"


def long(counts: list[list[int]], **more: object) -> pl.DataFrame:
    rows, columns = len(counts), len(counts[0])
    return pl.DataFrame(
        {
            "school": [f"s{i}" for i in range(rows) for _ in range(columns)],
            "group": [f"g{j}" for _ in range(rows) for j in range(columns)],
            "pupils": [count for row in counts for count in row],
        }
    ).with_columns(**{name: pl.lit(value) for name, value in more.items()})


def run(frame: pl.DataFrame, **settings: object) -> pl.DataFrame:
    return protect(frame, rows="school", columns="group", pupils="pupils", **settings)


def hidden(result: pl.DataFrame) -> set[tuple[str | None, str | None]]:
    return set(result.filter("hidden").select("school", "group").rows())


def test_nothing_is_hidden_when_nothing_is_sensitive():
    result = run(long([[20, 30], [40, 50]]))
    assert not result["hidden"].any()
    assert (result["shown"] == result["pupils"]).all()
    assert result["method"].unique().to_list() == ["none"]


def test_totals_stand_behind_the_cells_with_a_null_key():
    result = run(long([[20, 30], [40, 50]]))
    totals = result.filter("total").select("school", "group", "shown").rows()
    assert (None, None, 140) in totals
    assert ("s0", None, 50) in totals
    assert (None, "g1", 80) in totals


def test_one_small_count_takes_a_rectangle_with_it():
    result = run(long([[3, 30, 80], [40, 50, 70], [60, 61, 62]]))
    cells = hidden(result)
    assert ("s0", "g0") in cells
    assert len(cells) == 4
    assert not result.filter("total")["hidden"].any()
    assert result.filter(pl.col("reason") == "primary").height == 1
    assert result["gap"].max() == 0.0


def test_two_small_counts_beside_each_other_protect_each_other_only_if_wide_enough():
    result = run(long([[3, 90], [4, 80], [50, 60]]))
    assert result["method"].unique().to_list() == ["pairs"]
    assert hidden(result) == {(f"s{i}", f"g{j}") for i in range(3) for j in range(2)}
    enough = run(long([[6, 90], [7, 80], [50, 60]]))
    assert hidden(enough) == {(f"s{i}", f"g{j}") for i in range(2) for j in range(2)}


def test_a_small_school_total_is_hidden_too():
    result = run(long([[3, 2], [40, 50], [60, 70]]))
    assert ("s0", None) in hidden(result)
    assert result.filter("safe").height == 3


def test_a_zero_is_hidden_unless_asked_otherwise():
    counts = [[0, 90], [40, 80], [50, 60]]
    assert ("s0", "g0") in hidden(run(long(counts)))
    assert not hidden(run(long(counts), zeros="show"))


def test_a_group_that_is_the_whole_school_is_not_shown_when_zeros_are_hidden():
    result = run(long([[60, 0, 0], [40, 30, 20], [50, 60, 70]]))
    assert ("s0", "g0") in hidden(result)


def test_a_school_without_pupils_says_nothing_of_anybody():
    assert not hidden(run(long([[0, 0], [40, 80], [50, 60]])))


def test_an_absent_pair_counts_as_zero_and_is_completed():
    frame = long([[20, 30], [40, 50]]).filter((pl.col("school") != "s0") | (pl.col("group") != "g0"))
    result = run(frame)
    assert ("s0", "g0") in hidden(result)


def test_without_published_totals_only_the_small_counts_are_hidden():
    result = run(long([[3, 30], [40, 50]]), totals="hidden")
    assert hidden(result) == {("s0", "g0")}
    assert not result["total"].any()
    row = result.filter("hidden").row(0, named=True)
    assert (row["attacker_low"], row["attacker_high"]) == (0, None)


@pytest.mark.parametrize(
    "counts", [[[3]], [[0]], [[50]], [[3, 4]], [[0, 0], [0, 0]], [[5], [60]], [[3, 70, 80]]]
)
@pytest.mark.parametrize("zeros", ["hide", "show"])
def test_degenerate_tables_are_protected_without_an_error(counts, zeros):
    result = run(long(counts), zeros=zeros)
    assert result.filter(~pl.col("safe")).is_empty()


def test_a_single_small_cell_hides_the_whole_table():
    result = run(long([[3]]))
    assert result["reason"].unique().to_list() == ["whole_table"]
    assert result["attacker_high"].null_count() == 4


def test_an_empty_frame_gives_an_empty_result_with_all_columns():
    result = run(long([[1]]).clear())
    assert result.is_empty()
    assert result.columns[-3:] == ["safe", "method", "gap"]
    assert run(long([[1]])).schema == result.schema


def test_secret_cells_are_hidden_whatever_their_count():
    frame = long([[30, 40], [50, 60], [70, 80]]).with_columns(
        secret=(pl.col("school") == "s1") & (pl.col("group") == "g1")
    )
    result = run(frame, secret="secret")
    row = result.filter((pl.col("school") == "s1") & (pl.col("group") == "g1")).row(0, named=True)
    assert row["hidden"]
    assert row["attacker_high"] - row["attacker_low"] >= 10


def test_weights_steer_which_cells_are_hidden():
    frame = long([[3, 90], [40, 80], [50, 60]])
    for dear, cheap in (("s1", "s2"), ("s2", "s1")):
        weighted = frame.with_columns(weight=pl.when(pl.col("school") == dear).then(5.0).otherwise(1.0))
        cells = hidden(run(weighted, weight="weight"))
        assert (cheap, "g0") in cells
        assert (dear, "g0") not in cells


def test_public_row_totals_are_never_hidden_and_failures_are_said():
    result = run(long([[3, 2], [40, 50], [60, 70]]), public=("rows",))
    assert not result.filter(pl.col("group").is_null())["hidden"].any()
    assert result.filter((pl.col("school") == "s0") & ~pl.col("total"))["safe"].to_list() == [False, False]
    assert result.filter(pl.col("school") == "s0")["attacker_high"].max() == 5


def test_tables_are_protected_one_by_one():
    first, second = long([[3, 90], [40, 80], [50, 60]], year=2020), long([[30, 90], [40, 80]], year=2021)
    both = run(pl.concat([second, first]), by="year")
    assert both.filter(year=2020).drop("year").equals(run(first.drop("year")))
    assert both.filter(year=2021).drop("year").equals(run(second.drop("year")))


def test_repeated_keys_are_added_up():
    once = long([[10, 90], [40, 80]])
    twice = pl.concat([once.with_columns(pl.col("pupils") // 2), once.with_columns(pl.col("pupils") // 2)])
    assert run(twice).equals(run(once))


def nested_frame() -> pl.DataFrame:
    frame = long([[3, 90], [40, 80], [50, 60], [70, 75], [41, 44]])
    board = pl.when(pl.col("school").is_in(["s0", "s1"])).then(pl.lit("A")).otherwise(pl.lit("B"))
    return frame.with_columns(board=board)


def test_boards_between_schools_and_the_town_have_their_subtotals_protected():
    result = run(nested_frame(), nested="board")
    subtotal = result.filter(pl.col("school").is_null() & pl.col("board").is_not_null())
    assert subtotal.height == 6
    cells = set(result.filter("hidden").select("board", "school", "group").rows())
    assert cells == {("A", f"s{i}", f"g{j}") for i in range(2) for j in range(2)}


def test_a_board_of_one_school_repeats_its_counts_and_they_are_hidden_with_it():
    alone = pl.when(pl.col("school") == "s0").then(pl.lit("A")).otherwise(pl.lit("B"))
    result = run(nested_frame().with_columns(board=alone), nested="board")
    cells = set(result.filter("hidden").select("board", "school", "group").rows())
    assert {("A", "s0", "g0"), ("A", None, "g0")} <= cells


def sensitive_only(_table: object, _net: object, need: Demand, _effort: object) -> Pattern:
    return Pattern(need.sensitive, "exact", 0.0)


def test_an_audit_that_objects_hides_everything(monkeypatch):
    monkeypatch.setattr(solve, "_pattern", sensitive_only)
    result = run(long([[3, 90], [40, 80], [50, 60]]))
    assert result["method"].unique().to_list() == ["repaired"]
    assert result["hidden"].all()
    assert result["gap"].min() > 0


@pytest.mark.parametrize(
    ("change", "settings", "message"),
    [
        ({"pupils": -1}, {}, "row 0, column 'pupils'"),
        ({"pupils": 1.5}, {}, "expected a whole number"),
        ({"school": None}, {}, "column 'school': found null"),
        ({}, {"threshold": 0}, "threshold: found 0"),
        ({}, {"width": -1}, "width: found -1"),
        ({}, {"zeros": "maybe"}, "zeros: found 'maybe'"),
        ({}, {"totals": "some"}, "totals: found 'some'"),
        ({}, {"public": ("cells",)}, "public: found"),
        ({}, {"weight": "missing"}, "no column 'missing'"),
        ({"pupils": 200_000_000}, {}, "split it with `by`"),
    ],
)
def test_bad_input_is_named(change, settings, message):
    frame = long([[30, 40], [50, 60]]).with_columns(**{key: pl.lit(value) for key, value in change.items()})
    with pytest.raises(ValueError, match=re.escape(message)):
        run(frame, **settings)


def test_a_secret_column_must_be_boolean():
    with pytest.raises(TypeError, match="expected Boolean"):
        run(long([[30, 40]], secret=1), secret="secret")


def test_the_example_of_the_guide_prints_what_it_says(tmp_path, capsys):
    code, printed = re.findall(r"```(?:python|text)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[
        :2
    ]
    script = tmp_path / "example.py"
    script.write_text(code, encoding="utf-8")
    runpy.run_path(str(script))
    assert capsys.readouterr().out.strip() == printed.strip()


def test_a_town_of_forty_schools_is_protected_and_proven_minimal():
    generator = np.random.default_rng(7)
    counts = generator.multinomial(150, [0.45, 0.3, 0.15, 0.07, 0.03], size=40)
    result = run(long(counts.tolist()))
    assert result.filter(~pl.col("safe")).is_empty()
    assert result["method"][0] == "exact"
    assert result["gap"][0] == 0.0
