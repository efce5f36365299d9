# SPDX-License-Identifier: EUPL-1.2
"""How a figure is laid out on paper is said in its kind; style sheets know no figure by name."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from gemengd.figures.figure import Paper
from gemengd.monitor.figure.municipality import KINDS


def of_site():
    return Path(finders.find("gemengd/print.css")).read_text(encoding="utf-8")


def of_report():
    return files("gemengd.monitor.reporting").joinpath("templates", "style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("style", [of_site, of_report])
def test_no_figure_is_named(style):
    named = set(re.findall(r"[.-]([a-z]+)", style().replace(".map(", "")))
    assert not named & (set(KINDS) - {"level"})


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper is not Paper.PLAIN])
def test_every_lay_out_has_its_rule_on_paper(paper):
    assert f".gm-paper--{paper.value}" in of_site()
    assert re.search(rf"\.{paper.value}\b|\.{paper.value}-side\b", of_report())


@pytest.mark.parametrize("key", KINDS)
def test_the_picture_for_wide_screens_is_printed_where_the_kind_says_so(get, key):
    page = get("/gemeente/GM9901/").content.decode()
    figure = re.search(rf'<section class="gm-figure [^"]*gm-figure--{key} .*?</section>', page, re.DOTALL)
    source = re.search(r'<source media="([^"]*)"', figure[0])
    if KINDS[key].paper.wide:
        assert source[1] == "(min-width: 42rem)"
    elif source:
        assert source[1] == "screen and (min-width: 42rem)"
