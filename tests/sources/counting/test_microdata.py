# SPDX-License-Identifier: EUPL-1.2
"""A mapping means the same to an engine as to the import of a file of one's own."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from gemengd.sources import counting, own
from gemengd.tables import Contribution, InvalidTable

# Ibis 12 still calls what DuckDB 2 announces to take away.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

SOURCE = """layout = "pupils"
[source]
id = "own"
title = "Invented pupils"
publisher = "nobody"
licence = "not public"
attribution = "Source: invented"
"""
FULL = f"""{SOURCE}
[pupils]
year = "jaar"
track = {{ column = "leerweg", values = {{ v = "vwo", h = "havo" }}, otherwise = "other" }}
stage = "leerjaar"
[school]
id = ["brin", "vestiging"]
name = "schoolnaam"
municipality = {{ column = "gemeente", values = {{ Voorbeeldstad = "GM9901" }} }}
sector = {{ value = "vo" }}
x = "x"
y = "y"
[home]
area = "postcode"
kind = "pc6"
unknown = ["0000", "ONBEKEND"]
[characteristics.parental_education]
column = "opleiding"
values = {{ laag = "low", Midden = "middle", hoog = "high", "" = "unknown" }}
[characteristics.income]
column = ["inkomen", "soort"]
values = {{ 1a = "low", 2a = "high" }}
otherwise = "unknown"
"""
CODES = f"""{SOURCE}
[pupils]
year = {{ value = "2023/2024" }}
[school]
id = "code"
[home]
area = "wijk"
kind = "KIND"
[characteristics.income]
column = "laag inkomen"
values = {{ true = "low", false = "high" }}
otherwise = "high"
"""
YEARS = ("2023", " 2023/2024", "2023-24", "1-10-2023", "31/07/2024", "2023-08-01", "20240731", "2023.0")
HOMES = ("9001AB", "9002 cd", "9003", "0000", "Onbekend", " ", None)


def rows(number: int) -> pl.DataFrame:
    """Invented pupils, some rows blank, with all the ways of writing that a mapping allows."""
    draw = random.Random(1848)
    table = {
        "jaar": draw.choices(YEARS, k=number),
        "leerweg": draw.choices(("V", "h", "x", "", None), k=number),
        "leerjaar": draw.choices((1, 2, None), k=number),
        "brin": draw.choices(("99aa", "99BB ", "school"), k=number),
        "vestiging": draw.choices(("0", "01", "99AA07", "99BB00"), k=number),
        "schoolnaam": draw.choices(("De Reünie", "Het Kompas", None), k=number),
        "gemeente": ["voorbeeldstad"] * number,
        "x": draw.choices((121_000.0, 121_000.5), k=number),
        "y": [487_000.0] * number,
        "postcode": draw.choices(HOMES, k=number),
        "opleiding": draw.choices(("LAAG", " midden ", "hoog", "", None), k=number),
        "inkomen": draw.choices((1, 2, 3, None), k=number),
        "soort": draw.choices(("a", "A", "b"), k=number),
    }
    frame = pl.DataFrame(table)
    blank = pl.DataFrame({"schoolnaam": ["  ", ""]}, schema={"schoolnaam": pl.String})
    return pl.concat([frame, blank], how="diagonal")


def assert_same(counted: Contribution, imported: Contribution) -> None:
    assert counted.tables.keys() == imported.tables.keys()
    for name, table in imported.tables.items():
        assert_frame_equal(counted.tables[name], table, check_row_order=False)
    parts = ("source_id", "rows_read", "refused", "files", "characteristics", "reference_date")
    assert [getattr(counted, part) for part in parts] == [getattr(imported, part) for part in parts]


def both(folder: Path, frame: pl.DataFrame, mapping: str, kind: str = "parquet") -> Contribution:
    """What the engine counts, which must be what the import counts."""
    file, written = folder / f"pupils.{kind}", folder / "mapping.toml"
    frame.write_parquet(file) if kind == "parquet" else frame.write_csv(file, separator=";")
    written.write_text(mapping, encoding="utf-8")
    counted = counting.read_microdata(counting.connect(threads=1), file, written)
    assert_same(counted, own.read(file, written))
    return counted


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_every_particular_is_read_as_the_import_reads_it(kind: str, tmp_path: Path) -> None:
    found = both(tmp_path, rows(3_000), FULL, kind)
    assert set(found.tables) == {"pupils", "schools", "areas"}
    assert found.refused[0].rows == 2
    assert set(found.tables["pupils"]["area_id"]) == {"9001", "9002", "9003", None}
    assert {"99AA00", "99AA01", "99AA07", "SCHOOL01"} <= set(found.tables["pupils"]["school_id"])
    assert set(found.tables["pupils"]["year"]) == {2023}


@pytest.mark.parametrize(
    ("kind", "homes"),
    [
        ("wijk", ["WK990101", "990102", None]),
        ("buurt", ["BU99010101", "99010102", ""]),
        ("pc4", ["9001", "9002", None]),
        ("other", ["north", "South", ""]),
    ],
)
def test_codes_of_schools_and_home_areas_are_read_as_the_import_reads_them(
    kind: str, homes: list[str | None], tmp_path: Path
) -> None:
    frame = pl.DataFrame(
        {
            "code": ["99aa 01", "99AA-01", "99bb", "De Boom", "99AA.02", "0017"],
            "wijk": homes * 2,
            "laag inkomen": [True, False, None] * 2,
        }
    )
    found = both(tmp_path, frame, CODES.replace("KIND", kind))
    assert set(found.tables["pupils"]["school_id"]) == {"99AA01", "99BB", "De Boom", "99AA02", "0017"}


@pytest.mark.parametrize("years", [[2023, 20231001, 20240731], [date(2023, 8, 1), date(2024, 7, 31), None]])
def test_years_in_numbers_and_dates_are_read_as_the_import_reads_them(
    years: list[object], tmp_path: Path
) -> None:
    mapping = f'{SOURCE}[pupils]\nyear = "y"\n[school]\nid = {{ value = "99AA00" }}\n'
    found = both(tmp_path, pl.DataFrame({"y": years}), mapping)
    assert found.tables["pupils"]["year"].to_list() == [2023]


def refused(folder: Path, frame: pl.DataFrame, mapping: str) -> str:
    """The words of the refusal, after it was seen that the import refuses as well."""
    file, written = folder / "pupils.parquet", folder / "mapping.toml"
    frame.write_parquet(file)
    written.write_text(mapping, encoding="utf-8")
    with pytest.raises(InvalidTable):
        own.read(file, written)
    with pytest.raises(InvalidTable) as refusal:
        counting.read_microdata(counting.connect(threads=1), file, written)
    return str(refusal.value)


@pytest.mark.parametrize("column", ["jaar", "postcode", "opleiding", "gemeente", "leerweg"])
def test_rows_that_the_import_refuses_are_refused_and_not_shown(column: str, tmp_path: Path) -> None:
    mapping = FULL.replace(', otherwise = "other"', "")
    fine = rows(40).head(40).with_columns(leerweg=pl.lit("v"))
    frame = pl.concat([fine, fine.head(3).with_columns(pl.lit("Sanne Jansen").alias(column))])
    said = refused(tmp_path, frame, mapping)
    assert f"column '{column}': found 3 rows with something else (not shown" in said
    assert "Sanne" not in said


def test_a_row_without_a_school_is_refused(tmp_path: Path) -> None:
    frame = rows(5).head(5).with_columns(vestiging=pl.Series(["0", "1", None, "1", ""]))
    assert "column 'brin + vestiging': found 2 rows" in refused(tmp_path, frame, FULL)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('column = "opleiding"', 'column = "x"', "characteristics.parental_education.column"),
        ('year = "jaar"', 'year = "moment"', "pupils.year"),
        ('layout = "pupils"', 'layout = "counts"', "layout"),
    ],
)
def test_what_does_not_translate_names_its_key(old: str, new: str, found: str, tmp_path: Path) -> None:
    file, written = tmp_path / "pupils.parquet", tmp_path / "mapping.toml"
    rows(5).with_columns(moment=pl.lit(date(2023, 10, 1)).cast(pl.Datetime)).write_parquet(file)
    mapping = FULL.replace(old, new)
    written.write_text(mapping.replace("[pupils]", '[pupils]\ncount = "x"'), encoding="utf-8")
    with pytest.raises(InvalidTable) as refusal:
        counting.read_microdata(counting.connect(threads=1), file, written)
    assert f"column '{found}': found" in str(refusal.value)
    assert "gemengd sources import FILE --mapping" in str(refusal.value)


def test_a_column_about_persons_cannot_be_mapped(tmp_path: Path) -> None:
    frame = rows(5).rename({"schoolnaam": "naam leerling"})
    said = refused(tmp_path, frame, FULL.replace("schoolnaam", "naam leerling"))
    assert "a column with data about persons" in said


def test_a_folder_of_files_is_counted_as_one(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "mapping.toml").write_text(FULL, encoding="utf-8")
    for part in ("a", "b"):
        rows(50).write_parquet(tmp_path / "parts" / f"{part}.parquet")
    found = counting.read_microdata(counting.connect(), tmp_path / "parts", tmp_path / "mapping.toml")
    assert found.tables["pupils"].filter(characteristic="all")["low"].sum() == 100
    assert [file.name for file in found.files] == ["a.parquet", "b.parquet"]
