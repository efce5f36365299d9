# SPDX-License-Identifier: EUPL-1.2
"""`gemengd monitor`: from counts to a municipality's segregation story."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.options import DEFAULT_FOLDER, WorkspaceFolder, progress_bar
from gemengd.cli.outcome import REFUSED, stop

if TYPE_CHECKING:
    import polars as pl

    from gemengd.tables import Workspace

app = typer.Typer(
    help="From counts to a municipality's segregation story.", no_args_is_help=True, rich_markup_mode=None
)


class Language(StrEnum):
    """Languages of the sentences."""

    nl = "nl"
    en = "en"


class Format(StrEnum):
    """Forms of output."""

    text = "text"
    json = "json"


Municipality = Annotated[str, typer.Argument(help="Name or code, for example Oosterhaven or GM0363.")]
LanguageOption = Annotated[Language, typer.Option(help="Language of the sentences.")]


@app.command("build", epilog="Example: gemengd monitor build --mirror-points 15")
def build(
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
    mirror_points: Annotated[
        float,
        typer.Option(help="A school is no mirror of its catchment from this many points.", min=1, max=100),
    ] = 20.0,
    threshold: Annotated[
        int, typer.Option(help="Publication threshold: no count of pupils below this is shown.", min=3)
    ] = 10,
) -> None:
    """Compute the monitor of every municipality in the workspace (an empty one gets the example region)."""
    from gemengd.monitor import Settings, build
    from gemengd.tables import Workspace

    opened = Workspace(workspace)
    if not opened.exists:
        _load_example(opened)
    _say_left_out(opened)
    settings = Settings(mirror_points=mirror_points, publication_threshold=threshold)
    with progress_bar() as progress:
        frames = build(opened, settings, progress=progress)
    opened.store_monitor(frames, settings=settings.as_dict(), now=datetime.now(UTC))
    places = frames["places"]
    _print_totals(places)
    print(
        f"Built: {places['municipality_id'].n_unique():,} municipalities, "
        f"{frames['indicators'].height:,} indicators. Next: gemengd monitor show MUNICIPALITY"
    )


def _print_totals(places: pl.DataFrame) -> None:
    totals = (
        places.select("year", "sector", "pupils", "schools")
        .group_by("year", "sector")
        .sum()
        .sort("year", "sector")
    )
    for row in totals.iter_rows(named=True):
        print(f"{row['year']} {row['sector']}: {row['pupils']:,} pupils in {row['schools']:,} schools")


def _say_left_out(workspace: Workspace) -> None:
    import polars as pl

    totals = workspace.table("pupils").filter(pl.col("characteristic") == "all")
    listed = workspace.table("schools")["school_id"]
    without = totals.filter(~pl.col("school_id").is_in(listed.implode()))
    if not without.height:
        return
    print(
        f"Left out: {without['high'].sum():,} pupils of {without['school_id'].n_unique():,} schools that no "
        "list of schools in the workspace describes. Import such a list as well; `gemengd sources kinds` "
        "names the kinds."
    )
    if without["school_id"].n_unique() == totals["school_id"].n_unique():
        stop("No school is described, so there is nothing to build.", REFUSED)


def _load_example(workspace: Workspace) -> None:
    from gemengd.sources.example import contribution

    print(f"{workspace.folder} is empty: storing the FICTIONAL example region in it.")
    workspace.add([contribution()], now=datetime.now(UTC))


@app.command("list")
def list_(workspace: WorkspaceFolder = DEFAULT_FOLDER) -> None:
    """List the municipalities in the monitor."""
    from gemengd.tables import Workspace

    places = Workspace(workspace).monitor("places").unique("municipality_id").sort("name")
    for code, name in places.select("municipality_id", "name").iter_rows():
        print(f"{code} {name}")


@app.command("show", epilog="Example: gemengd monitor show Oosterhaven --format json")
def show(
    municipality: Municipality,
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
    language: LanguageOption = Language.nl,
    form: Annotated[
        Format, typer.Option("--format", help="Text for people, JSON for programs.")
    ] = Format.text,
) -> None:
    """Print the monitor of one municipality."""
    from gemengd import monitor
    from gemengd.tables import Workspace

    opened = Workspace(workspace)
    view = monitor.read(opened, monitor.find_municipality(opened, municipality))
    if form is Format.json:
        print(json.dumps(monitor.as_json(view), ensure_ascii=False, indent=1))
    else:
        print(monitor.show(view, language.value))


@app.command("report", epilog="Example: gemengd monitor report Oosterhaven --out reports")
def report(
    municipality: Annotated[
        str | None, typer.Argument(help="Name or code, for example Oosterhaven or GM0363.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every municipality.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("reports"),
    workspace: WorkspaceFolder = DEFAULT_FOLDER,
) -> None:
    """Write self-contained HTML reports, in Dutch and English."""
    from gemengd import monitor
    from gemengd.tables import Workspace

    if (municipality is None) is not all_:
        stop("Give the name of a municipality, or --all.", 2)
    opened = Workspace(workspace)
    codes = (
        opened.monitor("places")["municipality_id"].unique().sort().to_list()
        if municipality is None
        else [monitor.find_municipality(opened, municipality)]
    )
    with progress_bar() as progress:
        monitor.report(opened, codes, out, progress=progress)
    print(f"Open {(out / 'index.html').resolve().as_uri()}")
