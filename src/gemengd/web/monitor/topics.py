# SPDX-License-Identifier: EUPL-1.2
"""What a page and its figures are about: a municipality, the country, a school, a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gemengd.figures.figure import Figure, Kind
from gemengd.figures.table import About
from gemengd.language.language import Language
from gemengd.monitor.published.definitions import anchor
from gemengd.monitor.published.view import Cell, built_with
from gemengd.web.frame.crumbs import Crumb
from gemengd.web.monitor.choices import Choice
from gemengd.web.monitor.shown_figure import Addresses, ShownFigure, ShownTable, shown_figure
from gemengd.web.published.selectors import Shown


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What figures are about, with what pages about it need.

    Attributes:
        now: the version that is shown.
        cell: sector, characteristic and year.
        lang: the language.
        kinds: the figures that there are.
        make: makes figures by their keys.
        title: what it is about, in words.
        figure_page: name of the address of a figure, and the parts of it before the key of the figure.
        choice: the choices as they stand in an address, without the question mark.
        keep: the choices (name, value) that the form of `choices` does not ask.
        choices: what can be chosen.
        way: the pages between the home page and that of a figure.
        carried: what a table is about when links in it take the choices along, such as `municipality`.
    """

    now: Shown
    cell: Cell
    lang: Language
    kinds: Mapping[str, Kind[Any]]
    make: Callable[[Sequence[str]], list[Figure]]
    title: str
    figure_page: tuple[str, ...]
    choice: str
    keep: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    way: tuple[Crumb, ...] = ()
    carried: str = ""

    @property
    def name(self) -> str:
        """A name that no other topic has, in this version or another; short, whatever was chosen."""
        chosen = sha256(f"{' '.join(self.figure_page)}?{self.choice}".encode()).hexdigest()[:32]
        return f"{self.now.tag}:{self.lang.code}:{chosen}"

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings that the monitor was built with."""
        return built_with(self.now.monitor.manifest)

    def known(self, key: str) -> str:
        """The key of a figure as it stands in an address.

        Raises:
            Http404: there is no such figure; the message names those that there are.
        """
        if key not in self.kinds:
            keys = ", ".join(self.kinds)
            raise Http404(gettext("There is no such figure. There are: %(keys)s.") % {"keys": keys})
        return key

    def figure(self, key: str) -> Figure:
        """One figure.

        Raises:
            Http404: there is no such figure; the message names those that there are.
        """
        return self.make((self.known(key),))[0]

    def figures(self, keys: Sequence[str] | None = None) -> list[ShownFigure]:
        """Figures ready for `parts/figure.html`, by default all."""
        return [self.shown(figure) for figure in self.make(tuple(self.kinds) if keys is None else keys)]

    def shown(self, figure: Figure) -> ShownFigure:
        """A figure with its addresses, and links in its table where there are pages about its rows."""
        ready = shown_figure(figure, self.lang, self._addresses(figure))
        about = figure.table.about
        return ready if about is None else replace(ready, table=self._linked(ready.table, about))

    def _addresses(self, figure: Figure) -> Addresses:
        name, *where = self.figure_page
        defined = figure.footer.definitions
        definition = f"{reverse('monitor:method')}#{anchor(defined[0])}" if defined else ""
        return Addresses.under(reverse(name, args=[*where, figure.key]), self.choice, definition)

    def _linked(self, table: ShownTable, about: About) -> ShownTable:
        query = f"?{self.choice}" if about.kind == self.carried else ""
        rows = (
            (replace(row[0], address=_address(about.kind, code, query)), *row[1:])
            for row, code in zip(table.rows, about.codes, strict=True)
        )
        return replace(table, rows=tuple(rows))


def _address(kind: str, code: str | None, query: str) -> str:
    """The page about a row; empty where there is none."""
    if not code:
        return ""
    try:
        return f"{reverse(f'monitor:{kind}', args=[code])}{query}"
    except NoReverseMatch:
        return ""
