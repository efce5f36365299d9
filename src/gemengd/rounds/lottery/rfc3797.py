# SPDX-License-Identifier: EUPL-1.2
"""Selection from numbers that are drawn in public (RFC 3797), the last fallback of the draw.

The RFC prescribes MD5. That is harmless here: the numbers are not chosen by anybody who could look for a
collision. In a round only the key string is used, as input of the seed; `select` is for small draws that
people want to follow by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def key_string(sources: Sequence[Sequence[int]]) -> str:
    """The numbers of each source, sorted, as the RFC writes them: `9319./2.5.8.10.12./`.

    Raises:
        ValueError: there are no numbers, or a negative one.
    """
    if not sources or not all(sources) or min(min(one) for one in sources) < 0:
        raise ValueError(f"found {list(map(list, sources))}; expected one or more numbers from each source")
    return "".join("".join(f"{number}." for number in sorted(one)) + "/" for one in sources)


def digest(key: str, number: int) -> str:
    """The MD5 of the key between two copies of the number of the selection, from 0; 32 capitals."""
    ends = number.to_bytes(2, "big")
    return hashlib.md5(ends + key.encode("ascii") + ends, usedforsecurity=False).hexdigest().upper()


def select(key: str, pool: int, count: int) -> list[int]:
    """The numbers selected, each from 1 to `pool`, in the order of selection.

    Raises:
        ValueError: more are asked than the pool holds.
    """
    if not 0 <= count <= pool:
        raise ValueError(f"asked for {count} of {pool}; expected 0 to {pool}")
    left = list(range(1, pool + 1))
    return [left.pop(int(digest(key, number), 16) % len(left)) for number in range(count)]
