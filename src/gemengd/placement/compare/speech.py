# SPDX-License-Identifier: EUPL-1.2
"""The sentences of a comparison of rules, in each language."""

from __future__ import annotations

from gemengd.language.catalogues import Catalogue

COMPARE = Catalogue("gemengd.placement", "compare")
