# SPDX-License-Identifier: EUPL-1.2
"""What a page is about when that is no municipality: a school, a comparison; with its own figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.urls import reverse

from gemengd.monitor.figure.municipality import Figure, Kind, figures
from gemengd.monitor.published.definitions import anchor
from gemengd.web.frame.crumbs import Crumb
from gemengd.web.monitor.choices import Choice
from gemengd.web.monitor.figure_of import Subject
from gemengd.web.monitor.shown_figure import Addresses, ShownFigure, shown_figure

RowAddresses = Callable[[Figure], Sequence[str]]


def no_addresses(_figure: Figure) -> Sequence[str]:
    """The rows of the tables have no pages of their own."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Topic(Subject):
    """What figures are about, with what `figure_paths` needs for their pages.

    Attributes:
        own_kinds: the figures that there are.
        title: what it is about, in words.
        page: address of the page about it, without choices.
        query: the choices as they stand in an address, without the question mark.
        keep: the choices (name, value) that the form of `choices` does not ask.
        choices: what can be chosen.
        way: the pages between the home page and that of a figure.
        row_addresses: the pages about the rows of the table of a figure, empty where there are none.
    """

    own_kinds: Mapping[str, Kind]
    title: str
    page: str
    query: str
    keep: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    way: tuple[Crumb, ...] = ()
    row_addresses: RowAddresses = no_addresses

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The figures that there are."""
        return self.own_kinds

    @property
    def choice(self) -> str:
        """The choices as they stand in an address."""
        return self.query

    @property
    def name(self) -> str:
        """A name that no other subject has, in this version or another; short, whatever was chosen."""
        chosen = sha256(f"{self.page}?{self.query}".encode()).hexdigest()[:32]
        return f"{self.now.tag}:{self.lang.code}:{chosen}"

    def figures(self, keys: Sequence[str] | None = None) -> list[ShownFigure]:
        """Figures ready for `parts/figure.html`, by default all."""
        wanted = tuple(self.kinds) if keys is None else tuple(keys)
        made = figures(self.view, self.lang.code, cell=self.cell, keys=wanted, kinds=self.kinds)
        return [self.shown(figure) for figure in made]

    def shown(self, figure: Figure) -> ShownFigure:
        """A figure with its addresses, and links in its table where there are pages about its rows."""
        defined = figure.footer.definitions
        definition = f"{reverse('monitor:method')}#{anchor(defined[0])}" if defined else ""
        at = Addresses.under(f"{self.page}figuur/{figure.key}/", self.query, definition)
        ready = shown_figure(figure, self.lang, at)
        to = self.row_addresses(figure)
        if not to:
            return ready
        rows = (
            (replace(row[0], address=address), *row[1:])
            for row, address in zip(ready.table.rows, to, strict=True)
        )
        return replace(ready, table=replace(ready.table, rows=tuple(rows)))
