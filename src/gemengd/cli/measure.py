# SPDX-License-Identifier: EUPL-1.2
"""`gemengd measure`: the measures on a table of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from gemengd.cli.counts_table import (
    By,
    CountsFile,
    Focal,
    Group,
    Out,
    Pupils,
    Reference,
    Unit,
    read_counts,
    split_names,
    two_group_question,
    write_result,
)
from gemengd.cli.measure_space import ladder, profile
from gemengd.cli.outcome import refusing

app = typer.Typer(
    help="Measure segregation in a table of counts: one row per unit and group, with a number of pupils.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command(
    "ladder",
    epilog="Example: gemengd measure ladder flows.csv --schools schools.csv --areas areas.csv"
    " --group parents --focal low",
)(ladder)
app.command(
    "profile",
    epilog="Example: gemengd measure profile squares.csv --points points.csv --group parents --focal low",
)(profile)


@app.command("list")
def list_(out: Out = None) -> None:
    """List the indices: formula, source, range, groups needed and properties."""
    from gemengd.measure import catalogue

    write_result(catalogue(), out)


@app.command(
    "indices",
    epilog="Example: gemengd measure indices counts.csv --unit school --group parents --by year --focal low",
)
def indices(
    table: CountsFile,
    unit: Unit = "school",
    group: Group = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    index: Annotated[str, typer.Option(help="Indices, with commas between; `gemengd measure list`.")] = "",
    focal: Focal = None,
    reference: Reference = None,
    confidence: Annotated[float, typer.Option(help="Coverage of the interval.", min=0.01, max=0.999)] = 0.95,
    out: Out = None,
) -> None:
    """Indices of every cell, with standard error, interval, chance level and status."""
    from gemengd import measure

    frame = read_counts(table, (*split_names(unit), *split_names(by), group), (pupils,))
    with refusing():
        result = measure.indices(
            frame,
            pupils=pupils,
            **two_group_question(unit, group, by, focal, reference),
            confidence=confidence,
            index=split_names(index) or measure.CORE,
        )
    write_result(result, out)


@app.command(
    "local", epilog="Example: gemengd measure local counts.csv --unit school --group parents --focal low"
)
def local(
    table: CountsFile,
    unit: Unit = "school",
    group: Group = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    focal: Focal = None,
    reference: Reference = None,
    out: Out = None,
) -> None:
    """Local score of every unit, its part in the totals, and its over- or under-representation."""
    from gemengd import measure

    frame = read_counts(table, (*split_names(unit), *split_names(by), group), (pupils,))
    with refusing():
        result = measure.local(
            frame,
            pupils=pupils,
            **two_group_question(unit, group, by, focal, reference),
        )
    write_result(result, out)


@app.command(
    "nested",
    epilog="Example: gemengd measure nested counts.csv --levels municipality,board,school --group parents",
)
def nested(
    table: CountsFile,
    levels: Annotated[str, typer.Option(help="Columns from the largest units to the smallest.")],
    group: Group = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    out: Out = None,
) -> None:
    """M and H between and within nested units; the terms add up to the total."""
    from gemengd import measure

    steps, keys = split_names(levels), split_names(by)
    frame = read_counts(table, (*steps, *keys, group), (pupils,))
    with refusing():
        write_result(measure.nested(frame, levels=steps, group=group, pupils=pupils, by=keys), out)


@app.command(
    "change", epilog="Example: gemengd measure change 2020.csv 2025.csv --unit school --group parents"
)
def change(
    before: CountsFile,
    after: CountsFile,
    unit: Unit = "school",
    group: Group = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    out: Out = None,
) -> None:
    """Why segregation changed: units that came or went, margins, structure."""
    from gemengd import measure

    keys = split_names(by)
    names = (*split_names(unit), *keys, group)
    frames = [read_counts(table, names, (pupils,)) for table in (before, after)]
    with refusing():
        result = measure.change(*frames, unit=split_names(unit), group=group, pupils=pupils, by=keys)
    write_result(result, out)


@app.command(
    "bounds",
    epilog="Example: gemengd measure bounds counts.csv --unit school --group parents --focal low",
)
def bounds(
    table: CountsFile,
    unit: Unit = "school",
    group: Group = "group",
    low: Annotated[str, typer.Option(help="Column with the lowest number of pupils.")] = "low",
    high: Annotated[str, typer.Option(help="Column with the highest number of pupils.")] = "high",
    by: By = "",
    focal: Focal = None,
    reference: Reference = None,
    out: Out = None,
) -> None:
    """Bounds of the indices when counts are intervals, such as `<5`."""
    from gemengd import measure

    frame = read_counts(table, (*split_names(unit), *split_names(by), group), (low, high))
    with refusing():
        result = measure.bounds(
            frame,
            low=low,
            high=high,
            **two_group_question(unit, group, by, focal, reference),
        )
    write_result(result, out)


@app.command(
    "protect", epilog="Example: gemengd measure protect counts.csv --rows school --columns parents --by year"
)
def protect(
    table: CountsFile,
    rows: Unit = "school",
    columns: Annotated[
        str, typer.Option(help="Column of the groups that stand beside each other.")
    ] = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    threshold: Annotated[int, typer.Option(help="Counts below this are not shown.", min=2)] = 10,
    audited: Annotated[
        bool, typer.Option("--audited", help="Also what an attacker can derive. Not for publication.")
    ] = False,
    out: Out = None,
) -> None:
    """Hide the small cells of a table with totals, and as many others as it takes to keep them hidden."""
    from gemengd import measure

    keys = split_names(by)
    frame = read_counts(table, (rows, columns, *keys), (pupils,))
    with refusing():
        result = measure.protect(
            frame, rows=rows, columns=columns, pupils=pupils, by=keys, threshold=threshold
        )
    write_result(result if audited else result.select(*keys, rows, columns, "shown"), out)
