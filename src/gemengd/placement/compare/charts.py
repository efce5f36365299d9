# SPDX-License-Identifier: EUPL-1.2
"""A chart of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from gemengd.placement.compare.comparing import Comparison

SHOWN = ("first_choice", "top_three", "unplaced")
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def chart(found: Comparison, labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A Vega-Lite specification: shares of children by rule set and group, with the spread over the draws.

    Position and shape tell rule sets apart, so that no reader depends on colour.

    Args:
        found: the comparison.
        labels: what to write in place of the words of the tables ("first_choice", a group, …; "everybody"
            for the rows without a group).
    """
    words = dict(labels or {})
    rows = found.outcomes.filter(pl.col("measure").is_in(SHOWN))
    rows = rows.with_columns(pl.col("group").fill_null("everybody"))
    shown = rows.with_columns(pl.col("rules", "group", "measure").replace(words)).drop("sd", "draws")
    names = [words.get(one, one) for one in found.names]
    # Positions are compared, not lengths: the axis need not begin at nothing.
    axis = {"title": None, "axis": {"format": "~%", "tickCount": 3}, "scale": {"zero": False, "nice": True}}
    spread = {"x": {"field": "low", "type": "quantitative", **axis}, "x2": {"field": "high"}}
    rules = {"field": "rules", "type": "nominal", "sort": names, "title": None}
    return {
        "$schema": SCHEMA,
        "data": {"values": shown.to_dicts()},
        "facet": {
            "row": {
                "field": "measure",
                "sort": [words.get(one, one) for one in SHOWN],
                "title": None,
                "header": {
                    "labelOrient": "top",
                    "labelAngle": 0,
                    "labelAnchor": "start",
                    "labelFontSize": 13,
                },
            },
            "column": {"field": "group", "title": None},
        },
        "spec": {
            "width": 160,
            "height": {"step": 22},
            "encoding": {"y": rules},
            "layer": [
                {"mark": "rule", "encoding": spread},
                {
                    "mark": {"type": "point", "filled": True, "size": 70},
                    "encoding": {
                        "x": {"field": "value", "type": "quantitative", **axis},
                        "shape": {**rules, "legend": None},
                    },
                },
            ],
        },
        "resolve": {"scale": {"x": "independent"}},
        "config": {
            "font": "Noto Sans, system-ui, sans-serif",
            "axis": {"labelFontSize": 12, "labelLimit": 200},
        },
    }
