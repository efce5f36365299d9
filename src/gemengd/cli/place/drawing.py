# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place reveal`, `decide`, `skip` and `draw`: from the frozen list to the lottery numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import NOT_FOUND, stop
from gemengd.cli.place.clock import clock
from gemengd.cli.place.group import app
from gemengd.cli.place.told import say_done
from gemengd.cli.place.words import RoundArgument


@app.command("reveal", epilog="Example: gemengd place reveal round notary-part.hex")
def reveal(
    round_: RoundArgument,
    part: Annotated[
        Path | None, typer.Argument(help="File with the notary's part; a drill may keep its own.")
    ] = None,
) -> None:
    """Open the notary's part, while nobody knows what the public source will say."""
    from gemengd.rounds.folder import RoundFolder, read_part
    from gemengd.rounds.folder import reveal as reveal_part

    found = None if part is None else read_part(_text(part))
    transcript = reveal_part(RoundFolder(round_), found, clock())
    say_done("Revealed: the notary's part is in the transcript.", round_, transcript)


@app.command("decide", epilog="Example: gemengd place decide round")
def decide(round_: RoundArgument) -> None:
    """Fix whether the notary's part counts, before the public source exists."""
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.folder import decide as decide_round

    transcript = decide_round(RoundFolder(round_), clock())
    counts = (transcript.data_of("decided") or {})["notary_counts"]
    done = f"Decided: the notary's part {'counts' if counts else 'does not count'}."
    say_done(f"{done} Hand the head to the notary and every board now.", round_, transcript)


SKIP = "Example: gemengd place skip round --reason 'No relay of drand answered' --by 'notary J. Smit'"


@app.command("skip", epilog=SKIP)
def skip(
    round_: RoundArgument,
    reason: Annotated[str, typer.Option(help="What was tried and what happened. It is published.")],
    by: Annotated[str, typer.Option(help="Who states it. It is published.")],
) -> None:
    """Pass over a source that cannot be had, while the next one is still unknown."""
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.folder import skip as skip_source

    transcript = skip_source(RoundFolder(round_), reason, by, clock())
    say_done("Skipped: the next source of the plan decides.", round_, transcript)


@app.command("draw", epilog="Example: gemengd place draw round --beacon round-of-drand.json")
def draw(
    round_: RoundArgument,
    beacon: Annotated[
        Path | None,
        typer.Option(help="File of the source, exactly as it came; a drill can do without."),
    ] = None,
) -> None:
    """Draw, once: the lottery numbers follow from the public source and the notary's part."""
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.folder import draw as draw_round

    text = None if beacon is None else _text(beacon)
    with progress_bar() as progress:
        transcript = draw_round(RoundFolder(round_), text, clock(), progress)
    drawn = transcript.data_of("drawn") or {}
    source = (
        "a file in place of the beacon"
        if drawn["kind"] == "drill"
        else f"{drawn['kind']} {drawn['reference']}"
    )
    done = f"Drawn from {source}: seed {drawn['seed']}."
    say_done(f"{done}\nPublish {round_ / 'lottery' / 'transcript.json'}.", round_, transcript)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError as problem:
        stop(f"{path} cannot be read ({problem.strerror}). Nothing was changed.", NOT_FOUND)
