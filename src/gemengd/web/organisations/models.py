# SPDX-License-Identifier: EUPL-1.2
"""People and the organisations they act for."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone

from gemengd.web.site.roles import NATIONAL, Kind, Role

__all__ = ["Invitation", "Kind", "Membership", "Organisation", "Role", "User"]


class UserManager(BaseUserManager["User"]):
    """Makes users; the address of their mail is their name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who can log in with this address."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An administrator of the whole site."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person with an account; a site administrator has `is_superuser`."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]


class Organisation(models.Model):
    """Who people act for."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    # GM0363 for a municipality, the five figures of DUO for a board, empty for others.
    code = models.CharField(max_length=20, blank=True)
    # Codes of the municipalities that it says it works for; see `municipalities` for what that comes to.
    scope = models.JSONField(default=list, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        """One organisation per code."""

        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~models.Q(code=""), name="one_organisation_per_code"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def municipalities(self) -> frozenset[str] | None:
        """Codes of the municipalities it works for; None for the whole country."""
        if self.kind == Kind.MUNICIPALITY:
            return frozenset({self.code})
        if not self.scope and self.kind in NATIONAL:
            return None
        return frozenset(self.scope)


class Membership(models.Model):
    """What a person may do for an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)
    unscoped: ClassVar[str] = "permissions are worked out from it"

    class Meta:
        """One role per person and organisation."""

        ordering: ClassVar[list[str]] = ["organisation__name", "user__first_name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_role_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation}"


class Invitation(models.Model):
    """A link that was mailed and not used yet; it goes when it is used, withdrawn or too old.

    Only a hash of the link is kept, so that who reads the database cannot use it.
    """

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    unscoped: ClassVar[str] = (
        "it is shown on the page of its organisation, which asks for the members' action"
    )

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"invitation {self.pk} for {self.organisation or 'the site'}"

    @staticmethod
    def hashed(token: str) -> str:
        """SHA-256 of the secret in the link."""
        return hashlib.sha256(token.encode()).hexdigest()
