# SPDX-License-Identifier: EUPL-1.2
"""A small round from rules to placement, for the tests of lottery, transcript and verifier."""

from __future__ import annotations

import hashlib
import json
import random
import runpy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from gemengd.placement.rules import Outcome, Round, compile_round, run, ticket_holders
from gemengd.rounds.lottery import (
    QUICKNET,
    Commitment,
    Plan,
    Source,
    Transcript,
    applications_of,
    commit,
    decide,
    drand_source,
    draw,
    frame_of,
    freeze,
    full_transcript,
    open_round,
    place,
    placed_data,
    placements_of,
    read_published,
    receipt,
    reveal,
    seal,
    seal_placements,
    tickets,
)

MADE = runpy.run_path(str(Path(__file__).with_name("rules_made.py")))
a_round, rules = MADE["a_round"], MADE["rules"]

ROUND = "2023-ronde1"
REAL = {
    "round": 657413,
    "signature": (
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
    ),
}
"""A round that drand published on 15 September 2023, so that a drill can look exactly like a real draw."""

EXISTS = datetime(2023, 9, 15, 11, 0, 3, tzinfo=UTC)
PART = bytes(range(32))


def moments(exists: datetime) -> dict[str, datetime]:
    """The moments of a round whose source comes to exist at `exists`."""
    day = timedelta(days=1)
    return {
        "open": exists - 90 * day,
        "closes": exists - 10 * day,
        "freeze": exists - 9 * day,
        "reveal_from": exists - 2 * day,
        "reveal": exists - 2 * day + timedelta(hours=1),
        "reveal_by": exists - day,
        "decide": exists - day + timedelta(hours=1),
        "draw": exists + timedelta(minutes=5),
        "place": exists + timedelta(minutes=6),
    }


def plan_of(*sources: Source) -> Plan:
    at = moments(sources[0].exists_from)
    return Plan(at["closes"], at["reveal_from"], at["reveal_by"], sources)


def real_source() -> Source:
    return drand_source(QUICKNET.time_of(REAL["round"]), timedelta(hours=6))


def salts_for(names: list[str], seed: int = 1) -> dict[str, bytes]:
    rng = random.Random(seed)
    return {name: rng.randbytes(32) for name in names}


def small_round(**sections: Any) -> Round:
    wishes = {
        "ada": ["Beuk", "Eik"],
        "bo": ["Beuk", "Eik", "Iep"],
        "cas": ["Beuk"],
        "dina": ["Eik", "Beuk"],
        "eef": ["Eik", "Iep", "Beuk"],
        "fem": ["Beuk", "Iep"],
    }
    claims = [{"applicant": "cas", "programme": "Beuk", "sibling": True}]
    people = {name: {"family": f"family_{name}"} for name in wishes}
    people["fem"] = {"family": "family_eef"}
    sections.setdefault("priorities", [{"when": {"claim": "sibling"}}])
    seats = {"Beuk": 2, "Eik": 1, "Iep": 1}
    return a_round(wishes, seats, rules(**sections), claims=claims, applicants=people)


@dataclass
class Drawn:
    """Everything a round has after its placement."""

    round_: Round
    commitment: Commitment
    placements: Commitment
    transcript: Transcript
    outcome: Outcome

    @property
    def full(self) -> str:
        return full_transcript(self.transcript, self.commitment, self.placements)

    def receipt(self, applicant: str) -> str:
        return json.dumps(receipt(self.transcript, self.commitment, applicant, self.placements))


def frozen(round_: Round, *, notary: bool = True, source: Source | None = None) -> Any:
    """Transcript and commitment of a round whose list is frozen."""
    plan = plan_of(source or real_source())
    at = moments(plan.sources[0].exists_from)
    identity = round_.rules.identity
    transcript = open_round(ROUND, identity, plan, at["open"])
    people = applications_of(round_)
    commitment = commit(people, salts_for([one["applicant"] for one in people]))
    sealed = seal(PART, ROUND) if notary else None
    transcript = freeze(
        transcript, commitment, frame_of(round_), rules=identity, notary=sealed, moment=at["freeze"]
    )
    return transcript, commitment, at


def completed(
    round_: Round, *, notary: bool = True, drill: int | None = None, engine: str = "reference"
) -> Drawn:
    """A round from opening to placement; `drill` takes a made-up value in place of drand's."""
    source, text = None, json.dumps(REAL)
    if drill is not None:
        source = Source("drill", "drill", EXISTS, EXISTS + timedelta(hours=6))
        text = json.dumps({"kind": "drill", "value": hashlib.sha256(str(drill).encode()).hexdigest()})
    transcript, commitment, at = frozen(round_, notary=notary, source=source)
    if notary:
        transcript = reveal(transcript, PART, at["reveal"])
    transcript = decide(transcript, at["decide"])
    identity = round_.rules.identity
    transcript = draw(
        transcript, read_published(text), commitment, frame_of(round_), rules=identity, moment=at["draw"]
    )
    return _placed(round_, transcript, commitment, at["place"], engine)


def _placed(
    round_: Round, transcript: Transcript, commitment: Commitment, moment: datetime, engine: str
) -> Drawn:
    numbers = numbers_of(round_, transcript)
    compiled = compile_round(round_, numbers)
    outcome = run(compiled, engine=engine)
    placements = seal_placements(placements_of(outcome, compiled), commitment)
    data = placed_data(outcome, compiled, numbers, placements, audit={"findings": 0})
    transcript = place(
        transcript, data, commitment, frame_of(round_), rules=round_.rules.identity, moment=moment
    )
    return Drawn(round_, commitment, placements, transcript, outcome)


def numbers_of(round_: Round, transcript: Transcript) -> pl.DataFrame:
    return tickets(ticket_holders(round_), transcript.data_of("drawn")["seed"], ROUND)
