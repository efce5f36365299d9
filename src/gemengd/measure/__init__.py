# SPDX-License-Identifier: EUPL-1.2
"""Segregation measures: every number with its error, its chance level and the reason where it has none."""

from gemengd.measure.certainty.bootstrap import bootstrap
from gemengd.measure.certainty.bounds import BOUNDED_INDICES, bounds
from gemengd.measure.certainty.compare import adjust, compare
from gemengd.measure.certainty.small_units import small_units
from gemengd.measure.certainty.survey import survey
from gemengd.measure.change import change
from gemengd.measure.indices.catalogue import catalogue
from gemengd.measure.indices.clusters import clusters
from gemengd.measure.indices.concentration import concentration
from gemengd.measure.indices.indices import indices
from gemengd.measure.indices.local import local
from gemengd.measure.indices.mirrored import if_mirrored
from gemengd.measure.indices.nested import nested
from gemengd.measure.indices.ordered import ORDERED_STATUSES, ordered
from gemengd.measure.indices.registry import CORE, INDICES, ORDERED, Index
from gemengd.measure.places.ladder import ladder
from gemengd.measure.places.nearest import nearest_school
from gemengd.measure.places.profiles import PROFILE_STATUSES, profiles
from gemengd.measure.places.residential import residential
from gemengd.measure.protection import audit, protect
from gemengd.measure.table.status import STATUSES

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
