# SPDX-License-Identifier: EUPL-1.2
"""What a user may set about the monitor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Settings:
    """The settings of `gemengd monitor build`; they are kept in the workspace beside the frames.

    Attributes:
        publication_threshold: no count of pupils below this is shown (used by the outputs, not by the build).
        mirror_points: a school is no mirror of its catchment when its focal share differs by this many
            percentage points or more (Amsterdam 2008 used 20).
        confidence: coverage of the intervals `low` to `high`.
        near_metres: a home area is near a primary or special school when its point lies within this distance.
        near_metres_secondary: the same for secondary schools, which draw from further away.
        few_schools: a catchment with fewer other schools, or fewer other denominations, offers few.
        least_known: expected compositions are made only where at least this share of the pupils of a
            municipality and sector lives in an area of known composition.
        peers: how many comparable municipalities are named.
        seed: seed of the simulations behind chance levels without a closed form.
        draws: number of those simulations.
    """

    publication_threshold: int = 10
    mirror_points: float = 20.0
    confidence: float = 0.95
    near_metres: float = 1000.0
    near_metres_secondary: float = 3000.0
    few_schools: int = 2
    least_known: float = 0.5
    peers: int = 8
    seed: int = 0
    draws: int = 200

    def __post_init__(self) -> None:
        shares = {"confidence": self.confidence, "least_known": self.least_known}
        for name, value in shares.items():
            if not 0.0 < value < 1.0:
                raise ValueError(f"setting '{name}': found {value}, expected a number between 0 and 1")
        amounts = {
            "publication_threshold": self.publication_threshold,
            "mirror_points": self.mirror_points,
            "near_metres": self.near_metres,
            "near_metres_secondary": self.near_metres_secondary,
            "few_schools": self.few_schools,
            "peers": self.peers,
            "draws": self.draws,
        }
        for name, value in amounts.items():
            if value < 0:
                raise ValueError(f"setting '{name}': found {value}, expected 0 or more")

    def as_dict(self) -> dict[str, Any]:
        """The settings by name, for the manifest."""
        return asdict(self)


def threshold_of(manifest: Mapping[str, Any]) -> int:
    """The publication threshold with which a monitor was built, by the manifest of its workspace."""
    settings = (manifest.get("monitor") or {}).get("settings") or {}
    return int(settings.get("publication_threshold", Settings.publication_threshold))


def confidence_of(manifest: Mapping[str, Any]) -> float:
    """The coverage of the intervals of a monitor, by the manifest of its workspace."""
    settings = (manifest.get("monitor") or {}).get("settings") or {}
    return float(settings.get("confidence", Settings.confidence))
