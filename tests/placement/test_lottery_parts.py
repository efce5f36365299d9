# SPDX-License-Identifier: EUPL-1.2
"""The parts of the lottery, each against a published vector where there is one."""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.rounds.lottery import QUICKNET, Refused, hkdf, read_published, seed_of, ticket, tickets
from gemengd.rounds.lottery.canonical import canonical
from gemengd.rounds.lottery.moments import moment_of, stamp
from gemengd.rounds.lottery.notary import check_part, seal
from gemengd.rounds.lottery.rfc3797 import digest, key_string, select

SECOND_ROUND = {
    "round": 123,
    "signature": (
        "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"
    ),
    "randomness": "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc",
}
"""Round 123 of quicknet, as quoted by several public drand clients in their tests."""


@pytest.fixture(scope="module")
def instances(golden):
    found = json.loads((golden / "placement.json").read_text(encoding="utf-8"))
    return {instance["id"]: instance for instance in found}


@pytest.fixture(scope="module")
def golden_round(instances):
    one = instances["drand_quicknet_657413"]
    return {
        "round": one["round"],
        "signature": one["signature"],
        "randomness": one["expected_randomness"],
    }


def test_rfc_3797_selects_as_in_the_worked_example_of_the_rfc(instances):
    one = instances["RFC3797_sec6"]
    assert key_string([[9319], [12, 2, 5, 8, 10], [9, 18, 26, 34, 41, 45]]) == one["key"]
    found = [digest(one["key"], number) for number in range(10)]
    assert list(zip(found, select(one["key"], one["pool"], 10), strict=True)) == [
        tuple(row) for row in one["expected"]
    ]


@pytest.mark.parametrize("sources", [[], [[]], [[1], []], [[-1]]])
def test_a_key_string_needs_numbers_from_every_source(sources):
    with pytest.raises(ValueError, match="one or more numbers"):
        key_string(sources)


def test_tickets_are_those_of_the_golden_vector(instances):
    one = instances["lottery_sha256_ticket"]
    holders = pl.DataFrame({"applicant": sorted(one["expected"])})
    found = tickets(holders, one["seed"], "2026-ronde1")
    assert dict(found.iter_rows()) == one["expected"]
    assert found.sort("ticket")["applicant"].to_list() == one["order"]


def test_a_ticket_per_programme_adds_the_programme():
    text = b"aa|r|child|Beuk"
    assert ticket("aa", "r", "child", "Beuk") == hashlib.sha256(text).hexdigest()
    pairs = pl.DataFrame({"applicant": ["child"], "programme": ["Beuk"]})
    assert tickets(pairs, "aa", "r")["ticket"].item() == ticket("aa", "r", "child", "Beuk")


@pytest.mark.parametrize("holder", ["a|b", "", "|"])
def test_no_name_can_pass_for_two_parts_of_a_ticket(holder):
    with pytest.raises(ValueError, match="cannot be in a ticket"):
        ticket("aa", "r", holder)


def test_a_real_round_of_drand_is_accepted(golden_round):
    found = read_published(json.dumps(golden_round))
    assert (found.kind, found.reference, found.checked) == ("drand", "657413", "signature")
    assert hashlib.sha256(found.value).hexdigest() == golden_round["randomness"]


def test_a_second_real_round_is_accepted():
    assert read_published(json.dumps(SECOND_ROUND)).reference == "123"


def test_the_signature_of_another_round_is_refused(golden_round):
    with pytest.raises(Refused, match="another relay"):
        read_published(json.dumps({**golden_round, "round": 657414}))


@given(st.integers(0, 47), st.integers(1, 255))
def test_every_altered_byte_of_a_signature_is_refused(position, change):
    raw = bytearray.fromhex(SECOND_ROUND["signature"])
    raw[position] ^= change
    with pytest.raises(Refused):
        read_published(json.dumps({"round": 123, "signature": raw.hex()}))


@pytest.mark.parametrize("signature", ["c0" + "00" * 47, "ff" * 48, "00" * 48, "", "b7" * 96])
def test_no_signature_that_signs_everything_or_nothing_is_accepted(signature):
    with pytest.raises(Refused):
        read_published(json.dumps({"round": 123, "signature": signature}))


def test_a_point_outside_the_group_is_refused():
    from py_arkworks_bls12381 import G1Point

    spellings = (bytes([0x80]) + number.to_bytes(47, "big") for number in range(1, 40))
    outside = [one for one in spellings if on_the_curve(one, G1Point)]
    assert outside
    for one in outside:
        assert not G1Point.from_compressed_bytes_unchecked(one).is_in_subgroup()
        with pytest.raises(Refused):
            read_published(json.dumps({"round": 123, "signature": one.hex()}))


def on_the_curve(spelling, kind):
    try:
        kind.from_compressed_bytes_unchecked(spelling)
    except ValueError:
        return False
    return True


