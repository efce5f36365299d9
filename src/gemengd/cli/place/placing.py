# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place run`, `audit` and `verify`: place, and let others check it."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import gemengd
from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import REFUSED, stop
from gemengd.cli.place.clock import clock
from gemengd.cli.place.group import app
from gemengd.cli.place.told import command, say_done
from gemengd.cli.place.words import Language, LanguageOption, RoundArgument

if TYPE_CHECKING:
    from gemengd.rounds.lottery import Transcript


VERIFIER = Path(gemengd.__file__).parent / "rounds" / "verify" / "verifier.py"


@app.command("run", epilog="Example: gemengd place run round")
def run(round_: RoundArgument) -> None:
    """Place everybody by the rules, audit it, and publish it if the audit finds nothing wrong."""
    from gemengd.placement.audit import REPORTED, AuditFailed
    from gemengd.rounds.folder import RoundFolder, place
    from gemengd.rounds.folder.result_files import AUDIT, CUTOFFS

    folder = RoundFolder(round_)
    try:
        with progress_bar() as progress:
            transcript, audit = place(folder, clock(), progress)
    except AuditFailed as problem:
        whom = f"{command('audit', round_)} --examples"
        stop(f"{problem}\nWhom it concerns: {whom}. Nothing was changed.", REFUSED)
    for one in audit.checks:
        if one.status == REPORTED:
            print(f"Reported: {one.title.rstrip('.')}: {one.count:,}")
    print(f"Audit passed: {len(audit.checks)} checks.")
    print(f"Publish {folder.transcript_file}, {CUTOFFS} and {AUDIT}; all else in {folder.result} is secret.")
    say_done(_counts(transcript), round_, transcript)


def _counts(transcript: Transcript) -> str:
    counts = (transcript.data_of("placed") or {})["counts"]
    return "\n".join(["Placed:", *(f"  {_choices(row):<24}{row['count']:>9,}" for row in counts)])


def _choices(row: dict[str, int | None]) -> str:
    first, last = row["from"], row["to"]
    if first is None or first == last:
        return "no place" if first is None else f"choice {first}"
    return f"choice {first} to {'no place' if last is None else last}"


@app.command("audit", epilog="Example: gemengd place audit round")
def audit(
    round_: RoundArgument,
    examples: Annotated[
        bool, typer.Option("--examples", help="Show whom a finding concerns, by pseudonym: pupil data.")
    ] = False,
) -> None:
    """Audit a round with a second engine: the placement as it stands, or before that the one to come."""
    from gemengd.rounds.folder import RoundFolder, audit_again, next_step, without_examples

    folder = RoundFolder(round_)
    with progress_bar() as progress:
        found = audit_again(folder, progress)
    print("\n".join((found if examples else without_examples(found)).lines()))
    without_examples(found).require()
    step = next_step(folder.transcript(), clock().now).command
    print(f"Next: {command('verify' if step == 'audit' else step, round_)}")


@app.command("verify", epilog="Example: gemengd place verify round --language en")
def verify(
    transcript: Annotated[Path, typer.Argument(help="A transcript, or the folder of a round.")],
    receipt: Annotated[Path | None, typer.Argument(help="The receipt of your own child.")] = None,
    head: Annotated[
        str | None, typer.Option(help="A hash that you kept; it must be in the transcript.")
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(help="The published rules.json.", show_default="that of the round, for a folder"),
    ] = None,
    language: LanguageOption = Language.nl,
) -> None:
    """Check draw and placement as anybody can; ends with 0 right, 1 wrong, 2 unreadable, 3 partly checked."""
    files = [transcript, rules]
    if transcript.is_dir():
        folder = transcript / "lottery"
        files = [_fullest(transcript), folder / "rules.json" if rules is None else rules]
    arguments = [str(files[0]), *([] if receipt is None else [str(receipt)]), "--language", language.value]
    arguments += ["--head", head] if head else []
    arguments += ["--rules", str(files[1])] if files[1] else []
    raise typer.Exit(_verifier()(arguments))


def _fullest(round_: Path) -> Path:
    """The full transcript of a round that was placed, otherwise the public one."""
    public, full = round_ / "lottery" / "transcript.json", round_ / "result" / "full-transcript.json"
    placed = full.is_file() and public.is_file() and '"kind": "placed"' in public.read_text(encoding="utf-8")
    return full if placed else public


def _verifier() -> Callable[[list[str]], int]:
    """The verifier, run as the file that everybody else runs, without the rest of the package."""
    found: Callable[[list[str]], int] = runpy.run_path(str(VERIFIER))["main"]
    return found
