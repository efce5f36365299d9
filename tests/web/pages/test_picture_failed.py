# SPDX-License-Identifier: EUPL-1.2
"""A picture that breaks the library off: the site lives, and a sentence stands in its place."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gemengd.figures.pool import PictureFailed
from gemengd.monitor.reporting.page import _picture
from gemengd.monitor.speech import language
from gemengd.web.monitor import council
from gemengd.web.monitor.topics import Topic

SVG = "/gemeente/GM9901/figuur/level.svg"


@pytest.fixture
def hostile(site, monkeypatch):
    """Every figure has a name with a sign that aborts vl-convert."""
    made = Topic.figure

    def with_a_sign(topic, key):
        figure = made(topic, key)
        spec = json.loads(json.dumps(figure.spec).replace("Oosterhaven", "Ooster\\u0001haven"))
        return replace(figure, spec=_named(spec), wide=None)

    monkeypatch.setattr(Topic, "figure", with_a_sign)
    return made


def _named(spec):
    text = {"mark": {"type": "text"}, "data": {"values": [{"t": "De\x01Weefspoel"}]}}
    return spec | {"layer": [*spec["layer"], text | {"encoding": {"text": {"field": "t"}}}]}


@pytest.mark.parametrize("address", [SVG, f"{SVG}?breed=1", "/gemeente/GM9901/figuur/level.png"])
def test_a_sentence_stands_in_the_place_of_the_picture(client, hostile, address):
    answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Content-Type"] == "image/svg+xml"
    assert "Deze figuur kon niet worden getekend. De cijfers staan in de tabel." in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_the_process_that_answers_lives_and_draws_the_next_one(client, hostile, monkeypatch):
    client.get(SVG)
    monkeypatch.setattr(Topic, "figure", hostile)
    answer = client.get("/gemeente/GM9902/figuur/level.svg")
    assert answer.status_code == 200
    assert answer.text.startswith("<svg")


def test_a_document_is_made_without_the_pictures_that_fail(client, hostile):
    answer = client.get("/gemeente/GM9901/raad.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_a_document_that_cannot_be_made_is_told_on_a_page(client, site, monkeypatch):
    def broken(*_args, **_kwargs):
        raise PictureFailed("the process ended with -6")

    monkeypatch.setattr(council, "write_pdf", broken)
    answer = client.get("/gemeente/GM9901/raad.pdf")
    assert answer.status_code == 503
    assert "Dit document kon niet worden gemaakt" in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_the_report_says_so_too():
    spec = {
        "data": {"values": [{"t": "\x01"}]},
        "mark": "text",
        "encoding": {"text": {"field": "t"}},
    }
    said = _picture(language("nl"), spec, "a name")
    assert (
        said == '<p class="missing">Deze figuur kon niet worden getekend. De cijfers staan in de tabel.</p>'
    )
