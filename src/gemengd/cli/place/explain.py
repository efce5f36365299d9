# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place explain`: the letter to the parents of one child, or of every child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gemengd.cli.options import progress_bar
from gemengd.cli.outcome import NOT_FOUND, stop
from gemengd.cli.place.group import app
from gemengd.cli.place.words import Language, RoundArgument, refuse_taken

if TYPE_CHECKING:
    from gemengd.placement.explain import Letter, Terms
    from gemengd.rounds.folder import Finished

LETTERS = "letters"


@app.command("explain", epilog="Example: gemengd place explain round --applicant c001 --language en")
def explain(
    folder: RoundArgument,
    applicant: Annotated[str | None, typer.Option(help="Pseudonym of one child.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every child.")] = False,
    language: Annotated[
        list[Language] | None,
        typer.Option(help="Language of the letter; more than once for both.", show_default="nl"),
    ] = None,
    objection: Annotated[
        str | None,
        typer.Option(
            help="How to object and until when, in one sentence; the board or municipality supplies it."
        ),
    ] = None,
    contact: Annotated[str | None, typer.Option(help="Where to ask, in one sentence.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to make for the letters.", show_default="with --all: ROUND/result/letters"),
    ] = None,
) -> None:
    """Write the letter to the parents: why this place and not one higher on the list (text and HTML)."""
    if (applicant is None) is not all_:
        stop("Give the pseudonym of a child (--applicant), or --all.", 2)
    if out is not None:
        refuse_taken(out)
    codes = [one.value for one in language or [Language.nl]]
    if len(codes) > 1 and (objection or contact):
        stop("--objection and --contact hold one language; give them with one --language.", 2)
    from gemengd.rounds.folder import RoundFolder, read_finished

    with progress_bar() as progress:
        finished = read_finished(RoundFolder(folder), progress)
        terms = _terms(finished, codes[0], objection, contact)
        if applicant is not None:
            _one(finished, terms, applicant, codes, out)
            return
        where = _all(finished, terms, codes, out, progress)
    print(f"Written: {finished.work.compiled.labels.applicants.len():,} letters, text and HTML, to {where}.")
    print("They hold pupil data: send each to the parents of that child only.")


def _terms(finished: Finished, code: str, objection: str | None, contact: str | None) -> Terms:
    from gemengd.placement.audit import promises_of
    from gemengd.placement.explain import terms_of
    from gemengd.rounds.later import concerned

    work = finished.work
    return terms_of(
        work.round_.rules,
        promises_of(work.round_, work.compiled),
        audited=True,
        objection={code: objection} if objection else None,
        contact={code: contact} if contact else None,
        drill=finished.drill,
        changed=concerned(finished.folder, finished.transcript),
    )


def _one(finished: Finished, terms: Terms, applicant: str, codes: Sequence[str], out: Path | None) -> None:
    from gemengd.placement import explain as library
    from gemengd.tables.files import whole_folder

    work = finished.work
    if applicant not in set(work.compiled.labels.applicants):
        stop(f"There is no applicant '{applicant}' in {finished.folder.path}.", NOT_FOUND)
    seen = library.gather(work.outcome.market, work.outcome.placement, terms)
    round_ = (work.outcome.market, work.outcome.placement, work.compiled.labels)
    letters = [(applicant, code, library.explain(*round_, applicant, code, evidence=seen)) for code in codes]
    if out is None:
        print("\n".join(one.text() for _, _, one in letters), end="")
        return
    with whole_folder(out, secret=True) as partial:
        for name, text in _files(letters):
            (partial / name).write_text(text, encoding="utf-8")
    print(f"Written to {out}. Open {(out / f'{applicant}.{codes[0]}.html').resolve().as_uri()}")


def _all(
    finished: Finished,
    terms: Terms,
    codes: Sequence[str],
    out: Path | None,
    progress: object,
) -> Path:
    from gemengd.placement.explain import explain_all, gather
    from gemengd.tables.files import whole_folder

    work = finished.work
    where = finished.folder.result / LETTERS if out is None else out
    seen = gather(work.outcome.market, work.outcome.placement, terms)
    many = len(codes) * work.compiled.labels.applicants.len()
    with finished.folder.lock(), whole_folder(where, secret=True, replace=out is None) as partial:
        letters = explain_all(seen, work.compiled.labels, tuple(codes))
        for done, (name, text) in enumerate(_files(letters), start=1):
            (partial / name).write_text(text, encoding="utf-8")
            if done % 200 == 0 or done == 2 * many:
                progress("Letters", done // 2, many)  # type: ignore[operator]
    return where


def _files(
    letters: Sequence[tuple[str, str, Letter]] | Iterator[tuple[str, str, Letter]],
) -> Iterator[tuple[str, str]]:
    """File name and text, two per letter."""
    from gemengd.rounds.folder import file_name

    for applicant, code, one in letters:
        yield f"{file_name(applicant)}.{code}.txt", one.text()
        yield f"{file_name(applicant)}.{code}.html", one.html()
