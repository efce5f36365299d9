# SPDX-License-Identifier: EUPL-1.2
"""The log: how its steps are chained, what its check says, and what a day on the site records."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import UTC, datetime
from typing import Any

from django.core.management import CommandError, call_command

from frozen.keeping import check, output
from frozen.visiting import make_user, model, signed_in

FIXED = (
    {"kind": "published", "subject": "1", "actor": None, "organisation": None, "detail": {}},
    {"kind": "invited", "subject": "7", "actor": 3, "organisation": 2, "detail": {"role": "reader"}},
    {"kind": "refused", "subject": "/beheer/", "actor": 4, "organisation": None, "detail": {"status": 403}},
    {
        "kind": "explained",
        "subject": "99AA00",
        "actor": 3,
        "organisation": 2,
        "detail": {"signs": 12, "é": None},
    },
)


def test_the_digests_of_fixed_events(db):
    said = [f"{event['kind']} {event['hash']}" for event in _chain()]
    Event = model("events.Event")
    for event in _chain():
        Event.objects.create(**event)
    said += [_checked()]
    broken = [dict(one) for one in _chain()]
    broken[1]["detail"] = {"role": "administrator"}
    Event.objects.create(**_next(_chain()[-1], subject="2", hash="0" * 64))
    said += [_checked()]
    check("events", [output("digests.txt", "\n".join(said) + "\n")])


def test_what_a_day_on_the_site_records(site):
    board = model("organisations.Organisation").objects.create(
        kind="board", name="Stichting Oost", code="99101"
    )
    editor = make_user("editor@example.org")
    model("organisations.Membership").objects.create(user=editor, organisation=board, role="administrator")
    client = signed_in(editor)
    client.get("/beheer/")
    client.post(f"/organisatie/{board.pk}/uitnodigen/", {"email": "nieuw@example.org", "role": "reader"})
    client.post(f"/organisatie/{board.pk}/scholen/99AA00/", {"text": "Wij liggen naast de haven."})
    client.get("/organisatie/account/gegevens.json")
    client.post("/account/logout/")
    said = [
        json.dumps([one.kind, one.moment.isoformat(), _known(one.subject), one.detail], ensure_ascii=False)
        for one in model("events.Event").objects.order_by("id")
    ]
    check("events_recorded", [output("recorded.txt", "\n".join(said) + "\n")])


def _known(subject: str) -> str:
    return re.sub(r"^\d+$", "<number>", subject)


def _chain() -> list[dict[str, Any]]:
    """The events with their hashes: SHA-256 of the sorted JSON, with the hash of the event before."""
    events: list[dict[str, Any]] = []
    for content in FIXED:
        events.append(_next(events[-1] if events else None, **content))
    return events


def _next(before: dict[str, Any] | None, **content: Any) -> dict[str, Any]:
    event = {
        "moment": datetime(2026, 3, 2, 12, 30, 0, 250, tzinfo=UTC),
        "kind": "published",
        "subject": "",
        "actor": None,
        "organisation": None,
        "detail": {},
        "previous": before["hash"] if before else "0" * 64,
    } | content
    said = {
        name: value.isoformat(timespec="microseconds") if name == "moment" else value
        for name, value in event.items()
        if name != "hash"
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {"hash": hashlib.sha256(text.encode()).hexdigest()} | event


def _checked() -> str:
    out = io.StringIO()
    try:
        call_command("check_events", stdout=out)
    except CommandError as problem:
        return re.sub(r"event \d+", "event <number>", str(problem))
    return out.getvalue().strip()
