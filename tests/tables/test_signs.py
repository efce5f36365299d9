# SPDX-License-Identifier: EUPL-1.2
"""Texts that no page can show, or that show something else than what stands there, are refused."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.tables import PUPILS, SCHOOLS, InvalidTable, validate
from gemengd.tables.signs import INVISIBLE, TURNING, UNSHOWABLE


def schools(**changed: object) -> pl.DataFrame:
    row = {
        "school_id": "00AB00",
        "name": "De Weefspoel",
        "sector": "po",
        "board_id": "99101",
        "municipality_id": "GM9901",
        "tracks": ["vmbo", "havo"],
        "first_year": 2020,
        "last_year": 2025,
    }
    return pl.DataFrame([row | changed])


def refusal(frame: pl.DataFrame) -> InvalidTable:
    with pytest.raises(InvalidTable) as caught:
        validate(SCHOOLS, frame)
    return caught.value


def test_the_finding_names_row_column_sign_and_the_mend() -> None:
    frame = schools(name="De\x01 Weefspoel").with_columns(_file=pl.lit("scholen.csv"), _row=pl.lit(7))
    [finding] = refusal(frame).findings
    assert str(finding) == (
        "scholen.csv, row 7, column 'name': found the sign U+0001 at place 3 of 'De\\x01 Weefspoel', "
        "expected a text that a page can show. "
        "Remove the sign; most programs do not show it, so type the text anew where you cannot find it."
    )


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("\x00", "U+0000"),
        ("\x1f", "U+001F"),
        ("\x7f", "U+007F"),
        ("\x9f", "U+009F"),
        ("\ufffe", "U+FFFE"),
        ("\uffff", "U+FFFF"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
    ],
)
def test_what_cannot_be_shown_or_turns_what_follows_is_refused_everywhere(sign: str, told: str) -> None:
    for column in ("name", "denomination", "board_id"):
        [finding] = refusal(schools(**{column: f"a{sign}b"})).findings
        assert (finding.column, finding.found.split(" at ")[0]) == (column, f"the sign {told}")


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200f"])
def test_what_has_no_width_is_refused_in_codes_only(sign: str) -> None:
    assert refusal(schools(school_id=f"00AB{sign}00")).findings[0].column == "school_id"
    assert validate(SCHOOLS, schools(name=f"De Weef{sign}spoel")).height == 1


def test_lists_of_texts_are_looked_through() -> None:
    assert refusal(schools(tracks=["vmbo", "ha\x08vo"])).findings[0].column == "tracks"


@pytest.mark.parametrize(
    "text",
    [
        "Ærø",
        "’s-Gravenhage",
        "School met\ttab",
        "العربية",
        "日本",
        "🏫",
        "de ‘Brug’ – oost",
    ],
)
def test_what_people_write_is_accepted(text: str) -> None:
    assert validate(SCHOOLS, schools(name=text))["name"].to_list() == [text]


def test_a_table_of_pupils_is_held_to_it_too() -> None:
    row = {
        "year": 2024,
        "school_id": "00AB00",
        "characteristic": "all",
        "group": "a\u200bb",
        "low": 1,
        "high": 1,
    }
    with pytest.raises(InvalidTable, match=r"U\+200B \(zero width space\)"):
        validate(PUPILS, pl.DataFrame([row]))


@given(st.text(min_size=1))
def test_a_name_is_refused_exactly_when_it_holds_such_a_sign(text: str) -> None:
    name = f"x{text}x"
    wrong = any(_in(sign, UNSHOWABLE + TURNING) for sign in text)
    frame = schools(name=name)
    if wrong:
        assert "U+" in str(refusal(frame))
    else:
        try:
            validate(SCHOOLS, frame)
        except InvalidTable as problem:
            # Other rules of names may refuse it; this one does not.
            assert "the sign" not in str(problem)  # noqa: PT017


def _in(sign: str, ranges: str) -> bool:
    import re

    return re.match(f"[{ranges}]", sign) is not None


def test_every_set_of_signs_is_a_set_of_ranges() -> None:
    for ranges in (UNSHOWABLE, TURNING, INVISIBLE):
        assert not _in("a", ranges)
        assert not _in("\t", ranges)
        assert not _in("\n", ranges)
