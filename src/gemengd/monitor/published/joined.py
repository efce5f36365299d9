# SPDX-License-Identifier: EUPL-1.2
"""How well the sources fit together, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gemengd.figures.table import Row
from gemengd.language.language import Language, mark
from gemengd.monitor.labels import SECTORS, sector_name
from gemengd.tables import Characteristic, joins

JOIN_WORDS = {
    joins.SCHOOL_LISTED: mark("school is in a list of schools"),
    joins.SCHOOL_POINT: mark("school has a point"),
    joins.AREA_SHAPE: mark("home area has a shape"),
    joins.AREA_POINT: mark("home area has a point"),
    joins.AREA_RESIDENTS: mark("home area has residents in {residents_year}"),
    joins.AREA_SHARE: mark("home area has a known share by {characteristic} in {residents_year}"),
}


def joined(
    rates: Iterable[Row], places: Iterable[Row], characteristics: Mapping[str, Characteristic], lang: Language
) -> list[dict[str, Any]]:
    """The join rates of the last year of each sector.

    Args:
        rates: the manifest's `join_rates`.
        places: rows of the frame `places`; they tell which year is the last.
        characteristics: name to characteristic.
        lang: the language.

    Returns:
        The rates with `what` and `sector` in words.
    """
    known = list(places)
    last = {
        sector: max(row["year"] for row in known if row["sector"] == sector)
        for sector in SECTORS
        if any(row["sector"] == sector for row in known)
    }
    of_last = [row for row in rates if last.get(row["sector"]) == row["year"]]
    return [_in_words(row, characteristics, lang) for row in of_last]


def _in_words(row: Row, characteristics: Mapping[str, Characteristic], lang: Language) -> dict[str, Any]:
    name = row.get("characteristic")
    known = characteristics.get(name) if name else None
    characteristic = lang.pick(known.label, known.name) if known else name
    words = lang.say(
        JOIN_WORDS[row["what"]], characteristic=characteristic, residents_year=row.get("residents_year")
    )
    return row | {"what": words, "sector": sector_name(row["sector"], lang)}
