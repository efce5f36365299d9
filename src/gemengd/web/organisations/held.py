# SPDX-License-Identifier: EUPL-1.2
"""What a person is, and where: every membership at once, read once per request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.signals import post_delete, post_save

from gemengd.web.organisations.models import Membership, Organisation, User

_KEPT = "_gemengd_held"


class _State:
    """How often anything changed in this process on which an answer that was kept may rest."""

    changes = 0


@dataclass(frozen=True)
class Held:
    """A role that a person has.

    Attributes:
        organisation: number of the organisation.
        kind: kind of the organisation.
        role: the role in it.
        municipalities: codes of the municipalities it works for; None for the whole country.
    """

    organisation: int
    kind: str
    role: str
    municipalities: frozenset[str] | None


def held(user: User | AnonymousUser) -> tuple[Held, ...]:
    """The roles of a person; none for who is not signed in or whose account was closed.

    They are kept with this object of the person, which lives as long as a request, and read again after this
    process changed a membership or an organisation.
    """
    if not isinstance(user, User) or not user.is_active:
        return ()
    moment, roles = getattr(user, _KEPT, (None, ()))
    if moment != _State.changes:
        moment, roles = _State.changes, _read(user)
        setattr(user, _KEPT, (moment, roles))
    return roles


def connect() -> None:
    """Notice changes; called once, when the app is ready."""
    for model in (Membership, Organisation):
        post_save.connect(_changed, model, dispatch_uid=f"gemengd.held.saved.{model.__name__}")
        post_delete.connect(_changed, model, dispatch_uid=f"gemengd.held.deleted.{model.__name__}")


def _read(user: User) -> tuple[Held, ...]:
    return tuple(
        Held(one.organisation_id, one.organisation.kind, one.role, one.organisation.municipalities)
        for one in user.memberships.select_related("organisation")
    )


def _changed(**_: Any) -> None:
    _State.changes += 1
