# SPDX-License-Identifier: EUPL-1.2
"""Trying every action by role, kind, standing and state against lines that say what is allowed."""

from __future__ import annotations

import csv

from django.contrib.auth.models import AnonymousUser

from accounts import make_user
from gemengd.web.organisations.models import Membership, Organisation
from gemengd.web.organisations.permissions import may
from gemengd.web.organisations.standing import Thing
from gemengd.web.site.declarations import Standing
from gemengd.web.site.matrix import states_of
from gemengd.web.site.registry import actions
from gemengd.web.site.roles import Kind

HERE, THERE = "GM0001", "GM0002"
OTHERS = 10**6
"""Number of an organisation and of a person to which nobody here belongs."""
UNKNOWN = "a state that no line names"
PEOPLE = {
    "anonymous": AnonymousUser,
    "closed": lambda: make_user("closed@example.org", is_superuser=True, is_active=False),
    "account": lambda: make_user("account@example.org"),
    "site": lambda: make_user("site@example.org", is_superuser=True),
}
"""People who are in no organisation."""
STANDINGS = {
    "anonymous": {"everyone"},
    "closed": {"everyone"},
    "account": {"everyone", "account"},
    "site": {"everyone", "account", "site"},
}


def allowed(text):
    """The lines of a file as (action, state, standing, role, kind)."""
    found = set()
    for line in csv.DictReader(text.splitlines()):
        kinds = [str(kind) for kind in Kind] if line["kinds"] == "all" else line["kinds"].split() or [""]
        found |= {(line["action"], line["state"], line["standing"], line["role"], kind) for kind in kinds}
    return found


def differing_for_member(lines, kind, role):
    """Where `may` and the lines differ for a member of an organisation, however it stands to an object."""
    code = HERE if kind == Kind.MUNICIPALITY else ""
    given = {"kind": kind, "name": "Onze", "code": code, "scope": [HERE]}
    organisation, _ = Organisation.objects.get_or_create(**given)
    user = make_user(f"{kind}-{role}@example.org")
    Membership.objects.create(user=user, organisation=organisation, role=role)
    stood = {
        Standing.OWNER: {"owner": organisation.pk},
        Standing.PARTY: {"owner": OTHERS, "parties": frozenset({organisation.pk, OTHERS})},
        Standing.SCOPE: {"owner": OTHERS, "municipalities": frozenset({HERE, THERE})},
        "": {"owner": OTHERS, "parties": frozenset({OTHERS}), "municipalities": frozenset({THERE})},
    }
    return [
        (str(standing), *found)
        for standing, fields in stood.items()
        for found in _differing(
            user,
            {"person": OTHERS, **fields},
            [("account", "", ""), ("everyone", "", ""), (str(standing), str(role), str(kind))],
            lines,
        )
    ]


def differing_for_person(lines, who, *, own):
    """Where they differ for somebody in no organisation, for what is theirs in person or somebody else's."""
    user = PEOPLE[who]()
    standings = STANDINGS[who] | ({"self"} if own and "account" in STANDINGS[who] else set())
    fields = {"owner": OTHERS, "person": user.pk if own else OTHERS}
    return _differing(user, fields, [(standing, "", "") for standing in standings], lines)


def _differing(user, fields, standings, lines):
    differing = []
    for action in actions().values():
        for state in [*states_of(action), UNKNOWN]:
            line = "any" if state == UNKNOWN else state
            expected = any((action.name, line, *standing) in lines for standing in standings)
            thing = Thing(state="" if state == "any" else state, **fields)
            if may(user, action, thing) is not expected:
                differing.append((action.name, state))
    return differing
