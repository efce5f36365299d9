# SPDX-License-Identifier: EUPL-1.2
"""Chances are those of the draw, and a short list is warned about."""

from __future__ import annotations

import runpy
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement import deferred_acceptance
from gemengd.placement.engine.chances import RISKY, chances, chances_of_list
from gemengd.placement.engine.cutoffs import cut_offs
from gemengd.placement.explain import band, warning
from gemengd.placement.market.keys import UNACCEPTABLE
from work_done import lines_run

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("named.py"))))
LISTS = {"a": ["x", "y"], "b": ["x"], "c": ["y", "x"], "d": ["x", "y"]}
SEATS = {"x": 1, "y": 1}


def exact():
    """Chances over all orders of four children."""
    count: dict[tuple[str, str | None], int] = {}
    for order in permutations("abcd"):
        compiled = made.town(LISTS, SEATS, order=order)
        for row in deferred_acceptance(compiled.market).frame(compiled.labels).to_dicts():
            pair = row["applicant"], row["programme"]
            count[pair] = count.get(pair, 0) + 1
    return {pair: times / 24 for pair, times in count.items()}


def test_chances_of_another_draw_are_those_of_all_draws():
    compiled = made.town(LISTS, SEATS)
    found = chances(compiled.market, compiled.labels, draws=2000, seed=3)
    expected = exact()
    for row in found.frame.to_dicts():
        truth = expected.get((row["applicant"], row["programme"]), 0.0)
        assert abs(row["chance"] - truth) <= 4 * max(row["error"], 1e-9), row
    for row in found.no_place.to_dicts():
        assert abs(row["chance"] - expected.get((row["applicant"], None), 0.0)) <= 4 * row["error"] + 1e-9


@pytest.mark.parametrize("resample", ["tickets", "applicants"])
def test_the_chances_of_a_child_add_up_to_one(resample):
    market = made.crowd(300, 6, 4, groups=2)
    found = chances(market, made.named(market), resample=resample, draws=50)
    total = found.frame.group_by("applicant").agg(pl.col("chance").sum())
    both = total.join(found.no_place, on="applicant")
    assert ((both["chance"] + both["chance_right"]) - 1).abs().max() < 1e-12
    assert found.resampled == resample


def test_another_year_of_the_same_families_gives_about_the_same_chances():
    market = made.crowd(2000, 8, 3, groups=2)
    labels = made.named(market)
    one = chances(market, labels, draws=150, seed=1).frame
    two = chances(market, labels, resample="applicants", draws=150, seed=1).frame
    both = one.join(two, on=["applicant", "rank", "programme"])
    assert (both["chance"] - both["chance_right"]).abs().mean() < 0.03


def test_another_year_is_less_sure_than_another_draw():
    """A school that is just full now may have room next year."""
    lists = {f"c{one}": ["x"] for one in range(40)}
    compiled = made.town(lists, {"x": 40})
    now = chances(compiled.market, compiled.labels, draws=100)
    assert now.no_place["chance"].max() == 0
    lists |= {f"d{one}": ["y"] for one in range(40)}
    compiled = made.town(lists, {"x": 40, "y": 40})
    later = chances(compiled.market, compiled.labels, resample="applicants", draws=400)
    assert later.no_place["chance"].min() > 0.01


def test_more_families_make_every_chance_smaller():
    market = made.crowd(400, 6, 3)
    labels = made.named(market)
    few, many = (
        chances(market, labels, resample="applicants", draws=100, size=size).no_place["chance"].mean()
        for size in (300, 600)
    )
    assert few < many


def test_a_longer_list_makes_no_place_less_likely_and_the_chances_above_stay():
    market = made.crowd(600, 6, 3, room=0.9)
    known = cut_offs(market, 200, seed=5)
    slots = np.array([0, 1, 2, 3, 4, 5])
    found = [chances_of_list(market, known, slots[:n], np.zeros(n, np.int64)) for n in range(1, 7)]
    no_place = [one.no_place for one in found]
    assert no_place == sorted(no_place, reverse=True)
    assert no_place[0] > no_place[-1]
    for one in found:
        assert one.programmes.tolist() == found[-1].programmes[: one.programmes.size].tolist()


