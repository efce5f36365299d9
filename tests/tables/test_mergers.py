# SPDX-License-Identifier: EUPL-1.2
"""A merged municipality is followed to the code it has today."""

from __future__ import annotations

from datetime import date

import polars as pl

from gemengd.tables import MERGERS, current_codes


def mergers(*rows: tuple[str, str, int]) -> pl.DataFrame:
    frame = [{"old_id": old, "new_id": new, "date": date(year, 1, 1)} for old, new, year in rows]
    return pl.DataFrame(frame, schema=MERGERS.dtypes)


def test_a_chain_is_followed_to_its_end() -> None:
    assert current_codes(mergers(("GM0001", "GM0002", 1990), ("GM0002", "GM0003", 2010))) == {
        "GM0001": "GM0003",
        "GM0002": "GM0003",
    }


def test_a_code_that_was_split_is_left_as_it_is() -> None:
    split = mergers(("GM0001", "GM0002", 2010), ("GM0001", "GM0003", 2010))
    assert current_codes(split) == {}


def test_the_last_of_two_changes_of_one_code_counts() -> None:
    twice = mergers(("GM0001", "GM0002", 1970), ("GM0001", "GM0003", 2010))
    assert current_codes(twice)["GM0001"] == "GM0003"


def test_a_row_that_stands_twice_changes_nothing() -> None:
    assert current_codes(mergers(*[("GM0055", "GM0080", 1984)] * 2)) == {"GM0055": "GM0080"}


def test_a_code_that_succeeds_itself_is_no_change_and_a_circle_ends() -> None:
    assert current_codes(mergers(("GM0540", "GM0540", 1997))) == {}
    circle = current_codes(mergers(("GM0001", "GM0002", 1990), ("GM0002", "GM0001", 2000)))
    assert set(circle) <= {"GM0001", "GM0002"}
