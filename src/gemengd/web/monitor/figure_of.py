# SPDX-License-Identifier: EUPL-1.2
"""What a page or figure is about, and the figures of it with their addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gemengd.language.language import Language
from gemengd.monitor.figure.municipality import KINDS, Figure, Kind, figures
from gemengd.monitor.published.country import COUNTRY, COUNTRY_KINDS
from gemengd.monitor.published.definitions import anchor
from gemengd.monitor.published.view import Cell, View
from gemengd.web.monitor.choices import address, chosen_cell, speech
from gemengd.web.monitor.shown_figure import Addresses, ShownFigure, ShownTable, shown_figure
from gemengd.web.published.selectors import Shown


@dataclass(frozen=True)
class Subject:
    """What figures are about: a place, a choice and a language.

    Attributes:
        now: the version that is shown.
        view: the municipality, or all of them together.
        cell: sector, characteristic and year.
        lang: the language.
    """

    now: Shown
    view: View
    cell: Cell
    lang: Language

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The figures that there are."""
        return COUNTRY_KINDS if self.view.municipality_id == COUNTRY else KINDS

    @property
    def choice(self) -> str:
        """The choices as they stand in an address."""
        return address(self.cell)

    @property
    def name(self) -> str:
        """A name that no other subject has, in this version or another."""
        return f"{self.now.tag}:{self.view.municipality_id}:{self.lang.code}:{self.choice}"


def subject_of(request: HttpRequest, now: Shown, code: str) -> Subject:
    """What the address asks for.

    Raises:
        Http404: there is no such municipality or choice; the message names what there is.
    """
    view = view_of(now, code)
    if not view.cells:
        raise Http404(
            gettext("There are no figures by group for %(place)s in these data.") % {"place": view.name}
        )
    return Subject(now, view, chosen_cell(now, view, request.GET), speech())


def view_of(now: Shown, code: str) -> View:
    """The view of a municipality by its code; `NL` is all of them together.

    Raises:
        Http404: the monitor does not know it.
    """
    if code == COUNTRY:
        return now.country
    try:
        return now.view(code)
    except KeyError:
        some = ", ".join(f"{key} ({name})" for key, name in list(now.monitor.names.items())[:5])
        raise Http404(
            gettext("There is no municipality with the code %(code)s in these data. There are: %(some)s …")
            % {"code": code[:20], "some": some}
        ) from None


def figure_of(subject: Subject, key: str) -> Figure:
    """One figure.

    Raises:
        Http404: there is no such figure; the message names those that there are.
    """
    return _made(subject, (known_key(subject, key),))[0]


def known_key(subject: Subject, key: str) -> str:
    """The key of a figure as it stands in an address.

    Raises:
        Http404: there is no such figure; the message names those that there are.
    """
    if key not in subject.kinds:
        keys = ", ".join(subject.kinds)
        raise Http404(gettext("There is no such figure. There are: %(keys)s.") % {"keys": keys})
    return key


def shown_figures(subject: Subject, keys: Sequence[str]) -> list[ShownFigure]:
    """Figures ready for `parts/figure.html`."""
    return [shown(subject, figure) for figure in _made(subject, keys)]


def shown(subject: Subject, figure: Figure) -> ShownFigure:
    """A figure with its addresses, and links in its table where there are pages about its rows."""
    ready = shown_figure(figure, subject.lang, addresses(subject, figure))
    return replace(ready, table=_linked(ready.table, _row_addresses(subject, figure)))


def addresses(subject: Subject, figure: Figure) -> Addresses:
    """Where a figure and its forms are."""
    if subject.view.municipality_id == COUNTRY:
        page = reverse("monitor:country-figure", args=[figure.key])
    else:
        page = reverse("monitor:figure", args=[subject.view.municipality_id, figure.key])
    defined = figure.footer.definitions
    definition = f"{reverse('monitor:method')}#{anchor(defined[0])}" if defined else ""
    return Addresses.under(page, subject.choice, definition)


def _made(subject: Subject, keys: Sequence[str]) -> list[Figure]:
    return figures(subject.view, subject.lang.code, cell=subject.cell, keys=keys, kinds=subject.kinds)


def _row_addresses(subject: Subject, figure: Figure) -> list[str]:
    """The pages about the rows of a table; empty where no page is about them."""
    if figure.key == "peers":
        codes = {peer.name: peer.municipality_id for peer in subject.cell.peers}
        return [_municipality(codes.get(row["name"], ""), subject.choice) for row in figure.table.rows]
    if figure.key == "map" and subject.view.municipality_id == COUNTRY:
        return [_municipality(row["area_id"], subject.choice) for row in figure.table.rows]
    if figure.key == "schools":
        return [_school(row["school_id"]) for row in figure.table.csv_rows or ()]
    return []


def _municipality(code: str, choice: str) -> str:
    return f"{reverse('monitor:municipality', args=[code])}?{choice}" if code else ""


def _school(school_id: str) -> str:
    try:
        return reverse("monitor:school", args=[school_id])
    except NoReverseMatch:
        return ""


def _linked(table: ShownTable, to: list[str]) -> ShownTable:
    if not to:
        return table
    rows = ((replace(row[0], address=address), *row[1:]) for row, address in zip(table.rows, to, strict=True))
    return replace(table, rows=tuple(rows))
