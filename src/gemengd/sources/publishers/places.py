# SPDX-License-Identifier: EUPL-1.2
"""Names of municipalities, which public files write in capitals, without accents, or damaged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SMALL = {"aan", "bij", "de", "den", "der", "en", "het", "in", "op", "over", "ten", "van"}


def fold(name: str) -> str:
    """A name without accents, capitals and signs, to compare spellings of one name."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(
        r"[^a-z0-9]+", " ", "".join(sign for sign in letters if not unicodedata.combining(sign))
    ).strip()


def repaired(name: str) -> str:
    """A name whose accents went through code page 850: `S·dwest-FryslÔn` becomes `Súdwest-Fryslân`.

    A latin-1 text that was taken for code page 850 and saved as latin-1 shows the letter that code page 850
    has in the place of the accented one. Reading it the other way round gives the letter back.
    """
    try:
        undone = name.encode("cp850").decode("latin-1")
    except UnicodeEncodeError:
        return name
    return undone if all(sign.isalpha() or sign in " -'’.()" for sign in undone) else name


def best_spelling(names: Iterable[str]) -> str:
    """Of several spellings of one name the one with the most accents; the first of equals."""
    return max(names, key=lambda name: sum(ord(sign) > 127 for sign in name))


def in_small_letters(name: str) -> str:
    """A name in capitals in its usual form: `AA EN HUNZE` becomes `Aa en Hunze`."""
    if name != name.upper():
        return name
    words = [_word(word, first=position == 0) for position, word in enumerate(name.split(" "))]
    return " ".join(words)


def _word(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    parts = [
        part if part.lower() not in _SMALL or not place else part.lower()
        for place, part in enumerate(word.split("-"))
    ]
    return "-".join(_capital(part) for part in parts)


def _capital(part: str) -> str:
    lower = part.lower()
    if lower in _SMALL and part == lower:
        return lower
    if lower.startswith("'"):
        return lower
    return f"IJ{lower[2:]}" if lower.startswith("ij") else lower[:1].upper() + lower[1:]
