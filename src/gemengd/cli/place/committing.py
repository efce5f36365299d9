# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place commit` and `seal`: freeze the list, and the notary's sealed part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import REFUSED, stop
from gemengd.cli.place.clock import WRONG_USE, clock
from gemengd.cli.place.group import app
from gemengd.cli.place.told import say_done
from gemengd.cli.place.words import RoundArgument

if TYPE_CHECKING:
    from gemengd.rounds.lottery import Transcript


@app.command("commit", epilog="Example: gemengd place commit round --drill")
def commit(
    round_: RoundArgument,
    notary_seal: Annotated[
        str | None, typer.Option(help="The notary's seal: 64 hexadecimal digits, see gemengd place seal.")
    ] = None,
    drill: Annotated[
        bool, typer.Option("--drill", help="An exercise; it opens the round as well when nobody did.")
    ] = False,
    id_: Annotated[
        str | None,
        typer.Option("--id", help="Name of the round, for a drill.", show_default="name of the folder"),
    ] = None,
) -> None:
    """Freeze the list after the closing: nobody comes in any more and no list changes."""
    from gemengd.rounds.folder import RoundFolder, freeze

    if id_ is not None and not drill:
        stop("--id is for a drill; a real round got its name when it was opened.", WRONG_USE)
    folder, name = RoundFolder(round_), id_ or round_.resolve().name
    with progress_bar() as progress:
        transcript = freeze(
            folder, clock(), notary=notary_seal, drill_id=name if drill else None, progress=progress
        )
    say_done(_said(folder.path, transcript), round_, transcript)


def _said(round_: Path, transcript: Transcript) -> str:
    frozen = transcript.data_of("frozen") or {}
    lines = [f"Frozen: {frozen['count']:,} applications with root {frozen['root']}."]
    if frozen["notary"] is None:
        lines.append("There is no notary's part: the draw goes by the public source alone.")
    lines.append(
        f"Publish {round_ / 'lottery' / 'transcript.json'} and {round_ / 'lottery' / 'rules.json'}. Make a "
        f"copy of the round now; {round_ / 'lottery' / 'secret'} stays secret."
    )
    return "\n".join(lines)


@app.command("seal", epilog="Example: gemengd place seal 2027-round1 --out notary-part.hex")
def seal(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Name of the round, as it was opened.")],
    out: Annotated[Path, typer.Option(help="File for the part; it must not be there yet.")] = Path(
        "notary-part.hex"
    ),
) -> None:
    """For the notary: draw a secret part and print its seal."""
    from gemengd.rounds.lottery import PART_BYTES, seal
    from gemengd.tables.files import write_whole

    if out.exists():
        stop(f"{out} is there already; a part is never overwritten. Give another --out.", REFUSED)
    part = clock().random(PART_BYTES)
    write_whole(out, f"{part.hex()}\n".encode(), secret=True)
    print(f"The part is in {out}. Keep it secret, with a copy, until it is asked for.")
    print(f"Seal, to give to the organisers: {seal(part, id_)}")
    print(f"They use it in: gemengd place commit ROUND --notary-seal {seal(part, id_)}")
