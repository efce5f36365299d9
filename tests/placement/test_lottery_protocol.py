# SPDX-License-Identifier: EUPL-1.2
"""The steps of a draw: what proves nothing is refused, and every refusal says what to do."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gemengd.rounds.lottery import (
    LATER,
    Refused,
    add_later,
    applications_of,
    commit,
    decide,
    drand_source,
    draw,
    frame_of,
    freeze,
    open_round,
    place,
    read_published,
    reveal,
    seal,
    seed_of,
    skip,
    ticket,
)

MADE = runpy.run_path(str(Path(__file__).with_name("lottery_made.py")))
completed, frozen, moments, numbers_of = (
    MADE[name] for name in ("completed", "frozen", "moments", "numbers_of")
)
plan_of, real_source, salts_for, small_round = (
    MADE[name] for name in ("plan_of", "real_source", "salts_for", "small_round")
)
PART, REAL, ROUND = MADE["PART"], MADE["REAL"], MADE["ROUND"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = small_round().rules.identity
FRAME = frame_of(small_round())


def published(number=None):
    return replace(read_published(json.dumps(REAL)), **({"reference": str(number)} if number else {}))


def opened(plan=None):
    plan = plan or plan_of(real_source())
    return open_round(ROUND, RULES, plan, moments(plan.sources[0].exists_from)["open"])


def decided(*, notary=True):
    transcript, commitment, at = frozen(small_round(), notary=notary)
    if notary:
        transcript = reveal(transcript, PART, at["reveal"])
    return decide(transcript, at["decide"]), commitment, at


def drawn():
    transcript, commitment, at = decided()
    return draw(transcript, published(), commitment, FRAME, rules=RULES, moment=at["draw"]), commitment, at


def changed_list():
    """The list with one preference more than was frozen."""
    people = applications_of(small_round())
    people[0] = {**people[0], "preferences": [*people[0]["preferences"], [3, "Iep"]]}
    return commit(people, salts_for([one["applicant"] for one in people]))


def test_a_draw_in_order_gives_the_seed_of_source_and_notary():
    transcript, _, _ = drawn()
    value = bytes.fromhex(REAL["signature"])
    assert transcript.data_of("drawn")["seed"] == seed_of(value, PART, round_id=ROUND, kind="drand")
    assert [one["kind"] for one in transcript.events] == ["opened", "frozen", "revealed", "decided", "drawn"]


def test_the_tickets_follow_from_the_seed_and_the_pseudonym_alone():
    transcript, _, _ = drawn()
    seed = transcript.data_of("drawn")["seed"]
    found = dict(numbers_of(small_round(), transcript).iter_rows())
    assert found == {name: ticket(seed, ROUND, name) for name in ("ada", "bo", "cas", "dina", "eef", "fem")}


def test_one_number_per_family_is_that_of_the_family():
    round_ = small_round(lottery={"numbers": "per_family"})
    found = completed(round_)
    numbers = dict(numbers_of(round_, found.transcript).iter_rows())
    assert set(numbers) == {"family_ada", "family_bo", "family_cas", "family_dina", "family_eef"}
    holders = {one["applicant"]: one["holder"] for one in found.commitment.records}
    assert holders["fem"] == holders["eef"] == "family_eef"


def test_a_second_draw_is_refused_whatever_the_source_says():
    transcript, commitment, at = drawn()
    with pytest.raises(Refused, match="Nothing is drawn twice"):
        draw(transcript, published(), commitment, FRAME, rules=RULES, moment=at["draw"] + HOUR)
    with pytest.raises(Refused, match="Nothing is drawn twice"):
        skip(transcript, "no answer", "the notary", at["draw"] + HOUR)


def test_a_missing_reveal_leaves_the_public_source_alone():
    transcript, commitment, at = frozen(small_round())
    with pytest.raises(Refused, match="Wait for the notary"):
        decide(transcript, at["reveal"])
    transcript = decide(transcript, at["decide"])
    found = draw(transcript, published(), commitment, FRAME, rules=RULES, moment=at["draw"])
    value = bytes.fromhex(REAL["signature"])
    assert found.data_of("drawn")["seed"] == seed_of(value, None, round_id=ROUND, kind="drand")


@pytest.mark.parametrize(("when", "mend"), [("freeze", "Too early: wait"), ("decide", "public source alone")])
def test_an_early_or_late_reveal_is_refused(when, mend):
    transcript, _, at = frozen(small_round())
    with pytest.raises(Refused, match=mend):
        reveal(transcript, PART, at[when])


def test_after_the_decision_the_notary_cannot_choose_any_more():
    transcript, _, at = frozen(small_round())
    with pytest.raises(Refused, match="that stands"):
        reveal(decide(transcript, at["decide"]), PART, at["decide"])


def test_a_part_that_was_not_sealed_is_refused():
    transcript, _, at = frozen(small_round())
    with pytest.raises(Refused, match="notary's paper"):
        reveal(transcript, bytes(32), at["reveal"])


def test_a_part_in_a_round_without_a_seal_is_refused():
    transcript, _, at = frozen(small_round(), notary=False)
    with pytest.raises(Refused, match="Draw without it"):
        reveal(transcript, PART, at["reveal"])


def test_a_decision_when_the_source_may_be_known_is_refused():
    transcript, _, at = frozen(small_round())
    with pytest.raises(Refused, match="the decision came first"):
        decide(transcript, at["draw"])


def test_a_draw_without_a_decision_is_refused():
    transcript, commitment, at = frozen(small_round())
    with pytest.raises(Refused, match="nothing was decided"):
        draw(transcript, published(), commitment, FRAME, rules=RULES, moment=at["draw"])


def test_another_round_of_the_beacon_is_refused():
    transcript, commitment, at = decided()
    with pytest.raises(Refused, match="drand 657414; expected drand 657413"):
        draw(transcript, published(657414), commitment, FRAME, rules=RULES, moment=at["draw"])


def test_a_draw_before_the_source_exists_is_refused():
    transcript, commitment, at = decided()
    with pytest.raises(Refused, match="Wait"):
        draw(transcript, published(), commitment, FRAME, rules=RULES, moment=at["draw"] - HOUR)


@pytest.mark.parametrize("step", ["draw", "place"])
def test_a_tampered_application_is_refused(step):
    with pytest.raises(Refused, match="restore the tables and salts"):
        take(step, commitment=changed_list())


@pytest.mark.parametrize("step", ["draw", "place"])
def test_a_seat_more_than_was_frozen_is_refused(step):
    (programme, kind, seats, first), *others = FRAME["slots"]
    with pytest.raises(Refused, match="belong to a re-match"):
        take(step, frame={**FRAME, "slots": [[programme, kind, seats + 1, first], *others]})


@pytest.mark.parametrize("step", ["freeze", "draw", "place"])
def test_a_swapped_file_of_rules_is_refused(step):
    with pytest.raises(Refused, match=r"Put the published rules\.yaml back"):
        take(step, rules="0" * 64)


def take(step, *, commitment=None, frame=None, rules=RULES):
    """A step with another list, other seats or other rules than were fixed."""
    if step == "freeze":
        moment = moments_now()["freeze"]
        return freeze(opened(), commitment or changed_list(), {}, rules=rules, notary=None, moment=moment)
    transcript, own, at = decided() if step == "draw" else drawn()
    if step == "draw":
        return draw(
            transcript, published(), commitment or own, frame or FRAME, rules=rules, moment=at["draw"]
        )
    return place(transcript, {}, commitment or own, frame or FRAME, rules=rules, moment=at["place"])


def moments_now():
    return moments(real_source().exists_from)


def test_a_list_is_frozen_once_and_in_time():
    transcript, commitment, at = frozen(small_round())
    frame = frame_of(small_round())
    with pytest.raises(Refused, match="The list stays as it is"):
        freeze(transcript, commitment, frame, rules=RULES, notary=None, moment=at["freeze"])
    for moment in (at["closes"] - HOUR, at["reveal"]):
        with pytest.raises(Refused, match="new plan under a new round name"):
            freeze(opened(), commitment, frame, rules=RULES, notary=None, moment=moment)


def test_a_placement_is_recorded_once_and_after_the_draw():
    transcript, commitment, at = decided()
    with pytest.raises(Refused, match="Draw first"):
        place(transcript, {}, commitment, FRAME, rules=RULES, moment=at["place"])
    done = completed(small_round())
    with pytest.raises(Refused, match="with its reason"):
        place(done.transcript, {}, done.commitment, FRAME, rules=RULES, moment=at["place"])


def test_rules_are_fixed_before_the_closing():
    with pytest.raises(Refused, match="before the closing"):
        open_round(ROUND, RULES, plan_of(real_source()), moments_now()["closes"])
    with pytest.raises(Refused, match="Choose another name"):
        open_round("a|b", RULES, plan_of(real_source()), moments_now()["open"])


# Fallbacks


def with_fallback():
    first = real_source()
    second = drand_source(first.exists_from + DAY, 6 * HOUR)
    plan = plan_of(first, second)
    at = moments(first.exists_from)
    people = applications_of(small_round())
    commitment = commit(people, salts_for([one["applicant"] for one in people]))
    transcript = freeze(
        opened(plan), commitment, {}, rules=RULES, notary=seal(PART, ROUND), moment=at["freeze"]
    )
    return transcript, commitment, at, plan


def test_a_source_may_be_passed_over_only_between_its_last_chance_and_the_next_source():
    transcript, commitment, at, plan = with_fallback()
    transcript = decide(transcript, at["decide"])
    first, second = plan.sources
    with pytest.raises(Refused, match="Keep trying"):
        skip(transcript, "no answer", "the notary", first.exists_from + HOUR)
    with pytest.raises(Refused, match="may already be known"):
        skip(transcript, "no answer", "the notary", second.exists_from)
    with pytest.raises(Refused, match="no 'reason'"):
        skip(transcript, " ", "the notary", first.give_up)
    after = skip(transcript, "no answer from five relays", "the notary", first.give_up)
    with pytest.raises(Refused, match="named beforehand"):
        draw(after, published(), commitment, {}, rules=RULES, moment=second.exists_from)
    found = draw(
        after, published(second.reference), commitment, {}, rules=RULES, moment=second.exists_from
    ).data_of("drawn")
    assert (found["source"], found["reference"]) == (2, second.reference)


def test_a_missed_decision_is_made_good_before_the_next_source():
    transcript, _, at, plan = with_fallback()
    with pytest.raises(Refused, match="the decision came first"):
        decide(transcript, at["draw"])
    later = plan.sources[0].give_up
    after = decide(skip(transcript, "decision missed", "the board", later), later + HOUR)
    assert after.data_of("decided") == {"notary_counts": False}


def test_after_the_last_source_a_new_round_is_needed():
    transcript, _, at = decided()
    with pytest.raises(Refused, match="new plan under a new round name"):
        skip(transcript, "no answer", "the notary", at["draw"] + DAY)


# Later events


def test_what_happens_later_is_recorded_without_naming_the_child():
    done = completed(small_round())
    moment = moments_now()["place"] + DAY
    detail = {"applicant": "ada", "from": None, "to": "Iep"}
    found = add_later(
        done.transcript, "override", moment, by="board", reason="error in a claim", detail=detail, salt=PART
    )
    assert found.events[-1]["data"]["by"] == "board"
    assert len(found.events[-1]["data"]["detail"]) == 64
    assert "ada" not in json.dumps(found.events[-1])


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"reason": ""}, "no 'reason'"), ({"by": " "}, "no 'by'"), ({"salt": b"1"}, "32 random bytes")],
)
def test_a_later_event_needs_a_person_a_reason_and_a_salt(change, expected):
    whole = {"by": "board", "reason": "error", "detail": {"applicant": "ada"}, "salt": PART}
    with pytest.raises(Refused, match=expected):
        add_later(completed(small_round()).transcript, LATER[0], moments_now()["place"], **whole | change)


def test_an_unknown_or_early_later_event_is_refused():
    done, moment = completed(small_round()), moments_now()["place"]
    with pytest.raises(Refused, match="one of withdrawn"):
        add_later(done.transcript, "drawn", moment, by="board", reason="again")
    with pytest.raises(Refused, match="Place first"):
        add_later(drawn()[0], LATER[0], moment, by="board", reason="error")
