# SPDX-License-Identifier: EUPL-1.2
"""The document for a council."""

from __future__ import annotations

import contextlib
import re
import zlib
from html import unescape

import pytest
from django.test import RequestFactory
from django.utils import translation

from gemengd.figures.pool import write_pdf
from gemengd.monitor.figure.municipality import FIRST, PLACES
from gemengd.web.monitor import council
from gemengd.web.monitor.places import place_topic
from gemengd.web.published.selectors import shown

ADDRESS = "/gemeente/GM9901/raad.pdf"


@pytest.fixture
def topic(site):
    return place_topic(RequestFactory().get("/"), shown(), "GM9901")


def unpacked(pdf):
    """The document with its packed objects beside it, so that they can be searched."""
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


@pytest.mark.parametrize("code", ["GM9901", "GM9902", "GM9903"])
def test_the_document_is_tagged_and_has_two_sides_at_most(get, code):
    response = get(f"/gemeente/{code}/raad.pdf")
    assert response["Content-Type"] == "application/pdf"
    document = unpacked(response.content)
    assert b"/StructTreeRoot" in document
    assert re.search(rb"/Marked\s+true", document)
    assert re.search(rb"/Lang\s*\(nl\)", document)
    assert b"pdfuaid:part" in document
    assert len(re.findall(rb"/Type\s*/Page\b", document)) in (1, 2)


def test_it_says_what_the_page_says(topic):
    text = unescape(council.council_html(topic))
    for one in topic.figures((*FIRST, *PLACES)):
        for sentence in one.figure.said.sentences:
            assert sentence in text


def test_it_speaks_the_language_of_its_address(site):
    with translation.override("en"):
        text = council.council_html(place_topic(RequestFactory().get("/"), shown(), "GM9901"))
    assert '<html lang="en">' in text
    assert "Municipality of Oosterhaven" in text


def test_it_is_made_once(get, monkeypatch):
    first = get(ADDRESS).content
    monkeypatch.setattr(council, "_written", lambda _: pytest.fail("made again"))
    assert get(ADDRESS).content == first


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "picture:indices", "picture:../x"]
)
def test_nothing_but_its_own_pictures_is_fetched(topic, url):
    page = f"<html lang='nl'><title>x</title><img alt='there is none' src='{url}'>"
    document = unpacked(write_pdf(page, dict(council._pictures(topic))))
    assert b"/StructTreeRoot" in document
    assert b"/Subtype /Image" not in document
    assert b"/XObject <<>>" in document or b"/XObject" not in document


def test_it_gets_smaller_until_it_fits(topic, monkeypatch):
    tried = []
    html = council.council_html

    def long(topic, density="roomy"):
        tried.append(density)
        if density == "roomy":
            return "<html lang='nl'><title>x</title><p style='height: 900mm'>" + "x<br>" * 400
        return html(topic, density)

    monkeypatch.setattr(council, "council_html", long)
    council._written(topic)
    assert tried == ["roomy", "dense"]
