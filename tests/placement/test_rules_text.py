# SPDX-License-Identifier: EUPL-1.2
"""rules.yaml as text: what is read, what is refused and where, and one identity for equal rules."""

from __future__ import annotations

import hashlib
import json
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gemengd.placement.rules import (
    RulesNotSet,
    canonical,
    identity,
    parse_rules,
    read_rules,
    rules_from,
    rules_schema,
    scheme,
    scheme_names,
    scheme_text,
    with_settings,
)
from gemengd.placement.rules.canonical import share
from gemengd.placement.rules.yaml_text import read_yaml
from gemengd.tables import InvalidTable

TEXT = """\
format: gemengd-rules/1
name: small
title: {en: Small}
sources:
  here: {title: Made up, kind: own, read: whole}
mechanism:
  name: deferred_acceptance
  source: here
  certain: true
lottery:
  numbers: single
  source: here
  certain: true
priorities:
  - id: sibling
    when: {claim: sibling}
    source: here
    certain: true
"""


def refusal(text):
    with pytest.raises(InvalidTable) as error:
        parse_rules(text)
    return error.value.findings


def changed(before, after):
    assert before in TEXT
    return TEXT.replace(before, after)


def test_the_schema_is_a_schema_and_describes_every_section():
    Draft202012Validator.check_schema(rules_schema())
    assert rules_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for name, one in rules_schema()["properties"].items():
        target = rules_schema()["$defs"].get(name.removesuffix("s"), one)
        assert "title" in one or "$ref" in one or "title" in target, name


def test_booleans_and_numbers_are_those_of_yaml_1_2():
    found = read_yaml("a: yes\nb: true\nc: 010\nd: 12\ne: 1:30\nf: 2024-01-01\ng: 0.25\nh: '12'\ni:\n").data
    assert found == {
        "a": "yes",
        "b": True,
        "c": "010",
        "d": 12,
        "e": "1:30",
        "f": "2024-01-01",
        "g": "0.25",
        "h": "12",
        "i": None,
    }


def test_a_key_that_stands_twice_is_refused_with_its_line():
    (one,) = refusal(TEXT + "name: again\n")
    assert (one.row, one.expected) == (19, "each key once")


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: !!python/name:os.system x\n"])
def test_anchors_and_tags_are_refused(text):
    (one,) = refusal(text)
    assert one.row == 1
    assert "without anchor" in one.expected


def test_broken_yaml_is_refused_with_its_line():
    (one,) = refusal("name: [a\ntitle: b\n")
    assert one.expected == "well-formed YAML"
    assert one.row == 2


def test_an_empty_file_is_refused():
    (one,) = refusal("")
    assert one.expected == "one of object"


@pytest.mark.parametrize(
    ("before", "after", "row", "pointer", "expected"),
    [
        ("  certain: true\nlottery", "lottery", 6, "/mechanism", "also the key 'certain'"),
        (
            "  source: here\n  certain: true\nlott",
            "  certain: true\nlott",
            6,
            "/mechanism",
            "also the key 'source'",
        ),
        (
            "numbers: single",
            "numbers: many",
            11,
            "/lottery/numbers",
            "one of single, per_programme, per_family",
        ),
        ("when: {claim: sibling}", "when: {sibling: true}", 16, "/priorities/0/when", "only always, claim"),
        ("when: {claim: sibling}", "when: 'sibling and 1'", 16, "/priorities/0/when", "one of object"),
        (
            "when: {claim: sibling}",
            "when: {rank: {}}",
            16,
            "/priorities/0/when/rank",
            "exactly one of at_least",
        ),
        ("name: deferred_acceptance", "name: dа", 7, "/mechanism/name", "one of deferred_acceptance"),
        ("  certain: true\nlottery", "  certain: false\nlottery", 6, "/mechanism", "also the key 'note'"),
        (
            "source: here\n    cert",
            "source: there\n    cert",
            17,
            "/priorities/0/source",
            "one of the sources here",
        ),
    ],
)
def test_a_wrong_rule_is_named_by_line_and_pointer(before, after, row, pointer, expected):
    (one,) = refusal(changed(before, after))
    assert (one.file, one.row, one.column) == ("rules.yaml", row, pointer)
    assert expected in one.expected


def section(name, body):
    return TEXT + f"{name}:\n" + body


