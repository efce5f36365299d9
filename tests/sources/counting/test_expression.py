# SPDX-License-Identifier: EUPL-1.2
"""Rows about pupils to counts, on DuckDB; what the other engines make of it stands in tests/engines."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemengd.sources import counting
from gemengd.sources.counting import Categories, collect, count, expression
from gemengd.tables import PUPILS, InvalidTable, validate

# Ibis 12 still calls what DuckDB 2 announces to take away.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture(scope="module")
def connection() -> Any:
    return counting.connect(threads=2)


def table_of(connection: Any, folder: Path, **columns: Any) -> Any:
    path = folder / "pupils.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return counting.read_table(connection, path)


def counted(table: Any, *, what: str = "The microdata", **how: Any) -> list[tuple[Any, ...]]:
    how = {"year": 2023, "school": "school", "characteristics": {}} | how
    frame = collect(count(table, **how), what=what)
    return frame.select("characteristic", "group", "low").rows()


def refused(table: Any, **how: Any) -> str:
    with pytest.raises(InvalidTable) as error:
        counted(table, **how)
    return str(error.value)


def test_the_counts_are_the_canonical_table(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, year=[2023, 2023], school=["00AA00"] * 2, home=["1012", None])
    frame = collect(count(table, year="year", school="school", area="home", characteristics={}))
    assert frame.schema == pl.Schema(PUPILS.dtypes)
    assert validate(PUPILS, frame).rows() == [
        (2023, "00AA00", "1012", "all", "all", 1, 1, None, None),
        (2023, "00AA00", None, "all", "all", 1, 1, None, None),
    ]


def test_an_empty_home_is_an_unknown_home(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["00AA00"] * 3, home=["", None, "1012"])
    assert counted(table, area="home") == [("all", "all", 1), ("all", "all", 2)]


def test_whole_numbers_may_be_codes(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=[17, 17], home=[1012, None])
    frame = collect(count(table, year=2023, school="school", area="home", characteristics={}))
    assert frame.select("school_id", "area_id").rows() == [("17", "1012"), ("17", None)]


def test_columns_may_be_expressions(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 3, postcode=["1012 AB", "1012 ZZ", "1013 AA"])
    frame = collect(count(table, year=2023, school="school", area=table.postcode.left(4), characteristics={}))
    assert frame.select("area_id", "low").rows() == [("1012", 2), ("1013", 1)]


def test_pupils_without_a_value_are_unknown_unless_said_otherwise(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 4, income=["1", "1", "", None])
    named = counted(table, characteristics={"income": Categories("income", {"1": "low"})})
    assert named == [("all", "all", 4), ("income", "low", 2), ("income", "unknown", 2)]
    assert counted(table, characteristics={"income": "income"})[1:] == [
        ("income", "1", 2),
        ("income", "unknown", 2),
    ]
    other = Categories("income", {"1": "low", "": "none"}, missing="not_stated")
    assert counted(table, characteristics={"income": other})[1:] == [
        ("income", "low", 2),
        ("income", "none", 1),
        ("income", "not_stated", 1),
    ]


@pytest.mark.parametrize("otherwise", [None, "other"])
@pytest.mark.parametrize("groups", [{"1": "low"}, None])
def test_pupils_without_a_value_can_be_refused(
    groups: Any, otherwise: str | None, connection: Any, tmp_path: Path
) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 3, income=["1", "", None])
    said = refused(table, characteristics={"income": Categories("income", groups, otherwise, missing=None)})
    assert "column 'characteristics.income': found 2 pupils with a value of no group" in said


def test_a_value_without_a_name_is_refused_and_not_shown(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 2, income=["1", "Jansen"])
    said = refused(table, characteristics={"income": Categories("income", {"1": "low"})}, what="pupils.csv")
    assert said.startswith("pupils.csv is refused: 1 finding.")
    assert "found 1 pupil with a value of no group" in said
    assert "Jansen" not in said


def test_pupils_without_school_or_year_are_refused(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a", "", None], year=["2023", "2023", "this year"])
    said = refused(table, year="year")
    assert "column 'year': found 1 pupil," in said
    assert "column 'school': found 2 pupils," in said


def test_a_code_that_the_table_cannot_hold_is_refused(connection: Any, tmp_path: Path) -> None:
    said = refused(table_of(connection, tmp_path, school=["a", " b"]))
    assert "column 'school_id': found ' b', expected a code without spaces around it" in said


def test_wrong_weights_are_refused(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 4, number=[3, -1, None, 0])
    assert "column 'weights': found 2 rows with an empty or negative weight" in refused(
        table, weights="number"
    )


def test_weights_count_pupils(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 3, number=[3, 0, 4], ses=[True, True, None])
    found = counted(table, weights="number", characteristics={"ses": Categories("ses", {True: "yes"})})
    assert found == [("all", "all", 7), ("ses", "unknown", 4), ("ses", "yes", 3)]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"school": "skool"}, "school: found 'skool', expected a column: school, income, weight, born"),
    ({"school": "weight"}, "school: found a column of type float64, expected text or whole numbers"),
    ({"year": "weight"}, "year: found a column of type float64, expected whole numbers, dates or text"),
    ({"weights": "weight"}, "weights: found a column of type float64, expected whole numbers"),
    ({"characteristics": {"all": "income"}}, "found the name 'all'"),
    ({"characteristics": {"Income": "income"}}, "found the name 'Income'"),
    ({"characteristics": {"w": "weight"}}, "found a column of type float64, expected text, whole numbers"),
    ({"characteristics": {"i": Categories("income", {1: "low"})}}, "found the value 1 in 'groups'"),
    ({"characteristics": {"i": Categories("income", {"1": " low"})}}, "found the group ' low'"),
]


@pytest.mark.parametrize(("how", "said"), WRONG)
def test_what_cannot_be_counted_is_refused_before_anything_runs(
    how: dict[str, Any], said: str, connection: Any, tmp_path: Path
) -> None:
    table = table_of(connection, tmp_path, school=["a"], income=["1"], weight=[0.5], born=["2010"])
    with pytest.raises(ValueError, match=re.escape(said)):
        count(table, **({"year": 2023, "school": "school", "characteristics": {}} | how))


VALUES = st.sampled_from(["a", "b", "c", "ç", "", None])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.sampled_from(["s1", "s2"]), VALUES, VALUES), min_size=1, max_size=30),
    otherwise=st.sampled_from(["x", "o", "unknown"]),
    missing=st.sampled_from(["x", "o", "unknown"]),
)
def test_one_pass_and_a_pass_for_each_give_the_same_as_plain_python(
    rows: list[tuple[str, str | None, str | None]],
    otherwise: str,
    missing: str,
    connection: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {"a": "x", "b": "x", "c": "y"}
    schema = dict.fromkeys(("school", "one", "two"), pl.String)
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(tmp_path / "rows.parquet")
    table = counting.read_table(connection, tmp_path / "rows.parquet")
    chosen = {name: Categories(name, names, otherwise, missing) for name in ("one", "two")}
    how = {"year": 2023, "school": "school", "characteristics": chosen}
    monkeypatch.setattr(expression, "WIDEST", 32)
    together = collect(count(table, **how))
    monkeypatch.setattr(expression, "WIDEST", 0)
    assert collect(count(table, **how)).equals(together)

    def group(value: str | None) -> str:
        return missing if value in (None, "") else names.get(value, otherwise)

    plain = Counter((school, "all", "all") for school, *_ in rows)
    plain.update((school, "one", group(one)) for school, one, _ in rows)
    plain.update((school, "two", group(two)) for school, _, two in rows)
    assert {
        row[:3]: row[3] for row in together.select("school_id", "characteristic", "group", "low").rows()
    } == plain


def test_values_are_listed_to_write_categories_with(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, school=["a"] * 3, income=["2", "1", "1"])
    assert counting.values_in(table, "income") == {"1": 2, "2": 1}


def test_values_of_a_column_that_holds_no_groups_are_not_shown(connection: Any, tmp_path: Path) -> None:
    table = table_of(connection, tmp_path, name=[f"Jansen {n}" for n in range(41)])
    with pytest.raises(ValueError, match="more than 40 values") as error:
        counting.values_in(table, "name")
    assert "Jansen" not in str(error.value)
