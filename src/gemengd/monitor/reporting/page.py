# SPDX-License-Identifier: EUPL-1.2
"""One page of the report: the figures of a municipality put into the templates."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gemengd import __version__
from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Figure, Paper
from gemengd.figures.picture import svg
from gemengd.figures.pool import PictureFailed
from gemengd.language.language import LANGUAGES, Language
from gemengd.monitor.figure.municipality import ANALYST, FIRST, PLACES, figures
from gemengd.monitor.published import heading
from gemengd.monitor.published.definitions import anchor, definitions
from gemengd.monitor.published.joined import joined
from gemengd.monitor.published.view import Cell, View
from gemengd.monitor.speech import language
from gemengd.tables import Characteristic

BESIDE = 2
"""So many figures fit beside a tall one on paper."""


@dataclass(frozen=True)
class Part:
    """The figures of one sector × characteristic, with what stands above them."""

    id: str
    title: str
    summary: str
    notice: str
    coverage: str
    first: list[Figure]
    places: list[Figure]
    analyst: list[Figure]

    @property
    def sides(self) -> list[tuple[str, list[Figure]]]:
        """The places as they are grouped on paper; what finds no room beside a tall one stands below it."""
        by = {paper: [figure for figure in self.places if figure.paper is paper] for paper in Paper}
        aside = by[Paper.ASIDE]
        return [
            ("across", by[Paper.ACROSS]),
            ("tall", by[Paper.TALL]),
            ("aside", aside[:BESIDE]),
            ("below", [*aside[BESIDE:], *by[Paper.PLAIN]]),
        ]


def report_page(view: View, code: str, languages: Sequence[str] = tuple(LANGUAGES)) -> str:
    """The report of one municipality in one language, as one HTML file.

    Args:
        view: the municipality.
        code: language code.
        languages: the languages in which the report is written, for the links between them.
    """
    lang = language(code)
    own = {
        "view": view,
        "heading": _heading(view, lang),
        "parts": [_part(view, cell, lang) for cell in view.cells],
        "threshold": lang.number(view.threshold),
        "definitions": definitions(view.settings, lang),
        "sources": view.manifest.get("sources", ()),
        "joins": joined(view.manifest.get("join_rates", ()), view.places, _characteristics(view), lang),
        "settings": list(view.settings.items()),
    }
    return _render("report.html.j2", _frame(lang, languages, fictional=view.fictional) | own)


def index_page(names: Mapping[str, str], code: str, languages: Sequence[str], *, fictional: bool) -> str:
    """The list of municipalities.

    Args:
        names: municipality code to name.
        code: language code.
        languages: all languages of the report; the first has the file `index.html`.
        fictional: True when the data are invented.
    """
    lang = language(code)
    own = {
        "places": sorted(names.items(), key=lambda pair: _sorting(pair[1])),
        "index_name": lambda other: "index.html" if other == languages[0] else f"index.{other}.html",
    }
    return _render("index.html.j2", _frame(lang, languages, fictional=fictional) | own)


def _sorting(name: str) -> str:
    # 's-Gravenhage stands under the G.
    return name.casefold().removeprefix("'s-").removeprefix("'t ")


def _frame(lang: Language, languages: Sequence[str], *, fictional: bool) -> dict[str, Any]:
    style, style_hash = _style()
    return {
        "lang": lang,
        "say": lang.say,
        "plural": lang.plural,
        "style": Markup(style),  # noqa: S704 - our own file
        "style_hash": style_hash,
        "code_version": __version__,
        "fictional": fictional,
        "other_languages": [(code, LANGUAGES[code]) for code in languages if code != lang.code],
        "svg": partial(_picture, lang),
        "csv_link": _csv_link,
        "anchor": anchor,
    }


def _heading(view: View, lang: Language) -> str:
    name = lang.say("Municipality of {name}", name=view.name)
    return f"{name} ({lang.say('fictional')})" if view.fictional else name


def _part(view: View, cell: Cell, lang: Language) -> Part:
    # Pictures for wide screens are drawn for what is shown first; they are half of the work.
    first = cell is view.cells[0]
    drawn = {figure.key: figure for figure in figures(view, lang.code, cell=cell, wide=first)}
    return Part(
        f"{cell.sector}-{cell.characteristic.name}".replace("_", "-"),
        heading.cell_title(cell, lang),
        heading.summary(view, cell, lang),
        heading.notice(cell, lang),
        heading.coverage(cell, lang),
        *([drawn[key] for key in keys] for keys in (FIRST, PLACES, ANALYST)),
    )


def _characteristics(view: View) -> dict[str, Characteristic]:
    return {cell.characteristic.name: cell.characteristic for cell in view.cells}


def _picture(lang: Language, spec: Spec, alt: str) -> Markup:
    try:
        return Markup(svg(spec, alt))  # noqa: S704 - drawn by vl-convert, which escapes the texts
    except PictureFailed:
        said = lang.say("This picture could not be drawn. The numbers stand in the table.")
        return Markup('<p class="missing">{}</p>').format(said)


def _csv_link(figure: Figure) -> str:
    content = base64.b64encode(figure.table.csv_file()).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{content}"


@cache
def _style() -> tuple[str, str]:
    text = files("gemengd.monitor.reporting").joinpath("templates", "style.css").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).digest()
    return text, base64.b64encode(digest).decode("ascii")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("gemengd.monitor.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(name: str, values: dict[str, Any]) -> str:
    page: str = _environment().get_template(name).render(values)
    return page
