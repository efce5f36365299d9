# SPDX-License-Identifier: EUPL-1.2
"""Canonical JSON: the published examples of RFC 8785, and the same bytes as the older writers in the tree."""

from __future__ import annotations

import hashlib
import json
import struct
from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.placement.rules.canonical import canonical as of_rules
from gemengd.rounds.lottery.canonical import canonical as of_the_lottery
from gemengd.rounds.verify.verifier import canonical as of_the_verifier
from gemengd.tables.canonical import SAFE, canonical, digest

NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]
"""RFC 8785, appendix B: the bits of a double, and its text."""


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_numbers_are_written_as_appendix_b_of_the_rfc_has_them(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == text


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_what_is_no_finite_number_is_refused(bits):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    with pytest.raises(ValueError, match="finite"):
        canonical(number)


def test_the_example_of_section_3_2_2_of_the_rfc():
    given_text = r"""{
       "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
       "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
       "literals": [null, true, false]
     }"""
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(json.loads(given_text)) == expected.encode()


def test_the_bytes_of_section_3_2_4_of_the_rfc():
    value = {"string": '€$\x0f\nA\'B"\\\\"/'}
    assert (
        canonical(value)
        .hex(" ")
        .endswith("22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d")
    )


def test_keys_stand_in_the_order_of_their_utf_16_units_as_in_section_3_2_3_of_the_rfc():
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(value))) == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]


def test_text_is_not_brought_to_another_spelling():
    assert canonical("e\u0301") != canonical("\u00e9")


def test_a_whole_float_is_the_same_number_as_the_integer():
    assert canonical([1.0, -2.0, 1e15]) == canonical([1, -2, 10**15]) == b"[1,-2,1000000000000000]"


def test_lists_and_tuples_are_one_and_an_enum_is_its_number():
    class Side(IntEnum):
        LEFT = 4

    assert canonical((Side.LEFT, "a")) == canonical([4, "a"]) == b'[4,"a"]'


@pytest.mark.parametrize(
    "wrong", [SAFE + 1, -SAFE - 1, {1: "a"}, {"a", "b"}, b"a", object(), "\ud800", {"\udfff": 1}]
)
def test_what_has_no_one_spelling_is_refused(wrong):
    with pytest.raises(ValueError, match="found"):
        canonical([wrong])


def test_the_digest_is_the_sha_256_of_the_bytes():
    assert digest({"b": 1, "a": "Zoë"}) == hashlib.sha256('{"a":"Zoë","b":1}'.encode()).hexdigest()


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)


@given(plain)
def test_rules_are_written_with_the_same_bytes(value):
    assert canonical(value) == of_rules(value)


@given(plain)
def test_it_reads_back_and_is_its_own_canonical_form(value):
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_reads_back_as_itself(number):
    assert float(canonical(number)) == number


below = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-SAFE, SAFE) | below,
        lambda inner: st.lists(inner) | st.dictionaries(below, inner),
        max_leaves=12,
    )
)
def test_lottery_and_verifier_write_the_same_bytes_for_keys_of_the_basic_plane(value):
    # They sort by code point, which differs from UTF-16 only for keys with signs beyond U+FFFF.
    assert canonical(value) == of_the_lottery(value) == of_the_verifier(value)


def test_the_examples_of_the_older_writers():
    lottery = {"b": [1, None, True], "a": "Zoë"}
    assert canonical(lottery) == of_the_lottery(lottery) == '{"a":"Zoë","b":[1,null,true]}'.encode()
