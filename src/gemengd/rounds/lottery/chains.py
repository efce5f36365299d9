# SPDX-License-Identifier: EUPL-1.2
"""drand's chain quicknet: its constants, and which round exists when.

The constants are those published by the drand project when quicknet went live (drand.love, "quicknet is live
on the League of Entropy mainnet", 16 October 2023). They prove each other: the chain hash, by which drand
names the chain, is recomputed from them, and real rounds verify against the key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Chain:
    """A drand chain without links between rounds.

    Attributes:
        name: drand's name for it.
        public_key: key of the group, compressed point of G2, hexadecimal.
        group_hash: hash of the group at the start, hexadecimal.
        genesis: Unix time of round 1.
        period: seconds between rounds.
    """

    name: str
    public_key: str
    group_hash: str
    genesis: int
    period: int

    @property
    def hash(self) -> str:
        """The chain's identity: SHA-256 of period, genesis, key, group hash and name."""
        numbers = self.period.to_bytes(4, "big") + self.genesis.to_bytes(8, "big")
        keys = bytes.fromhex(self.public_key) + bytes.fromhex(self.group_hash)
        return hashlib.sha256(numbers + keys + self.name.encode()).hexdigest()

    def time_of(self, number: int) -> datetime:
        """When a round comes to exist.

        Raises:
            ValueError: rounds are numbered from 1.
        """
        if number < 1:
            raise ValueError(f"round is {number}; expected 1 or more")
        return datetime.fromtimestamp(self.genesis + (number - 1) * self.period, UTC)

    def first_round_from(self, moment: datetime) -> int:
        """The first round that does not exist before a moment."""
        seconds = int(moment.timestamp()) - self.genesis
        return max(1, -(-seconds // self.period) + 1)


QUICKNET = Chain(
    name="quicknet",
    public_key=(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1f"
        "ec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    group_hash="f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    genesis=1692803367,
    period=3,
)
"""One round every 3 seconds; scheme bls-unchained-g1-rfc9380."""
