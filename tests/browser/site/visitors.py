# SPDX-License-Identifier: EUPL-1.2
"""Who visits the site in browser tests, what is there for them, and how they come to be signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts import PASSWORD, code_of, make_member, make_user, signed_in
from gemengd.web.mail.models import Message
from gemengd.web.mail.services import send
from gemengd.web.membership import memberships
from gemengd.web.membership.invitations import invite
from gemengd.web.organisations.models import Kind, Organisation, Role
from gemengd.web.work.models import Job
from letters import letters


class Visitors:
    """A school board with its members and who looks after the site; each is made when asked for."""

    def __init__(self, address: str) -> None:
        self.address = address

    def state(self, role: str) -> dict[str, Any]:
        """What a browser of Playwright holds when this visitor uses it."""
        client: Client = getattr(self, role)
        cookies = [
            {"name": name, "value": cookie.value, "url": self.address}
            for name, cookie in client.cookies.items()
            if cookie.value
        ]
        return {"cookies": cookies, "origins": []}

    def path(self, path: str) -> str:
        """A path in which the numbers and secrets of this visit are filled in."""
        parts: dict[str, Callable[[], Any]] = {
            "board": lambda: self.board.pk,
            "job": lambda: self.job("done", result={"version": 1}).pk,
            "failed": lambda: self.job("failed", problem="leerlingen.csv: kolom BRIN ontbreekt").pk,
            "waiting": lambda: self.job("running", heard=timezone.now(), steps_done=3, steps=9).pk,
            "invitation": lambda: self.invitation,
            "reset": lambda: self.reset,
        }
        asked = {name: part() for name, part in parts.items() if f"{{{name}}}" in path}
        return path.format(**asked)

    @cached_property
    def board(self) -> Organisation:
        """The board of De Weefspoel (99AA00)."""
        return Organisation.objects.create(kind=Kind.BOARD, name="Stichting Oost", code="99101")

    def job(self, state: str, **fields: Any) -> Job:
        """Work that was asked for."""
        return Job.objects.create(kind="build", state=state, **fields)

    @cached_property
    def members(self) -> dict[str, Any]:
        """The members of the board by role; each has the second step, but the reader."""
        return {role: make_member(self.board, role, second_factor=role != Role.READER) for role in Role}

    @cached_property
    def invitation(self) -> str:
        """The secret of a link that was mailed."""
        _, link = invite("nieuw@example.org", organisation=self.board, role=Role.READER)
        return link.rstrip("/").rsplit("/", 1)[-1]

    @cached_property
    def reset(self) -> str:
        """The secret of a link with which a password is chosen."""
        address = self.members[Role.READER].email
        Client().post("/account/password/reset/", {"email": address})
        [sent] = [letter for letter in letters() if letter.to == [address]]
        [line] = [word for word in str(sent.body).split() if "/key/" in word]
        return line.rstrip("/").rsplit("/", 1)[-1]

    @property
    def visitor(self) -> Client:
        """Nobody in particular."""
        return Client()

    @cached_property
    def reader(self) -> Client:
        """A member who may only read, and so has no second step."""
        return _by_password(self.members[Role.READER])

    @cached_property
    def editor(self) -> Client:
        """A member who writes."""
        return _by_code(self.members[Role.EDITOR])

    @cached_property
    def administrator(self) -> Client:
        """A member who looks after the organisation."""
        return _by_code(self.members[Role.ADMINISTRATOR])

    @cached_property
    def keeper(self) -> Client:
        """Who looks after the site."""
        return _by_code(make_user("beheer@example.org", is_superuser=True, is_staff=True))

    @cached_property
    def told(self) -> Client:
        """A reader who has a notice."""
        memberships.tell_about(self.board, "role_changed", [self.members[Role.READER]])
        return self.reader

    @cached_property
    def postman(self) -> Client:
        """Who looks after the site, on a day on which mail fails."""
        said = {"language": "nl", "about": "organisations/email/invitation"}
        failed = send("naam@example.org", "Onderwerp", "Tekst", **said)
        Message.objects.filter(pk=failed.pk).update(state="failed", problem="refused", answer=550, tries=1)
        late = send("ander@example.org", "Onderwerp", "Tekst", **said)
        Message.objects.filter(pk=late.pk).update(due=late.due.replace(year=2020))
        return self.keeper

    @cached_property
    def coded(self) -> Client:
        """An editor with recovery codes."""
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        RecoveryCodes.activate(self.members[Role.EDITOR])
        return self.editor

    @cached_property
    def newcomer(self) -> Client:
        """An editor who has not set the second step up."""
        return _by_password(make_member(self.board, Role.EDITOR, second_factor=False))

    @cached_property
    def halfway(self) -> Client:
        """An editor who gave the password and not yet the code."""
        return _by_password(self.members[Role.EDITOR])

    @cached_property
    def moving(self) -> Client:
        """A reader who asked for another mail address and got a code there."""
        client = self.reader
        client.post("/account/email/", {"email": "anders@example.org", "action_add": "1"})
        return client

    @cached_property
    def wordless(self) -> Client:
        """A reader who signs in by the organisation and has no password."""
        user = self.members[Role.READER]
        user.set_unusable_password()
        user.save()
        return signed_in(user)


def _by_password(user: Any) -> Client:
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    # Important pages ask for it once more.
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def _by_code(user: Any) -> Client:
    client = _by_password(user)
    client.post("/account/2fa/authenticate/", {"code": code_of()})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client
