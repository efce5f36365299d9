# SPDX-License-Identifier: EUPL-1.2
"""What a board said about a school, as pages use it and as a revision holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from gemengd.web.organisations.models import Organisation
from gemengd.web.versions.models import Revision

FIELDS = ("text", "policy_url", "contribution", "contribution_year")
NOTHING: Mapping[str, Any] = {"text": "", "policy_url": "", "contribution": None, "contribution_year": None}
"""The content of who says nothing, or took it away."""


@dataclass(frozen=True)
class Said:
    """What a board said from one moment on.

    Attributes:
        revision: in which it stands.
        organisation: who said it.
        text: the own explanation.
        policy_url: address of the admission policy.
        contribution: what parents are asked, in euros a year; None where it is not given.
        contribution_year: the year in which the school year of that amount starts.
    """

    revision: Revision
    organisation: Organisation
    text: str
    policy_url: str
    contribution: Decimal | None
    contribution_year: int | None

    @property
    def moment(self) -> datetime:
        """When it was said."""
        return self.revision.moment

    @property
    def board_name(self) -> str:
        """Who says it."""
        return self.organisation.name

    @property
    def empty(self) -> bool:
        """True when everything was taken away."""
        return not (self.text or self.policy_url) and self.contribution is None


def said_in(revision: Revision, organisation: Organisation) -> Said:
    """What a revision holds."""
    held = {name: revision.said[name] for name in FIELDS}
    amount = held.pop("contribution")
    return Said(revision, organisation, contribution=None if amount is None else Decimal(amount), **held)


def content(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a board says as the content of a revision; an amount is text, as `45.50` is no `45.5`."""
    amount = said["contribution"]
    return {name: said[name] for name in FIELDS} | {
        "contribution": None if amount is None else f"{amount:.2f}"
    }
