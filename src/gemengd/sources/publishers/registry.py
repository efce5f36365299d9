# SPDX-License-Identifier: EUPL-1.2
"""The kinds of file that are known."""

from __future__ import annotations

from gemengd.sources.publishers.cbs import education, pc4, population
from gemengd.sources.publishers.duo import (
    advice,
    exams,
    flows,
    location_lists,
    locations,
    primary_pupils,
    schools_2013,
    secondary_flows,
    service_flows,
)
from gemengd.sources.publishers.geo import amsterdam, areas, mergers
from gemengd.sources.publishers.kind import Kind

KINDS: tuple[Kind, ...] = (
    flows.KIND,
    schools_2013.PRIMARY,
    schools_2013.SPECIAL,
    schools_2013.SECONDARY,
    locations.KIND,
    primary_pupils.KIND,
    service_flows.KIND,
    secondary_flows.KIND,
    location_lists.SPECIAL,
    # After the special ones: a location that is in both lists is an ordinary primary school, as in the flows.
    location_lists.PRIMARY,
    location_lists.SECONDARY,
    advice.KIND,
    exams.KIND,
    pc4.KIND,
    population.KIND,
    education.KIND,
    areas.KIND,
    mergers.KIND,
    amsterdam.SCHOOLS,
    amsterdam.NEIGHBOURHOODS,
)
"""Every kind that `read` knows; also the list that `gemengd sources kinds` prints."""
