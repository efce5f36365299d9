# SPDX-License-Identifier: EUPL-1.2
"""How far a share may be from the truth, and which years of a school can be set beside each other."""

from __future__ import annotations

from gemengd.figures.table import Row
from gemengd.monitor.figure.schools import reference_share
from gemengd.monitor.labels import EXPECTED
from gemengd.monitor.published.map_classes import margin
from gemengd.monitor.published.school import School


def interval(row: Row) -> tuple[float, float] | None:
    """The 95 % interval of the share at a school; None for an estimate from the neighbourhood."""
    if row["focal_share"] is None or row["status"] == EXPECTED:
        return None
    return _around(row["focal_share"], margin(row))


def by_chance(row: Row) -> tuple[float, float] | None:
    """Where the share would lie in 95 of 100 cases if the pupils were drawn by lot from the catchment."""
    home = reference_share(row)
    if home is None or row["focal_share"] is None or row["status"] == EXPECTED:
        return None
    return _around(home, margin(row | {"focal_share": home, "margin": None}))


def _around(share: float, reach: float) -> tuple[float, float]:
    return max(share - reach, 0.0), min(share + reach, 1.0)


def comparable(school: School) -> list[Row]:
    """The years in which the share is known in the same way as in the year shown."""
    expected = school.row["status"] == EXPECTED
    known = (row for row in school.rows if row["focal_share"] is not None)
    return [row for row in known if (row["status"] == EXPECTED) == expected]
