# SPDX-License-Identifier: EUPL-1.2
"""Letters from the command line."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("place_made.py"))))


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    return made.placed(tmp_path_factory.mktemp("explain") / "round", schemes=["weesp_po_2014"])


def low_on_the_list(placed):
    """A child that was not placed at its first choice."""
    frame = pl.read_csv(placed / "result" / "placement.csv")
    return frame.filter(pl.col("rank").fill_null(99) > 1).sort("applicant")["applicant"][0]


def test_a_letter_of_a_drill_says_so_first_and_explains(run, placed):
    child = low_on_the_list(placed)
    code, out, _ = run("place", "explain", placed, "--applicant", child)
    assert code == 0
    assert "Dit is een oefening." in out.split("\n\n")[1].splitlines()[0]
    assert f"Uw kind ({child})" in out
    assert "Waarom niet" in out
    assert "Wij hebben dit gecontroleerd" in out


def test_both_languages_and_the_words_of_the_board(run, placed):
    child = low_on_the_list(placed)
    both = run("place", "explain", placed, "--applicant", child, "--language", "nl", "--language", "en").out
    assert "This is an exercise." in both
    assert "Dit is een oefening." in both
    said = ["--objection", "You can object until 1 May.", "--contact", "Call the desk."]
    out = run("place", "explain", placed, "--applicant", child, "--language", "en", *said).out
    assert out.endswith("You can object until 1 May.\nCall the desk.\n")


def test_every_child_gets_a_letter_as_text_and_page(run, placed, tmp_path):
    folder = made.copied(placed, tmp_path / "round")
    before = made.contents(folder)
    code, out, _ = run("place", "explain", folder, "--all")
    assert code == 0
    assert "120 letters" in out
    letters = folder / "result" / "letters"
    assert len(list(letters.glob("*.nl.html"))) == len(list(letters.glob("*.nl.txt"))) == 120
    assert letters.stat().st_mode & 0o77 == 0
    page = (letters / "c001.nl.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert "Dit is een oefening." in page
    others = {f"c{one:03}" for one in range(2, 121)}
    assert not any(name in page for name in others)
    again = {
        name: one for name, one in made.contents(folder).items() if not name.startswith("result/letters")
    }
    assert again == before


def test_letters_are_replaced_as_a_whole(run, placed, tmp_path):
    folder = made.copied(placed, tmp_path / "round")
    assert run("place", "explain", folder, "--all").code == 0
    assert run("place", "explain", folder, "--all", "--language", "en").code == 0
    names = {path.name for path in (folder / "result" / "letters").iterdir()}
    assert "c001.en.html" in names
    assert "c001.nl.html" not in names
    assert not list((folder / "result").glob("*partial*"))


def test_a_letter_in_a_folder_of_ones_own(run, placed, tmp_path):
    before = made.contents(placed)
    code, *_ = run("place", "explain", placed, "--applicant", "c001", "--out", tmp_path / "letter")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "letter").iterdir()) == ["c001.nl.html", "c001.nl.txt"]
    assert made.contents(placed) == before


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--applicant", "nobody"], 4, "'nobody'"),
        ([], 2, "--all"),
        (["--all", "--applicant", "c001"], 2, "--all"),
        (["--all", "--language", "nl", "--language", "en", "--contact", "x"], 2, "one language"),
        (["--all", "--language", "fr"], 2, "fr"),
    ],
)
def test_a_wrong_question_changes_nothing(run, placed, options, code, words):
    before = made.contents(placed)
    found = run("place", "explain", placed, *options)
    assert found.code == code
    assert words in found.err
    assert made.contents(placed) == before


def test_what_was_not_placed_cannot_be_explained(run, tmp_path):
    folder = made.written(tmp_path / "round")
    found = run("place", "explain", folder, "--all")
    assert found.code == 3
    assert "placed" in found.err
    assert run("place", "explain", tmp_path / "nothing", "--all").code == 4


def test_an_altered_table_is_not_explained(run, placed, tmp_path):
    folder = made.copied(placed, tmp_path / "round")
    path = folder / "preferences.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("c001,1,", "c001,9,"), encoding="utf-8")
    found = run("place", "explain", folder, "--all")
    assert found.code == 3
    assert not (folder / "result" / "letters").exists()
