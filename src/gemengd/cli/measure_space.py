# SPDX-License-Identifier: EUPL-1.2
"""`gemengd measure ladder` and `profile`: measures that need to know where."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from gemengd.cli.counts_table import (
    By,
    CountsFile,
    Focal,
    Group,
    Out,
    PointsFile,
    Pupils,
    Reference,
    Unit,
    read_counts,
    split_names,
    write_result,
)
from gemengd.cli.outcome import refusing


def ladder(
    flows: CountsFile,
    schools: PointsFile,
    areas: PointsFile,
    unit: Unit = "school",
    area: Annotated[str, typer.Option(help="Column (or columns) of the home area.")] = "area",
    group: Group = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    track: Annotated[str | None, typer.Option(help="Column of the flows with the pupil's track.")] = None,
    denomination: Annotated[
        str | None, typer.Option(help="Column of flows (the wish) and schools (what the school is).")
    ] = None,
    capacity: Annotated[str | None, typer.Option(help="Column of the schools with their places.")] = None,
    focal: Focal = None,
    reference: Reference = None,
    shapley: Annotated[
        bool, typer.Option("--shapley", help="Mean over all orders of the restrictions.")
    ] = False,
    out: Out = None,
) -> None:
    """From random schools over the nearest school to the schools as they are."""
    from gemengd import measure

    units, homes, keys = split_names(unit), split_names(area), split_names(by)
    wishes = tuple(name for name in (track, denomination) if name)
    kinds = (denomination,) if denomination else ()
    order: Literal["given", "shapley"] = "shapley" if shapley else "given"
    with refusing():
        result = measure.ladder(
            read_counts(flows, (*units, *homes, *keys, group, *wishes), (pupils,)),
            unit=units,
            area=homes,
            group=group,
            pupils=pupils,
            unit_points=read_counts(
                schools, (*units, *kinds), ("x", "y", *((capacity,) if capacity else ()))
            ),
            area_points=read_counts(areas, homes, ("x", "y")),
            by=keys,
            track=track,
            denomination=denomination,
            capacity=capacity,
            focal=split_names(focal) or None,
            reference=split_names(reference) or None,
            order=order,
        )
    write_result(result, out)


def profile(
    table: CountsFile,
    points: PointsFile,
    unit: Unit = "square",
    group: Group = "group",
    pupils: Pupils = "pupils",
    by: By = "",
    neighbours: Annotated[str, typer.Option(help="Numbers of nearest residents, with commas between.")] = "",
    bands: Annotated[str, typer.Option(help="Distances in metres, with commas between.")] = "",
    focal: Focal = None,
    reference: Reference = None,
    out: Out = None,
) -> None:
    """Segregation between the surroundings of residents, from the nearest neighbours to the whole town."""
    from gemengd import measure
    from gemengd.measure.places.profiles import NEIGHBOURS

    units, keys = split_names(unit), split_names(by)
    chosen = [int(number) for number in split_names(neighbours)] or NEIGHBOURS
    with refusing():
        result = measure.profiles(
            read_counts(table, (*units, *keys, group), (pupils,)),
            unit=units,
            group=group,
            pupils=pupils,
            points=read_counts(points, units, ("x", "y")),
            by=keys,
            focal=split_names(focal) or None,
            reference=split_names(reference) or None,
            neighbours=chosen,
            bands=[float(distance) for distance in split_names(bands)],
        )
    write_result(result, out)