def test_two_spellings_of_one_point_are_not_two_signatures():
    """The library reads every spelling with the mark of infinity as the same point; the bytes decide."""
    from py_arkworks_bls12381 import G1Point

    from gemengd.rounds.lottery.bls import one_spelling

    point = bytes.fromhex(SECOND_ROUND["signature"])
    assert one_spelling(G1Point.from_compressed_bytes(point), point)
    assert not one_spelling(G1Point.from_compressed_bytes(b"\xff" * 48), b"\xff" * 48)


def test_randomness_that_does_not_belong_to_the_signature_is_refused(golden_round):
    with pytest.raises(Refused, match="fetch the round again"):
        read_published(json.dumps({**golden_round, "randomness": "00" * 32}))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"round": 1}', "null", '{"kind": "dice", "value": "6"}'])
def test_a_file_that_is_no_source_is_refused(text):
    with pytest.raises(Refused, match="Fetch the file again"):
        read_published(text)


def test_without_the_library_nothing_is_taken_on_trust(golden_round, monkeypatch):
    monkeypatch.setitem(sys.modules, "py_arkworks_bls12381", None)
    with pytest.raises(Refused, match=r"gemengd\[lottery\]"):
        read_published(json.dumps(golden_round))


def test_other_sources_say_that_people_must_check_them():
    nist = read_published(json.dumps({"kind": "nist", "timeStamp": "t", "outputValue": "AB" * 64}))
    lotto = read_published(json.dumps({"kind": "lotto", "reference": "w", "draws": [[9319], [5, 2]]}))
    drill = read_published('{"kind": "drill", "value": "00"}')
    assert [one.checked for one in (nist, lotto, drill)] == ["people", "people", "drill"]
    assert lotto.value == b"9319./2.5./"


def test_the_constants_of_the_chain_give_its_published_hash():
    assert QUICKNET.hash == "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"


def test_rounds_come_every_three_seconds():
    # The example in the documentation of the Ruby client of drand.
    assert QUICKNET.time_of(27946612) == datetime(2026, 4, 20, tzinfo=UTC)
    assert QUICKNET.time_of(1) == datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - the zone is added below
def test_the_first_round_from_a_moment_is_not_before_it_and_the_one_before_is(moment):
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    number = QUICKNET.first_round_from(moment)
    assert QUICKNET.time_of(number) >= moment
    assert number == 1 or QUICKNET.time_of(number - 1) < moment


@pytest.mark.parametrize(
    ("material", "salt", "info", "length", "expected"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_gives_the_vectors_of_rfc_5869(material, salt, info, length, expected):
    found = hkdf(bytes.fromhex(material), salt=bytes.fromhex(salt), info=bytes.fromhex(info), length=length)
    assert found.hex() == expected


def test_the_seed_depends_on_source_part_round_and_kind():
    whole = {"round_id": "r", "kind": "drand"}
    seeds = {
        seed_of(b"v", None, **whole),
        seed_of(b"w", None, **whole),
        seed_of(b"v", b"p", **whole),
        seed_of(b"v", None, round_id="s", kind="drand"),
        seed_of(b"v", None, round_id="r", kind="nist"),
    }
    assert len(seeds) == 5


def test_a_notary_can_work_out_the_seal_with_any_tool():
    part = bytes(32)
    text = "gemengd-notary/1|r|" + "00" * 32
    assert seal(part, "r") == hashlib.sha256(text.encode()).hexdigest()


@given(st.binary(min_size=32, max_size=32))
def test_another_part_than_the_sealed_one_is_refused(part):
    sealed = seal(b"\x01" * 32, "r")
    if part != b"\x01" * 32:
        with pytest.raises(Refused, match="public source alone"):
            check_part(part, "r", sealed)


def test_a_short_part_is_refused():
    with pytest.raises(Refused, match="32 random bytes"):
        seal(b"short", "r")


@pytest.mark.parametrize("value", [0.5, float("nan"), {"a": [1.0]}, {1, 2}, b"x"])
def test_what_has_more_than_one_spelling_is_not_hashed(value):
    with pytest.raises(ValueError, match=r"decimal|JSON|expected|float"):
        canonical(value)


def test_canonical_text_is_sorted_and_unescaped():
    assert canonical({"b": [1, None, True], "a": "Zoë"}) == '{"a":"Zoë","b":[1,null,true]}'.encode()


def test_moments_are_whole_seconds_in_utc():
    amsterdam = datetime.fromisoformat("2026-03-31T14:00:00+02:00")
    assert stamp(amsterdam) == "2026-03-31T12:00:00Z"
    assert moment_of(stamp(amsterdam)) == amsterdam
    for wrong in (datetime(2026, 3, 31), amsterdam + timedelta(microseconds=1)):  # noqa: DTZ001
        with pytest.raises(ValueError, match="expected"):
            stamp(wrong)
