# SPDX-License-Identifier: EUPL-1.2
"""The colours of the site: enough contrast, the same as in the pictures, and all in one stylesheet."""

import re
from pathlib import Path

import pytest

from gemengd.figures import palette as charts_palette
from gemengd.figures.palette import contrast

WEB = Path(__file__).parents[2] / "src/gemengd/web"
THEME = WEB / "frame/static/gemengd/theme.css"
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
WORDS, SIGNS = 4.5, 3.0
"""Contrast that WCAG 2.2 asks for: of text (1.4.3), and of edges and signs (1.4.11)."""

TEXT_ON_GROUND = [
    ("--gm-ink", "--gm-paper"),
    ("--gm-ink", "--gm-wash"),
    ("--gm-quiet", "--gm-paper"),
    ("--gm-quiet", "--gm-wash"),
    ("--gm-accent", "--gm-paper"),
    ("--gm-accent", "--gm-wash"),
    ("--gm-accent", "--gm-accent-wash"),
    ("--gm-accent", "--gm-notice"),
    ("--gm-accent-dark", "--gm-paper"),
    ("--gm-paper", "--gm-accent"),
    ("--gm-notice-ink", "--gm-notice"),
    ("--gm-ink", "--gm-notice"),
    ("--gm-error", "--gm-paper"),
    ("--gm-error", "--gm-error-wash"),
    ("--gm-accent", "--gm-error-wash"),
]
SIGN_ON_GROUND = [
    ("--gm-edge", "--gm-paper"),
    ("--gm-notice-line", "--gm-notice"),
    ("--gm-error", "--gm-error-wash"),
    ("--gm-focus", "--gm-paper"),
    ("--gm-focus", "--gm-notice"),
]


@pytest.fixture(scope="module")
def tokens() -> dict[str, str]:
    """Our tokens; where a token takes over another, the colour that we gave to that one."""
    before_contrast = THEME.read_text(encoding="utf-8").split("@media")[0]
    return dict(TOKEN.findall(before_contrast))


def colour(tokens: dict[str, str], name: str) -> str:
    value = tokens[name]
    taken = re.fullmatch(r"var\((--[a-z0-9-]+), (#[0-9a-f]{3,6})\)", value)
    if taken:
        value = tokens.get(taken[1], taken[2])
    digits = value.removeprefix("#")
    return f"#{digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)}"


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(tokens, text, ground):
    assert contrast(colour(tokens, text), colour(tokens, ground)) >= WORDS


@pytest.mark.parametrize(("sign", "ground"), SIGN_ON_GROUND)
def test_edges_and_the_focus_can_be_seen(tokens, sign, ground):
    assert contrast(colour(tokens, sign), colour(tokens, ground)) >= SIGNS


def test_a_pale_colour_would_not_pass(tokens):
    assert contrast("#cccccc", colour(tokens, "--gm-paper")) < SIGNS


@pytest.mark.parametrize(
    ("token", "of_pictures"),
    [("--gm-ink", "INK"), ("--gm-quiet", "QUIET"), ("--gm-accent", "ACCENT"), ("--gm-line", "FAINT")],
)
def test_pages_and_pictures_have_the_same_colours(tokens, token, of_pictures):
    assert colour(tokens, token) == getattr(charts_palette, of_pictures)


def test_a_token_falls_back_on_the_colour_of_our_theme(tokens):
    fallbacks = {
        name: re.fullmatch(r"var\((--[a-z0-9-]+), (#[0-9a-f]{3,6})\)", value)
        for name, value in tokens.items()
        if name.startswith("--gm-") and "#" in value and value.startswith("var(")
    }
    assert fallbacks
    differing = {
        name: found[2]
        for name, found in fallbacks.items()
        if found and tokens.get(found[1], found[2]) != found[2]
    }
    assert differing == {}


def test_colours_stand_in_the_theme_alone():
    ours = [path for path in WEB.glob("*/static/gemengd/*.css") if path.name != "theme.css"]
    assert ours
    found = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")) for path in ours}
    assert {name: colours for name, colours in found.items() if colours} == {}
