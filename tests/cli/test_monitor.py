# SPDX-License-Identifier: EUPL-1.2
"""From an empty folder to the monitor of the example region, as a newcomer types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the example region and its monitor."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("built") / "workspace"
    command = [sys.executable, "-m", "gemengd", "monitor", "build", "--workspace", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "FICTIONAL" in done.stdout
    return folder


def test_an_empty_workspace_is_explained(run: Run, workspace: Path) -> None:
    code, _, message = run("monitor", "show", "Oosterhaven", "--workspace", workspace)
    assert code == 4
    assert "gemengd sources import" in message


def test_the_example_is_shown_as_fictional_in_dutch(run: Run, built: Path) -> None:
    code, out, _ = run("monitor", "show", "oosterhaven", "--workspace", built)
    assert code == 0
    assert "fictie" in out.lower()
    assert "van de 100" in out


def test_the_monitor_speaks_english(run: Run, built: Path) -> None:
    code, out, _ = run("monitor", "show", "GM9901", "--language", "en", "--workspace", built)
    assert code == 0
    assert "of every 100" in out


def test_programs_get_json(run: Run, built: Path) -> None:
    code, out, _ = run("monitor", "show", "Oosterhaven", "--format", "json", "--workspace", built)
    assert code == 0
    assert json.loads(out)["municipality_id"] == "GM9901"


def test_an_unknown_municipality_gets_the_nearest_names(run: Run, built: Path) -> None:
    code, _, message = run("monitor", "show", "Ooosterhaven", "--workspace", built)
    assert code == 4
    assert "Oosterhaven (GM9901)" in message


def test_the_municipalities_are_listed(run: Run, built: Path) -> None:
    code, out, _ = run("monitor", "list", "--workspace", built)
    assert code == 0
    assert "GM9901 Oosterhaven" in out


def test_a_report_needs_a_municipality_or_all(run: Run, built: Path) -> None:
    code, _, message = run("monitor", "report", "--workspace", built)
    assert code == 2
    assert "--all" in message


def test_reports_are_written_in_two_languages(run: Run, built: Path, tmp_path: Path) -> None:
    code, out, _ = run("monitor", "report", "Oosterhaven", "--out", tmp_path / "out", "--workspace", built)
    assert code == 0
    assert "index.html" in out
    assert {path.name for path in (tmp_path / "out").glob("*.html")} >= {
        "GM9901.nl.html",
        "GM9901.en.html",
        "index.html",
    }


def test_settings_reach_the_manifest(run: Run, workspace: Path) -> None:
    code, _, _ = run(
        "monitor", "build", "--mirror-points", "15", "--threshold", "12", "--workspace", workspace
    )
    assert code == 0
    version = (workspace / "current").read_text()
    manifest = json.loads((workspace / "versions" / version / "manifest.json").read_text())
    assert manifest["monitor"]["settings"]["mirror_points"] == 15
    assert manifest["monitor"]["settings"]["publication_threshold"] == 12


SERVICE = (
    "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,POSTCODE4_DEELNEMER,AANTAL_LEERLINGEN\n"
    "99AA,00,BO,2021,9001,30\n99AB,00,BO,2021,9001,12\n"
)


def test_pupils_of_schools_that_no_list_describes_are_said(run: Run, workspace: Path, tmp_path: Path) -> None:
    flows = tmp_path / "flows.csv"
    flows.write_text(SERVICE, encoding="utf-8")
    assert run("sources", "import", flows, "--workspace", workspace)[0] == 0
    code, out, message = run("monitor", "build", "--workspace", workspace)
    assert code == 3
    assert "42 pupils of 2 schools" in out
    assert "nothing to build" in message
