# SPDX-License-Identifier: EUPL-1.2
"""What can be found of the public pages: municipalities, schools, words, and how we measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gemengd.monitor.labels import sector_name
from gemengd.monitor.published.definitions import definitions
from gemengd.monitor.speech import language
from gemengd.web.monitor.aliases import ALIASES
from gemengd.web.monitor.glossary import site_words
from gemengd.web.monitor.views import method
from gemengd.web.published.models import Publication
from gemengd.web.published.selectors import NothingPublishedError, Shown, shown
from gemengd.web.search.services import rebuild
from gemengd.web.site.declarations import Row, Searched

LANGUAGES = ("nl", "en")


def municipalities(now: Shown) -> Iterator[Row]:
    """Every municipality, also by its other names."""
    for code, name in now.monitor.names.items():
        others = ", ".join(ALIASES.get(code, ()))
        yield Row(code, name, others, _address("monitor:municipality", code), "")


def schools(now: Shown) -> Iterator[Row]:
    """Every school in each language, with its sector, municipality, code and board."""
    table = now.monitor.tables["schools"].select("school_id", "board_id")
    boards = dict(table.iter_rows())
    for school_id, name, sector, place in now.monitor.schools.iter_rows():
        told = (now.monitor.names.get(place, ""), school_id, boards.get(school_id) or "")
        address = _address("monitor:school", school_id)
        for lang in LANGUAGES:
            text = " · ".join(part for part in (sector_name(sector, language(lang)), *told) if part)
            yield Row(school_id, name, text, address, lang)


def terms(now: Shown) -> Iterator[Row]:
    """The words of the site, in each language."""
    chosen = (now.monitor.manifest.get("monitor") or {}).get("settings") or {}
    for lang in LANGUAGES:
        with translation.override(lang):
            words = [*site_words(), *definitions(chosen, language(lang))]
            found = [(word.key, str(word.name), str(word.text), word.anchor) for word in words]
        for key, name, text, anchor in dict.fromkeys(found):
            yield Row(key, name, text, f"{_address('monitor:glossary')}#{anchor}", lang)


def methods(now: Shown) -> Iterator[Row]:  # noqa: ARG001 - the view looks it up
    """How we measure and what was tested of the site: each part of these pages, as a reader gets it."""
    for name, view in (("method", method.page), ("accessibility", method.accessibility)):
        for lang in LANGUAGES:
            address = _address(f"monitor:{name}")
            parts = _Parts()
            parts.feed(_page(view, address, lang))
            # What the definitions say is found word by word.
            for anchor, heading, text in (part for part in parts.found if part[0] != "definitions"):
                where = f"{address}#{anchor}" if anchor else address
                yield Row(f"{name}-{anchor}" if anchor else name, heading, text, where, lang)


def _published(rows: Callable[[Shown], Iterator[Row]]) -> Callable[[], Iterator[Row]]:
    def now() -> Iterator[Row]:
        try:
            yield from rows(shown())
        except NothingPublishedError:
            return

    return now


KINDS = (
    Searched("municipality", _("Municipality"), rows=_published(municipalities)),
    Searched("school", _("School"), rows=_published(schools)),
    Searched("term", _("Word explained"), rows=_published(terms)),
    Searched("method", _("About the figures and the site"), rows=_published(methods)),
)


def index_published(**_signal: Any) -> None:
    """What was published can be found once that is certain; if the index fails, it is shown all the same."""
    names = [kind.kind for kind in KINDS]
    transaction.on_commit(lambda: rebuild(names) and None, robust=True)


def _address(name: str, *parts: str) -> str:
    with translation.override("nl"):
        return reverse(name, args=parts)


def _page(view: Callable[..., HttpResponseBase], address: str, lang: str) -> str:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    request.user = AnonymousUser()
    with translation.override(lang):
        return getattr(view(request), "content", b"").decode()


class _Parts(HTMLParser):
    """The parts of the main content of a page: anchor, heading and text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._inside = False
        self._heading: list[str] | None = None
        self._anchor, self._title, self._text = "", "", list[str]()
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A heading begins a part; what is no text of the page is passed over."""
        if tag == "main":
            self._inside = True
        elif tag in ("nav", "script", "style", "table"):
            self._skipped += 1
        elif tag in ("h1", "h2") and self._inside and not self._skipped:
            self._end()
            self._anchor, self._heading = dict(attrs).get("id") or "", []

    def handle_endtag(self, tag: str) -> None:
        """The end of a heading, or of the content."""
        if tag in ("nav", "script", "style", "table"):
            self._skipped -= 1
        elif tag in ("h1", "h2") and self._heading is not None:
            self._title, self._heading = " ".join("".join(self._heading).split()), None
        elif tag == "main":
            self._end()
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Words of a heading or of the text under it."""
        if self._inside and not self._skipped:
            (self._text if self._heading is None else self._heading).append(data)

    def _end(self) -> None:
        text = " ".join(" ".join(self._text).split())
        if self._title:
            self.found.append((self._anchor, self._title, text))
        self._anchor, self._title, self._text = "", "", []


def connect() -> None:
    """Index what is published; called once, when the app is ready."""
    from django.db.models.signals import post_save

    post_save.connect(index_published, sender=Publication, dispatch_uid="gemengd.search.published")
