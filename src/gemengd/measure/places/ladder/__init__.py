# SPDX-License-Identifier: EUPL-1.2
"""From random schools over the nearest to the actual ones."""

from gemengd.measure.places.ladder.climbing import ladder

__all__ = ["ladder"]
