# SPDX-License-Identifier: EUPL-1.2
"""`gemengd sources`: bring data into a workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.fetch import fetch
from gemengd.cli.options import DEFAULT_FOLDER, WorkspaceFolder, progress_bar
from gemengd.cli.outcome import NOT_FOUND, REFUSED, stop
from gemengd.cli.own import map_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gemengd.tables import Contribution

app = typer.Typer(help="Bring data into a workspace.", no_args_is_help=True, rich_markup_mode=None)
app.command("map", epilog="Example: gemengd sources map pupils.xlsx --out pupils.toml")(map_)
app.command("fetch", epilog="Example: gemengd sources fetch cbs --year 2020 --out downloads")(fetch)


@app.command("kinds")
def kinds() -> None:
    """List the kinds of file that are recognised, by their header and not by their name."""
    from gemengd.sources import KINDS

    for kind in KINDS:
        print(f"{kind.name:28} {kind.description['en']}")


@app.command(
    "import", epilog="Example: gemengd sources import duo-flows.tar.gz cbs_pc4_2020.xlsx pc4.geojson.gz"
)
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files, folders or archives.", exists=True)],
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
    year: Annotated[
        int | None, typer.Option(help="School year in which it starts, for a file that does not state it.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            help="Mapping (TOML) for a file of your own; `gemengd sources map FILE` drafts it.", exists=True
        ),
    ] = None,
) -> None:
    """Read files and store them; refused as a whole when something is wrong, and then nothing changes."""
    from gemengd import sources

    with progress_bar() as progress:
        contributions = sources.read(files, year=year, mapping=mapping, progress=progress)
    _add(workspace, contributions)


@app.command("example")
def example(workspace: WorkspaceFolder = DEFAULT_FOLDER) -> None:
    """Store the fictional example region."""
    from gemengd.sources.example import contribution

    _add(workspace, [contribution()])


def _add(folder: Path, contributions: Sequence[Contribution]) -> None:
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
    _print_joins(workspace.manifest["join_rates"])
    print(f"Stored in {folder}. Next: gemengd monitor build")


def _print_source(contribution: Contribution) -> None:
    rows = ", ".join(f"{name} {frame.height:,}" for name, frame in contribution.tables.items())
    print(f"{contribution.source_id}: {contribution.title}. Rows read {contribution.rows_read:,}; {rows}.")
    for refusal in contribution.refused:
        print(f"  left out {refusal.rows:,} rows: {refusal.reason}")
    for note in contribution.notes:
        print(f"  note: {note}")


def _print_joins(rates: Sequence[dict[str, object]]) -> None:
    from gemengd.tables.joins import JOINS

    for rate in rates:
        sector = rate["sector"] or "unknown sector"
        what = JOINS[str(rate["what"])].format(**rate)
        print(
            f"{rate['year']} {sector}: {what}: {rate['matched']:,} of {rate['units']:,}"
            f" ({rate['weighted']:.2%} of the pupils)"
        )


@app.command("list")
def list_(workspace: WorkspaceFolder = DEFAULT_FOLDER) -> None:
    """List what the workspace holds: sources, licences, reference dates, rows and how well they join."""
    from gemengd.tables import Workspace

    manifest = Workspace(workspace).manifest
    for source in manifest["sources"]:
        fictional = " FICTIONAL" if source["fictional"] else ""
        print(f"{source['id']}: {source['title']}{fictional}")
        print(f"  {source['attribution']}; licence {source['licence']}; reference {source['reference_date']}")
        for file in source["files"]:
            print(f"  {file['name']} ({file['bytes']:,} bytes, sha256 {file['sha256'][:16]}...)")
    _print_joins(manifest["join_rates"])


@app.command("remove")
def remove(
    source_id: Annotated[str, typer.Argument(help="Name of the source, as in `gemengd sources list`.")],
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
) -> None:
    """Take a source out of the workspace."""
    from gemengd.tables import Workspace

    opened = Workspace(workspace)
    names = [source["id"] for source in opened.manifest["sources"]]
    if source_id not in names:
        stop(f"There is no source '{source_id}' in {workspace}; there are: {', '.join(names)}.", NOT_FOUND)
    opened.remove(source_id, now=datetime.now(UTC))
    print(f"Removed {source_id}. Next: gemengd monitor build")
