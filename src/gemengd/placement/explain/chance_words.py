# SPDX-License-Identifier: EUPL-1.2
"""Chances in words: as a band, never as a percentage, and without advice on how to choose."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from gemengd.language.language import Language
from gemengd.placement.engine.chances import RISKY, Chances
from gemengd.placement.explain.speech import EXPLAIN


@dataclass(frozen=True, slots=True)
class Shown:
    """Chances as people read them.

    Attributes:
        before: sentences above the table.
        header: names of its columns.
        rows: its rows, as text.
        after: sentences below it.
    """

    before: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]


def band(chance: float, code: str = "nl") -> str:
    """A chance as parents read it: "ongeveer 3 van de 10".

    Args:
        chance: 0 to 1.
        code: language code.

    Raises:
        ValueError: the chance or the language is out of range.
    """
    if not 0.0 <= chance <= 1.0:
        raise ValueError(f"chance is {chance}; expected 0 to 1")
    lang = EXPLAIN.language(code)
    if chance < 0.05:
        return lang.say("less than 1 in 20")
    if chance > 0.95:
        return lang.say("more than 19 in 20")
    return lang.say("about {n} in 10", n=min(max(int(chance * 10 + 0.5), 1), 9))


def warning(no_place: float, code: str = "nl") -> str | None:
    """The warning for a list, None where the chance of no place is small enough.

    Args:
        no_place: chance of no place, 0 to 1.
        code: language code.
    """
    if no_place <= RISKY:
        return None
    lang = EXPLAIN.language(code)
    shown = band(no_place, code)
    said = (
        lang.say("With this list your child may get no place. The chance is {band}.", band=shown),
        lang.say("With more schools on your list that chance is smaller."),
    )
    return " ".join(said)


def chances_of_child(found: Chances, applicant: str, code: str = "nl", *, known: bool = True) -> Shown:
    """The chances of one child, programme by programme, with the warning for a risky list.

    Args:
        found: the chances.
        applicant: pseudonym.
        code: language code.
        known: whether it is a child of the round; otherwise no priority was counted, which is said.
    """
    lang = EXPLAIN.language(code)
    rows = found.frame.filter(pl.col("applicant") == applicant).iter_rows(named=True)
    nowhere = float(found.no_place.filter(pl.col("applicant") == applicant)["chance"][0])
    said = warning(nowhere, code)
    return Shown(
        () if known else (lang.say("For a child that no priority holds for."),),
        (lang.say("School"), lang.say("Chance of being placed there")),
        (
            *((f"{row['rank']}. {row['programme']}", band(row["chance"], code)) for row in rows),
            (lang.say("no place"), band(nowhere, code)),
        ),
        (*(() if said is None else (said,)), _trial(found, lang)),
    )


def chances_of_all(found: Chances, code: str = "nl") -> Shown:
    """How many lists of a round are risky, by their length.

    Args:
        found: the chances.
        code: language code.
    """
    lang = EXPLAIN.language(code)
    risky = found.no_place.filter("risky")
    counts = dict(risky.group_by("listed").len().rows())
    lengths = found.no_place.group_by("listed").len().sort("listed").rows()
    opening = lang.say(
        "{risky} of {children} children have a list with which they may well get no place (more than 1 in "
        "10).",
        risky=risky.height,
        children=found.no_place.height,
    )
    return Shown(
        (opening,),
        (lang.say("schools on the list"), lang.say("children"), lang.say("of whom at risk")),
        tuple(tuple(map(lang.number, (length, many, counts.get(length, 0)))) for length, many in lengths),
        (_trial(found, lang),),
    )


def _trial(found: Chances, lang: Language) -> str:
    return lang.say("Worked out from {draws} trial draws. A real draw can go otherwise.", draws=found.draws)
