# SPDX-License-Identifier: EUPL-1.2
"""Find a municipality by what a person types."""

from __future__ import annotations

import difflib
import unicodedata

from gemengd.tables import Workspace


class UnknownMunicipality(LookupError):  # noqa: N818 - said as the reader would say it
    """No municipality of the monitor has this name or code."""


def find_municipality(workspace: Workspace, text: str) -> str:
    """The code of the municipality that is meant.

    Args:
        workspace: a workspace with a built monitor.
        text: code (`GM0363`, `363`) or name, in any case, with or without accents and apostrophes.

    Returns:
        The municipality code.

    Raises:
        UnknownMunicipality: naming the nearest names.
    """
    places = workspace.monitor("places").select("municipality_id", "name").unique().sort("name")
    codes: dict[str, str] = dict(places.iter_rows())
    if (code := municipality_code(text)) in codes:
        return code
    by_name = {plain(name): code for code, name in codes.items()}
    asked = plain(text)
    if asked in by_name:
        return by_name[asked]
    near = difflib.get_close_matches(asked, by_name, n=3, cutoff=0.5)
    hint = ", ".join(f"{codes[by_name[name]]} ({by_name[name]})" for name in near)
    raise UnknownMunicipality(
        f"There is no municipality '{text}' in the monitor. "
        + (f"Did you mean {hint}? " if hint else "")
        + "`gemengd monitor list` names them all."
    )


def municipality_code(text: str) -> str:
    """The code that is meant by `GM0363`, `gm363` or `363`; empty when it is none."""
    digits = text.strip().upper().removeprefix("GM")
    return f"GM{int(digits):04d}" if digits.isdecimal() else ""


def plain(text: str) -> str:
    """A name without capitals, accents, spaces and signs, so that spellings of it are alike."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
