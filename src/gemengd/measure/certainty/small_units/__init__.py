# SPDX-License-Identifier: EUPL-1.2
"""Segregation of small units without the part of chance."""

from gemengd.measure.certainty.small_units.estimating import small_units

__all__ = ["small_units"]
