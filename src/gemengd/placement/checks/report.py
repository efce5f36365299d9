# SPDX-License-Identifier: EUPL-1.2
"""What the check of a round found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gemengd.tables import Finding

NOWHERE = "no place"


@dataclass(frozen=True, slots=True)
class Risk:
    """A rule that makes an honest list risky.

    Attributes:
        rule: JSON pointer of the rule.
        reason: why, in a sentence.
        source: where the theory stands; empty where it follows from the rule itself.
    """

    rule: str
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """One applicant of this round who does better with another list than with their own.

    Attributes:
        applicant: pseudonym.
        own: their list, back-ups included.
        other: the list that serves them better; a shorter one leaves the rest out.
        own_place: what their own list gives, None = no place.
        other_place: what the other list gives.
        seed: seed of the trial draw (`seeded_tickets`) in which this happens.
    """

    applicant: str
    own: tuple[str, ...]
    other: tuple[str, ...]
    own_place: str | None
    other_place: str | None
    seed: int

    def __str__(self) -> str:
        return (
            f"{self.applicant} wants {' > '.join(self.own)} and gets {self.own_place or NOWHERE}; "
            f"with the list {' > '.join(self.other)} they would get {self.other_place or NOWHERE} "
            f"(trial draw {self.seed})"
        )


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Programmes that promise more places than they have, as small a set as possible.

    Attributes:
        programmes: their names.
        promised: children who are promised a place in these programmes and in no other.
        seats: their seats together.
    """

    programmes: tuple[str, ...]
    promised: int
    seats: int

    def __str__(self) -> str:
        return f"{', '.join(self.programmes)}: {self.promised} places promised, {self.seats} seats"


@dataclass(frozen=True, slots=True)
class Promises:
    """Whether all guarantees can be kept.

    Attributes:
        children: children with a guarantee at a programme they listed.
        kept: the most of them that can be kept at once.
        shortfalls: why not all, empty where all can.
        certain: whether the mechanism keeps all of them whatever the draw.
    """

    children: int
    kept: int
    shortfalls: tuple[Shortfall, ...]
    certain: bool

    @property
    def feasible(self) -> bool:
        """Whether all can be kept at once."""
        return self.kept == self.children


@dataclass(frozen=True, slots=True)
class PrecedenceEffect:
    """How many of a group get in as the seat types are listed, and with their order turned round.

    Attributes:
        split: name of the division of seats.
        seat_type: name of the seat type that is held for the group.
        as_listed: members of the group placed in programmes of the division, mean over the draws.
        turned_round: the same with the order of the seat types turned round.
        seats: seats held for the group.
    """

    split: str
    seat_type: str
    as_listed: float
    turned_round: float
    seats: int

    def __str__(self) -> str:
        return (
            f"{self.split}: {self.seats} seats are held for '{self.seat_type}'; {self.as_listed:.1f} of the "
            f"group get in as the seats are listed, {self.turned_round:.1f} with their order turned round"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The check of a round.

    Attributes:
        errors: why the round is refused; with errors nothing else was checked.
        warnings: what is allowed and deserves a look.
        theory: what is known about honest ranking under these rules, in sentences.
        risks: the rules that make honest ranking risky.
        counterexample: an example from this very round, None where the search found none.
        lists_tried: other lists tried in the search.
        promises: whether the guarantees can be kept, None without guarantees.
        precedence: what the order of the seat types does in this round.
        uncertain: rules that the sources do not state in as many words, with what is unsure.
        identity: SHA-256 of the rules, empty where they could not be read.
    """

    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    theory: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    counterexample: Counterexample | None = None
    lists_tried: int = 0
    promises: Promises | None = None
    precedence: tuple[PrecedenceEffect, ...] = field(default=())
    uncertain: tuple[tuple[str, str], ...] = ()
    identity: str = ""

    @property
    def ok(self) -> bool:
        """Whether the round can be placed and every guarantee kept."""
        return not self.errors and (self.promises is None or self.promises.feasible)

    def lines(self) -> Iterator[str]:
        """The report as lines of text."""
        if self.identity:
            yield f"Rules {self.identity}"
        for one in self.errors:
            yield f"ERROR {one}"
        for one in self.warnings:
            yield f"warning {one}"
        yield from self.theory
        for risk in self.risks:
            yield f"RISK {risk.rule}: {risk.reason}" + (f" ({risk.source})" if risk.source else "")
        yield from self._example()
        yield from self._promises()
        for effect in self.precedence:
            yield f"Precedence: {effect}"
        for rule, note in self.uncertain:
            yield f"uncertain {rule}: {note}"

    def _example(self) -> Iterator[str]:
        if self.counterexample is not None:
            yield f"In this round: {self.counterexample}."
        elif self.lists_tried:
            yield f"In this round: {self.lists_tried} other lists tried, none helped. That is no proof."

    def _promises(self) -> Iterator[str]:
        if self.promises is None:
            return
        yield f"Guarantees: {self.promises.kept} of {self.promises.children} can be kept at once."
        for one in self.promises.shortfalls:
            yield f"ERROR guarantee {one}. Add seats, or promise less, before anybody is told."
        if self.promises.feasible and not self.promises.certain:
            yield "Guarantees: the draw can still break one; see docs/reference/rules.md, Guarantees."
