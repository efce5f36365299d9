# SPDX-License-Identifier: EUPL-1.2
"""What was read goes into the workspace, with a line about each source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gemengd.cli.outcome import REFUSED, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gemengd.tables import Contribution


def store(folder: Path, contributions: Sequence[Contribution]) -> None:
    """Add what was read to a workspace, and say what it is and how well it joins."""
    from gemengd.tables import Workspace

    for contribution in contributions:
        _print_source(contribution)
    used = [contribution for contribution in contributions if contribution.tables]
    if not used:
        stop("None of these files holds anything that gemengd uses. Nothing was changed.", REFUSED)
    workspace = Workspace(folder)
    example_was_here = workspace.exists and workspace.manifest["fictional"]
    workspace.add(used, now=datetime.now(UTC))
    if example_was_here and not workspace.manifest["fictional"]:
        print("The fictional example region was taken out: invented and real data never stand together.")
    print_joins(workspace.manifest["join_rates"])
    print(f"Stored in {folder}. Next: gemengd monitor build")


def _print_source(contribution: Contribution) -> None:
    rows = ", ".join(f"{name} {frame.height:,}" for name, frame in contribution.tables.items())
    print(f"{contribution.source_id}: {contribution.title}. Rows read {contribution.rows_read:,}; {rows}.")
    for refusal in contribution.refused:
        print(f"  left out {refusal.rows:,} rows: {refusal.reason}")
    for note in contribution.notes:
        print(f"  note: {note}")


def print_joins(rates: Sequence[dict[str, object]]) -> None:
    """Print for each join which part of the units and of the pupils has a partner."""
    from gemengd.tables.joins import JOINS

    for rate in rates:
        sector = rate["sector"] or "unknown sector"
        what = JOINS[str(rate["what"])].format(**rate)
        print(
            f"{rate['year']} {sector}: {what}: {rate['matched']:,} of {rate['units']:,}"
            f" ({rate['weighted']:.2%} of the pupils)"
        )
