# SPDX-License-Identifier: EUPL-1.2
"""DUO: exam candidates and passes in secondary education. Known, but not used yet."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import terms
from gemengd.tables import Contribution, Refusal

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


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """A contribution without tables that says how many rows were left out and why.

    Args:
        contents: files with the columns `COLUMNS`.
        year: not needed.

    Raises:
        InvalidTable: the file is damaged.
    """
    del year
    rows = parse(contents, "latin-1")
    example = f"row {rows.item(0, '_row')} of {rows.item(0, '_file')}" if rows.height else ""
    return [
        terms.contribution(
            terms.DUO,
            contents,
            source_id="duo-exams",
            title="DUO, exam candidates and passes in secondary education",
            reference_date=None,
            tables={},
            rows_read=rows.height,
            refused=[Refusal(WHY_NOT_USED, rows.height, example)],
            notes=[f"Nothing was imported from this file: {WHY_NOT_USED}."],
        )
    ]
