# SPDX-License-Identifier: EUPL-1.2
"""Rules compared from the command line."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("place_made.py"))))
SETS = ["den_haag_po", "amsterdam_po"]


@pytest.fixture(scope="module")
def round_(tmp_path_factory):
    return made.written(tmp_path_factory.mktemp("compare") / "round", schemes=["weesp_po_2022", *SETS])


def compare(run, round_, *options):
    return run("place", "compare", round_, "--draws", 3, *options)


def test_the_text_says_what_differs_for_whom(run, round_):
    code, out, _ = compare(run, round_, "--rules", "den_haag_po", "amsterdam_po", "--language", "en")
    assert code == 0
    assert "Everything is compared with den_haag_po" in out
    for words in ("gain", "lose", "Seats left empty", "by chance alone", "From draw to draw", "target_group"):
        assert words in out
    assert "An honest list is not always the best one under: amsterdam_po." in out


def test_it_speaks_dutch_by_default(run, round_):
    assert "gaat erop vooruit" in compare(run, round_, "--rules", "den_haag_po").out


def test_one_set_is_compared_with_the_rules_of_the_round(run, round_):
    out = compare(run, round_, "--rules", "den_haag_po", "--language", "en").out
    assert "Everything is compared with weesp_po_2022" in out


def test_the_files_hold_what_the_text_says(run, round_, tmp_path):
    out = tmp_path / "out"
    code, said, _ = compare(run, round_, "--rules", *SETS, "--out", out, "--language", "en")
    assert code == 0
    names = [
        "changes.csv",
        "chart.svg",
        "comparison.html",
        "comparison.json",
        "outcomes.csv",
        "segregation.csv",
    ]
    assert sorted(path.name for path in out.iterdir()) == names
    outcomes = pl.read_csv(out / "outcomes.csv")
    first = outcomes.filter(pl.col("group").is_null(), pl.col("measure") == "first_choice")
    assert f"At the first choice: {first['value'][1]:.1%}, was {first['value'][0]:.1%}." in said
    data = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    assert len(data["outcomes"]) == outcomes.height
    assert set(data["rules"]) == set(SETS)
    page = (out / "comparison.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "Seats left empty" in page
    assert (
        (out / "chart.svg").read_text(encoding="utf-8").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    )


def test_another_kind_of_number_is_warned_about(run, round_):
    out = compare(run, round_, "--rules", "den_haag_po", "den_haag_vo", "--language", "en").out
    assert "Lottery numbers are of another kind than under den_haag_po in: den_haag_vo" in out


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ([], 2, "--rules"),
        (["--rules", "nothing.yaml"], 4, "nothing.yaml"),
        (["--rules", "ghent_basis"], 3, "to_be_set"),
        (["--rules", "haarlem_po"], 3, "city_or_near"),
        (["--rules", "den_haag_po", "den_haag_po"], 3, "twice"),
        (["--rules", "den_haag_po", "--group", "rich"], 3, "no flag 'rich'"),
    ],
)
def test_a_question_that_cannot_be_answered_is_explained(run, round_, tmp_path, options, code, words):
    before = made.contents(round_)
    found = compare(run, round_, *options, "--out", tmp_path / "out")
    assert found.code == code
    assert words in found.err
    assert made.contents(round_) == before
    assert not (tmp_path / "out").exists()


def test_rules_with_an_error_name_the_line(run, round_, tmp_path):
    text = (round_ / "rules.yaml").read_text(encoding="utf-8").replace("numbers: single", "numbers: dubbel")
    (tmp_path / "wrong.yaml").write_text(text, encoding="utf-8")
    found = compare(run, round_, "--rules", tmp_path / "wrong.yaml")
    assert found.code == 3
    assert "wrong.yaml, row" in found.err
    assert "dubbel" in found.err


def test_a_missing_round_is_said(run, tmp_path):
    assert compare(run, tmp_path / "nothing", "--rules", "den_haag_po").code == 4
