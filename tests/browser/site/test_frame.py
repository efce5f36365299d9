# SPDX-License-Identifier: EUPL-1.2
"""What is around every page: links that work, a language that follows the address; and the print."""

from __future__ import annotations

import re

import pytest

from browser.site.listed import CHOICE
from browsing import overflow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_link_of_header_menu_and_footer_answers(visit, prefix):
    page = visit(f"{prefix}/toegankelijkheid/")
    frame = "header a, footer a, nav a"
    addresses = page.eval_on_selector_all(frame, "links => links.map(link => link.href)")
    assert len(set(addresses)) >= 10
    for address in set(addresses):
        response = page.request.get(address)
        assert response.status == 200, address
        if anchor := address.partition("#")[2]:
            assert f'id="{anchor}"' in response.text()


@pytest.mark.parametrize("role", ["editor", "keeper"])
def test_every_link_that_a_member_sees_answers(visit, visitors, role):
    page = visit("/organisatie/", storage_state=visitors.state(role))
    addresses = page.eval_on_selector_all("header a, main a", "links => links.map(link => link.href)")
    assert {page.request.get(address).status for address in set(addresses)} == {200}


@pytest.mark.parametrize(("path", "language"), [("/", "nl"), ("/en/", "en"), ("/gemeente/GM9901/", "nl")])
@pytest.mark.parametrize("locale", ["en-US", "nl-NL"])
def test_the_language_is_that_of_the_address_and_not_of_the_browser(visit, path, language, locale):
    page = visit(path, locale=locale)
    assert page.locator("html").get_attribute("lang") == language
    decimal = page.locator("main").inner_text()
    assert ("of every 100" in decimal) is (language == "en")
    assert ("van de 100" in decimal) is (language == "nl")


@pytest.mark.parametrize(
    "path",
    [
        "/gemeente/GM9901/?sector=vo&kenmerk=origin&jaar=2021",
        f"/gemeente/GM9901/figuur/trend/?{CHOICE}",
        "/vergelijken/?gemeente=GM9901&gemeente=GM9903&sector=vo&kenmerk=origin&index=D&vanaf=2021&jaar=2024",
        "/kaart/?sector=vo&kenmerk=origin&jaar=2021&gemeente=GM9901",
        "/zoeken/?q=montessori",
    ],
)
def test_the_other_language_keeps_the_choices(visit, path):
    page = visit(path)
    chosen = page.eval_on_selector_all(".gm-choices select", "all => all.map(one => one.value)")
    page.locator("a[data-language]").click()
    page.wait_for_url("**/en/**")
    assert page.url.endswith(f"/en{path}")
    assert page.eval_on_selector_all(".gm-choices select", "all => all.map(one => one.value)") == chosen
    page.locator("a[data-language]").click()
    page.wait_for_url(re.compile(r"^(?!.*/en/)"))
    assert page.url.endswith(path)


def test_the_other_language_opens_at_the_same_place(visit):
    page = visit("/methode/#sources")
    page.locator("a[data-language]").click()
    page.wait_for_url("**/en/methode/#sources")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_of_a_municipality_prints_on_two_sides_of_a4(visit, prefix):
    printed = visit(f"{prefix}/gemeente/GM9901/?{CHOICE}").pdf(prefer_css_page_size=True)
    sides = re.findall(rb"/Type /Page\n", printed)
    sizes = re.findall(rb"/MediaBox \[([^\]]+)\]", printed)
    assert len(sides) == len(sizes) == 2
    for size in sizes:
        assert [float(part) for part in size.split()] == pytest.approx([0, 0, 595.28, 841.89], abs=1)


@pytest.mark.parametrize(
    "path", ["/vergelijken/?gemeente=GM9901&gemeente=GM9902", "/kaart/?gemeente=GM9901", "/"]
)
def test_long_names_in_a_choice_do_not_widen_a_narrow_page(visit, path):
    """The country has longer names than the example region."""
    page = visit(path, 320)
    page.evaluate(
        """() => document.querySelectorAll("select").forEach(select =>
             select.add(new Option("migratieachtergrond van de ouders (indeling tot en met 2022)")))"""
    )
    assert overflow(page) <= 0
