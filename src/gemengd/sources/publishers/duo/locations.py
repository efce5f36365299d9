# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils per location of secondary education (layout of 2025)."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import dating, terms
from gemengd.sources.publishers.canonical import ALL, counted, listed, municipalities
from gemengd.sources.publishers.duo.schools import CODED, locations
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import counts, once

COLUMNS = (
    "BEVOEGD_GEZAG_NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "INSTELLINGSNAAM_VESTIGING",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "AANTAL_LEERLINGEN",
    "AANTAL_VO_LEERLINGEN_UITBESTEED_AAN_VAVO",
)
_NOTE = "Pupils that attend adult education (vavo) are a column of their own in the source; it is not used."
_UNDATED = "The file names no date; the school year is the one that was given at the import."

KIND = Layout(
    name="duo-vo-locations",
    nl="DUO, leerlingen vo per vestiging",
    en="DUO, pupils per location of secondary education",
    columns=COLUMNS,
    what="DUO pupils per location of secondary education",
    source="duo-vo-locations-{year}",
    title="DUO, pupils per location of secondary education, {year}-{next}",
    dating=dating.GIVEN,
    steps=(
        *CODED,
        counts("AANTAL_LEERLINGEN"),
        once(["school_id"], "VESTIGINGSCODE", "each school location once"),
    ),
    tables={
        "schools": listed(**locations(pl.lit("vo"))),
        "pupils": counted({"AANTAL_LEERLINGEN": ALL}, "school_id"),
        "areas": municipalities("GEMEENTENAAM"),
    },
    terms=terms.DUO,
    notes=lambda rows: [_NOTE, _UNDATED],  # noqa: ARG005 - the same for all files
).kind
