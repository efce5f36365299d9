# SPDX-License-Identifier: EUPL-1.2
"""The log as a file to keep: the same events, for who may read them."""

from __future__ import annotations

import io

import docx
import pytest

from gemengd.web.events.services import record
from gemengd.web.membership.views import log

ADDRESS = "/organisatie/logboek/logboek."


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("txt", b"Wat er")])
def test_it_can_be_had_in_three_forms(people, browser, form, start):
    answer = browser(people.administrator).get(ADDRESS + form)
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="logboek.{form}"'


def test_it_says_what_the_page_says(people, browser, board):
    record("role_changed", actor=people.administrator, organisation=board, subject="1")
    written = docx.Document(io.BytesIO(browser(people.administrator).get(ADDRESS + "docx").content))
    [table] = written.tables
    said = [cell.text for cell in table.rows[1].cells]
    assert said[1:] == [
        "Een lid heeft een andere rol gekregen",
        "Stichting Oost",
        str(people.administrator.pk),
    ]


def test_it_holds_nothing_of_other_organisations(people, browser, board, other_board):
    record("role_changed", organisation=other_board)
    record("joined", organisation=board)
    text = browser(people.administrator).get(ADDRESS + "txt").text
    assert "lid geworden" in text or "Iemand" in text
    assert "andere rol" not in text


def test_it_is_no_longer_than_said(people, browser, board, monkeypatch):
    monkeypatch.setattr(log, "MOST", 2)
    for _ in range(4):
        record("joined", organisation=board)
    written = docx.Document(io.BytesIO(browser(people.administrator).get(ADDRESS + "docx").content))
    assert len(written.tables[0].rows) == 3


def test_there_is_no_other_form(people, browser):
    assert browser(people.administrator).get(ADDRESS + "exe").status_code == 404


def test_a_reader_may_not_have_it(people, browser):
    assert browser(people.reader).get(ADDRESS + "pdf").status_code == 403


def test_it_speaks_english_at_the_english_address(people, browser):
    assert browser(people.administrator).get("/en" + ADDRESS + "txt").text.startswith("What happened")
