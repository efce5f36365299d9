# SPDX-License-Identifier: EUPL-1.2
"""Housing, sorting and mixing: terms that add up."""

from __future__ import annotations

from gemengd.figures.palette import ACCENT, GREY, INK, SECOND
from gemengd.monitor.figure import ladder
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import marks, texts

EN = language("en")


def cell(**more):
    terms = {"total": 0.1, "housing": 0.07, "sorting": 0.05, "mixing": 0.02}
    return made.cell(
        made.number(), *(made.number(f"M_{name}", value, **more) for name, value in terms.items())
    )


def test_the_terms_are_told_as_a_sum():
    said = ladder.say(cell(), EN).sentences
    assert said == ("Total 0.100 = housing 0.070 + sorting within areas 0.050 − mixing across areas 0.020.",)


def test_an_estimate_is_called_so():
    assert (
        ladder.say(cell(status="expected_from_area"), EN).sentences[0] == "Estimated from the neighbourhood."
    )


def test_a_term_that_is_missing_takes_all_words_and_the_picture_away():
    alone = made.cell(made.number(), made.number("M_total", None, None, status="no_home_areas"))
    assert not ladder.say(alone, EN).known
    assert "where the pupils live is not known" in ladder.say(alone, EN).sentences[0]
    assert ladder.draw(alone, EN) is None


def test_the_picture_ends_where_the_sum_ends():
    spec = ladder.draw(cell(), EN)
    ends = {color: marks(spec, "rect", fill=color)[0]["x2"] for color in (ACCENT, SECOND, GREY, INK)}
    assert ends[SECOND] == ends[GREY] > ends[ACCENT]
    assert marks(spec, "rect", fill=GREY)[0]["x"] == ends[INK]
    assert [text for text in texts(spec) if text[-1].isdigit()] == ["0.070", "+0.050", "−0.020", "0.100"]


def test_the_table_holds_every_term():
    rows = ladder.table(cell(), EN).rows
    assert [row["estimate"] for row in rows] == [0.07, 0.05, 0.02, 0.1]
