# SPDX-License-Identifier: EUPL-1.2
"""What the site holds about a person: all of it to download, and none of it after deletion."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from gemengd.web.events.selectors import by_person
from gemengd.web.events.services import record
from gemengd.web.mail import notices
from gemengd.web.mail import services as outbox
from gemengd.web.mail.models import Notice
from gemengd.web.mail.selectors import of_address
from gemengd.web.organisations.models import Invitation, User
from gemengd.web.site import registry


def personal_data(user: User) -> dict[str, Any]:
    """Everything the site holds about a person, ready for JSON."""
    return {
        "account": _account(user),
        "addresses": _rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        "memberships": _rows(user.memberships, "organisation__name", "organisation__code", "role", "since"),
        "invitations": _rows(
            Invitation.objects.filter(email=user.email), "organisation__name", "role", "made", "expires"
        ),
        "mails": of_address(user.email),
        "notices": _rows(Notice.objects.filter(user=user), "kind", "organisation", "detail", "made", "read"),
        "second_step": _rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"),
        "logins_by_organisation": _rows(
            SocialAccount.objects.filter(user=user),
            "provider",
            "uid",
            "date_joined",
            "last_login",
            "extra_data",
        ),
        "sessions": _rows(
            UserSession.objects.filter(user=user), "created_at", "last_seen_at", "ip", "user_agent"
        ),
        "events": _rows(by_person(user), "moment", "kind", "organisation", "subject", "detail"),
        **{data.name: data.rows(user) for data in registry.personal()},
    }


def export(user: User) -> dict[str, Any]:
    """The same, with the fact that it was asked for recorded."""
    record("account_exported", actor=user)
    return personal_data(user)


def delete(user: User) -> None:
    """Empty an account: nothing is left that says who it was.

    The row itself stays, as the number that events and explanations carry; its number tells nobody anything.
    """
    with transaction.atomic():
        record("account_deleted", actor=user)
        Invitation.objects.filter(email=user.email).delete()
        outbox.forget_address(user.email)
        notices.forget(user)
        _end_sessions(user)
        for held in (EmailAddress, Authenticator, SocialAccount, UserSession):
            held.objects.filter(user=user).delete()
        user.memberships.all().delete()
        for data in registry.personal():
            if data.forget is not None:
                data.forget(user)
        user.email = f"deleted-{user.pk}@invalid.invalid"
        user.first_name = user.last_name = ""
        user.last_login = None
        user.date_joined = timezone.now()
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()


def _account(user: User) -> dict[str, Any]:
    return {
        "number": user.pk,
        "email": user.email,
        "name": user.get_full_name(),
        "made": user.date_joined.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "site_administrator": user.is_superuser,
    }


def _rows(query: Any, *columns: str) -> list[dict[str, Any]]:
    return list(query.values(*columns))


def _end_sessions(user: User) -> None:
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
