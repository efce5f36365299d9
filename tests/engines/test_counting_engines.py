# SPDX-License-Identifier: EUPL-1.2
"""The same expression gives the same counts on DuckDB, PostgreSQL and Spark, and those of plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gemengd.sources import counting
from gemengd.sources.counting import Categories, collect, count, school_year, values_in
from gemengd.sources.counting.fetch import fetched
from gemengd.tables import PUPILS, InvalidTable

pytestmark = [
    # Ibis 12 still calls what DuckDB 2 announces to take away.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    # PySpark leaves it to the garbage collector to close the sockets over which results come.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

ENGINES = ("duckdb", "postgres", "spark")
each_engine = pytest.mark.parametrize("engine", ENGINES)

EDUCATION = {"laag": "low", "midden": "middle", "hoog": "high", "HOOG": "high", "onbekend": "unknown"}
INCOME = {1: "low", 2: "middle", 3: "middle"}
CHARACTERISTICS: dict[str, Any] = {
    "parental_education": Categories("education", EDUCATION),
    "income": Categories("income", INCOME, otherwise="high", missing="not stated"),
    "disadvantage": Categories("ses", {True: "yes", False: "no"}),
    "origin": "origin",
    "origin_grouped": Categories(
        "origin", {"Türkiye": "tr", "中国": "cn"}, otherwise="other", missing="other"
    ),
    "country": Categories("country", {f"land {n}": f"part {n % 3}" for n in range(60)}),
}


def plain(pupils: pl.DataFrame, keys: dict[str, str], weight: str | None = None) -> pl.DataFrame:
    """The counts by looking at one pupil after another, without any engine."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for pupil in pupils.iter_rows(named=True):
        number = pupil[weight] if weight else 1
        where = tuple(
            _code(pupil[keys[name]]) if name in keys else None for name in ("area_id", "track", "stage")
        )
        for characteristic, group in _groups(pupil):
            counts[(pupil["year"], pupil["school"], *where, characteristic, group)] += number
    cells = [
        (year, school, area, characteristic, group, number, number, track, stage)
        for (year, school, area, track, stage, characteristic, group), number in counts.items()
        if number
    ]
    return pl.DataFrame(cells, schema=PUPILS.dtypes, orient="row").sort(PUPILS.key, nulls_last=True)


def _code(value: object) -> str | None:
    return None if value in (None, "") else str(value)


