# SPDX-License-Identifier: EUPL-1.2
"""The worked examples in the documentation of change, ladder, bounds and nested."""

import doctest
import gzip
import io
import json
import tarfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from pyproj import Transformer

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"
SECRET = -99997
YOUNG, OLD = ("4", "5", "6"), ("9", "10", "11")


@pytest.fixture(scope="module")
def examples(shared_data):
    """What the pages call `schools00`, `schools05`, `amsterdam`, `flows`, `schools` and `areas`."""
    flows = expected_groups(shared_data, registrations(shared_data))
    return {
        **{
            name: pl.read_csv(shared_data / "reference" / f"{name}.csv")
            for name in ("schools00", "schools05")
        },
        "amsterdam": ja_and_nee(shared_data),
        "flows": flows,
        "schools": school_points(shared_data),
        "areas": postcode_points(shared_data),
        "pl": pl,
    }


@pytest.mark.parametrize("name", ["change", "ladder", "bounds", "nested"])
def test_the_examples_give_what_the_page_says(examples, name):
    page = PAGES / f"measure-{name}.md"
    text = "\n".join("" if line.startswith("```") else line for line in page.read_text().splitlines())
    test = doctest.DocTestParser().get_doctest(text, dict(examples), page.name, str(page), 0)
    assert len(test.examples) >= 3
    report = io.StringIO()
    with pl.Config(
        tbl_formatting="ASCII_MARKDOWN",
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_rows=20,
        tbl_cols=12,
        tbl_width_chars=160,
        float_precision=4,
    ):
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        assert runner.run(test, out=report.write).failed == 0, report.getvalue()


def ja_and_nee(data):
    features = json.loads((data / "amsterdam" / "schools.geojson").read_text())["features"]
    rows = [
        {"school": f["properties"]["brin"], "denomination": f["properties"]["grondslag"], "group": group}
        | {"pupils": f["properties"][group]}
        for f in features
        for group in ("ja", "nee")
    ]
    return pl.DataFrame(rows)


def registrations(data):
    """DUO 2017: pupils in mainstream primary schools of Amsterdam by school and home postcode."""
    (path,) = (data / "duo").glob("leerlingen-po-per-gemeente-postcode-2017-*.tar.gz")
    with tarfile.open(path) as archive:
        (member,) = (m for m in archive.getmembers() if m.name.endswith("Amsterdam.csv"))
        text = archive.extractfile(member).read().decode("latin-1")
    table = pl.read_csv(io.StringIO(text), separator=";", infer_schema=False).filter(SOORT_PO="Bo")
    ages = {"young": YOUNG, "old": OLD}
    return table.select(
        school=pl.col("BRIN_NUMMER") + pl.col("VESTIGINGSNUMMER"),
        area="POSTCODE_LEERLING",
        denomination="DENOMINATIE_VESTIGING",
        all=pl.col("TOTAAL").cast(pl.Int64),
        **{
            name: pl.sum_horizontal(pl.col(f"LEEFTIJD_{year}").cast(pl.Int64) for year in years)
            for name, years in ages.items()
        },
    )


def expected_groups(data, rows):
    """Every pupil counts for the share of the home postcode: INDEX.md 6.2."""
    sheet = fastexcel.read_excel(data / "cbs" / "cbs_pc4_2020_v1.xlsx")
    table = sheet.load_sheet(0, header_row=None).to_polars()
    row, column = next(
        (r, c) for r, line in enumerate(table.rows()) for c, cell in enumerate(line) if cell == "P_NW_MIG_A"
    )
    code = next(c for c, cell in enumerate(table.row(row)) if cell in ("PC4", "Postcode-4"))
    shares = table[row + 1 :].select(
        area=pl.col(table.columns[code]).cast(pl.Float64, strict=False).cast(pl.Int64).cast(pl.String),
        share=pl.col(table.columns[column]).cast(pl.Float64, strict=False),
    )
    joined = rows.join(shares.filter((pl.col("share") != SECRET) & pl.col("area").is_not_null()), on="area")
    counts = ("all", "young", "old")
    parts = [
        joined.with_columns(
            pl.lit(group).alias("group"), *(pl.col(name) * factor / 100 for name in counts)
        ).drop("share")
        for group, factor in (("migrant", pl.col("share")), ("other", 100 - pl.col("share")))
    ]
    return pl.concat(parts)


def school_points(data):
    text = gzip.decompress((data / "schools" / "bo_jan2013.csv.gz").read_bytes()).decode("latin-1")
    table = pl.read_csv(io.StringIO(text.replace("\r", "\n")), infer_schema=False)
    return table.select(
        school="vestigingsnummer",
        x=pl.col("xcoord").cast(pl.Float64, strict=False),
        y=pl.col("ycoord").cast(pl.Float64, strict=False),
    ).drop_nulls()


def postcode_points(data):
    features = json.loads(gzip.decompress((data / "geo" / "nl_postcode4.geojson.gz").read_bytes()))[
        "features"
    ]
    table = pl.DataFrame([f["properties"] for f in features]).unique("pc4", keep="first")
    x, y = Transformer.from_crs(4326, 28992, always_xy=True).transform(table["lon"], table["lat"])
    return table.select(area="pc4", x=pl.Series(x), y=pl.Series(y))
