# SPDX-License-Identifier: EUPL-1.2
"""The figures of a school, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.figures.figure import Figure, by_key, make
from gemengd.monitor.figure.basis import basis_of
from gemengd.monitor.figure.school import beside, homes, nearby
from gemengd.monitor.published.school import School
from gemengd.monitor.speech import language

KINDS = by_key(beside.KIND, homes.KIND, nearby.KIND)


def school_figures(
    school: School, code: str, *, keys: Sequence[str] = tuple(KINDS), draw: bool = True, wide: bool = True
) -> list[Figure]:
    """The figures of a school.

    Args:
        school: as `gemengd.monitor.published.school.school_at` gives it.
        code: language code, `nl` or `en`.
        keys: which figures, by default all.
        draw: False to leave the pictures out.
        wide: False to leave the pictures for wide screens out.

    Returns:
        The figures in the order of `keys`.
    """
    lang, basis = language(code), basis_of(school.cell, pupils=school.pupils, schools=None)
    return [make(KINDS[key], school, basis, lang, draw=draw, wide=wide) for key in keys]
