# SPDX-License-Identifier: EUPL-1.2
"""Segregation of schools told apart into housing, sorting and mixing, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Texts
from gemengd.measure.table.arithmetic import ratio, totals_by
from gemengd.measure.table.keys import Keys, first_seen, key_codes, row_order, scrambled
from gemengd.measure.table.reading import Names, counts, names_of, read, refuse_clash, refuse_nulls
from gemengd.measure.table.status import FRACTIONAL_COUNTS, NO_PUPILS, OK, ONE_AREA, ONE_GROUP, ONE_UNIT
from gemengd.numeric.arrays import Floats, Integers

TERMS = ("total", "housing", "sorting", "mixing")
RESULTS = ("term", "estimate", "se", "share", "units", "areas", "pupils", "status")


def residential(
    frame: Any, *, unit: Names, area: Names, group: str, pupils: str, by: Names = ()
) -> pl.DataFrame:
    """How much of the segregation of schools is housing, and how much is choice.

    I(S;G) = I(B;G) + I(S;G|B) − I(B;G|S): the mutual information of school and group is that of home area
    and group (housing), plus what schools add inside areas (sorting), less what schools undo by mixing areas
    (mixing). Exact for any counts, fractions included; nothing is simulated.

    Args:
        frame: one row per count of pupils by unit, area and group (and `by`).
        unit: column or columns that name the school.
        area: column or columns that name the home area.
        group: column that names the group.
        pupils: column with the number of pupils.
        by: columns whose combinations are the cells.

    Returns:
        Four rows per cell, `term` "total", "housing", "sorting" and "mixing", in nats, so that total =
        housing + sorting − mixing; `se` (delta method), `share` of the total, `units`, `areas`, `pupils`
        and `status`.

    Raises:
        ValueError, TypeError: as for `indices`.
    """
    cells, units, areas = names_of(by), names_of(unit), names_of(area)
    refuse_clash(cells, RESULTS)
    table = read(frame, (*cells, *units, *areas, group, pupils))
    refuse_nulls(table, (*units, *areas, group))
    values = counts(table, pupils)
    keys = [key_codes(table, names) for names in (cells, units, areas, (group,))]
    return _tidy(keys[0].values, _Parts(keys, values))


class _Parts:
    """Per row of the table the four local terms; per cell their means, errors and sizes."""

    def __init__(self, keys: Sequence[Keys], pupils: Floats) -> None:
        order = row_order(keys, pupils)
        kept = order[pupils[order] > 0.0]
        self.pupils, self.size = pupils[kept], keys[0].size
        self.cell, self.unit, self.area, self.group = (key.codes[kept].astype(np.int64) for key in keys)
        self.N = self._sum(self.pupils)
        self.units, self.areas, self.groups = (
            self._distinct(codes) for codes in (self.unit, self.area, self.group)
        )
        self.fractional = self._sum((self.pupils != np.floor(self.pupils)).astype(np.float64)) > 0.0
        self.terms = self._terms()

    def _sum(self, weights: Floats) -> Floats:
        return totals_by(self.cell, weights, self.size)

    def _distinct(self, codes: Integers) -> Integers:
        """Number of different codes in each cell."""
        _, rows = _joined(self.cell, codes)
        return np.bincount(self.cell[rows], minlength=self.size)

    def _total(self, *codes: Integers) -> Floats:
        """For each row the pupils of its cell that share its codes."""
        place, size = self.cell, self.size
        for code in codes:
            place, rows = _joined(place, code)
            size = rows.size
        return totals_by(place, self.pupils, size)[place]

    def _surprise(self, *codes: Integers) -> Floats:
        joint, margin = self._total(*codes, self.group), self._total(*codes)
        return np.asarray(np.log(joint * self.N[self.cell] / (margin * self._total(self.group))))

    def _terms(self) -> tuple[Floats, ...]:
        school, home = self._surprise(self.unit), self._surprise(self.area)
        both = self._surprise(self.unit, self.area)
        return school, home, both - home, both - school

    def estimate(self, term: int) -> Floats:
        return ratio(self._sum(self.pupils * self.terms[term]), np.where(self.groups > 1, self.N, 0.0))

    def error(self, term: int, mean: Floats) -> Floats:
        squares = self._sum(self.pupils * (self.terms[term] - mean[self.cell]) ** 2)
        whole = (self.groups > 1) & ~self.fractional
        return ratio(np.sqrt(squares), np.where(whole, self.N, 0.0))

    def status(self) -> Texts:
        status = np.full(self.size, OK, dtype=object)
        status[self.fractional] = FRACTIONAL_COUNTS
        status[self.areas == 1] = ONE_AREA
        status[self.units == 1] = ONE_UNIT
        status[self.groups == 1] = ONE_GROUP
        status[self.groups == 0] = NO_PUPILS
        return status


def _joined(place: Integers, code: Integers) -> tuple[Integers, Integers]:
    """Number the different pairs of two codes; return the number of every row and a row of every pair."""
    pair = place * (int(code.max(initial=0)) + 1) + code
    codes, rows = first_seen(scrambled(pair), pair.view(np.uint64))
    return codes.astype(np.int64), rows


def _tidy(keys: pl.DataFrame, parts: _Parts) -> pl.DataFrame:
    rows = np.repeat(np.arange(parts.size), len(TERMS))
    estimates = np.stack([parts.estimate(term) for term in range(len(TERMS))])
    errors = np.stack([parts.error(term, estimates[term]) for term in range(len(TERMS))])
    total = np.where(estimates[0] > 0.0, estimates[0], np.nan)
    return keys[rows].with_columns(
        pl.Series("term", list(TERMS) * parts.size, dtype=pl.String),
        pl.Series("estimate", estimates.T.ravel(), nan_to_null=True),
        pl.Series("se", errors.T.ravel(), nan_to_null=True),
        pl.Series("share", (estimates / total).T.ravel(), nan_to_null=True),
        pl.Series("units", parts.units[rows], dtype=pl.Int64),
        pl.Series("areas", parts.areas[rows], dtype=pl.Int64),
        pl.Series("pupils", parts.N[rows]),
        pl.Series("status", parts.status()[rows].tolist(), dtype=pl.String),
    )
