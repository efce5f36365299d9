# SPDX-License-Identifier: EUPL-1.2
"""DUO: lists of all school locations, with their names, places and denominations but without pupils."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import codes, dating, terms
from gemengd.sources.publishers.canonical import listed, municipalities
from gemengd.sources.publishers.duo.schools import CODED
from gemengd.sources.publishers.kind import Kind
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import adds, becomes, once, refuses

_SHARED = (
    "BEVOEGD_GEZAG_NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "VESTIGINGSNAAM",
    "POSTCODE",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
)
PRIMARY_COLUMNS = _SHARED
"""As in the copy in sessyll/Dutch_Primary_Education_Lakehouse_Pipeline."""

SECONDARY_COLUMNS = (*_SHARED, "ONDERWIJSSTRUCTUUR")
"""As in the copy in santik/schoolkeuze-amsterdam."""

SPECIAL_COLUMNS = (*_SHARED, "SOORT_PRIMAIR_ONDERWIJS")
"""As in the copy in blackassasinrl-ctrl/hahebo-leadtool."""

SPECIAL_TRACKS = {"SBAO": ["sbo"], "SBO": ["sbo"], "SO": ["so"], "VSO": ["vso"], "(V)SO": ["so", "vso"]}

_UNDATED = (
    "The file names no date; the school year is the one that was given at the import. Schools that had "
    "closed by then are not in it, so pupils of earlier years may lack their school."
)


def _list(sector: str, nl: str, what: str, columns: tuple[str, ...], seen_in: str, tracks: pl.Expr) -> Kind:
    """One of the lists; telephone numbers and web addresses are left where they are.

    Args:
        sector: of its schools.
        nl: what it is, in Dutch.
        what: the kind of education.
        columns: the columns it is known by.
        seen_in: the repository with a copy.
        tracks: the tracks of a location.
    """
    copy = f"This layout is known from a public copy ({seen_in}), not from DUO itself."
    return Layout(
        name=f"duo-locations-{sector}",
        nl=nl,
        en=f"DUO, list of all locations of {'ordinary ' if sector == 'po' else ''}{what}",
        columns=columns,
        what=f"DUO locations of {what}",
        source=f"duo-locations-{sector}-{{year}}",
        title=f"DUO, locations of {what}, {{year}}-{{next}}",
        dating=dating.GIVEN,
        steps=(
            *CODED,
            adds(tracks=tracks),
            refuses(pl.col("VESTIGINGSNAAM") == "", "VESTIGINGSNAAM", "a name"),
            becomes("area_id", "POSTCODE", codes.postcode4("POSTCODE"), "a postcode such as 1012 AB"),
            once(["school_id"], "VESTIGINGSCODE", "each school location once"),
        ),
        tables={
            "schools": listed(
                name=pl.col("VESTIGINGSNAAM"),
                sector=pl.lit(sector),
                board_id=codes.optional_text("BEVOEGD_GEZAG_NUMMER"),
                denomination=codes.optional_text("DENOMINATIE"),
                area_id=pl.col("area_id"),
                tracks=pl.col("tracks"),
            ),
            "areas": municipalities("GEMEENTENAAM", in_capitals=True),
        },
        terms=terms.DUO,
        notes=lambda rows: [copy, _UNDATED],  # noqa: ARG005 - the same for all files
    ).kind


PRIMARY = _list(
    "po",
    "DUO, alle schoolvestigingen basisonderwijs",
    "primary education",
    PRIMARY_COLUMNS,
    "sessyll/Dutch_Primary_Education_Lakehouse_Pipeline",
    pl.lit(["bo"], pl.List(pl.String)),
)
SECONDARY = _list(
    "vo",
    "DUO, alle vestigingen voortgezet onderwijs",
    "secondary education",
    SECONDARY_COLUMNS,
    "santik/schoolkeuze-amsterdam",
    pl.when(pl.col("ONDERWIJSSTRUCTUUR") != "").then(
        pl.col("ONDERWIJSSTRUCTUUR").str.to_lowercase().str.split("/")
    ),
)
SPECIAL = _list(
    "so",
    "DUO, alle vestigingen sbo, so en vso",
    "special education",
    SPECIAL_COLUMNS,
    "blackassasinrl-ctrl/hahebo-leadtool",
    pl.col("SOORT_PRIMAIR_ONDERWIJS").replace_strict(
        SPECIAL_TRACKS, default=None, return_dtype=pl.List(pl.String)
    ),
)
