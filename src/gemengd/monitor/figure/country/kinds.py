# SPDX-License-Identifier: EUPL-1.2
"""The figures of all municipalities together, in the order in which they are shown."""

from __future__ import annotations

from gemengd.figures.figure import by_key
from gemengd.monitor.figure.country import level, trend
from gemengd.monitor.figure.country import map as map_figure

KINDS = by_key(level.KIND, trend.KIND, map_figure.KIND)
