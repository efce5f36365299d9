# SPDX-License-Identifier: EUPL-1.2
"""The frozen list: what is in it can be proved, what is not cannot; a proof tells nothing about others."""

from __future__ import annotations

import hashlib
import json
import random
import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemengd.rounds.lottery import Refused, applications_of, commit
from gemengd.rounds.lottery.canonical import canonical
from gemengd.rounds.lottery.merkle import leaf_hash, levels, node_hash, path, root_from

MADE = runpy.run_path(str(Path(__file__).with_name("lottery_made.py")))
completed, small_round, salts_for = MADE["completed"], MADE["small_round"], MADE["salts_for"]

COMPLETED = completed(small_round(), drill=1)


def rfc_root(leaves):
    """The recursive definition of RFC 6962, section 2.1, written down a second time."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(rfc_root(leaves[:split]), rfc_root(leaves[split:]))


def leaves_of(size):
    return [leaf_hash(bytes(32), str(number).encode()) for number in range(size)]


@given(st.integers(1, 70))
def test_the_root_is_that_of_rfc_6962(size):
    assert levels(leaves_of(size))[-1] == [rfc_root(leaves_of(size))]


@given(st.integers(1, 70), st.data())
def test_every_leaf_leads_to_the_root_by_its_path(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    tree = levels(leaves)
    assert root_from(leaves[index], index, size, path(tree, index)) == tree[-1][0]


@given(st.integers(2, 40), st.data())
def test_another_leaf_place_or_step_does_not_lead_to_the_root(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    tree = levels(leaves)
    steps = path(tree, index)
    step, position = data.draw(st.integers(0, len(steps) - 1)), data.draw(st.integers(0, 31))
    altered = bytearray(steps[step])
    altered[position] ^= data.draw(st.integers(1, 255))
    other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
    assert root_from(leaf_hash(b"", b"x"), index, size, steps) != tree[-1][0]
    assert (
        root_from(leaves[index], index, size, [*steps[:step], bytes(altered), *steps[step + 1 :]])
        != (tree[-1][0])
    )
    assert outcome(leaves[index], other, size, steps) != tree[-1][0]
    assert outcome(leaves[index], index, size, [*steps, bytes(32)]) is None
    assert outcome(leaves[index], index, size, steps[:-1]) is None


def outcome(leaf, index, size, steps):
    try:
        return root_from(leaf, index, size, steps)
    except ValueError:
        return None


def test_a_node_cannot_be_passed_off_as_a_leaf():
    tree = levels(leaves_of(4))
    inner = tree[0][0] + tree[0][1]
    assert leaf_hash(b"", inner) != tree[1][0]


def test_an_application_that_was_never_handed_in_has_no_proof():
    people = applications_of(small_round())
    frozen = commit(people, salts_for([one["applicant"] for one in people]))
    with pytest.raises(KeyError):
        frozen.proof("gus")


def test_the_order_of_the_applications_does_not_matter():
    people = applications_of(small_round())
    salts = salts_for([one["applicant"] for one in people])
    shuffled = random.Random(3).sample(people, len(people))
    assert commit(people, salts).root == commit(shuffled, salts).root


@pytest.mark.parametrize(
    ("names", "salts", "expected"),
    [
        ([], {}, "empty list"),
        (["a", "b", "a"], {"a": bytes(32), "b": b"1" * 32}, "a more than once"),
        (["a", "b"], {"a": bytes(32)}, "no salt of 32 bytes for b"),
        (["a", "b"], {"a": bytes(32), "b": b"short"}, "no salt of 32 bytes for b"),
        (["a", "b"], {"a": bytes(32), "b": bytes(32)}, "different salt"),
    ],
)
def test_a_list_that_proves_nothing_is_refused(names, salts, expected):
    with pytest.raises(Refused, match=expected):
        commit([{"applicant": name} for name in names], salts)


def test_an_application_holds_what_was_handed_in_and_its_standing():
    found = {one["applicant"]: one for one in applications_of(small_round())}
    assert found["cas"]["preferences"] == [[1, "Beuk"]]
    assert found["cas"]["claims"] == [{"programme": "Beuk", "sibling": True}]
    assert found["cas"]["entries"] == [["Beuk", "all", 1, 1, 0]]
    assert found["ada"]["entries"] == [["Beuk", "all", 1, 2, 0], ["Eik", "all", 2, 2, 0]]


@settings(max_examples=25)
@given(st.integers(0, 5), st.integers(2, 10_000))
def test_a_receipt_tells_nothing_about_others(own, salt_seed):
    """It holds no name, and hashes that give nothing away without the salts of the others."""
    drawn = COMPLETED
    name = sorted(drawn.commitment.salts)[own]
    others = [one for one in drawn.commitment.records if one["applicant"] != name]
    seen = drawn.receipt(name) + drawn.transcript.text()
    for other in others:
        assert f'"{other["applicant"]}"' not in seen
        assert drawn.commitment.salts[other["applicant"]].hex() not in seen
        guess = random.Random(salt_seed).randbytes(32)
        for salt in (b"", bytes(32), guess, drawn.commitment.salts[name]):
            assert leaf_hash(salt, canonical(other)).hex() not in seen
            assert hashlib.sha256(salt + other["applicant"].encode()).hexdigest() not in seen


def test_new_salts_for_others_change_every_hash_in_a_path():
    """So a path shows salted hashes only, not the applications behind them."""
    people = applications_of(small_round())
    names = [one["applicant"] for one in people]
    first, second = salts_for(names, 1), salts_for(names, 2) | {"ada": salts_for(names, 1)["ada"]}
    paths = [set(commit(people, salts).proof("ada")["path"]) for salts in (first, second)]
    assert not paths[0] & paths[1]


def test_the_full_transcript_holds_everything():
    found = json.loads(COMPLETED.full)
    assert len(found["applications"]) == len(found["placements"]) == 6
