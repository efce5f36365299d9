# SPDX-License-Identifier: EUPL-1.2
"""The keys a mapping file may have, and what is said of the ones that are wrong."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from gemengd.sources.opening.delimited import SEPARATORS
from gemengd.tables.characteristics import known_characteristics, parse_characteristics
from gemengd.tables.findings import Finding

_FIELD = ("column", "value", "values", "otherwise")
KEYS: dict[str, tuple[str, ...]] = {
    "": ("layout", "source", "file", "pupils", "school", "home", "characteristics"),
    "source": ("id", "title", "publisher", "licence", "attribution", "reference_date"),
    "file": ("delimiter", "encoding", "sheet", "header_row", "not_read"),
    "pupils": ("year", "count", "total", "track", "stage", "markers", "rounded_to"),
    "school": ("id", "name", "municipality", "sector", "board", "denomination", "x", "y"),
    "home": ("area", "kind", "unknown"),
    "field": _FIELD,
    "characteristic": (*_FIELD, "definition"),
    "wide": ("columns", "rest", "definition"),
}
"""Table of the mapping file (or kind of table) to the keys it may have."""


class MappingKeys:
    """Reads keys out of a mapping and keeps a finding for each that is not as it should be."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def find(self, key: str, found: str, expected: str, mend: str | None = None) -> None:
        """Keep a finding about the key, written with dots (`school.id`)."""
        self.findings.append(Finding(key, found, expected, file=self.file, mend=mend))

    def known(self, table: dict[str, Any], where: str, kind: str | None = None) -> None:
        """Find the keys that the table may not have."""
        allowed = KEYS[kind or where]
        for key in table:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                mend = f"Did you mean '{near[0]}'?" if near else None
                name = f"{where}.{key}" if where else key
                self.find(name, "an unknown key", f"one of {', '.join(allowed)}", mend)

    def table(self, parent: dict[str, Any], key: str, where: str = "") -> dict[str, Any]:
        """The table under a key, empty when absent."""
        found = parent.get(key, {})
        name = f"{where}.{key}" if where else key
        if not isinstance(found, dict):
            self.find(name, repr(found), "a table of keys and values")
            return {}
        if not where and key in KEYS:
            self.known(found, key)
        return found

    def required(self, table: dict[str, Any], name: str) -> None:
        """Find a key that is absent."""
        if name.rsplit(".", 1)[-1] not in table:
            self.find(name, "nothing", "this key")

    def choice(self, table: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
        """One of a few words; the first of them when it is wrong, so that the reading can go on."""
        found = table.get(name.rsplit(".", 1)[-1])
        if found in choices:
            return str(found)
        self.find(name, "nothing" if found is None else repr(found), f"one of {', '.join(choices)}")
        return choices[0]

    def text(self, table: dict[str, Any], name: str, *, required: bool = False) -> str:
        """A text, empty when absent."""
        found = table.get(name.rsplit(".", 1)[-1])
        if isinstance(found, str) and (found.strip() or not required):
            return found
        if found is not None or required:
            self.find(name, "nothing" if found in (None, "") else repr(found), "a text in quotes")
        return ""

    def texts(self, table: dict[str, Any], name: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        found = table.get(name.rsplit(".", 1)[-1], [])
        many = [found] if isinstance(found, str) else found
        if isinstance(many, list) and all(isinstance(one, str) for one in many):
            return tuple(many)
        self.find(name, repr(found), "a text in quotes, or a list of them")
        return ()

    def number(self, table: dict[str, Any], name: str) -> int | None:
        """A whole number of 1 or more, None when absent."""
        found = table.get(name.rsplit(".", 1)[-1])
        if found is None or (type(found) is int and found >= 1):
            return found
        self.find(name, repr(found), "a whole number of 1 or more")
        return None

    def delimiter(self, table: dict[str, Any]) -> str | None:
        """The delimiter of a CSV file."""
        found = table.get("delimiter")
        if found is None or found in SEPARATORS:
            return found
        self.find("file.delimiter", repr(found), 'one of ";", ",", "\\t" (tab), "|"')
        return None

    def groups(self, name: str, targets: tuple[str, ...], definition: dict[str, Any] | None) -> None:
        """Find groups that the characteristic does not have, or a definition that is missing or double."""
        where, known = f"characteristics.{name}", known_characteristics()
        if definition is None and name not in known:
            near = get_close_matches(name, known, 1)
            mend = f"Did you mean '{near[0]}'? " if near else ""
            mend += f"Or say what it is under [{where}.definition] (label, focal, groups)."
            self.find(where, "a characteristic that is not known", f"one of {', '.join(known)}", mend)
            return
        if definition is not None and name in known:
            mend = "Take another name, or leave the definition out."
            self.find(
                f"{where}.definition", "a second definition", "none: this characteristic is known", mend
            )
            return
        allowed = self._allowed(where, name, definition)
        for target in targets:
            if allowed and target not in (*allowed, "?", ""):
                self.find(where, f"group {target!r}", f"one of {', '.join(allowed)}")

    def _allowed(self, where: str, name: str, definition: dict[str, Any] | None) -> tuple[str, ...]:
        if definition is None:
            return tuple(known_characteristics()[name].groups)
        try:
            return tuple(parse_characteristics({name: definition})[name].groups)
        except (ValueError, AttributeError, TypeError) as error:
            self.find(f"{where}.definition", str(error), "a definition as in characteristics.toml")
            return ()
