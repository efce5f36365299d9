# SPDX-License-Identifier: EUPL-1.2
"""The figures on the pages are those of the counts, worked out here beside the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from browser.site.listed import CHOICE, PLACES
from gemengd import measure
from gemengd.tables import Workspace

pytestmark = pytest.mark.browser

YEAR = 2025
YEARS = range(2020, 2026)
SCHOOL = "99AA00"


@pytest.fixture(scope="module")
def counts(example_workspace: Path) -> pl.DataFrame:
    """Pupils of primary schools by municipality, school and parental education, unknown left out."""
    workspace = Workspace(example_workspace)
    kind = workspace.characteristics["parental_education"]
    schools = workspace.table("schools").filter(sector="po").select("school_id", "municipality_id")
    known = pl.col("group").is_in(kind.unknown).not_() & (pl.col("characteristic") == kind.name)
    by = ("municipality_id", "year", "school_id", "group")
    pupils = workspace.table("pupils").filter(known).join(schools, on="school_id")
    return pupils.group_by(by).agg(pl.col("low").sum())


@pytest.fixture(scope="module")
def dissimilarity(counts: pl.DataFrame) -> Callable[..., float]:
    """D in points of a municipality in a year: those of low education against the others."""
    numbers = measure.indices(
        counts,
        unit="school_id",
        group="group",
        pupils="low",
        by=("municipality_id", "year"),
        focal=["low"],
    ).filter(index="D")
    kept = {(row["municipality_id"], row["year"]): 100 * row["estimate"] for row in numbers.to_dicts()}
    return lambda place, year=YEAR: kept[place, year]


def near(figure: float) -> Any:
    """What a page may say of a figure: whole points, of what was made coarser where schools are hidden."""
    return pytest.approx(figure, abs=0.5 + 1)


def points(cell: str) -> float:
    """A cell of a table, in points."""
    return float(cell.removesuffix("%").replace(",", ".")) * (1 if "%" in cell else 100)


def headline(page: Any) -> int:
    said = page.locator(".gm-headline__main").first.inner_text()
    return int(re.fullmatch(r"(\d+) van de 100 leerlingen uit deze groep", said)[1])


@pytest.mark.parametrize("place", ["GM9901", "GM9902", "GM9903"])
def test_the_page_of_a_municipality_opens_with_its_dissimilarity(visit, dissimilarity, place):
    page = visit(f"/gemeente/{place}/?{CHOICE}")
    assert headline(page) == near(dissimilarity(place))
    page.locator("#trend summary").click()
    rows = [row.split("\t") for row in page.locator("#trend tbody tr").all_inner_texts()]
    assert [int(year[:4]) for year, *_ in rows] == list(YEARS)
    given = [row for row in rows if row[1] != "–"]
    assert len(given) >= 3
    for year, level, *_ in given:
        assert points(level) == near(dissimilarity(place, int(year[:4])))


def test_the_figure_alone_and_embedded_say_the_same(visit, dissimilarity):
    page = visit(f"/gemeente/GM9902/figuur/level/?{CHOICE}")
    said = headline(page)
    assert said == near(dissimilarity("GM9902"))
    embedded = page.locator("textarea").input_value()
    address = embedded.split('src="')[1].split('"')[0].replace("&amp;", "&")
    page.goto(page.url.split("/gemeente/")[0] + "/gemeente/" + address.split("/gemeente/")[1])
    assert headline(page) == said


def test_the_home_page_has_the_mean_weighted_by_pupils(visit, dissimilarity, counts):
    now = counts.filter(year=YEAR)
    weights = dict(now.group_by("municipality_id").agg(pl.col("low").sum()).iter_rows())
    page = visit(f"/?{CHOICE}")
    mean = sum(weights[code] * dissimilarity(code) for code in weights) / sum(weights.values())
    assert headline(page) == near(mean)


def test_the_comparison_has_both_places_in_its_table(visit, dissimilarity):
    page = visit(f"/vergelijken/?{CHOICE}&{PLACES}&index=D")
    page.locator("#levels summary").click()
    rows = page.locator("#levels tbody tr").all_inner_texts()
    for name, code in (("Oosterhaven", "GM9901"), ("Lindermeer", "GM9902")):
        [row] = [row for row in rows if row.startswith(name)]
        assert points(row.split("\t")[2]) == near(dissimilarity(code))


def test_the_school_has_the_share_of_its_own_counts(visit, counts):
    own = counts.filter(school_id=SCHOOL, year=YEAR)
    share = own.filter(group="low")["low"].sum() / own["low"].sum()
    page = visit(f"/school/{SCHOOL}/?{CHOICE}")
    page.locator("#beside summary").click()
    [row] = [row for row in page.locator("#beside tbody tr").all_inner_texts() if row.startswith("2025/26")]
    assert f"{100 * share:.0f}" in row.replace("%", " ").replace("\t", " ").split()


def test_the_pupils_in_the_bulk_page_are_those_of_the_tables(visit, example_workspace):
    page = visit("/bestanden/")
    schools = Workspace(example_workspace).table("schools").height
    assert f"{schools} rijen" in page.inner_text("#scholen")
