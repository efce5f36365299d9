# SPDX-License-Identifier: EUPL-1.2
"""Under which licence the open data stand, and whom to name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FREE = "CC0-1.0"


@dataclass(frozen=True)
class Licence:
    """A licence: its SPDX name, the address of its text, and the concept of the European list."""

    name: str
    address: str
    concept: str


_EU = "http://publications.europa.eu/resource/authority/licence/"
CC0 = Licence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl", f"{_EU}CC0")
CC_BY = Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl", f"{_EU}CC_BY_4_0")


def sources(manifest: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The sources behind the figures, as the workspace names them."""
    found: Sequence[Mapping[str, Any]] = manifest.get("sources", ())
    return found


def licence(manifest: Mapping[str, Any]) -> Licence:
    """CC0 where every source is; else CC BY, so that the sources are named."""
    return CC0 if all(source.get("licence") == FREE for source in sources(manifest)) else CC_BY


def rights(manifest: Mapping[str, Any]) -> str:
    """What every source says about its licence, in one line."""
    said = (f"{source.get('title', '')}: {source.get('licence', '')}" for source in sources(manifest))
    return "; ".join(dict.fromkeys(said))
