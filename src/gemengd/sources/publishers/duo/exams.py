# SPDX-License-Identifier: EUPL-1.2
"""DUO: exam candidates and passes in secondary education. Known, but not used yet."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import dating, terms
from gemengd.sources.publishers.layout import Layout
from gemengd.tables import Refusal

COLUMNS = (
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "INSTELLINGSNAAM_VESTIGING",
    "GEMEENTENAAM",
    "ONDERWIJSTYPE_VO",
    "INSPECTIECODE",
    "OPLEIDINGSNAAM",
)

WHY_NOT_USED = (
    "exam results are not used yet: the canonical tables count enrolled pupils, which candidates per exam "
    "programme are not, and the file gives no municipality number to place its schools by"
)


def _all_left_out(rows: pl.DataFrame) -> list[Refusal]:
    example = f"row {rows.item(0, '_row')} of {rows.item(0, '_file')}" if rows.height else ""
    return [Refusal(WHY_NOT_USED, rows.height, example)]


KIND = Layout(
    name="duo-exams",
    nl="DUO, examenkandidaten en geslaagden (herkend, nog niet gebruikt)",
    en="DUO, exam candidates and passes (recognised, not used yet)",
    columns=COLUMNS,
    what="DUO exams",
    source="duo-exams",
    title="DUO, exam candidates and passes in secondary education",
    dating=dating.NONE,
    steps=(),
    tables={},
    terms=terms.DUO,
    notes=lambda rows: [f"Nothing was imported from this file: {WHY_NOT_USED}."],  # noqa: ARG005
    refused=_all_left_out,
).kind