def test_a_list_that_is_closed_to_the_child_gives_no_place():
    market = made.crowd(60, 3, 2)
    known = cut_offs(market, 10, seed=0)
    found = chances_of_list(market, known, np.array([1]), np.array([UNACCEPTABLE]))
    assert (found.no_place, found.risky) == (1.0, True)


def test_a_better_group_has_a_better_chance():
    market = made.crowd(400, 5, 3, groups=3)
    known = cut_offs(market, 100, seed=2)
    slot = np.array([0])
    chance = [chances_of_list(market, known, slot, np.array([group << 40])).no_place for group in range(3)]
    assert chance == sorted(chance)
    assert chance[0] < chance[-1]


def test_a_number_per_school_is_drawn_per_school():
    """With lists of full length and one number, who fails at one school fails at the next like it."""
    rng = np.random.default_rng(0)
    lists = {f"c{one}": [f"p{p}" for p in rng.permutation(2)] for one in range(200)}
    pairs = [(a, p) for a in lists for p in ("p0", "p1")]
    tickets = pl.DataFrame(pairs, schema=["applicant", "programme"], orient="row")
    tickets = tickets.with_columns(ticket=pl.Series(rng.permutation(400)))
    seats = {"p0": 50, "p1": 50}
    single = made.town(lists, seats)
    several = made.town(lists, seats, tickets=tickets, lottery="programme")
    options = {"resample": "applicants", "draws": 200}
    first = [
        chances(one.market, one.labels, **options).frame.filter(pl.col("rank") == 2)["chance"].mean()
        for one in (single, several)
    ]
    assert first[0] < 0.05 < first[1]


def test_short_lists_of_weesp_are_warned_about_before_the_draw():
    """75 children, one short list: the child with one school is at risk, the others are not."""
    lists = {f"c{one}": ["x", "y", "z"] for one in range(30)} | {"short": ["x"]}
    compiled = made.town(lists, {"x": 15, "y": 10, "z": 10})
    found = chances(compiled.market, compiled.labels, draws=300)
    risky = found.no_place.filter(pl.col("risky"))
    assert risky["applicant"].to_list() == ["short"]
    assert risky["listed"].to_list() == [1]


def test_the_seed_decides_and_threads_do_not():
    market = made.crowd(200, 5, 3)
    labels = made.named(market)
    one = chances(market, labels, draws=40, seed=1)
    assert one.frame.equals(chances(market, labels, draws=40, seed=1, threads=2).frame)
    assert not one.frame.equals(chances(market, labels, draws=40, seed=2).frame)


def test_a_list_can_be_judged_while_somebody_types():
    steps = []
    for children in (500, 5000):
        market = made.crowd(children, 60, 8)
        given = market, cut_offs(market, 20, seed=0), np.arange(8), np.zeros(8, np.int64)
        steps.append(lines_run(lambda given=given: chances_of_list(*given)))
    # The round is not drawn again: how many children there were does not matter.
    assert steps[0] == steps[1]


@pytest.mark.parametrize(
    ("chance", "dutch", "english"),
    [
        (0.0, "minder dan 1 van de 20", "less than 1 in 20"),
        (0.05, "ongeveer 1 van de 10", "about 1 in 10"),
        (0.31, "ongeveer 3 van de 10", "about 3 in 10"),
        (0.95, "ongeveer 9 van de 10", "about 9 in 10"),
        (0.97, "meer dan 19 van de 20", "more than 19 in 20"),
    ],
)
def test_a_chance_is_said_as_a_band(chance, dutch, english):
    assert (band(chance), band(chance, "en")) == (dutch, english)


def test_the_warning_names_the_chance_and_gives_no_strategy():
    assert warning(RISKY) is None
    text = warning(0.32)
    assert text == (
        "Met deze lijst kan uw kind zonder plaats blijven. Die kans is ongeveer 3 van de 10. "
        "Met meer scholen op uw lijst is die kans kleiner."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"resample": "schools"}, "resample is 'schools'"),
        ({"resample": "applicants", "draws": 0}, "draws is 0"),
        ({"resample": "applicants", "size": -1}, "size -1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, message):
    market = made.crowd(20, 3, 2)
    with pytest.raises(ValueError, match=message):
        chances(market, made.named(market), **options)


def test_a_chance_outside_zero_and_one_is_refused():
    with pytest.raises(ValueError, match=r"chance is 1\.2"):
        band(1.2)
