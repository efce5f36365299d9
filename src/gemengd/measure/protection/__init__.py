# SPDX-License-Identifier: EUPL-1.2
"""Publication safety: which cells of a table with totals to hide, and what an attacker can still derive."""

from gemengd.measure.protection.audit import audit
from gemengd.measure.protection.protect import protect

__all__ = ["audit", "protect"]
