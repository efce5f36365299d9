# SPDX-License-Identifier: EUPL-1.2
"""What would stop a round later, found before anything is fixed."""

from __future__ import annotations

from collections.abc import Iterator

from gemengd.placement.checks import Report, check
from gemengd.placement.checks.guarantees import check_guarantees
from gemengd.placement.checks.place_check import LISTS
from gemengd.placement.rules import Round
from gemengd.placement.rules.consistency import round_errors
from gemengd.placement.rules.tickets import SEPARATOR
from gemengd.rounds.folder.round_folder import RoundFolder
from gemengd.tables import Finding, InvalidTable


def check_folder(folder: RoundFolder, *, lists: int = LISTS) -> Report:
    """The check of a round, and of the names that go into lottery numbers.

    Args:
        folder: the round.
        lists: most other lists to try in the search for a child who gains by them; 0 leaves it out.

    Raises:
        NoRound: there is no such folder.
    """
    folder.require()
    try:
        round_ = folder.round()
        findings = tuple(unfit_names(round_))
    except InvalidTable as error:
        return Report(errors=tuple(error.findings))
    report = check(round_, lists=lists)
    if not findings:
        return report
    return Report(errors=(*report.errors, *findings), identity=report.identity)


def refuse_unfit(round_: Round) -> None:
    """Refuse a round that could be frozen and drawn but never placed.

    Raises:
        InvalidTable: with what is wrong.
    """
    findings = round_errors(round_) or [*unfit_names(round_), *_broken_guarantees(round_)]
    if findings:
        raise InvalidTable("The round", findings, len(findings))


def unfit_names(round_: Round) -> Iterator[Finding]:
    """Names that cannot stand in a lottery number, which is made of names with a sign between them."""
    numbers = round_.rules.model.numbers
    columns = [(round_.applicants, "applicant")]
    if numbers == "per_family":
        columns.append((round_.applicants, "family"))
    if numbers == "per_programme":
        columns.append((round_.programmes, "programme"))
    for frame, column in columns:
        rows = frame.filter(frame[column].str.contains(SEPARATOR, literal=True).fill_null(value=False))
        for row in rows.iter_rows(named=True):
            expected = "a name without this sign, which separates the parts of a lottery number"
            yield Finding(column, f"a '{SEPARATOR}'", expected, row=row["_row"], file=row["_file"])


def _broken_guarantees(round_: Round) -> Iterator[Finding]:
    promises = check_guarantees(round_)
    for one in promises.shortfalls if promises is not None and not promises.feasible else ():
        mend = "Add seats, or promise less, before anybody is told."
        yield Finding("", f"{one}", "a seat for every place promised", mend=mend)
