# SPDX-License-Identifier: EUPL-1.2
from .certainty.bootstrap import bootstrap
from .certainty.bounds import BOUNDED_INDICES, bounds
from .certainty.compare import adjust, compare
from .certainty.levels import contrasts, levels
from .certainty.small_units import small_units
from .certainty.survey import survey
from .changes import change
from .index.catalogue import catalogue
from .index.clusters import clusters
from .index.concentration import concentration
from .index.indices import indices
from .index.local import local
from .index.mirrored import if_mirrored
from .index.nested import nested
from .index.ordered import ORDERED_STATUSES, ordered
from .index.registry import CORE, INDICES, ORDERED, Index
from .places.ladder import ladder
from .places.nearest import nearest_school
from .places.profiles import PROFILE_STATUSES, profiles
from .places.residential import residential
from .protection import audit, protect
from .table.status import STATUSES

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
    "contrasts",
    "if_mirrored",
    "indices",
    "ladder",
    "levels",
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
