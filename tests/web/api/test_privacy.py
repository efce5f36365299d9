# SPDX-License-Identifier: EUPL-1.2
"""A stranger who takes everything from the API and the files finds no count below the threshold.

The attacker is that of the monitor's own tests; indices, which do not add up, are left out.
"""

from __future__ import annotations

import io
import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from gemengd.web.api.data.resources import BY_NAME, RESOURCES
from gemengd.web.api.data.tables import tables
from gemengd.web.published.selectors import shown, shown_at

attacker = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[2] / "monitor" / "attack.py")))
THRESHOLD = 10
MADE = attacker.MADE
FRAMES = {
    "places": ("leerlingaantallen",),
    "groups": ("groepen",),
    "coverage": ("dekkingen",),
    "indicators": ("indicatoren", "stromen"),
    "schools": ("schoolcijfers",),
    "areas": ("gebiedscijfers",),
}


def frames(given):
    """The tables of the API under the monitor's names."""
    return {
        name: pl.concat((_frame(given, table) for table in parts), how="diagonal_relaxed")
        for name, parts in FRAMES.items()
    }


def _frame(given, table):
    frame = pl.DataFrame(given[table], infer_schema_length=None)
    return frame.rename({column.name: column.source for column in BY_NAME[table].columns})


@pytest.fixture
def given(rows):
    return {resource.name: rows(resource.name) for resource in RESOURCES}


def small(given):
    """Counts of persons below the threshold that stand there."""
    found = []
    for name in ("leerlingaantallen", "groepen", "schoolcijfers", "gebiedscijfers", "indicatoren", "stromen"):
        for row in given[name]:
            made = row.get("grondslag") == "expected" or row.get("status") in MADE
            counts = ["leerlingen", "leerlingenHoogst"]
            counts += [] if made else ["focusLeerlingen", "hoogstens"]
            counts = counts if not (made and name == "groepen") else []
            values = [row[count] for count in counts if row.get(count) is not None]
            if any(value < THRESHOLD for value in values):
                found.append((name, row))
    return found


def test_no_small_count_stands_in_the_api(given):
    assert small(given) == []


def test_no_small_count_stands_in_the_files(client, site):
    given = {}
    for name in ("leerlingaantallen", "groepen", "schoolcijfers", "gebiedscijfers", "indicatoren", "stromen"):
        response = client.get(f"/bestanden/{name}.parquet")
        given[name] = pl.read_parquet(io.BytesIO(b"".join(response.streaming_content))).to_dicts()
    assert small(given) == []


def test_a_split_is_shown_whole_or_not_at_all(given):
    for name in ("schoolcijfers", "gebiedscijfers"):
        for row in given[name]:
            if row["status"] in MADE or row["focusLeerlingen"] is None:
                continue
            assert THRESHOLD <= row["focusLeerlingen"] <= row["leerlingen"] - THRESHOLD, row


def test_an_attacker_finds_no_count(given):
    hidden = [row for row in given["schoolcijfers"] if row["status"] == "too_few_to_publish"]
    assert len(hidden) > 50
    assert attacker.attack(frames(given)) == []


@pytest.mark.slow
def test_an_attacker_finds_nothing_in_a_sample_of_the_country(country_folder):
    whole = tables(shown_at(country_folder, 2))
    sample = whole["gemeenten"]["gemeente"].to_list()[::8]
    given = {
        name: frame.filter(pl.col("gemeente").is_in(sample)).to_dicts()
        for name, frame in whole.items()
        if "gemeente" in frame.columns
    }
    assert len(sample) > 40
    assert small(given) == []
    assert attacker.attack(frames(given), sample) == []


def test_the_api_gives_nothing_that_the_protected_frames_do_not_hold(site):
    now = shown()
    for frame in now.monitor.frames.values():
        assert "home_municipality_id" not in frame.columns
    assert "flows" not in now.monitor.frames
