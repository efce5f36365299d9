# SPDX-License-Identifier: EUPL-1.2
"""Placing again takes no place from anybody."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement import deferred_acceptance, family_blocks
from gemengd.placement.audit import Promises, audit
from gemengd.placement.engine.rematch import rematch

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("named.py"))))


def small(seed, children=8, programmes=4):
    """Lists, seats, numbers and priorities of a random small round."""
    rng = np.random.default_rng(seed)
    size = rng.integers(1, programmes + 1, children)
    lists = {f"c{one}": [f"p{p}" for p in rng.permutation(programmes)[:n]] for one, n in enumerate(size)}
    seats = {f"p{p}": int(n) for p, n in enumerate(rng.integers(1, 3, programmes))}
    order = [f"c{one}" for one in rng.permutation(children)]
    rows = [(a, p, int(rng.integers(0, 2))) for a in lists for p in seats]
    categories = pl.DataFrame(rows, schema=["applicant", "programme", "category"], orient="row")
    return lists, seats, order, categories


def compiled(lists, seats, order, categories):
    known = categories.filter(pl.col("applicant").is_in(list(lists)) & pl.col("programme").is_in(list(seats)))
    return made.town(lists, seats, order=[name for name in order if name in lists], categories=known)


def places(frame, column):
    return dict(frame.select("applicant", column).rows())


def block(of):
    """Two pairs of twins."""
    twin = {"c1": "c0", "c4": "c3"}
    names = [twin.get(name, name) for name in of.labels.applicants]
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def test_withdrawals_take_no_place_and_equal_a_full_rerun():
    moved = 0
    for seed in range(40):
        lists, seats, order, categories = small(seed)
        before = compiled(lists, seats, order, categories)
        placed = deferred_acceptance(before.market)
        stay = {name: one for name, one in lists.items() if name not in ("c2", "c5")}
        found = rematch(before, placed, compiled(stay, seats, order, categories))
        assert found.differences.height == 0
        assert found.count("left") == 2
        assert found.count("gave_up") == 0
        moved += found.count("moved_up")
    assert moved > 5


def test_whatever_changes_nobody_who_still_wants_a_place_loses_it():
    lose = differ = 0
    for seed in range(40):
        lists, seats, order, categories = small(seed)
        rng = np.random.default_rng(seed + 10_000)
        first = {name: one for name, one in lists.items() if name not in ("c6", "c7")}
        before = compiled(first, seats, order, categories)
        placed = deferred_acceptance(before.market)
        later = {name: one for name, one in lists.items() if name != "c1"}
        later["c3"] = [f"p{p}" for p in rng.permutation(4)[:2]]
        more = {name: n + int(rng.integers(0, 2)) for name, n in seats.items()}
        after = compiled(later, more, order, categories)
        found = rematch(before, placed, after)
        held, now = places(found.frame, "before"), places(found.frame, "now")
        for name, programme in held.items():
            if programme is not None and name in later and programme in later[name]:
                assert later[name].index(now[name]) <= later[name].index(programme), (seed, name)
        assert audit(found.market, found.placement, after.labels).passed
        lose += found.would_lose
        differ += found.differences.height
    assert lose > 2
    assert differ > lose


def test_a_late_child_with_priority_does_not_push_out_who_has_a_place():
    categories = pl.DataFrame({"applicant": ["late"], "programme": ["x"], "category": [0]})
    before = made.town({"a": ["x"]}, {"x": 1})
    placed = deferred_acceptance(before.market)
    after = made.town({"a": ["x"], "late": ["x"]}, {"x": 1}, categories=categories)
    found = rematch(before, placed, after)
    assert places(found.frame, "now") == {"a": "x", "late": None}
    assert places(found.frame, "full_rerun") == {"a": None, "late": "x"}
    assert (found.would_lose, found.differences.height) == (1, 2)
    assert places(found.frame, "change") == {"a": "kept", "late": "no_place"}


def test_extra_seats_move_children_up_and_the_freed_place_goes_on():
    lists = {"a": ["x"], "b": ["x", "y"], "c": ["y"]}
    before = made.town(lists, {"x": 1, "y": 1})
    placed = deferred_acceptance(before.market)
    found = rematch(before, placed, made.town(lists, {"x": 2, "y": 1}))
    assert places(found.frame, "change") == {"a": "kept", "b": "moved_up", "c": "new"}
    assert next(found.lines()) == "kept 1, moved_up 1, new 1, gave_up 0, left 0, no_place 0"


def test_who_no_longer_lists_the_place_gives_it_up():
    before = made.town({"a": ["x"], "b": ["x"]}, {"x": 1, "y": 1})
    placed = deferred_acceptance(before.market)
    found = rematch(before, placed, made.town({"a": ["y"], "b": ["x"]}, {"x": 1, "y": 1}))
    assert places(found.frame, "change") == {"a": "gave_up", "b": "new"}


def test_who_may_no_longer_have_the_place_by_the_rules_keeps_it():
    before = made.town({"a": ["x"], "b": ["x"]}, {"x": 1})
    placed = deferred_acceptance(before.market)
    closed = pl.DataFrame({"applicant": ["a", "b"], "programme": ["x", "x"], "category": [None, 0]})
    after = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}, categories=closed, other_category=1)
    found = rematch(before, placed, after)
    assert places(found.frame, "now") == {"a": "x", "b": None}


def test_fewer_seats_than_places_given_is_refused():
    lists = {"a": ["x"], "b": ["x"]}
    before = made.town(lists, {"x": 2})
    with pytest.raises(ValueError, match=r"'x' has 1 seats \(all\) and 2 children who hold one"):
        rematch(before, deferred_acceptance(before.market), made.town(lists, {"x": 1}))


def test_a_place_is_kept_when_the_seat_types_change():
    lists = {"a": ["x"], "b": ["x"]}
    before = made.town(lists, {"x": 1})
    split = pl.DataFrame({"programme": ["x", "x"], "seat_type": ["held", "open"], "seats": [1, 0]})
    after = made.town(lists, {"x": 1}, order="ba", seat_types=split)
    found = rematch(before, deferred_acceptance(before.market), after)
    assert places(found.frame, "now") == {"a": "x", "b": None}


def test_twins_stay_together_and_nobody_loses_a_place():
    moved = 0
    for seed in range(25):
        lists, seats, order, categories = small(seed, children=9)
        lists["c1"], lists["c4"] = lists["c0"], lists["c3"]
        first = {name: one for name, one in lists.items() if name not in ("c7", "c8")}
        before = compiled(first, seats, order, categories)
        placed = family_blocks(before.market, block(before))
        later = {name: one for name, one in lists.items() if name != "c2"}
        after = compiled(later, seats, order, categories)
        found = rematch(before, placed, after, block=block(after))
        held, now = places(found.frame, "before"), places(found.frame, "now")
        assert now["c0"] == now["c1"], seed
        assert now["c3"] == now["c4"], seed
        for name, programme in held.items():
            if programme is not None and name in later:
                assert later[name].index(now[name]) <= later[name].index(programme), (seed, name)
        promises = Promises(block=block(after))
        assert audit(found.market, found.placement, after.labels, promises=promises)["families"].count == 0
        moved += found.count("moved_up")
    assert moved > 2


def test_the_order_of_rows_changes_nothing():
    lists, seats, order, categories = small(3)
    before = compiled(lists, seats, order, categories)
    placed = deferred_acceptance(before.market)
    less = {name: lists[name] for name in sorted(lists, reverse=True) if name != "c2"}
    one = rematch(before, placed, compiled(less, seats, order, categories))
    two = rematch(before, placed, compiled(dict(sorted(less.items())), seats, order, categories))
    assert one.frame.equals(two.frame)