SEATS = """\
  - id: split
    source: here
    certain: true
    types:
      - {id: held, seats: {share: 1/4}, for: {flag: target}}
      - {id: open, seats: {rest: true}}
"""


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (section("seat_types", SEATS.replace("{rest: true}", "{number: 3}")), "/seat_types/0/types"),
        (section("seat_types", SEATS.replace("1/4", "125%")), "/seat_types/0/types/0/seats/share"),
        (section("seat_types", SEATS.replace("1/4", "much")), "/seat_types/0/types/0/seats/share"),
        (section("seat_types", SEATS.replace("id: open", "id: held")), "/seat_types/0/types/0/id"),
        (
            section("seat_types", SEATS.replace("for: {flag: target}", "priorities: [cousin]")),
            "/seat_types/0/types/0/priorities/0",
        ),
        (
            section(
                "seat_types",
                SEATS.replace("flag: target", "claim: x").replace(
                    "    types", "    walk: own_first\n    types"
                ),
            ),
            "/seat_types/0/types/0/for",
        ),
        (changed("name: deferred_acceptance", "name: serial_dictatorship"), "/priorities"),
        (
            changed("name: deferred_acceptance", "name: boston\n  consent: {always: true}"),
            "/mechanism/consent",
        ),
        (
            section("lists", "  - {id: form, least: 4, most: 3, source: here, certain: true}\n"),
            "/lists/0/most",
        ),
        (
            section(
                "lists", "  - {id: form, least: 4, for: {claim: sibling}, source: here, certain: true}\n"
            ),
            "/lists/0/for",
        ),
        (
            changed("name: deferred_acceptance", "name: boston")
            + "families: {block: together, source: here, certain: true}\n",
            "/mechanism/name",
        ),
    ],
)
def test_rules_that_do_not_go_together_are_refused(text, pointer):
    assert pointer in [one.column for one in refusal(text)]


def shuffled(value, rng):
    if isinstance(value, dict):
        names = list(value)
        rng.shuffle(names)
        return {name: shuffled(value[name], rng) for name in names}
    return [shuffled(one, rng) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", scheme_names())
def test_key_order_comments_and_layout_leave_the_identity_alone(name):
    rules = scheme(name)
    rng = random.Random(1)
    # JSON is YAML in another layout.
    other = json.dumps(shuffled(dict(rules.data), rng), indent=3, ensure_ascii=False)
    assert parse_rules("# another comment\n\n" + other).identity == rules.identity
    commented = scheme_text(name).replace("\n", "   # a comment\n\n", 1) + "\n# the end\n"
    assert parse_rules(commented).identity == rules.identity


def test_the_order_of_priority_groups_and_any_word_change_the_identity():
    rules = scheme("utrecht_po")
    turned = with_settings(rules, {"/priorities": list(reversed(rules.data["priorities"]))})
    reworded = with_settings(rules, {"/priorities/0/title/en": "Another word"})
    assert len({rules.identity, turned.identity, reworded.identity}) == 3


@pytest.mark.parametrize("written", ["1/4", "25%", "0.25", "25.0 %", "2/8", "'25%'"])
def test_one_share_has_one_identity_however_it_is_written(written):
    rules = parse_rules(section("seat_types", SEATS.replace("1/4", written)))
    assert rules.data["seat_types"][0]["types"][0]["seats"]["share"] == "1/4"
    assert rules.identity == parse_rules(section("seat_types", SEATS)).identity


def test_the_canonical_form_is_written_out():
    data = {"b": [2, True, None], "a": {"é": 'x\n"', "€": 1, "\U0001f600": 0, "\ufb33": 0}}
    # RFC 8785, 3.2.3: keys by UTF-16 code units, so the surrogates of the smiley come before U+FB33.
    expected = '{"a":{"é":"x\\n\\"","€":1,"\U0001f600":0,"\ufb33":0},"b":[2,true,null]}'
    assert canonical(data).decode() == expected
    assert identity(data) == hashlib.sha256(expected.encode()).hexdigest()


@pytest.mark.parametrize("value", [0.5, 2**53, float("nan")])
def test_numbers_that_readers_may_round_are_refused(value):
    with pytest.raises(ValueError, match="rules cannot hold"):
        canonical({"a": value})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(string.printable + "éß€😀"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_the_canonical_form_is_json_that_reads_back_and_is_its_own_canonical_form(value):
    text = canonical({"value": value})
    assert json.loads(text) == {"value": value}
    assert canonical(json.loads(text)) == text


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_reads_back_as_the_same_fraction(top, bottom):
    found = share(f"{top}/{bottom}")
    assert found * bottom == top
    assert share(f"{found.numerator}/{found.denominator}") == found


def test_something_to_be_set_is_listed_with_its_line_and_refused_when_needed():
    text = section("seat_types", SEATS.replace("1/4", "{to_be_set: How many seats}"))
    rules = parse_rules(text)
    assert rules.unset == {"/seat_types/0/types/0/seats/share": "How many seats"}
    with pytest.raises(RulesNotSet) as error:
        _ = rules.model
    assert error.value.findings[0].row == 24
    filled = with_settings(rules, {"/seat_types/0/types/0/seats/share": "1/4"})
    assert filled.unset == {}
    assert filled.identity != rules.identity


def test_rules_read_from_a_file_and_from_data_are_the_same(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert read_rules(path).identity == rules_from(dict(parse_rules(TEXT).data)).identity
