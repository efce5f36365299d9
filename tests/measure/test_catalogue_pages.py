# SPDX-License-Identifier: EUPL-1.2
"""The worked examples in the documentation of ordered characteristics and of space."""

import doctest
import gzip
import io
import json
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from pyproj import Transformer

from gemengd import measure

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"
SECRET = -99997
LEVELS = {"low": "Laag", "middle": "Middelbaar", "high": "Hoog"}


@pytest.fixture(scope="module")
def examples(shared_data):
    """What the pages call `wards`, `schools00`, `amsterdam`, `residents` and `points`."""
    residents, points = postcodes(shared_data)
    return {
        "wards": wards(shared_data),
        "schools00": pl.read_csv(shared_data / "reference" / "schools00.csv"),
        "amsterdam": ja_and_nee(shared_data),
        "residents": residents,
        "points": points,
        "pl": pl,
    }


@pytest.mark.parametrize("name", ["catalogue", "ordered", "space"])
def test_the_examples_give_what_the_page_says(examples, name):
    page = PAGES / f"measure-{name}.md"
    text = "\n".join("" if line.startswith("```") else line for line in page.read_text("utf-8").splitlines())
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


@pytest.mark.parametrize("name", [*measure.ORDERED, *measure.ORDERED_STATUSES])
def test_every_ordered_index_and_status_is_explained(name):
    assert f"`{name}`" in (PAGES / "measure-ordered.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*measure.PROFILE_STATUSES, "spread", "half_scale"])
def test_every_word_of_profiles_is_explained(name):
    assert f"`{name}`" in (PAGES / "measure-space.md").read_text("utf-8")


@pytest.mark.parametrize("name", measure.INDICES)
def test_every_index_has_a_row_with_its_properties(name):
    assert f"| `{name}`" in (PAGES / "measure-catalogue.md").read_text("utf-8")


def wards(data):
    """CBS SES-WOA 2019: households of Amsterdam by ward and level of education, to the nearest household."""
    (path,) = (data / "cbs").glob("SES_WOA*.csv")
    table = pl.read_csv(path, separator=";", infer_schema=False, truncate_ragged_lines=True)
    table = table.rename(dict(zip(table.columns[:4], ("year", "name", "code", "households"), strict=True)))
    table = table.with_columns(pl.all().str.strip_chars())
    rows = table.filter(pl.col("year").str.contains("2019") & pl.col("code").str.starts_with("WK0363"))
    number = {name: f"Opleidingsniveau/{level}/Waarde (%)" for name, level in LEVELS.items()}
    wide = rows.select(
        "name",
        **{
            name: (pl.col(column).cast(float, strict=False) / 100 * pl.col("households").cast(float)).round()
            for name, column in number.items()
        },
    ).drop_nulls()
    return wide.unpivot(index="name", variable_name="education", value_name="households").rename(
        {"name": "ward"}
    )


def ja_and_nee(data):
    features = json.loads((data / "amsterdam" / "schools.geojson").read_text())["features"]
    rows = [
        {
            "school": f["properties"]["brin"],
            "denomination": f["properties"]["grondslag"],
            "group": group,
            "pupils": f["properties"][group],
        }
        for f in features
        for group in ("ja", "nee")
    ]
    return pl.DataFrame(rows)


def postcodes(data):
    """CBS 2020: residents of Amsterdam by postcode, with a non-western migration background and others."""
    sheet = fastexcel.read_excel(data / "cbs" / "cbs_pc4_2020_v1.xlsx")
    table = sheet.load_sheet(0, header_row=None).to_polars()
    row = next(r for r, line in enumerate(table.rows()) if line[0] == "PC4")
    place = {name: table.row(row).index(name) for name in ("PC4", "INWONER", "P_NW_MIG_A")}
    wide = table[row + 1 :].select(
        **{
            name: pl.col(table.columns[column]).cast(pl.Float64, strict=False)
            for name, column in place.items()
        }
    )
    wide = wide.filter(pl.col("PC4").is_between(1011, 1109), pl.min_horizontal("INWONER", "P_NW_MIG_A") >= 0)
    wide = wide.filter(pl.col("INWONER") > 0).with_columns(
        postcode=pl.col("PC4").cast(pl.Int64).cast(pl.String),
        non_western=(pl.col("INWONER") * pl.col("P_NW_MIG_A") / 100).round(),
    )
    wide = wide.with_columns(other=pl.col("INWONER") - pl.col("non_western"))
    residents = wide.unpivot(
        ["non_western", "other"], index="postcode", variable_name="background", value_name="residents"
    )
    return residents, postcode_points(data).filter(pl.col("postcode").is_in(wide["postcode"].implode()))


def postcode_points(data):
    text = gzip.decompress((data / "geo" / "nl_postcode4.geojson.gz").read_bytes())
    table = pl.DataFrame([f["properties"] for f in json.loads(text)["features"]]).unique("pc4", keep="first")
    x, y = Transformer.from_crs(4326, 28992, always_xy=True).transform(table["lon"], table["lat"])
    return table.select(postcode="pc4", x=pl.Series(x), y=pl.Series(y))
