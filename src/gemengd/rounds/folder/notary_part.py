# SPDX-License-Identifier: EUPL-1.2
"""The notary's part on disk: only a drill keeps its own, a real part stays with the notary."""

from __future__ import annotations

import re

from gemengd.rounds.folder.moments import RandomBytes
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.rounds.lottery import PART_BYTES, Refused, Transcript
from gemengd.rounds.lottery.stage import plan_of
from gemengd.tables.files import write_whole

PART_FILE = "notary-part.hex"
DIGITS = re.compile(r"[0-9a-f]{64}")
EXPECTED = "64 hexadecimal digits"


def read_part(text: str) -> bytes:
    """A part as the notary wrote it down.

    Raises:
        Refused: it is something else.
    """
    digits = text.strip().lower()
    if not DIGITS.fullmatch(digits):
        mend = "Use the file that `gemengd place seal` made."
        raise Refused(f"a part of the notary of {len(digits)} signs", EXPECTED, mend)
    return bytes.fromhex(digits)


def read_seal(text: str | None) -> str | None:
    """A seal as the notary gave it; None stays None.

    Raises:
        Refused: it is something else; no part could ever fit it.
    """
    if text is None:
        return None
    digits = text.strip().lower()
    if not DIGITS.fullmatch(digits):
        raise Refused(
            f"a seal of {len(digits)} signs", EXPECTED, "Ask the notary; `gemengd place seal` makes one."
        )
    return digits


def kept_part(folder: RoundFolder) -> bytes | None:
    """The part that a drill keeps itself; None where it keeps none."""
    path = folder.secret / PART_FILE
    return read_part(path.read_text(encoding="ascii", errors="replace")) if path.is_file() else None


def drill_part(
    folder: RoundFolder, transcript: Transcript, notary: str | None, random: RandomBytes
) -> bytes | None:
    """The part of a drill without a notary, made on first use; None for any other round."""
    if notary is not None or not transcript.events or not plan_of(transcript).drill:
        return None
    try:
        kept = kept_part(folder)
    except Refused:
        kept = None
    return random(PART_BYTES) if kept is None else kept


def write_part(folder: RoundFolder, part: bytes | None) -> None:
    """Keep the part of a drill."""
    if part is not None:
        write_whole(folder.secret / PART_FILE, f"{part.hex()}\n".encode(), secret=True)
