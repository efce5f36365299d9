# SPDX-License-Identifier: EUPL-1.2
"""The notary's part: sealed before the list is frozen, opened before the beacon's round exists."""

from __future__ import annotations

import hashlib
import hmac

from gemengd.rounds.lottery.refusal import Refused

PART_BYTES = 32
LABEL = "gemengd-notary/1"


def seal(part: bytes, round_id: str) -> str:
    """The commitment to publish: SHA-256 of the text `gemengd-notary/1|round|part in hexadecimal digits`.

    A notary can work it out with any tool that computes SHA-256.

    Args:
        part: 32 random bytes, known to the notary only.
        round_id: the round they are for.

    Raises:
        Refused: the part has another length.
    """
    if len(part) != PART_BYTES:
        mend = "Let the notary draw a new part, for instance with `openssl rand -hex 32`."
        raise Refused(f"a part of {len(part)} bytes", f"{PART_BYTES} random bytes", mend)
    return hashlib.sha256(f"{LABEL}|{round_id}|{part.hex()}".encode()).hexdigest()


def check_part(part: bytes, round_id: str, commitment: str) -> None:
    """Hold an opened part against its commitment.

    Raises:
        Refused: it is another part.
    """
    found = seal(part, round_id)
    if not hmac.compare_digest(found, commitment):
        raise Refused(
            f"a part whose seal is {found[:16]}…",
            f"the part that was sealed as {commitment[:16]}…",
            "Compare the digits with the notary's paper; without the right part by the named time, "
            "the draw goes by the public source alone.",
        )
