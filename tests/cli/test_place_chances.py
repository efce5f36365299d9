# SPDX-License-Identifier: EUPL-1.2
"""Chances from the command line."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("place_made.py"))))


@pytest.fixture(scope="module")
def round_(tmp_path_factory):
    return made.written(tmp_path_factory.mktemp("chances") / "round", programmes=9, schemes=["weesp_po_2022"])


def test_the_round_as_a_whole_tells_how_many_lists_are_risky(run, round_, tmp_path):
    code, out, _ = run("place", "chances", round_, "--out", tmp_path / "all.csv", "--language", "en")
    assert code == 0
    assert "of 120 children have a list with which they may well get no place" in out
    frame = pl.read_csv(tmp_path / "all.csv")
    assert frame["applicant"].n_unique() == 120
    assert frame["chance"].is_between(0, 1).all()
    assert "pupil data" in out


def test_a_child_reads_bands_and_no_percentages(run, round_):
    code, out, _ = run("place", "chances", round_, "--applicant", "c001")
    assert code == 0
    assert "van de 10" in out or "van de 20" in out
    assert "geen plaats" in out
    assert "%" not in out


def test_a_risky_list_is_warned_about_and_a_longer_one_is_not(run, round_):
    wanted = pl.read_csv(round_ / "preferences.csv").group_by("programme").len()
    seats = pl.read_csv(round_ / "programmes.csv").join(wanted, on="programme", how="left")
    scarce = seats.sort(pl.col("seats") / pl.col("len"))["programme"].to_list()
    short = run("place", "chances", round_, "--list", ",".join(scarce[:4]), "--language", "en").out
    long = run("place", "chances", round_, "--list", ",".join(scarce), "--language", "en").out
    assert "For a child that no priority holds for." in short
    assert "your child may get no place" in short
    assert "your child may get no place" not in long


def test_another_list_of_a_child_is_tried_without_changing_the_round(run, round_):
    before = made.contents(round_)
    code, out, _ = run("place", "chances", round_, "--applicant", "c002", "--list", "s1,s2,s3,s4")
    assert code == 0
    assert [name for name in ("1. s1", "2. s2", "3. s3", "4. s4") if name not in out] == []
    assert made.contents(round_) == before


def test_next_year_is_another_question(run, round_):
    assert run("place", "chances", round_, "--applicant", "c001", "--next-year").code == 0


def test_rules_beyond_deferred_acceptance_are_placed_as_a_whole(run, round_, tmp_path):
    text = (round_ / "rules.yaml").read_text(encoding="utf-8")
    folder = made.copied(round_, tmp_path / "boston")
    text = text.replace("name: deferred_acceptance", "name: boston")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    code, out, _ = run("place", "chances", folder, "--draws", 5, "--language", "en")
    assert code == 0
    assert "from 5 trial draws" in out
    refused = run("place", "chances", folder, "--next-year")
    assert refused.code == 3
    assert "plain deferred acceptance" in refused.err


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--applicant", "nobody"], 4, "nobody"),
        (["--list", "s1,x,s2,s3"], 3, "'x'"),
        (["--list", "s1,s1,s2,s3"], 3, "twice"),
        (["--draws", "0"], 2, "--draws"),
    ],
)
def test_a_wrong_question_is_explained(run, round_, options, code, words):
    found = run("place", "chances", round_, *options)
    assert found.code == code
    assert words in found.err


def test_a_missing_round_is_said(run, tmp_path):
    assert run("place", "chances", tmp_path / "nothing").code == 4
