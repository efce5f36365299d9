# SPDX-License-Identifier: EUPL-1.2
"""What the words and numbers of the monitor mean; report, site and API take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gemengd.language.language import Language
from gemengd.monitor.labels import INDICATORS
from gemengd.monitor.published.view import MIRROR_POINTS


@dataclass(frozen=True)
class Definition:
    """What a word means.

    Attributes:
        key: name of the indicator, or of what is defined.
        name: the word.
        text: what it means.
    """

    key: str
    name: str
    text: str

    @property
    def anchor(self) -> str:
        """The place of the definition on a page."""
        return anchor(self.key)


def anchor(key: str) -> str:
    """The place on a page of the definition with this key."""
    return f"definition-{key.replace('_', '-').lower()}"


def definitions(settings: Mapping[str, Any], lang: Language) -> list[Definition]:
    """Every indicator and the words that the figures use.

    Args:
        settings: the settings that the monitor was built with.
        lang: the language.
    """
    indicators = [
        Definition(key, lang.say(each.name), lang.say(each.definition)) for key, each in INDICATORS.items()
    ]
    return [*indicators, *_further(settings, lang)]


def _further(settings: Mapping[str, Any], lang: Language) -> list[Definition]:
    points = lang.number(float(settings.get("mirror_points", MIRROR_POINTS)))
    return [
        Definition(
            "mirror",
            lang.say("A large difference with the catchment"),
            lang.say(
                "By agreement the difference is large when the share of the group at the school is {points} "
                "percentage points or more from the share where its own pupils live, or among all pupils "
                "who live nearby. It is an agreement and no judgement.",
                points=points,
            ),
        ),
        Definition(
            "classes",
            lang.say("Classes of the map"),
            lang.say(
                "At most five. A class is at least as wide as the margin of uncertainty of a "
                "typical area, so "
                "that most areas do not change colour by chance. An area is hatched when it is not even "
                "probable (80%) that it belongs to its class."
            ),
        ),
        Definition(
            "chance",
            lang.say("What a lottery would give"),
            lang.say("What the index would be if pupils were spread over the schools by lot."),
        ),
    ]
