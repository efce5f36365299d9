# SPDX-License-Identifier: EUPL-1.2
"""Why a number is missing or must be read with care."""

from __future__ import annotations

OK = "ok"
ONE_UNIT = "one_unit"
ONE_AREA = "one_area"
ONE_GROUP = "one_group"
NO_PUPILS = "no_pupils"
FOCAL_ABSENT = "focal_absent"
REFERENCE_ABSENT = "reference_absent"
FRACTIONAL_COUNTS = "fractional_counts"
NO_REFERENCE_AREA = "no_reference_area"
ZERO_SHARE = "zero_share"

STATUSES: dict[str, str] = {
    OK: "The number is defined and all its companions are given.",
    ONE_UNIT: "All pupils are in one unit: the index is defined, but no segregation is possible.",
    ONE_AREA: "All pupils live in one area: housing is zero by construction.",
    ONE_GROUP: "Only one group has pupils: an index of several groups is undefined.",
    NO_PUPILS: "None of the groups compared has pupils: everything is undefined.",
    FOCAL_ABSENT: "The focal group has no pupils here: a two-group index is undefined.",
    REFERENCE_ABSENT: "The reference group has no pupils here: a two-group index is undefined.",
    FRACTIONAL_COUNTS: (
        "Counts are not whole numbers (an expected composition): the estimate is given, "
        "its sampling error and its chance level have no meaning."
    ),
    NO_REFERENCE_AREA: "The reference area of this unit is not given or has no pupils.",
    ZERO_SHARE: "A share is zero, so the log ratio does not exist; the other columns stand.",
}
"""Every status a row can carry, with what it means. The first reason that applies is given, in the order
no_pupils, focal_absent, reference_absent, one_group, one_unit, one_area, fractional_counts."""
