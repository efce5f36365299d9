# SPDX-License-Identifier: EUPL-1.2
"""The Dutch catalogue of the comparison is complete, and its figures are those of the tables."""

from __future__ import annotations

import re
from importlib.resources import files

import polars as pl
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gemengd.placement.compare import (
    Asked,
    chart,
    chart_words,
    compare,
    page,
    rule_set_of_round,
    sentences,
    table,
)
from gemengd.placement.compare.words import TABLE
from gemengd.placement.example.round import example_round
from gemengd.placement.rules import make_round, scheme

SOURCE = files("gemengd.placement")
CHOSEN = {
    *TABLE.values(),
    "Without a place: {now}, was {was}.",
    "Seats left empty: {now}, was {was}.",
    "Pairs of children who would rather swap: {now}, was {was}.",
}
"""Sentences chosen in a variable, which the extractor does not see."""


def catalogue():
    with SOURCE.joinpath("locale", "nl", "compare.po").open("rb") as file:
        return {one.id: one.string for one in read_po(file, locale="nl") if one.id}


@pytest.fixture(scope="module")
def found():
    tables = example_round(80, 6, seed=2, schemes=["weesp_po_2022", "den_haag_po"]).tables
    rounds = [tables[one] for one in ("programmes", "applicants", "preferences")]
    group = pl.when("target_group").then(pl.lit("target")).otherwise(pl.lit("others"))
    return compare(
        [
            rule_set_of_round(name, make_round(*rounds, scheme(name), tables["claims"]))
            for name in ("weesp_po_2022", "den_haag_po")
        ],
        draws=3,
        groups=tables["applicants"].select("applicant", group=group),
        focal="target",
    )


def test_every_sentence_has_a_translation_and_no_translation_is_left_over():
    rows = extract_from_dir(str(SOURCE.joinpath("compare")), [("**.py", "python")], keywords={"say": None})
    assert set(catalogue()) == {row[2] for row in rows} | CHOSEN


def test_translations_hold_the_same_values():
    for english, dutch in catalogue().items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", dutch)), english


def test_the_table_shows_the_means(found):
    header, rows = table(found, "nl")
    assert header == ["", "weesp_po_2022", "den_haag_po"]
    first = found.outcomes.filter(pl.col("group").is_null(), pl.col("measure") == "first_choice")
    assert rows[0][1:] == [f"{100 * one:.1f}%".replace(".", ",") for one in first["value"]]


def test_gains_and_losses_are_told_for_everybody_and_each_group(found):
    parts = dict(sentences(found, Asked(80, 3, "target"), "en"))
    gains = [one for one in parts["den_haag_po"] if "gain (" in one]
    assert [one.split(":")[0] for one in gains] == ["Everybody", "others", "target"]
    worse = found.changes.filter(pl.col("group").is_null(), pl.col("measure") == "worse")["value"][0]
    assert f"{worse:.1%} lose" in gains[0]


def test_segregation_stands_beside_its_chance_level(found):
    said = " ".join(dict(sentences(found, Asked(80, 3, "target"), "en"))["den_haag_po"])
    row = found.segregation.filter(pl.col("index") == "D", pl.col("rules") == "den_haag_po").row(
        0, named=True
    )
    assert f"{row['estimate']:.2f}, was" in said
    assert f"by chance alone about {row['expected']:.2f}" in said


def test_the_page_says_it_all_and_escapes(found):
    parts = [("", ["a < b"]), ("<heading>", ["x"])]
    html = page(parts, table(found, "nl"), "<svg></svg>", "nl")
    assert "a &lt; b" in html
    assert "&lt;heading&gt;" in html
    assert html.count("<tr>") == len(table(found, "nl")[1]) + 1


def test_the_chart_is_in_the_language_asked(found):
    spec = chart(found, chart_words("nl"))
    assert {row["measure"] for row in spec["data"]["values"]} == {
        "geplaatst op de eerste keuze",
        "geplaatst op een van de eerste drie",
        "zonder plaats",
    }
