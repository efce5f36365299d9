# SPDX-License-Identifier: EUPL-1.2
"""The commands that bring data in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gemengd.sources import fetch

Run = Callable[..., tuple[int, str, str]]

OWN = "school;gemeente;opleiding;aantal\n00AB00;GM0001;laag;30\n00AB00;GM0001;hoog;70\n"


def test_every_kind_is_listed(run: Run) -> None:
    from gemengd.sources import KINDS

    code, out, _ = run("sources", "kinds")
    assert code == 0
    assert all(kind.name in out for kind in KINDS)


def test_the_example_is_stored_listed_and_removed(run: Run, workspace: Path) -> None:
    assert run("sources", "example", "--workspace", workspace)[0] == 0
    code, out, _ = run("sources", "list", "--workspace", workspace)
    assert code == 0
    assert "FICTIONAL" in out
    code, _, message = run("sources", "remove", "nonesuch", "--workspace", workspace)
    assert code == 4
    assert "example" in message


def test_a_draft_is_never_written_over(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(OWN, encoding="utf-8")
    out = tmp_path / "own.toml"
    assert run("sources", "map", own, "--out", out)[0] == 0
    written = out.read_text(encoding="utf-8")
    code, _, message = run("sources", "map", own, "--out", out)
    assert code == 3
    assert "exists already" in message
    assert out.read_text(encoding="utf-8") == written


def test_pupils_of_a_school_that_no_list_describes_are_of_an_unknown_sector(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    header = "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,POSTCODE4_DEELNEMER,AANTAL_LEERLINGEN"
    (tmp_path / "flows.csv").write_text(f"{header}\n99AA,00,BO,2023,9001,12\n", encoding="utf-8")
    code, out, _ = run("sources", "import", tmp_path / "flows.csv", "--workspace", workspace)
    assert code == 0
    assert "2023 unknown sector: school is in a list of schools: 0 of 1 (0.00% of the pupils)" in out


def test_a_missing_file_is_wrong_use(run: Run, workspace: Path, tmp_path: Path) -> None:
    code, _, message = run("sources", "import", tmp_path / "absent.csv", "--workspace", workspace)
    assert code == 2
    assert "absent.csv" in message


def test_the_addresses_say_where_they_were_found(run: Run) -> None:
    code, out, _ = run("sources", "fetch", "cbs", "--year", "2020", "--list")
    assert code == 0
    assert "not tried by the makers" in out


def test_a_year_without_an_address_names_those_there_are(run: Run) -> None:
    code, _, message = run("sources", "fetch", "cbs", "--year", "1950")
    assert code == 4
    assert "2020" in message


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The names that were asked for, and whether the file would be checked; nothing is downloaded."""
    asked: list[tuple[str, bool]] = []

    def download(address: fetch.Address, folder: Path, *, check: object, **_: object) -> Path:
        asked.append((address.dataset, check is not None))
        return folder / address.name

    monkeypatch.setattr(fetch, "download", download)
    return asked


def test_what_is_not_read_is_left_out_and_said(run: Run, downloads: list[tuple[str, bool]]) -> None:
    code, out, _ = run("sources", "fetch", "duo", "--year", "2025")
    assert code == 0
    assert ("vo-flows", True) in downloads
    assert all(checked for _, checked in downloads)
    assert not {"po-background", "vo-pupils"} & {dataset for dataset, _ in downloads}
    assert "Left out vo-pupils 2025: gemengd does not read it yet." in out
    assert "--dataset vo-pupils" in out


def test_what_is_not_read_is_downloaded_unchecked_when_asked_for(
    run: Run, downloads: list[tuple[str, bool]]
) -> None:
    code, out, _ = run("sources", "fetch", "duo", "--dataset", "po-background")
    assert code == 0
    assert downloads == [("po-background", False)]
    assert "gemengd does not read it yet" in out
    assert "Next" not in out


def test_the_list_marks_what_is_not_read(run: Run) -> None:
    _, out, _ = run("sources", "fetch", "duo", "--dataset", "po-background", "--list")
    assert "[not read by gemengd yet]" in out


def test_no_connection_is_said_with_what_to_try(run: Run, tmp_path: Path) -> None:
    # Port 9 (discard) of this machine: nothing listens there.
    code, _, message = run(
        "sources", "fetch", "cbs", "--url", "http://127.0.0.1:9/pc4.xlsx", "--out", tmp_path
    )
    assert code == 5
    assert "127.0.0.1" in message
    assert not list(tmp_path.glob("*.xlsx"))


def test_real_files_take_the_place_of_the_example(run: Run, workspace: Path, shared_data: Path) -> None:
    run("sources", "example", "--workspace", workspace)
    code, out, _ = run(
        "sources", "import", shared_data / "cbs" / "population_data_2013.csv.gz", "--workspace", workspace
    )
    assert code == 0
    assert "never stand together" in out
