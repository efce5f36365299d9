# SPDX-License-Identifier: EUPL-1.2
"""A mapping gives the same tables on DuckDB, PostgreSQL and Spark as the import of the same file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from gemengd.sources import counting, own

pytestmark = [
    # Ibis 12 still calls what DuckDB 2 announces to take away.
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    # PySpark leaves it to the garbage collector to close the sockets over which results come.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

MAPPING = """layout = "pupils"
[source]
id = "own"
title = "Invented pupils"
publisher = "nobody"
licence = "not public"
attribution = "Source: invented"
[pupils]
year = "YEAR"
track = { column = "track", values = { VWO = "upper" }, otherwise = "other" }
stage = "stage"
[school]
id = "school"
name = "country"
municipality = { value = "GM9901" }
sector = { value = "vo" }
[home]
area = "home"
kind = "other"
unknown = ["1013"]
[characteristics.parental_education]
column = "education"
values = { laag = "low", midden = "middle", hoog = "high" }
otherwise = "unknown"
[characteristics.income]
column = "income"
values = { 1 = "low", 2 = "middle", 3 = "middle", 10 = "high", "" = "unknown" }
"""


@pytest.fixture
def source(request: pytest.FixtureRequest, folder: Path) -> Any:
    """The connection and the source, by the name of the engine."""

    def find(engine: str) -> tuple[Any, str | Path]:
        connection = request.getfixturevalue(f"{engine}_table").get_backend()
        return connection, "onderwijs.pupils" if engine == "postgres" else folder / "pupils.parquet"

    return find


@pytest.mark.parametrize("year", ["year", "school_year", "born_into"])
@pytest.mark.parametrize("engine", counting.ENGINES)
def test_a_mapping_means_the_same_on_every_engine(
    engine: str, year: str, source: Any, folder: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING.replace("YEAR", year), encoding="utf-8")
    counted = counting.read_microdata(*source(engine), mapping)
    imported = own.read(folder / "pupils.parquet", mapping)
    assert counted.tables.keys() == imported.tables.keys() == {"pupils", "schools"}
    for name, table in imported.tables.items():
        assert_frame_equal(counted.tables[name], table, check_row_order=False)
    assert counted.rows_read == imported.rows_read
    assert [file.name for file in counted.files] == ([] if engine == "postgres" else ["pupils.parquet"])


CODES = {
    "day": ["1-10-2023", "31/07/2024", "2023-08-01 00:00", "20240731", "2023.0", "2023 / 24"],
    "code": ["99aa 01", "99AA-01", "99bb", "De Boom", "99AA.02", "0017"],
    "brin": ["99aa", "99BB ", "99AA", "school", "99BB", "99AA"],
    "location": ["0", "01", "99AA07", "2", "03", "1"],
    "home": ["9001AB", "9002 cd", "9003", None, "9004XY", ""],
}
JOINED = MAPPING[: MAPPING.index("[pupils]")] + (
    '[pupils]\nyear = "day"\n[school]\nid = SCHOOL\n[home]\narea = "home"\nkind = "pc6"\n'
)


@pytest.mark.parametrize("school", ['"code"', '["brin", "location"]'])
@pytest.mark.parametrize("engine", counting.ENGINES)
def test_codes_and_dates_are_read_the_same_on_every_engine(
    engine: str, school: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "codes.parquet", tmp_path / "mapping.toml"
    pl.DataFrame(CODES).write_parquet(file)
    mapping.write_text(JOINED.replace("SCHOOL", school), encoding="utf-8")
    connection = request.getfixturevalue(f"{engine}_table").get_backend()
    table = _loaded(request.getfixturevalue("postgres_url")) if engine == "postgres" else file
    counted = counting.read_microdata(connection, table, mapping)
    for name, expected in own.read(file, mapping).tables.items():
        assert_frame_equal(counted.tables[name], expected, check_row_order=False)


def _loaded(url: str) -> str:
    import psycopg

    columns = ", ".join(f"{name} text" for name in CODES)
    with psycopg.connect(url) as server:
        server.execute("drop table if exists onderwijs.codes")
        server.execute(f"create table onderwijs.codes ({columns})")
        for row in zip(*CODES.values(), strict=True):
            server.execute("insert into onderwijs.codes values (%s, %s, %s, %s, %s)", row)
    return "onderwijs.codes"
