# SPDX-License-Identifier: EUPL-1.2
"""Inviting people: a link by mail that works once, for a week."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gemengd.web.events.services import record
from gemengd.web.mail import services as outbox
from gemengd.web.membership.memberships import tell_about
from gemengd.web.organisations.models import Invitation, Membership, Organisation, User

VALID = timedelta(days=7)
"""How long a link works."""


class InvitationOverError(LookupError):
    """The link was used, withdrawn or is too old, or never was one."""


def invite(
    email: str, *, organisation: Organisation | None, role: str, by: User | None = None
) -> tuple[Invitation, str]:
    """Make an invitation; an earlier one to the same address for the same organisation stops working.

    Args:
        email: whom.
        organisation: for which organisation; None to look after the whole site.
        role: what they will be there; empty for the whole site.
        by: who invites; None from the command line.

    Returns:
        The invitation and the address of the link, which is kept nowhere.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(email__iexact=email, organisation=organisation).delete()
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email.strip().lower(),
            role=role,
            by=by,
            token_hash=Invitation.hashed(token),
            expires=timezone.now() + VALID,
        )
        record("invited", actor=by, organisation=organisation, subject=str(invitation.pk), role=role)
    return invitation, settings.GEMENGD_ADDRESS + reverse("organisations:invitation", args=[token])


def send(invitation: Invitation, link: str) -> None:
    """Put a mail with the link in the outbox."""
    context = {"invitation": invitation, "link": link, "days": VALID.days}
    outbox.send_template(
        invitation.email, "organisations/email/invitation", context, until=invitation.expires
    )


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link.

    Raises:
        InvitationOverError: there is none, or not any more.
    """
    drop_old()
    found = (
        Invitation.objects.select_related("organisation").filter(token_hash=Invitation.hashed(token)).first()
    )
    if found is None:
        raise InvitationOverError
    return found


def accept(invitation: Invitation, user: User) -> None:
    """Give a person what they were invited for; the link stops working.

    Raises:
        InvitationOverError: somebody used the link in the meantime.
    """
    with transaction.atomic():
        if not Invitation.objects.select_for_update().filter(pk=invitation.pk).delete()[0]:
            raise InvitationOverError
        if invitation.organisation is None:
            user.is_superuser = user.is_staff = True
            user.save(update_fields=["is_superuser", "is_staff"])
        else:
            Membership.objects.update_or_create(
                user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
            )
        record("joined", actor=user, organisation=invitation.organisation, role=invitation.role)
        _tell_inviter(invitation)


def accept_with_new_account(invitation: Invitation, *, name: str, password: str | None) -> User:
    """Make the account of who was invited; the address is theirs, for the link was mailed to it.

    Args:
        invitation: what they were invited for.
        name: how colleagues see them.
        password: None for who logs in by their organisation.

    Raises:
        InvitationOverError: somebody used the link in the meantime.
    """
    with transaction.atomic():
        user = User.objects.create_user(invitation.email, password, first_name=name)
        EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
        record("account_made", actor=user)
        accept(invitation, user)
    return user


def _tell_inviter(invitation: Invitation) -> None:
    if invitation.by is not None and invitation.organisation is not None:
        tell_about(invitation.organisation, "invitation_accepted", [invitation.by])


def withdraw(invitation: Invitation, *, by: User) -> None:
    """Make the link stop working."""
    with transaction.atomic():
        record(
            "invitation_withdrawn", actor=by, organisation=invitation.organisation, subject=str(invitation.pk)
        )
        invitation.delete()


def drop_old() -> None:
    """Forget invitations that nobody used in time, and the addresses in them."""
    Invitation.objects.filter(expires__lte=timezone.now()).delete()
