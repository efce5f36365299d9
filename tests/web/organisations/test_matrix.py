# SPDX-License-Identifier: EUPL-1.2
"""Every address of the site, asked for by every role, with GET and POST; the answers stand in `matrix.csv`.

Each app may have such a file in the folder of its tests. A new address fails here until it has its lines. An
answer is a status, `login` for the login page, `again` for the page that asks the password once more, or `to`
where one is sent on.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from gemengd.web.mail.services import send
from gemengd.web.membership.invitations import invite
from gemengd.web.membership.memberships import tell_about
from gemengd.web.organisations.models import Membership, Role

ROLES = ["anonymous", "reader", "editor", "administrator", "stranger", "site"]
FILES = sorted(Path(__file__).parents[1].glob("*/matrix.csv"))
LINES = [line for path in FILES for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]


def every_address(resolver=None, names=()):
    """The full name (or the pattern, where there is none) of every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from every_address(entry, (*names, entry.namespace) if entry.namespace else names)
        elif isinstance(entry, URLPattern):
            yield ":".join((*names, entry.name)) if entry.name else str(entry.pattern)


@pytest.fixture
def workspace_folder(example_workspace, request, tmp_path):
    """The example workspace; a copy for what may start work on it."""
    if "/beheer/" not in request.node.name:
        return example_workspace
    return Path(shutil.copytree(example_workspace, tmp_path / "workspace"))


@pytest.fixture
def known(board, people):
    """What addresses are filled in with: all of it belongs to the first board."""
    invitation, link = invite("new@example.org", organisation=board, role=Role.READER)
    tell_about(board, "role_changed", [people.reader])
    return {
        "NUMBER": str(board.pk),
        "NOTICE": str(people.reader.notices.get().pk),
        "MAIL": str(send("new@example.org", "x", "y", language="nl", about="test").pk),
        "MEMBER": str(Membership.objects.get(user=people.reader).pk),
        "INVITATION": str(invitation.pk),
        "TOKEN": link.rstrip("/").rsplit("/", 1)[1],
    }


def test_every_address_has_its_lines():
    there = Counter(every_address())
    written = Counter(line["name"] for line in LINES)
    assert set(written) == set(there)
    assert {name for name, number in written.items() if number < 2} == set()


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['method']} {line['address']}")
def test_the_answer_is_what_the_matrix_says(line, site, people, known, browser):
    address = line["address"].format(**known)
    named = not set("/^") & set(line["name"])
    assert not named or resolve(address).view_name == line["name"]
    found = {role: answer(browser(getattr(people, role)), line["method"], address) for role in ROLES}
    assert found == {role: line[role] for role in ROLES}


def answer(client, method, address):
    # What one role does is undone, so that the next one finds everything as it was.
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    if response.streaming:
        response.getvalue()  # a file that was opened is closed at its end
    if response.streaming:
        response.getvalue()  # a file that was opened is closed at its end
    if response.status_code not in (301, 302):
        return str(response.status_code)
    to = re.sub(r"\d+", "N", response["Location"].split("?")[0])
    return {"/account/login/": "login", "/account/reauthenticate/": "again"}.get(to, f"to {to}")


def test_english_pages_are_the_same_pages(site, people, browser):
    assert browser(people.reader).get("/en" + reverse("organisations:home")).status_code == 200
    assert browser(None).get("/en/organisatie/")["Location"].startswith("/en/account/login/")
