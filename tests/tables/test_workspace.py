# SPDX-License-Identifier: EUPL-1.2
"""A workspace changes at once or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from gemengd.tables import Contribution, InvalidTable, NoWorkspace, SourceFile, Workspace, WorkspaceBusy

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def schools(municipality: str = "GM0001", **columns: object) -> pl.DataFrame:
    row = {
        "school_id": "00AB00",
        "name": "De Mast",
        "sector": "po",
        "municipality_id": municipality,
        "first_year": 2024,
        "last_year": 2024,
    }
    return pl.DataFrame([row | columns])


def pupils(
    characteristic: str = "all", group: str = "all", count: int = 10, **columns: object
) -> pl.DataFrame:
    row = {
        "year": 2024,
        "school_id": "00AB00",
        "area_id": "1012",
        "characteristic": characteristic,
        "group": group,
        "low": count,
        "high": count,
    }
    return pl.DataFrame([row | columns])


def contribution(
    source_id: str = "one", when: date = date(2024, 10, 1), **tables: pl.DataFrame
) -> Contribution:
    return Contribution(
        source_id=source_id,
        title=f"Source {source_id}",
        publisher="DUO",
        licence="CC0-1.0",
        attribution="Source: DUO",
        reference_date=when,
        tables=tables or {"schools": schools(), "pupils": pupils()},
        files=(SourceFile("one.csv", "ab" * 32, 12),),
        rows_read=1,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def contents(workspace: Workspace) -> dict[str, bytes]:
    files = [path for path in workspace.folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(workspace.folder)): path.read_bytes() for path in files}


def test_an_empty_folder_says_what_to_do(workspace: Workspace) -> None:
    assert not workspace.exists
    with pytest.raises(NoWorkspace, match="gemengd sources import"):
        workspace.table("pupils")


def test_tables_and_manifest_come_back(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    assert workspace.table("pupils")["high"].to_list() == [10]
    source = workspace.manifest["sources"][0]
    assert source["files"] == [{"name": "one.csv", "sha256": "ab" * 32, "bytes": 12}]
    assert source["licence"] == "CC0-1.0"
    assert workspace.manifest["created"] == NOW.isoformat()


def test_a_second_import_of_a_source_takes_the_place_of_the_first(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    workspace.add([contribution(schools=schools(), pupils=pupils(count=7))], now=NOW)
    assert workspace.table("pupils")["high"].to_list() == [7]


def test_a_refused_import_leaves_every_byte_as_it_was(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    before = contents(workspace)
    with pytest.raises(InvalidTable):
        workspace.add([contribution("two", pupils=pupils(count=-1))], now=NOW)
    assert contents(workspace) == before


def test_an_interrupted_import_leaves_the_workspace_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    workspace.add([contribution()], now=NOW)
    before = workspace.table("pupils")
    script = tmp_path / "hang.py"
    script.write_text(
        "import sys, time; from pathlib import Path; from datetime import datetime, UTC\n"
        "from gemengd.tables import Workspace\n"
        "import gemengd.tables.workspace as module\n"
        "def hang(*_):\n    print('writing', flush=True); time.sleep(60)\n"
        "module._write_manifest = hang\n"
        "Workspace(Path(sys.argv[1])).store_monitor({}, settings={}, now=datetime.now(UTC))\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([sys.executable, script, workspace.folder], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"writing"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert workspace.table("pupils").equals(before)
    workspace.add([contribution("two", schools=schools(school_id="00AC00"))], now=NOW)
    assert workspace.table("schools").height == 2
    assert not list((workspace.folder / "versions").glob("*.new"))


def test_two_writers_at_once_are_told_apart(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    with workspace._writing(), pytest.raises(WorkspaceBusy, match="Wait"):
        workspace.add([contribution()], now=NOW)


def test_only_the_last_versions_are_kept(workspace: Workspace) -> None:
    for count in range(1, 9):
        workspace.add([contribution(schools=schools(), pupils=pupils(count=count))], now=NOW)
    assert workspace.version == 8
    assert sorted(path.name for path in (workspace.folder / "versions").iterdir()) == [
        "4",
        "5",
        "6",
        "7",
        "8",
    ]


def test_the_newest_source_describes_a_school_and_older_ones_fill_the_gaps(workspace: Workspace) -> None:
    old = schools(
        "GM0009", name="Oude naam", x=120000.0, y=480000.0, located="address", first_year=2012, last_year=2012
    )
    workspace.add([contribution("new")], now=NOW)
    workspace.add([contribution("old", date(2013, 1, 1), schools=old)], now=NOW)
    row = workspace.table("schools").row(0, named=True)
    assert (row["name"], row["municipality_id"], row["x"]) == ("De Mast", "GM0001", 120000.0)
    assert (row["first_year"], row["last_year"]) == (2012, 2024)


def test_schools_of_a_merged_municipality_are_counted_under_the_new_code(workspace: Workspace) -> None:
    merger = pl.DataFrame({"old_id": ["GM0001"], "new_id": ["GM0002"], "date": [date(2020, 1, 1)]})
    workspace.add([contribution(), contribution("mergers", mergers=merger)], now=NOW)
    assert workspace.table("schools")["municipality_id"].to_list() == ["GM0002"]


def test_two_sources_that_count_the_same_pupils_are_refused(workspace: Workspace) -> None:
    first = contribution("first", schools=schools(), pupils=pupils("income", "low"))
    second = contribution("second", pupils=pupils("income", "high"))
    workspace.add([first], now=NOW)
    with pytest.raises(InvalidTable, match="gemengd sources remove first"):
        workspace.add([second], now=NOW)


def test_totals_of_the_newest_import_stand(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    workspace.add([contribution("two", pupils=pupils(count=11, area_id="1013"))], now=NOW)
    assert workspace.table("pupils")["high"].to_list() == [11]


def test_totals_by_home_area_stand_above_later_totals_without(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    workspace.add([contribution("two", pupils=pupils(count=11, area_id=None))], now=NOW)
    assert workspace.table("pupils")["high"].to_list() == [10]


def test_real_data_take_the_place_of_the_example(workspace: Workspace) -> None:
    workspace.add([replace(contribution("example"), fictional=True)], now=NOW)
    assert workspace.manifest["fictional"]
    workspace.add([contribution("real")], now=NOW)
    assert [source["id"] for source in workspace.manifest["sources"]] == ["real"]
    assert not workspace.manifest["fictional"]


def test_the_example_is_refused_beside_real_data(workspace: Workspace) -> None:
    workspace.add([contribution("real")], now=NOW)
    with pytest.raises(InvalidTable, match="--workspace"):
        workspace.add([replace(contribution("example"), fictional=True)], now=NOW)


def test_a_removed_source_is_gone(workspace: Workspace) -> None:
    workspace.add([contribution(), contribution("two", schools=schools(school_id="00AC00"))], now=NOW)
    workspace.remove("two", now=NOW)
    assert workspace.table("schools")["school_id"].to_list() == ["00AB00"]
    with pytest.raises(KeyError):
        workspace.remove("two", now=NOW)


def test_the_monitor_belongs_to_the_tables_it_was_made_from(workspace: Workspace) -> None:
    workspace.add([contribution()], now=NOW)
    with pytest.raises(NoWorkspace, match="monitor build"):
        workspace.monitor("indicators")
    workspace.store_monitor({"indicators": pl.DataFrame({"D": [0.5]})}, settings={"k": 1}, now=NOW)
    assert workspace.monitor("indicators")["D"].to_list() == [0.5]
    assert workspace.manifest["monitor"]["settings"] == {"k": 1}
    assert workspace.table("pupils").height == 1
    workspace.add([contribution("two", schools=schools(school_id="00AC00"))], now=NOW)
    with pytest.raises(NoWorkspace):
        workspace.monitor("indicators")


def test_join_rates_count_units_and_pupils(workspace: Workspace) -> None:
    areas = pl.DataFrame({"area_id": ["1012"], "level": ["pc4"], "x": [120000.0], "y": [480000.0]})
    counted = pl.concat([pupils(count=30), pupils(count=10, area_id="BE")])
    workspace.add([contribution(schools=schools(), pupils=counted, areas=areas)], now=NOW)
    rates = {rate["what"]: rate for rate in workspace.manifest["join_rates"]}
    point = rates["area_point"]
    assert (point["matched"], point["units"], point["weighted"]) == (1, 2, 0.75)
    assert rates["school_point"]["matched"] == 0


def test_pupils_of_schools_that_no_source_describes_are_a_join_rate(workspace: Workspace) -> None:
    counted = pl.concat([pupils(count=30), pupils(count=10, school_id="00AC00")])
    workspace.add([contribution(schools=schools(), pupils=counted)], now=NOW)
    listed = {
        rate["sector"]: (rate["matched"], rate["units"])
        for rate in workspace.manifest["join_rates"]
        if rate["what"] == "school_listed"
    }
    assert listed == {"po": (1, 1), None: (0, 1)}


def municipality(name: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"area_id": ["GM1900"], "level": ["gemeente"], "name": pl.Series([name], dtype=pl.String)}
    )


@pytest.mark.parametrize("newest", ["SUDWEST-FRYSLAN", "Sudwest-Fryslan", None])
def test_a_newer_list_without_accents_leaves_a_well_written_name(
    workspace: Workspace, newest: str | None
) -> None:
    old = contribution("old", date(2018, 1, 1), areas=municipality("Súdwest-Fryslân"))
    workspace.add([old, contribution("new", areas=municipality(newest))], now=NOW)
    assert workspace.table("areas")["name"].to_list() == ["Súdwest-Fryslân"]


def test_a_name_that_is_known_in_capitals_only_stays(workspace: Workspace) -> None:
    workspace.add([contribution(areas=municipality("SUDWEST-FRYSLAN"))], now=NOW)
    assert workspace.table("areas")["name"].to_list() == ["SUDWEST-FRYSLAN"]


def test_a_new_name_takes_the_place_of_an_old_one_with_accents(workspace: Workspace) -> None:
    old = contribution("old", date(2018, 1, 1), areas=municipality("Ångstad"))
    workspace.add([old, contribution("new", areas=municipality("Nieuwstad"))], now=NOW)
    assert workspace.table("areas")["name"].to_list() == ["Nieuwstad"]


def test_a_source_that_defines_a_characteristic_makes_it_known(workspace: Workspace) -> None:
    definition = {"label": {"nl": "thuistaal", "en": "home language"}, "focal": ["other"]}
    workspace.add([replace(contribution(), characteristics={"home_language": definition})], now=NOW)
    assert workspace.characteristics["home_language"].focal == ("other",)
