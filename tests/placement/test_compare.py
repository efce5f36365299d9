# SPDX-License-Identifier: EUPL-1.2
"""Rule sets are compared on the same families and the same draws."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from gemengd.placement import boston, compile_market, deferred_acceptance, serial_dictatorship
from gemengd.placement.compare import chart, compare, rule_set, rule_set_of_round
from gemengd.placement.compare.rule_sets import redrawn
from gemengd.placement.example.town import Town, generate
from gemengd.placement.rules import make_round
from gemengd.tables import InvalidTable

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("named.py"))))
ruled = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("rules_made.py"))))
TOWN = Town(children=600, programmes=10, housing=0.9, group_taste=1.0, least=4, most=6, room=1.05)


@pytest.fixture(scope="module")
def town():
    return generate(TOWN, seed=11)


@pytest.fixture(scope="module")
def groups(town):
    group = pl.when("target_group").then(pl.lit("target")).otherwise(pl.lit("others"))
    return town.applicants.select("applicant", group.alias("group"))


def compiled(town, **terms):
    people = terms.pop("people", town.applicants.select("applicant"))
    tickets = town.applicants.select("applicant").with_columns(ticket=pl.int_range(pl.len()))
    return compile_market(town.programmes, people, town.preferences, tickets, **terms)


def reserved(town, share, *, fall_over=False):
    """A share of the seats for the target group first; with fall-over the rest for the others first."""
    seats = town.programmes.select("programme", "seats")
    held = (pl.col("seats") * share).floor().cast(pl.Int64)
    parts = [
        seats.select("programme", pl.lit("held").alias("seat_type"), held.alias("seats")),
        seats.select("programme", pl.lit("open").alias("seat_type"), (pl.col("seats") - held).alias("seats")),
    ]
    walks = pl.DataFrame(
        {
            "type": ["target", "target", "others", "others"],
            "seat_type": ["held", "open", "held", "open"],
            "position": [0, 1, 1, 0] if fall_over else [0, 1, 0, 1],
            "standing": [0, 1, 1, 0] if fall_over else [0, 0, 1, 0],
        }
    )
    kind = pl.when("target_group").then(pl.lit("target")).otherwise(pl.lit("others"))
    people = town.applicants.select("applicant", kind.alias("type"))
    return compiled(town, people=people, seat_types=pl.concat(parts), walks=walks)


@pytest.fixture(scope="module")
def found(town, groups):
    plain = compiled(town)
    return compare(
        [
            rule_set("as it is", plain),
            rule_set("boston", plain, boston),
            rule_set("reserve", reserved(town, 0.25)),
            rule_set("double quota", reserved(town, 0.25, fall_over=True)),
        ],
        draws=8,
        groups=groups,
        focal="target",
        distances=town.claims.select("applicant", "programme", "distance"),
    )


def value(frame, **where):
    rows = frame.filter(*(pl.col(name).eq_missing(pl.lit(one)) for name, one in where.items()))
    assert rows.height == 1
    return rows.to_dicts()[0]


def test_the_tables_are_tidy_and_whole(found):
    assert found.outcomes.columns == ["rules", "group", "measure", "value", "sd", "low", "high", "draws"]
    assert found.outcomes.height == 4 * (3 * 5 + 3)
    assert not found.outcomes.select("rules", "group", "measure").is_duplicated().any()
    assert found.outcomes["rules"].unique(maintain_order=True).to_list() == list(found.names)
    assert found.changes.height == 3 * 3 * 3
    assert found.segregation.height == 4 * 3
    assert (found.outcomes["draws"] == 8).all()


def test_the_numbers_are_those_of_the_placements(town, found):
    plain = rule_set("as it is", compiled(town))
    first, distance = [], []
    far = {(a, p): d for a, p, d in town.claims.select("applicant", "programme", "distance").rows()}
    for seed in range(8):
        drawn = plain.draw(seed)
        rows = drawn.placement.frame(drawn.labels).drop_nulls("programme").to_dicts()
        first.append((drawn.placement.rank == 1).mean())
        distance.append(np.mean([far[row["applicant"], row["programme"]] for row in rows]))
    here = {"rules": "as it is", "group": None}
    row = value(found.outcomes, **here, measure="first_choice")
    assert row["value"] == pytest.approx(np.mean(first))
    assert row["sd"] == pytest.approx(np.std(first, ddof=1))
    assert value(found.outcomes, **here, measure="mean_distance")["value"] == pytest.approx(np.mean(distance))


def test_shares_of_groups_add_up_to_those_of_everybody(found, groups):
    weight = dict(groups.group_by("group").len().rows())
    total = sum(weight.values())
    for name in found.names:
        parts = [
            value(found.outcomes, rules=name, group=group, measure="unplaced")["value"] * many / total
            for group, many in weight.items()
        ]
        whole = value(found.outcomes, rules=name, group=None, measure="unplaced")["value"]
        assert sum(parts) == pytest.approx(whole)


def test_boston_gives_more_first_choices_to_honest_families(found):
    plain, other = (
        value(found.outcomes, rules=name, group=None, measure="first_choice")["value"]
        for name in ("as it is", "boston")
    )
    assert other > plain


def test_reserves_mix_and_the_double_quota_mixes_more_at_the_cost_of_the_groups_first_choice(found):
    """The direction of the simulated rules in the facts: Duncan 59 without, 49 with a soft reserve, 40 with a
    double quota; first choices of the group 47, 52 and 37."""
    d = {name: value(found.segregation, rules=name, index="D")["estimate"] for name in found.names}
    assert d["as it is"] > d["reserve"]
    assert d["as it is"] > d["double quota"]
    first = {
        name: value(found.outcomes, rules=name, group="target", measure="first_choice")["value"]
        for name in found.names
    }
    assert first["reserve"] > first["as it is"]
    assert first["double quota"] < first["reserve"]


def test_segregation_comes_with_its_chance_level(found):
    rows = found.segregation.filter(pl.col("index") == "D")
    assert (rows["expected"] > 0.02).all()
    assert (rows["estimate"] > rows["expected"]).all()
    assert rows["excess"].is_between(0, 1).all()


def test_a_soft_reserve_says_who_gains_and_who_loses(found):
    better = {
        group: value(found.changes, rules="reserve", group=group, measure="better")["value"]
        for group in ("target", "others")
    }
    worse = {
        group: value(found.changes, rules="reserve", group=group, measure="worse")["value"]
        for group in ("target", "others")
    }
    assert better["target"] > worse["target"]
    assert worse["others"] > better["others"]


def test_changes_add_up_to_one(found):
    total = found.changes.group_by("rules", "group").agg(pl.col("value").sum())
    assert total["value"].to_list() == pytest.approx([1.0] * total.height)


def test_a_rule_set_changes_nothing_against_itself(town):
    plain = compiled(town)
    found = compare([rule_set("a", plain), rule_set("b", plain)], draws=3)
    assert value(found.changes, rules="b", group=None, measure="same")["value"] == 1.0
    assert found.segregation.height == 0
    assert "mean_distance" not in found.outcomes["measure"].to_list()


def test_empty_seats_and_swaps_are_counted(town):
    many = town.preferences.select("applicant", "programme")
    numbers = np.random.default_rng(0).permutation(many.height)
    per_school = compile_market(
        town.programmes,
        town.applicants.select("applicant"),
        town.preferences,
        many.with_columns(ticket=pl.Series(numbers)),
        lottery="programme",
    )
    found = compare([rule_set("one", compiled(town)), rule_set("several", per_school)], draws=5)
    swap = [value(found.outcomes, rules=name, measure="swap_pairs")["value"] for name in found.names]
    assert swap[0] == 0 < swap[1]
    seats = town.programmes["seats"].sum()
    unplaced = value(found.outcomes, rules="one", measure="unplaced")["value"]
    empty = value(found.outcomes, rules="one", measure="empty_seats")["value"]
    assert empty == pytest.approx(seats - (1 - unplaced) * TOWN.children)


def test_a_child_has_the_same_number_under_every_rule_set(town):
    one, two = compiled(town), reserved(town, 0.25)
    for seed in range(3):
        assert redrawn(one, seed)[1].applicants.to_list() == redrawn(two, seed)[1].applicants.to_list()
    assert redrawn(one, 0)[1].applicants.to_list() != redrawn(one, 1)[1].applicants.to_list()


def test_redrawing_gives_the_market_that_compiling_anew_would(town):
    one = compiled(town)
    market, labels = redrawn(one, 5)
    tickets = pl.DataFrame({"applicant": labels.applicants, "ticket": range(TOWN.children)})
    people = town.applicants.select("applicant")
    again = compile_market(town.programmes, people, town.preferences, tickets).market
    for name in ("start", "slot", "key", "rank"):
        assert (getattr(market, name) == getattr(again, name)).all()
    assert (serial_dictatorship(market).programme == deferred_acceptance(market).programme).all()


def test_a_familys_children_stay_together_in_every_draw():
    people = pl.DataFrame({"applicant": list("abcdef"), "family": ["f", "g", "f", "h", "g", "h"]})
    tickets = pl.DataFrame({"family": ["f", "g", "h"], "ticket": [0, 1, 2]})
    lists = {name: ["x"] for name in "abcdef"}
    one = made.town(lists, {"x": 3}, applicants=people, tickets=tickets, lottery="family")
    orders = {"".join(redrawn(one, seed)[1].applicants) for seed in range(40)}
    assert orders == {"acbedf", "acdfbe", "beacdf", "bedfac", "dfacbe", "dfbeac"}


def test_rounds_by_rules_are_compared(town, groups):
    def of(name, **sections):
        by = ruled.rules(**sections)
        one = make_round(town.programmes, town.applicants, town.preferences, by, town.claims)
        return rule_set_of_round(name, one)

    found = compare(
        [of("lottery only"), of("nearest first", priorities=[{"when": {"nearest": {"at_most": 3}}}])],
        draws=2,
        groups=groups,
        focal="target",
        distances=town.claims.select("applicant", "programme", "distance"),
    )
    near = [value(found.outcomes, rules=name, group=None, measure="mean_distance") for name in found.names]
    assert near[1]["value"] < near[0]["value"]


def test_the_chart_holds_every_rule_set_and_is_plain_json(found):
    words = {"first_choice": "Eerste keuze", "everybody": "Iedereen", "reserve": "Voorrangsplaatsen"}
    spec = json.loads(json.dumps(chart(found, words)))
    rows = spec["data"]["values"]
    assert len(rows) == 4 * 3 * 3
    assert {row["rules"] for row in rows} == {"as it is", "boston", "Voorrangsplaatsen", "double quota"}
    assert {row["group"] for row in rows} == {"Iedereen", "target", "others"}
    assert spec["facet"]["row"]["sort"][0] == "Eerste keuze"


def test_the_chart_can_be_drawn(found):
    vl_convert = pytest.importorskip("vl_convert")
    assert vl_convert.vegalite_to_svg(chart(found)).startswith("<svg")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 0}, "draws is 0"),
        ({"seed": -1}, "seed -1"),
        ({"focal": "x"}, "focal is 'x'"),
        ({"groups": pl.DataFrame({"applicant": ["a"], "group": ["g"]})}, "focal is None"),
        ({"schools": pl.DataFrame({"programme": ["x"]})}, "column 'school'"),
        ({"distances": pl.DataFrame({"applicant": ["a"]})}, "column 'programme'"),
    ],
)
def test_what_cannot_be_compared_is_refused(options, message):
    one = made.town({"a": ["x"]}, {"x": 1})
    with pytest.raises((ValueError, InvalidTable), match=message):
        compare([rule_set("a", one), rule_set("b", one)], **options)


def test_the_example_of_the_how_to_runs(capsys):
    page = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "compare-rules.md"
    code = re.search(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {}
    exec(code.replace("draws=20", "draws=2"), names)
    assert names["found"].names == ("lottery only", "three nearest first")
    assert "three nearest first" in capsys.readouterr().out


def test_rule_sets_need_names_of_their_own():
    one = made.town({"a": ["x"]}, {"x": 1})
    with pytest.raises(ValueError, match="two or more with different names"):
        compare([rule_set("a", one), rule_set("a", one)])


def test_tradable_markets_are_compiled_for_each_draw():
    one = made.town({"a": ["x"]}, {"x": 1, "y": 1}, tradable=True)
    with pytest.raises(ValueError, match="unlisted priorities"):
        rule_set("a", one).draw(0)
