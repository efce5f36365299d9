# SPDX-License-Identifier: EUPL-1.2
"""The characteristics by which pupils are told apart, and which group each index looks at."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Characteristic:
    """A way to tell pupils apart.

    Attributes:
        name: as in the column `characteristic`.
        role: `social` when segregation is measured by it, `count` when it only counts.
        label: language code to label.
        groups: group name to (language code to label), in natural order; empty when any group may occur.
        focal: the groups whose separation from all other known groups is measured.
        unknown: the groups that are left out of every index.
        focal_label: language code to a name for the pupils in the focal groups.
        ordered: True when the groups have an order.
    """

    name: str
    role: str
    label: Mapping[str, str]
    groups: Mapping[str, Mapping[str, str]]
    focal: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    focal_label: Mapping[str, str] | None = None
    ordered: bool = False

    def group_label(self, group: str, language: str) -> str:
        """The label of a group; its own name where none was given."""
        return self.groups.get(group, {}).get(language, group)


@cache
def known_characteristics() -> dict[str, Characteristic]:
    """The characteristics of `characteristics.toml`, by name."""
    text = files("gemengd.tables").joinpath("characteristics.toml").read_text(encoding="utf-8")
    return parse_characteristics(tomllib.loads(text))


def parse_characteristics(definitions: Mapping[str, Mapping[str, Any]]) -> dict[str, Characteristic]:
    """Definitions in the form of `characteristics.toml` to `Characteristic` objects.

    Raises:
        ValueError: a social characteristic has no focal group, or a focal group is not among the groups.
    """
    return {name: _parse(name, definition) for name, definition in definitions.items()}


def _parse(name: str, definition: Mapping[str, Any]) -> Characteristic:
    groups = definition.get("groups", {})
    focal, unknown = tuple(definition.get("focal", ())), tuple(definition.get("unknown", ()))
    role = definition.get("role", "social")
    label = definition.get("label") or {"nl": name, "en": name}
    if role == "social" and not focal:
        raise ValueError(
            f"characteristic '{name}': found no focal group, expected 'focal' to name at least one group"
        )
    strange = [group for group in focal if groups and group not in groups]
    if strange:
        raise ValueError(
            f"characteristic '{name}': found focal group {strange[0]!r}, expected one of {list(groups)}"
        )
    focal_label = definition.get("focal_label") or {
        language: ", ".join(groups.get(group, {}).get(language, group) for group in focal)
        for language in ("nl", "en")
    }
    return Characteristic(
        name, role, label, groups, focal, unknown, focal_label, bool(definition.get("ordered"))
    )
