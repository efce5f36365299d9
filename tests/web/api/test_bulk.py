# SPDX-License-Identifier: EUPL-1.2
"""The files: they say what the API says, their descriptions fit them, and they come whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
import warnings
from pathlib import Path

import csvw
import polars as pl
import pytest

from gemengd.web.api.data.resources import RESOURCES
from gemengd.web.api.files import bulk
from gemengd.web.published.selectors import shown

NAMES = [resource.name for resource in RESOURCES]


@pytest.fixture
def download(client, site):
    """The content of a file."""

    def download(name: str) -> bytes:
        response = client.get(f"/bestanden/{name}")
        assert response.status_code == 200, name
        assert response["Access-Control-Allow-Origin"] == "*"
        return b"".join(response.streaming_content)

    return download


@pytest.fixture
def folder(site):
    return bulk.files(shown())


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_the_csv_says_what_the_api_says(download, rows, name):
    header, *lines = read(download(f"{name}.csv"))
    asked = rows(name)
    assert header == list(asked[0])
    for line, row in zip(lines, asked, strict=True):
        assert [_value(text, value) for text, value in zip(line, row.values(), strict=True)] == [
            *row.values()
        ]


def _value(text, like):
    if text == "" or isinstance(like, bool):
        return {"": None, "true": True, "false": False}[text]
    return type(like)(text) if like is not None else text


def test_the_parquet_says_what_the_api_says(download, rows):
    for name in ("indicatoren", "schoolcijfers"):
        assert pl.read_parquet(io.BytesIO(download(f"{name}.parquet"))).to_dicts() == rows(name)


def test_a_csv_is_utf_8_with_the_line_ends_of_its_standard(download):
    content = download("gemeenten.csv")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    content.decode("utf-8")


def test_a_csv_names_its_description_and_that_its_data_are_invented(client, site):
    response = client.get("/bestanden/gemeenten.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Link"].startswith('<gemeenten.csv-metadata.json>; rel="describedby"')
    assert response["Content-Disposition"] == 'attachment; filename="gemengd-fictief-gemeenten.csv"'
    assert set(response["Cache-Control"].split(", ")) == {"max-age=300", "public"}
    response.getvalue()
    again = client.get("/bestanden/gemeenten.csv", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", NAMES)
def test_the_description_of_a_csv_is_valid_and_its_rows_fit_it(folder, name):
    table = csvw.CSVW(str(folder / f"{name}.csv"), validate=True)
    assert table.is_valid, table.warnings
    assert len(list(table.tables[0].iterdicts())) > 0


def test_a_csv_that_does_not_fit_its_description_is_found(folder, tmp_path):
    shutil.copy(folder / "gemeenten.csv-metadata.json", tmp_path)
    text = (folder / "gemeenten.csv").read_text(encoding="utf-8")
    (tmp_path / "gemeenten.csv").write_text(text.replace("true", "misschien"), encoding="utf-8", newline="")
    with warnings.catch_warnings():
        # The package gathers warnings to judge by.
        warnings.simplefilter("always")
        assert not csvw.CSVW(str(tmp_path / "gemeenten.csv"), validate=True).is_valid


def test_every_column_is_described_in_two_languages_with_unit_null_and_source(download):
    described = json.loads(download("schoolcijfers.csv-metadata.json"))
    columns = {column["name"]: column for column in described["tableSchema"]["columns"]}
    for column in columns.values():
        assert [one["@language"] for one in column["dc:description"]] == ["nl", "en"]
        assert column["null"] == ""
        assert column["dc:source"] == "Voorbeeldregio (fictief)"
    assert columns["leerlingen"]["schema:unitText"] == "leerlingen"
    assert columns["jaar"]["datatype"] == "gYear"
    assert described["dc:license"]["@id"].startswith("https://creativecommons.org/publicdomain/zero/")
    assert "bestaan niet" in described["dc:type"][0]["@value"]


def test_the_files_of_a_version_are_made_once(download, folder):
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    for name in NAMES:
        download(f"{name}.csv")
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == made


def test_a_full_disk_leaves_nothing_behind_and_the_next_try_succeeds(site, settings, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    root = Path(settings.GEMENGD_SITE_DATA) / "bulk"
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "_write_text", full)
        with pytest.raises(OSError, match="No space"):
            bulk.files(shown())
    assert list(root.iterdir()) == []
    assert (bulk.files(shown()) / "catalogus.ttl").exists()


def test_two_processes_at_once_leave_one_whole_folder(site, settings, monkeypatch):
    write = bulk._write

    def another_is_first(now, beside):
        write(now, beside)
        monkeypatch.setattr(bulk, "_write", write)
        bulk.files(now)

    monkeypatch.setattr(bulk, "_write", another_is_first)
    folder = bulk.files(shown())
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert (folder / "maten.csv").exists()


def test_files_of_another_publisher_replace_the_earlier(folder, settings):
    settings.GEMENGD_CONTACT = "someone-else@example.org"
    newer = bulk.files(shown())
    assert newer != folder
    assert not folder.exists()
    assert "someone-else@example.org" in (newer / "catalogus.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["flows.csv", "../site.sqlite3", "gemeenten.xlsx", "catalogus.csv", "%2e%2e/x.csv"]
)
def test_what_is_no_table_is_not_found(client, site, name):
    assert client.get(f"/bestanden/{name}").status_code == 404


@pytest.mark.parametrize(("path", "word"), [("/bestanden/", "Scholen"), ("/en/bestanden/", "Schools")])
def test_the_page_lists_every_file_with_the_meaning_of_its_columns(client, site, path, word):
    response = client.get(path)
    assert response.status_code == 200
    text = response.content.decode()
    assert word in text
    for resource in RESOURCES:
        for suffix in (".csv", ".parquet", ".csv-metadata.json"):
            assert f'href="/bestanden/{resource.name}{suffix}"' in text
        assert f'id="{resource.name}"' in text
