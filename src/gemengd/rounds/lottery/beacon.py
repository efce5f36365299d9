# SPDX-License-Identifier: EUPL-1.2
"""What a public source published, read from a file and checked as far as a machine can.

drand's rounds carry a signature that is checked here. The value of the NIST beacon and the numbers of a lotto
are read from their publication by people; the transcript says so. A drill has a file in place of a beacon.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from gemengd.rounds.lottery.bls import check_signature
from gemengd.rounds.lottery.chains import QUICKNET, Chain
from gemengd.rounds.lottery.refusal import Refused
from gemengd.rounds.lottery.rfc3797 import key_string

DRAND, NIST, LOTTO, DRILL = "drand", "nist", "lotto", "drill"
KINDS = (DRAND, NIST, LOTTO, DRILL)

BY_SIGNATURE, BY_PEOPLE, NOT_AT_ALL = "signature", "people", "drill"
"""How a value was checked."""


@dataclass(frozen=True, slots=True)
class Published:
    """A value that a source published.

    Attributes:
        kind: one of `KINDS`.
        reference: which one: drand's round, NIST's time stamp, the names of the lotto draws, "drill".
        value: the value itself, input of the seed.
        checked: how it was checked.
    """

    kind: str
    reference: str
    value: bytes
    checked: str


def read_published(text: str, *, chain: Chain = QUICKNET) -> Published:
    """Read the file of a source.

    Args:
        text: JSON. drand: the answer of any relay, `{"round", "signature", "randomness"}`; otherwise `kind`
            and for nist `timeStamp` and `outputValue`, for lotto `reference` and `draws` (a list of numbers
            for each), for drill `value` (hexadecimal digits).
        chain: the drand chain.

    Raises:
        Refused: the file is not one of these, or a signature is not the chain's.
    """
    try:
        data = json.loads(text)
        kind = data.get("kind", DRAND)
        readers = {NIST: _nist, LOTTO: _lotto, DRILL: _drill}
        return readers[kind](data) if kind in readers else _drand(data, chain)
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(
            f"a file of the source that cannot be read ({error!r})",
            "the answer of a drand relay, or the form described for the other sources",
            "Fetch the file again and keep it exactly as it came.",
        ) from error


def _drand(data: dict[str, Any], chain: Chain) -> Published:
    number, signature = int(data["round"]), bytes.fromhex(data["signature"])
    randomness = hashlib.sha256(signature).hexdigest()
    stated = str(data.get("randomness", randomness))
    if stated != randomness:
        raise Refused(
            f"randomness {stated[:16]}… beside a signature whose SHA-256 is {randomness[:16]}…",
            "the SHA-256 of the signature",
            "The file was altered or damaged: fetch the round again, from another relay if need be.",
        )
    check_signature(number, signature, chain)
    return Published(DRAND, str(number), signature, BY_SIGNATURE)


def _nist(data: dict[str, Any]) -> Published:
    value = bytes.fromhex(data["outputValue"])
    if len(value) != 64:
        raise ValueError(f"outputValue has {len(value)} bytes; expected 64")
    return Published(NIST, str(data["timeStamp"]), value, BY_PEOPLE)


def _lotto(data: dict[str, Any]) -> Published:
    draws = [[int(number) for number in one] for one in data["draws"]]
    return Published(LOTTO, str(data["reference"]), key_string(draws).encode("ascii"), BY_PEOPLE)


def _drill(data: dict[str, Any]) -> Published:
    return Published(DRILL, DRILL, bytes.fromhex(data["value"]), NOT_AT_ALL)
