# SPDX-License-Identifier: EUPL-1.2
"""How a person stands to something, and so which grants hold for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from gemengd.web.organisations.held import Held, held
from gemengd.web.organisations.models import User
from gemengd.web.site.declarations import BY_MEMBERSHIP, Grant, Standing


@dataclass(frozen=True)
class Thing:
    """What a permission is asked about, in numbers and codes.

    Attributes:
        owner: number of the organisation that owns it, or that it is.
        parties: numbers of the organisations that are a party to it.
        municipalities: codes of the municipalities that it concerns.
        state: the state it is in; empty for what has none.
        person: number of the account of whose it is in person.
    """

    owner: int | None = None
    parties: frozenset[int] = frozenset()
    municipalities: frozenset[str] = frozenset()
    state: str = ""
    person: int | None = None


def holds(grant: Grant, user: User | AnonymousUser, thing: Thing) -> bool:
    """Whether a grant holds for a person and a thing, whatever its state."""
    if grant.standing in BY_MEMBERSHIP:
        return any(stands(one, grant.standing, thing) for one in suiting(grant, user))
    if grant.standing == Standing.EVERYONE:
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    if grant.standing == Standing.SELF:
        return thing.person == user.pk
    return grant.standing == Standing.ACCOUNT or user.is_superuser


def suiting(grant: Grant, user: User | AnonymousUser) -> list[Held]:
    """What a person holds that has the role and the kind of a grant."""
    return [one for one in held(user) if one.role in grant.roles and one.kind in grant.kinds]


def stands(one: Held, standing: Standing, thing: Thing) -> bool:
    """Whether an organisation that somebody acts for stands so to a thing."""
    if standing == Standing.OWNER:
        return one.organisation == thing.owner
    if standing == Standing.PARTY:
        return one.organisation in thing.parties
    return one.municipalities is None or not one.municipalities.isdisjoint(thing.municipalities)
