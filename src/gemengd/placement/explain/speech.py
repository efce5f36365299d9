# SPDX-License-Identifier: EUPL-1.2
"""The sentences of letters and receipts, in each language."""

from __future__ import annotations

from gemengd.language.catalogues import Catalogue

EXPLAIN = Catalogue("gemengd.placement", "explain")
