# SPDX-License-Identifier: EUPL-1.2
"""DUO: advice for secondary school given to pupils in the last year of primary school."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import dating, terms
from gemengd.sources.publishers.canonical import counted, municipalities
from gemengd.sources.publishers.duo.schools import CODED, of_kind, primary_schools
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import counts, once

ADVICE: dict[str, tuple[str, str, str]] = {
    "VSO": ("vso", "voortgezet speciaal onderwijs", "special secondary"),
    "PRO": ("pro", "praktijkonderwijs", "practical training"),
    "VMBO_B": ("vmbo_b", "vmbo-basis", "vmbo basic"),
    "VMBO_B_K": ("vmbo_b_k", "vmbo-basis/kader", "vmbo basic/middle"),
    "VMBO_K": ("vmbo_k", "vmbo-kader", "vmbo middle"),
    "VMBO_K_GT": ("vmbo_k_gt", "vmbo-kader/gt", "vmbo middle/theoretical"),
    "VMBO_GT": ("vmbo_gt", "vmbo-gt", "vmbo theoretical"),
    "VMBO_GT_HAVO": ("vmbo_gt_havo", "vmbo-gt/havo", "vmbo theoretical/havo"),
    "HAVO": ("havo", "havo", "havo"),
    "HAVO_VWO": ("havo_vwo", "havo/vwo", "havo/vwo"),
    "VWO": ("vwo", "vwo", "vwo"),
    "ADVIES_NIET_MOGELIJK": ("none", "geen advies mogelijk", "no advice possible"),
}
"""Column to the name of the group and its labels (Dutch, English)."""

COLUMNS = (
    "PEILDATUM_LEERLINGEN",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "INSTELLINGSNAAM_VESTIGING",
    "POSTCODE_VESTIGING",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "SOORT_PO",
    "DENOMINATIE_VESTIGING",
    "BEVOEGD_GEZAG_NUMMER",
    *ADVICE,
)

LAST_STAGE = "8"
"""Advice is given in group 8."""

_NOTE = (
    "The file counts pupils in the last year by advice. It gives no totals, so it adds no rows of the "
    "characteristic 'all': small counts are suppressed, and their sum is known only as an interval."
)


def characteristic() -> dict[str, object]:
    """The definition of `advice`, in the form of `characteristics.toml`."""
    return {
        "role": "count",
        "ordered": True,
        "label": {"nl": "schooladvies", "en": "school advice"},
        "unknown": ["none"],
        "groups": {name: {"nl": dutch, "en": english} for name, dutch, english in ADVICE.values()},
    }


KIND = Layout(
    name="duo-advice",
    nl="DUO, schooladviezen in groep 8",
    en="DUO, school advice in the last year of primary school",
    columns=COLUMNS,
    what="DUO school advice",
    source="duo-advice-{year}",
    title="DUO, school advice in the last year of primary school, {year}-{next}",
    dating=dating.IN_DAY,
    steps=(
        *CODED,
        *of_kind("PEILDATUM_LEERLINGEN"),
        once(
            ["PEILDATUM_LEERLINGEN", "school_id", "SOORT_PO"],
            "VESTIGINGSCODE",
            "each location and kind of school once",
        ),
        counts(*ADVICE),
    ),
    tables={
        "pupils": counted(
            {column: ("advice", name) for column, (name, _, _) in ADVICE.items()},
            "school_id",
            "track",
            stage=pl.lit(LAST_STAGE),
        ),
        "schools": primary_schools,
        "areas": municipalities("GEMEENTENAAM"),
    },
    terms=terms.DUO,
    notes=lambda rows: [_NOTE],  # noqa: ARG005 - the same for all files
    characteristics={"advice": characteristic()},
).kind
