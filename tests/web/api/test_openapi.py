# SPDX-License-Identifier: EUPL-1.2
"""The description of the API obeys our Spectral rules; a description that breaks them is found out."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gemengd.web.api.data.resources import RESOURCES

REPOSITORY = Path(__file__).resolve().parents[3]
SPECTRAL = REPOSITORY / "build" / "npm" / "node_modules" / ".bin" / "spectral"
RULES = Path(__file__).with_name("spectral.yaml")


@pytest.fixture
def document(ask):
    return ask("openapi.json")


@pytest.fixture(scope="module")
def spectral() -> str:
    """The linter, as `scripts/assets --dev` fetches it."""
    found = shutil.which("spectral", path=str(SPECTRAL.parent))
    if found is None:
        reason = "spectral is not there; run scripts/assets --dev"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must not skip: {reason}")
        pytest.skip(reason)
    return found


@pytest.fixture
def lint(spectral, tmp_path):
    """Lint documents; the names of the rules that each breaks."""

    def lint(*documents):
        paths = [tmp_path / f"{number}.json" for number in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_text(json.dumps(document), encoding="utf-8")
        command = [spectral, "lint", "--ruleset", str(RULES), "--format", "json", "--quiet", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode in (0, 1), done.stderr
        findings = json.loads(done.stdout)
        return [
            sorted({found["code"] for found in findings if Path(found["source"]) == path}) for path in paths
        ]

    return lint


def operation(document, name):
    return document["paths"][f"/{name}"]["get"]


def rename(document, name, path):
    document["paths"][path] = document["paths"].pop(f"/{name}")


def with_kebab_query(document):
    parameters = operation(document, "maten")["parameters"]
    next(one for one in parameters if one["name"] == "pageSize")["name"] = "page-size"


def with_plain_error(document):
    content = operation(document, "maten")["responses"]["404"]["content"]
    content["application/json"] = content.pop("application/problem+json")


BREAKING = {
    "nl-no-trailing-slash": lambda d: rename(d, "gemeenten", "/gemeenten/"),
    "nl-kebab-case-path": lambda d: rename(d, "leerlingaantallen", "/leerlingAantallen"),
    "nl-plural-resource": lambda d: rename(d, "groepen", "/groep"),
    "nl-no-version-in-path": lambda d: rename(d, "gebieden", "/v1/gebieden"),
    "nl-version-header": lambda d: operation(d, "maten")["responses"]["200"]["headers"].clear(),
    "nl-contact": lambda d: d["info"]["contact"].pop("email"),
    "nl-major-version-in-server": lambda d: d["servers"][0].update(url="https://gemengd.example/api"),
    "nl-camel-case-query": with_kebab_query,
    "nl-problem-json": with_plain_error,
    "nl-problem-members": lambda d: d["components"]["schemas"]["Problem"]["properties"].pop("title"),
    "nl-bad-request": lambda d: operation(d, "maten")["responses"].pop("400"),
    "nl-no-422": lambda d: operation(d, "maten")["responses"].update({"422": {"description": "x"}}),
    "nl-semver": lambda d: d["info"].update(version="1.0"),
    "nl-describes-itself": lambda d: d["paths"].pop("/openapi.json"),
    "nl-http-methods": lambda d: d["paths"]["/maten"].update(trace=operation(d, "maten")),
    "nl-parameter-description": lambda d: operation(d, "stromen")["parameters"][0].pop("description"),
    "nl-examples": lambda d: operation(d, "stromen")["responses"]["200"]["content"]["application/json"].pop(
        "examples"
    ),
}
"""Every rule of ours, and how a description would break it."""


def test_the_description_breaks_no_rule_and_every_broken_rule_is_found(document, lint):
    broken, newer = copy.deepcopy(document), {**document, "openapi": "3.1.0"}
    for change in BREAKING.values():
        change(broken)
    found, of_the_broken, of_the_newer = lint(document, broken, newer)
    assert found == []
    assert set(BREAKING) <= set(of_the_broken)
    assert "nl-openapi-3-0" in of_the_newer


def test_every_rule_has_a_control():
    rules = set(re.findall(r"^  (nl-[a-z0-9-]+):$", RULES.read_text(encoding="utf-8"), re.MULTILINE))
    assert rules == {*BREAKING, "nl-openapi-3-0"}


def test_every_table_is_described_with_its_columns_and_filters(document):
    assert document["openapi"] == "3.0.3"
    for resource in RESOURCES:
        operation = document["paths"][f"/{resource.name}"]["get"]
        assert operation["summary"] == resource.title["nl"]
        asked = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        assert asked == {*resource.filters, "page", "pageSize", "sort", "fields"}
        described = document["components"]["schemas"][resource.item]["properties"]
        assert list(described) == [column.name for column in resource.columns]
        assert all(one.get("description") for one in described.values())


def test_the_address_and_the_contact_are_those_of_the_installation(document):
    assert document["servers"][0]["url"] == "https://gemengd.example/api/v1"
    assert document["info"]["contact"]["email"] == "open-data@example.org"


def test_nothing_in_the_description_is_left_undescribed(document):
    assert not [name for name in document["components"]["schemas"] if name.endswith("Serializer")]
    for path, item in document["paths"].items():
        assert set(item) == {"get"}, path
        assert set(item["get"]["responses"]) >= {"200", "400", "404", "406", "429", "500"}, path
