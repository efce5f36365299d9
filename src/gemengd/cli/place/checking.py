# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place check` and `status`: look at a round, change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.outcome import REFUSED, stop
from gemengd.cli.place.clock import clock, local
from gemengd.cli.place.group import app
from gemengd.cli.place.told import EXERCISE, code_lines, command, next_lines
from gemengd.cli.place.words import RoundArgument

if TYPE_CHECKING:
    from gemengd.rounds.lottery import Transcript


@app.command("check", epilog="Example: gemengd place check round")
def check(
    round_: RoundArgument,
    lists: Annotated[
        int,
        typer.Option(help="Most other lists to try in the search for a child who gains by ranking.", min=0),
    ] = 600,
) -> None:
    """Look for what is wrong or risky in a round, before anything is fixed."""
    from gemengd.rounds.folder import RoundFolder, check_folder, next_step

    folder = RoundFolder(round_)
    report = check_folder(folder, lists=lists)
    print("\n".join(report.lines()))
    if not report.ok:
        stop(f"{round_}: this round is refused. Mend what stands behind ERROR. Nothing was changed.", REFUSED)
    print("Nothing stands in the way of this round.")
    step = next_step(folder.transcript(), clock().now)
    if step.command == "open":
        print(f"Next: {command('open', round_)} --id ... (to practise: {command('commit', round_)} --drill)")
    else:
        print("\n".join(next_lines(round_, step)))


@app.command("status", epilog="Example: gemengd place status round")
def status(round_: RoundArgument) -> None:
    """Say how far a round is, what comes next, and by when."""
    from gemengd.rounds.folder import RoundFolder, next_step

    transcript = RoundFolder(round_).transcript()
    opened = transcript.data_of("opened")
    if opened is None:
        print(f"{round_}: nothing is fixed yet.")
    else:
        print(f"Round {opened['round']}" + (f". {EXERCISE}" if opened["drill"] else ""))
        _say_events(transcript)
        print(f"Head of the transcript: {transcript.head}")
    print("\n".join([*code_lines(transcript), *next_lines(round_, next_step(transcript, clock().now))]))


def _say_events(transcript: Transcript) -> None:
    from gemengd.rounds.lottery.moments import moment_of

    for event in transcript.events:
        line = f"{event['number']:>3} {event['kind']:<16} {local(moment_of(event['moment']))}"
        print(f"{line} {_detail(event['kind'], event['data'])}".rstrip())


def _detail(kind: str, data: dict[str, object]) -> str:
    """The one thing worth knowing about an event."""
    says = {
        "opened": lambda: f"rules {str(data['rules'])[:16]}...",
        "frozen": lambda: f"{data['count']:,} applications, root {str(data['root'])[:16]}...",
        "decided": lambda: "the notary's part " + ("counts" if data["notary_counts"] else "does not count"),
        "skipped": lambda: f"source {data['source']}: {data['reason']}",
        "drawn": lambda: f"{data['kind']}, seed {str(data['seed'])[:16]}...",
        "placed": lambda: f"placements {str(data['placements'])[:16]}...",
    }
    return says[kind]() if kind in says else str(data.get("reason", ""))
