# SPDX-License-Identifier: EUPL-1.2
"""Finding a municipality, school or postcode by what a person types."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gemengd.monitor.published.lookup import municipality_code, plain
from gemengd.web.monitor.aliases import ALIASES
from gemengd.web.published.selectors import Shown, shown_at

MOST = 40
"""More than this number of hits are not shown."""
NEAR = 0.72
"""How alike a name must be to be meant with another spelling (0-1, as difflib counts)."""

_POSTCODE = re.compile(r"\s*([1-9][0-9]{3})\s*(?:[A-Za-z]{2})?\s*")


@dataclass(frozen=True)
class Hit:
    """Something that was found.

    Attributes:
        kind: `municipality`, `school` or `area`.
        key: code of the municipality or school; for an area that of its municipality.
        name: name of what was found.
        place: name of the municipality, empty for a municipality.
        sector: sector of a school.
    """

    kind: str
    key: str
    name: str
    place: str = ""
    sector: str = ""


@dataclass(frozen=True)
class Found:
    """The answer to a question.

    Attributes:
        hits: what was found, the surest first; at most `MOST`.
        sure: True when the first is surely meant.
        more: how many were left off.
        postcode: the four digits, when a postcode was asked.
    """

    hits: tuple[Hit, ...] = ()
    sure: bool = False
    more: int = 0
    postcode: str = ""


@dataclass(frozen=True)
class Index:
    """Every name of a version in a form that is quick to search: plain name to what has it."""

    municipalities: dict[str, list[Hit]]
    codes: dict[str, Hit]
    schools: dict[str, list[Hit]]
    school_ids: dict[str, Hit]
    areas: dict[str, list[Hit]]
    postcodes: dict[str, Hit]


def find(now: Shown, text: str) -> Found:
    """What is meant by a text: a code, a name in any spelling, a school, or a postcode.

    Of a postcode only the four digits are looked at.

    Args:
        now: the version that is shown.
        text: what was typed.
    """
    index = _index(now.folder, now.version)
    if match := _POSTCODE.fullmatch(text):
        return _postcode(index, match.group(1))
    if exact := index.codes.get(municipality_code(text)) or index.school_ids.get(text.strip().upper()):
        return Found((exact,), sure=True)
    asked = plain(text)
    if len(asked) < 2:
        return Found()
    if asked in index.municipalities:
        others = index.schools.get(asked, [])
        return _found([*index.municipalities[asked], *others], sure=not others)
    return _by_name(index, asked)


def postcode_digits(text: str) -> str:
    """The four digits where more of a postcode was typed; empty where nothing has to be left out."""
    match = _POSTCODE.fullmatch(text)
    return match.group(1) if match and match.group(1) != text else ""


def sorted_names(now: Shown) -> list[tuple[str, str]]:
    """Name and code of every municipality, as one looks them up: 's-Gravenhage under the G."""
    pairs = ((name, code) for code, name in now.monitor.names.items())
    return sorted(pairs, key=lambda pair: pair[0].casefold().removeprefix("'s-").removeprefix("'t "))


def _postcode(index: Index, digits: str) -> Found:
    hit = index.postcodes.get(digits)
    # In some data an area has the number of a municipality's code; then both may be meant.
    other = index.codes.get(municipality_code(digits))
    hits = [each for each in (hit, other) if each is not None]
    return Found(tuple(hits), sure=len(hits) == 1, postcode=digits)


def _by_name(index: Index, asked: str) -> Found:
    groups = (index.municipalities, index.schools, index.areas)
    # A name that only one thing has leads there; a part of a name never does.
    exact = [hit for names in groups for hit in names.get(asked, ())]
    if len(exact) == 1:
        return Found(tuple(exact), sure=True)
    starting = [hit for names in groups for name in names if name.startswith(asked) for hit in names[name]]
    inside = [
        hit
        for names in groups
        for name in names
        if asked in name and not name.startswith(asked)
        for hit in names[name]
    ]
    if starting or inside:
        return _found([*starting, *inside], sure=False)
    hits = [
        hit
        for names, most in ((index.municipalities, 4), (index.schools, 6))
        for name in difflib.get_close_matches(asked, names, n=most, cutoff=NEAR)
        for hit in names[name]
    ]
    return _found(hits, sure=False)


def _found(hits: list[Hit], *, sure: bool) -> Found:
    return Found(tuple(hits[:MOST]), sure and len(hits) == 1, max(len(hits) - MOST, 0))


@lru_cache(maxsize=2)
def _index(folder: Path, version: int) -> Index:
    now = shown_at(folder, version)
    names = now.monitor.names
    municipalities = [Hit("municipality", code, name) for code, name in names.items()]
    schools = [
        Hit("school", school_id, name, names.get(place, ""), sector)
        for school_id, name, sector, place in now.monitor.schools.iter_rows()
    ]
    rows = now.monitor.tables["areas"].select("area_id", "level", "name", "municipality_id").iter_rows()
    areas = [
        (area, level, Hit("area", place, name or area, names[place]))
        for area, level, name, place in rows
        if place in names and level != "abroad"
    ]
    return Index(
        _also_called(_by_plain_name(municipalities), municipalities),
        {hit.key: hit for hit in municipalities},
        _by_plain_name(schools),
        {hit.key: hit for hit in schools},
        _by_plain_name([hit for _, level, hit in areas if level != "pc4"]),
        {area: hit for area, level, hit in areas if level == "pc4"},
    )


def _also_called(named: dict[str, list[Hit]], municipalities: list[Hit]) -> dict[str, list[Hit]]:
    """Municipalities by their other names as well, where no other one is called so."""
    others = {plain(alias): [hit] for hit in municipalities for alias in ALIASES.get(hit.key, ())}
    return others | named


def _by_plain_name(hits: list[Hit]) -> dict[str, list[Hit]]:
    named: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (hit.name, hit.place, hit.key)):
        named.setdefault(plain(hit.name), []).append(hit)
    return named
