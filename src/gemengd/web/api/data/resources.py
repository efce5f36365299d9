# SPDX-License-Identifier: EUPL-1.2
"""The tables of the open data: which there are, what is in them, and by what they can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gemengd.monitor.frames import FRAMES
from gemengd.web.api.data import columns as c
from gemengd.web.api.data.columns import Column


@dataclass(frozen=True, eq=False)
class Resource:
    """A table of the open data, under `/api/v1/<name>` and `/bestanden/<name>.csv`.

    Attributes:
        name: plural Dutch noun in kebab-case.
        item: name of one row in the description of the API.
        title: language code to title.
        description: language code to what it holds.
        columns: its columns, in order.
        key: the columns that together occur once; rows are sorted by them.
        filters: the columns by which it can be asked.
        frame: the monitor's frame, for the English meaning of columns.
        detail: the column that names a row in `/api/v1/<name>/<value>`; empty for none.
    """

    name: str
    item: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    filters: tuple[str, ...]
    frame: str
    detail: str = ""

    def column(self, name: str) -> Column:
        """The column with this Dutch name.

        Raises:
            KeyError: there is none.
        """
        return {column.name: column for column in self.columns}[name]

    def english(self, column: Column) -> str:
        """What a column says, in English."""
        return column.english or FRAMES[self.frame].fields[column.source].meaning


def _nl_en(dutch: str, english: str) -> dict[str, str]:
    return {"nl": dutch, "en": english}


_CELL = ("gemeente", "sector", "jaar", "kenmerk")

RESOURCES = (
    Resource(
        "gemeenten",
        "Gemeente",
        _nl_en("Gemeenten", "Municipalities"),
        _nl_en(
            "De gemeenten waarvan er cijfers zijn, met hun code van vandaag.",
            "The municipalities with figures, by their code of today.",
        ),
        (c.GEMEENTE, c.NAAM, c.FICTIEF),
        ("gemeente",),
        ("gemeente", "naam"),
        "places",
        "gemeente",
    ),
    Resource(
        "leerlingaantallen",
        "Leerlingaantal",
        _nl_en("Leerlingen en scholen per gemeente", "Pupils and schools per municipality"),
        _nl_en(
            "Hoeveel leerlingen en scholen een gemeente heeft, per sector en schooljaar.",
            "How many pupils and schools a municipality has, per sector and school year.",
        ),
        (c.GEMEENTE, c.SECTOR, c.JAAR, *c.PLACES),
        ("gemeente", "sector", "jaar"),
        ("gemeente", "sector", "jaar"),
        "places",
    ),
    Resource(
        "groepen",
        "Groep",
        _nl_en("Groepen leerlingen per gemeente", "Groups of pupils per municipality"),
        _nl_en(
            "Hoe de leerlingen van een gemeente zijn samengesteld, per kenmerk.",
            "The composition of a municipality's pupils, per characteristic.",
        ),
        (*c.CELL, *c.GROUPS, c.STATUS),
        (*_CELL, "groep"),
        (*_CELL, "groep", "grondslag", "status"),
        "groups",
    ),
    Resource(
        "dekkingen",
        "Dekking",
        _nl_en("Dekking van de cijfers", "Coverage of the figures"),
        _nl_en(
            "Op welk deel van de leerlingen de cijfers van een gemeente rusten.",
            "The share of a municipality's pupils that its figures rest on.",
        ),
        (*c.CELL, *c.COVERAGE, c.STATUS),
        _CELL,
        (*_CELL, "grondslag", "status"),
        "coverage",
    ),
    Resource(
        "indicatoren",
        "Indicator",
        _nl_en("Maten van scheiding per gemeente", "Measures of separation per municipality"),
        _nl_en(
            "Hoe gescheiden leerlingen naar school gaan: elke maat met onzekerheid en toevalsniveau.",
            "How separately pupils go to school: every measure with uncertainty and chance level.",
        ),
        (*c.CELL, c.MAAT, *c.ESTIMATE, *c.CHANCE, *c.BEHIND, c.STATUS),
        (*_CELL, "maat"),
        (*_CELL, "maat", "status"),
        "indicators",
    ),
    Resource(
        "stromen",
        "Stroom",
        _nl_en("Stromen van leerlingen per gemeente", "Flows of pupils per municipality"),
        _nl_en(
            "Welk deel van de leerlingen buiten de eigen buurt of gemeente naar school gaat, en hoe ver. "
            "Stromen tussen een school en een gebied worden niet gepubliceerd.",
            "The share of pupils who go to school outside their own area or municipality, and how far. "
            "Flows between a school and an area are not published.",
        ),
        (*c.CELL, replace(c.MAAT, example="share_leaving"), *c.ESTIMATE, *c.BEHIND, c.STATUS),
        (*_CELL, "maat"),
        (*_CELL, "maat", "status"),
        "indicators",
    ),
    Resource(
        "scholen",
        "School",
        _nl_en("Scholen", "Schools"),
        _nl_en(
            "Vestigingen van scholen, zoals zij het laatst bekend zijn.", "School locations as last known."
        ),
        c.ABOUT_SCHOOL,
        ("school",),
        ("school", "gemeente", "sector", "bestuur", "gebied"),
        "schools",
        "school",
    ),
    Resource(
        "schoolcijfers",
        "Schoolcijfer",
        _nl_en("Cijfers per school", "Figures per school"),
        _nl_en(
            "De samenstelling van scholen naast die van hun omgeving. Geen oordeel over een school.",
            "The composition of schools beside that of their surroundings. No judgement of a school.",
        ),
        (c.SCHOOL, c.GEMEENTE, c.SECTOR, c.JAAR, c.KENMERK, *c.SCHOOL_FIGURES, c.STATUS),
        ("school", "jaar", "kenmerk"),
        ("school", *_CELL, "oordeel", "status"),
        "schools",
    ),
    Resource(
        "gebieden",
        "Gebied",
        _nl_en("Gebieden", "Areas"),
        _nl_en(
            "Buurten of postcodegebieden waar leerlingen wonen.",
            "Neighbourhoods or postcodes where pupils live.",
        ),
        c.ABOUT_AREA,
        ("gebied",),
        ("gebied", "gemeente", "niveau"),
        "areas",
        "gebied",
    ),
    Resource(
        "gebiedscijfers",
        "Gebiedscijfer",
        _nl_en("Cijfers per gebied", "Figures per area"),
        _nl_en(
            "De samenstelling van de leerlingen die in een gebied wonen, naar welke school zij ook gaan.",
            "The composition of the pupils who live in an area, whatever school they attend.",
        ),
        (
            replace(c.GEBIED, meaning="code van het gebied"),
            c.GEMEENTE,
            c.SECTOR,
            c.JAAR,
            c.KENMERK,
            *c.FOCUS,
            c.STATUS,
        ),
        ("gebied", "sector", "jaar", "kenmerk", "status"),
        ("gebied", *_CELL, "status"),
        "areas",
    ),
    Resource(
        "vergelijkbare-gemeenten",
        "VergelijkbareGemeente",
        _nl_en("Vergelijkbare gemeenten", "Comparable municipalities"),
        _nl_en(
            "Welke gemeenten op elkaar lijken, per sector.", "Which municipalities are alike, per sector."
        ),
        c.PEER,
        ("gemeente", "sector", "rang"),
        ("gemeente", "sector", "vergelijkbaar"),
        "peers",
    ),
    Resource(
        "kenmerken",
        "Kenmerk",
        _nl_en("Kenmerken en hun groepen", "Characteristics and their groups"),
        _nl_en(
            "Waaraan leerlingen worden onderscheiden, en de groepen daarvan.",
            "How pupils are told apart, and the groups of each way.",
        ),
        c.CHARACTERISTIC,
        ("kenmerk", "groep"),
        ("kenmerk", "groep"),
        "groups",
    ),
    Resource(
        "maten",
        "Maat",
        _nl_en("Maten en hun betekenis", "Measures and their meaning"),
        _nl_en("De maten van `indicatoren` en `stromen` in woorden.", "The measures in words."),
        c.INDICATOR,
        ("maat",),
        ("maat", "soort"),
        "indicators",
    ),
)
BY_NAME = {resource.name: resource for resource in RESOURCES}
