# SPDX-License-Identifier: EUPL-1.2
"""The frozen list on disk, and whether the tables still are what was frozen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gemengd.placement.rules import Round
from gemengd.rounds.folder.moments import RandomBytes
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.lottery import (
    SALT_BYTES,
    Commitment,
    Refused,
    Transcript,
    applications_of,
    commit,
    frame_of,
)
from gemengd.rounds.lottery.canonical import canonical
from gemengd.rounds.lottery.stage import need, refuse_other_list, refuse_other_rules
from gemengd.tables.files import make_folder, write_whole

Record = Mapping[str, Any]

RESTORE = "Put back the copy made at the closing. Late changes come after the placement."


def new_salts(names: Sequence[str], random: RandomBytes) -> dict[str, bytes]:
    """A fresh salt for each applicant."""
    return {name: random(SALT_BYTES) for name in names}


def salts_for(folder: RoundFolder, names: Sequence[str], random: RandomBytes) -> dict[str, bytes]:
    """The salts that an interrupted freeze left, if they fit these applicants; otherwise new ones."""
    try:
        kept = _read_salts(folder)
    except Refused:
        return new_salts(names, random)
    fits = set(kept) == set(names) and len(set(kept.values())) == len(names)
    fits = fits and {len(salt) for salt in kept.values()} == {SALT_BYTES}
    return kept if fits else new_salts(names, random)


def write_frozen(folder: RoundFolder, commitment: Commitment) -> None:
    """Keep salts and applications, readable by the owner only."""
    make_folder(folder.lottery, secret=False)
    make_folder(folder.secret, secret=True)
    salts = {name: salt.hex() for name, salt in sorted(commitment.salts.items())}
    write_whole(folder.secret / "salts.json", json.dumps(salts).encode(), secret=True)
    records = canonical([dict(one) for one in commitment.records])
    write_whole(folder.secret / "applications.json", records, secret=True)


def read_frozen(folder: RoundFolder, transcript: Transcript) -> Commitment:
    """The frozen list, held against the root in the transcript.

    Raises:
        Refused: nothing was frozen, or the secret files are absent, damaged or altered.
    """
    frozen = need(transcript, "frozen", "Freeze the list first: gemengd place commit.")
    kept = _committed(_read(folder, "applications.json"), _read_salts(folder), frozen)
    if kept is None:
        raise Refused(
            "secret/applications.json or secret/salts.json with another content",
            f"the {frozen['count']} applications frozen with root {frozen['root'][:16]}…",
            RESTORE,
        )
    return kept


def frozen_list(folder: RoundFolder, round_: Round, transcript: Transcript) -> Commitment:
    """The frozen list, made again from the tables as they are now.

    The kept applications are read only to say what differs, so that a step does not trust them either.

    Args:
        folder: the round on disk.
        round_: its tables and rules.
        transcript: its transcript.

    Raises:
        Refused: nothing was frozen, or rules, tables, seats or salts are not those of the freeze; it says
            what differs, without pseudonyms.
    """
    frozen = need(transcript, "frozen", "Freeze the list first: gemengd place commit.")
    refuse_other_rules(transcript, round_.rules.identity)
    present = applications_of(round_)
    commitment = _committed(present, _read_salts(folder), frozen)
    if commitment is None:
        kept = read_frozen(folder, transcript)
        found = f"tables with {_differences(kept, present)}"
        raise Refused(found, f"the {kept.size} applications that were frozen", RESTORE)
    refuse_other_list(transcript, commitment, frame_of(round_))
    return commitment


def _committed(
    records: Sequence[Record], salts: Mapping[str, bytes], frozen: Mapping[str, Any]
) -> Commitment | None:
    """The records under their root; None where it is not the frozen one."""
    try:
        found = commit(records, salts)
        same = (found.root, found.size) == (frozen["root"], frozen["count"])
    except (ValueError, TypeError, KeyError):
        return None
    return found if same else None


def _differences(kept: Commitment, now: Iterable[Record]) -> str:
    present = {one["applicant"]: one for one in now}
    fields = Counter(
        name
        for one in kept.records
        if one["applicant"] in present
        for name, value in one.items()
        if present[one["applicant"]][name] != value
    )
    missing = sum(one["applicant"] not in present for one in kept.records)
    added = len(present) + missing - kept.size
    parts = [f"other {name} of {many} children" for name, many in sorted(fields.items())]
    parts += [f"{missing} children missing"] * bool(missing) + [f"{added} children added"] * bool(added)
    return ", ".join(parts)


def _read_salts(folder: RoundFolder) -> dict[str, bytes]:
    found = _read(folder, "salts.json")
    try:
        return {str(name): bytes.fromhex(salt) for name, salt in found.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise Refused("secret/salts.json that is damaged", "the salts of the frozen list", RESTORE) from error


def _read(folder: RoundFolder, name: str) -> Any:
    try:
        return json.loads((folder.secret / name).read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise Refused(f"no readable secret/{name}", "the file of the frozen list", RESTORE) from error
