# SPDX-License-Identifier: EUPL-1.2
"""The figures of all municipalities together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gemengd.monitor import figures
from gemengd.monitor.figure.country.kinds import KINDS
from gemengd.monitor.published.country import country
from gemengd.monitor.published.outlines import outlines
from gemengd.monitor.published.published import Published
from gemengd.monitor.reporting.reading import published as published_of
from gemengd.tables import Workspace
from monitor import made

KIND = "parental_education"


@pytest.fixture(scope="module")
def published(example_workspace):
    return published_of(Workspace(example_workspace))


def with_numbers(published, *rows):
    """The same monitor with these D: (municipality, year, estimate, se, pupils)."""
    copy = object.__new__(Published)
    copy.__dict__ |= published.__dict__
    copy.dissimilarities = {
        (code, "po", KIND, year): made.number("D", d, se, year=year, pupils=pupils, expected=0.05)
        for code, year, d, se, pupils in rows
    }
    return copy


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_figure_is_said_and_drawn(published, code):
    drawn = outlines(published.shapes, published.municipality_of)
    view = country(published, drawn)
    for figure in figures(view, code, kinds=KINDS):
        assert figure.said.known
        assert figure.spec is not None
        assert figure.table.rows
    assert len(view.cells[0].shapes) == 3


def test_estimates_from_the_neighbourhood_say_so(published):
    few = with_numbers(published, ("GM9901", 2025, 0.4, None, 3000.0))
    few.dissimilarities = {
        key: replace(number, status="expected_from_area") for key, number in few.dissimilarities.items()
    }
    said = figures(country(few, {}), "en", kinds=KINDS, draw=False)
    assert said[0].said.sentences[0].startswith("This is an estimate")
    assert said[2].said.sentences[0] == "Estimated from the neighbourhood."
