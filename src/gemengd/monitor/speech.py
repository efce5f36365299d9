# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the monitor, in each language."""

from __future__ import annotations

from gemengd.language.catalogues import Catalogue
from gemengd.language.language import Language

CATALOGUE = Catalogue("gemengd.monitor", "monitor")


def language(code: str) -> Language:
    """The language in which the monitor speaks.

    Raises:
        ValueError: naming the languages that exist.
    """
    return CATALOGUE.language(code)
