# SPDX-License-Identifier: EUPL-1.2
"""The choices of a page, all of them in its address: sector, characteristic, school year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import get_language, gettext

from gemengd.language.language import Language
from gemengd.monitor.labels import sector_name
from gemengd.monitor.published.view import Cell
from gemengd.monitor.speech import language


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """A question with the things that can be chosen, for `parts/choices.html`."""

    name: str
    label: str
    options: tuple[Option, ...]


def speech() -> Language:
    """The language of this request, in the form of the monitor."""
    return language("en" if get_language() == "en" else "nl")


def chosen_cell(cells: Sequence[Cell], query: QueryDict, at: Callable[[Cell, int], Cell]) -> Cell:
    """The sector, characteristic and year that the address asks for; the first cell and last year otherwise.

    Args:
        cells: what can be chosen.
        query: the choices as they stand in the address.
        at: gives a cell at another of its school years.

    Raises:
        Http404: there is no such cell; the message names those that are there.
    """
    sector, name = query.get("sector"), query.get("kenmerk")
    for cell in cells:
        if sector in (None, cell.sector) and name in (None, cell.characteristic.name):
            year = int(one_of(query, "jaar", map(str, cell.years), str(cell.year)))
            return cell if year == cell.year else at(cell, year)
    there = ", ".join(address(cell) for cell in cells) or gettext("none")
    raise Http404(gettext("There are no figures for this choice. There are: %(there)s.") % {"there": there})


def cell_choices(cells: Sequence[Cell], chosen: Cell) -> list[Choice]:
    """What can be chosen of a municipality or school; a question with one answer is not asked."""
    lang = speech()
    same_sector = [cell for cell in cells if cell.sector == chosen.sector]
    sectors = {cell.sector: sector_name(cell.sector, lang) for cell in cells}
    kinds = {cell.characteristic.name: _kind(cell, lang) for cell in same_sector}
    years = {str(year): lang.school_year(year) for year in reversed(chosen.years)}
    asked = [
        _choice("sector", gettext("Schools"), sectors, chosen.sector),
        _choice("kenmerk", gettext("By"), kinds, chosen.characteristic.name),
        _choice("jaar", gettext("School year"), years, str(chosen.year)),
    ]
    return [choice for choice in asked if len(choice.options) > 1]


def _kind(cell: Cell, lang: Language) -> str:
    return lang.pick(cell.characteristic.label, cell.characteristic.name)


def _choice(name: str, question: str, labels: dict[str, str], chosen: str) -> Choice:
    options = (Option(value, words, value == chosen) for value, words in labels.items())
    return Choice(name, question, tuple(options))


def address(cell: Cell) -> str:
    """The choice as it stands in an address, without the question mark."""
    return urlencode({"sector": cell.sector, "kenmerk": cell.characteristic.name, "jaar": cell.year})


def one_of(query: QueryDict, name: str, allowed: Iterable[str], otherwise: str) -> str:
    """A choice from the address.

    Raises:
        Http404: it is none of those allowed; the message names them.
    """
    value = query.get(name, otherwise)
    values = list(allowed)
    if value not in values:
        raise Http404(
            gettext("%(name)s: choose one of %(values)s.") % {"name": name, "values": ", ".join(values)}
        )
    return value
