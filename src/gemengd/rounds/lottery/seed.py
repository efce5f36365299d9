# SPDX-License-Identifier: EUPL-1.2
"""The seed: HKDF-SHA256 (RFC 5869) of the public source and the notary's part."""

from __future__ import annotations

import hashlib
import hmac

SEED_BYTES = 32
LABEL = "gemengd-seed/1"


def hkdf(material: bytes, *, salt: bytes = b"", info: bytes = b"", length: int = SEED_BYTES) -> bytes:
    """HKDF-SHA256, extract and expand.

    Args:
        material: input keying material.
        salt: optional; empty stands for 32 zero bytes, as the RFC says.
        info: what the output is for.
        length: bytes wanted, at most 8,160.

    Raises:
        ValueError: too many bytes are asked.
    """
    if not 0 < length <= 255 * 32:
        raise ValueError(f"length is {length}; expected 1 to {255 * 32}")
    key = hmac.digest(salt or bytes(32), material, hashlib.sha256)
    found, block = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([number]), hashlib.sha256)
        found += block
    return found[:length]


def seed_of(value: bytes, part: bytes | None, *, round_id: str, kind: str) -> str:
    """The seed of a round, 64 hexadecimal digits.

    The Merkle root is left out on purpose: a seed that depends on the list could be searched for by
    whoever can still alter the list.

    Args:
        value: what the source published (for drand the signature).
        part: the notary's part, None where it was not opened in time.
        round_id: the round of placement.
        kind: the kind of source, so that equal bytes from another source give another seed.
    """
    info = f"{LABEL}|{round_id}|{kind}".encode()
    return hkdf(value + (part or b""), info=info).hex()
