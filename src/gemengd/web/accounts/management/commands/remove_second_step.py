# SPDX-License-Identifier: EUPL-1.2
"""Help somebody who lost both their phone and their recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gemengd.web.events.services import record
from gemengd.web.organisations.models import User


class Command(BaseCommand):
    """Remove the second step of an account; at the next login a new one has to be set up."""

    help = "Remove the second step of an account. First make sure, not by mail, that it is them who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("email", help="mail address of the account")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Remove and record."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("there is no account with this mail address; check it for typing errors")
        with transaction.atomic():
            removed, _ = Authenticator.objects.filter(user=user).delete()
            if removed:
                record("second_factor_removed", subject=str(user.pk), factor="all")
        self.stdout.write(f"removed: {removed}")
