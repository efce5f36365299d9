# SPDX-License-Identifier: EUPL-1.2
"""The measures from the command line: every example of the help runs, and wrong tables are explained."""

from __future__ import annotations

import io
import shlex
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import typer.main

from gemengd.cli.measure import app

Run = Callable[..., tuple[int, str, str]]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]

COUNTS = """school,parents,year,municipality,board,pupils,low,high
A,low,2025,GM0001,b1,60,58,60
A,high,2025,GM0001,b1,40,40,40
B,low,2025,GM0001,b2,20,20,24
B,high,2025,GM0001,b2,80,80,80
C,low,2025,GM0002,b2,3,0,4
C,high,2025,GM0002,b2,97,97,97
"""
FLOWS = """school,area,parents,pupils
A,1,low,40
A,1,high,10
A,2,low,20
A,2,high,30
B,2,low,20
B,2,high,80
"""


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the examples of the help name."""
    files = {
        "counts.csv": COUNTS,
        "2020.csv": COUNTS,
        "2025.csv": COUNTS.replace("60,58", "50,48"),
        "flows.csv": FLOWS,
        "schools.csv": "school,x,y\nA,100000,450000\nB,101000,450000\n",
        "areas.csv": "area,x,y\n1,100100,450000\n2,100900,450000\n",
        "squares.csv": COUNTS.replace("school", "square"),
        "points.csv": "square,x,y\nA,100000,450000\nB,100500,450000\nC,101000,450000\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"list"}))
def test_the_example_of_the_help_runs(name: str, run: Run, tables: Path) -> None:
    example = COMMANDS[name].epilog.removeprefix("Example: gemengd ")
    code, out, err = run(*shlex.split(example))
    assert (code, err) == (0, "")
    assert pl.read_csv(io.StringIO(out)).height > 0


def test_the_catalogue_is_listed(run: Run) -> None:
    code, out, _ = run("measure", "list")
    assert code == 0
    assert {"D", "M", "H", "gini"} <= set(pl.read_csv(io.StringIO(out), columns=["name"])["name"])


def test_dissimilarity_is_what_it_is(run: Run, tables: Path) -> None:
    _, out, _ = run(
        *("measure", "indices", "counts.csv", "--group", "parents", "--focal", "low", "--by", "municipality"),
        *("--index", "D"),
    )
    rows = pl.read_csv(io.StringIO(out))
    # |60/80 - 40/120| by hand, for the two schools of the first municipality.
    assert rows["estimate"][0] == pytest.approx(0.75 - 1 / 3)
    assert rows["status"].to_list() == ["ok", "one_unit"]


def test_a_protected_table_hides_the_small_cell_and_another(run: Run, tables: Path) -> None:
    code, out, _ = run("measure", "protect", "counts.csv", "--columns", "parents", "--by", "year")
    assert code == 0
    shown = pl.read_csv(io.StringIO(out)).filter(pl.col("school") == "C", pl.col("parents") == "low")
    assert shown["shown"].to_list() == [None]
    assert "attacker_low" not in out


def test_a_result_goes_to_a_file(run: Run, tables: Path) -> None:
    code, out, _ = run(
        "measure",
        "nested",
        "counts.csv",
        "--levels",
        "municipality,school",
        "--group",
        "parents",
        "--out",
        "n.csv",
    )
    assert code == 0
    assert "n.csv" in out
    assert pl.read_csv("n.csv").height == 2


def test_a_missing_column_is_named(run: Run, tables: Path) -> None:
    code, _, message = run("measure", "indices", "counts.csv", "--group", "opleiding")
    assert code == 3
    assert "opleiding" in message
    assert "parents" in message


def test_a_word_among_the_counts_is_found_by_row(run: Run, tables: Path) -> None:
    Path("counts.csv").write_text(COUNTS.replace("97,97,97", "veel,97,97"), encoding="utf-8")
    code, _, message = run("measure", "indices", "counts.csv", "--group", "parents", "--focal", "low")
    assert code == 3
    assert "row 7" in message
    assert "'veel'" in message


def test_a_negative_count_is_refused(run: Run, tables: Path) -> None:
    Path("counts.csv").write_text(COUNTS.replace("97,97,97", "-97,97,97"), encoding="utf-8")
    code, _, message = run("measure", "indices", "counts.csv", "--group", "parents", "--focal", "low")
    assert code == 3
    assert "-97" in message


def test_a_question_that_is_not_clear_is_answered_with_words(run: Run, tables: Path) -> None:
    Path("counts.csv").write_text(COUNTS.replace("C,low", "C,middle"), encoding="utf-8")
    code, _, message = run("measure", "indices", "counts.csv", "--group", "parents")
    assert code == 3
    assert "focal" in message
