# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place withdraw`, `late`, `override` and `rematch`: what happens after the placement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from gemengd.cli.outcome import NOT_FOUND, REFUSED, stop
from gemengd.cli.place.clock import clock
from gemengd.cli.place.group import app
from gemengd.cli.place.told import EXERCISE, command
from gemengd.cli.place.words import RoundArgument

Reason = Annotated[str, typer.Option(help="Why; published, so without names.")]
By = Annotated[str, typer.Option(help="The office that decided, not a person; published.")]


@app.command(
    "withdraw",
    epilog='Example: gemengd place withdraw round --applicant c007 --by "the schools" --reason "moved away"',
)
def withdraw(
    folder: RoundArgument,
    applicant: Annotated[list[str], typer.Option(help="Pseudonym; may be given more than once.")],
    by: By,
    reason: Reason,
) -> None:
    """Record that children withdraw; the next re-match gives their places to others."""
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.later import withdraw as library

    with _explained():
        transcript = library(RoundFolder(folder), applicant, clock(), by=by, reason=reason)
    _say(f"Recorded: {len(set(applicant))} withdrawn.", transcript.head, folder, _is_drill(folder))


@app.command(
    "late",
    epilog='Example: gemengd place late round late-children --by "the boards" --reason "moved here in May"',
)
def late(
    folder: RoundArgument,
    tables: Annotated[
        Path,
        typer.Argument(
            help="Folder with the tables applicants, preferences and claims of these children only; a child "
            "of the round changes its list."
        ),
    ],
    by: By,
    reason: Reason,
) -> None:
    """Record late applications and changed lists; they count from the next re-match on."""
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.later import late as library

    with _explained():
        transcript, new, changed = library(RoundFolder(folder), tables, clock(), by=by, reason=reason)
    said = (
        f"Recorded: {new} late applications, {changed} changed lists. Who came late stands behind all others."
    )
    _say(said, transcript.head, folder, _is_drill(folder))


@app.command(
    "override",
    epilog="Example: gemengd place override round --applicant c007 --to s03 --extra-seat "
    '--by "appeals committee" --reason "decision 2027-14"',
)
def override(
    folder: RoundArgument,
    applicant: Annotated[str, typer.Option(help="Pseudonym of the child.")],
    by: By,
    reason: Reason,
    to: Annotated[str | None, typer.Option(help="The programme where the child is placed by hand.")] = None,
    no_place: Annotated[bool, typer.Option("--no-place", help="The place is taken back.")] = False,
    seat_type: Annotated[
        str | None, typer.Option(help="Kind of seat, where the programme has more than one.")
    ] = None,
    extra_seat: Annotated[bool, typer.Option("--extra-seat", help="A seat is added for this child.")] = False,
) -> None:
    """Record a decision by hand with its reason, in a chain of hashes and in the transcript."""
    if (to is None) is not no_place:
        stop("Say where the child is placed (--to PROGRAMME), or --no-place.", 2)
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.later import Decision, decide_by_hand

    decision = Decision(applicant, to, by, reason, seat_type, extra_seat)
    with _explained():
        transcript, audit = decide_by_hand(RoundFolder(folder), decision, clock())
    if audit is not None:
        print(
            f"Children on the waiting list there: {audit['passed_by_hand'].count:,}. The audit counts them."
        )
    print(f"The chain of decisions is in {folder / 'result' / 'overrides.jsonl'} (pupil data).")
    _say("Recorded: one decision by hand.", transcript.head, folder, _is_drill(folder))


@app.command(
    "rematch",
    epilog='Example: gemengd place rematch round --by "the boards" --reason "places given back" '
    "--extra-seats s03=2",
)
def rematch(
    folder: RoundArgument,
    by: By,
    reason: Reason,
    extra_seats: Annotated[
        list[str] | None,
        typer.Option(help="PROGRAMME=NUMBER or PROGRAMME:SEAT_TYPE=NUMBER; may be given more than once."),
    ] = None,
) -> None:
    """Place again after withdrawals, late applications and extra seats; nobody who keeps a place loses it."""
    seats = dict(_seats(one) for one in extra_seats or [])
    from gemengd.rounds.folder import RoundFolder
    from gemengd.rounds.later import place_again

    with _explained():
        transcript, found, number = place_again(
            RoundFolder(folder), clock(), by=by, reason=reason, extra_seats=seats
        )
    print("\n".join(found.rematch.lines()))
    print(f"Audit passed: {len(found.audit.checks)} checks.")
    print(f"Written to {folder / 'result' / f'rematch-{number}'}; all but audit.json is pupil data.")
    _say(f"Recorded: re-match {number}.", transcript.head, folder, _is_drill(folder))


def _seats(text: str) -> tuple[str, int]:
    name, equals, number = text.rpartition("=")
    if not equals or not name or not number.isdigit() or int(number) < 1:
        stop(f"--extra-seats is '{text}'; expected PROGRAMME=NUMBER, such as s03=2.", 2)
    return name, int(number)


@contextmanager
def _explained() -> Iterator[None]:
    """End with the words of a problem that the user can mend."""
    from gemengd.placement.audit import AuditFailed
    from gemengd.rounds.later import UnknownApplicant

    try:
        yield
    except UnknownApplicant as problem:
        stop(str(problem.args[0]), NOT_FOUND)
    except (ValueError, AuditFailed) as problem:
        stop(str(problem), REFUSED)


def _is_drill(folder: Path) -> bool:
    from gemengd.rounds.folder import RoundFolder

    return bool((RoundFolder(folder).transcript().data_of("opened") or {}).get("drill"))


def _say(done: str, head: str, folder: Path, drill: bool) -> None:
    if drill:
        print(EXERCISE)
    print(done)
    print(f"Head of the transcript: {head}")
    print(f"Next: publish {folder / 'lottery' / 'transcript.json'}, then {command('verify', folder)}")
