# SPDX-License-Identifier: EUPL-1.2
"""Other names by which people know a municipality than the one in the register."""

from __future__ import annotations

ALIASES: dict[str, tuple[str, ...]] = {
    "GM0518": ("Den Haag", "The Hague"),
    "GM0796": ("Den Bosch",),
    "GM0737": ("Tietjerksteradeel",),
    "GM1900": ("Zuidwest-Friesland", "Sneek"),
    "GM1940": ("De Friese Meren", "Joure"),
    "GM1970": ("Noordoost-Friesland", "Dokkum"),
}
"""Code of a municipality to its other names: in another spelling or language, or of its main town."""
