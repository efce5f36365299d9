# SPDX-License-Identifier: EUPL-1.2
"""Downloads of public files that can break off at any moment and be taken up again."""

from gemengd.sources.fetch.addresses import (
    Address,
    UnknownAddress,
    addresses,
    at_base,
    find,
    own_address,
)
from gemengd.sources.fetch.download import FetchFailed, download

__all__ = [
    "Address",
    "FetchFailed",
    "UnknownAddress",
    "addresses",
    "at_base",
    "download",
    "find",
    "own_address",
]
