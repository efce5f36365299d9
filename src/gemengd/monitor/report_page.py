# SPDX-License-Identifier: EUPL-1.2
"""One page of the report: the figures of a municipality put into the templates."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gemengd import __version__
from gemengd.monitor.charts_drawing import Spec
from gemengd.monitor.figures import ANALYST, FIRST, PLACES, Figure, cell_title, figures
from gemengd.monitor.labels import INDICATORS, SECTORS, sector_name
from gemengd.monitor.language import LANGUAGES, Language, label, language, mark
from gemengd.monitor.report_svg import svg
from gemengd.monitor.view import Cell, View
from gemengd.tables import joins


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
        "definitions": _definitions(view, lang),
        "sources": view.manifest.get("sources", ()),
        "joins": [_join(view, row, lang) for row in _joins(view)],
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
        "svg": _picture,
        "csv_link": _csv_link,
        "anchor": _anchor,
    }


def _heading(view: View, lang: Language) -> str:
    heading = lang.say("Municipality of {name}", name=view.name)
    return f"{heading} ({lang.say('fictional')})" if view.fictional else heading


def _part(view: View, cell: Cell, lang: Language) -> Part:
    # Pictures for wide screens are drawn for what is shown first; they are half of the work.
    first = cell is view.cells[0]
    drawn = {figure.key: figure for figure in figures(view, lang.code, cell=cell, wide=first)}
    return Part(
        f"{cell.sector}-{cell.characteristic.name}".replace("_", "-"),
        cell_title(cell, lang),
        _summary(view, cell, lang),
        _notice(cell, lang),
        _coverage(cell, lang),
        *([drawn[key] for key in keys] for keys in (FIRST, PLACES, ANALYST)),
    )


def _summary(view: View, cell: Cell, lang: Language) -> str:
    place = view.place(cell.sector, cell.year)
    parts = [lang.say("school year {year}", year=lang.school_year(cell.year))]
    if place.get("pupils") is not None:
        parts.append(lang.plural("{count} pupil", "{count} pupils", place["pupils"]))
    if place.get("schools") is not None:
        parts.append(lang.plural("{count} school", "{count} schools", place["schools"]))
    return " · ".join(parts)


def _notice(cell: Cell, lang: Language) -> str:
    if not cell.from_area:
        return ""
    return lang.say(
        "Estimated from the neighbourhood. Who goes to which school was not counted by group: each pupil "
        "is taken to be like the residents of the home area. So the figures have no margin of uncertainty."
    )


def _coverage(cell: Cell, lang: Language) -> str:
    share = (cell.coverage or {}).get("share")
    if share is None or share >= 0.995:
        return ""
    return lang.say(
        "The figures rest on {share} of the pupils; of the others the group or the home area is not known.",
        share=lang.percent(share),
    )


def _definitions(view: View, lang: Language) -> list[tuple[str, str, str]]:
    shown = [(key, lang.say(each.name), lang.say(each.definition)) for key, each in INDICATORS.items()]
    return [*shown, *_further_definitions(view, lang)]


def _further_definitions(view: View, lang: Language) -> list[tuple[str, str, str]]:
    points = lang.number(float(view.settings.get("mirror_points", 20)))
    return [
        (
            "mirror",
            lang.say("Mirror of the catchment"),
            lang.say(
                "A school mirrors its catchment when its share of the group differs less than "
                "{points} points "
                "from the share where its own pupils live, or among all pupils who live nearby.",
                points=points,
            ),
        ),
        (
            "classes",
            lang.say("Classes of the map"),
            lang.say(
                "At most five. A class is at least as wide as the margin of uncertainty of a "
                "typical area, so "
                "that most areas do not change colour by chance."
            ),
        ),
        (
            "chance",
            lang.say("Chance level"),
            lang.say("What the index would be if pupils were spread over the schools by lot."),
        ),
    ]


def _joins(view: View) -> list[dict[str, Any]]:
    last = {
        sector: max(row["year"] for row in view.places if row["sector"] == sector)
        for sector in SECTORS
        if any(row["sector"] == sector for row in view.places)
    }
    rates = view.manifest.get("join_rates", ())
    return [dict(row) for row in rates if last.get(row["sector"]) == row["year"]]


JOIN_WORDS = {
    joins.SCHOOL_LISTED: mark("school is in a list of schools"),
    joins.SCHOOL_POINT: mark("school has a point"),
    joins.AREA_SHAPE: mark("home area has a shape"),
    joins.AREA_POINT: mark("home area has a point"),
    joins.AREA_RESIDENTS: mark("home area has residents in {residents_year}"),
    joins.AREA_SHARE: mark("home area has a known share by {characteristic} in {residents_year}"),
}


def _join(view: View, row: dict[str, Any], lang: Language) -> dict[str, Any]:
    """A join rate with its names in words."""
    name = row.get("characteristic")
    known = next((c.characteristic for c in view.cells if c.characteristic.name == name), None)
    characteristic = label(known.label, lang, known.name) if known else name
    words = lang.say(
        JOIN_WORDS[row["what"]], characteristic=characteristic, residents_year=row.get("residents_year")
    )
    return row | {"what": words, "sector": sector_name(row["sector"], lang)}


def _picture(spec: Spec, alt: str) -> Markup:
    return Markup(svg(spec, alt))  # noqa: S704 - drawn by vl-convert, which escapes the texts


def _csv_link(figure: Figure) -> str:
    # The byte order mark lets a spreadsheet see that this is UTF-8.
    content = base64.b64encode(("\ufeff" + figure.table.csv()).encode()).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{content}"


def _anchor(definition: str) -> str:
    return f"definition-{definition.replace('_', '-').lower()}"


@cache
def _style() -> tuple[str, str]:
    text = files("gemengd.monitor").joinpath("templates", "style.css").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).digest()
    return text, base64.b64encode(digest).decode("ascii")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("gemengd.monitor"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(name: str, values: dict[str, Any]) -> str:
    page: str = _environment().get_template(name).render(values)
    return page
