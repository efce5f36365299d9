# SPDX-License-Identifier: EUPL-1.2
"""A drawing in pixels that becomes a Vega-Lite specification.

Positions are computed here and not by Vega's axes: labels stand beside what they name, a picture has the
same lay-out in both languages, and an SVG costs half the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gemengd.figures.palette import FONT, GREY, INK, TEXT

Spec = dict[str, Any]
Datum = dict[str, Any]
T = TypeVar("T")

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def _raw(name: str) -> Spec:
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


@dataclass
class Drawing:
    """Marks on a sheet; marks of one style become one layer, in the order in which styles first appear.

    Args:
        width: width of the sheet in pixels.
        height: height of the sheet in pixels.
    """

    width: float
    height: float
    layers: dict[str, tuple[Spec, Spec, list[Datum]]] = field(default_factory=dict)

    def _put(self, mark: Spec, encoding: Spec, *data: Datum) -> None:
        key = json.dumps([mark, sorted(encoding)])
        self.layers.setdefault(key, (mark, encoding, []))[2].extend(data)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        align: str = "left",
        color: str = INK,
        weight: int = 400,
        size: float = TEXT,
    ) -> None:
        """A line of text whose middle is at height `y`."""
        mark = {
            "type": "text",
            "align": align,
            "baseline": "middle",
            "color": color,
            "fontSize": size,
            "fontWeight": weight,
        }
        self._put(
            mark, {"x": _raw("x"), "y": _raw("y"), "text": {"field": "t"}}, {"x": r(x), "y": r(y), "t": text}
        )

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None,
        stroke: str | None = None,
        shape: str = "circle",
        width: float = 1.5,
        about: Datum | None = None,
    ) -> None:
        """A dot (or other shape) with the given radius; `about` names what it stands for."""
        mark = {
            "type": "point",
            "shape": shape,
            "filled": False,
            "fill": fill or "transparent",
            "stroke": stroke or "transparent",
            "strokeWidth": width,
            "opacity": 1,
        }
        encoding = {
            "x": _raw("x"),
            "y": _raw("y"),
            "size": {"field": "s", "type": "quantitative", "scale": None},
        }
        self._put(mark, encoding, {"x": r(x), "y": r(y), "s": r(3.14159 * radius**2), **(about or {})})

    def rule(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        color: str = GREY,
        width: float = 1,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A straight line."""
        mark: Spec = {"type": "rule", "color": color, "strokeWidth": width, "strokeCap": "butt"}
        if dash:
            mark["strokeDash"] = list(dash)
        encoding = {"x": _raw("x"), "y": _raw("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        self._put(mark, encoding, {"x": r(x), "y": r(y), "x2": r(x2), "y2": r(y2)})

    def box(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        fill: str,
        stroke: str | None = None,
        radius: float = 0,
    ) -> None:
        """A rectangle between two corners."""
        mark: Spec = {"type": "rect", "fill": fill, "cornerRadius": radius}
        if stroke:
            mark |= {"stroke": stroke, "strokeWidth": 1}
        encoding = {"x": _raw("x"), "y": _raw("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        self._put(mark, encoding, {"x": r(x), "y": r(y), "x2": r(x2), "y2": r(y2)})

    def line(
        self,
        points: list[tuple[float, float]],
        *,
        color: str,
        width: float,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A line through points."""
        mark: Spec = {"type": "line", "color": color, "strokeWidth": width, "interpolate": "linear"}
        if dash:
            mark["strokeDash"] = list(dash)
        self._path(mark, {"x": _raw("x"), "y": _raw("y")}, [{"x": r(x), "y": r(y)} for x, y in points])

    def area(self, points: list[tuple[float, float, float]], *, fill: str) -> None:
        """A band between two heights: (x, y low, y high)."""
        encoding = {"x": _raw("x"), "y": _raw("y"), "y2": {"field": "y2"}}
        data = [{"x": r(x), "y": r(low), "y2": r(high)} for x, low, high in points]
        self._path({"type": "area", "fill": fill, "opacity": 1}, encoding, data)

    def _path(self, mark: Spec, encoding: Spec, data: list[Datum]) -> None:
        # Every path is a layer of its own: Vega joins all points of a layer.
        self.layers[f"path {len(self.layers)}"] = (mark, encoding, data)

    def shape(self, feature: Spec, *, fill: str, stroke: str, width: float = 0.6, dash: bool = False) -> None:
        """A polygon in sheet coordinates, as a GeoJSON feature."""
        mark: Spec = {"type": "geoshape", "clip": False, "fill": fill, "stroke": stroke, "strokeWidth": width}
        if dash:
            mark["strokeDash"] = [2, 2]
        self._put(mark, {}, feature)

    def spec(self) -> Spec:
        """The Vega-Lite specification."""
        return {
            "$schema": SCHEMA,
            "width": self.width,
            "height": round(self.height),
            "padding": 1,
            "autosize": "none",
            "background": None,
            "config": {"aria": False, "font": FONT, "view": {"stroke": None}},
            "layer": [_layer(*layer) for layer in self.layers.values()],
        }


def _layer(mark: Spec, encoding: Spec, data: list[Datum]) -> Spec:
    layer: Spec = {"data": {"values": data}, "mark": mark, "encoding": encoding}
    if mark["type"] == "geoshape":
        layer["projection"] = {"type": "identity", "scale": 1, "translate": [0, 0]}
    return layer


def r(value: float) -> float:
    """A position to a tenth of a pixel."""
    return round(float(value), 1)


def fit(text: str, pixels: float, size: float = TEXT) -> str:
    """Text cut with an ellipsis so that it fits; widths are those of a wide sans letter."""
    room = int(pixels / (size * 0.56))
    return text if len(text) <= room else text[: max(room - 1, 1)].rstrip() + "…"


def unbroken(series: Iterable[T], year: Callable[[T], int]) -> list[list[T]]:
    """The parts of a series in which no year is missing, so that no line runs over a gap.

    Args:
        series: the points, by year ascending.
        year: gives the year of a point.
    """
    parts: list[list[T]] = []
    for point in series:
        if parts and year(point) == year(parts[-1][-1]) + 1:
            parts[-1].append(point)
        else:
            parts.append([point])
    return parts
