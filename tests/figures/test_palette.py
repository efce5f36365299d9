# SPDX-License-Identifier: EUPL-1.2
"""Colours that can be seen and told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gemengd.figures import palette
from gemengd.figures.palette import contrast, luminance


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["INK", "QUIET", "ACCENT_TEXT"])
@pytest.mark.parametrize("ground", ["PAPER", "BAND", "#f3f7f8", "#fdf3d8"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(name, ground):
    colour = getattr(palette, name)
    assert contrast(colour, getattr(palette, ground, ground)) >= 4.5


@pytest.mark.parametrize("colour", ["ACCENT", "SECOND", "GREY", "INK"])
def test_graphics_have_a_contrast_of_at_least_three(colour):
    assert contrast(getattr(palette, colour), palette.PAPER) >= 3


@pytest.mark.parametrize("colour", palette.GROUPS)
def test_colours_of_groups_are_seen(colour):
    assert contrast(colour, palette.PAPER) >= 3


def test_the_shades_of_the_map_run_from_light_to_dark_in_clear_steps():
    shades = [luminance(shade) for shade in palette.SEQUENTIAL]
    assert all(light - dark > 0.04 for light, dark in pairwise(shades))


def test_the_two_parts_of_a_bar_differ_for_every_kind_of_colour_blindness():
    teal, brown = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (palette.ACCENT, palette.SECOND))
    # Blue against yellow-brown is seen by protanopes and deuteranopes: the blue channels lie far apart.
    assert abs(teal[2] - brown[2]) > 80
