# SPDX-License-Identifier: EUPL-1.2
"""The figures of a comparison of municipalities, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.figures.figure import Basis, Figure, by_key, make
from gemengd.monitor.figure.basis import basis_of
from gemengd.monitor.figure.comparison import changes, differences, levels, trends
from gemengd.monitor.published.comparison import Comparison
from gemengd.monitor.speech import language

KINDS = by_key(levels.KIND, differences.KIND, trends.KIND, changes.KIND)
OF_ONE_YEAR = (levels.KIND.key, differences.KIND.key)
"""The figures that have something to show where there is one school year."""


def comparison_figures(
    comparison: Comparison,
    code: str,
    *,
    keys: Sequence[str] = tuple(KINDS),
    draw: bool = True,
    wide: bool = True,
) -> list[Figure]:
    """The figures of a comparison.

    Args:
        comparison: as `gemengd.monitor.published.comparison.compared` gives it.
        code: language code, `nl` or `en`.
        keys: which figures, by default all.
        draw: False to leave the pictures out.
        wide: False to leave the pictures for wide screens out.

    Returns:
        The figures in the order of `keys`.
    """
    lang, basis = language(code), comparison_basis(comparison)
    return [make(KINDS[key], comparison, basis, lang, draw=draw, wide=wide) for key in keys]


def comparison_basis(comparison: Comparison) -> Basis:
    """What the figures of a comparison rest on: all its places together."""
    return basis_of(
        comparison.cell,
        pupils=comparison.pupils,
        schools=comparison.schools,
        definitions=(comparison.indicator,),
    )
