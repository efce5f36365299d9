# SPDX-License-Identifier: EUPL-1.2
"""From tables to a market: the same whatever the order of rows, and clear about what is wrong."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from gemengd.placement import MECHANISMS, compile_market, top_trading_cycles
from gemengd.placement.market.keys import UNACCEPTABLE, category_of, ticket_of
from gemengd.tables import InvalidTable


@pytest.fixture
def tables():
    """Six applicants, three programmes, two families, categories at some places."""
    rng = np.random.default_rng(3)
    names = [f"a{n}" for n in range(6)]
    rows = [(a, r + 1, f"p{p}") for a in names for r, p in enumerate(rng.permutation(3))]
    return {
        "programmes": pl.DataFrame({"programme": ["p0", "p1", "p2"], "seats": [1, 2, 1]}),
        "applicants": pl.DataFrame({"applicant": names, "family": ["f0", "f0", "f1", "f2", "f3", "f4"]}),
        "preferences": pl.DataFrame(rows, schema=["applicant", "rank", "programme"], orient="row"),
        "tickets": pl.DataFrame({"applicant": names, "ticket": ["c4", "0b", "77", "e1", "a9", "12"]}),
        "categories": pl.DataFrame(
            {"applicant": ["a0", "a3", "a5"], "programme": ["p1", "p0", "p2"], "category": [0, 0, None]}
        ),
    }


def _bytes(compiled):
    market = compiled.market
    arrays = (market.start, market.slot, market.key, market.rank, market.seats, market.programme)
    return [array.tobytes() for array in arrays], compiled.labels.applicants.to_list()


def _shuffled(tables, seed):
    return {
        name: table.sample(fraction=1.0, shuffle=True, seed=seed)[:, ::-1] for name, table in tables.items()
    }


def test_the_order_of_rows_and_columns_changes_no_bit(tables):
    first = compile_market(**tables)
    for seed in range(5):
        again = compile_market(**_shuffled(tables, seed))
        assert _bytes(again) == _bytes(first)
        for name, mechanism in MECHANISMS.items():
            options = (np.ones(3, dtype=bool),) if name == "first_preference_first" else ()
            one, other = (mechanism.run(each.market, *options) for each in (first, again))
            assert one.entry.tobytes() == other.entry.tobytes(), name


def test_new_names_for_applicants_change_no_placement(tables):
    renamed = {f"a{n}": f"z{9 - n}" for n in range(6)}
    other = {
        name: table.with_columns(pl.col("applicant").replace(renamed))
        if "applicant" in table.columns
        else table
        for name, table in tables.items()
    }
    for name, mechanism in MECHANISMS.items():
        options = (np.array([True, False, True]),) if name == "first_preference_first" else ()
        outcome = []
        for each in (tables, other):
            compiled = compile_market(**each)
            placed = mechanism.run(compiled.market, *options).frame(compiled.labels)
            outcome.append(dict(placed.select("applicant", "programme").iter_rows()))
        assert outcome[1] == {renamed[applicant]: where for applicant, where in outcome[0].items()}, name


def test_applicants_are_numbered_by_their_ticket(tables):
    compiled = compile_market(**tables)
    assert compiled.labels.applicants.to_list() == ["a1", "a5", "a2", "a4", "a0", "a3"]
    market = compiled.market
    accepted = market.key != UNACCEPTABLE
    assert (ticket_of(market.key)[accepted] == market.owner()[accepted]).all()


def test_who_has_no_category_comes_after_all_who_have(tables):
    market = compile_market(**tables).market
    accepted = market.key[market.key != UNACCEPTABLE]
    assert sorted(np.unique(category_of(accepted), return_counts=True)[1].tolist()) == [2, 15]
    assert (market.key == UNACCEPTABLE).sum() == 1


def test_one_number_per_programme_ranks_within_the_programme(tables):
    pairs = tables["preferences"].select("applicant", "programme")
    tables["tickets"] = pairs.with_columns(
        ticket=pl.struct("applicant", "programme").hash(seed=1).cast(pl.String)
    )
    market = compile_market(**tables, lottery="programme").market
    for slot in range(3):
        key = market.key[(market.slot == slot) & (market.key != UNACCEPTABLE)]
        assert np.unique(ticket_of(key)).size == key.size
        assert ticket_of(key).max() < 6


def test_children_with_a_family_number_follow_each_other(tables):
    tables["tickets"] = pl.DataFrame({"family": [f"f{n}" for n in range(5)], "ticket": [3, 1, 4, 0, 2]})
    names = compile_market(**tables, lottery="family").labels.applicants.to_list()
    assert names == ["a4", "a2", "a5", "a0", "a1", "a3"]


def test_top_trading_cycles_can_trade_what_was_not_listed():
    # b has priority at p but wants q only; a, with priority at q, wants p. Only a market that knows b's
    # priority at p lets them trade.
    frames = (
        pl.DataFrame({"programme": ["p", "q"], "seats": [1, 1]}),
        pl.DataFrame({"applicant": ["a", "b", "c"]}),
        pl.DataFrame(
            [("a", 1, "p"), ("b", 1, "q"), ("c", 1, "p"), ("c", 2, "q")],
            schema=["applicant", "rank", "programme"],
            orient="row",
        ),
        pl.DataFrame({"applicant": ["a", "b", "c"], "ticket": [1, 2, 0]}),
    )
    categories = pl.DataFrame({"applicant": ["b", "a"], "programme": ["p", "q"], "category": [0, 0]})
    outcomes = []
    for tradable in (False, True):
        compiled = compile_market(*frames, categories=categories, tradable=tradable)
        outcomes.append(top_trading_cycles(compiled.market).frame(compiled.labels)["programme"].to_list())
    assert outcomes == [[None, "q", "p"], ["p", "q", None]]


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("preferences", lambda t: t.with_columns(programme=pl.lit("p9")), "'p9' at applicant 'a0'"),
        ("preferences", lambda t: t.with_columns(applicant=pl.lit("x")), "an applicant of the round"),
        ("preferences", lambda t: pl.concat([t, t.head(1)]), "each programme once per applicant"),
        ("preferences", lambda t: t.with_columns(rank=pl.lit(1)), "each rank once per applicant"),
        ("preferences", lambda t: t.with_columns(rank=pl.col("rank") - 1), "a whole number, 1 or more"),
        ("preferences", lambda t: t.drop("rank"), "column 'rank'"),
        ("programmes", lambda t: t.with_columns(seats=pl.lit(-1)), "-1 at programme 'p0'"),
        ("programmes", lambda t: t.with_columns(seats=pl.lit(1.5)), "1.5 at programme 'p0'"),
        ("programmes", lambda t: pl.concat([t, t]), "each programme once"),
        ("applicants", lambda t: pl.concat([t, t.head(1)]), "each applicant once"),
        ("tickets", lambda t: t.head(5), "a ticket for every applicant"),
        ("tickets", lambda t: t.with_columns(ticket=pl.lit("00")), "a different ticket for everybody"),
        ("categories", lambda t: t.with_columns(category=pl.lit(-1)), "0 or more"),
        ("categories", lambda t: t.with_columns(programme=pl.lit("p9")), "a programme of the round"),
        ("categories", lambda t: t.with_columns(applicant=pl.lit("x")), "an applicant of the round"),
    ],
)
def test_a_faulty_table_is_refused(tables, table, change, message):
    tables[table] = change(tables[table])
    with pytest.raises(InvalidTable, match=message) as refused:
        compile_market(**tables)
    assert refused.value.table == table


def test_seat_types_must_add_up(tables):
    seat_types = pl.DataFrame({"programme": ["p1", "p1"], "seat_type": ["x", "y"], "seats": [1, 2]})
    with pytest.raises(InvalidTable, match="add up to those of the programme"):
        compile_market(**tables, seat_types=seat_types)


def test_a_walk_over_an_unknown_seat_type_is_refused(tables):
    walks = pl.DataFrame({"type": [""], "seat_type": ["moon"], "position": [0]})
    with pytest.raises(InvalidTable, match="'moon'"):
        compile_market(**tables, walks=walks)


def test_a_distance_that_decides_must_be_known(tables):
    seat_types = pl.DataFrame({"programme": ["p0"], "seat_type": ["near"], "seats": [1], "ordered": [True]})
    with pytest.raises(InvalidTable, match="an order for everyone"):
        compile_market(**tables, seat_types=seat_types)


def test_a_category_that_does_not_fit_the_key_is_refused(tables):
    with pytest.raises(ValueError, match="category is 5000; expected 0 to 4095"):
        compile_market(**tables, other_category=5000)


def test_an_unknown_lottery_is_refused(tables):
    with pytest.raises(ValueError, match="lottery is 'dice'"):
        compile_market(**tables, lottery="dice")


def test_a_round_without_applicants_compiles(tables):
    empty = {name: table.clear() if name != "programmes" else table for name, table in tables.items()}
    compiled = compile_market(**empty)
    assert MECHANISMS["deferred_acceptance"].run(compiled.market).frame(compiled.labels).height == 0
