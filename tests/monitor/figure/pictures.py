# SPDX-License-Identifier: EUPL-1.2
"""What is drawn, found in a specification."""

from __future__ import annotations

from typing import Any


def marks(spec: dict[str, Any], kind: str, **style: Any) -> list[dict[str, Any]]:
    """The data of all layers with this mark and style."""
    chosen = [x for x in spec["layer"] if x["mark"]["type"] == kind and style.items() <= x["mark"].items()]
    return [datum for layer in chosen for datum in layer["data"]["values"]]


def texts(spec: dict[str, Any]) -> list[str]:
    """The texts in a picture."""
    return [datum["t"] for datum in marks(spec, "text")]
