# SPDX-License-Identifier: EUPL-1.2
"""`gemengd sources count` stores what `gemengd sources import` would, and says nothing about persons."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

Run = Callable[..., tuple[int, str, str]]

# Ibis 12 still calls what DuckDB 2 announces to take away.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

PUPILS = """school;naam leerling;postcode;opleiding;peildatum
99AA00;Anna de Boer;9001 AB;Laag;1-10-2023
99AA00;Bilal Öz;9001 CD;hoog;1-10-2023
99AA01;Cem Kaya;;hoog;1-2-2024
99AA01;Daan Vos;9002 AB;geheim;1-10-2023
"""
MAPPING = """layout = "pupils"
[source]
id = "own"
title = "Invented pupils"
publisher = "nobody"
licence = "not public"
attribution = "Source: invented"
[pupils]
year = "peildatum"
[school]
id = "school"
municipality = { value = "GM9901" }
sector = { value = "po" }
[home]
area = "postcode"
kind = "pc6"
[characteristics.parental_education]
column = "opleiding"
otherwise = "unknown"
values = { laag = "low", hoog = "high" }
"""


@pytest.fixture
def pupils(tmp_path: Path) -> Path:
    path = tmp_path / "pupils.csv"
    path.write_text(PUPILS, encoding="utf-8")
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "pupils.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def tables(folder: Path) -> dict[str, list[dict[str, object]]]:
    return {
        str(path.relative_to(folder)): sorted(pl.read_parquet(path).to_dicts(), key=str)
        for path in folder.rglob("*.parquet")
    }


def test_the_workspace_holds_what_an_import_of_the_same_file_gives(
    run: Run, pupils: Path, mapping: Path, tmp_path: Path
) -> None:
    counted, imported = tmp_path / "counted", tmp_path / "imported"
    limits = ("--memory-limit", "200MB", "--threads", "1")
    code, out, _ = run("sources", "count", pupils, "--mapping", mapping, *limits, "--workspace", counted)
    assert code == 0
    assert "Rows read 4; pupils" in out
    assert run("sources", "import", pupils, "--mapping", mapping, "--workspace", imported)[0] == 0
    assert tables(counted)
    assert tables(counted) == tables(imported)


def test_a_refusal_shows_no_value_and_leaves_the_workspace_alone(
    run: Run, pupils: Path, mapping: Path, workspace: Path
) -> None:
    mapping.write_text(MAPPING.replace('otherwise = "unknown"\n', ""), encoding="utf-8")
    code, out, message = run("sources", "count", pupils, "--mapping", mapping, "--workspace", workspace)
    assert code == 3
    assert "column 'opleiding': found 1 row with something else" in message
    assert "geheim" not in out + message
    assert not workspace.exists()


def test_what_an_engine_cannot_do_names_the_key_and_the_other_command(
    run: Run, pupils: Path, mapping: Path, workspace: Path
) -> None:
    pupils.write_bytes(PUPILS.encode("cp1252"))
    code, _, message = run("sources", "count", pupils, "--mapping", mapping, "--workspace", workspace)
    assert code == 3
    assert "file.encoding" in message
    assert "gemengd sources import FILE --mapping" in message


def test_an_absent_file_is_not_found(run: Run, mapping: Path, workspace: Path) -> None:
    code, _, message = run("sources", "count", "a.parquet", "--mapping", mapping, "--workspace", workspace)
    assert (code, "there is no file a.parquet" in message) == (4, True)


def test_an_absent_table_is_said_without_the_words_of_the_engine(
    run: Run, mapping: Path, workspace: Path
) -> None:
    code, _, message = run("sources", "count", "pupils", "--mapping", mapping, "--workspace", workspace)
    assert code == 3
    assert message.startswith("duckdb stopped (TableNotFound;")


def test_an_engine_that_is_not_installed_ends_with_its_own_code(
    run: Run, mapping: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("ibis.backends.postgres", "psycopg"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    how = ("--engine", "postgres", "--mapping", mapping, "--workspace", workspace)
    code, _, message = run("sources", "count", "pupils", *how)
    assert code == 5
    assert "pip install 'gemengd[postgres]'" in message


# Port 9 (discard) of this machine: nothing listens there. The second is no address at all.
@pytest.mark.parametrize("url", ["postgresql://me:s3cret@127.0.0.1:9/x", "postgres//me:s3cret@host"])
def test_a_password_in_an_address_is_never_printed(
    url: str, run: Run, mapping: Path, workspace: Path
) -> None:
    pytest.importorskip("psycopg")
    how = ("--engine", "postgres", "--url", url, "--mapping", mapping, "--workspace", workspace)
    code, out, message = run("sources", "count", "pupils", *how)
    assert code == 5
    assert message.startswith("No connection to postgres (")
    assert "s3cret" not in out + message


def test_the_address_of_a_database_is_not_stored(run: Run, mapping: Path, tmp_path: Path) -> None:
    import duckdb

    database, workspace = tmp_path / "elsewhere.duckdb", tmp_path / "workspace"
    rows = (
        "select '99AA00' as school, '9001' as postcode, 'laag' as opleiding, date '2024-02-01' as peildatum"
    )
    with duckdb.connect(database) as made:
        made.execute(f"create table pupils as {rows}")
    how = ("--url", database, "--mapping", mapping, "--workspace", workspace)
    assert run("sources", "count", "pupils", *how)[0] == 0
    stored = "".join(path.read_text("utf-8") for path in workspace.rglob("*.json"))
    assert json.loads(next(workspace.rglob("manifest.json")).read_text("utf-8"))["sources"][0]["id"] == "own"
    assert "elsewhere" not in stored
