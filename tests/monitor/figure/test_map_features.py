# SPDX-License-Identifier: EUPL-1.2
"""The map as data: no counts, and nothing of what is hidden."""

from __future__ import annotations

import json

import pytest

from gemengd.monitor.figure.map_features import map_features
from gemengd.monitor.speech import language
from monitor import made

NL = language("nl")


SIDE = {f"{1011 + i}": made.square(120_000 + 1000 * i, 480_000) for i in range(4)}


def test_features_hold_no_counts_and_leave_out_what_has_no_place():
    of = made.cell(
        areas=(made.area("1011", pupils=411.0), made.area("1019")),
        shapes=SIDE,
        schools=(made.school(pupils=217.0), made.school("00AB00", x=None)),
    )
    found = map_features(of, NL)
    assert [each["properties"]["id"] for each in found["features"]] == ["1011", "00AA00"]
    properties = [json.dumps(each["properties"]) for each in found["features"]]
    assert not any(count in text for count in ("411", "217") for text in properties)
    assert found["features"][1]["geometry"]["coordinates"] == pytest.approx((4.88, 52.31), abs=0.02)


def test_hidden_areas_have_neither_class_nor_colour():
    of = made.cell(
        areas=(made.area("1011", focal_share=None, status="too_few_to_publish"), made.area("1012")),
        shapes=SIDE,
    )
    hidden = map_features(of, NL)["features"][0]["properties"]
    assert hidden["class"] is hidden["colour"] is None
    assert hidden["words"] == "Geen cijfers: te weinig leerlingen om te tonen."
