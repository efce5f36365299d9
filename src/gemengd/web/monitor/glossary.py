# SPDX-License-Identifier: EUPL-1.2
"""The words of the site that are no indicator of the monitor."""

from __future__ import annotations

from django.utils.translation import gettext

from gemengd.monitor.published.definitions import Definition


def site_words() -> list[Definition]:
    """Words of the site with what they mean, in the language of the request."""
    return [
        Definition(
            "segregation",
            gettext("School segregation"),
            gettext(
                "Children of different backgrounds go to different schools more often than their "
                "numbers in the municipality would let you expect."
            ),
        ),
        Definition(
            "catchment",
            gettext("Catchment"),
            gettext(
                "The neighbourhoods from which the pupils of a school come, or all pupils who live near it."
            ),
        ),
        Definition(
            "margin",
            gettext("Margin of uncertainty"),
            gettext(
                "A figure can be somewhat higher or lower by chance. If we could measure it again and again, "
                "the real value would lie within the margin 95 of 100 times."
            ),
        ),
        Definition(
            "threshold",
            gettext("Publication threshold"),
            gettext(
                "Smaller counts of pupils are not shown, nor counts from which they could be worked out."
            ),
        ),
        Definition(
            "expected",
            gettext("Estimated from the neighbourhood"),
            gettext(
                "It was not counted who goes to which school. Each pupil is taken to be like the residents "
                "of the area where he or she lives. Differences between families in one area cannot be seen."
            ),
        ),
        Definition(
            "po-so-vo",
            gettext("Primary, special and secondary schools"),
            gettext("The three kinds of schools of the monitor. They are never added up."),
        ),
        Definition(
            "school-year",
            gettext("School year"),
            gettext(
                "2017/18 is the school year from August 2017 to July 2018. Pupils are counted on 1 October."
            ),
        ),
    ]
