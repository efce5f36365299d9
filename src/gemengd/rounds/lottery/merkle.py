# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of RFC 6962 (Certificate Transparency), section 2.1.

Leaf: SHA-256(0x00 ‖ salt ‖ canonical JSON). Node: SHA-256(0x01 ‖ left ‖ right). A node without a neighbour
moves up as it is, which gives the same tree as the RFC's split at the largest power of two. The bytes 0x00
and 0x01 keep a node from being passed off as a leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(salt: bytes, content: bytes) -> bytes:
    """The leaf of a salted text, 32 bytes."""
    return hashlib.sha256(b"\x00" + salt + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node above two others, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from the leaves up to the root, which is the only one on the last level.

    Raises:
        ValueError: there are no leaves.
    """
    if not leaves:
        raise ValueError("found no leaves; expected at least one")
    found = [list(leaves)]
    while len(found[-1]) > 1:
        below = found[-1]
        above = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        found.append(above + below[len(below) & ~1 :])
    return found


def path(tree: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """The neighbours met on the way from a leaf to the root (the audit path of RFC 6962, section 2.1.1)."""
    found = []
    for level in tree[:-1]:
        neighbour = index ^ 1
        if neighbour < len(level):
            found.append(level[neighbour])
        index >>= 1
    return found


def root_from(leaf: bytes, index: int, size: int, neighbours: Sequence[bytes]) -> bytes:
    """The root to which a leaf and its path lead (RFC 9162, section 2.1.3.2).

    Raises:
        ValueError: a tree of this size has no such leaf, or the path has the wrong length.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} of {size}; expected a number from 0 to {size - 1}")
    found, last = leaf, size - 1
    for one in neighbours:
        if not last:
            raise ValueError(f"the path has {len(neighbours)} steps, too many for leaf {index} of {size}")
        if index & 1 or index == last:
            found = node_hash(one, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, one)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError(f"the path has {len(neighbours)} steps, too few for a tree of {size}")
    return found
