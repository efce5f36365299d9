# SPDX-License-Identifier: EUPL-1.2
"""The frozen list: one salted Merkle root over all applications, and a receipt for each family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gemengd.rounds.lottery.canonical import canonical
from gemengd.rounds.lottery.merkle import leaf_hash, levels, path
from gemengd.rounds.lottery.refusal import Refused

SALT_BYTES = 32
"""Bytes of a salt. Without it an application could be guessed from the hashes in somebody's path."""

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Commitment:
    """Records under one root; the leaves stand in the order of their hashes, which tells nothing.

    Attributes:
        records: each with a key `applicant`.
        salts: applicant to salt.
    """

    records: tuple[Record, ...]
    salts: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Number of records."""
        return len(self.records)

    @property
    def root(self) -> str:
        """The root, 64 hexadecimal digits."""
        return self._tree[-1][0].hex()

    def proof(self, applicant: str) -> dict[str, Any]:
        """Where the record stands in the tree: `index`, `size`, `path`.

        Raises:
            KeyError: the applicant is not in the list.
        """
        index = self._index[applicant]
        return {"index": index, "size": self.size, "path": [one.hex() for one in path(self._tree, index)]}

    def record(self, applicant: str) -> Record:
        """The record of one applicant.

        Raises:
            KeyError: the applicant is not in the list.
        """
        return self._records[applicant]

    @cached_property
    def _records(self) -> dict[str, Record]:
        return {str(one["applicant"]): one for one in self.records}

    @cached_property
    def _leaves(self) -> list[tuple[bytes, str]]:
        return sorted(
            (leaf_hash(self.salts[one["applicant"]], canonical(one)), one["applicant"])
            for one in self.records
        )

    @cached_property
    def _tree(self) -> list[list[bytes]]:
        return levels([leaf for leaf, _ in self._leaves])

    @cached_property
    def _index(self) -> dict[str, int]:
        return {applicant: index for index, (_, applicant) in enumerate(self._leaves)}


def commit(records: Sequence[Record], salts: Mapping[str, bytes]) -> Commitment:
    """Freeze records.

    Args:
        records: applications (`gemengd.rounds.lottery.applications`) or placements; each names its
            `applicant`.
        salts: applicant to `SALT_BYTES` random bytes from the operating system, never used twice.

    Raises:
        Refused: there are no records, an applicant stands twice, or a salt is absent, short or used twice.
        ValueError: a record holds what canonical JSON cannot hold.
    """
    names = [str(one["applicant"]) for one in records]
    if not names:
        raise Refused("an empty list", "at least one application", "Read the round again.")
    if len(set(names)) < len(names):
        twice = [name for name, times in Counter(names).items() if times > 1][:3]
        raise Refused(
            f"{', '.join(twice)} more than once", "each applicant once", "Remove the doubles before closing."
        )
    _check_salts(names, salts)
    return Commitment(tuple(records), {name: salts[name] for name in names})


def _check_salts(names: Sequence[str], salts: Mapping[str, bytes]) -> None:
    mend = f"Give every application {SALT_BYTES} fresh random bytes (`secrets.token_bytes`)."
    lacking = [name for name in names if len(salts.get(name, b"")) != SALT_BYTES]
    if lacking:
        raise Refused(
            f"no salt of {SALT_BYTES} bytes for {lacking[0]} and {len(lacking) - 1} others",
            "one for every applicant",
            mend,
        )
    if len({salts[name] for name in names}) < len(names):
        raise Refused("one salt for two applications", "a different salt for each", mend)
