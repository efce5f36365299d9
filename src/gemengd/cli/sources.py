# SPDX-License-Identifier: EUPL-1.2
"""`gemengd sources`: bring data into a workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gemengd.cli.count import count
from gemengd.cli.fetch import fetch
from gemengd.cli.options import DEFAULT_FOLDER, WorkspaceFolder, progress_bar
from gemengd.cli.outcome import NOT_FOUND, stop
from gemengd.cli.own import map_
from gemengd.cli.store import print_joins, store

app = typer.Typer(help="Bring data into a workspace.", no_args_is_help=True, rich_markup_mode=None)
app.command("map", epilog="Example: gemengd sources map pupils.xlsx --out pupils.toml")(map_)
app.command("fetch", epilog="Example: gemengd sources fetch cbs --year 2020 --out downloads")(fetch)
app.command(
    "count", epilog="Example: gemengd sources count pupils.parquet --mapping pupils.toml --memory-limit 4GB"
)(count)


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
    store(workspace, contributions)


@app.command("example")
def example(workspace: WorkspaceFolder = DEFAULT_FOLDER) -> None:
    """Store the fictional example region."""
    from gemengd.sources.example import contribution

    store(workspace, [contribution()])


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
    print_joins(manifest["join_rates"])


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
