# SPDX-License-Identifier: EUPL-1.2
"""What a board says about its schools: an own explanation, the admission policy, the contribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from gemengd.web.events.services import record
from gemengd.web.organisations.models import Explanation, Kind, Organisation, User
from gemengd.web.published.selectors import NothingPublishedError, shown, shown_at
from gemengd.web.versions import services as versions
from gemengd.web.versions.chain import Series
from gemengd.web.versions.models import Revision

FIELDS = ("text", "policy_url", "contribution", "contribution_year")
KIND = "school-explanation"
"""What its revisions are called."""


@dataclass(frozen=True)
class School:
    """A school as its board sees it."""

    school_id: str
    name: str
    board_id: str
    municipality_id: str


def of_school(school_id: str) -> Explanation | None:
    """What the board of a school says about it now; None when it says nothing.

    What an earlier board said does not count any more. The row has `text`, `moment`, `board_name`,
    `policy_url`, `contribution` (euro) and `contribution_year`.
    """
    school = _schools().get(school_id)
    if school is None:
        return None
    last = (
        Explanation.objects.select_related("organisation")
        .filter(school_id=school_id, **_by(school.board_id))
        .first()
    )
    return None if last is None or last.empty else last


def history(organisation: Organisation, school_id: str) -> QuerySet[Explanation]:
    """Everything an organisation said about a school, the newest first."""
    return Explanation.objects.filter(organisation=organisation, school_id=school_id)


def schools_of(organisation: Organisation) -> list[School]:
    """The schools of a board in the published version, by name."""
    if organisation.kind != Kind.BOARD or not organisation.code:
        return []
    return sorted(
        (school for school in _schools().values() if school.board_id == organisation.code),
        key=lambda one: one.name,
    )


def series_of(organisation: Organisation, school_id: str) -> Series:
    """The revisions of what an organisation says about a school."""
    return Series(KIND, f"{school_id}-{organisation.pk}")


def is_shown(revision: Revision) -> bool:
    """Whether a revision is what visitors read on the page of the school now."""
    school_id, organisation = revision.key.rsplit("-", 1)
    now = of_school(school_id)
    return (
        now is not None and now.organisation_id == int(organisation) and content(vars(now)) == revision.said
    )


def content(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a board says as the content of a revision; an amount is text, as `45.50` is no `45.5`."""
    amount = said["contribution"]
    return {name: said[name] for name in FIELDS} | {
        "contribution": None if amount is None else f"{amount:.2f}"
    }


def explain(
    organisation: Organisation, school: School, said: Mapping[str, Any], *, by: User, started_from: int
) -> Explanation | None:
    """Add what a board says now.

    Args:
        organisation: the board.
        school: one of its schools.
        said: text, policy_url, contribution, contribution_year.
        by: who writes.
        started_from: number of the revision that the writer saw; 0 where there was none.

    Returns:
        The new row; None when it says the same as the last one, so that saving twice leaves one row.

    Raises:
        OvertakenError: somebody else wrote in the meantime.
        ValueError: the school is not of this board.
    """
    if school.board_id != organisation.code:
        raise ValueError(f"school {school.school_id} is not of board {organisation.code}")
    with transaction.atomic():
        last = history(organisation, school.school_id).first() or Explanation()
        if all(getattr(last, name) == said[name] for name in FIELDS):
            return None
        series = series_of(organisation, school.school_id)
        versions.save(series, content(said), started_from=started_from, by=by.pk)
        fields = {name: said[name] for name in FIELDS}
        row = Explanation.objects.create(
            school_id=school.school_id, organisation=organisation, by=by.pk, **fields
        )
        record("explained", actor=by, organisation=organisation, subject=school.school_id)
    return row


def _by(board_id: str) -> dict[str, str]:
    return {"organisation__kind": Kind.BOARD.value, "organisation__code": board_id}


def _schools() -> dict[str, School]:
    try:
        return _schools_at(Path(settings.GEMENGD_WORKSPACE), shown().version)
    except NothingPublishedError:
        return {}


@lru_cache(maxsize=2)
def _schools_at(folder: Path, version: int) -> dict[str, School]:
    table = shown_at(folder, version).monitor.tables["schools"].sort("last_year", nulls_last=True)
    columns = ("school_id", "name", "board_id", "municipality_id")
    # A school that changed has a row per span of years; the last one counts.
    return {row[0]: School(*(value or "" for value in row)) for row in table.select(columns).iter_rows()}
