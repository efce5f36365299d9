# SPDX-License-Identifier: EUPL-1.2
"""What a visitor sees when the database or the disk fails, and that the site recovers by itself."""

from __future__ import annotations

import errno

import pytest
from django.db import OperationalError
from django.test import Client


@pytest.fixture
def visitor(site):
    """A browser that shows pages of errors as a visitor sees them."""
    return Client(raise_request_exception=False)


def test_without_a_database_the_page_says_so_and_comes_back(visitor, monkeypatch):
    def lost(*_args, **_kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr("django.db.backends.utils.CursorWrapper.execute", lost)
        answer = visitor.get("/gemeente/GM9901/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "De database antwoordt niet" in answer.text
    assert visitor.get("/gemeente/GM9901/").status_code == 200


@pytest.mark.parametrize(
    "problem",
    [OSError(errno.ENOSPC, "No space left on device"), OperationalError("database or disk is full")],
)
def test_a_full_disk_is_called_that(visitor, monkeypatch, problem):
    def full(*_args, **_kwargs):
        raise problem

    monkeypatch.setattr("gemengd.web.monitor.views.municipality.render", full)
    answer = visitor.get("/gemeente/GM9901/")
    assert answer.status_code == 507
    assert "schijf" in answer.text


def test_an_error_of_ours_says_nothing_about_itself(visitor, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("gemengd.web.monitor.views.municipality.render", broken)
    answer = visitor.get("/gemeente/GM9901/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Hier ging iets mis" in answer.text
