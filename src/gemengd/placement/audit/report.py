# SPDX-License-Identifier: EUPL-1.2
"""What an audit found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PASSED = "passed"
FAILED = "failed"
REPORTED = "reported"
"""A count that the mechanism promises nothing about; it is published all the same."""


class AuditFailed(Exception):  # noqa: N818 - it is the audit that failed
    """A placement that breaks a promise; nothing of it may be written."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: short name, the key in the transcript.
        title: what should hold, in a sentence.
        status: `PASSED`, `FAILED` or `REPORTED`.
        count: cases found; of a promise: how often it is broken.
        examined: cases looked at.
        examples: some of the cases, with pseudonyms only.
    """

    name: str
    title: str
    status: str
    count: int
    examined: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = f" For example: {'; '.join(self.examples)}." if self.examples else ""
        return f"{self.name}: {self.status}, {self.count} of {self.examined}. {self.title}{shown}"


@dataclass(frozen=True, slots=True)
class Audit:
    """All checks of one placement.

    Attributes:
        mechanism: the mechanism whose promises were checked.
        checks: the checks, in a fixed order.
    """

    mechanism: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether no promise is broken."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(one for one in self.checks if one.status == FAILED)

    def __getitem__(self, name: str) -> Check:
        """The check with this name.

        Raises:
            KeyError: there is none.
        """
        for one in self.checks:
            if one.name == name:
                return one
        raise KeyError(f"no check '{name}'; expected one of {[one.name for one in self.checks]}")

    def require(self) -> None:
        """Refuse to go on with a placement that failed.

        Raises:
            AuditFailed: with every check that failed and examples.
        """
        if self.failures:
            found = "\n".join(f"- {one}" for one in self.failures)
            mend = "No result may be written. Find the cause, or record a decision by hand with its reason."
            raise AuditFailed(f"The placement fails its audit.\n{found}\n{mend}")

    def as_dict(self, *, examples: bool = False) -> dict[str, Any]:
        """The audit as plain data for the transcript.

        Args:
            examples: whether to include pseudonyms; never in what is published.
        """
        rows: list[dict[str, Any]] = []
        for one in self.checks:
            row: dict[str, Any] = {"name": one.name, "status": one.status, "count": one.count}
            row |= {"examined": one.examined, "title": one.title}
            rows.append(row | ({"examples": list(one.examples)} if examples else {}))
        return {"mechanism": self.mechanism, "passed": self.passed, "checks": rows}

    def lines(self) -> Iterator[str]:
        """The audit as lines of text."""
        yield f"Audit of {self.mechanism}: {PASSED if self.passed else FAILED}"
        yield from (str(one) for one in self.checks)
