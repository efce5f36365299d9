# SPDX-License-Identifier: EUPL-1.2
"""Method, words and accessibility."""

from __future__ import annotations

from html import unescape

import pytest

from gemengd.monitor.published.definitions import definitions
from gemengd.monitor.speech import language
from gemengd.web.published.selectors import shown


@pytest.mark.parametrize(("prefix", "code"), [("", "nl"), ("/en", "en")])
def test_every_definition_of_the_monitor_stands_there_under_its_anchor(get, prefix, code):
    page = unescape(get(f"{prefix}/methode/").content.decode())
    for each in definitions({}, language(code)):
        assert f'id="{each.anchor}"><dt>{each.name}</dt><dd>{each.text}</dd>' in page


def test_every_link_to_a_definition_arrives(get):
    import re

    page = get("/gemeente/GM9901/").content.decode()
    method = get("/methode/").content.decode()
    anchors = set(re.findall(r'href="/methode/#([\w-]+)"', page))
    assert anchors
    for anchor in anchors:
        assert f'id="{anchor}"' in method


def test_sources_carry_licence_and_date(get):
    manifest = shown().monitor.manifest
    page = unescape(get("/methode/").content.decode())
    for source in manifest["sources"]:
        for words in (source["title"], source["publisher"], source["licence"], "1 oktober 2025"):
            assert words in page
    assert f"Versie {shown().version} van de gegevens" in page


def test_the_glossary_explains_the_groups_and_why_a_figure_is_missing(get):
    page = unescape(get("/en/methode/begrippen/").content.decode())
    kind = shown().monitor.characteristics["parental_education"]
    assert kind.focal_label["en"] in page
    assert "too few pupils to publish" in page
    assert "Margin of uncertainty" in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/toegankelijkheid/", "geen verklaring in het landelijke register"),
        ("/en/toegankelijkheid/", "No statement about this site stands in the national register"),
    ],
)
def test_the_accessibility_page_is_honest(get, address, said):
    assert said in get(address).content.decode()
