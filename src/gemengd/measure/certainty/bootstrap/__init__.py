# SPDX-License-Identifier: EUPL-1.2
"""Resampling pupils: errors and intervals of all cells at once."""

from gemengd.measure.certainty.bootstrap.resampling import bootstrap

__all__ = ["bootstrap"]
