# SPDX-License-Identifier: EUPL-1.2
"""Collecting the texts of the site that are to be translated, for who works on gemengd itself.

Each app has a catalogue of its own, `APP/locale/nl/django.po`; a text of two apps, or of none, stands in the
catalogue of the frame. Which texts stand where follows from the code alone, so collecting again after code
has moved brings the texts along, with what was translated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

import gemengd.web

SITE = Path(gemengd.web.__file__).parent
FRAME = ""
"""The owner of what no single app owns."""
Key = tuple[str, str | None]
_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def collect(site: Path = SITE) -> str:
    """Bring the Dutch catalogues up to date with the code; what was translated stays.

    Args:
        site: folder of the site.

    Returns:
        How many texts there are, in how many catalogues, and how many are not translated yet.
    """
    found, known = collected(site), catalogue(site)
    for owner, texts in found.items():
        for message in texts:
            before = known.get(message.id, message.context) if message.id else None
            if before is not None and before.string:
                message.string = before.string
        # When it was made says nothing, and would differ each time.
        texts.creation_date = known.creation_date
        _write(texts, catalogue_path(owner, site))
    for path in _catalogues(site):
        if path not in {catalogue_path(owner, site) for owner in found}:
            path.unlink()
    number = sum(len(texts) for texts in found.values())
    return f"{number} texts in {len(found)} catalogues, {len(untranslated(site))} not translated"


def catalogue(site: Path = SITE) -> Catalog:
    """The Dutch catalogues as they are in the repository, as one."""
    together = Catalog(locale="nl")
    for path in _catalogues(site):
        with path.open("rb") as text:
            read = read_po(text, locale="nl")
        together.creation_date = read.creation_date
        for message in read:
            if message.id:
                together.add(message.id, message.string, context=message.context, flags=message.flags)
    return together


def catalogue_path(owner: str, site: Path = SITE) -> Path:
    """Where the Dutch catalogue of an app stands; that of the frame where there is no such app."""
    frame = site / "frame" if (site / "frame").is_dir() else site
    return (site / owner if owner else frame) / "locale" / "nl" / "django.po"


def untranslated(site: Path = SITE) -> list[str]:
    """Texts of the site that have no Dutch."""
    known = catalogue(site)
    missing = []
    for message in (one for texts in collected(site).values() for one in texts if one.id):
        there = known.get(message.id, message.context)
        strings = there.string if there is not None else ""
        if not all(strings if isinstance(strings, (tuple, list)) else [strings]):
            missing.append(str(message.id))
    return missing


def collected(site: Path = SITE) -> dict[str, Catalog]:
    """Every text in the code and the templates of the site, per owner; one without texts is left out."""
    texts = list(_texts(site))
    owners: dict[Key, set[str]] = {}
    for path, text, context in texts:
        owners.setdefault(_key(text, context), set()).add(owner_of(path, site))
    found: dict[str, Catalog] = {}
    for path, text, context in texts:
        those = owners[_key(text, context)]
        owner = next(iter(those)) if len(those) == 1 else FRAME
        texts_of = found.setdefault(owner, _empty())
        texts_of.add(text, context=context, locations=[(path.as_posix(), 0)], flags=())
    return found


def owner_of(path: Path, site: Path = SITE) -> str:
    """The app to which a file belongs; `FRAME` where it belongs to the site as a whole.

    Args:
        path: the file, within the folder of the site.
        site: folder of the site.
    """
    first, *further = path.parts
    # Templates of an app may stand in the folder of all templates, under its name.
    name = further[0] if first == "templates" and len(further) > 1 else first
    return name if name != "frame" and (site / name / "apps.py").exists() else FRAME


def placeholders(text: str) -> set[str]:
    """The names of the blanks in a text: `name` of `%(name)s`."""
    return set(re.findall(r"%\((\w+)\)[sd]", text))


def _texts(site: Path) -> Iterator[tuple[Path, str | tuple[str, str], str | None]]:
    from django.utils.translation import templatize

    for path in sorted(site.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "static" in path.parts or not path.is_file():
            continue
        source = path.read_text(encoding="utf-8")
        # Django turns a template into code of which only the calls of gettext are left.
        code = source if path.suffix == ".py" else templatize(source, origin=str(path))
        for _line, text, _comments, context in extract("python", io.BytesIO(code.encode()), _KEYWORDS):
            yield path.relative_to(site), _as_text(text), context


def _as_text(text: str | tuple[str, ...]) -> str | tuple[str, str]:
    return text if isinstance(text, str) else (text[0], text[1])


def _key(text: str | tuple[str, str], context: str | None) -> Key:
    # A text with a plural and the same without are one text to gettext.
    return (text if isinstance(text, str) else text[0], context)


def _empty() -> Catalog:
    made = Catalog(locale="nl", project="gemengd", header_comment="# SPDX-License-Identifier: EUPL-1.2")
    made.fuzzy = False
    return made


def _catalogues(site: Path) -> list[Path]:
    """Every Dutch catalogue that is there."""
    return sorted({*site.glob("locale/nl/django.po"), *site.glob("*/locale/nl/django.po")})


def _write(texts: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, texts, width=110, omit_header=False, sort_output=True, include_lineno=False)
    path.write_bytes(out.getvalue())
