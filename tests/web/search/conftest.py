# SPDX-License-Identifier: EUPL-1.2
"""An index with a few cards that everybody may see, and notes of which each user has their own."""

from __future__ import annotations

import pytest

from gemengd.web.search.asking import Asker, ask
from gemengd.web.search.services import rebuild
from gemengd.web.site import registry
from gemengd.web.site.declarations import Row, Searched

CARDS = [
    Row(
        "brugklas",
        "Brede brugklas",
        "Kinderen kiezen later een niveau. Scholen houden brugklassen bij elkaar.",
        "/k/1/",
    ),
    Row("vriendschap", "Vriendschapsschool", "Twee scholen in de buurt worden vrienden.", "/k/2/"),
    Row("loting", "Loting bij aanmelding", "Wie wordt geplaatst, hangt af van een loting in juni.", "/k/3/"),
    Row("prive", "Privé en café", "Een tekst met accenten.", "/k/4/"),
    Row(
        "loting",
        "Lottery at admission",
        "Who is placed depends on draws in June. Schools take part.",
        "/k/3/",
        "en",
    ),
    Row("oost", "Oosterhaven", "", "/k/5/", ""),
]
NOTES = [
    Row("anna", "Notitie van Anna", "Over het geheimenplan en de brugklas.", "/n/1/"),
    Row("bert", "Notitie van Bert", "Over de brugklas.", "/n/2/"),
]


@pytest.fixture(autouse=True)
def index(db, monkeypatch):
    """The index; a user is the key of what they may see."""
    own = Searched(
        "note", "Notitie", rows=lambda: NOTES, visible=lambda user, keys: [key for key in keys if key == user]
    )
    known = {"card": Searched("card", "Kaart", rows=lambda: CARDS), "note": own}
    monkeypatch.setattr(registry, "searched", lambda: known)
    rebuild()


@pytest.fixture
def find():
    """Asks in Dutch as nobody; gives what was found as kind and key."""

    def asked(text, user=None, language="nl", **more):
        answer = ask(text, Asker(user, language), **more)
        return [(one.kind, one.key) for one in answer.results]

    return asked
