# SPDX-License-Identifier: EUPL-1.2
"""Why segregation changed between two moments."""

from gemengd.measure.changes.splitting import change

__all__ = ["change"]
