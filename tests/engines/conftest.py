# SPDX-License-Identifier: EUPL-1.2
"""Fictional microdata, and the three engines with those microdata in them."""

from __future__ import annotations

import gc
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from postgres_server import absent

ROWS = 4_000
SCHEMA = {
    "year": pl.Int32,
    "school_year": pl.String,
    "born_into": pl.Date,
    "school": pl.String,
    "home": pl.String,
    "track": pl.String,
    "stage": pl.Int32,
    "education": pl.String,
    "origin": pl.String,
    "income": pl.Int32,
    "ses": pl.Boolean,
    "country": pl.String,
    "weight": pl.Int64,
}
"""The columns of the microdata; those with text hold blanks, letters with accents and cells without value."""


@pytest.fixture(scope="session")
def pupils() -> pl.DataFrame:
    """Rows about invented pupils, the same in every run."""
    return pl.DataFrame(list(_rows(random.Random(1910))), schema=SCHEMA, orient="row")


def _rows(draw: random.Random) -> Iterator[tuple[Any, ...]]:
    for _ in range(ROWS):
        year = draw.choice((2021, 2022, 2023))
        spelled = draw.choice((f"{year}", f"{year}/{year + 1}", f" {year}-{(year + 1) % 100}"))
        day = date(*draw.choice(((year, 8, 1), (year, 12, 31), (year + 1, 1, 1), (year + 1, 7, 31))))
        school = f"{draw.randrange(8):02d}XX00"
        home = draw.choice(("1012", "1013", "BU99990001", "", None))
        track, stage = draw.choice(("vwo", "havo", None)), draw.choice((1, 2, None))
        education = draw.choice(("laag", "midden", "hoog", "HOOG", "onbekend", "", None))
        origin = draw.choice(("Curaçao", "Türkiye", "中国", "O'Neill", 'twee "woorden"', "ĳ", None))
        income, ses = draw.choice((1, 2, 3, 10, None)), draw.choice((True, False, None))
        country, weight = f"land {draw.randrange(60)}", draw.choice((0, 1, 1, 2, 7))
        yield (
            year,
            spelled,
            day,
            school,
            home,
            track,
            stage,
            education,
            origin,
            income,
            ses,
            country,
            weight,
        )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, pupils: pl.DataFrame) -> Path:
    """A folder with the microdata as Parquet and as CSV."""
    path = tmp_path_factory.mktemp("microdata")
    pupils.write_parquet(path / "pupils.parquet")
    pupils.write_csv(path / "pupils.csv")
    return path


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """The microdata as a table expression, by the name of the engine."""
    return lambda engine: request.getfixturevalue(f"{engine}_table")


@pytest.fixture(scope="session")
def duckdb_table(folder: Path) -> Any:
    from gemengd.sources import counting

    return counting.read_table(counting.connect(threads=2, memory_limit="200MB"), folder / "pupils.parquet")


@pytest.fixture(scope="session")
def postgres_table(postgres_url: str, pupils: pl.DataFrame) -> Iterator[Any]:
    from gemengd.sources import counting

    _load(postgres_url, pupils)
    connection = counting.connect("postgres", url=postgres_url)
    yield counting.read_table(connection, "onderwijs.pupils")
    connection.disconnect()


@pytest.fixture(scope="session")
def spark_table(spark: Any, folder: Path) -> Any:
    from gemengd.sources import counting

    return counting.read_table(spark, folder / "pupils.parquet")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A local Spark for all tests: two threads, no web page, nothing from the network."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        absent("there is no Java for Spark: run scripts/system test")
    from gemengd.sources import counting

    connection = counting.connect("spark", url="local[2]", memory_limit="1g", threads=2)
    yield connection
    connection._session.stop()


@pytest.fixture(autouse=True)
def sockets_closed() -> Iterator[None]:
    """PySpark's sockets are closed by the garbage collector: here, and not in the middle of another test."""
    yield
    gc.collect()


def _load(url: str, pupils: pl.DataFrame) -> None:
    import psycopg

    types = {
        pl.Int32: "integer",
        pl.Int64: "bigint",
        pl.Date: "date",
        pl.Boolean: "boolean",
        pl.String: "text",
    }
    columns = ", ".join(f"{name} {types[dtype]}" for name, dtype in SCHEMA.items())
    with psycopg.connect(url) as connection:
        connection.execute("create schema onderwijs")
        connection.execute(f"create table onderwijs.pupils ({columns})")
        with connection.cursor().copy("copy onderwijs.pupils from stdin") as copy:
            for row in pupils.iter_rows():
                copy.write_row(row)


@pytest.fixture
def query_of(postgres_url: str) -> Callable[[str], Any]:
    """The answer of the PostgreSQL server to a query, as the person who looks after it would ask it."""

    @contextmanager
    def connected() -> Iterator[Any]:
        import psycopg

        with psycopg.connect(postgres_url) as connection:
            yield connection

    def answer(query: str) -> Any:
        with connected() as connection:
            return connection.execute(query).fetchall()

    return answer
