# SPDX-License-Identifier: EUPL-1.2
"""Classes of the map, and the areas of which the class is in doubt."""

from __future__ import annotations

import pytest

from gemengd.figures.palette import contrast
from gemengd.monitor.published import map_classes
from gemengd.monitor.published.map_classes import classes
from monitor import made

SIDE = {f"{1011 + i}": made.square(120_000 + 1000 * i, 480_000) for i in range(4)}


def cell(*shares, **more):
    areas = tuple(made.area(f"{1011 + i}", focal_share=share, **more) for i, share in enumerate(shares))
    return made.cell(areas=areas, shapes=SIDE, schools=(made.school(),))


def doubts(of):
    used = classes(of)
    return used.step, [used.doubtful(row) for row in of.areas]


def test_an_area_beside_a_border_is_in_doubt_and_one_in_the_middle_is_not():
    step, found = doubts(cell(0.08, 0.149, 0.38, 0.53, pupils=400.0))
    assert step == 0.15
    assert found == [False, True, False, False]


def test_the_outer_borders_are_no_borders():
    _, found = doubts(cell(0.001, 0.999, pupils=400.0))
    assert found == [False, False]


def test_a_larger_area_is_sooner_sure():
    assert doubts(cell(0.08, 0.13, pupils=100.0))[1][1]
    assert not doubts(cell(0.08, 0.13, pupils=100_000.0))[1][1]


@pytest.mark.parametrize("status", ["expected_from_area", "from_residents"])
def test_nothing_is_said_of_an_estimate(status):
    assert doubts(cell(0.08, 0.149, 0.38, status=status))[1] == [False, False, False]


def test_the_hatching_is_seen_on_every_colour():
    of = cell(0.05, 0.2, 0.35, 0.5, pupils=400.0)
    used = classes(of)
    assert all(contrast(used.ink(row), used.colours[used.number(row)]) >= 3 for row in of.areas)


@pytest.mark.parametrize("margin", [0.01, 0.03, 0.08, 0.2])
def test_classes_are_as_wide_as_the_uncertainty(margin):
    shares = [i / 100 for i in range(3, 61)]
    step = map_classes.class_width(shares, [margin] * len(shares))
    assert step >= 2 * margin
    assert len({map_classes.class_of(share, step) for share in shares}) <= 5


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_every_share_has_a_class_also_the_last(share):
    for step in map_classes.STEPS:
        assert 0 <= map_classes.class_of(share, step) < 1 / step + 1
