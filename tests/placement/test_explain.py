# SPDX-License-Identifier: EUPL-1.2
"""What a child is told is true, and says nothing about other children."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement import MECHANISMS, Labels, boston, deferred_acceptance
from gemengd.placement.audit import Promises
from gemengd.placement.explain import (
    INVERTED,
    LANGUAGES,
    Terms,
    explain,
    explain_all,
    explanation,
    gather,
)

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("named.py"))))
GROUPS = {0: {"nl": "broer of zus", "en": "sibling"}, 1: {"nl": "geen voorrang", "en": "no priority"}}


def told(market, outcome, who, terms=None):
    return explanation(gather(market, outcome, terms), made.named(market), f"a{who}")


def moved(problem, who, place):
    """The same round with an applicant drawn at another place."""
    order = [one for one in range(len(problem.lists)) if one != who]
    order.insert(place, who)
    rank = np.argsort(order)
    ticket = np.tile(rank[:, None], (1, problem.ticket.shape[1]))
    return replace(problem, ticket=ticket.astype(np.int64))


def most_that_does(problem, who, programme, run, shift=moved):
    """The highest number with which this programme would take the applicant, by trying them all."""
    category = problem.category.copy()
    category[who, np.arange(category.shape[1]) != programme] = -1
    only = replace(problem, category=category)
    places = range(len(problem.lists))
    got = [int(run(shift(only, who, place).market()).programme[who]) for place in places]
    good = [place + 1 for place in places if got[place] == programme]
    assert good == list(range(1, len(good) + 1)), "a better number harmed"
    return max(good, default=None)


def numbered(refusal):
    return int(refusal.programme[1:])


@pytest.mark.parametrize("name", ["deferred_acceptance", "boston"])
def test_the_number_that_would_have_done_is_found_by_trying_all(problem, name):
    tried = none = chains = 0
    run = MECHANISMS[name].run
    for seed in range(60):
        one = problem(seed, applicants=8, programmes=4, categories=3)
        market = one.market()
        outcome = run(market)
        evidence = gather(market, outcome, Terms(promises=Promises(mechanism=name)))
        for who in range(8):
            for refusal in explanation(evidence, made.named(market), f"a{who}").refusals:
                expected = most_that_does(one, who, numbered(refusal), run)
                assert refusal.enough == expected, (seed, who, refusal)
                tried += 1
                none += expected is None
                numbers = [kind.last_number for kind in refusal.kinds]
                chains += expected is not None and expected not in numbers
    assert tried > 100
    assert none > 10
    if name == "deferred_acceptance":
        assert chains > 0  # the number of the last one placed is not always the answer


def test_without_priorities_the_last_number_is_the_one_that_would_have_done(problem):
    for seed in range(40):
        one = problem(seed, applicants=8, categories=1)
        market = one.market()
        outcome = deferred_acceptance(market)
        for who in range(8):
            for refusal in told(market, outcome, who).refusals:
                assert refusal.enough == refusal.kinds[0].last_number
                assert refusal.enough == most_that_does(one, who, numbered(refusal), deferred_acceptance)


def test_with_a_number_per_school_only_that_schools_number_is_tried(problem):
    tried = 0
    for seed in range(40):
        one = problem(seed, applicants=7, lottery="programme")
        market = one.market()
        outcome = deferred_acceptance(market)
        for who in range(7):
            known = told(market, outcome, who)
            assert known.number is None
            for refusal in known.refusals:
                programme = numbered(refusal)

                def shift(only, who, place, programme=programme):
                    column = [x for x in np.argsort(only.ticket[:, programme]) if x != who]
                    column.insert(place, who)
                    ticket = only.ticket.copy()
                    ticket[:, programme] = np.argsort(column)
                    return replace(only, ticket=ticket)

                expected = most_that_does(one, who, programme, deferred_acceptance, shift)
                assert refusal.enough == expected
                tried += 1
    assert tried > 30


def test_with_the_number_that_would_have_done_the_child_gets_that_place_or_a_better_one(problem):
    for seed in range(40):
        one = problem(seed, applicants=8, programmes=4, categories=3)
        market = one.market()
        outcome = deferred_acceptance(market)
        for who in range(8):
            for refusal in told(market, outcome, who).refusals:
                if refusal.enough is not None:
                    again = deferred_acceptance(moved(one, who, refusal.enough - 1).market())
                    assert 1 <= again.rank[who] <= refusal.rank


def test_another_order_really_gives_no_place_at_these_schools_under_deferred_acceptance(problem):
    from itertools import permutations

    for seed in range(15):
        one = problem(seed, applicants=6)
        market = one.market()
        outcome = deferred_acceptance(market)
        for who in range(6):
            known = told(market, outcome, who)
            assert not known.order_matters
            refused = {int(refusal.programme[1:]) for refusal in known.refusals}
            for other in permutations(one.lists[who]):
                found = deferred_acceptance(one.with_list(who, other).market()).programme[who]
                assert int(found) not in refused


@pytest.mark.parametrize("name", ["boston", "eada", "stable_improvement_cycles", "school_proposing"])
def test_where_the_order_of_the_list_can_count_the_letter_says_so(name):
    market = made.crowd(60, 4, 3)
    outcome = MECHANISMS[name].run(market)
    who = int(np.argmax(outcome.rank))
    terms = Terms(promises=Promises(mechanism=name))
    letter = explain(market, outcome, made.named(market), f"a{who}", "en", terms=terms).text()
    assert "the order of the list can make a difference" in letter
    assert "Another order of your list" not in letter


def test_rules_can_say_that_the_order_counts():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    terms = Terms(order_counts=True)
    assert told(market, deferred_acceptance(market), 1, terms).order_matters


def school(groups):
    """One school with six seats; the children stand in these groups, in the order of their numbers."""
    lists = {f"c{one}": ["x"] for one in range(len(groups))}
    rows = [(name, "x", group) for name, group in zip(lists, groups, strict=True)]
    categories = pl.DataFrame(rows, schema=["applicant", "programme", "category"], orient="row")
    return made.town(lists, {"x": 6}, categories=categories, order=list(lists))


def test_the_letter_gives_group_seats_last_one_and_own_number():
    compiled = school([1] * 8)
    outcome = deferred_acceptance(compiled.market)
    terms = Terms(groups=GROUPS, audited=True)
    text = explain(compiled.market, outcome, compiled.labels, "c7", "nl", terms=terms).text()
    for sentence in (
        "Uw kind (c7) heeft nog geen plaats.",
        "Waarom niet x? (keuze 1)",
        "Aantal plaatsen op deze school in deze ronde: 6.",
        "Uw kind zit in de groep ‘geen voorrang’.",
        "Het laatste kind dat een plaats kreeg, had nummer 6. U hebt nummer 8.",
        "Met nummer 6 of lager had uw kind hier een plaats gekregen",
        "Met een andere volgorde van uw lijst had uw kind ook geen plaats gekregen op deze scholen.",
        "Uw kind staat op plaats 2 van de reservelijst van deze school.",
        "niemand die volgens de regels na uw kind komt",
    ):
        assert sentence in text


def test_a_group_that_goes_before_is_named_when_five_or_more_of_it_were_placed():
    compiled = school([1, 0, 0, 0, 0, 0, 0])
    outcome = deferred_acceptance(compiled.market)
    terms = Terms(groups=GROUPS)
    text = explain(compiled.market, outcome, compiled.labels, "c0", "en", terms=terms).text()
    assert "All these seats went to children in groups that go before yours." in text
    assert "was in the group “sibling”" in text
    assert "No lottery number would have been enough here." in text


def test_a_small_group_is_not_named():
    groups = {**GROUPS, 2: {"en": "others"}}
    compiled = school([2, 1, 0, 0, 0, 0, 0])
    outcome = deferred_acceptance(compiled.market)
    terms = Terms(groups=groups)
    text = explain(compiled.market, outcome, compiled.labels, "c0", "en", terms=terms).text()
    assert "groups that go before yours" in text
    assert "no priority" not in text
    assert "sibling" not in text


def test_a_declared_order_is_told_as_places_not_metres():
    rows = [("a", "x", 0, 900), ("b", "x", 0, 120), ("c", "x", 0, 350)]
    columns = ["applicant", "programme", "category", "order"]
    compiled = made.town(
        {"a": ["x"], "b": ["x"], "c": ["x"]},
        {"x": 2},
        categories=pl.DataFrame(rows, schema=columns, orient="row"),
        seat_types=pl.DataFrame({"programme": ["x"], "seat_type": ["near"], "seats": [2], "ordered": [True]}),
        walks=pl.DataFrame({"type": [""], "seat_type": ["near"], "position": [0]}),
    )
    outcome = deferred_acceptance(compiled.market)
    text = explain(compiled.market, outcome, compiled.labels, "a", "en").text()
    assert "The last child who got a seat was at place 2. Your child was at place 3." in text
    assert not any(str(metres) in text for metres in (900, 120, 350))


def test_under_boston_the_last_choice_that_got_a_seat_is_told():
    market = made.town({"a": ["x", "y"], "b": ["y"], "c": ["x"]}, {"x": 1, "y": 1}, order="cba").market
    terms = Terms(promises=Promises(mechanism="boston"))
    outcome = boston(market)
    text = explain(market, outcome, made.named(market), "a2", "en", terms=terms).text()
    assert "had this school as choice 1" in text


def test_where_places_are_traded_no_last_number_is_given():
    market = made.crowd(60, 4, 3)
    outcome = MECHANISMS["top_trading_cycles"].run(market)
    who = int(np.argmax(outcome.rank))
    terms = Terms(promises=Promises(mechanism="top_trading_cycles"))
    text = explain(market, outcome, made.named(market), f"a{who}", "en", terms=terms).text()
    assert "So there is no last number to give." in text
    assert "or lower" not in text


def test_the_inverted_reserve_list_of_amsterdam_turns_the_order_round():
    lists = {name: ["x"] for name in "abcd"}
    compiled = made.town(lists, {"x": 1})
    outcome = deferred_acceptance(compiled.market)
    places = {}
    for kind in ("normal", INVERTED):
        seen = gather(compiled.market, outcome, Terms(reserve_list=kind))
        places[kind] = [explanation(seen, compiled.labels, name).refusals[0].position for name in "bcd"]
    assert places == {"normal": [1, 2, 3], INVERTED: [3, 2, 1]}


def test_a_round_without_reserve_list_promises_none():
    compiled = school([1] * 8)
    outcome = deferred_acceptance(compiled.market)
    terms = Terms(reserve_list=None)
    text = explain(compiled.market, outcome, compiled.labels, "c7", "en", terms=terms).text()
    assert "reserve list" not in text


def test_priority_counts_on_the_reserve_list_unless_the_rules_say_no():
    compiled = school([1, 1, 0, 0, 0, 0, 0, 0, 0])
    outcome = deferred_acceptance(compiled.market)
    first = {}
    for counts in (True, False):
        seen = gather(compiled.market, outcome, Terms(reserve_priorities=counts))
        first[counts] = explanation(seen, compiled.labels, "c8").refusals[0].position
    assert first == {True: 1, False: 3}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_law_is_stated_unless_the_municipality_supplies_it(language):
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    outcome = deferred_acceptance(market)
    labels = made.named(market)
    plain = explain(market, outcome, labels, "a1", language).text()
    assert not any(word in plain for word in ("zes weken", "6 weken", "six weeks", "6 weeks", "Awb"))
    clause = {"nl": "Bezwaar kan tot 1 juni.", "en": "Object before 1 June."}
    own = explain(market, outcome, labels, "a1", language, terms=Terms(objection=clause)).text()
    assert clause[language] in own


def test_a_family_hears_its_familys_number():
    people = pl.DataFrame({"applicant": ["a", "b", "c"], "family": ["f", "f", "g"]})
    tickets = pl.DataFrame({"family": ["f", "g"], "ticket": [1, 0]})
    lists = {name: ["x"] for name in "abc"}
    compiled = made.town(lists, {"x": 1}, applicants=people, tickets=tickets, lottery="family")
    outcome = deferred_acceptance(compiled.market)
    known = explanation(gather(compiled.market, outcome), compiled.labels, "b")
    assert (known.number, known.numbers) == (2, 2)
    assert known.refusals[0].kinds[0].last_number == 1
    text = explain(compiled.market, outcome, compiled.labels, "b", "nl").text()
    assert "Het lotnummer van uw gezin is 2." in text


def test_relabelling_the_others_changes_nothing():
    market = made.crowd(200, 6, 4, groups=2)
    outcome, labels = deferred_acceptance(market), made.named(market)
    for who in range(0, 200, 7):
        names = [name if one == who else f"other {one}" for one, name in enumerate(labels.applicants)]
        other = Labels(pl.Series(names), labels.programmes, labels.seat_types)
        for code in LANGUAGES:
            first = explain(market, outcome, labels, f"a{who}", code).html()
            assert first == explain(market, outcome, other, f"a{who}", code).html()


def test_no_letter_holds_another_pseudonym():
    market = made.crowd(150, 6, 4, groups=2)
    names = [f"pseudonym-{one}-" for one in range(150)]
    labels = Labels(pl.Series(names), made.named(market).programmes, made.named(market).seat_types)
    seen = gather(market, deferred_acceptance(market))
    for name, _, letter in explain_all(seen, labels, ("nl", "en")):
        assert letter.html().count("pseudonym-") == letter.html().count(name) > 0


def test_what_others_list_below_their_place_changes_nothing():
    market = made.crowd(200, 6, 4)
    outcome, labels = deferred_acceptance(market), made.named(market)
    held = np.where(outcome.entry >= 0, outcome.entry, market.start[1:] - 1)
    for who in range(0, 200, 11):
        keep = (np.arange(market.slot.size) <= held[market.owner()]) | (market.owner() == who)
        size = np.bincount(market.owner()[keep], minlength=200)
        shorter = replace(
            market,
            start=np.concatenate(([0], np.cumsum(size))),
            slot=market.slot[keep],
            key=market.key[keep],
            rank=market.rank[keep],
        )
        again = deferred_acceptance(shorter)
        assert (again.programme == outcome.programme).all()
        first = explain(market, outcome, labels, f"a{who}").text()
        assert first == explain(shorter, again, labels, f"a{who}").text()


def test_a_placed_first_choice_needs_no_reasons():
    market = made.town({"a": ["x"]}, {"x": 1}).market
    letter = explain(market, deferred_acceptance(market), made.named(market), "a0", "en")
    assert [one.heading for one in letter.sections] == ["", "Do you disagree?"]


def test_html_is_a_page_in_its_language_and_escapes_names():
    market = made.town({"a": ["x"], "b": ["x"]}, {"x": 1}).market
    labels = Labels(pl.Series(["<a>", "b"]), pl.Series(["<script>&"]), pl.Series(["all"]))
    page = explain(market, deferred_acceptance(market), labels, "b", "nl").html()
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert "<script>" not in page
    assert "&lt;script&gt;&amp;" in page


def test_unknown_child_and_language_are_refused():
    market = made.town({"a": ["x"]}, {"x": 1}).market
    outcome, labels = deferred_acceptance(market), made.named(market)
    with pytest.raises(ValueError, match="applicant is 'z'"):
        explain(market, outcome, labels, "z")
    with pytest.raises(ValueError, match="language: found 'fr', expected one of nl, en"):
        explain(market, outcome, labels, "a0", "fr")
    with pytest.raises(ValueError, match="reserve_list is 'upside'"):
        Terms(reserve_list="upside")
