# SPDX-License-Identifier: EUPL-1.2
"""Cells, views and frames made by hand; loaded by the tests beside it with `runpy`."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import shapely

from gemengd.monitor.frames import FRAMES, conform
from gemengd.monitor.published.view import Cell, Number, Peer, View
from gemengd.numeric.calibration import Calibration
from gemengd.tables import known_characteristics

YEAR = 2025
SOURCE = {
    "id": "made",
    "title": "Made by hand",
    "publisher": "nobody",
    "licence": "CC0-1.0",
    "attribution": "Source: hand",
    "reference_date": "2025-10-01",
    "notes": ["nothing"],
}


def number(
    indicator: str = "D", estimate: float | None = 0.31, se: float | None = 0.01, **more: Any
) -> Number:
    """An indicator with an interval of twice its standard error; a counted D with its calibration."""
    values = {"year": YEAR, "units": 14, "pupils": 3210.0, "status": "ok"} | more
    if estimate is not None and se is not None:
        least = -1.0 if indicator in ("D_change", "D_choice") else 0.0
        values = {"low": max(estimate - 2 * se, least), "high": min(estimate + 2 * se, 1)} | values
        if indicator == "D_change":
            values = {"p_value": math.erfc(abs(estimate) / se / math.sqrt(2))} | values
        if indicator == "D" and values["status"] == "ok":
            known = calibration(values.get("expected") or 0.0, se)
            values = {"p_value": 0.0, "calibration": known, "level": known.level(estimate)} | values
    return Number(indicator, estimate=estimate, se=se, **values)


def calibration(chance: float = 0.05, error: float = 0.01) -> Calibration:
    """What D reads when chance and level add up as the sides of a right angle, with one error."""
    levels = tuple(step / 20 for step in range(21))
    means = tuple(math.sqrt(chance**2 + level**2 * (1 - chance**2)) for level in levels)
    return Calibration(levels, means, tuple(error for _ in levels))


def school(school_id: str = "00AA00", **more: Any) -> dict[str, Any]:
    """A row of the frame `schools`."""
    row = dict.fromkeys(FRAMES["schools"].fields)
    return row | {
        "year": YEAR, "school_id": school_id, "name": f"School {school_id}", "sector": "po", "pupils": 200.0,
        "focal_share": 0.4, "own_share": 0.3, "near_share": 0.35, "reference": "own", "difference": 0.1,
        "verdict": "mirror", "status": "ok", "near_schools": 3, "x": 120_050.0, "y": 480_050.0,
    } | more  # fmt: skip


def area(area_id: str = "1011", **more: Any) -> dict[str, Any]:
    """A row of the frame `areas`, with its name."""
    row = dict.fromkeys(FRAMES["areas"].fields)
    return row | {
        "year": YEAR, "area_id": area_id, "pupils": 300.0, "focal_share": 0.3, "status": "ok",
        "area_name": f"Area {area_id}", "x": 120_000.0, "y": 480_000.0,
    } | more  # fmt: skip


def group(name: str, share: float | None, **more: Any) -> dict[str, Any]:
    """A row of the frame `groups`."""
    values = {"year": YEAR, "group": name, "share": share, "pupils": share and share * 1000, "known": True}
    return values | {"status": "ok"} | more


def square(x: float, y: float, size: float = 1000) -> bytes:
    """A square area as WKB, metres in EPSG:28992."""
    return shapely.to_wkb(shapely.box(x, y, x + size, y + size))


def cell(*numbers: Number, characteristic: str = "parental_education", **more: Any) -> Cell:
    """A cell with these indicators; by default a dissimilarity of 0.31."""
    given = numbers or (number(),)
    years = tuple(sorted({each.year for each in given if each.indicator == "D"})) or (YEAR,)
    values = {"source": "hand"} | more
    return Cell(
        "GM0001",
        "Teststad",
        "po",
        known_characteristics()[characteristic],
        years,
        {(each.year, each.indicator): each for each in given},
        **values,
    )


def full_cell(**more: Any) -> Cell:
    """A cell in which every figure has something to show."""
    years = [
        number(year=year, estimate=0.31 - 0.01 * i, expected=0.05, pupils=3210.0)
        for i, year in enumerate(range(2020, YEAR + 1))
    ]
    numbers = [
        *years,
        number("D_nearest", 0.2), number("D_choice", 0.06), number("D_residence", 0.22),
        number("D_change", -0.05, units=5, low=-0.07, high=-0.03),
        number("M_total", 0.1), number("M_housing", 0.07),
        number("M_sorting", 0.05), number("M_mixing", 0.02),
        number("share_nearest", 0.44), number("share_outside_area", 0.5), number("share_leaving", 0.02),
        number("share_outside_municipality", 0.03), number("distance", 0.8), number("distance:low", 0.7),
        number("distance:high", 0.9), number("H", 0.1), number("M", 0.06), number("isolation", 0.4),
    ]  # fmt: skip
    values: dict[str, Any] = {
        "schools": (school("00AA00"), school("00AB00", focal_share=0.1, own_share=0.4, difference=-0.3,
                                             verdict="no_mirror", x=121_500.0)),
        "areas": (area("1011"), area("1012", focal_share=0.1), area("1013", focal_share=None, pupils=None,
                                                                    status="too_few_to_publish")),
        "shapes": {"1011": square(120_000, 480_000), "1012": square(121_000, 480_000)},
        "groups": (group("high", 0.4), group("low", 0.3), group("middle", 0.3)),
        "peers": (Peer("GM0002", "Andermeer", 1, number(estimate=0.2)),
                  Peer("GM0003", "Elders", 2, number())),
    }  # fmt: skip
    return cell(*numbers, **values | more)


def view(*cells: Cell, fictional: bool = False) -> View:
    """A view with these cells."""
    chosen = cells or (full_cell(fictional=fictional),)
    places = tuple(
        {"sector": "po", "year": year, "pupils": 3210, "schools": 14, "name": "Teststad"}
        for year in (2020, YEAR)
    )
    manifest = {
        "fictional": fictional,
        "sources": [SOURCE],
        "join_rates": [],
        "monitor": {"settings": {"publication_threshold": 10, "mirror_points": 20.0}},
    }
    return View("GM0001", "Teststad", places, chosen, manifest, 3)


def frames(
    schools: list[tuple[float, float]], areas: list[tuple[float, float]] = (), **more: Any
) -> dict[str, pl.DataFrame]:
    """The monitor's frames of one municipality from (pupils, focal pupils) per school and per area."""
    key = {"municipality_id": "GM0001", "sector": "po", "year": YEAR, "characteristic": "parental_education"}
    total, focal = sum(t for t, _ in schools), sum(a for _, a in schools)
    rows = {
        "places": [key | {"name": "Teststad", "pupils": int(total), "pupils_high": int(total),
                          "schools": len(schools)}],
        "groups": [
            key | {"group": name, "pupils": count, "low": count, "high": count,
                   "share": count / max(total, 1),
                   "known": True, "basis": more.get("basis", "observed"), "status": more.get("status", "ok")}
            for name, count in (("low", focal), ("high", total - focal))
        ],
        "coverage": [key | {"pupils": total, "pupils_used": total, "basis": more.get("basis", "observed")}],
        "indicators": [
            key | {"indicator": "D", "estimate": 0.31234, "se": 0.01234, "low": 0.29, "high": 0.34,
                   "expected": 0.05678, "p_value": 0.0, "units": len(schools), "pupils": total,
                   "status": more.get("status", "ok")},
            *(key | row for row in more.get("indicators", ())),
        ],
        "calibrations": [
            key | {"indicator": "D", "true": level, "mean": mean, "error": 0.01234}
            for level, mean in zip(calibration().levels, calibration(0.05678).means, strict=True)
        ],
        "schools": [
            key | {"school_id": f"S{i}", "name": f"S{i}", "pupils": t, "focal_pupils": a, "local": 0.1,
                   "focal_share": a / t if t else None, "own_share": 0.31234, "near_share": 0.3,
                   "difference": 0.123,
                   "contribution_M": 0.01, "contribution_D": 0.02, "log_ratio": 0.5, "probability": 0.5,
                   "reference": "own", "verdict": "mirror", "area_id": "A0",
                   "status": more.get("status", "ok")}
            for i, (t, a) in enumerate(schools)
        ],
        "areas": [
            key | {"area_id": f"A{i}", "level": "pc4", "pupils": t, "focal_share": a / t if t else None,
                   "status": more.get("status", "ok")}
            for i, (t, a) in enumerate(areas)
        ],
        "flows": [key | row for row in more.get("flows", ())],
        "peers": [],
    }  # fmt: skip
    return {
        name: conform(name, pl.DataFrame(part, infer_schema_length=None)) if part else _empty(name)
        for name, part in rows.items()
    }


def _empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema=FRAMES[name].dtypes)
