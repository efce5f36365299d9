# SPDX-License-Identifier: EUPL-1.2
"""Every figure of the monitor as one unit: sentences, picture, table and footer.

The report, the terminal and the site show these and write nothing about a figure themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gemengd.figures.drawing import Spec
from gemengd.figures.palette import NARROW, WIDE
from gemengd.figures.table import Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure import (
    charts,
    charts_map,
    charts_rows,
    figure_tables,
    story,
    story_flows,
    story_places,
)
from gemengd.monitor.figure.story import Said
from gemengd.monitor.labels import sector_name
from gemengd.monitor.published.view import Cell, View
from gemengd.monitor.speech import language


@dataclass(frozen=True)
class Footer:
    """What stands under a figure.

    Attributes:
        source: the words that name the sources.
        year: the school year, in words.
        pupils: number of pupils behind it, None when not published.
        schools: number of schools behind it.
        definitions: the indicators whose definition belongs to it.
        estimated: True when it is estimated from the neighbourhood.
        fictional: True when the data are invented.
    """

    source: str
    year: str
    pupils: int | None
    schools: int | None
    definitions: tuple[str, ...]
    estimated: bool
    fictional: bool


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        key: short stable name.
        title: heading.
        said: headline and sentences.
        spec: Vega-Lite specification for narrow screens and print, None where a picture would say nothing.
        wide: specification for wide screens, None when the narrow one serves.
        alt: text in the place of the picture.
        table: the numbers behind it.
        footer: source, year, numbers, definitions.
        file_name: name for the table as CSV.
    """

    key: str
    title: str
    said: Said
    spec: Spec | None
    wide: Spec | None
    alt: str
    table: Table
    footer: Footer
    file_name: str


@dataclass(frozen=True)
class Kind:
    """How a figure is made: its title, sentences, table and picture."""

    title: str
    say: Callable[[Cell, Language], Said]
    table: Callable[[Cell, Language], Table]
    draw: Callable[[Cell, Language, float], Spec | None]
    definitions: tuple[str, ...]
    wide: bool = False
    by_group: bool = True
    over_years: bool = False


def _nothing(_cell: Cell, _lang: Language, _width: float) -> None:
    return None


KINDS = {
    "level": Kind(mark("How mixed?"), story.level, figure_tables.level, charts.level, ("D",)),
    "causes": Kind(
        mark("Housing or choice?"),
        story.causes,
        figure_tables.causes,
        charts.causes,
        ("D_nearest", "D_choice"),
    ),
    "trend": Kind(
        mark("Is it getting better?"),
        story.trend,
        figure_tables.trend,
        charts.trend,
        ("D", "D_change"),
        over_years=True,
    ),
    "peers": Kind(
        mark("Beside similar municipalities"),
        story_places.peers,
        figure_tables.peers,
        charts_rows.peers,
        ("D",),
        wide=True,
    ),
    "schools": Kind(
        mark("Schools and their catchment"),
        story_places.schools,
        figure_tables.schools,
        charts_rows.schools,
        ("mirror",),
        wide=True,
    ),
    "map": Kind(
        mark("Map: areas and schools"),
        story_places.areas,
        figure_tables.areas,
        charts_map.area_map,
        ("classes",),
        wide=True,
    ),
    "flows": Kind(
        mark("The way to school"),
        story_flows.flows,
        figure_tables.flows,
        charts_rows.flows,
        story_flows.FLOWS,
        wide=True,
        by_group=False,
    ),
    "distance": Kind(
        mark("Distance to school"),
        story_flows.distance,
        figure_tables.distance,
        charts_rows.distance,
        ("distance",),
        wide=True,
    ),
    "groups": Kind(
        mark("Who goes to these schools"),
        story_flows.groups,
        figure_tables.groups,
        charts_rows.groups,
        (),
        wide=True,
    ),
    "ladder": Kind(
        mark("Housing, sorting and mixing"),
        story_flows.ladder,
        figure_tables.ladder,
        charts_rows.ladder,
        ("M_total", "M_housing", "M_sorting", "M_mixing"),
    ),
    "indices": Kind(
        mark("All indices"),
        story_flows.indices,
        figure_tables.indices,
        _nothing,
        ("D", "isolation", "M", "H"),
    ),
}
"""The figures, in the order in which they are shown."""

FIRST = ("level", "causes", "trend")
"""The figures of the first screen."""
PLACES = ("peers", "schools", "map", "flows", "distance")
"""The figures of the second side."""
ANALYST = ("groups", "ladder", "indices")
"""The figures for who wants to know more."""


def figures(
    view: View,
    code: str,
    *,
    cell: Cell | None = None,
    keys: Sequence[str] = tuple(KINDS),
    draw: bool = True,
    wide: bool = True,
    kinds: Mapping[str, Kind] = KINDS,
) -> list[Figure]:
    """The figures of one sector × characteristic of a municipality.

    Args:
        view: the municipality.
        code: language code, `nl` or `en`.
        cell: one of `view.cells`; by default the first.
        keys: which figures, by default all.
        draw: False to leave the pictures out.
        wide: False to leave the pictures for wide screens out.
        kinds: how each figure is made; those of a municipality by default.

    Returns:
        The figures in the order of `keys`; none when nothing is known of the municipality.
    """
    chosen = cell or next(iter(view.cells), None)
    if chosen is None:
        return []
    lang = language(code)
    return [_figure(view, chosen, key, kinds[key], lang, draw=draw, wide=wide) for key in keys]


def _figure(
    view: View, cell: Cell, key: str, kind: Kind, lang: Language, *, draw: bool, wide: bool
) -> Figure:
    if kind.over_years:
        cell = view.latest(cell)
    said, table = kind.say(cell, lang), kind.table(cell, lang)
    spec = kind.draw(cell, lang, NARROW) if draw and said.known else None
    large = kind.draw(cell, lang, WIDE) if spec and wide and kind.wide else None
    title = lang.say(kind.title)
    name = f"{cell.municipality_id}-{cell.sector}-{cell.characteristic.name}-{key}-{cell.year}.csv"
    if cell.fictional:
        name = f"{lang.say('fictional')}-{name}"
    return Figure(
        key, title, said, spec, large, _alt(title, said, lang), table, _footer(view, cell, kind, lang), name
    )


def _alt(title: str, said: Said, lang: Language) -> str:
    return lang.say("Picture: {title}. {sentence}", title=title.rstrip("?"), sentence=said.sentences[0])


def _footer(view: View, cell: Cell, kind: Kind, lang: Language) -> Footer:
    place = view.place(cell.sector, cell.year)
    return Footer(
        cell.source or lang.say("not stated"),
        lang.school_year(cell.year),
        place.get("pupils"),
        place.get("schools"),
        kind.definitions,
        cell.from_area and kind.by_group,
        cell.fictional,
    )


def cell_title(cell: Cell, lang: Language) -> str:
    """Sector and characteristic in words: `Basisonderwijs, naar opleiding van de ouders`."""
    return lang.say(
        "{sector}, by {characteristic}",
        sector=sector_name(cell.sector, lang),
        characteristic=lang.pick(cell.characteristic.label, cell.characteristic.name),
    )
