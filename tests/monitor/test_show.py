# SPDX-License-Identifier: EUPL-1.2
"""The monitor in a terminal and as JSON."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.monitor.protected import Protected
from gemengd.monitor.published.published import Published
from gemengd.monitor.reporting.terminal import as_json, show
from gemengd.monitor.safety.publishable import publishable
from gemengd.monitor.settings import threshold_of
from gemengd.tables import known_characteristics

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
ESCAPE = "\x1b["


def protected(frames, manifest):
    safe = publishable(frames, threshold_of(manifest))
    return Published(Protected(safe, {}, known_characteristics(), manifest))


def published(schools, **more):
    frames = made.frames(schools, [(100, 40), (120, 60)], **more)
    return protected(frames, made.view().manifest).view("GM0001")


def test_the_terminal_tells_the_conclusions():
    said = show(made.view(), "nl")
    assert said.startswith("Gemeente Teststad\n")
    assert "Hoe gemengd? 26 van de 100 leerlingen uit deze groep gingen naar een andere school" in said
    assert "Bron: hand" in said


def test_the_terminal_has_no_colour_unless_asked(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ESCAPE not in show(made.view(), "en")
    assert ESCAPE in show(made.view(), "en", colour=True)


def test_no_color_wins(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert f"{ESCAPE}33m" not in show(made.view(fictional=True), "en", colour=True)


def test_lines_fit_the_terminal():
    assert max(map(len, show(made.view(), "nl", width=70).splitlines())) <= 70


def test_fictional_data_are_called_so():
    assert "(fictief)" in show(made.view(fictional=True), "nl").splitlines()[0]


def test_only_the_first_cell_is_told_in_full():
    view = made.view(made.full_cell(), made.full_cell(characteristic="income"))
    said = show(view, "nl")
    assert said.count("Hoe gemengd?") == 2
    assert said.count("Scholen en hun wijk") == 1


def test_json_keeps_its_documented_form():
    data = json.loads(json.dumps(as_json(made.view())))
    assert (data["format"], data["municipality_id"], data["fictional"]) == (1, "GM0001", False)
    cell = data["cells"][0]
    named = {"sector", "characteristic", "focal", "years", "from_area", "sentences"}
    assert set(cell) == named | {"indicators", "groups", "schools", "areas", "peers"}
    assert cell["sentences"]["nl"]["level"][0].startswith(
        "Van elke 100 leerlingen met laagopgeleide ouders in Teststad"
    )
    assert {row["indicator"] for row in cell["indicators"]} >= {"D", "H", "D_nearest"}


def test_json_holds_no_small_count():
    data = as_json(published([(100, 5), (100, 50), (120, 60)]))
    schools = {row["school_id"]: row for row in data["cells"][0]["schools"]}
    assert schools["S0"]["focal_share"] is None
    assert schools["S0"]["status"] == "too_few_to_publish"
    assert sum(row["focal_share"] is None for row in schools.values()) == 2


def test_the_view_holds_the_last_year_of_schools_and_the_names_of_areas():
    view = published([(100, 40), (120, 60)])
    assert [row["school_id"] for row in view.cells[0].schools] == ["S0", "S1"]
    assert view.cells[0].number("D").estimate == pytest.approx(0.312)
    assert view.place("po", made.YEAR)["schools"] == 2


def test_an_unknown_municipality_is_a_key_error():
    frames = made.frames([(100, 40)])
    with pytest.raises(KeyError):
        protected(frames, {}).view("GM9999")


def test_mergers_are_no_source_of_a_figure():
    from gemengd.monitor.published.published import _attribution

    flows = {"attribution": "Source: DUO", "tables": {"pupils": 3}}
    mergers = {"attribution": "Source: not stated", "tables": {"mergers": 9}}
    assert _attribution({"sources": [flows, mergers]}) == _attribution({"sources": [flows]})
