# SPDX-License-Identifier: EUPL-1.2
"""Figures about something that is no municipality: a school, a comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gemengd.figures.drawing import Spec
from gemengd.figures.table import Table
from gemengd.language.language import Language
from gemengd.monitor.figure.municipality import Kind
from gemengd.monitor.figure.story import Said

T = TypeVar("T")


def bound_kind(
    thing: T,
    title: str,
    *,
    say: Callable[[T, Language], Said],
    table: Callable[[T, Language], Table],
    draw: Callable[[T, Language, float], Spec | None],
    definitions: tuple[str, ...],
) -> Kind:
    """A kind of figure about one thing; the cell that `figures` gives is not looked at.

    Args:
        thing: what it is about.
        title: heading, a message of the catalogue.
        say: makes the sentences of the thing.
        table: makes its table.
        draw: makes its picture at a width in pixels.
        definitions: the indicators and words whose definition belongs to it.
    """
    return Kind(
        title,
        lambda _cell, lang: say(thing, lang),
        lambda _cell, lang: table(thing, lang),
        lambda _cell, lang, width: draw(thing, lang, width),
        definitions,
        wide=True,
    )
