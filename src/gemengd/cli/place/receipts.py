# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place receipt`: what a family needs to check its own application and outcome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import NOT_FOUND, stop
from gemengd.cli.place.group import app
from gemengd.cli.place.words import RoundArgument, refuse_taken

if TYPE_CHECKING:
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.lottery import Commitment, Transcript


@app.command("receipt", epilog="Example: gemengd place receipt round --applicant c001")
def receipt(
    folder: RoundArgument,
    applicant: Annotated[
        str | None, typer.Option(help="Pseudonym of one child; its receipt is printed.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every child.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder to make for the receipts.",
            show_default="with --all: ROUND/result/receipts; ROUND/lottery/secret/receipts before placing",
        ),
    ] = None,
) -> None:
    """Give receipts: before the draw of inclusion, after the placement of the outcome as well."""
    if (applicant is None) is not all_:
        stop("Give the pseudonym of a child (--applicant), or --all.", 2)
    if out is not None:
        refuse_taken(out)
    from gemengd.rounds.folder import RoundFolder

    opened = RoundFolder(folder)
    transcript = opened.transcript()
    frozen, placed = _commitments(opened, transcript)
    if applicant is not None:
        _one(frozen, placed, transcript, applicant, folder, out)
        return
    default = (opened.result if placed else opened.secret) / "receipts"
    _all(opened, transcript, frozen, placed, out or default, replace=out is None)
    print(f"Written: {frozen.size:,} receipts to {out or default}.")
    print("They hold pupil data: give each to the parents of that child only.")


def _commitments(opened: RoundFolder, transcript: Transcript) -> tuple[Commitment, Commitment | None]:
    from gemengd.rounds.folder import read_finished, read_frozen

    if transcript.data_of("placed") is None:
        return read_frozen(opened, transcript), None
    work = read_finished(opened).work
    return work.commitment, work.placements


def _one(
    frozen: Commitment,
    placed: Commitment | None,
    transcript: Transcript,
    applicant: str,
    folder: Path,
    out: Path | None,
) -> None:
    from gemengd.rounds.folder import file_name
    from gemengd.rounds.lottery import receipt
    from gemengd.tables.files import whole_folder

    if all(one["applicant"] != applicant for one in frozen.records):
        stop(f"There is no applicant '{applicant}' in {folder}.", NOT_FOUND)
    text = _text(transcript, receipt(transcript, frozen, applicant, placed))
    if out is None:
        print(text, end="")
        return
    with whole_folder(out, secret=True) as partial:
        (partial / f"{file_name(applicant)}.json").write_text(text, encoding="utf-8")
    print(f"Written to {out}.")


def _all(
    opened: RoundFolder,
    transcript: Transcript,
    frozen: Commitment,
    placed: Commitment | None,
    where: Path,
    *,
    replace: bool,
) -> None:
    from gemengd.tables.files import whole_folder

    with (
        progress_bar() as progress,
        opened.lock(),
        whole_folder(where, secret=True, replace=replace) as partial,
    ):
        for done, (name, text) in enumerate(_files(transcript, frozen, placed), start=1):
            (partial / name).write_text(text, encoding="utf-8")
            if done % 200 == 0 or done == frozen.size:
                progress("Receipts", done, frozen.size)


def _files(
    transcript: Transcript, frozen: Commitment, placed: Commitment | None
) -> Iterator[tuple[str, str]]:
    from gemengd.rounds.folder import file_name
    from gemengd.rounds.lottery import receipt

    for one in frozen.records:
        name = str(one["applicant"])
        yield f"{file_name(name)}.json", _text(transcript, receipt(transcript, frozen, name, placed))


def _text(transcript: Transcript, data: dict[str, Any]) -> str:
    drill = bool((transcript.data_of("opened") or {}).get("drill"))
    return json.dumps(({"drill": True} if drill else {}) | data, ensure_ascii=False, indent=1) + "\n"
