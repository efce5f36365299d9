# SPDX-License-Identifier: EUPL-1.2
"""Words that several figures use."""

from __future__ import annotations

from gemengd.figures.figure import Said
from gemengd.language.language import Language
from gemengd.monitor.labels import reason
from gemengd.monitor.published.view import Cell, Number


def unknown(number: Number, lang: Language) -> Said:
    """That a number cannot be given, and why."""
    why = reason(number.status, lang)
    text = lang.say("This cannot be said with these figures: {why}.", why=why)
    return Said((text,), headline=lang.say("Not known"), known=False)


def focal(cell: Cell, lang: Language) -> str:
    """The pupils whose separation is measured, in words."""
    return lang.pick(cell.characteristic.focal_label, cell.characteristic.name)


def estimated(number: Number, lang: Language, caption: str) -> str:
    """The caption of a headline, which says so when the number is estimated from the neighbourhood."""
    if not number.from_area:
        return caption
    return lang.say("{caption} (estimated from the neighbourhood)", caption=caption)


def per_hundred(value: float, lang: Language) -> str:
    """A share as a number out of a hundred; a little is never 0, and not quite all is never 100."""
    if 0 < value < 0.005:
        return lang.say("less than 1")
    if 0.995 <= value < 1:
        return lang.say("more than 99")
    return lang.number(value * 100)


def about(value: float, lang: Language) -> str:
    """A share as a number out of a hundred in a sentence: `about 31`, but `less than 1`."""
    exact = value in (0, 1) or 0 < value < 0.005 or 0.995 <= value < 1
    number = per_hundred(value, lang)
    return number if exact else lang.say("about {n}", n=number)
