# SPDX-License-Identifier: EUPL-1.2
"""The verifiable lottery: a frozen list, a seed nobody chose, tickets, and a transcript that proves it."""

from gemengd.placement.rules.tickets import ticket, tickets
from gemengd.rounds.lottery.applications import applications_of, frame_of
from gemengd.rounds.lottery.beacon import Published, read_published
from gemengd.rounds.lottery.chains import QUICKNET, Chain
from gemengd.rounds.lottery.commitment import SALT_BYTES, Commitment, commit
from gemengd.rounds.lottery.notary import PART_BYTES, seal
from gemengd.rounds.lottery.plan import Plan, Source, drand_source, plan_from
from gemengd.rounds.lottery.protocol import (
    LATER,
    add_later,
    decide,
    draw,
    freeze,
    open_round,
    place,
    reveal,
    skip,
)
from gemengd.rounds.lottery.publication import (
    full_transcript,
    placed_data,
    placements_of,
    receipt,
    seal_placements,
)
from gemengd.rounds.lottery.refusal import Refused
from gemengd.rounds.lottery.seed import hkdf, seed_of
from gemengd.rounds.lottery.transcript import Transcript, read_transcript

__all__ = [
    "LATER",
    "PART_BYTES",
    "QUICKNET",
    "SALT_BYTES",
    "Chain",
    "Commitment",
    "Plan",
    "Published",
    "Refused",
    "Source",
    "Transcript",
    "add_later",
    "applications_of",
    "commit",
    "decide",
    "drand_source",
    "draw",
    "frame_of",
    "freeze",
    "full_transcript",
    "hkdf",
    "open_round",
    "place",
    "placed_data",
    "placements_of",
    "plan_from",
    "read_published",
    "read_transcript",
    "receipt",
    "reveal",
    "seal",
    "seal_placements",
    "seed_of",
    "skip",
    "ticket",
    "tickets",
]
