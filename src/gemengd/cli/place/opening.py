# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place open`: publish rules and plan before registration."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.outcome import stop
from gemengd.cli.place.clock import WRONG_USE, clock, local, moment
from gemengd.cli.place.group import app
from gemengd.cli.place.told import say_done
from gemengd.cli.place.words import RoundArgument

if TYPE_CHECKING:
    from gemengd.rounds.lottery import Plan, Source

EXAMPLE = (
    "Example: gemengd place open round --id 2027-round1 --closes 2027-03-01T12:00+01:00 --reveal-from "
    "2027-03-08T09:00+01:00 --reveal-by 2027-03-09T12:00+01:00 --source-not-before 2027-03-10T12:00+01:00"
)


@app.command("open", epilog=EXAMPLE)
def open_(
    round_: RoundArgument,
    id_: Annotated[str, typer.Option("--id", help="Name of the round; it is part of every lottery number.")],
    closes: Annotated[
        str | None, typer.Option(help="The closing, with its zone: 2027-03-01T12:00+01:00.")
    ] = None,
    reveal_from: Annotated[
        str | None, typer.Option(help="The list is frozen by now, and the notary may open the sealed part.")
    ] = None,
    reveal_by: Annotated[
        str | None, typer.Option(help="Opened later, the notary's part does not count.")
    ] = None,
    source_not_before: Annotated[
        list[str] | None,
        typer.Option(
            help="The first round of drand from this moment on decides. Give it again for a fallback, later "
            "than the first by more than --patience."
        ),
    ] = None,
    patience: Annotated[float, typer.Option(help="Hours to wait for a source.", min=0.1)] = 6.0,
    fallback: Annotated[
        list[str] | None,
        typer.Option(
            help="Another source, after drand: KIND,REFERENCE,EXISTS,GIVE_UP with KIND nist or lotto and two "
            "moments."
        ),
    ] = None,
    drill: Annotated[
        bool, typer.Option("--drill", help="An exercise: a file in place of the beacon, days pass at once.")
    ] = False,
) -> None:
    """Publish the rules and the plan of the draw, before registration."""
    from gemengd.rounds.folder import RoundFolder, drill_plan, open_folder

    if drill:
        if any((reveal_from, reveal_by, source_not_before, fallback)):
            stop("A drill makes its own plan: give --closes or no moment at all.", WRONG_USE)
        at = clock().now.replace(microsecond=0) if closes is None else moment("--closes", closes)
        plan = drill_plan(at)
    else:
        plan = _plan(closes, reveal_from, reveal_by, source_not_before or [], fallback or [], patience)
    transcript = open_folder(RoundFolder(round_), id_, plan, clock())
    say_done(_said(plan), round_, transcript)


def _plan(
    closes: str | None,
    reveal_from: str | None,
    reveal_by: str | None,
    not_before: list[str],
    fallback: list[str],
    patience: float,
) -> Plan:
    from gemengd.rounds.lottery import Plan, drand_source

    if closes is None or reveal_from is None or reveal_by is None or not not_before:
        stop(
            "A real round needs --closes, --reveal-from, --reveal-by and --source-not-before; an exercise "
            "needs --drill.",
            WRONG_USE,
        )
    wait = timedelta(hours=patience)
    sources = [drand_source(moment("--source-not-before", one), wait) for one in not_before]
    return Plan(
        moment("--closes", closes),
        moment("--reveal-from", reveal_from),
        moment("--reveal-by", reveal_by),
        (*sources, *(_source(one) for one in fallback)),
    )


def _source(text: str) -> Source:
    from gemengd.rounds.lottery import Source

    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 4:
        stop(f"--fallback is '{text}'; expected KIND,REFERENCE,EXISTS,GIVE_UP.", WRONG_USE)
    kind, *reference, exists, give_up = parts
    return Source(kind, ",".join(reference), moment("--fallback", exists), moment("--fallback", give_up))


def _said(plan: Plan) -> str:
    def line(what: str, at: datetime) -> str:
        return f"  {what:<42} {local(at)}"

    lines = [
        "Opened: the rules and this plan are fixed.",
        line("closing", plan.closes),
        line("list frozen; notary may open the part from", plan.reveal_from),
        line("notary's part counts until", plan.reveal_by),
    ]
    lines += [line(f"{one.kind} {one.reference}", one.exists_from) for one in plan.sources]
    return "\n".join(lines)
