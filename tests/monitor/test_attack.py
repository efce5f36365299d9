# SPDX-License-Identifier: EUPL-1.2
"""An attacker with all additions finds no small count in what the monitor publishes."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from gemengd.monitor.protected import FRAMES
from gemengd.monitor.published.country import country
from gemengd.monitor.reporting.reading import published as published_of
from gemengd.monitor.safety.publishable import publishable
from gemengd.tables import Workspace

attacker = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("attack.py"))))
THRESHOLD = 10


def frames_of(folder):
    workspace = Workspace(folder)
    return {name: workspace.monitor(name) for name in FRAMES}


@pytest.fixture(scope="module")
def raw(example_workspace):
    return frames_of(example_workspace)


@pytest.fixture(scope="module")
def published(raw):
    return publishable(raw, THRESHOLD)


def test_an_attacker_finds_nothing_in_the_example_region(published):
    assert attacker.attack(published) == []


def test_the_attacker_finds_what_is_not_protected(raw, published):
    """One frame as it was before, and what is hidden in the others follows."""
    found = {name for _, name, _, _ in attacker.attack(published | {"places": raw["places"]})}
    assert "group GM9903 origin unknown" in found


def test_the_attacker_finds_the_other_of_two_hidden_schools(raw, published):
    schools = published["schools"]
    cell = ["municipality_id", "sector", "year", "characteristic"]
    hidden = schools.filter(pl.col("focal_pupils").is_null(), pl.col("pupils").is_not_null())
    hidden = hidden.join(
        raw["schools"].select(*cell, "school_id", real="focal_pupils"), on=[*cell, "school_id"]
    )
    two = next(
        part for part in hidden.partition_by(cell) if part.height == 2 and part["real"].min() < THRESHOLD
    )
    second, first = two.sort("real").iter_slices(1)
    given = first.select(*cell, "school_id").join(raw["schools"], on=[*cell, "school_id"])
    whole = schools.join(given, on=[*cell, "school_id"], how="anti").vstack(given.select(schools.columns))
    year = first["year"][0]
    given_away = {name: frame.filter(year=year) for name, frame in (published | {"schools": whole}).items()
                  if name != "peers"}  # fmt: skip
    found = {name for _, name, _, _ in attacker.attack(given_away)}
    assert any(name.endswith(second["school_id"][0]) for name in found)


def test_the_country_is_made_from_what_is_published(example_workspace, published):
    """Numbers made from published numbers tell nothing more, so the attacker may leave them out."""
    view = country(published_of(Workspace(example_workspace)), {})
    for total in view.places:
        rows = published["places"].filter(sector=total["sector"], year=total["year"])
        assert total["pupils"] == rows["pupils"].sum()
    for cell in view.cells:
        mine = published["indicators"].filter(
            sector=cell.sector, characteristic=cell.characteristic.name, year=cell.year, indicator="D"
        )
        known = mine.filter(pl.col("estimate").is_not_null())
        mean = (known["estimate"] * known["pupils"]).sum() / known["pupils"].sum()
        assert cell.number("D").estimate == pytest.approx(mean)
