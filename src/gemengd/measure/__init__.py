# SPDX-License-Identifier: EUPL-1.2
"""Segregation measures: every number with its error, its chance level and the reason where it has none."""

from gemengd.measure.bootstrap import bootstrap
from gemengd.measure.bounds import BOUNDED_INDICES, bounds
from gemengd.measure.catalogue import catalogue
from gemengd.measure.change import change
from gemengd.measure.clusters import clusters
from gemengd.measure.compare import adjust, compare
from gemengd.measure.concentration import concentration
from gemengd.measure.indices import indices
from gemengd.measure.ladder import ladder
from gemengd.measure.local import local
from gemengd.measure.mirrored import if_mirrored
from gemengd.measure.nearest import nearest_school
from gemengd.measure.nested import nested
from gemengd.measure.ordered import ORDERED_STATUSES, ordered
from gemengd.measure.profiles import PROFILE_STATUSES, profiles
from gemengd.measure.protection import audit, protect
from gemengd.measure.registry import CORE, INDICES, ORDERED, Index
from gemengd.measure.residential import residential
from gemengd.measure.small_units import small_units
from gemengd.measure.status import STATUSES
from gemengd.measure.survey import survey

__all__ = [
    "BOUNDED_INDICES",
    "CORE",
    "INDICES",
    "ORDERED",
    "ORDERED_STATUSES",
    "PROFILE_STATUSES",
    "STATUSES",
    "Index",
    "adjust",
    "audit",
    "bootstrap",
    "bounds",
    "catalogue",
    "change",
    "clusters",
    "compare",
    "concentration",
    "if_mirrored",
    "indices",
    "ladder",
    "local",
    "nearest_school",
    "nested",
    "ordered",
    "profiles",
    "protect",
    "residential",
    "small_units",
    "survey",
]
