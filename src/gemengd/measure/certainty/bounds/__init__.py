# SPDX-License-Identifier: EUPL-1.2
"""Certified bounds of indices where counts are intervals."""

from gemengd.measure.certainty.bounds.bounding import BOUNDED_INDICES, bounds

__all__ = ["BOUNDED_INDICES", "bounds"]
