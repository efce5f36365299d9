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

from gemengd.web.events.services import record
from gemengd.web.explanations.models import Explanation
from gemengd.web.explanations.said import NOTHING, Said, content, said_in
from gemengd.web.organisations.models import Kind, Organisation, User
from gemengd.web.published.selectors import NothingPublishedError, shown, shown_at
from gemengd.web.versions import services as versions
from gemengd.web.versions.chain import Series
from gemengd.web.versions.models import Revision
from gemengd.web.versions.selectors import history as revisions
from gemengd.web.versions.selectors import latest
from gemengd.web.versions.services import one_spelling

KIND = "school-explanation"
"""What its revisions are called."""


@dataclass(frozen=True)
class School:
    """A school as its board sees it."""

    school_id: str
    name: str
    board_id: str
    municipality_id: str


def of_school(school_id: str) -> Said | None:
    """What the board of a school says about it now; None when it says nothing.

    What an earlier board said does not count any more.
    """
    school = _schools().get(school_id)
    if school is None:
        return None
    there = Explanation.objects.select_related("organisation").filter(school_id=school_id)
    one = there.filter(**_by(school.board_id)).first()
    last = None if one is None else latest(series_of(one.organisation, school_id))
    if one is None or last is None:
        return None
    said = said_in(last, one.organisation)
    return None if said.empty else said


def history(organisation: Organisation, school_id: str) -> list[Said]:
    """Everything an organisation said about a school, the newest first."""
    return [said_in(one, organisation) for one in revisions(series_of(organisation, school_id))]


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
    now = of_school(school_of(revision))
    return now is not None and (now.revision.key, now.revision.content) == (revision.key, revision.content)


def school_of(revision: Revision) -> str:
    """The code of the school that a revision is about."""
    return revision.key.rsplit("-", 1)[0]


def explain(
    organisation: Organisation, school: School, said: Mapping[str, Any], *, by: User, started_from: int
) -> Said | None:
    """Add what a board says now.

    Args:
        organisation: the board.
        school: one of its schools.
        said: text, policy_url, contribution, contribution_year.
        by: who writes.
        started_from: number of the revision that the writer saw; 0 where there was none.

    Returns:
        What it says; None when it said the same already, so that saving twice leaves one revision.

    Raises:
        OvertakenError: somebody else wrote in the meantime.
        ValueError: the school is not of this board.
    """
    if school.board_id != organisation.code:
        raise ValueError(f"school {school.school_id} is not of board {organisation.code}")
    series = series_of(organisation, school.school_id)
    with transaction.atomic():
        last = latest(series)
        if one_spelling(content(said)) == (NOTHING if last is None else last.said):
            return None
        revision = versions.save(series, content(said), started_from=started_from, by=by.pk)
        Explanation.objects.get_or_create(school_id=school.school_id, organisation=organisation)
        record("explained", actor=by, organisation=organisation, subject=school.school_id)
    return said_in(revision, organisation)


def written_by(user: User) -> list[dict[str, Any]]:
    """What a person wrote about schools, ready for JSON, the newest first."""
    return [
        {"school_id": school_of(one), "moment": one.moment, "text": one.said["text"]}
        for one in Revision.objects.filter(kind=KIND, author=user.pk)
    ]


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
