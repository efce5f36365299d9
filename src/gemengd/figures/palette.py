# SPDX-License-Identifier: EUPL-1.2
"""The colours and sizes of every picture; safe for colour blindness, with contrast that a test guards."""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1d2a33"
"""Text."""
QUIET = "#56646e"
"""Text of less weight."""
ACCENT = "#0b5a78"
"""The one accent: the number that the figure is about."""
ACCENT_TEXT = "#0b5a78"
SECOND = "#a4621b"
"""Set beside the accent only where two parts are told apart (teal against brown)."""
GREY = "#7b8790"
"""Lines and dots that must be seen (3:1)."""
FAINT = "#d9dfe3"
"""Ground that may be missed without losing anything."""
BAND = "#dcebf0"
"""The band of uncertainty or of a mirror; its edges are drawn in GREY where they carry meaning."""
SEQUENTIAL = ("#e6f3ec", "#b3dccd", "#6fb9b4", "#2f889f", "#0b4f75")
"""Blue-green, light to dark, for shares."""
GROUPS = ("#0b5a78", "#a4621b", "#6b6f9c", "#4d8076", "#8a6d7b", "#5b6770")
"""Neutral hues for groups of people, in order of appearance."""

FONT = "Noto Sans, system-ui, sans-serif"
TEXT = 12.5
"""Size of text in pixels; the narrow pictures are 300 pixels wide and shown at 288 or more."""
NARROW, WIDE = 300, 640


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2), 0-1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), 1-21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
