# SPDX-License-Identifier: EUPL-1.2
"""A file of one's own, with one row per pupil or with counts, through a mapping."""

from gemengd.sources.own.mapping_draft import draft
from gemengd.sources.own.reading import read

__all__ = ["draft", "read"]
