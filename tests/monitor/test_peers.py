# SPDX-License-Identifier: EUPL-1.2
"""Comparable municipalities."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd.monitor.building.peers import peers, standing
from gemengd.monitor.frames import FRAMES, conform
from gemengd.monitor.settings import Settings
from monitor import made


def places(*rows):
    columns = ("municipality_id", "sector", "year", "pupils", "address_density")
    return conform("places", pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None))


def groups(*rows):
    columns = ("municipality_id", "sector", "year", "characteristic", "share")
    frame = pl.DataFrame(rows, schema=columns, orient="row") if rows else pl.DataFrame()
    return conform("groups", frame.with_columns(group=pl.lit("low"), focal=pl.lit(True), known=pl.lit(True)))


NO_GROUPS = conform("groups", pl.DataFrame())
FOUR = places(
    ("GM0001", "po", 2024, 1000, 1000.0),
    ("GM0002", "po", 2024, 1100, 1100.0),
    ("GM0003", "po", 2024, 9000, 5000.0),
    ("GM0004", "po", 2024, 10000, 5100.0),
)


def names(found, municipality, sector="po"):
    return found.filter(municipality_id=municipality, sector=sector).sort("rank")["peer_id"].to_list()


def test_the_most_alike_come_first():
    found = peers(FOUR, NO_GROUPS, Settings())
    assert names(found, "GM0001")[0] == "GM0002"
    assert names(found, "GM0003")[0] == "GM0004"
    assert found.filter(municipality_id="GM0001")["distance"].is_sorted()


def test_nobody_is_its_own_peer():
    found = peers(FOUR, NO_GROUPS, Settings())
    assert not (found["municipality_id"] == found["peer_id"]).any()
    assert found.height == 4 * 3


def test_the_number_of_peers_is_a_setting():
    assert peers(FOUR, NO_GROUPS, Settings(peers=1)).height == 4


def test_equally_alike_stand_in_order_of_their_code():
    alike = places(*((f"GM000{i}", "po", 2024, 1000, 1000.0) for i in (3, 1, 2)))
    assert names(peers(alike, NO_GROUPS, Settings()), "GM0002") == ["GM0001", "GM0003"]


def test_focal_shares_count():
    alike = places(*((f"GM000{i}", "po", 2024, 1000, 1000.0) for i in (1, 2, 3)))
    shares = groups(*((f"GM000{i}", "po", 2024, "income", s) for i, s in ((1, 0.1), (2, 0.9), (3, 0.2))))
    assert names(peers(alike, shares, Settings()), "GM0001") == ["GM0003", "GM0002"]


def test_what_is_not_known_of_both_is_not_compared():
    some = places(
        ("GM0001", "po", 2024, 1000, None),
        ("GM0002", "po", 2024, 1000, 1.0),
        ("GM0003", "po", 2024, 5000, 9.0),
    )
    found = peers(some, NO_GROUPS, Settings())
    assert names(found, "GM0001") == ["GM0002", "GM0003"]
    assert found["distance"].is_finite().all()


def test_sectors_have_their_own_peers():
    both = places(
        ("GM0001", "po", 2024, 10, 1.0), ("GM0002", "po", 2024, 10, 1.0), ("GM0003", "vo", 2024, 10, 1.0)
    )
    found = peers(both, NO_GROUPS, Settings())
    assert names(found, "GM0001") == ["GM0002"]
    assert names(found, "GM0003", "vo") == []


def test_the_last_year_of_each_is_compared():
    years = places(
        ("GM0001", "po", 2020, 9000, 1.0),
        ("GM0001", "po", 2024, 1000, 1.0),
        ("GM0002", "po", 2024, 1000, 1.0),
        ("GM0003", "po", 2023, 9000, 1.0),
    )
    assert names(peers(years, NO_GROUPS, Settings()), "GM0001")[0] == "GM0002"


def test_no_places_no_peers():
    found = peers(conform("places", pl.DataFrame()), NO_GROUPS, Settings())
    assert (found.height, dict(found.schema)) == (0, FRAMES["peers"].dtypes)


def numbers(*rows):
    columns = ("municipality_id", "estimate", "se", "status")
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        sector=pl.lit("po"), year=pl.lit(2024), characteristic=pl.lit("income"), indicator=pl.lit("D")
    )
    return conform("indicators", frame)


def known(*codes):
    return {(code, "po", 2024, "income"): made.calibration() for code in codes}


NEARBY = peers(FOUR, NO_GROUPS, Settings())


def test_standing_tells_certain_differences_from_noise(row):
    found = standing(
        numbers(
            ("GM0001", 0.30, 0.01, "ok"),
            ("GM0002", 0.31, 0.01, "ok"),
            ("GM0003", 0.40, 0.01, "ok"),
            ("GM0004", 0.10, 0.01, "ok"),
        ),
        NEARBY,
        known("GM0001", "GM0002", "GM0003", "GM0004"),
    )
    own = row(found, municipality_id="GM0001")
    assert (own["compared"], own["lower"], own["higher"]) == (3, 1, 2)
    assert (own["surely_lower"], own["surely_higher"]) == (1, 1)
    assert (own["peers_lowest"], own["peers_median"], own["peers_highest"]) == (0.10, 0.31, 0.40)


def test_expected_numbers_have_no_certainty_and_are_not_set_beside_observed_ones(row):
    found = standing(
        numbers(
            ("GM0001", 0.30, None, "expected_from_area"),
            ("GM0002", 0.31, None, "expected_from_area"),
            ("GM0003", 0.40, 0.01, "ok"),
        ),
        NEARBY,
        known("GM0003"),
    )
    own = row(found, municipality_id="GM0001")
    assert (own["compared"], own["higher"], own["surely_higher"]) == (1, 1, None)
    alone = row(found, municipality_id="GM0003")
    assert (alone["compared"], alone["status"]) == (0, "no_other_municipality")


def test_a_number_that_is_missing_keeps_its_reason(row):
    found = standing(numbers(("GM0001", None, None, "one_group")), NEARBY, {})
    assert row(found)["status"] == "one_group"
    assert row(found)["compared"] == pytest.approx(0)
