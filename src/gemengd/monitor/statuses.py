# SPDX-License-Identifier: EUPL-1.2
"""Why a number of the monitor is missing, or how it was made; beside the statuses of `gemengd.measure`."""

from __future__ import annotations

OK = "ok"
BOUNDED = "bounded"
EXPECTED_FROM_AREA = "expected_from_area"
FROM_RESIDENTS = "from_residents"
NO_HOME_AREAS = "no_home_areas"
NO_POINTS = "no_points"
NO_OWN_AREA = "no_own_area"
NO_PUPILS = "no_pupils"
ZERO_SHARE = "zero_share"
FRACTIONAL_COUNTS = "fractional_counts"
NO_CATCHMENT = "no_catchment"
SAME_BY_CONSTRUCTION = "same_by_construction"
CHOICE_UNSEEN = "choice_unseen"
COARSE_HOMES = "coarse_homes"
LEVEL_UNSEEN = "level_unseen"
ONE_UNIT = "one_unit"
ONE_AREA = "one_area"
ONE_YEAR = "one_year"
BREAK_IN_SERIES = "break_in_series"
TOO_LITTLE_KNOWN = "too_little_known"
TOO_COARSE = "too_coarse"
NO_OTHER_MUNICIPALITY = "no_other_municipality"

STATUSES: dict[str, str] = {
    EXPECTED_FROM_AREA: (
        "Made from the composition of the areas where pupils live, not from the pupils themselves; "
        "no error or chance level belongs to it."
    ),
    FROM_RESIDENTS: "Made from the residents or children of areas, not from the pupils of these schools.",
    NO_HOME_AREAS: "It is not known where the pupils live.",
    NO_POINTS: "The places of the schools or of the home areas are not known.",
    NO_OWN_AREA: "It is not known in which area the schools stand.",
    NO_CATCHMENT: "Nothing is known about the area around this school.",
    SAME_BY_CONSTRUCTION: (
        "The two things compared are the same by the way an expected composition is made, "
        "so the comparison says nothing."
    ),
    CHOICE_UNSEEN: (
        "In an expected composition all pupils of an area are alike, so the part of choice cannot be seen."
    ),
    COARSE_HOMES: (
        "Homes are known by areas so large that less than half of the schools can be the nearest one of "
        "anybody, whatever the pupils do."
    ),
    LEVEL_UNSEEN: (
        "A secondary school is bound to levels of education; without the level of the pupils the nearest "
        "school is not one that they could go to."
    ),
    ONE_YEAR: "There is one year only, so there is no change to measure.",
    BREAK_IN_SERIES: "Earlier years were counted in another way and cannot be compared.",
    TOO_LITTLE_KNOWN: "The composition of the home areas of too many pupils is unknown.",
    TOO_COARSE: (
        "The shares of the home areas were rounded so coarsely that rounding weighs more than the group "
        "itself."
    ),
    NO_OTHER_MUNICIPALITY: "The workspace holds no other municipality, so this cannot be seen.",
}
"""The statuses that the monitor adds, with what they mean."""
