# SPDX-License-Identifier: EUPL-1.2
"""The library of schemes from the command line."""

from __future__ import annotations

import csv
import re
import runpy
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.cli.place import clock
from gemengd.placement.rules import scheme_names, scheme_text

page = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("page_commands.py"))))
PAGES = sorted(path for path in (page.DOCS / "how-to" / "schemes").glob("*_*.md"))


def test_the_schemes_are_listed_with_their_titles_and_what_is_still_open(run):
    code, out, _ = run("place", "schemes")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == scheme_names()
    assert "Utrecht, primary schools" in out
    assert "ghent_basis" in next(line for line in out.splitlines() if "3 values still to be set" in line)


def test_a_scheme_is_printed_to_be_copied(run):
    assert run("place", "schemes", "utrecht_po").out == scheme_text("utrecht_po")


def test_an_unknown_scheme_names_those_there_are(run):
    code, out, err = run("place", "schemes", "eindhoven_po")
    assert (code, out) == (4, "")
    assert "eindhoven_po" in err
    assert "utrecht_po" in err


def rows(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def boxes(path, language):
    return re.findall(
        rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_commands_of_a_page_get_check_and_try_its_scheme(path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("round").mkdir()
    (text,) = boxes(path, "text")
    get, check, example = text.splitlines()
    assert page.perform(get, monkeypatch).code == 0
    made = page.perform(f"{example} --children 60", monkeypatch)
    assert made.code == 0, made.printed
    for table in Path("town").glob("*.csv"):
        table.rename(Path("round") / table.name)
    assert "Nothing stands in the way" in page.perform(f"{check} --lists 0", monkeypatch).printed
    assert Path("round/rules.yaml").read_text(encoding="utf-8") == scheme_text(path.stem)


@pytest.fixture
def repaired(monkeypatch, tmp_path):
    """A round of the scheme of 2024 with the tail repair that its page declares."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "secrets", SimpleNamespace(token_bytes=page.Chance().token_bytes))
    made = "gemengd place example round --programmes 20 --children 200 --scheme amsterdam_vo_2024"
    assert page.perform(made, monkeypatch).code == 0
    source, rule = boxes(page.DOCS / "how-to" / "schemes" / "amsterdam_vo_2024.md", "yaml")
    text = scheme_text("amsterdam_vo_2024").replace("\nsources:\n", f"\nsources:\n{source}")
    Path("round/rules.yaml").write_text(text + rule, encoding="utf-8")

    def command(text):
        done = page.perform(f"gemengd place {text}", monkeypatch)
        assert done.code == 0, done.printed
        return done.printed

    return command


def test_the_check_names_the_risk_of_the_tail_repair_on_the_page(repaired):
    assert "RISK /tail_repair: seats are added for who falls off the end" in repaired("check round --lists 0")


def test_the_tail_repair_on_the_page_adds_seats_that_anybody_can_recompute(repaired):
    for step in ("commit round --drill", "draw round", "run round"):
        repaired(step)
    assert re.search(r"the \d+ seats added follow from the rules", repaired("verify round --language en"))
    placed = Counter(row["programme"] for row in rows("round/result/placement.csv"))
    more = [placed[row["programme"]] - int(row["seats"]) for row in rows("round/programmes.csv")]
    assert 1 <= max(more) <= 2
