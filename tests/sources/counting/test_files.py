# SPDX-License-Identifier: EUPL-1.2
"""Where microdata come from, what the engines may use, and what they leave behind."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gemengd.sources import counting
from gemengd.sources.counting import EngineMissing, collect, count
from gemengd.tables import InvalidTable

# Ibis 12 still calls what DuckDB 2 announces to take away.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def schools(table: Any) -> list[tuple[str, int]]:
    counts = collect(count(table, year=2023, school="school", characteristics={}))
    return counts.select("school_id", "low").rows()


def test_zeros_in_front_of_a_code_in_a_text_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "pupils.csv").write_text("school;name\n0017;a\n0017;b\n", encoding="utf-8")
    assert schools(counting.read_table(counting.connect(), tmp_path / "pupils.csv")) == [("0017", 2)]


def test_a_folder_or_a_pattern_stands_for_all_its_files(tmp_path: Path) -> None:
    for part in ("one", "two"):
        pl.DataFrame({"school": ["a"]}).write_parquet(tmp_path / f"{part}.parquet")
    connection = counting.connect()
    assert schools(counting.read_table(connection, tmp_path)) == [("a", 2)]
    assert schools(counting.read_table(connection, f"{tmp_path}/*.parquet")) == [("a", 2)]


def test_a_database_file_of_duckdb_is_opened_for_reading_only(tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect(tmp_path / "pupils.duckdb") as made:
        made.execute("create table pupils as select 'a' as school")
    connection = counting.connect("duckdb", url=str(tmp_path / "pupils.duckdb"))
    assert schools(counting.read_table(connection, "pupils")) == [("a", 1)]
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        connection.raw_sql("drop table pupils")


def test_a_broken_line_is_named_by_its_number_and_not_shown(tmp_path: Path) -> None:
    lines = [f"00AA00,Jansen {n}" for n in range(30_000)]
    lines[25_000] += ',"a second address'
    (tmp_path / "pupils.csv").write_text("school,name\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InvalidTable) as error:
        schools(counting.read_table(counting.connect(), tmp_path / "pupils.csv"))
    assert "row 25002: found a row that cannot be read" in str(error.value)
    assert "Jansen" not in str(error.value)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"there is no file .*pupils\.parquet"):
        counting.read_table(counting.connect(), tmp_path / "pupils.parquet")


def test_memory_and_threads_are_limited_and_nothing_is_fetched() -> None:
    connection = counting.connect(memory_limit="100MB", threads=1)
    names = ("memory_limit", "threads", "autoinstall_known_extensions")
    found = [connection.raw_sql(f"select current_setting('{name}')").fetchone()[0] for name in names]
    assert found == ["95.3 MiB", 1, False]


def test_more_keys_than_memory_are_counted_by_way_of_a_private_folder(tmp_path: Path) -> None:
    connection = counting.connect(memory_limit="80MB", threads=1)
    spill = Path(connection.raw_sql("select current_setting('temp_directory')").fetchone()[0])
    made = "select i::varchar as school, i % 4 as income from range(1_500_000) t(i)"
    connection.raw_sql(f"copy ({made}) to '{tmp_path}/a.parquet'")
    table = counting.read_table(connection, tmp_path / "a.parquet")
    named = counting.Categories("income", {n: f"i{n}" for n in range(4)})
    counts = count(table, year=2023, school="school", characteristics={"income": named})
    assert counts.aggregate(n=counts.low.sum()).to_polars().item() == 3_000_000
    assert spill.stat().st_mode & 0o077 == 0
    del connection, table, counts
    gc.collect()
    assert not spill.exists()


LAZY = """
import sys
sys.modules["pandas"] = None
from gemengd.sources import counting
assert not {"ibis", "duckdb", "pyarrow"} & set(sys.modules)
table = counting.read_table(counting.connect(), sys.argv[1])
counting.collect(counting.count(table, year=2023, school="school", characteristics={"income": "income"}))
assert not {"psycopg", "pyspark"} & set(sys.modules)
"""


def test_an_engine_is_imported_when_it_is_connected_to_and_duckdb_needs_no_pandas(tmp_path: Path) -> None:
    pl.DataFrame({"school": ["a"], "income": ["low"]}).write_parquet(tmp_path / "pupils.parquet")
    done = subprocess.run(
        [sys.executable, "-c", LAZY, tmp_path / "pupils.parquet"], capture_output=True, check=False
    )
    # Nothing on the error stream either: some ways of taking counts over make DuckDB 2 report leaks.
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("engine", "package", "kind"), [("postgres", "psycopg", "postgres"), ("spark", "pyspark", "pyspark")]
)
def test_an_engine_that_is_not_installed_is_named_with_its_mend(
    engine: str, package: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith((f"ibis.backends.{kind}", package))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EngineMissing, match=rf"pip install 'gemengd\[{engine}\]'"):
        counting.connect(engine)


def test_a_spark_without_java_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    # Another test may have started one.
    monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EngineMissing, match="default-jre-headless"):
        counting.connect("spark", threads=1)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="found 'oracle', expected one of duckdb, postgres, spark"):
        counting.connect("oracle")


def test_what_postgres_decides_by_itself_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="PostgreSQL's own configuration decides"):
        counting.connect("postgres", threads=2)
