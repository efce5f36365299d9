# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place chances`: what a list may expect, before anything is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import NOT_FOUND, REFUSED, stop
from gemengd.cli.place.group import app
from gemengd.cli.place.words import Language, LanguageOption, RoundArgument, print_table

if TYPE_CHECKING:
    from gemengd.placement.engine.chances import Chances
    from gemengd.placement.rules import Round

MADE_WITH_THREADS = 2


@app.command("chances", epilog="Example: gemengd place chances round --list s01,s04,s07")
def chances(
    folder: RoundArgument,
    applicant: Annotated[str | None, typer.Option(help="Pseudonym of one child.")] = None,
    list_: Annotated[
        str | None,
        typer.Option(
            "--list",
            help="Programmes with commas between, most wanted first: what this list may expect, of the child "
            "of --applicant or else of a child without any priority.",
        ),
    ] = None,
    next_year: Annotated[
        bool, typer.Option("--next-year", help="Other families like these, not only another draw.")
    ] = False,
    draws: Annotated[
        int | None,
        typer.Option(help="Draws to make.", min=1, show_default="1000; 100 where rules need the whole round"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draws; never those of a real lottery.", min=0)] = 1,
    language: LanguageOption = Language.nl,
    out: Annotated[
        Path | None, typer.Option(help="Write the chances of every child to this CSV file (pupil data).")
    ] = None,
) -> None:
    """Chances of each school and of no place, with a warning for a list that is too short."""
    from gemengd.rounds.folder import RoundFolder
    from gemengd.tables.files import write_whole

    round_ = RoundFolder(folder).round()
    who = applicant
    if applicant is not None and applicant not in set(round_.applicants["applicant"]):
        stop(f"There is no applicant '{applicant}' in {folder}.", NOT_FOUND)
    if list_ is not None:
        round_, who = _with_list(round_, list_, applicant)
    found = _worked_out(round_, draws, seed, next_year=next_year)
    _say(found, who, language.value, known=applicant is not None)
    if out is not None:
        write_whole(out, found.frame.write_csv().encode(), secret=True)
        print(f"\nWritten to {out}; it holds pupil data.")


def _with_list(round_: Round, text: str, applicant: str | None) -> tuple[Round, str]:
    from gemengd.placement.rules.chances import with_list

    try:
        return with_list(round_, [one.strip() for one in text.split(",") if one.strip()], applicant)
    except ValueError as problem:
        stop(f"{problem}. Nothing was changed.", REFUSED)


def _worked_out(round_: Round, draws: int | None, seed: int, *, next_year: bool) -> Chances:
    from gemengd.placement.engine.chances import APPLICANTS, TICKETS
    from gemengd.placement.rules.chances import chances_by_rules

    resample = APPLICANTS if next_year else TICKETS
    try:
        with progress_bar() as progress:
            return chances_by_rules(
                round_,
                resample=resample,
                draws=draws,
                seed=seed,
                threads=MADE_WITH_THREADS,
                progress=progress,
            )
    except ValueError as problem:
        stop(str(problem), REFUSED)


def _say(found: Chances, who: str | None, code: str, *, known: bool) -> None:
    from gemengd.placement.explain import chances_of_all, chances_of_child

    shown = chances_of_all(found, code) if who is None else chances_of_child(found, who, code, known=known)
    for sentence in shown.before:
        print(sentence)
    print_table(shown.header, shown.rows)
    for sentence in shown.after:
        print(sentence)
