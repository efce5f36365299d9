# SPDX-License-Identifier: EUPL-1.2
"""The figures of a municipality together."""

from __future__ import annotations

import json
import re
from itertools import combinations

import pytest

from gemengd.figures.palette import NARROW, WIDE
from gemengd.figures.picture import svg
from gemengd.monitor.figure.municipality import KINDS, figures
from monitor import made


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_text_is_smaller_than_twelve_pixels_on_a_phone(width):
    for figure in figures(made.view(), "nl"):
        for spec in filter(None, (figure.spec, figure.wide)):
            for layer in spec["layer"]:
                if layer["mark"]["type"] == "text":
                    # A picture of 300 pixels stands in a page of 320 with 12 on either side.
                    assert layer["mark"]["fontSize"] * min(296 / NARROW, 1) >= 12


def test_every_figure_draws_without_script_style_or_a_role_that_a_reader_would_trip_over():
    for figure in figures(made.view(), "nl"):
        if figure.spec:
            picture = svg(figure.spec, figure.alt)
            assert picture.startswith('<svg role="img" aria-label="')
            assert not re.search(r"<script|style=|onload|class=|id=", picture)
            assert len(re.findall("role=", picture)) == 1


def test_the_same_data_give_the_same_specification():
    first, second = (json.dumps([f.spec for f in figures(made.view(), "en")]) for _ in range(2))
    assert first == second


def test_every_kind_has_a_picture_a_sentence_and_a_table():
    drawn = {figure.key: figure for figure in figures(made.view(), "nl")}
    assert set(drawn) == set(KINDS)
    assert [key for key, figure in drawn.items() if figure.spec is None] == ["indices"]
    assert all(figure.said.sentences and figure.table.rows for figure in drawn.values())


def test_files_have_different_names():
    names = [figure.file_name for figure in figures(made.view(), "nl")]
    assert all(one != other for one, other in combinations(names, 2))
