# SPDX-License-Identifier: EUPL-1.2
"""The address that a watching program asks."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from django.db import OperationalError
from django.utils import timezone

from gemengd.web.work.models import SILENT, Job, Worker
from gemengd.web.work.selectors import PATIENCE

ADDRESS = "/gezond/"
NO_WORK = "werker: geen\noudste wachtende werk: geen\n"


@pytest.fixture
def workspace_folder(example_workspace, tmp_path):
    """A copy, as it is broken here."""
    return Path(shutil.copytree(example_workspace, tmp_path / "workspace"))


def test_all_is_well(client, site):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.text.splitlines()) == (
        200,
        ["goed", "werker: geen", "oudste wachtende werk: geen"],
    )


def test_nobody_keeps_the_answer_and_nobody_is_followed(client, site):
    answer = client.get(ADDRESS)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_it_is_answered_without_https_and_without_the_proxy(client, site, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(ADDRESS).status_code == 200
    assert client.get("/").status_code == 301


def test_without_a_published_version(client, db):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.text) == (503, "niets gepubliceerd\n" + NO_WORK)


def test_without_a_database(client, site, monkeypatch):
    def lost(*_args, **_kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr("django.db.backends.utils.CursorWrapper.execute", lost)
        answer = client.get(ADDRESS)
    assert (answer.status_code, answer.text) == (503, "database\n")


def _cut_off(folder):
    path = folder / "frames" / "indicators.parquet"
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _of_another_format(folder):
    path = folder / "protected.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 2', '"format": 0'), encoding="utf-8")


DAMAGES = {
    "gone": shutil.rmtree,
    "description unreadable": lambda folder: (folder / "protected.json").write_text("{", encoding="utf-8"),
    "description gone": lambda folder: (folder / "protected.json").unlink(),
    "format": _of_another_format,
    "cut off": _cut_off,
    "empty": lambda folder: (folder / "frames" / "schools.parquet").write_bytes(b""),
    "no parquet": lambda folder: (folder / "tables" / "areas.parquet").write_text("area_id;name\n" * 99),
    "a table gone": lambda folder: (folder / "tables" / "shapes.parquet").unlink(),
    "other columns": lambda folder: pl.DataFrame({"x": [1]}).write_parquet(
        folder / "tables" / "schools.parquet"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_without_the_published_version_on_the_disk(client, site, workspace_folder, damage):
    assert client.get(ADDRESS).status_code == 200
    damage(workspace_folder / "published" / str(site.version))
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.text) == (503, "gegevens\n" + NO_WORK)


def test_it_reads_no_rows_and_a_second_look_reads_nothing(client, site, monkeypatch):
    def read(*_args, **_kwargs):
        raise AssertionError("everybody may ask this, so it may cost next to nothing")

    monkeypatch.setattr(pl, "read_parquet", read)
    assert client.get(ADDRESS).status_code == 200
    monkeypatch.setattr(pl, "read_parquet_schema", read)
    monkeypatch.setattr("gemengd.monitor.protected._described", read)
    assert client.get(ADDRESS).status_code == 200


def test_what_is_mended_is_seen(client, site, workspace_folder):
    path = workspace_folder / "published" / str(site.version) / "frames" / "areas.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-4])
    assert client.get(ADDRESS).status_code == 503
    path.write_bytes(whole)
    assert client.get(ADDRESS).status_code == 200


def test_it_says_since_when_work_gets_done_and_waits(client, site):
    asked = timezone.now() - timedelta(hours=1)
    Job.objects.create(kind="build", asked=asked)
    Worker.objects.create(host="here", pid=1, slots=1)
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert f"werker: sinds {timezone.localtime():%Y-%m-%d}" in answer.text
    assert f"oudste wachtende werk: sinds {timezone.localtime(asked):%Y-%m-%d %H:%M}" in answer.text


def test_work_that_waits_while_nobody_does_it_is_not_well(client, site):
    Job.objects.create(kind="build", asked=timezone.now() - PATIENCE + timedelta(minutes=1))
    assert client.get(ADDRESS).status_code == 200
    Job.objects.update(asked=timezone.now() - PATIENCE - timedelta(seconds=1))
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.text.splitlines()[0]) == (503, "werk")
    Worker.objects.create(host="here", pid=1, slots=1, heard=timezone.now() - SILENT * 2)
    assert client.get(ADDRESS).status_code == 503
