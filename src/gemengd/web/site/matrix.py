# SPDX-License-Identifier: EUPL-1.2
"""All permissions in a form for people: a table per app, and a line for each role that may do something."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields

from django.utils.translation import override

from gemengd.web.site.declarations import BY_MEMBERSHIP, Action, Declared, Grant, Standing
from gemengd.web.site.registry import declared
from gemengd.web.site.roles import EVERY_KIND, Kind, Role

ANY = "any"
"""Every state that no other line of the action names."""
ALL = "all"
HEAD = """<!-- Made by `python -m django permissions`; a test holds it to what the apps declare. -->
# Permissions and the log

Each app of the site declares what can be asked for, who may, and what it writes in the log
(`<app>/actions.py`, `<app>/declared.py`; the words are explained in `gemengd.web.site.declarations`). What is
not declared is refused: a view, an action or a link by a system check, an event when it is recorded.

How somebody stands to an object decides, together with their role and the kind of their organisation:

| standing | who |
|---|---|
| owner | a member of the organisation that owns it, or that it is |
| party | a member of an organisation that takes part in it; a party without account is only a name |
| scope | a member of an organisation that works for a municipality that it concerns |
| site | who looks after the whole site |
| self | the person whose it is |
| account | everybody who is signed in |
| everyone | everybody, with or without an account |

A municipality works for itself. Other organisations name the municipalities they work for; an inspectorate, a
ministry, a knowledge centre and research that name none work for the whole country, others for none.

Who may do something for which the table asks the second step has to set it up before anything else, by the
role alone. People without a role are not asked.
"""


@dataclass(frozen=True, order=True)
class Line:
    """A role that may do something.

    Attributes:
        action: name of the action.
        state: state of the object, `any` for each that has no line of its own.
        standing: how they, or their organisation, stand to the object.
        role: the role in the organisation; empty for a standing without one.
        kinds: kinds of organisation with spaces between; `all` for every kind, empty without organisation.
    """

    action: str
    state: str
    standing: str
    role: str
    kinds: str


def lines() -> list[Line]:
    """Everything that is allowed; what has no line is refused."""
    return sorted(line for one in declared() for action in one.actions for line in _lines(action))


def as_csv() -> str:
    """The lines as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Line))
    writer.writerows(astuple(line) for line in lines())
    return text.getvalue()


def as_page() -> str:
    """The page of the documentation, in English."""
    with override("en"):
        return "\n".join([HEAD, *(text for one in declared() for text in _section(one))])


def _lines(action: Action) -> Iterator[Line]:
    for state in states_of(action):
        asked = "" if state == ANY else state
        grants = [grant for grant in action.grants if action.allows(grant, asked)]
        for standing in Standing:
            for role in Role if standing in BY_MEMBERSHIP else ("",):
                kinds = _kinds(grants, standing, role)
                if kinds is not None:
                    yield Line(action.name, state, standing.value, str(role), kinds)


def states_of(action: Action) -> list[str]:
    """The states that an action has a line for."""
    named = action.states or frozenset(state for grant in action.grants for state in grant.states)
    return [*sorted(named), *([] if action.states else [ANY])]


def _kinds(grants: Iterable[Grant], standing: Standing, role: str) -> str | None:
    fitting = [grant for grant in grants if grant.standing == standing and (not role or role in grant.roles)]
    if not fitting:
        return None
    if not role:
        return ""
    kinds = frozenset(kind for grant in fitting for kind in grant.kinds)
    return ALL if kinds == EVERY_KIND else " ".join(sorted(kinds))


def _section(one: Declared) -> Iterator[str]:
    if not (one.actions or one.events or one.append_only):
        return
    yield f"## {one.app}\n"
    if one.actions:
        yield "| action | what | who may | second step |\n|---|---|---|---|"
        yield from (_row(action) for action in one.actions)
        yield ""
    if one.events:
        yield "| in the log | what happened |\n|---|---|"
        yield from (f"| `{name}` | {words} |" for name, words in one.events.items())
        yield ""
    if one.append_only:
        tables = ", ".join(f"`{table}`" for table in one.append_only)
        yield f"Rows that are never changed or deleted: {tables}.\n"


def _row(action: Action) -> str:
    who = "<br>".join(_said(grant) for grant in action.grants)
    only = f"; only {_state(action.states)}" if action.states else ""
    return f"| `{action.name}` | {action.title}{only} | {who} | {'yes' if action.second_factor else 'no'} |"


def _said(grant: Grant) -> str:
    if not grant.roles:
        return f"{grant.standing.value}{', ' + _state(grant.states) if grant.states else ''}"
    roles = ", ".join(str(role.label).lower() for role in Role if role in grant.roles)
    kinds = "" if grant.kinds == EVERY_KIND else f" of: {'; '.join(_names(grant.kinds))}"
    states = f", {_state(grant.states)}" if grant.states else ""
    return f"{grant.standing.value}: {roles}{kinds}{states}"


def _names(kinds: frozenset[str]) -> list[str]:
    return [str(kind.label).lower() for kind in Kind if kind in kinds]


def _state(states: frozenset[str]) -> str:
    return f"in state {' or '.join(sorted(states))}"
