# SPDX-License-Identifier: EUPL-1.2
"""Chances in words: as a band, never as a percentage, and without advice on how to choose."""

from __future__ import annotations

from gemengd.placement.chances import RISKY
from gemengd.placement.explain.language import language


def band(chance: float, code: str = "nl") -> str:
    """A chance as parents read it: "ongeveer 3 van de 10".

    Args:
        chance: 0 to 1.
        code: language code.

    Raises:
        ValueError: the chance or the language is out of range.
    """
    if not 0.0 <= chance <= 1.0:
        raise ValueError(f"chance is {chance}; expected 0 to 1")
    lang = language(code)
    if chance < 0.05:
        return lang.say("less than 1 in 20")
    if chance > 0.95:
        return lang.say("more than 19 in 20")
    return lang.say("about {n} in 10", n=min(max(int(chance * 10 + 0.5), 1), 9))


def warning(no_place: float, code: str = "nl") -> str | None:
    """The warning for a list, None where the chance of no place is small enough.

    Args:
        no_place: chance of no place, 0 to 1.
        code: language code.
    """
    if no_place <= RISKY:
        return None
    lang = language(code)
    shown = band(no_place, code)
    said = (
        lang.say("With this list your child may get no place. The chance is {band}.", band=shown),
        lang.say("With more schools on your list that chance is smaller."),
    )
    return " ".join(said)
