# SPDX-License-Identifier: EUPL-1.2
"""Collecting the texts of the site that are to be translated, for who works on gemengd itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent.parent
CATALOGUE = HERE / "locale" / "nl" / "django.po"
_CODE = {"gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def collect() -> str:
    """Bring the Dutch catalogue up to date with the code; what was translated stays.

    Returns:
        How many texts there are, and how many are not translated yet.
    """
    found, known = collected(), catalogue()
    for message in found:
        before = known.get(message.id, message.context) if message.id else None
        if before is not None and before.string:
            message.string = before.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, found, width=110, omit_header=False, sort_output=True, include_lineno=False)
    CATALOGUE.write_bytes(out.getvalue())
    return f"{len(found)} texts, {len(untranslated())} not translated: {CATALOGUE.name}"


def catalogue() -> Catalog:
    """The Dutch catalogue as it is in the repository; an empty one where there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="nl")
    with CATALOGUE.open("rb") as text:
        return read_po(text, locale="nl")


def untranslated() -> list[str]:
    """Texts of the site that have no Dutch."""
    known = catalogue()
    missing = []
    for message in collected():
        if not message.id:
            continue
        there = known.get(message.id, message.context)
        strings = there.string if there is not None else ""
        if not all(strings if isinstance(strings, (tuple, list)) else [strings]):
            missing.append(str(message.id))
    return missing


def collected() -> Catalog:
    """Every text in the code and the templates of the site."""
    found = Catalog(locale="nl", project="gemengd", header_comment="# SPDX-License-Identifier: EUPL-1.2")
    found.fuzzy = False
    for path, text, context in _texts():
        found.add(text, context=context, locations=[(path, 0)], flags=())
    return found


def _texts() -> Iterator[tuple[str, str | tuple[str, str], str | None]]:
    from django.utils.translation import templatize

    for path in sorted(HERE.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "static" in path.parts or not path.is_file():
            continue
        source = path.read_text(encoding="utf-8")
        # Django turns a template into code of which only the calls of gettext are left.
        code = source if path.suffix == ".py" else templatize(source, origin=str(path))
        name = path.relative_to(HERE).as_posix()
        for _line, text, _comments, context in extract("python", io.BytesIO(code.encode()), _KEYWORDS):
            yield name, _as_text(text), context


_KEYWORDS = {**_CODE, "_": None, "npgettext": ((1, "c"), 2, 3)}


def _as_text(text: str | tuple[str, ...]) -> str | tuple[str, str]:
    return text if isinstance(text, str) else (text[0], text[1])


def placeholders(text: str) -> set[str]:
    """The names of the blanks in a text: `name` of `%(name)s`."""
    return set(re.findall(r"%\((\w+)\)[sd]", text))
