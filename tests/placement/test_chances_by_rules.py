# SPDX-License-Identifier: EUPL-1.2
"""Chances by the rules of a round: the quick way and whole rounds say the same."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement.rules import chances as library
from gemengd.placement.rules import scheme

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
LISTS = {"a": ["X", "Y"], "b": ["X", "Y"], "c": ["Y", "X"], "d": ["X"], "e": ["Y"]}
SEATS = {"X": 1, "Y": 2}


@pytest.fixture
def round_():
    return made.a_round(LISTS, SEATS, made.rules())


def test_whole_rounds_agree_with_the_quick_way(round_):
    quick = library.chances_by_rules(round_, draws=4000, seed=1)
    slow = library._whole_rounds(round_, 400, 1, None)
    assert quick.frame.select("applicant", "rank", "programme").equals(
        slow.frame.select("applicant", "rank", "programme")
    )
    for one, other in ((quick.frame, slow.frame), (quick.no_place, slow.no_place)):
        error = 4 * np.sqrt(0.25 / 400)
        assert np.abs(one["chance"].to_numpy() - other["chance"].to_numpy()).max() < error
    assert slow.no_place.columns == quick.no_place.columns
    assert slow.no_place["listed"].to_list() == quick.no_place["listed"].to_list()


def test_the_chances_of_a_child_add_up(round_):
    found = library._whole_rounds(round_, 50, 1, None)
    placed = found.frame.group_by("applicant").agg(pl.col("chance").sum())
    both = found.no_place.join(placed, on="applicant", suffix="_placed")
    assert (both["chance"] + both["chance_placed"]).to_list() == pytest.approx([1.0] * 5)


def test_a_list_tried_replaces_that_of_the_child_or_adds_a_child(round_):
    changed, who = library.with_list(round_, ["Y"], "a")
    assert who == "a"
    assert changed.preferences.filter(pl.col("applicant") == "a")["programme"].to_list() == ["Y"]
    added, new = library.with_list(round_, ["Y", "X"])
    assert added.applicants.height == 6
    assert library.chances_by_rules(added, draws=10).no_place.filter(applicant=new).height == 1


@pytest.mark.parametrize(("wanted", "who"), [(["Z"], "a"), (["X", "X"], "a"), ([], "a"), (["X"], "nobody")])
def test_a_wrong_list_is_refused(round_, wanted, who):
    with pytest.raises(ValueError, match="expected"):
        library.with_list(round_, wanted, who)


def test_which_schemes_are_quick():
    assert library.is_quick(scheme("weesp_po_2014").model)
    assert not library.is_quick(made.rules(mechanism={"name": "boston"} | made.HERE).model)