def _groups(pupil: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "all", "all"
    yield "parental_education", EDUCATION.get(pupil["education"], "unknown")
    yield "income", "not stated" if pupil["income"] is None else INCOME.get(pupil["income"], "high")
    yield "disadvantage", {True: "yes", False: "no", None: "unknown"}[pupil["ses"]]
    yield "origin", pupil["origin"] or "unknown"
    yield "origin_grouped", {"Türkiye": "tr", "中国": "cn"}.get(pupil["origin"], "other")
    yield "country", f"part {int(pupil['country'].removeprefix('land ')) % 3}"


@each_engine
def test_all_kinds_of_characteristics_are_counted_as_plain_python_counts_them(
    engine: str, table: Callable[[str], Any], pupils: pl.DataFrame
) -> None:
    keys = {"area_id": "home", "track": "track", "stage": "stage"}
    expression = count(
        table(engine), year="year", school="school", area="home", track="track", stage="stage",
        characteristics=CHARACTERISTICS,
    )  # fmt: skip
    assert collect(expression).equals(plain(pupils, keys))


@each_engine
def test_a_row_that_stands_for_several_pupils_counts_for_several(
    engine: str, table: Callable[[str], Any], pupils: pl.DataFrame
) -> None:
    expression = count(
        table(engine), year="year", school="school", characteristics=CHARACTERISTICS, weights="weight"
    )
    assert collect(expression).equals(plain(pupils, {}, "weight"))


@each_engine
@pytest.mark.parametrize("column", ["school_year", "born_into"])
def test_the_school_year_is_read_from_text_and_from_dates(
    engine: str, column: str, table: Callable[[str], Any]
) -> None:
    read, known = (
        collect(count(table(engine), year=name, school="school", characteristics={}))
        for name in (column, "year")
    )
    assert read.equals(known)


@each_engine
def test_a_text_that_is_no_school_year_is_none(engine: str, table: Callable[[str], Any]) -> None:
    import ibis

    texts = ("2023/2025", "23/24", "2023/2024/2025", "schooljaar", "20234", "2099-00")
    years = {f"y{at}": school_year(ibis.literal(text)) for at, text in enumerate(texts)}
    found = fetched(table(engine).limit(1).select(**years), ["y0"], "texts")
    assert found.row(0) == (None, None, None, None, None, 2099)


@each_engine
def test_pupils_of_no_group_are_refused_with_their_number_only(
    engine: str, table: Callable[[str], Any], pupils: pl.DataFrame
) -> None:
    only = {"low": Categories("education", {"laag": "low", "midden": "low"}, missing=None)}
    with pytest.raises(InvalidTable) as refused:
        collect(count(table(engine), year="year", school="school", characteristics=only))
    number = pupils["education"].is_in(["laag", "midden"]).not_().fill_null(value=True).sum()
    assert f"found {number:,} pupils with a value of no group" in str(refused.value)
    assert "HOOG" not in str(refused.value)


@each_engine
def test_what_an_engine_says_of_a_row_is_not_passed_on(engine: str, table: Callable[[str], Any]) -> None:
    microdata = table(engine)
    with pytest.raises(InvalidTable) as refused:
        collect(count(microdata, year=microdata.education.cast("int64"), school="school", characteristics={}))
    assert not any(value in str(refused.value) for value in ("laag", "midden", "hoog", "HOOG"))
    assert refused.value.__cause__ is refused.value.__context__ is None


@each_engine
def test_the_values_of_a_column_are_listed_with_their_rows(
    engine: str, table: Callable[[str], Any], pupils: pl.DataFrame
) -> None:
    assert values_in(table(engine), "origin") == Counter(pupils["origin"])


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_a_text_file_is_counted_as_the_same_microdata_in_parquet(
    engine: str, table: Callable[[str], Any], folder: Path
) -> None:
    named = {name: CHARACTERISTICS[name] for name in ("parental_education", "origin", "country")}
    text = counting.read_table(table(engine).get_backend(), folder / "pupils.csv")
    from_text, from_parquet = (
        collect(count(rows, year="year", school="school", area="home", characteristics=named))
        for rows in (text, table(engine))
    )
    assert from_text.equals(from_parquet)


def test_nothing_can_be_written_through_the_connection_to_postgres(postgres_table: Any) -> None:
    with pytest.raises(Exception, match="read-only transaction"):
        postgres_table.get_backend().raw_sql("create table leerlingen (naam text)")


def test_counting_leaves_nothing_behind_in_postgres(
    postgres_table: Any, query_of: Callable[[str], Any]
) -> None:
    collect(count(postgres_table, year="year", school="school", characteristics=CHARACTERISTICS))
    tables = "select count(*) from pg_class where relkind in ('r', 'v') and relowner = 'counter'::regrole"
    assert query_of(tables + " and relnamespace not in ('pg_catalog'::regnamespace, "
                    "'information_schema'::regnamespace, 'pg_toast'::regnamespace)") == [(1,)]  # fmt: skip


def test_a_file_cannot_be_read_by_postgres(postgres_table: Any, folder: Path) -> None:
    with pytest.raises(ValueError, match="expected the name of a table"):
        counting.read_table(postgres_table.get_backend(), folder / "pupils.parquet")


def test_the_settings_of_a_spark_that_runs_already_cannot_be_changed(spark: Any) -> None:
    with pytest.raises(ValueError, match="a Spark session is active"):
        counting.connect("spark", memory_limit="2g")
