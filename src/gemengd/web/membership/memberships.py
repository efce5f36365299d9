# SPDX-License-Identifier: EUPL-1.2
"""Organisations and who is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gemengd.web.events.services import record
from gemengd.web.mail import notices
from gemengd.web.organisations.models import Membership, Organisation, Role, User


class LastAdministratorError(ValueError):
    """An organisation cannot be left without anybody who may invite."""


def organisations_of(user: User) -> QuerySet[Organisation]:
    """The organisations a person may see: their own; all of them for who looks after the site."""
    everything = Organisation.objects.all()
    return everything if user.is_superuser else everything.filter(memberships__user=user)


def make_organisation(*, by: User | None, **fields: Any) -> Organisation:
    """Add an organisation.

    Args:
        by: who does it; None from the command line.
        **fields: kind, name, code and scope.
    """
    with transaction.atomic():
        organisation = Organisation.objects.create(**fields)
        record("organisation_made", actor=by, organisation=organisation, subject=organisation.code)
    return organisation


def change_organisation(organisation: Organisation, *, by: User) -> None:
    """Save what was changed in an organisation."""
    with transaction.atomic():
        organisation.save()
        record("organisation_changed", actor=by, organisation=organisation, subject=organisation.code)


def change_role(membership: Membership, role: str, *, by: User) -> None:
    """Give a member another role.

    Raises:
        LastAdministratorError: nobody would be left who may invite.
    """
    with transaction.atomic():
        _keep_an_administrator(membership, role)
        membership.role = role
        membership.save(update_fields=["role"])
        _note("role_changed", membership, by, role=role)
        tell_about(membership.organisation, "role_changed", [membership.user])


def remove(membership: Membership, *, by: User) -> None:
    """Take a member out of an organisation; their account stays.

    Raises:
        LastAdministratorError: nobody would be left who may invite.
    """
    with transaction.atomic():
        _keep_an_administrator(membership, "")
        _note("member_removed", membership, by)
        notices.forget(membership.user, membership.organisation.pk)
        membership.delete()


def tell_about(organisation: Organisation, kind: str, people: Sequence[User]) -> None:
    """Give people a notice about an organisation, which leads to its page."""
    page = ("organisations:organisation", [organisation.pk])
    notices.notify(people, kind, organisation=organisation, page=page, name=organisation.name)


def _keep_an_administrator(membership: Membership, role: str) -> None:
    # Under a lock on the administrators, so that two cannot remove each other at the same time.
    administrators = Membership.objects.select_for_update().filter(
        organisation=membership.organisation, role=Role.ADMINISTRATOR
    )
    held = list(administrators.values_list("pk", flat=True))
    if role != Role.ADMINISTRATOR and held == [membership.pk]:
        raise LastAdministratorError


def _note(kind: str, membership: Membership, by: User, **detail: str) -> None:
    record(kind, actor=by, organisation=membership.organisation, subject=str(membership.user_id), **detail)
