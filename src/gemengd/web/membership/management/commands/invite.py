# SPDX-License-Identifier: EUPL-1.2
"""Invite somebody from the command line: how the first administrator comes in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from gemengd.web.membership import invitations
from gemengd.web.organisations.models import Organisation, Role


class Command(BaseCommand):
    """Print, or mail, a link that makes an account."""

    help = "Invite somebody; without --organisation as administrator of the whole site. Prints the link."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, for what, and whether to mail."""
        parser.add_argument("email", help="mail address of who is invited")
        parser.add_argument("--organisation", metavar="CODE", help="code of an organisation, such as GM0363")
        parser.add_argument("--role", choices=[str(role) for role in Role], default=str(Role.ADMINISTRATOR))
        parser.add_argument("--mail", action="store_true", help="mail the link as well")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Invite."""
        email, code = options["email"], options["organisation"]
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not a mail address; give one such as jan@gemeente.nl") from None
        organisation = Organisation.objects.filter(code=code).first() if code else None
        if code and organisation is None:
            raise CommandError(f"there is no organisation with code {code!r}; make it on the site first")
        role = options["role"] if organisation else ""
        with transaction.atomic():
            invitation, link = invitations.invite(email, organisation=organisation, role=role)
            if options["mail"]:
                invitations.send(invitation, link)
        self.stdout.write(link)
