# SPDX-License-Identifier: EUPL-1.2
"""Telling people something on the site: what kinds of notices there are, writing and reading them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gemengd.web.mail.models import Notice
from gemengd.web.site import registry

if TYPE_CHECKING:
    from gemengd.web.organisations.models import Organisation, User

READ_KEPT = timedelta(days=90)
"""How long a notice that was read is kept."""
Page = tuple[str, Sequence[str | int]]


class UnknownKindError(LookupError):
    """No app declares this kind of notice."""


@dataclass(frozen=True)
class Told:
    """A notice as it is shown.

    Attributes:
        number: its number.
        text: what it says, in the language of the reader.
        address: where it can be seen; empty for nowhere.
        made: when it happened.
        unread: whether the reader has not seen it yet.
        organisation: number of the organisation that it is about; None for the whole site.
    """

    number: int
    text: str
    address: str
    made: datetime
    unread: bool
    organisation: int | None


def notify(
    people: Iterable[User],
    kind: str,
    *,
    organisation: Organisation | None = None,
    page: Page | None = None,
    **blanks: str | int,
) -> None:
    """Tell people something, in the transaction that goes on.

    Args:
        people: whom.
        kind: what; one that was declared.
        organisation: which organisation it is about.
        page: where it can be seen: name of the address and what fills it in.
        **blanks: what fills in the sentence. Names of organisations and numbers; not of other people, as a
            notice outlives their account.

    Raises:
        UnknownKindError: no app declares the kind.
    """
    if kind not in registry.notices():
        raise UnknownKindError(kind)
    number = organisation.pk if organisation is not None else None
    name, filled = page or ("", ())
    said = {"kind": kind, "organisation": number, "detail": blanks}
    where = {"page": name, "page_args": list(filled)}
    Notice.objects.bulk_create(Notice(user=person, **said, **where) for person in people)


def of(user: User) -> QuerySet[Notice]:
    """The notices of a person, the newest first."""
    return Notice.objects.filter(user=user)


def unread(user: User) -> int:
    """How many notices a person has not read yet."""
    return of(user).filter(read=None).count()


def told(notices: Iterable[Notice]) -> list[Told]:
    """Notices as they are shown to who reads them now."""
    return [
        Told(one.pk, _text(one), _address(one), one.made, one.read is None, one.organisation)
        for one in notices
    ]


def mark_read(user: User, number: int | None = None) -> None:
    """Note that a person has read a notice, or all of theirs.

    Args:
        user: who read.
        number: number of the notice; None for all. That of somebody else does nothing.
    """
    there = of(user).filter(read=None)
    (there if number is None else there.filter(pk=number)).update(read=timezone.now())


def forget(user: User, organisation: int | None = None) -> None:
    """Remove the notices of a person.

    Args:
        user: whose.
        organisation: only what is about this organisation; None for all.
    """
    mine = of(user)
    (mine if organisation is None else mine.filter(organisation=organisation)).delete()


def sweep(now: datetime | None = None) -> int:
    """Forget notices that were read long ago.

    Args:
        now: the moment; None for the clock's.

    Returns:
        The number of notices that were forgotten.
    """
    return Notice.objects.filter(read__lte=(now or timezone.now()) - READ_KEPT).delete()[0]


def _text(notice: Notice) -> str:
    words = str(registry.notices().get(notice.kind, ""))
    try:
        return str(words % notice.detail)
    except (KeyError, ValueError, TypeError):
        # Written before the sentence got another blank: the sentence itself still says something.
        return words


def _address(notice: Notice) -> str:
    try:
        return reverse(notice.page, args=notice.page_args) if notice.page else ""
    except NoReverseMatch:
        return ""
