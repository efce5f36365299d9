# SPDX-License-Identifier: EUPL-1.2
"""The pages of people with an account, and what each role may do, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from frozen.keeping import Output, check, output
from frozen.visiting import answered, content, make_user, model, signed_in
from letters import letters

ROLES = ("nobody", "reader", "editor", "administrator", "stranger", "keeper")
GUARDED = re.compile(r"^(account/|organisatie/|beheer/)")
PARTS = {
    "number": "BOARD",
    "invitation": "INVITATION",
    "member": "MEMBER",
    "token": "TOKEN",
    "school_id": "99AA00",
    "version": "VERSION",
    "provider_id": "x",
    "key": "1",
    "uidb36": "1",
    "pk": "1",
}
PAGES = {
    "nobody": (
        "/account/login/",
        "/account/login/?reden=verlopen",
        "/account/signup/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/1-1/",
        "/account/3rdparty/login/cancelled/",
        "/account/3rdparty/login/error/",
        "/organisatie/uitnodiging/TOKEN/",
        "/organisatie/uitnodiging/1/",
        "/beheer/",
    ),
    "reader": (
        "/",
        "/organisatie/",
        "/organisatie/BOARD/",
        "/organisatie/account/",
        "/organisatie/account/verwijderen/",
        "/organisatie/uitnodiging/TOKEN/",
        "/account/reauthenticate/",
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/logout/",
        "/beheer/",
        "/organisatie/logboek/",
    ),
    "editor": (
        "/organisatie/",
        "/organisatie/account/",
        "/organisatie/BOARD/scholen/",
        "/organisatie/BOARD/scholen/99AA00/",
        "/organisatie/BOARD/scholen/00XX00/",
        "/school/99AA00/",
    ),
    "administrator": (
        "/organisatie/",
        "/organisatie/BOARD/",
        "/organisatie/BOARD/wijzigen/",
        "/organisatie/logboek/",
    ),
    "stranger": ("/organisatie/", "/organisatie/BOARD/"),
    "keeper": (
        "/organisatie/",
        "/organisatie/nieuw/",
        "/organisatie/BOARD/",
        "/organisatie/BOARD/wijzigen/",
        "/organisatie/logboek/",
        "/beheer/",
        "/beheer/werk/DONE/",
        "/beheer/werk/FAILED/",
        "/beheer/werk/RUNNING/",
        "/beheer/werk/RUNNING/stand/",
    ),
}
BAD = (
    ("administrator", "/organisatie/BOARD/uitnodigen/", {"email": "geen adres", "role": "reader"}),
    ("administrator", "/organisatie/BOARD/uitnodigen/", {"email": "a@example.org", "role": "koning"}),
    ("editor", "/organisatie/BOARD/scholen/99AA00/", {"text": "x" * 2000}),
    ("editor", "/organisatie/BOARD/scholen/99AA00/", {"text": "Welkom", "policy_url": "geen"}),
    ("keeper", "/organisatie/nieuw/", {"kind": "board", "name": "", "code": ""}),
    ("keeper", "/organisatie/BOARD/wijzigen/", {"kind": "x", "name": "y", "code": "z"}),
    ("keeper", "/beheer/opbouwen/", {"publication_threshold": 1, "mirror_points": 20}),
    ("keeper", "/beheer/inlezen/", {}),
    ("nobody", "/account/login/", {"login": "editor@example.org", "password": "verkeerd"}),
    ("reader", "/account/password/change/", {"oldpassword": "x", "password1": "kort", "password2": "kort"}),
)
"""Forms with something wrong in them: role, address, what is sent."""


@pytest.fixture
def there(site: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """People in every role, an invitation, and work; with what pages call them."""
    Organisation, Membership = model("organisations.Organisation"), model("organisations.Membership")
    # Keys of their own, since pages and log show them: the next free one depends on what ran before.
    board = Organisation.objects.create(pk=801, kind="board", name="Stichting Oost", code="99101")
    other = Organisation.objects.create(pk=802, kind="board", name="Stichting West", code="99102")
    people: dict[str, Any] = {"nobody": None}
    for key, role in enumerate(("reader", "editor", "administrator"), 901):
        people[role] = make_user(
            f"{role}@example.org", second_factor=role != "reader", first_name=role, pk=key
        )
        Membership.objects.create(since=timezone.now(), user=people[role], organisation=board, role=role)
    people["stranger"] = make_user("stranger@example.org", pk=904)
    Membership.objects.create(
        since=timezone.now(), user=people["stranger"], organisation=other, role="administrator"
    )
    people["keeper"] = make_user("keeper@example.org", pk=905, is_superuser=True, is_staff=True)
    clients = {role: signed_in(user) for role, user in people.items()}
    clients["administrator"].post(
        f"/organisatie/{board.pk}/uitnodigen/", {"email": "nieuw@example.org", "role": "reader"}
    )
    # The clock of these tests stands still; that of the database does not.
    [letter] = letters(datetime.now(UTC) + timedelta(hours=1))
    Job = model("work.Job")
    jobs = {
        "DONE": Job.objects.create(
            asked=timezone.now(), kind="build", state="done", result={"version": 1}
        ).pk,
        "FAILED": Job.objects.create(
            asked=timezone.now(), kind="import", state="failed", problem="leerlingen.csv: kolom BRIN"
        ).pk,
        "RUNNING": Job.objects.create(
            asked=timezone.now(), kind="build", state="running", steps_done=3, steps=9
        ).pk,
    }
    token = re.search(r"/uitnodiging/([^/\s]+)/", str(letter.body))
    known = {name: str(value) for name, value in jobs.items()} | {
        "BOARD": str(board.pk),
        "INVITATION": str(model("organisations.Invitation").objects.get().pk),
        "MEMBER": str(Membership.objects.get(user=people["reader"]).pk),
        "VERSION": "1",
        "TOKEN": token[1] if token else "",
    }
    return SimpleNamespace(clients=clients, known=known, letter=letter)


def test_the_pages_of_people_with_an_account(there):
    check("members", _pages(there), listed=True)


def test_what_a_wrong_form_says(there):
    check("members_forms", _forms(there), listed=True)


def test_what_each_role_may_do(there):
    lines = [_answers(there, *one) for one in sorted(set(_guarded(get_resolver("gemengd.web.urls"))))]
    check("members_roles", [output("roles.txt", "\n".join([f"{'':70}{' '.join(ROLES)}", *lines]) + "\n")])


def test_the_letter_of_an_invitation(there):
    text = f"{there.letter.subject}\n\n{there.letter.body}\n"
    check("members_letters", [output("invitation.txt", _calm(text, there.known))])


def _pages(there: Any) -> Iterator[Output]:
    for role, addresses in PAGES.items():
        for address in addresses:
            for language in ("", "/en"):
                answer = there.clients[role].get(language + _filled(address, there.known))
                for one in answered(language + address, answer):
                    yield output(f"{role}/{one.name}", _calm(one.content.decode(), there.known))


def _forms(there: Any) -> Iterator[Output]:
    for number, (role, address, sent) in enumerate(BAD):
        for language in ("", "/en"):
            answer = there.clients[role].post(language + _filled(address, there.known), sent)
            for one in answered(language + address, answer):
                yield output(f"{number}-{role}/{one.name}", _calm(one.content.decode(), there.known))


def _filled(address: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        address = address.replace(name, value)
    return address


def _calm(text: str, known: dict[str, str]) -> str:
    """Without keys of the database and secrets, which differ with what ran before."""
    for name in ("TOKEN",):
        text = text.replace(known[name], f"<{name}>")
    text = re.sub(r"(/organisatie/|/werk/|/lid/|/uitnodiging/|/versie/)\d+(?=/)", r"\1<number>", text)
    text = re.sub(r'((?:id|for|name|aria-\w+|headers)="[^"]*?)\d+', r"\1<number>", text)
    text = re.sub(r"(otpauth://[^\"&]+|secret=)[A-Z2-7]{16,}", r"\1<secret>", text)
    text = re.sub(r"\b\d+ (reader|editor|administrator)\b", r"<number> \1", text)
    return re.sub(r"\b127\.0\.0\.1\b", "<address>", text)


def _guarded(resolver: Any, path: str = "") -> Iterator[tuple[str]]:
    for one in resolver.url_patterns:
        here = path + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _guarded(one, here)
        elif isinstance(one, URLPattern) and GUARDED.match(here):
            yield (here,)


def _answers(there: Any, pattern: str) -> str:
    pattern_with_job = pattern.replace("beheer/werk/<int:number>", "beheer/werk/DONE")
    words = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", _part, pattern_with_job)
    words = re.sub(r"[\^$\\]", "", words)
    address = "/" + _filled(words, there.known)
    rows = []
    for method in ("get", "post"):
        found = [_answer(there.clients[role], method, address) for role in ROLES]
        rows.append(f"{method.upper():5}{pattern:70}{' '.join(found)}")
    return "\n".join(rows)


def _part(found: re.Match[str]) -> str:
    return PARTS.get(found[1] or found[2], "1")


def _answer(client: Any, method: str, address: str) -> str:
    # What one role does is undone, so that the next one finds everything as it was.
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address)
        content(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code not in (301, 302):
        return str(answer.status_code)
    to = re.sub(r"\d+", "N", str(answer["Location"]).split("?")[0])
    return {"/account/login/": "login", "/account/reauthenticate/": "again"}.get(to, f"→{to}")
