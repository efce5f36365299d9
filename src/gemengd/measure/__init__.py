# SPDX-License-Identifier: EUPL-1.2
"""Segregation measures: every number with its error, its chance level and the reason where it has none."""

from gemengd.measure.indices import indices
from gemengd.measure.local import local
from gemengd.measure.nearest import nearest_school
from gemengd.measure.nested import nested
from gemengd.measure.registry import INDICES, Index
from gemengd.measure.residential import residential
from gemengd.measure.status import STATUSES

__all__ = ["INDICES", "STATUSES", "Index", "indices", "local", "nearest_school", "nested", "residential"]
