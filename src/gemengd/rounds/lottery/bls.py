# SPDX-License-Identifier: EUPL-1.2
"""The signature of a drand round, checked with a library (the extra `lottery`).

Scheme bls-unchained-g1-rfc9380: the message is SHA-256 of the round's number in 8 bytes, hashed to G1 by
RFC 9380; the signature is a point of G1, the key one of G2, and e(H(m), key) = e(signature, generator).
"""

from __future__ import annotations

import hashlib
from typing import Any

from gemengd.rounds.lottery.chains import Chain
from gemengd.rounds.lottery.refusal import Refused

DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
"""The cipher suite's name, as RFC 9380 asks; part of what is signed."""


def check_signature(number: int, signature: bytes, chain: Chain) -> None:
    """Refuse a signature that is not the chain's for this round.

    Args:
        number: the round.
        signature: compressed point of G1, 48 bytes.
        chain: the chain.

    Raises:
        Refused: the signature is not the chain's, or the library is not installed.
    """
    if not _valid(number, signature, chain):
        raise Refused(
            f"a signature that drand's chain {chain.name} did not give for round {number}",
            "the signature of that round",
            f"Fetch round {number} of chain {chain.hash} again, from another relay if need be. "
            "If two relays give this same file, stop and tell the notary.",
        )


def _valid(number: int, signature: bytes, chain: Chain) -> bool:
    try:
        from py_arkworks_bls12381 import GT, G1Point, G2Point
    except ImportError as error:
        raise Refused(
            "no library for drand's signatures",
            "py_arkworks_bls12381",
            "Install it with `pip install 'gemengd[lottery]'` and give the command again.",
        ) from error
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    try:
        point = G1Point.from_compressed_bytes(signature)
        key = G2Point.from_compressed_bytes(bytes.fromhex(chain.public_key))
    except ValueError:
        return False
    if not one_spelling(point, signature):
        return False
    hashed = G1Point.hash_to_curve(message, DOMAIN)
    return GT.pairing_check([hashed, -point], [key, G2Point()])


def one_spelling(point: Any, signature: bytes) -> bool:
    """Whether these bytes are the only way to write the point.

    The seed comes from the bytes, and the library reads some points from more than one spelling.
    """
    return bytes(point.to_compressed_bytes()) == signature
