# SPDX-License-Identifier: EUPL-1.2
"""The level of an index without its chance part, and differences between levels."""

from gemengd.measure.certainty.levels.contrasts import contrasts
from gemengd.measure.certainty.levels.levels import levels

__all__ = ["contrasts", "levels"]
